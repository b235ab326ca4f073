import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { procedures } from "../../test/inputs.ts";
import { emailKindsTo, emailTo } from "../../test/mailbox.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { somebody } from "../../test/people.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

const NEXT = "another unlikely sentence";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

const get = async (id: string) => (await world.acme.client.users.get.query({ id })).user;

/** Codes that the tokens of a session get now. */
async function codesOf({ accessToken, refreshToken }: { accessToken: string; refreshToken: string }) {
  const codeOf = async (call: Promise<unknown>) =>
    await call.then(
      () => "ok",
      async () => (await errorOf(call)).code,
    );
  const { browser } = world.acme;
  const me = clientFor({ token: accessToken }).auth.me.query();
  return [await codeOf(me), await codeOf(browser.auth.refresh.mutate({ refreshToken }))];
}

describe("rules 24 and 25: a user who is banned", () => {
  it("rule 24: loses all sessions and links immediately, and can't sign in", async () => {
    const { user, credentials, signIn } = await somebody(world.acme);
    const sessions = [await signIn(), await signIn()];
    const { browser, client, tenant } = world.acme;
    await browser.auth.password.forgot.mutate({ email: user.email });
    expect((await client.users.ban.mutate({ id: user.id })).user.status).toBe("banned");
    for (const session of sessions) expect(await codesOf(session)).toEqual(["user_banned", "user_banned"]);
    expect(await errorOf(browser.auth.login.mutate(credentials))).toMatchObject({ code: "user_banned" });
    const emails = [
      await emailTo(tenant.id, user.email, "verify_email"),
      await emailTo(tenant.id, user.email, "reset_password"),
    ];
    const [verify, reset] = emails.map(({ token }) => token);
    const confirm = browser.auth.email.confirm.mutate({ token: verify ?? "" });
    expect(await errorOf(confirm)).toMatchObject({ code: "link_expired" });
    const change = browser.auth.password.reset.mutate({ token: reset ?? "", password: NEXT });
    expect(await errorOf(change)).toMatchObject({ code: "link_expired" });
    await client.users.unban.mutate({ id: user.id });
    const repeat = browser.auth.password.reset.mutate({ token: reset ?? "", password: NEXT });
    expect(await errorOf(repeat)).toMatchObject({ code: "link_expired" });
  });

  it("signs in again once unbanned, while old sessions stay ended; both calls are safe to repeat", async () => {
    const { user, signIn } = await somebody(world.acme);
    const old = await signIn();
    const { users } = world.acme.client;
    for (let i = 0; i < 2; i++) await users.ban.mutate({ id: user.id });
    for (let i = 0; i < 2; i++) expect((await users.unban.mutate({ id: user.id })).user.status).toBe("active");
    await signIn();
    expect((await codesOf(old))[1]).toBe("session_ended");
  });
});

describe("rule 25: a user's sessions", () => {
  it("rule 25: are listed by pages, and ended one by one or together", async () => {
    const { user, signIn } = await somebody(world.acme);
    const [one, two, three] = [await signIn(), await signIn(), await signIn()];
    const { sessions } = world.acme.client.users;
    const first = await sessions.list.query({ id: user.id, limit: 2 });
    const rest = await sessions.list.query({ id: user.id, limit: 2, cursor: first.nextCursor ?? "" });
    const ids = [...first.items, ...rest.items].map(({ id }) => id);
    expect([ids.length, new Set(ids).size, rest.nextCursor]).toEqual([3, 3, null]);
    expect(await sessions.end.mutate({ id: user.id, sessionId: ids[0] ?? "" })).toEqual({ endedCount: 1 });
    expect(await sessions.end.mutate({ id: user.id, sessionId: ids[0] ?? "" })).toEqual({ endedCount: 0 });
    expect(await codesOf(three)).toEqual(["session_ended", "session_ended"]);
    expect(await sessions.endAll.mutate({ id: user.id })).toEqual({ endedCount: 2 });
    for (const session of [one, two]) expect(await codesOf(session)).toEqual(["session_ended", "session_ended"]);
    expect((await sessions.list.query({ id: user.id })).items).toEqual([]);
  });

  it("rule 25: are not ended under another user's id", async () => {
    const [anne, bert] = [await somebody(world.acme), await somebody(world.acme)];
    const session = await anne.signIn();
    const { sessions } = world.acme.client.users;
    const [{ id: sessionId } = { id: "" }] = (await sessions.list.query({ id: anne.user.id })).items;
    const end = sessions.end.mutate({ id: bert.user.id, sessionId });
    expect(await errorOf(end)).toMatchObject({ code: "session_not_found" });
    expect(await codesOf(session)).toEqual(["ok", "ok"]);
  });
});

