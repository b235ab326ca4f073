import { beforeAll, describe, expect, it } from "vitest";
import { batch, type From, resultCodeOf } from "../../test/batch.ts";
import { clientFor } from "../../test/client.ts";
import { countedLimits } from "../../test/counted-limits.ts";
import { procedures } from "../../test/inputs.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { somebody } from "../../test/people.ts";
import { createWorld, type World } from "../../test/world.ts";
import type { RateLimitClass } from "../ports/rate-limits.ts";
import type { Caller } from "../shared/caller.ts";
import type { Tenant } from "../shared/tenant.ts";
import { counterOf } from "./rate-limit.ts";

const tenant = { id: "ten_1" } as Tenant;
const keyId = "key_1";
const secret = { kind: "secret", keyId } as const;
const restricted = { kind: "restricted", keyId, scopes: [] } as const;
const publishable = { kind: "publishable", keyId } as const;
const anonymous = { kind: "anonymous" } as const;
const user = { kind: "user", tenantId: "ten_1", userId: "usr_1", sessionId: "ses_1" } as const;
const admin = { ...user, kind: "admin" } as const;

const HERE = "192.0.2.1";
const NOWHERE = "unknown";

describe("a call counts", () => {
  type Row = [who: string, caller: Caller, at: Tenant | undefined, ip: string, standard: string, credentials: string];
  // The counter of `credentials` stands with the limit that it has.
  const rows: Row[] = [
    ["by its key with a secret key", secret, tenant, HERE, "key_1", "standard: credentials key_1"],
    ["by its key with a restricted key", restricted, tenant, HERE, "key_1", "standard: credentials key_1"],
    [
      "by its key with a secret key without an address",
      secret,
      tenant,
      NOWHERE,
      "key_1",
      "standard: credentials key_1",
    ],
    ["by its user", user, tenant, HERE, "usr_1", "credentials: usr_1"],
    ["by its user without an address", user, tenant, NOWHERE, "usr_1", "credentials: usr_1"],
    ["by its admin", admin, tenant, HERE, "usr_1", "credentials: usr_1"],
    [
      "by address and tenant with a publishable key",
      publishable,
      tenant,
      HERE,
      "ten_1 192.0.2.1",
      "credentials: ten_1 192.0.2.1",
    ],
    [
      "by address and tenant from a caller without credentials who names one",
      anonymous,
      tenant,
      HERE,
      "ten_1 192.0.2.1",
      "credentials: ten_1 192.0.2.1",
    ],
    [
      "by address from a caller without credentials who names none",
      anonymous,
      undefined,
      HERE,
      "192.0.2.1",
      "credentials: 192.0.2.1",
    ],
    [
      "by tenant with a publishable key without an address",
      publishable,
      tenant,
      NOWHERE,
      "ten_1",
      "standard: credentials ten_1",
    ],
    [
      "by tenant without credentials and without an address",
      anonymous,
      tenant,
      NOWHERE,
      "ten_1",
      "standard: credentials ten_1",
    ],
    [
      "with all others without credentials, address and tenant",
      anonymous,
      undefined,
      NOWHERE,
      "unknown",
      "credentials: unknown",
    ],
    [
      "rule 56: by the /64 of an IPv6 address",
      publishable,
      tenant,
      "2001:db8:1:2:3:4:5:6",
      "ten_1 2001:db8:1:2::/64",
      "credentials: ten_1 2001:db8:1:2::/64",
    ],
  ];

  it.each(rows)("%s", (_, caller, at, ip, standard, credentials) => {
    const counter = (limit: RateLimitClass) => counterOf({ caller, tenant: at, request: { ip } }, limit);
    expect(counter("standard")).toEqual({ limit: "standard", key: standard });
    expect(counter("checks")).toEqual({ limit: "checks", key: standard });
    const { limit, key } = counter("credentials");
    expect(`${limit}: ${key}`).toBe(credentials);
  });

  it("in no counter with another kind of caller, tenant, address or class", () => {
    const callers: Caller[] = [secret, { ...secret, keyId: "key_2" }, user, { ...user, userId: "usr_2" }, anonymous];
    const sources = [undefined, tenant, { ...tenant, id: "ten_2" }].flatMap((at) =>
      [HERE, "192.0.2.2", NOWHERE].map((ip) => ({ tenant: at, request: { ip } })),
    );
    const counters = new Set<string>();
    for (const limit of ["credentials", "standard", "checks"] as const) {
      for (const caller of callers) {
        // A caller with credentials is the same caller everywhere.
        for (const source of caller.kind === "anonymous" ? sources : sources.slice(0, 1)) {
          const { limit: counted, key } = counterOf({ caller, ...source }, limit);
          counters.add(`${counted} ${key}`);
        }
      }
    }
    expect(counters.size).toBe(3 * (callers.length - 1 + sources.length));
  });
});

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let addresses = 0;
/** An address that nobody has called from. */
const address = () => `198.51.100.${++addresses}`;

