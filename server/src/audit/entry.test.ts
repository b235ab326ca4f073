import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { somebody as register } from "../../test/people.ts";
import { createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

async function somebody() {
  const { user, credentials } = await register(world.acme);
  return { person: credentials, user };
}

/** Counts of a procedure's outcomes after a row id. */
async function outcomesOf(event: string, since: number) {
  const query = "SELECT outcome, count(*) AS calls FROM audit_events WHERE event = ? AND rowid > ? GROUP BY outcome";
  const { results } = await env.DB.prepare(query).bind(event, since).all<{ outcome: string; calls: number }>();
  return Object.fromEntries(results.map(({ outcome, calls }) => [outcome, calls]));
}

async function lastRow(): Promise<number> {
  return (await env.DB.prepare("SELECT max(rowid) AS last FROM audit_events").first<number>("last")) ?? 0;
}

describe("an audit event in the batch of its change", () => {
  it("is written once per sign-in", async () => {
    const { person } = await somebody();
    const before = await lastRow();
    await world.acme.browser.auth.login.mutate(person);
    expect(await outcomesOf("auth.login", before)).toEqual({ ok: 1 });
  });

  it("isn't written if the change is refused: the user was banned between the password and the session", async () => {
    const { person, user } = await somebody();
    const { app } = isolate(new MovedClock());
    const sessions = Object.assign(Object.create(app.sessions), {
      create: async (...args: Parameters<typeof app.sessions.create>) => {
        await env.DB.prepare("UPDATE users SET status = 'banned' WHERE id = ?").bind(user.id).run();
        return await app.sessions.create(...args);
      },
    });
    const before = await lastRow();
    const { auth } = isolate(new MovedClock(), { sessions }).clientFor({ key: world.acme.publishableKey });
    expect(await errorOf(auth.login.mutate(person))).toMatchObject({ code: "session_ended" });
    expect(await outcomesOf("auth.login", before)).toEqual({ session_ended: 1 });
  });

  it("is written with its change or not at all: no session is created without an event", async () => {
    const { person, user } = await somebody();
    const { auth } = world.acme.browser;
    await auth.login.mutate(person);
    const sessions = async () =>
      (await env.DB.prepare("SELECT id, token_hash FROM sessions WHERE user_id = ?").bind(user.id).all()).results;
    const before = await sessions();
    await env.DB.prepare("ALTER TABLE audit_events RENAME TO away").run();
    try {
      expect(await errorOf(auth.login.mutate(person))).toMatchObject({ code: "internal_error" });
    } finally {
      await env.DB.prepare("ALTER TABLE away RENAME TO audit_events").run();
    }
    expect(await sessions()).toEqual(before);
  });
});

describe("auth.refresh, of which only refusals are recorded", () => {
  it("stores the time of a refresh in the session, counts the call, and writes no event", async () => {
    const { person, user } = await somebody();
    const { auth } = world.acme.browser;
    const { refreshToken } = await auth.login.mutate(person);
    const before = await lastRow();
    const clock = new MovedClock();
    clock.advance(60);
    const later = isolate(clock);
    const counted = vi.spyOn(later.app.meter, "count");
    await later.clientFor({ key: world.acme.publishableKey }).auth.refresh.mutate({ refreshToken });
    expect(await outcomesOf("auth.refresh", before)).toEqual({});
    expect(counted.mock.calls.map(([, metric]) => metric)).toEqual(["calls"]);
    const query = "SELECT last_used_at - created_at AS age FROM sessions WHERE user_id = ?";
    expect(await env.DB.prepare(query).bind(user.id).first<number>("age")).toBeGreaterThanOrEqual(60_000);
  });

  it("records refused refreshes: of an ended session, of an invalid token and of a reused one", async () => {
    const { person, user } = await somebody();
    const { auth } = world.acme.browser;
    const [first, second] = [await auth.login.mutate(person), await auth.login.mutate(person)];
    await auth.logout.mutate({ refreshToken: second.refreshToken });
    await auth.refresh.mutate({ refreshToken: first.refreshToken });
    const before = await lastRow();
    const codeOf = async (refreshToken: string, headers = {}) => {
      const client = clientFor({ key: world.acme.publishableKey, headers });
      return (await errorOf(client.auth.refresh.mutate({ refreshToken }))).code;
    };
    expect(await codeOf(second.refreshToken)).toBe("session_ended");
    expect(await codeOf("nonsense")).toBe("refresh_token_invalid");
    expect(await codeOf(first.refreshToken, { "user-agent": "another browser" })).toBe("refresh_token_reused");
    expect(await outcomesOf("auth.refresh", before)).toEqual({
      session_ended: 1,
      refresh_token_invalid: 1,
      refresh_token_reused: 1,
    });
    const subjects =
      "SELECT DISTINCT subject FROM audit_events WHERE event = 'auth.refresh' AND outcome = ? AND rowid > ?";
    const { results } = await env.DB.prepare(subjects).bind("refresh_token_reused", before).all();
    expect(results).toEqual([{ subject: user.id }]);
    expect(await outcomesOf("auth.refreshTokenReused", before)).toEqual({ refresh_token_reused: 1 });
  });
});
