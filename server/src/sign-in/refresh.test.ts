import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { PARALLEL } from "../../test/parallel.ts";
import { createWorld, type World } from "../../test/world.ts";
import type { OutgoingEmail } from "../email/email.ts";

const PASSWORD = "an unlikely sentence";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let people = 0;
async function signIn() {
  const credentials = { email: `person-${++people}@example.com`, password: PASSWORD };
  await world.acme.browser.auth.register.mutate(credentials);
  return { ...credentials, ...(await world.acme.browser.auth.login.mutate(credentials)) };
}
const refresh = (refreshToken: string, client = world.acme.browser) => client.auth.refresh.mutate({ refreshToken });

it(`returns one successor to ${PARALLEL} concurrent refreshes of a token`, async () => {
  const { refreshToken } = await signIn();
  const answers = await Promise.all(Array.from({ length: PARALLEL }, () => refresh(refreshToken)));
  expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1);
  const [{ refreshToken: next } = { refreshToken: "" }] = answers;
  expect(next).not.toBe(refreshToken);
  expect((await refresh(next)).refreshToken).not.toBe(next);
});

describe("a token that was used before", () => {
  it("rule 42: before the previous one ends the session for all clients", async () => {
    const { refreshToken: first, accessToken } = await signIn();
    const { refreshToken: second } = await refresh(first);
    const { refreshToken: third } = await refresh(second);
    expect(await errorOf(refresh(first))).toMatchObject({ code: "refresh_token_reused", httpStatus: 401 });
    expect(await errorOf(refresh(third))).toMatchObject({ code: "session_ended" });
    expect(await errorOf(clientFor({ token: accessToken }).auth.me.query())).toMatchObject({ code: "session_ended" });
  });

  it("rule 42: is accepted for 10 seconds if it is the previous one, and then ends the session", async () => {
    const clock = new StandingClock();
    const moved = isolate(clock).clientFor({ key: world.acme.publishableKey });
    const { refreshToken: first } = await signIn();
    const { refreshToken: second } = await refresh(first, moved);
    clock.advance(9);
    expect((await refresh(first, moved)).refreshToken).toBe(second);
    clock.advance(2);
    expect(await errorOf(refresh(first, moved))).toMatchObject({ code: "refresh_token_reused" });
    expect(await errorOf(refresh(second, moved))).toMatchObject({ code: "session_ended" });
  });

  it.each([
    ["user agent", () => clientFor({ key: world.acme.publishableKey, headers: { "user-agent": "another" } })],
    ["key", () => world.acme.client],
  ])("rules 42 and 43: the last one by a client of another %s ends the session at once", async (_, other) => {
    const { refreshToken } = await signIn();
    await refresh(refreshToken);
    expect(await errorOf(refresh(refreshToken, other()))).toMatchObject({ code: "refresh_token_reused" });
  });

  it("rule 42: is audited and emailed to its user once, even if many clients send it", async () => {
    const posted: OutgoingEmail[] = [];
    const post = async (email: OutgoingEmail) => void posted.push(email);
    const outbox = () => ({ enqueue: post, enqueueDecoy: async () => undefined });
    const thief = isolate(new StandingClock(), { outbox }).clientFor({ key: world.acme.publishableKey });
    const { refreshToken, email, user } = await signIn();
    await refresh((await refresh(refreshToken)).refreshToken);
    const tries = await Promise.all(Array.from({ length: 5 }, () => errorOf(refresh(refreshToken, thief))));
    const codes = tries.map((error) => error.code);
    expect(codes).toContain("refresh_token_reused");
    expect(codes.filter((code) => code !== "refresh_token_reused" && code !== "session_ended")).toEqual([]);
    expect(new Set(posted.map(({ key }) => key)).size).toBe(1);
    const [sent] = posted;
    expect(sent).toMatchObject({ kind: "session_stolen", to: email, values: { when: expect.any(String) } });
    const { results } = await env.DB.prepare(
      "SELECT * FROM audit_events WHERE event = 'auth.refreshTokenReused' AND actor = ?",
    )
      .bind(user.id)
      .all();
    expect(results).toMatchObject([{ outcome: "refresh_token_reused", tenant_id: world.acme.tenant.id }]);
    expect(sent?.values).toMatchObject({ ip: results[0]?.ip });
    expect(JSON.stringify([results, posted])).not.toContain(refreshToken.slice(30));
  });

  it("rule 42: ends the session even if the email can't be queued", async () => {
    const post = async () => Promise.reject(new Error("The email queue is unreachable."));
    const outbox = () => ({ enqueue: post, enqueueDecoy: post });
    const thief = isolate(new StandingClock(), { outbox }).clientFor({ key: world.acme.publishableKey });
    const { refreshToken: first } = await signIn();
    const { refreshToken: third } = await refresh((await refresh(first)).refreshToken);
    expect(await errorOf(refresh(first, thief))).toMatchObject({ code: "refresh_token_reused" });
    expect(await errorOf(refresh(third))).toMatchObject({ code: "session_ended" });
  });
});