describe("rule 14: an administrator", () => {
  it("rule 14: forces a password reset, which ends password and sessions and sends the user a link", async () => {
    const { user, credentials, signIn } = await somebody(world.acme);
    const session = await signIn();
    const { browser, client, tenant } = world.acme;
    await browser.auth.register.mutate(credentials);
    const before = await emailTo(tenant.id, user.email, "already_registered");
    const answer = await client.users.forceReset.mutate({ id: user.id });
    expect(answer.user.resetRequired).toBe(true);
    expect(JSON.stringify(answer)).not.toMatch(/token|password/i);
    expect(await codesOf(session)).toEqual(["session_ended", "password_reset_required"]);
    expect(await errorOf(browser.auth.login.mutate(credentials))).toMatchObject({ code: "password_reset_required" });
    const old = browser.auth.password.reset.mutate({ token: before.token, password: NEXT });
    expect(await errorOf(old)).toMatchObject({ code: "link_expired" });
    const { token } = await emailTo(tenant.id, user.email, "reset_password");
    await browser.auth.password.reset.mutate({ token, password: NEXT });
    expect((await get(user.id)).resetRequired).toBe(false);
    await browser.auth.login.mutate({ ...credentials, password: NEXT });
  });

  it("rule 14: forces a password reset that also stops a sign-in in progress", async () => {
    const { user, credentials } = await somebody(world.acme);
    const { app } = isolate(new MovedClock());
    const sessions: typeof app.sessions = Object.assign(Object.create(app.sessions), {
      create: async (...args: Parameters<typeof app.sessions.create>) => {
        await world.acme.client.users.forceReset.mutate({ id: user.id });
        return await app.sessions.create(...args);
      },
    });
    const slow = isolate(new MovedClock(), { sessions }).clientFor({ key: world.acme.publishableKey });
    expect(await errorOf(slow.auth.login.mutate(credentials))).toMatchObject({ code: "session_ended" });
  });

  it("rule 14: can neither set nor read a user's password or its hash", async () => {
    const { user } = await somebody(world.acme);
    const { client } = world.acme;
    for (const field of ["password", "passwordHash", "secret"]) {
      const update = client.users.update.mutate({ id: user.id, [field]: NEXT });
      expect(await errorOf(update)).toMatchObject({ code: "invalid_input" });
    }
    // Of all procedures for users, only users.create takes a password.
    const taking = procedures().filter(
      ({ path, input }) =>
        path.startsWith("users.") &&
        "shape" in input &&
        JSON.stringify(Object.keys(input.shape as object)).includes("assword"),
    );
    expect(taking.map(({ path }) => path)).toEqual(["users.create"]);
    const create = client.users.create.mutate({ email: user.email, password: NEXT });
    expect(await errorOf(create)).toMatchObject({ code: "email_taken" });
    const shown = [await client.users.get.query({ id: user.id }), await client.users.list.query({})];
    expect(JSON.stringify(shown)).not.toMatch(/argon2|password|hash/i);
  });
});

