import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { holdingsOf, textsIn } from "../../test/holdings.ts";
import { emailKindsTo, emailsOf, emailTo } from "../../test/mailbox.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { somebody } from "../../test/people.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import { runSchedule } from "../schedule.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let leavers = 0;
/** Creates a tenant with a user who has data of every kind. */
async function leaver() {
  const tenant = await createTenant(world.admin, `left-${++leavers}`);
  const person = await somebody(tenant, { name: "Anne Somebody" });
  const { accessToken, refreshToken } = await person.signIn();
  await tenant.client.users.update.mutate({ id: person.user.id, metadata: { plan: "the dearest plan" } });
  await tenant.browser.auth.password.forgot.mutate({ email: person.user.email });
  await errorOf(tenant.browser.auth.login.mutate({ ...person.credentials, password: "not the sentence" }));
  return { tenant, ...person, accessToken, refreshToken, auth: clientFor({ token: accessToken }).auth };
}
type Leaver = Awaited<ReturnType<typeof leaver>>;

const ways: [string, (leaver: Leaver) => Promise<unknown>][] = [
  [
    "by the user",
    async ({ auth, credentials }) => await auth.account.delete.mutate({ password: credentials.password }),
  ],
  ["by the tenant", async ({ tenant, user }) => await tenant.client.users.delete.mutate({ id: user.id })],
];

describe.each(ways)("a user who is deleted %s", (_, remove) => {
  it("rule 24: loses every session, token and link immediately", async () => {
    const leaving = await leaver();
    const { tenant, credentials, accessToken, refreshToken } = leaving;
    const { token } = await emailTo(tenant.tenant.id, credentials.email, "reset_password");
    await remove(leaving);
    const { auth } = tenant.browser;
    expect(await errorOf(clientFor({ token: accessToken }).auth.me.query())).toMatchObject({ code: "session_ended" });
    expect(await errorOf(auth.refresh.mutate({ refreshToken }))).toMatchObject({ code: "refresh_token_invalid" });
    expect(await errorOf(auth.login.mutate(credentials))).toMatchObject({ code: "invalid_credentials" });
    const reset = auth.password.reset.mutate({ token, password: "another unlikely sentence" });
    expect(await errorOf(reset)).toMatchObject({ code: "link_invalid" });
  });

  it("leaves only the id in the audit log, and the email in delivery records", async () => {
    const leaving = await leaver();
    const { tenant, user } = leaving;
    const { client } = tenant;
    await remove(leaving);
    const rows = await holdingsOf(tenant.tenant.id);
    for (const table of ["d1.users", "d1.accounts", "d1.sessions", "d1.verification_tokens"]) {
      expect(rows[table], table).toEqual([]);
    }
    const emails = Object.entries(rows).filter(([table]) => table === "state.outbox" || table === "state.mailbox");
    const rest = { ...rows, "state.outbox": [], "state.mailbox": [] };
    for (const text of [user.email, "Anne Somebody", "the dearest plan"])
      expect([...textsIn(rest)]).not.toContain(text);
    expect([...textsIn(Object.fromEntries(emails))]).toContain(user.email);
    expect(rows["d1.audit_events"]?.map(({ subject }) => subject)).toContain(user.id);
    expect(await errorOf(client.users.get.query({ id: user.id }))).toMatchObject({ code: "user_not_found" });
  });

  it("is notified by email, and the email is free again", async () => {
    const leaving = await leaver();
    const { tenant, user, credentials } = leaving;
    await remove(leaving);
    expect((await emailKindsTo(tenant.tenant.id, user.email))[0]).toBe("account_deleted");
    await tenant.browser.auth.register.mutate(credentials);
    const next = await tenant.browser.auth.login.mutate(credentials);
    expect(next.user.id).not.toBe(user.id);
  });
});

describe("rule 26: the deletion of one's own account", () => {
  it("rule 26: is refused without the current password, and changes nothing", async () => {
    const { auth, user, tenant, signIn } = await leaver();
    const wrong = auth.account.delete.mutate({ password: "not the sentence" });
    expect(await errorOf(wrong)).toMatchObject({ code: "invalid_credentials" });
    await env.DB.prepare("UPDATE sessions SET factors = '{\"pwd\":1}' WHERE user_id = ?").bind(user.id).run();
    expect(await errorOf(auth.account.delete.mutate({}))).toMatchObject({ code: "reauthentication_required" });
    await signIn();
    expect(await emailKindsTo(tenant.tenant.id, user.email)).not.toContain("account_deleted");
  });
});

it("refuses the deletion of a platform admin's own account", async () => {
  const admin = clientFor({ token: world.token });
  const attempt = admin.auth.account.delete.mutate({ password: "a root is not a leaf" });
  expect(await errorOf(attempt)).toMatchObject({ code: "forbidden" });
});

it("completes an interrupted deletion by the schedule, with one email", async () => {
  const { tenant, user, credentials } = await leaver();
  const { app } = isolate(new MovedClock());
  const users: typeof app.users = Object.assign(Object.create(app.users), {
    remove: async () => await Promise.reject(new Error("interrupted")),
  });
  const broken = isolate(new MovedClock(), { users }).clientFor({ key: tenant.secretKey });
  expect(await errorOf(broken.users.delete.mutate({ id: user.id }))).toMatchObject({ code: "internal_error" });
  expect(await errorOf(tenant.client.users.get.query({ id: user.id }))).toMatchObject({ code: "user_not_found" });
  expect((await tenant.client.users.list.query({})).items).toEqual([]);
  const login = tenant.browser.auth.login.mutate(credentials);
  expect(await errorOf(login)).toMatchObject({ code: "invalid_credentials" });
  await runSchedule(app);
  const row = env.DB.prepare("SELECT count(*) AS rows FROM users WHERE id = ?").bind(user.id);
  expect(await row.first("rows")).toBe(0);
  const emails = await emailsOf(tenant.tenant.id, user.email);
  expect(emails.filter(({ kind }) => kind === "account_deleted")).toHaveLength(1);
});
