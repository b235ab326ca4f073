import { env } from "cloudflare:workers";
import { beforeAll, expect, it } from "vitest";
import { isolate, MovedClock } from "../../test/moved.ts";
import { somebody } from "../../test/people.ts";
import { createWorld, type World } from "../../test/world.ts";
import { pruneVerificationTokens } from "./issue-token.ts";

const DAY = 24 * 60 * 60;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

it("deletes tokens 30 days after they ended, at most 1,000 per run, and no others", async () => {
  const clock = new MovedClock();
  const { app } = isolate(clock);
  await somebody(world.acme);
  expect(await pruneVerificationTokens(app)).toBeUndefined();
  clock.advance(30 * DAY);
  expect(await pruneVerificationTokens(app)).toBeUndefined();
  clock.advance(2 * DAY);
  await env.DB.prepare(
    `INSERT INTO verification_tokens (hash, tenant_id, user_id, purpose, email, created_at, expires_at)
     SELECT 'hash-' || value, tenant_id, user_id, purpose, email, created_at, expires_at
     FROM verification_tokens, json_each(?)`,
  )
    .bind(JSON.stringify(Array.from({ length: 1200 }, (_, i) => i)))
    .run();
  expect(await pruneVerificationTokens(app)).toEqual({ pruned: 1000 });
  expect(await pruneVerificationTokens(app)).toEqual({ pruned: 201 });
  expect(await pruneVerificationTokens(app)).toBeUndefined();
});
