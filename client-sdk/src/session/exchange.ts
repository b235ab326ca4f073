import { claimsOf } from "../calls/credentials.ts";
import { newKey } from "../calls/retry.ts";
import type { Transport } from "../calls/transport.ts";
import type { RefreshResponse } from "../generated/types.ts";
import { endsRefresh, finalCodeOf, isAboutOwnTenant } from "./final-errors.ts";
import { recordOf, type SessionRecord } from "./session-record.ts";
import type { SharedSession } from "./shared-session.ts";

/** Maximum refreshes in a row: a replayed response may be outdated, and so may the next one. */
const ROUNDS = 4;
/** Shorter than the service's reuse grace, part of which has passed. */
const GRACE_MS = 9000;

/** Dependencies of a refresh. */
export interface ExchangeDeps {
  readonly shared: SharedSession;
  readonly cookie: boolean;
  /** Makes one attempt per call. */
  readonly wire: Transport;
  /** Refreshes once more, for the cookie only. */
  readonly exchangeAgain: () => Promise<void>;
}

/** Whether the session needs a new access token, different from `refused`. */
export function needsExchange({ record, isFresh }: SharedSession, cookie: boolean, refused?: string): boolean {
  if (record.ended || !(cookie || record.refreshToken)) return false;
  return !isFresh || record.accessToken === refused;
}

/**
 * Refreshes until the access token is usable. Concurrent tabs all succeed: they share one idempotency key and get the same response, and a
 * tab that comes later gets the same successor within the service's reuse grace. The key is stored before the request and until a response
 * arrives, so that a refresh with a lost response is resumed at any later time, and is no token reuse.
 */
export async function exchange(deps: ExchangeDeps, refused?: string): Promise<void> {
  const { shared, cookie } = deps;
  for (let round = 0; round < ROUNDS && needsExchange(shared, cookie, refused); round++) {
    await shared.sync();
    const { record } = shared;
    if (record.attempt === undefined) {
      await shared.change({ ...record, tries: record.tries + 1, attempt: { key: newKey(), at: Date.now() } });
    }
    await shared.syncTabs();
    if (needsExchange(shared, cookie, refused)) await exchangeOnce(deps, shared.record);
  }
}

async function exchangeOnce(deps: ExchangeDeps, of: SessionRecord): Promise<void> {
  const { shared, wire, cookie } = deps;
  // Another tab has finished the refresh: start over from its record.
  if (of.attempt === undefined) return;
  const { attempt } = of;
  const isUnmoved = () => shared.record.sid === of.sid && shared.record.turn === of.turn;
  const now = Date.now();
  try {
    const input = { refreshToken: of.refreshToken };
    const response = await wire.call("mutation", "auth.refresh", input, { idempotencyKey: attempt.key });
    // The response type of this path.
    const tokens = response as RefreshResponse;
    await shared.accept(recordOf(tokens, of, issuedAt(tokens.accessToken, of, { first: attempt.at, last: now })));
    if (cookie) void keepNewest(deps, of);
    // The browser's cookie belongs to an earlier session, so this one can't continue.
    if (isUnmoved()) await shared.end(of.sid);
  } catch (error) {
    const code = finalCodeOf(error);
    if (code === undefined) throw error;
    if (!isUnmoved()) return;
    if (endsRefresh(code) && !shared.isTenantVerified && !isAboutOwnTenant(code)) return shared.disown();
    if (endsRefresh(code)) await shared.end(of.sid);
    // The service replays a refusal under the same key, so the next refresh needs a new one.
    else await shared.change({ ...shared.record, tries: shared.record.tries + 1, attempt: undefined });
    // Another key may succeed where this one can't.
    if (!code.startsWith("idempotency_")) throw error;
  }
}

/**
 * When a token was issued, by this machine's clock: between its first and last request. The time since the previous token was issued is
 * the same on all clocks.
 */
function issuedAt(
  token: string,
  { accessToken, at }: SessionRecord,
  { first, last }: { first: number; last: number },
): number {
  if (accessToken === undefined) return first;
  const passedSeconds = Number(claimsOf(token).iat) - Number(claimsOf(accessToken).iat);
  return Math.max(first, Math.min(last, at + passedSeconds * 1000));
}

/**
 * A late response's cookie replaces the newer cookie of another tab's refresh, and would later count as token reuse. Within the service's
 * reuse grace a further refresh returns the newer cookie, so this refreshes until it is back.
 */
async function keepNewest({ shared, exchangeAgain }: ExchangeDeps, of: SessionRecord): Promise<void> {
  await shared.waitForMessages();
  const { sid, turn } = shared.record;
  const isBehind = () => shared.record.sid === sid && shared.record.turn === turn && !shared.record.ended;
  if (sid !== of.sid || turn <= of.turn + 1) return;
  for (const end = Date.now() + GRACE_MS; isBehind() && Date.now() < end; await shared.waitForMessages())
    await exchangeAgain();
}
