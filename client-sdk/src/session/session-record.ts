import { claimsOf } from "../calls/credentials.ts";
import type { RefreshResponse, User } from "../generated/types.ts";

/** What a tab knows of the browser's session. Tabs send it to each other whole. */
export interface SessionRecord {
  /** The session's id; empty where none is known. */
  readonly sid: string;
  /** The id of the session's tenant; empty where none is known. */
  readonly tenant: string;
  /** How the key ends that the service was last asked with; empty without a key. */
  readonly keySuffix: string;
  readonly ended: boolean;
  /** How often its refresh token has been exchanged. */
  readonly turn: number;
  /** How many names the next exchange has had so far: a new one replaces the one before. */
  readonly tries: number;
  /** The idempotency key of the exchange that is under way, and when that began, in milliseconds of this machine's clock. */
  readonly attempt?: { readonly key: string; readonly at: number } | undefined;
  readonly accessToken?: string | undefined;
  /** Empty in cookie mode. */
  readonly refreshToken?: string | undefined;
  /** When the tokens were asked for, in milliseconds of this machine's clock. */
  readonly at: number;
  readonly user?: User | undefined;
  /** When the service was asked about the user, in milliseconds of this machine's clock. */
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

/** A session that is over, or that there is none. */
export function endedRecord(sid: string, tenant = ""): SessionRecord {
  return { ...EMPTY_RECORD, sid, tenant, ended: true };
}

/** The session of an access token. */
export function sidOf(accessToken: string | undefined): string {
  return accessToken === undefined ? "" : `${claimsOf(accessToken).sid}`;
}

/** What came of signing in, or of the next exchange of the session before. */
export function recordOf(
  { accessToken, refreshToken }: RefreshResponse,
  before: SessionRecord,
  at: number,
  user?: User,
): SessionRecord {
  const sid = sidOf(accessToken);
  const tenant = `${claimsOf(accessToken).aud}`;
  const same = sid === before.sid ? before : EMPTY_RECORD;
  const known = user === undefined ? { user: same.user, userAt: same.userAt } : { user, userAt: at };
  return { ...EMPTY_RECORD, sid, tenant, turn: same.turn + 1, accessToken, refreshToken, at, ...known };
}

/**
 * Whether `a` came about after `b`. Everybody who sees both says the same, in whatever order they come. Ids of sessions sort
 * by age, so that no clock is asked: a later sign-in comes after all that became of an earlier one. A session's end comes
 * after all else of it, so that no answer which is late brings it back.
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
  // What is merged comes last, or it would decide about the rest.
  return [sid, Number(ended), turn, tries, attempt?.key ?? "", accessToken ?? "", userAt];
}

/** The newer of the two, with the newer of what they say of the user. */
export function merge(a: SessionRecord, b: SessionRecord): SessionRecord {
  const [last, first] = isNewer(a, b) ? [a, b] : [b, a];
  if (last.sid !== first.sid || last.ended || first.userAt < last.userAt) return last;
  return { ...last, user: first.user, userAt: first.userAt };
}
