import { EngineError } from "./errors.ts";
import { formatObject, formatSubject, type Tuple } from "./tuple.ts";

/**
 * First and last second since 1970 at which a tuple can expire: the range of 32 bits without 0, which is stored for
 * *never*.
 */
export const MIN_EXPIRES_AT = 1;
export const MAX_EXPIRES_AT = 0xffff_ffff;

/** Range of `expiresAt`, for messages. */
export const EXPIRY_RANGE = `${formatTime(MIN_EXPIRES_AT)} to ${formatTime(MAX_EXPIRES_AT)}`;

interface TupleText {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
}

/** Expiry in whole seconds since 1970, rounded down. Throws `invalid_expiry` outside of the range. */
export function expirySeconds(milliseconds: number, tuple: TupleText): number {
  const seconds = Math.floor(milliseconds / 1000);
  if (!isExpiry(seconds)) throw invalidExpiry(milliseconds, tuple);
  return seconds;
}

/** Throws `invalid_expiry` unless the tuple's `expiresAt` can be stored, or is absent. */
export function requireExpiry(tuple: Tuple): void {
  const { relation, expiresAt } = tuple;
  if (expiresAt === undefined || isExpiry(expiresAt)) return;
  throw invalidExpiry(expiresAt * 1000, { subject: formatSubject(tuple), relation, object: formatObject(tuple) });
}

/** Whether the tuple has expired at `now`, in milliseconds since 1970. */
export function hasExpired({ expiresAt }: Tuple, now: number): boolean {
  return expiresAt !== undefined && isExpired(expiresAt, now);
}

/** Whether an expiry in seconds since 1970 has passed at a time in milliseconds. */
export function isExpired(expiresAt: number, now: number): boolean {
  return now / 1000 >= expiresAt;
}

/** Formats seconds since 1970 as RFC 3339, in UTC. */
export function formatTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}

export function isExpiry(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= MIN_EXPIRES_AT && seconds <= MAX_EXPIRES_AT;
}

function invalidExpiry(milliseconds: number, tuple: TupleText): EngineError {
  const date = new Date(milliseconds);
  const expiresAt = Number.isNaN(date.getTime()) ? `${milliseconds / 1000}` : date.toISOString();
  const { subject, relation, object } = tuple;
  const message =
    `${subject} ${relation} ${object} can't expire at ${expiresAt}: expiresAt ranges from ${EXPIRY_RANGE}. ` +
    "Leave it out for a tuple that never expires.";
  const [earliest, latest] = [formatTime(MIN_EXPIRES_AT), formatTime(MAX_EXPIRES_AT)];
  return new EngineError("invalid_expiry", message, {
    tuple: { subject, relation, object },
    expiresAt,
    earliest,
    latest,
  });
}
