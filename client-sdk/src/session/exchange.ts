import { claimsOf } from "../calls/credentials.ts";
import { newKey } from "../calls/retry.ts";
import type { Transport } from "../calls/transport.ts";
import type { RefreshResponse } from "../generated/types.ts";
import { type Held, heldOf } from "./held.ts";
import type { Shared } from "./shared.ts";
import { isOverForGood, saysWhose, verdictOf } from "./verdict.ts";

/** An answer that is repeated may be old, and so may be the one after it. */
const ROUNDS = 4;
/** Less than the service's own, of which some has passed. */
const GRACE_MS = 9000;

export interface Exchanger {
  readonly shared: Shared;
  readonly cookie: boolean;
  /** Makes one attempt. */
  readonly wire: Transport;
  /** Has another exchange made, though nobody needs its token. */
  readonly again: () => Promise<void>;
}

/** Whether the session has to get another access token before it is used; another than `refused` in any case. */
export function isDue({ held, isFresh }: Shared, cookie: boolean, refused?: string): boolean {
  if (held.ended || !(cookie || held.refreshToken)) return false;
  return !isFresh || held.accessToken === refused;
}

/**
 * Exchanges the session's refresh token until its access token may be used. Of tabs that do so at the same time all succeed:
 * they ask under one idempotency key, and get one answer; who comes a little later gets the same successor, within the
 * service's grace for reuse. The key is written down before the request is made and kept until an answer has come, so that
 * an exchange whose answer was lost is taken up again and is no reuse, however much later.
 */
export async function exchange(by: Exchanger, refused?: string): Promise<void> {
  const { shared, cookie } = by;
  for (let round = 0; round < ROUNDS && isDue(shared, cookie, refused); round++) {
    await shared.sync();
    const { held } = shared;
    if (held.attempt === undefined) {
      await shared.change({ ...held, tries: held.tries + 1, attempt: { key: newKey(), at: Date.now() } });
    }
    await shared.meet();
    if (isDue(shared, cookie, refused)) await exchangeOnce(by, shared.held);
  }
}

async function exchangeOnce(by: Exchanger, of: Held): Promise<void> {
  const { shared, wire, cookie } = by;
  // Another tab has got further meanwhile; what it has left is looked at anew.
  if (of.attempt === undefined) return;
  const { attempt } = of;
  const isUnmoved = () => shared.held.sid === of.sid && shared.held.turn === of.turn;
  const now = Date.now();
  try {
    const input = { refreshToken: of.refreshToken };
    const answer = await wire.call("mutation", "auth.refresh", input, { idempotencyKey: attempt.key });
    // What the service answers on this path.
    const tokens = answer as RefreshResponse;
    await shared.learn(heldOf(tokens, of, issuedAt(tokens.accessToken, of, { first: attempt.at, last: now })));
    if (cookie) void keepNewest(by, of);
    // The browser's cookie is that of an earlier session: there is no going on with this one.
    if (isUnmoved()) await shared.end(of.sid);
  } catch (error) {
    const verdict = verdictOf(error);
    if (verdict === undefined) throw error;
    if (!isUnmoved()) return;
    if (isOverForGood(verdict) && !shared.isProven && !saysWhose(verdict)) return shared.disown();
    if (isOverForGood(verdict)) await shared.end(of.sid);
    // A refusal is repeated under the same key: the next exchange is another.
    else await shared.change({ ...shared.held, tries: shared.held.tries + 1, attempt: undefined });
    // Under this key nothing will come any more, but under another.
    if (!verdict.startsWith("idempotency_")) throw error;
  }
}

/**
 * When a token was issued, by this machine's clock: between the first time that it was asked for and the last. What has
 * passed since the one before was issued is the same by all clocks.
 */
function issuedAt(token: string, { accessToken, at }: Held, { first, last }: { first: number; last: number }): number {
  if (accessToken === undefined) return first;
  const passedSeconds = Number(claimsOf(token).iat) - Number(claimsOf(accessToken).iat);
  return Math.max(first, Math.min(last, at + passedSeconds * 1000));
}

/**
 * The cookie of an answer that comes after another tab's next exchange takes the place of the newer one, and would be reuse.
 * For the seconds of the service's grace it still gives the newer one again: as long, that is asked for.
 */
async function keepNewest({ shared, again }: Exchanger, of: Held): Promise<void> {
  await shared.settle();
  const { sid, turn } = shared.held;
  const isBehind = () => shared.held.sid === sid && shared.held.turn === turn && !shared.held.ended;
  if (sid !== of.sid || turn <= of.turn + 1) return;
  for (const end = Date.now() + GRACE_MS; isBehind() && Date.now() < end; await shared.settle()) await again();
}
