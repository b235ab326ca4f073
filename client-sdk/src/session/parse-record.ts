import { claimsOf } from "../calls/credentials.ts";
import type { User } from "../generated/types.ts";
import { EMPTY_RECORD, endedRecord, type SessionRecord } from "./session-record.ts";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const SESSION = /^ses_[0-9a-hjkmnp-tv-z]{26}$/;
/** The form of an idempotency key. */
const ATTEMPT = /^[\x21-\x7e]{16,200}$/;
/** Maximum time that an id may be ahead of this machine's clock. A later id would outrank every future sign-in. */
const YEAR_MS = 366 * 86_400_000;

/**
 * Parses a record of another tab, another version of this SDK, or anything else in the page's storage. Undefined for anything that
 * this version would not write. A user of an unknown form is dropped: the service returns it again.
 */
export function parseRecord(value: unknown): SessionRecord | undefined {
  const { sid, tenant, keySuffix, ended, turn, tries, at, userAt, attempt, accessToken, refreshToken, user } =
    Object(value);
  const isValid =
    isSession(sid) &&
    [tenant, keySuffix].every((text) => typeof text === "string") &&
    typeof ended === "boolean" &&
    [turn, tries, at, userAt].every((number) => Number.isSafeInteger(number) && number >= 0) &&
    isToken(accessToken, sid, tenant) &&
    (refreshToken === undefined || (typeof refreshToken === "string" && sid !== ""));
  if (!isValid) return undefined;
  if (ended) return { ...endedRecord(sid, tenant), keySuffix };
  const userFields = isUser(user) ? { user, userAt } : {};
  const attemptFields = isAttempt(attempt) ? { attempt: { key: attempt.key, at: attempt.at } } : {};
  return {
    ...EMPTY_RECORD,
    sid,
    tenant,
    keySuffix,
    turn,
    tries,
    at,
    accessToken,
    refreshToken,
    ...userFields,
    ...attemptFields,
  };
}

/** Ids start with their time (ULID specification). */
function isSession(sid: unknown): sid is string {
  if (sid === "") return true;
  if (typeof sid !== "string" || !SESSION.test(sid)) return false;
  const time = [...sid.slice(4, 14)].reduce((sum, character) => sum * 32 + ALPHABET.indexOf(character), 0);
  return time < Date.now() + YEAR_MS;
}

/** Whether the value is undefined, or an access token of the session with a lifetime. */
function isToken(token: unknown, sid: string, tenant: string): boolean {
  if (token === undefined) return true;
  try {
    const claims = claimsOf(`${token}`);
    return sid !== "" && claims.sid === sid && claims.aud === tenant && Number(claims.exp) > Number(claims.iat);
  } catch {
    return false;
  }
}

function isAttempt(attempt: unknown): attempt is NonNullable<SessionRecord["attempt"]> {
  const { key, at } = Object(attempt);
  return typeof key === "string" && ATTEMPT.test(key) && Number.isSafeInteger(at);
}

function isUser(user: unknown): user is User {
  const { id, email, emailVerified, name, createdAt } = Object(user);
  return (
    typeof id === "string" &&
    typeof email === "string" &&
    typeof emailVerified === "boolean" &&
    (name === null || typeof name === "string") &&
    createdAt instanceof Date
  );
}
