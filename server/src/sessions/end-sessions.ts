import type { SessionRow } from "../shared/rows.ts";
import { after } from "../shared/session-lifetimes.ts";
import { MAX_ACCESS_TOKEN_SECONDS } from "../shared/tenant-settings.ts";
import type { SessionsDeps } from "./deps.ts";
import type { SessionsOf } from "./session-store.ts";

type Deps = Pick<SessionsDeps, "sessions" | "clock" | "revocations">;
type Reason = NonNullable<SessionRow["endReason"]>;

/**
 * Ends sessions immediately: their refresh tokens become invalid, and this service refuses their access tokens from the
 * next request on. Offline verifiers accept those until they expire. Call this after the user, key or tenant was disabled,
 * so that no new session is opened meanwhile. Safe to repeat. Returns the number of sessions that were ended now.
 */
export async function endSessionsOf(app: Deps, tenantId: string, whose: SessionsOf, reason: Reason): Promise<number> {
  const ended = await app.sessions.markEnded(tenantId, whose, reason, app.clock.now());
  // Read after the write, so that every token that the session issued is older.
  const now = app.clock.now();
  await app.revocations(tenantId).revoke(await idsOf(app, tenantId, whose, now), reason, now.getTime());
  return ended;
}

/**
 * Ends every session of the tenant immediately, as `endSessionsOf` does. A sign-in that is under way fails; a later one
 * succeeds. Safe to repeat.
 */
export async function endAllSessions(app: Deps, tenantId: string, reason: Reason): Promise<number> {
  const now = app.clock.now();
  const { ended, ahead } = await app.sessions.endAll(tenantId, reason, now);
  const revocations = app.revocations(tenantId);
  await revocations.revokeAll(reason, now.getTime());
  if (ahead.length > 0) await revocations.revoke(ahead, reason, now.getTime());
  return ended;
}

/** Ids by which tokens are refused. For a user: all sessions that may have one, including those ended by an interrupted call. */
async function idsOf(app: Deps, tenantId: string, whose: SessionsOf, now: Date) {
  if ("session" in whose) return [whose.session];
  if ("key" in whose) return [whose.key];
  return await app.sessions.endedSince(tenantId, whose.user, after(now, -MAX_ACCESS_TOKEN_SECONDS));
}
