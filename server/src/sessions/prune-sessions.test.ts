import { env } from "cloudflare:workers";
import { beforeAll, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { createWorld, type World } from "../../test/world.ts";
import { pruneSessions } from "./prune-sessions.ts";

const DAY = 24 * 60 * 60;
const PERSON = { email: "anne@example.com", password: "a perfectly good sentence" };

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.acme.browser.auth.register.mutate(PERSON);
});

it("deletes sessions 7 days after they expired, and no others", async () => {
  const { refreshToken } = await world.acme.browser.auth.login.mutate(PERSON);
  const of = "SELECT id, expires_at FROM sessions WHERE tenant_id = ?";
  const rows = async () => (await env.DB.prepare(of).bind(world.acme.tenant.id).all<{ expires_at: number }>()).results;
  const [session] = await rows();
  const clock = new MovedClock();
  const { app, clientFor } = isolate(clock);
  clock.advance(((session?.expires_at ?? 0) - Date.now()) / 1000 + 7 * DAY - 60);
  await pruneSessions(app);
  expect(await rows()).toHaveLength(1);
  const refresh = () => clientFor({ key: world.acme.publishableKey }).auth.refresh.mutate({ refreshToken });
  expect(await errorOf(refresh())).toMatchObject({ code: "session_ended" });
  clock.advance(120);
  expect(await pruneSessions(app)).toMatchObject({ pruned: expect.any(Number) });
  expect(await rows()).toEqual([]);
  expect(await errorOf(refresh())).toMatchObject({ code: "refresh_token_invalid" });
});