/** The limits are counted as ever, and last as long as a test takes. `standard` has a smaller one, to be used up sooner. */
const limits = countedLimits({ credentials: 100, standard: 400 });
let fetch: NonNullable<From["fetch"]>;
beforeAll(() => {
  fetch = isolate(new MovedClock(), { limits }).fetch;
});

/** A call that is refused at once, and counts. */
const CONFIRM = ["auth.email.confirm", { token: "x" }] as const;
/** Uses up the limit of `credentials`. */
async function useUp(from: From): Promise<void> {
  const [path, input] = CONFIRM;
  expect(await batch(from, path, 100, input)).toEqual({ link_invalid: 100 });
}

describe("with `credentials`, over the wire", () => {
  const all = procedures().filter(({ declaration }) => declaration.rateLimit === "credentials");
  const open = all.filter(({ callers }) => callers.includes("publishable"));

  it("every procedure of the class counts strangers together by address and tenant, and nobody else with them", async () => {
    const { publishableKey: key, secretKey } = world.acme;
    const ip = address();
    await useUp({ fetch, ip, key });
    const person = await somebody(world.acme);
    const { accessToken: token } = await person.signIn();
    const others: [string, From][] = [
      ["the tenant's own server", { fetch, ip, key: secretKey }],
      ["another tenant's page", { fetch, ip, key: world.globex.publishableKey }],
      ["nobody at another tenant", { fetch, ip, tenant: "globex" }],
      ["a page at another address", { fetch, ip: address(), key }],
      ["nobody about no tenant", { fetch, ip }],
      ["a user", { fetch, ip, token }],
    ];
    expect(open.map(({ path }) => path)).toContain("auth.login");
    expect(open.length).toBeGreaterThanOrEqual(9);
    for (const { path } of open) {
      expect(await resultCodeOf({ fetch, ip, key }, path), path).toBe("rate_limited");
      expect(await resultCodeOf({ fetch, ip, tenant: "acme" }, path), path).toBe("rate_limited");
      for (const [who, from] of others)
        expect(await resultCodeOf(from, path), `${who} ${path}`).not.toBe("rate_limited");
    }
  });

  it("every procedure of the class counts users by themselves", async () => {
    const ip = address();
    const [first, second] = [await somebody(world.acme), await somebody(world.acme)];
    const [one, other] = [(await first.signIn()).accessToken, (await second.signIn()).accessToken];
    await useUp({ fetch, ip, token: one });
    const own = all.filter(({ callers }) => callers.includes("user"));
    expect(own.map(({ path }) => path)).toContain("auth.password.change");
    for (const { path } of own) {
      expect(await resultCodeOf({ fetch, ip: address(), token: one }, path), path).toBe("rate_limited");
      expect(await resultCodeOf({ fetch, ip, token: other }, path), path).not.toBe("rate_limited");
    }
  });

  it("a tenant's server signs in 300 people within a minute, and its neighbours are not kept waiting", async () => {
    const ip = address();
    const { secretKey } = world.acme;
    for (let i = 0; i < 3; i++) {
      expect(await batch({ fetch, ip, key: secretKey }, CONFIRM[0], 100, CONFIRM[1])).toEqual({
        link_invalid: 100,
      });
    }
    expect(
      await resultCodeOf({ fetch, ip, key: world.globex.secretKey }, "auth.password.forgot", {
        email: "a@example.com",
      }),
    ).toBe("ok");
    expect(await resultCodeOf({ fetch, ip, key: world.acme.publishableKey }, ...CONFIRM)).toBe("link_invalid");
  });

  it("the pages that emails link to count by address and tenant, too", async () => {
    const ip = address();
    await useUp({ fetch, ip, tenant: "acme" });
    const press = async (tenant: string) => {
      const headers = { "cf-connecting-ip": ip, "content-type": "application/x-www-form-urlencoded" };
      const body = new URLSearchParams({ token: "x" }).toString();
      return (await fetch(`http://auth.test/t/${tenant}/verify-email`, { method: "POST", headers, body })).status;
    };
    expect(await press("acme")).toBe(429);
    expect(await press("globex")).toBe(400);
  });

  it("rule 56: a /64 is one address, and an X-Forwarded-For makes no other", async () => {
    const { publishableKey: key } = world.acme;
    await useUp({ fetch, ip: "2001:db8:1:2::1", key });
    expect(await resultCodeOf({ fetch, ip: "2001:0db8:1:2:a:b:c:d", key }, ...CONFIRM)).toBe("rate_limited");
    expect(await resultCodeOf({ fetch, ip: "2001:db8:1:3::1", key }, ...CONFIRM)).toBe("link_invalid");
    await useUp({ fetch, ip: "192.0.2.33", key });
    expect(await resultCodeOf({ fetch, ip: "::ffff:192.0.2.33", key }, ...CONFIRM)).toBe("rate_limited");
    const forwarded = clientFor({
      fetch,
      key,
      headers: { "cf-connecting-ip": "192.0.2.33", "x-forwarded-for": "203.0.113.1" },
    });
    await expect(forwarded.auth.email.confirm.mutate({ token: "x" })).rejects.toMatchObject({
      data: { code: "rate_limited" },
    });
  });

  it("users of one IP address stay within limits only at accounts that trust it", async () => {
    const { publishableKey: key } = world.acme;
    const [office, elsewhere] = [address(), address()];
    const [colleague, newcomer] = [await somebody(world.acme), await somebody(world.acme)];
    const login = async (ip: string, { credentials }: typeof colleague) =>
      await resultCodeOf({ fetch, ip, key }, "auth.login", credentials);
    expect(await login(office, colleague)).toBe("ok");
    await useUp({ fetch, ip: elsewhere, key });
    expect(await batch({ fetch, ip: office, key }, "auth.email.confirm", 99, { token: "x" })).toEqual({
      link_invalid: 99,
    });
    const { email } = colleague.credentials;
    expect(await login(office, colleague)).toBe("ok");
    expect(await resultCodeOf({ fetch, ip: office, key }, "auth.password.forgot", { email: email.toUpperCase() })).toBe(
      "ok",
    );
    expect(await resultCodeOf({ fetch, ip: office, key }, "auth.login", { email, password: "wrong" })).toBe(
      "invalid_credentials",
    );
    expect(await login(office, newcomer)).toBe("rate_limited");
    expect(await login(elsewhere, colleague)).toBe("rate_limited");
    for (const input of [null, "x", {}, { email: 5 }, { email: ["a"] }, { email: `${"a".repeat(400)}@example.com` }]) {
      expect(await resultCodeOf({ fetch, ip: office, key }, "auth.login", input), JSON.stringify(input)).toBe(
        "rate_limited",
      );
    }
  });
});

