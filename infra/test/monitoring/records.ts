import type { LogRecord } from "../../src/monitoring/record.ts";

/** The time at which tests evaluate monitors. */
export const NOW = Date.parse("2026-11-20T12:00:00Z");
const MINUTE_MS = 60_000;

type Fields = LogRecord["fields"];

/** A record that was logged some minutes ago. */
export function record(fields: Fields, minutesAgo = 1): LogRecord {
  return { at: NOW - minutesAgo * MINUTE_MS, fields };
}

/** The record of a request that succeeded, except for `fields`. */
export function request(fields: Fields = {}, minutesAgo = 1): LogRecord {
  const ok = {
    level: "info",
    message: "Request.",
    status: 200,
    procedure: "authz.check",
    outcome: "ok",
    durationMs: 8,
  };
  return record({ ...ok, ...fields }, minutesAgo);
}

/** A record of an error or a warning. */
export function logged(message: string, fields: Fields = {}, minutesAgo = 1): LogRecord {
  return record({ level: "error", message, ...fields }, minutesAgo);
}

/** Cloudflare's record of an invocation. */
export function invocation(handler: string, outcome = "ok", minutesAgo = 1): LogRecord {
  return record({ invocation: { handler, outcome } }, minutesAgo);
}

export function times(count: number, one: LogRecord): LogRecord[] {
  return Array.from({ length: count }, () => one);
}