describe("users.update", () => {
  it("changes name and metadata independently", async () => {
    const { user } = await somebody(world.acme, { name: "Anne" });
    const { users } = world.acme.client;
    const metadata = { plan: "pro", seats: 3, tags: ["a"], nested: { deep: true } };
    expect((await users.update.mutate({ id: user.id, metadata })).user).toEqual({ ...user, metadata });
    const changed = await users.update.mutate({
      id: user.id,
      name: null,
      metadata: { plan: null, nested: { more: 1 } },
    });
    expect(changed.user).toEqual({
      ...user,
      name: null,
      metadata: { seats: 3, tags: ["a"], nested: { deep: true, more: 1 } },
    });
    expect(await get(user.id)).toEqual(changed.user);
  });

  it("keeps all of many concurrent changes of metadata", async () => {
    const { user } = await somebody(world.acme);
    const { users } = world.acme.client;
    const steps = Array.from({ length: 10 }, (_, i) =>
      users.update.mutate({ id: user.id, metadata: { [`k${i}`]: i } }),
    );
    await Promise.all(steps);
    expect(Object.keys((await get(user.id)).metadata)).toHaveLength(10);
  });

  it("refuses metadata that would exceed 8,192 bytes, and changes nothing", async () => {
    const { user } = await somebody(world.acme);
    const { users } = world.acme.client;
    const half = { name: "New", metadata: { a: "é".repeat(2040) } };
    await users.update.mutate({ id: user.id, ...half });
    const more = users.update.mutate({ id: user.id, name: "Newer", metadata: { b: "é".repeat(2060) } });
    expect(await errorOf(more)).toMatchObject({ code: "metadata_too_large", details: { maxBytes: 8192 } });
    expect(await get(user.id)).toMatchObject(half);
  });

  it.each<[unknown, string]>([
    [new Date(), "invalid_input"],
    [undefined, "invalid_input"],
    [Number.NaN, "invalid_input"],
    [new Map([["a", 1]]), "invalid_json"],
    [BigInt(1), "invalid_json"],
  ])("refuses metadata that are not JSON: %s", async (value, code) => {
    const { user } = await somebody(world.acme);
    const update = world.acme.client.users.update.mutate({ id: user.id, metadata: { value } });
    expect(await errorOf(update)).toMatchObject({ code });
    expect(await get(user.id)).toEqual(user);
  });

  it("rule 12: a new email is unverified, the old one is notified, and its links are revoked", async () => {
    const { user, credentials, signIn, registrationToken } = await somebody(world.acme);
    const { browser, client, tenant } = world.acme;
    const { token } = await emailTo(tenant.id, user.email, "verify_email");
    await browser.auth.email.confirm.mutate({ token, registrationToken });
    await browser.auth.password.forgot.mutate({ email: user.email });
    const reset = await emailTo(tenant.id, user.email, "reset_password");
    const email = `moved-${user.email}`;
    const moved = (await client.users.update.mutate({ id: user.id, email })).user;
    expect(moved).toMatchObject({ email, emailVerified: false });
    expect((await emailTo(tenant.id, user.email, "email_changed")).values).toMatchObject({ newEmail: email });
    expect(await emailKindsTo(tenant.id, email)).toEqual(["verify_email"]);
    const old = browser.auth.password.reset.mutate({ token: reset.token, password: NEXT });
    expect(await errorOf(old)).toMatchObject({ code: "link_expired" });
    expect(await errorOf(signIn())).toMatchObject({ code: "invalid_credentials" });
    await browser.auth.login.mutate({ ...credentials, email });
    await browser.auth.email.confirm.mutate({ token: (await emailTo(tenant.id, email, "verify_email")).token });
    expect((await get(user.id)).emailVerified).toBe(true);
  });

  it("refuses the email of another user in any case, changes nothing and sends nothing", async () => {
    const [anne, bert] = [await somebody(world.acme), await somebody(world.acme)];
    const email = bert.user.email.toUpperCase();
    const update = world.acme.client.users.update.mutate({ id: anne.user.id, email, name: "Eve" });
    expect(await errorOf(update)).toMatchObject({ code: "email_taken" });
    expect(await get(anne.user.id)).toEqual(anne.user);
    expect(await emailKindsTo(world.acme.tenant.id, anne.user.email)).toEqual(["verify_email"]);
  });
});

