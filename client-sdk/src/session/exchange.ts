import { claimsOf } from "../calls/credentials.ts";
import { newKey } from "../calls/retry.ts";
import type { Transport } from "../calls/transport.ts";
import type { RefreshResponse } from "../generated/types.ts";
import { endsRefresh, finalCodeOf, isAboutOwnTenant } from "./final-errors.ts";
import { recordOf, type SessionRecord } from "./session-record.ts";
import type { SharedSession } from "./shared-session.ts";

/** An answer that is repeated may be old, and so may be the one after it. */
const ROUNDS = 4;
/** Less than the service's own, of which some has passed. */
const GRACE_MS = 9000;

export interface ExchangeDeps {
  readonly shared: SharedSession;
  readonly cookie: boolean;
  /** Makes one attempt. */
  readonly wire: Transport;
  /** Has another exchange made, though nobody needs its token. */
  readonly exchangeAgain: () => Promise<void>;
}

/** Whether the session has to get another access token before it is used; another than `refused` in any case. */
export function needsExchange({ record, isFresh }: SharedSession, cookie: boolean, refused?: string): boolean {
  if (record.ended || !(cookie || record.refreshToken)) return false;
  return !isFresh || record.accessToken === refused;
}

/**
 * Exchanges the session's refresh token until its access token may be used. Of tabs that do so at the same time all succeed:
 * they ask under one idempotency key, and get one answer; who comes a little later gets the same successor, within the
 * service's grace for reuse. The key is written down before the request is made and kept until an answer has come, so that
 * an exchange whose answer was lost is taken up again and is no reuse, however much later.
 */
export async function exchange(by: ExchangeDeps, refused?: string): Promise<void> {
  const { shared, cookie } = by;
  for (let round = 0; round < ROUNDS && needsExchange(shared, cookie, refused); round++) {
    await shared.sync();
    const { record } = shared;
    if (record.attempt === undefined) {
      await shared.change({ ...record, tries: record.tries + 1, attempt: { key: newKey(), at: Date.now() } });
    }
    await shared.syncTabs();
    if (needsExchange(shared, cookie, refused)) await exchangeOnce(by, shared.record);
  }
}

async function exchangeOnce(by: ExchangeDeps, of: SessionRecord): Promise<void> {
  const { shared, wire, cookie } = by;
  // Another tab has got further meanwhile; what it has left is looked at anew.
  if (of.attempt === undefined) return;
  const { attempt } = of;
  const isUnmoved = () => shared.record.sid === of.sid && shared.record.turn === of.turn;
  const now = Date.now();
  try {
    const input = { refreshToken: of.refreshToken };
    const answer = await wire.call("mutation", "auth.refresh", input, { idempotencyKey: attempt.key });
    // What the service answers on this path.
    const tokens = answer as RefreshResponse;
    await shared.accept(recordOf(tokens, of, issuedAt(tokens.accessToken, of, { first: attempt.at, last: now })));
    if (cookie) void keepNewest(by, of);
    // The browser's cookie is that of an earlier session: there is no going on with this one.
    if (isUnmoved()) await shared.end(of.sid);
  } catch (error) {
    const verdict = finalCodeOf(error);
    if (verdict === undefined) throw error;
    if (!isUnmoved()) return;
    if (endsRefresh(verdict) && !shared.isTenantVerified && !isAboutOwnTenant(verdict)) return shared.disown();
    if (endsRefresh(verdict)) await shared.end(of.sid);
    // A refusal is repeated under the same key: the next exchange is another.
    else await shared.change({ ...shared.record, tries: shared.record.tries + 1, attempt: undefined });
    // Under this key nothing will come any more, but under another.
    if (!verdict.startsWith("idempotency_")) throw error;
  }
}

/**
 * When a token was issued, by this machine's clock: between the first time that it was asked for and the last. What has
 * passed since the one before was issued is the same by all clocks.
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
 * The cookie of an answer that comes after another tab's next exchange takes the place of the newer one, and would be reuse.
 * For the seconds of the service's grace it still gives the newer one again: as long, that is asked for.
 */
async function keepNewest({ shared, exchangeAgain }: ExchangeDeps, of: SessionRecord): Promise<void> {
  await shared.waitForMessages();
  const { sid, turn } = shared.record;
  const isBehind = () => shared.record.sid === sid && shared.record.turn === turn && !shared.record.ended;
  if (sid !== of.sid || turn <= of.turn + 1) return;
  for (const end = Date.now() + GRACE_MS; isBehind() && Date.now() < end; await shared.waitForMessages())
    await exchangeAgain();
}
