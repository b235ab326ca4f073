import type { KeyLimit, KeyQuota, UseDecision, WindowState } from "./key-use.ts";

/** Number of calls since a time, in milliseconds since 1970. */
export interface Window {
  readonly startedAt: number;
  readonly count: number;
}

/** Remainder of a quota at a time, in milliseconds since 1970. */
export interface QuotaBalance {
  readonly remaining: number;
  readonly at: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The window of a call: the last one, or a new one if the last is over. */
export function windowAt(last: Window | undefined, { perSeconds }: KeyLimit, now: number): Window {
  return last !== undefined && now < windowEndOf(last, perSeconds) ? last : { startedAt: now, count: 0 };
}

export function windowStateOf({ startedAt, count }: Window, limit: KeyLimit, now: number): WindowState {
  // An isolate whose clock is behind may call before the window has begun.
  const left = Math.min(windowEndOf({ startedAt }, limit.perSeconds) - now, limit.perSeconds * 1000);
  return { ...limit, remaining: Math.max(limit.calls - count, 0), resetAfterSeconds: Math.ceil(left / 1000) };
}

/** Remainder of a quota at a time. Each new day or month (UTC) raises it to the refill's amount, and never lowers it. */
export function balanceAt({ remaining, at }: QuotaBalance, refill: KeyQuota["refill"], now: number): number {
  if (refill === null || periodOf(at, refill.every) >= periodOf(now, refill.every)) return remaining;
  return Math.max(remaining, refill.amount);
}

/** The start of the next day or month (UTC). */
export function refillsAt({ refill }: Pick<KeyQuota, "refill">, now: number): Date | null {
  if (refill === null) return null;
  const date = new Date(now);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return refill.every === "month"
    ? new Date(Date.UTC(year, month + 1))
    : new Date(Date.UTC(year, month, date.getUTCDate() + 1));
}

/** Decides whether a use is allowed, by the windows and the remainder of the quota before it. */
export function useOutcomeOf(
  windows: readonly Pick<WindowState, "remaining">[],
  left: number | null,
  cost: number,
): UseDecision["outcome"] {
  if (windows.some(({ remaining }) => remaining === 0)) return "rate_limited";
  return left !== null && left < cost ? "quota_exceeded" : "allowed";
}

function windowEndOf({ startedAt }: Pick<Window, "startedAt">, perSeconds: number): number {
  return startedAt + perSeconds * 1000;
}

/** Numbers days and months, so that they can be compared. */
function periodOf(time: number, every: "day" | "month"): number {
  if (every === "day") return Math.floor(time / DAY_MS);
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
