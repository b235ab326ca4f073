import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { emailTo } from "../../test/mailbox.ts";
import { registrationTokenOf, somebody } from "../../test/people.ts";
import { createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

async function exported() {
  const { tenant, client, browser } = world.acme;
  const person = await somebody(world.acme, { name: "Anne" });
  const { user, credentials } = person;
  const verificationEmail = await emailTo(tenant.id, user.email, "verify_email");
  await errorOf(browser.auth.login.mutate({ ...credentials, password: "not the sentence" }));
  await browser.auth.email.confirm.mutate({
    ...{ token: verificationEmail.token, registrationToken: person.registrationToken },
  });
  const session = await person.signIn();
  await client.users.update.mutate({ id: user.id, metadata: { plan: "pro" } });
  const { auth } = clientFor({ token: session.accessToken });
  await auth.email.change.mutate({ newEmail: "anne@example.org", password: credentials.password });
  return { ...person, verificationEmail, session, auth, data: await auth.account.export.query() };
}

it("exports all data about the user", async () => {
  const { user, data } = await exported();
  expect(data.user).toMatchObject({ id: user.id, email: user.email, name: "Anne", metadata: { plan: "pro" } });
  expect(data.signInMethods).toMatchObject([{ issuer: "password", subject: user.id }]);
  expect(data.sessions).toMatchObject([{ endedAt: null, mode: "bearer", ip: expect.stringContaining("10.") }]);
  expect(data.verifications.map(({ purpose, email, newEmail }) => [purpose, email, newEmail]).sort()).toEqual([
    ["confirm_email_change", user.email, "anne@example.org"],
    ["confirm_new_email", "anne@example.org", "anne@example.org"],
    ["verify_email", user.email, null],
  ]);
  expect(data.emails.map(({ kind }) => kind)).toEqual(["confirm_new_email", "confirm_email_change", "verify_email"]);
  const events = data.events.map(({ event, byUser }) => [event, byUser]);
  expect(events).toEqual([
    ["auth.email.change", true],
    ["users.update", false],
    ["auth.login", false],
    ["auth.email.confirm", false],
  ]);
  expect(data.complete).toBe(true);
});

it("exports no secret, not even its hash", async () => {
  const { user, data, verificationEmail, session, credentials } = await exported();
  const text = JSON.stringify(data);
  const rows = await Promise.all([
    env.DB.prepare("SELECT secret FROM accounts WHERE user_id = ?").bind(user.id).all(),
    env.DB.prepare("SELECT hash, code_hash, counterpart FROM verification_tokens WHERE user_id = ?")
      .bind(user.id)
      .all(),
    env.DB.prepare("SELECT token_hash, previous_hash FROM sessions WHERE user_id = ?").bind(user.id).all(),
  ]);
  const stored = rows.flatMap(({ results }) => results.flatMap((row) => Object.values(row)));
  const hashes = stored.filter((value) => typeof value === "string");
  expect(hashes.length).toBeGreaterThan(5);
  const secrets = [
    credentials.password,
    verificationEmail.token,
    verificationEmail.code,
    session.accessToken,
    session.refreshToken,
  ];
  for (const secret of [...hashes, ...secrets]) expect(text).not.toContain(secret);
});

it("exports nothing about other users", async () => {
  const other = await exported();
  const { data } = await exported();
  expect(JSON.stringify(data)).not.toContain(other.user.id);
  expect(JSON.stringify(data)).not.toContain(other.user.email);
});

describe("the emails in an export", () => {
  /** Signs in a user, with a function that lists the emails in their export. */
  async function signedIn(credentials: { email: string; password: string }) {
    const { accessToken } = await world.acme.browser.auth.login.mutate(credentials);
    const { auth } = clientFor({ token: accessToken });
    const sent = async () => (await auth.account.export.query()).emails.map(({ kind, to }) => `${kind} ${to}`);
    return { auth, sent };
  }
  const confirm = async (to: string, kind: Parameters<typeof emailTo>[2]) => {
    const { token } = await emailTo(world.acme.tenant.id, to, kind);
    await world.acme.browser.auth.email.confirm.mutate({ token, registrationToken: registrationTokenOf(to) });
  };

  it("include those to the user's earlier emails, and none to an earlier owner of an email", async () => {
    const person = await somebody(world.acme);
    const { email: old, password } = person.credentials;
    const next = `next-${old}`;
    await confirm(old, "verify_email");
    const first = await signedIn(person.credentials);
    await first.auth.email.change.mutate({ newEmail: next, password });
    await confirm(old, "confirm_email_change");
    await confirm(next, "confirm_new_email");
    expect(await (await signedIn({ email: next, password })).sent()).toEqual([
      `email_changed ${old}`,
      `confirm_new_email ${next}`,
      `confirm_email_change ${old}`,
      `verify_email ${old}`,
    ]);

    const other = { email: old, password: "another unlikely sentence" };
    await world.acme.browser.auth.register.mutate(other);
    expect(await (await signedIn(other)).sent()).toEqual([`verify_email ${old}`]);
  });

  it("exclude those to a deleted user whose email was registered again", async () => {
    const { credentials } = await somebody(world.acme);
    const gone = await signedIn(credentials);
    await gone.auth.account.delete.mutate({ password: credentials.password });
    const other = { ...credentials, password: "another unlikely sentence" };
    await world.acme.browser.auth.register.mutate(other);
    expect(await (await signedIn(other)).sent()).toEqual([`verify_email ${credentials.email}`]);
  });

  it("exclude those without a recorded user", async () => {
    const { credentials } = await somebody(world.acme);
    const { sent } = await signedIn(credentials);
    await runInDurableObject(env.TENANT_STATE.getByName(world.acme.tenant.id), (_, { storage }) => {
      storage.sql.exec("UPDATE outbox SET user_id = NULL WHERE recipient = ?", credentials.email);
    });
    expect(await sent()).toEqual([]);
  });
});

it("refuses every caller but the signed-in user", async () => {
  for (const caller of [world.acme.client, world.acme.browser, clientFor({ tenant: "acme" })]) {
    const code = (await errorOf(caller.auth.account.export.query())).code;
    expect(["forbidden", "unauthenticated"]).toContain(code);
  }
});

it("exports the newest 1,000 events, and reports that there are more", async () => {
  const { user, auth } = await exported();
  const row = `INSERT INTO audit_events (id, tenant_id, event, actor, subject, outcome, ip, request_id, at)
    SELECT 'evt_' || value, ?1, 'auth.login', ?2, NULL, 'ok', '', '', value FROM generate_series(1, 1001)`;
  const series = row.replace("generate_series(1, 1001)", "json_each(?3)");
  const numbers = JSON.stringify(Array.from({ length: 1001 }, (_, i) => i));
  await env.DB.prepare(series).bind(world.acme.tenant.id, user.id, numbers).run();
  const data = await auth.account.export.query();
  expect([data.complete, data.events.length]).toEqual([false, 1000]);
});
