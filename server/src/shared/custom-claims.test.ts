import { env } from "cloudflare:workers";
import { decodeJwt } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { userOf } from "../../test/people.ts";
import { rewrite } from "../../test/rewrite.ts";
import { createWorld, type World } from "../../test/world.ts";
import { claimsFor } from "./custom-claims.ts";

const PERSON = { email: "anne@example.com", password: "an unlikely sentence", name: "Anne" };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe("a user's claims", () => {
  const user = {
    email: "a@example.com",
    emailVerifiedAt: null,
    name: null,
    externalId: "1001",
    metadata: { plan: "pro", seats: 3, no: null, address: { city: { zip: "1010" } }, list: [{ a: 1 }] },
  };

  it("are fields of the user or fixed values of the tenant", () => {
    const claims = claimsFor(
      [
        { claim: "email", from: "email" },
        { claim: "email_verified", from: "emailVerified" },
        { claim: "https://acme.example/plan", from: "metadata.plan" },
        { claim: "seats", from: "metadata.seats" },
        { claim: "zip", from: "metadata.address.city.zip" },
        { claim: "city", from: "metadata.address.city" },
        { claim: "legacy_id", from: "externalId" },
        { claim: "region", value: { eu: [1, "x", null] } },
      ],
      user,
    );
    expect(claims).toEqual({
      email: "a@example.com",
      email_verified: false,
      "https://acme.example/plan": "pro",
      seats: 3,
      zip: "1010",
      city: { zip: "1010" },
      legacy_id: "1001",
      region: { eu: [1, "x", null] },
    });
  });

  it("leave out fields that the user lacks, and properties of every object", () => {
    const from = ["name", "metadata.none", "metadata.no", "metadata.constructor", "metadata.__proto__"].concat([
      "metadata.plan.length",
      "metadata.no.more",
      "metadata.address.none.zip",
      "metadata.address.__proto__.x",
      "metadata.list.0",
      "metadata.list.0.a",
    ]);
    expect(
      claimsFor(
        from.map((of, i) => ({ claim: `c${i}`, from: of })),
        user,
      ),
    ).toEqual({});
  });

  it("have at most 1,024 bytes: claims beyond it are left out, the others are present", () => {
    const metadata = { short: "x", long: "é".repeat(600), last: "y" };
    const claims = Object.keys(metadata).map((key) => ({ claim: key, from: `metadata.${key}` }));
    expect(claimsFor(claims, { ...user, metadata })).toEqual({ short: "x", last: "y" });
  });
});

describe("the setting", () => {
  const set = (accessTokenClaims: unknown) =>
    world.acme.client.tenants.settings.update.mutate({ accessTokenClaims } as never);

  it("adds claims to every token from the next on, and never replaces the token's own", async () => {
    await world.acme.browser.auth.register.mutate(PERSON);
    const user = await userOf(world.acme.client, PERSON.email);
    await env.DB.prepare("UPDATE users SET metadata = ? WHERE id = ?").bind('{"plan":"pro"}', user.id).run();
    const login = { email: PERSON.email, password: PERSON.password };
    const { accessToken, refreshToken } = await world.acme.browser.auth.login.mutate(login);
    expect(decodeJwt(accessToken)).not.toHaveProperty("plan");
    const claims = [
      { claim: "plan", from: "metadata.plan" },
      { claim: "name", from: "name" },
      { claim: "v", value: 2 },
    ];
    expect((await set(claims)).accessTokenClaims).toEqual(claims);
    const next = await world.acme.browser.auth.refresh.mutate({ refreshToken });
    expect(decodeJwt(next.accessToken)).toMatchObject({ plan: "pro", name: "Anne", v: 2, sub: user.id, amr: ["pwd"] });
    // A claim that was written to the database directly.
    const planted = JSON.stringify({ accessTokenClaims: [{ claim: "sub", value: "usr_eve" }] });
    const { id } = world.acme.tenant;
    await rewrite(id, "UPDATE tenants SET settings = ? WHERE id = ?", planted, id);
    const last = await world.acme.browser.auth.refresh.mutate({ refreshToken: next.refreshToken });
    expect(decodeJwt(last.accessToken).sub).toBe(user.id);
  });

  it.each([
    ..."iss sub aud exp nbf iat jti client_id scope auth_time acr amr roles groups entitlements cnf act sid factors".split(
      " ",
    ),
    "",
    "__proto__",
    "1st",
    "with space",
    "a".repeat(101),
  ])("refuses the name %j", async (claim) => {
    expect(await errorOf(set([{ claim, value: 1 }]))).toMatchObject({ code: "invalid_input", httpStatus: 400 });
  });

  it("lists the valid sources when one is invalid", async () => {
    const { details } = await errorOf(set([{ claim: "a", from: "metadata" }]));
    const message = expect.stringContaining("metadata.address.city");
    expect(details).toEqual({ issues: [{ path: "accessTokenClaims.0.from", message }] });
  });

  it.each([
    ["more than 1,024 bytes", [{ claim: "a", value: "x".repeat(1024) }]],
    [
      "more than 1,024 bytes in all",
      [
        { claim: "a", value: "é".repeat(300) },
        { claim: "b", value: "é".repeat(300) },
      ],
    ],
    [
      "a name twice",
      [
        { claim: "a", value: 1 },
        { claim: "a", from: "name" },
      ],
    ],
    ["33 claims", Array.from({ length: 33 }, (_, i) => ({ claim: `c${i}`, value: 1 }))],
    ["a source that is none", [{ claim: "a", from: "passwordHash" }]],
    ["a source with an empty key", [{ claim: "a", from: "metadata.a..b" }]],
    ["a source deeper than metadata are", [{ claim: "a", from: `metadata${".a".repeat(9)}` }]],
    ["both a value and a source", [{ claim: "a", from: "name", value: 1 }]],
    ["neither", [{ claim: "a" }]],
    ["a value that JSON does not have", [{ claim: "a", value: new Date() }]],
    ["a value nested without end", [{ claim: "a", value: JSON.parse(`${"[".repeat(9)}1${"]".repeat(9)}`) }]],
    ["an object", { a: 1 }],
  ])("refuses %s and stays unchanged", async (_, claims) => {
    const before = await world.globex.client.tenants.settings.get.query();
    const change = world.globex.client.tenants.settings.update.mutate({ accessTokenClaims: claims } as never);
    expect(await errorOf(change)).toMatchObject({ code: "invalid_input" });
    expect(await world.globex.client.tenants.settings.get.query()).toEqual(before);
  });
});