it("the platform's own counters decide: of 300 calls at once some are refused", async () => {
  const from = { ip: address(), key: world.acme.publishableKey };
  const outcomes = await Promise.all([1, 2, 3].map(async () => await batch(from, CONFIRM[0], 100, CONFIRM[1])));
  expect(outcomes.some(({ rate_limited = 0 }) => rate_limited > 0)).toBe(true);
});

describe("with every other class", () => {
  it("one address can't use up what others have with the same publishable key", async () => {
    const { publishableKey: key } = world.acme;
    const ip = address();
    const rubbish = { refreshToken: "x" };
    for (let i = 0; i < 4; i++) {
      expect(await batch({ fetch, ip, key }, "auth.refresh", 100, rubbish)).toEqual({ refresh_token_invalid: 100 });
    }
    for (const path of ["auth.refresh", "auth.logout"]) {
      expect(await resultCodeOf({ fetch, ip, key }, path, rubbish)).toBe("rate_limited");
      expect(await resultCodeOf({ fetch, ip: address(), key }, path, rubbish)).toBe("refresh_token_invalid");
      expect(await resultCodeOf({ fetch, ip, key: world.globex.publishableKey }, path, rubbish)).toBe(
        "refresh_token_invalid",
      );
    }
    expect(await resultCodeOf({ fetch, ip, key: world.acme.secretKey }, "apiKeys.list")).toBe("ok");
  });

  it("a stranger's batch counts as many calls as are in it, though each is refused", async () => {
    const from = { fetch, ip: address(), tenant: "acme" };
    for (let i = 0; i < 4; i++) {
      expect(await batch(from, "users.list", 100)).toEqual({ unauthenticated: 100 });
    }
    expect(await batch(from, "users.list", 2)).toEqual({ rate_limited: 2 });
  });
});
