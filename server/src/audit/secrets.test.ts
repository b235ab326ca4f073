import { env } from "cloudflare:workers";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { send } from "../../test/raw.ts";
import { createWorld, type World } from "../../test/world.ts";
import { newKey } from "../api-keys/api-key.ts";

const METHODS = ["log", "info", "warn", "error", "debug"] as const;
const PASSWORD = "the password of anne";
const WRONG = "another that is wrong";
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
  await browser.auth.register.mutate(person);
  await errorOf(browser.auth.register.mutate({ email: "x@example.com", password: "short" }));
  await errorOf(browser.auth.login.mutate({ ...person, password: WRONG, challenge: { token: CHALLENGE } }));
  const session = await browser.auth.login.mutate(person);
  const next = await browser.auth.refresh.mutate({ refreshToken: session.refreshToken });
  await errorOf(browser.auth.refresh.mutate({ refreshToken: `${next.refreshToken.slice(0, -4)}AAAA` }));
  await env.DB.prepare("UPDATE sessions SET rotated_at = 0").run();
  await errorOf(browser.auth.refresh.mutate({ refreshToken: session.refreshToken }));
  await errorOf(clientFor({ token: next.accessToken }).auth.me.query());
  const { key, apiKey } = await client.apiKeys.create.mutate({ kind: "secret", name: "leaked" });
  await client.apiKeys.revoke.mutate({ id: apiKey.id });
  const unknown = newKey("secret", "live");
  for (const refused of [key, unknown]) await errorOf(clientFor({ key: refused }).tenants.get.query());
  const bootstrap = { email: "eve@example.com", password: PASSWORD, secret: env.BOOTSTRAP_SECRET };
  await errorOf(clientFor().platform.bootstrap.mutate(bootstrap));
  await breakOff(tenant.slug, person);

  // It would prove nothing if nothing were written.
  expect(logged.filter((line) => line.includes("no such table"))).toHaveLength(2);
  const events = (await env.DB.prepare("SELECT * FROM audit_events").all()).results;
  const outcomes = new Set(events.map(({ outcome }) => outcome));
  expect(outcomes).toEqual(
    new Set(
      ["ok", "weak_password", "invalid_credentials", "refresh_invalid", "refresh_reused", "bootstrap_done"].concat(
        "internal",
      ),
    ),
  );

  const written = [...logged, JSON.stringify(events)].join("\n");
  const secrets = {
    passwords: [PASSWORD, WRONG, "short"],
    tokens: [session, next].flatMap(({ accessToken, refreshToken }) => [
      ...accessToken.split("."),
      refreshToken.slice(30),
    ]),
    keys: [secretKey, publishableKey, key, unknown].map((text) => text.slice(8)),
    // A password's hash may be guessed at; that of a refresh token may not, but has no business there either.
    hashes: ["$argon2id$", "params:"],
    rest: [env.BOOTSTRAP_SECRET, CHALLENGE, ...env.JWT_SECRET.split(/[:,]/), ...env.PASSWORD_PEPPER.split(":")],
  };
  for (const secret of Object.values(secrets)
    .flat()
    .filter((text) => text.length > 4)) {
    expect(written).not.toContain(secret);
  }
});

/** A registration and a sign-in that end as none should: the table that they write to is gone. */
async function breakOff(tenant: string, person: { email: string; password: string }) {
  for (const [table, procedure, email] of [
    ["accounts", "auth.register", "new@example.com"],
    ["sessions", "auth.login", person.email],
  ]) {
    await env.DB.prepare(`ALTER TABLE ${table} RENAME TO away`).run();
    const headers = { "content-type": "application/json", "x-tenant-id": tenant, "cf-connecting-ip": "192.0.2.200" };
    const body = JSON.stringify({ json: { ...person, email } });
    const answer = await send(`/trpc/${procedure}`, { method: "POST", headers, body });
    await env.DB.prepare(`ALTER TABLE away RENAME TO ${table}`).run();
    expect(answer.status).toBe(500);
    expect(answer.text).not.toMatch(/argon2|no such table|sentence/);
  }
}
