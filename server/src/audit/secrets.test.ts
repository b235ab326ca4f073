import { env } from "cloudflare:workers";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { emailsOf, emailTo } from "../../test/mailbox.ts";
import { send } from "../../test/raw.ts";
import { createWorld, type World } from "../../test/world.ts";
import { newKey } from "../api-keys/api-key.ts";

const METHODS = ["log", "info", "warn", "error", "debug"] as const;
const PASSWORD = "the password of anne";
const WRONG = "another that is wrong";
const NEXT = "what anne chose afterwards";
const CHALLENGE = "token-of-a-challenge";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
const logged: string[] = [];
beforeEach(() => {
  for (const method of METHODS) {
    vi.spyOn(console, method).mockImplementation((...words) => void logged.push(words.join(" ")));
  }
});
afterEach(() => vi.restoreAllMocks());

it("rule 57: neither log nor audit holds a password, a token, a code or a whole key, however a call ends", async () => {
  const { browser, client, secretKey, publishableKey, tenant } = world.acme;
  const person = { email: "anne@example.com", password: PASSWORD };
  const { registrationToken } = await browser.auth.register.mutate(person);
  await errorOf(browser.auth.register.mutate({ email: "x@example.com", password: "short" }));
  await errorOf(browser.auth.login.mutate({ ...person, password: WRONG, challenge: { token: CHALLENGE } }));
  const session = await browser.auth.login.mutate(person);
  const next = await browser.auth.refresh.mutate({ refreshToken: session.refreshToken });
  await errorOf(browser.auth.refresh.mutate({ refreshToken: `${next.refreshToken.slice(0, -4)}AAAA` }));
  await env.DB.prepare("UPDATE sessions SET rotated_at = rotated_at - 60000").run();
  await errorOf(browser.auth.refresh.mutate({ refreshToken: session.refreshToken }));
  await errorOf(clientFor({ token: next.accessToken }).auth.me.query());
  const emails = await accountsOf({ ...person, registrationToken });
  const { key, apiKey } = await client.apiKeys.create.mutate({ kind: "secret", name: "leaked" });
  await client.apiKeys.revoke.mutate({ id: apiKey.id });
  const unknown = newKey("secret", "live");
  for (const refused of [key, unknown]) await errorOf(clientFor({ key: refused }).tenants.get.query());
  const customer = await client.apiKeys.customers.create.mutate({ name: "customer" });
  const rotated = await client.apiKeys.rotate.mutate({ id: (await ownKey()).apiKey.id, overlapSeconds: 0 });
  await client.apiKeys.verify.mutate({ key: customer.key });
  await errorOf(clientFor({ key: customer.key }).tenants.get.query());
  for (const found of [customer.key, rotated.key, unknown]) await clientFor().apiKeys.reportLeak.mutate({ key: found });
  const bootstrap = { email: "eve@example.com", password: PASSWORD, secret: env.BOOTSTRAP_SECRET };
  await errorOf(clientFor().platform.bootstrap.mutate(bootstrap));
  const failed = await failUnexpectedly(tenant.slug, { ...person, password: NEXT });

  // The test is meaningful only if something was logged. Work in the background may miss the same table, and log it too.
  for (const requestId of failed) {
    const lines = logged.filter((line) => line.includes(requestId));
    expect(lines.join("\n")).toContain("no such table");
  }
  const events = (await env.DB.prepare("SELECT * FROM audit_events").all()).results;
  const outcomes = new Set(events.map(({ outcome }) => outcome));
  expect(outcomes).toEqual(
    new Set(
      [
        "ok",
        "weak_password",
        "factor_required",
        "invalid_credentials",
        "refresh_token_invalid",
        "refresh_token_reused",
        "already_bootstrapped",
      ].concat(["internal_error", "link_invalid", "code_invalid", "invalid_password_hash"]),
    ),
  );

  const written = [...logged, JSON.stringify(events)].join("\n");
  const secrets = {
    passwords: [PASSWORD, WRONG, NEXT, "short"],
    tokens: [session, next].flatMap(({ accessToken, refreshToken }) => [
      ...accessToken.split("."),
      refreshToken.slice(30),
    ]),
    keys: [secretKey, publishableKey, key, unknown, customer.key, rotated.key].map((text) => text.slice(8)),
    // A password's hash can be attacked offline. A refresh token's can't, but must not be logged either.
    hashes: ["$argon2id$", "params:"],
    emails: emails.flatMap(({ values }) => [values.code ?? "", values.link?.split("token=")[1]?.slice(3) ?? ""]),
    rest: [env.BOOTSTRAP_SECRET, CHALLENGE, ...env.JWT_SECRET.split(/[:,]/), ...env.PASSWORD_PEPPER.split(":")],
  };
  for (const secret of Object.values(secrets)
    .flat()
    .filter((text) => text.length > 4)) {
    expect(written).not.toContain(secret);
  }
});

/** Successful and failed calls about an account. Returns the emails that were sent. */
async function accountsOf(person: { email: string; password: string; registrationToken: string }) {
  const { browser, client, tenant } = world.acme;
  const { email, password } = person;
  const { auth } = clientFor({ token: (await browser.auth.login.mutate({ email, password })).accessToken });
  await errorOf(browser.auth.email.confirm.mutate({ token: `ev_${"x".repeat(43)}` }));
  const { code, token: verify } = await emailTo(tenant.id, person.email, "verify_email");
  await errorOf(browser.auth.email.confirmCode.mutate({ email: person.email, code: `${code}9` }));
  await browser.auth.email.confirm.mutate({ token: verify, registrationToken: person.registrationToken });
  await auth.email.change.mutate({ newEmail: "anne@example.org", password: person.password });
  await errorOf(auth.password.change.mutate({ currentPassword: WRONG, newPassword: NEXT }));
  await browser.auth.password.forgot.mutate({ email: person.email });
  const { token: reset } = await emailTo(tenant.id, person.email, "reset_password");
  await send("/t/acme/reset-password", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", "cf-connecting-ip": "192.0.2.201" },
    body: `${new URLSearchParams({ token: reset, password: NEXT, repeated: NEXT })}`,
  });
  await browser.auth.login.mutate({ email, password: NEXT });
  await client.users.create.mutate({ email: "made@example.com", password: NEXT });
  const passwordHash = `$argon2id$v=19$m=4194304,t=3,p=4$${"c".repeat(20)}$${"d".repeat(22)}`;
  await errorOf(client.users.create.mutate({ email: "hash@example.com", passwordHash }));
  return await emailsOf(tenant.id);
}

async function ownKey() {
  return await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "rotated" });
}

/** A registration and a sign-in that fail unexpectedly, because their table is missing. Returns the ids of the requests. */
async function failUnexpectedly(tenant: string, person: { email: string; password: string }): Promise<string[]> {
  const ids: string[] = [];
  for (const [table, procedure, email] of [
    ["accounts", "auth.register", "new@example.com"],
    ["sessions", "auth.login", person.email],
  ]) {
    await env.DB.prepare(`ALTER TABLE ${table} RENAME TO away`).run();
    const headers = { "content-type": "application/json", "x-tenant-id": tenant, "cf-connecting-ip": "192.0.2.200" };
    const body = JSON.stringify({ json: { ...person, email } });
    const response = await send(`/trpc/${procedure}`, { method: "POST", headers, body });
    await env.DB.prepare(`ALTER TABLE away RENAME TO ${table}`).run();
    expect(response.status).toBe(500);
    expect(response.text).not.toMatch(/argon2|no such table|sentence/);
    ids.push(response.headers.get("x-request-id") ?? "none");
  }
  return ids;
}
