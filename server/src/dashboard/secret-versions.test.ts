import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { signInWithFactor } from "../../test/factors.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { codeIn, send } from "../../test/raw.ts";
import { ADMIN, createWorld, type World } from "../../test/world.ts";
import { runSchedule } from "../schedule.ts";

const PERSON = { email: "anne@example.com", password: "an unlikely sentence" };
const secret = (id: string) => `${id}:${new Uint8Array(32).fill(id.charCodeAt(1)).toBase64()}`;

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.acme.browser.auth.register.mutate(PERSON);
});

const idsOf = (list: string) => list.split(",").map((one) => one.split(":")[0] ?? "");

/** The versions that a deployment with these secrets lists for its admin. */
async function listed(settings: Partial<Record<"JWT_SECRET" | "PASSWORD_PEPPER", string>>) {
  const { app, clientFor } = isolate(new MovedClock(), {}, settings as Partial<Env>);
  const { accessToken } = await signInWithFactor(clientFor({ tenant: "platform" }), ADMIN);
  const list = async () => (await clientFor({ token: accessToken }).dashboard.secrets.query()).versions;
  return { app, clientFor, list, of: async (name: string) => (await list()).filter((one) => one.secret === name) };
}

describe("versions of secrets", () => {
  it("are the configured ones, with the number of keys and passwords that need each", async () => {
    const { list } = await listed({});
    const [jwt, ...older] = idsOf(env.JWT_SECRET);
    const [pepper] = idsOf(env.PASSWORD_PEPPER);
    const keys = (await env.DB.prepare("SELECT count(*) AS n FROM signing_keys").first<number>("n")) ?? 0;
    const factors = (await env.DB.prepare("SELECT count(*) AS n FROM totp_factors").first<number>("n")) ?? 0;
    expect(factors).toBeGreaterThan(0);
    expect(await list()).toMatchObject([
      { secret: "jwtSecret", version: jwt, newest: true, configured: true, useCount: keys + factors },
      ...older.map((version) => ({ secret: "jwtSecret", version, newest: false, configured: true, useCount: 0 })),
      { secret: "passwordPepper", version: pepper, newest: true, configured: true, useCount: 2 },
      { secret: "bootstrapSecret", newest: true, configured: true, useCount: 0 },
    ]);
  });

  it("show the progress of a rotation of JWT_SECRET", async () => {
    const [old] = idsOf(env.JWT_SECRET);
    const rotating = await listed({ JWT_SECRET: `${secret("v8")},${env.JWT_SECRET}` });
    const [before, previous] = await rotating.of("jwtSecret");
    expect(before).toMatchObject({ version: "v8", newest: true });
    expect(previous).toMatchObject({ version: old, newest: false, configured: true });
    expect(previous?.useCount).toBeGreaterThan(0);
    await runSchedule(rotating.app);
    const [after, ...others] = await rotating.of("jwtSecret");
    expect(after?.useCount).toBeGreaterThanOrEqual((before?.useCount ?? 0) + (previous?.useCount ?? 0));
    expect(others.map(({ useCount }) => useCount)).toEqual(others.map(() => 0));
    // Back, for the tests after this one.
    await runSchedule(isolate(new MovedClock(), {}, { JWT_SECRET: `${env.JWT_SECRET},${secret("v8")}` } as never).app);
  });

  it("show how many passwords have moved to a new pepper, and one that is missing", async () => {
    const [old] = idsOf(env.PASSWORD_PEPPER);
    const rotating = await listed({ PASSWORD_PEPPER: `${secret("p8")},${env.PASSWORD_PEPPER}` });
    // The admin has just signed in, the person has not.
    const [newest, previous] = await rotating.of("passwordPepper");
    expect([newest, previous]).toMatchObject([
      { version: "p8", useCount: 1 },
      { version: old, useCount: 1, configured: true },
    ]);
    await rotating.clientFor({ key: world.acme.publishableKey }).auth.login.mutate(PERSON);
    expect((await rotating.of("passwordPepper"))[1]).toMatchObject({ useCount: 0 });
    const without = await listed({ PASSWORD_PEPPER: secret("p8") });
    expect(await without.of("passwordPepper")).toMatchObject([{ version: "p8", useCount: 2 }]);
    const { list } = isolateOf(world);
    const missing = { configured: false, newest: false, useCount: 2, firstSeenAt: null, wasNewest: true };
    expect((await list()).find(({ version }) => version === "p8")).toMatchObject(missing);
  });

  it("come with the age of the oldest refresh token that is still good", async () => {
    const { clientFor } = await listed({ PASSWORD_PEPPER: `${secret("p8")},${env.PASSWORD_PEPPER}` });
    const { accessToken } = await signInWithFactor(clientFor({ tenant: "platform" }), ADMIN);
    const { oldestRefreshAt } = await clientFor({ token: accessToken }).dashboard.secrets.query();
    const query = "SELECT min(rotated_at) AS at FROM sessions WHERE ended_at IS NULL";
    expect(oldestRefreshAt?.getTime()).toBe(await env.DB.prepare(query).first<number>("at"));
  });

  it("are for admins who may read the platform", async () => {
    const { body } = await send("/trpc/dashboard.secrets", { headers: { "x-api-key": world.acme.secretKey } });
    expect(codeIn(body)).toBe("forbidden");
  });
});

/** The deployment of the tests, which the platform's admin still has a session at. */
function isolateOf({ token }: World) {
  const { clientFor } = isolate(new MovedClock());
  return { list: async () => (await clientFor({ token }).dashboard.secrets.query()).versions };
}
