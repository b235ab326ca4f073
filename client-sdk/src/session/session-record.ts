import { claimsOf } from "../calls/credentials.ts";
import type { RefreshResponse, User } from "../generated/types.ts";

/** A tab's knowledge of the browser's session. Tabs send each other the whole record. */
export interface SessionRecord {
  /** The session's id; empty if unknown. */
  readonly sid: string;
  /** The tenant's id; empty if unknown. */
  readonly tenant: string;
  /** The last characters of the key of the last call; empty without a key. */
  readonly keySuffix: string;
  readonly ended: boolean;
  /** Number of refreshes so far. */
  readonly turn: number;
  /** Number of idempotency keys that the next refresh has had; each replaces the one before. */
  readonly tries: number;
  /** Idempotency key and start of the refresh in progress, in milliseconds of this machine's clock. */
  readonly attempt?: { readonly key: string; readonly at: number } | undefined;
  readonly accessToken?: string | undefined;
  /** Empty in cookie mode. */
  readonly refreshToken?: string | undefined;
  /** When the tokens were requested, in milliseconds of this machine's clock. */
  readonly at: number;
  readonly user?: User | undefined;
  /** When the user was requested, in milliseconds of this machine's clock. */
  readonly userAt: number;
}

export const EMPTY_RECORD: SessionRecord = {
  sid: "",
  tenant: "",
  keySuffix: "",
  ended: false,
  turn: 0,
  tries: 0,
  at: 0,
  userAt: 0,
};

/** The record of an ended session, or of none. */
export function endedRecord(sid: string, tenant = ""): SessionRecord {
  return { ...EMPTY_RECORD, sid, tenant, ended: true };
}

/** The session id in an access token. */
export function sidOf(accessToken: string | undefined): string {
  return accessToken === undefined ? "" : `${claimsOf(accessToken).sid}`;
}

/** The record after a sign-in or a refresh. */
export function recordOf(
  { accessToken, refreshToken }: RefreshResponse,
  before: SessionRecord,
  at: number,
  user?: User,
): SessionRecord {
  const sid = sidOf(accessToken);
  const tenant = `${claimsOf(accessToken).aud}`;
  const same = sid === before.sid ? before : EMPTY_RECORD;
  const userFields = user === undefined ? { user: same.user, userAt: same.userAt } : { user, userAt: at };
  return { ...EMPTY_RECORD, sid, tenant, turn: same.turn + 1, accessToken, refreshToken, at, ...userFields };
}

/**
 * Whether `a` is newer than `b`. Every tab decides the same, in whatever order records arrive. Session ids sort by age, so no clock is
 * needed: a later sign-in is newer than anything of an earlier session. A session's end is newer than anything else of it, so that no late
 * response reopens it.
 */
export function isNewer(a: SessionRecord, b: SessionRecord): boolean {
  const [left, right] = [rankOf(a), rankOf(b)];
  for (const [i, part] of left.entries()) {
    const other = right[i] ?? part;
    if (part !== other) return part > other;
  }
  return false;
}

function rankOf({
  sid,
  ended,
  turn,
  tries,
  userAt,
  attempt,
  accessToken,
}: SessionRecord): readonly (string | number)[] {
  // `userAt` is merged separately, so it ranks last.
  return [sid, Number(ended), turn, tries, attempt?.key ?? "", accessToken ?? "", userAt];
}

/** The newer record, with the newer user of the two. */
export function merge(a: SessionRecord, b: SessionRecord): SessionRecord {
  const [last, first] = isNewer(a, b) ? [a, b] : [b, a];
  if (last.sid !== first.sid || last.ended || first.userAt < last.userAt) return last;
  return { ...last, user: first.user, userAt: first.userAt };
}
