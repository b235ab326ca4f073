import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
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
  it("is written once per sign-in and per refresh, also for 50 concurrent refreshes with one change", async () => {
    const { person } = await somebody();
    const { auth } = world.acme.browser;
    const before = await lastRow();
    const { refreshToken } = await auth.login.mutate(person);
    expect(await outcomesOf("auth.login", before)).toEqual({ ok: 1 });
    await Promise.all(Array.from({ length: 50 }, () => auth.refresh.mutate({ refreshToken })));
    expect(await outcomesOf("auth.refresh", before)).toEqual({ ok: 50 });
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

  it("is written with its change or not at all: no session is created or refreshed without an event", async () => {
    const { person, user } = await somebody();
    const { auth } = world.acme.browser;
    const { refreshToken } = await auth.login.mutate(person);
    const sessions = async () =>
      (await env.DB.prepare("SELECT id, token_hash FROM sessions WHERE user_id = ?").bind(user.id).all()).results;
    const before = await sessions();
    await env.DB.prepare("ALTER TABLE audit_events RENAME TO away").run();
    try {
      expect(await errorOf(auth.login.mutate(person))).toMatchObject({ code: "internal_error" });
      expect(await errorOf(auth.refresh.mutate({ refreshToken }))).toMatchObject({ code: "internal_error" });
    } finally {
      await env.DB.prepare("ALTER TABLE away RENAME TO audit_events").run();
    }
    expect(await sessions()).toEqual(before);
    expect((await auth.refresh.mutate({ refreshToken })).refreshToken).not.toBe(refreshToken);
  });
});
