import { env } from "cloudflare:workers";
import { beforeAll, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { letterTo } from "../../test/mailbox.ts";
import { somebody } from "../../test/people.ts";
import { createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

async function exported() {
  const { tenant, client, browser } = world.acme;
  const person = await somebody(world.acme, { name: "Anne" });
  const { user, credentials } = person;
  const letter = await letterTo(tenant.id, user.email, "verify_email");
  await errorOf(browser.auth.login.mutate({ ...credentials, password: "not the sentence" }));
  await browser.auth.email.confirm.mutate({ token: letter.token });
  const session = await person.signIn();
  await client.users.update.mutate({ id: user.id, metadata: { plan: "pro" } });
  const { auth } = clientFor({ token: session.accessToken });
  await auth.email.change.mutate({ newEmail: "anne@example.org", password: credentials.password });
  return { ...person, letter, session, auth, data: await auth.account.export.query() };
}

it("gives the user all that is held about them", async () => {
  const { user, data } = await exported();
  expect(data.user).toMatchObject({ id: user.id, email: user.email, name: "Anne", metadata: { plan: "pro" } });
  expect(data.signInMethods).toMatchObject([{ issuer: "password", subject: user.id }]);
  expect(data.sessions).toMatchObject([{ endedAt: null, mode: "bearer", ip: expect.stringContaining("10.") }]);
  expect(data.proofs.map(({ purpose, email, newEmail }) => [purpose, email, newEmail]).sort()).toEqual([
    ["confirm_email_change", user.email, "anne@example.org"],
    ["confirm_new_email", "anne@example.org", "anne@example.org"],
    ["verify_email", user.email, null],
  ]);
  expect(data.letters.map(({ kind }) => kind)).toEqual(["confirm_email_change", "verify_email"]);
  const events = data.events.map(({ event, byUser }) => [event, byUser]);
  expect(events).toEqual([
    ["auth.email.change", true],
    ["users.update", false],
    ["auth.login", false],
    ["auth.email.confirm", false],
  ]);
  expect(data.isComplete).toBe(true);
});

it("holds no secret, not even a hash of one", async () => {
  const { user, data, letter, session, credentials } = await exported();
  const text = JSON.stringify(data);
  const rows = await Promise.all([
    env.DB.prepare("SELECT secret FROM accounts WHERE user_id = ?").bind(user.id).all(),
    env.DB.prepare("SELECT hash, code_hash, counterpart FROM verification_tokens WHERE user_id = ?")
      .bind(user.id)
      .all(),
    env.DB.prepare("SELECT token_hash, previous_hash FROM sessions WHERE user_id = ?").bind(user.id).all(),
  ]);
  const stored = rows.flatMap(({ results }) => results.flatMap((row) => Object.values(row)));
  const kept = stored.filter((value) => typeof value === "string");
  expect(kept.length).toBeGreaterThan(5);
  const secrets = [credentials.password, letter.token, letter.code, session.accessToken, session.refreshToken];
  for (const secret of [...kept, ...secrets]) expect(text).not.toContain(secret);
});

it("holds nothing of anybody else", async () => {
  const other = await exported();
  const { data } = await exported();
  expect(JSON.stringify(data)).not.toContain(other.user.id);
  expect(JSON.stringify(data)).not.toContain(other.user.email);
});

it("is for the user alone, signed in", async () => {
  for (const caller of [world.acme.client, world.acme.browser, clientFor({ tenant: "acme" })]) {
    const code = (await errorOf(caller.auth.account.export.query())).code;
    expect(["forbidden", "unauthenticated"]).toContain(code);
  }
});

it("is of the newest where there is much, and says so", async () => {
  const { user, auth } = await exported();
  const row = `INSERT INTO audit_events (id, tenant_id, event, actor, subject, outcome, ip, request_id, at)
    SELECT 'evt_' || value, ?1, 'auth.login', ?2, NULL, 'ok', '', '', value FROM generate_series(1, 1001)`;
  const series = row.replace("generate_series(1, 1001)", "json_each(?3)");
  const numbers = JSON.stringify(Array.from({ length: 1001 }, (_, i) => i));
  await env.DB.prepare(series).bind(world.acme.tenant.id, user.id, numbers).run();
  const data = await auth.account.export.query();
  expect([data.isComplete, data.events.length]).toEqual([false, 1000]);
});
