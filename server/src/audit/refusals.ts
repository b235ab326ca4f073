import type { Clock, Pause } from "../ports/time.ts";
import { type Caller, isOperator, isServer } from "../shared/caller.ts";
import type { ErrorCode } from "../shared/errors/catalog.ts";
import type { UsageMeter } from "../usage/meter.ts";
import type { AuditEvent } from "./entry.ts";
import { recordAuditEvent } from "./entry.ts";
import type { AuditStore } from "./store.ts";

/** Maximum time in milliseconds during which refusals of one kind are aggregated. */
const WINDOW_MS = 10 * 60 * 1000;
/** Time in milliseconds without further refusals after which a count is written. */
const QUIET_MS = 5000;
/** Delay in milliseconds before due counts are written; less than the maximum duration of a request. */
const FLUSH_AFTER_MS = 20_000;
/** Time in milliseconds after which a scheduled flush counts as interrupted. */
const FLUSH_TIMEOUT_MS = 2 * FLUSH_AFTER_MS;
/** Maximum number of kinds, per tenant and in total. Refusals beyond it are counted as one kind. */
const MAX_KINDS_PER_TENANT = 50;
const MAX_KINDS = 1000;

/** Refusals by a limit, for every caller. */
const LIMITS: ReadonlySet<string> = new Set<ErrorCode>([
  "rate_limited",
  "busy",
  "too_many_attempts",
  "challenge_required",
]);
/** Failed attempts at an account. Each is logged; exact counters keep them few. */
const ATTEMPTS: ReadonlySet<string> = new Set<ErrorCode>(["invalid_credentials", "code_invalid"]);

/**
 * Whether refusals of this kind are aggregated instead of logged one by one: those by a limit, and those of callers that anyone
 * can be, including users, since most tenants let anyone register. Refusals of a tenant's server, a platform
 * admin or a platform key are always logged.
 */
export function isCounted(caller: Caller, outcome: string): boolean {
  if (outcome === "ok") return false;
  if (LIMITS.has(outcome)) return true;
  return !isServer(caller) && !isOperator(caller) && !ATTEMPTS.has(outcome);
}

/** Dependencies for writing aggregated refusals. */
export interface RefusalDeps {
  readonly audit: AuditStore;
  readonly clock: Clock;
  readonly meter: UsageMeter;
  readonly pause: Pause;
}

/** Refusals of one kind: the first, and the number of further ones. */
interface Count {
  readonly first: AuditEvent;
  readonly firstAt: number;
  lastAt: number;
  more: number;
}

/**
 * Aggregates refusals, so that a refused caller can't fill the audit log. The first of a kind is logged at once, the number of
 * further ones later as another event. Logged events are never changed, so the log's chain stays valid.
 *
 * Each isolate counts by itself, in bounded memory. A count is lost if the isolate ends before it is written;
 * the first refusal is not.
 */
export class Refusals {
  private readonly counts = new Map<string, Count>();
  private readonly kinds = new Map<string, number>();
  private flushScheduledAt = 0;

  /** Counts a refusal, together with others of its `source`. Returns the events to write now: the first of a kind, or none. */
  add(event: AuditEvent, source: string, now: number): AuditEvent[] {
    const { kind, first } = this.kindOf(event, source);
    const count = this.counts.get(kind);
    if (count !== undefined && now - count.firstAt < WINDOW_MS) {
      count.lastAt = now;
      count.more++;
      return [];
    }
    const last = count === undefined ? [] : this.close(kind, count);
    this.counts.set(kind, { first, firstAt: now, lastAt: now, more: 0 });
    this.addKinds(first, 1);
    return [...last, first];
  }

  /** Schedules the write of due counts; undefined if there are none or a flush is already scheduled. */
  scheduleFlush(app: RefusalDeps): Promise<void> | undefined {
    const now = app.clock.now().getTime();
    if (this.counts.size === 0 || now - this.flushScheduledAt < FLUSH_TIMEOUT_MS) return undefined;
    if (![...this.counts.values()].some(({ more }) => more > 0)) return undefined;
    this.flushScheduledAt = now;
    return app.pause(FLUSH_AFTER_MS).then(async () => {
      this.flushScheduledAt = 0;
      for (const event of this.takeDue(app.clock.now().getTime())) {
        await recordAuditEvent(app, event);
        if (event.tenantId !== null) app.meter.count(event.tenantId, "events");
      }
    });
  }

  /** Removes the counts that are complete and returns their events. */
  takeDue(now: number): AuditEvent[] {
    const isOver = ({ firstAt, lastAt, more }: Count) =>
      now - firstAt >= WINDOW_MS || (more > 0 && now - lastAt >= QUIET_MS);
    const over = [...this.counts].filter(([, count]) => isOver(count));
    return over.flatMap(([kind, count]) => this.close(kind, count));
  }

  /** The event with the number of further refusals, if there were any. */
  private close(kind: string, { first, firstAt, lastAt, more }: Count): AuditEvent[] {
    this.counts.delete(kind);
    this.addKinds(first, -1);
    const [from, until] = [firstAt, lastAt].map((time) => new Date(time).toISOString());
    return more === 0 ? [] : [{ ...first, details: { count: more, from, until } }];
  }

  /** The kind that a refusal is counted as, and the event for its first: the refusal, or one event for all kinds beyond the limit. */
  private kindOf(event: AuditEvent, source: string): { kind: string; first: AuditEvent } {
    const { tenantId, outcome, subject } = event;
    const kind = JSON.stringify([tenantId, source, event.event, outcome, subject]);
    const isFull = this.counts.size >= MAX_KINDS;
    const hasCapacity = !isFull && (this.kinds.get(tenantId ?? "") ?? 0) < MAX_KINDS_PER_TENANT;
    if (hasCapacity || this.counts.has(kind)) return { kind, first: event };
    const all = { tenantId: isFull ? null : tenantId, event: "calls.refused", actor: "several", subject: null, ip: "" };
    return { kind: JSON.stringify([all.tenantId]), first: { ...event, ...all, details: null } };
  }

  private addKinds({ tenantId }: AuditEvent, more: 1 | -1): void {
    const kinds = (this.kinds.get(tenantId ?? "") ?? 0) + more;
    if (kinds === 0) this.kinds.delete(tenantId ?? "");
    else this.kinds.set(tenantId ?? "", kinds);
  }
}