describe("a refused refresh changes nothing", () => {
  it.each([
    ["nonsense", () => "nonsense"],
    ["a guess for a session that exists", (token: string) => `${token.slice(0, 30)}${"A".repeat(64)}`],
    ["a token with another tail", (token: string) => `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`],
  ])("with %s", async (_, change) => {
    const { refreshToken } = await signIn();
    expect(await errorOf(refresh(change(refreshToken)))).toMatchObject({
      code: "refresh_token_invalid",
      httpStatus: 401,
    });
    expect((await refresh(refreshToken)).refreshToken).toBeTruthy();
  });

  it("in another tenant", async () => {
    const { refreshToken } = await signIn();
    expect(await errorOf(refresh(refreshToken, world.globex.browser))).toMatchObject({ code: "refresh_token_invalid" });
    await refresh(refreshToken);
  });

  it("rule 11: for a banned user, a suspended tenant and an ended session", async () => {
    const { refreshToken, user } = await signIn();
    const set = async (table: string, status: string, id: string) =>
      await env.DB.prepare(`UPDATE ${table} SET status = ? WHERE id = ?`).bind(status, id).run();
    await set("users", "banned", user.id);
    expect(await errorOf(refresh(refreshToken))).toMatchObject({ code: "user_banned" });
    await set("users", "active", user.id);
    await set("tenants", "suspended", world.acme.tenant.id);
    expect(await errorOf(refresh(refreshToken))).toMatchObject({ code: "tenant_suspended" });
    await set("tenants", "active", world.acme.tenant.id);
    expect((await refresh(refreshToken)).refreshToken).not.toBe(refreshToken);
  });
});

it("a refresh token works as long as its version of JWT_SECRET is configured", async () => {
  const secret = (id: string, fill: string) => `${id}:${btoa(fill.repeat(32))}`;
  const at = (JWT_SECRET: string) =>
    isolate(new StandingClock(), {}, { JWT_SECRET }).clientFor({ key: world.acme.publishableKey });
  const old = `${secret("v2", "j")},${secret("v1", "i")}`;
  const { refreshToken: first } = await signIn();
  const { refreshToken: second } = await refresh(first, at(`${secret("v3", "k")},${old}`));
  expect((await refresh(first, at(`${secret("v3", "k")},${old}`))).refreshToken).toBe(second);
  expect(await errorOf(refresh(first, at(secret("v3", "k"))))).toMatchObject({ code: "refresh_token_invalid" });
});

it("stores no refresh token in the database", async () => {
  const { refreshToken } = await signIn();
  const { results } = await env.DB.prepare("SELECT * FROM sessions").all();
  expect(JSON.stringify(results)).not.toContain(refreshToken.slice(30));
});