describe("the users of a tenant", () => {
  const calls = (client: World["acme"]["client"], id: string): [string, () => Promise<unknown>][] => [
    ["get", () => client.users.get.query({ id })],
    ["update", () => client.users.update.mutate({ id, name: "Eve" })],
    ["ban", () => client.users.ban.mutate({ id })],
    ["unban", () => client.users.unban.mutate({ id })],
    ["forceReset", () => client.users.forceReset.mutate({ id })],
    ["delete", () => client.users.delete.mutate({ id })],
    ["invitations.send", () => client.users.invitations.send.mutate({ id })],
    ["invitations.revoke", () => client.users.invitations.revoke.mutate({ id })],
    ["sessions.list", () => client.users.sessions.list.query({ id })],
    ["sessions.end", () => client.users.sessions.end.mutate({ id, sessionId: "ses_x" })],
    ["sessions.endAll", () => client.users.sessions.endAll.mutate({ id })],
  ];

  it("are not found by another tenant", async () => {
    const { user: before, signIn } = await somebody(world.acme);
    const session = await signIn();
    const user = await get(before.id);
    for (const [name, call] of calls(world.globex.client, user.id)) {
      expect(await errorOf(call()), name).toMatchObject({ code: "user_not_found", httpStatus: 404 });
    }
    expect(await get(user.id)).toEqual(user);
    expect(await codesOf(session)).toEqual(["ok", "ok"]);
  });

  it("are closed to publishable keys and users", async () => {
    const { user, signIn } = await somebody(world.acme);
    const { accessToken } = await signIn();
    for (const client of [world.acme.browser, clientFor({ token: accessToken })]) {
      for (const [name, call] of [
        ...calls(client, user.id),
        ["list", () => client.users.list.query({})] as const,
        ["search", () => client.users.search.query({ by: "email", prefix: "a" })] as const,
        ["create", () => client.users.create.mutate({ email: "x@example.com" })] as const,
        ["import", () => client.users.import.mutate({ users: [{ email: "x@example.com" }] })] as const,
        ["getMany", () => client.users.getMany.query({ ids: [user.id] })] as const,
      ]) {
        expect(await errorOf(call()), name).toMatchObject({ code: "forbidden" });
      }
    }
  });

  it("are managed by platform admins, except those of the platform itself", async () => {
    const { user } = await somebody(world.acme);
    const atAcme = clientFor({ token: world.token, tenant: "acme" });
    expect((await atAcme.users.get.query({ id: user.id })).user).toEqual(user);
    const { users } = clientFor({ token: world.token });
    expect(await errorOf(users.list.query({}))).toMatchObject({ code: "forbidden" });
    expect(await errorOf(users.create.mutate({ email: "eve@example.com" }))).toMatchObject({ code: "forbidden" });
  });
});

it("audits calls about a user with the user's id, also in a batch", async () => {
  const tenant = await createTenant(world.admin, "audited");
  const [anne, bert] = [await somebody(tenant), await somebody(tenant)];
  const calls = [anne, bert].map(({ user }, i) => [`${i}`, { json: { id: user.id } }]);
  const { send } = await import("../../test/raw.ts");
  const headers = { "content-type": "application/json", "x-api-key": tenant.secretKey };
  await send("/trpc/users.ban,users.unban?batch=1", {
    method: "POST",
    headers,
    body: JSON.stringify(Object.fromEntries(calls)),
  });
  const query = "SELECT event, subject FROM audit_events WHERE tenant_id = ? AND event LIKE 'users.%' ORDER BY event";
  const { results } = await env.DB.prepare(query).bind(tenant.tenant.id).all();
  expect(results).toEqual([
    { event: "users.ban", subject: anne.user.id },
    { event: "users.unban", subject: bert.user.id },
  ]);
});
