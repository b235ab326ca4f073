import type { SessionRow } from "../shared/rows.ts";
import { after } from "../shared/session-lifetimes.ts";
import { MAX_ACCESS_TOKEN_SECONDS } from "../shared/tenant-settings.ts";
import type { SessionsDeps } from "./deps.ts";
import type { SessionsOf } from "./session-store.ts";

type Deps = Pick<SessionsDeps, "sessions" | "clock" | "revocations">;
type Reason = NonNullable<SessionRow["endReason"]>;

/**
 * Ends sessions, at once: their refresh tokens exchange for nothing, and our edge refuses their access tokens from the
 * next request on; who verifies offline learns it when those end. To be called after the user, the key or the tenant has
 * been disabled, so that nothing is opened behind it. Safe to repeat. Answers how many were ended now.
 */
export async function endSessionsOf(app: Deps, tenantId: string, whose: SessionsOf, reason: Reason): Promise<number> {
  const ended = await app.sessions.markEnded(tenantId, whose, reason, app.clock.now());
  // A time after the write: whatever was issued by a session until its end is older.
  const now = app.clock.now();
  await app.revocations(tenantId).revoke(await idsOf(app, tenantId, whose, now), reason, now.getTime());
  return ended;
}

/**
 * Ends every session that the tenant has, at once, as `endSessionsOf` does. A sign-in that is under way begins anew; one
 * that comes after it is let in. Safe to repeat.
 */
export async function endAllSessions(app: Deps, tenantId: string, reason: Reason): Promise<number> {
  const now = app.clock.now();
  const { ended, ahead } = await app.sessions.endAll(tenantId, reason, now);
  const revocations = app.revocations(tenantId);
  await revocations.revokeAll(reason, now.getTime());
  if (ahead.length > 0) await revocations.revoke(ahead, reason, now.getTime());
  return ended;
}

/** What to refuse tokens by. Of a user, all sessions that may have one: also those whose end was not told last time. */
async function idsOf(app: Deps, tenantId: string, whose: SessionsOf, now: Date) {
  if ("session" in whose) return [whose.session];
  if ("key" in whose) return [whose.key];
  return await app.sessions.endedSince(tenantId, whose.user, after(now, -MAX_ACCESS_TOKEN_SECONDS));
}
