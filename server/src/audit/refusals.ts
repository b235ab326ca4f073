import type { Clock, Pause } from "../ports/time.ts";
import { type Caller, isServer } from "../shared/caller.ts";
import type { ErrorCode } from "../shared/errors/catalog.ts";
import type { UsageMeter } from "../usage/meter.ts";
import type { AuditEvent } from "./entry.ts";
import { writeDown } from "./entry.ts";
import type { AuditStore } from "./store.ts";

/** Refusals of one kind are counted together for so long at most, in milliseconds. */
const WINDOW_MS = 10 * 60 * 1000;
/** A count is written once there was no more for so long, in milliseconds. */
const QUIET_MS = 5000;
/** After so long it is looked whether there is a count to be written, in milliseconds: less than a request may go on for. */
const LOOK_AFTER_MS = 20_000;
/** Whoever has not looked by then was cut off, in milliseconds. */
const PATIENCE_MS = 2 * LOOK_AFTER_MS;
/** Kinds that are counted apart: of a tenant, and in all. What is more is counted together, whatever it is. */
const MAX_KINDS_PER_TENANT = 50;
const MAX_KINDS = 1000;

/** Refusals by a limit, whoever calls. */
const LIMITS: ReadonlySet<string> = new Set<ErrorCode>([
  "rate_limited",
  "busy",
  "too_many_attempts",
  "challenge_required",
]);
/** Failures at an account: each is of interest, and exact counters see to it that they are few. */
const ATTEMPTS: ReadonlySet<string> = new Set<ErrorCode>(["invalid_credentials", "code_invalid"]);

/**
 * Whether refusals of this kind are counted, and not written one by one: those by a limit, and those of anybody who may be
 * a stranger, users too, since at most tenants anybody may become one. What a tenant's server or a platform admin is
 * refused is always written.
 */
export function isCounted(caller: Caller, outcome: string): boolean {
  if (outcome === "ok") return false;
  if (LIMITS.has(outcome)) return true;
  return !isServer(caller) && caller.kind !== "admin" && !ATTEMPTS.has(outcome);
}

/** What counted refusals are written with. */
export interface RefusalDeps {
  readonly audit: AuditStore;
  readonly clock: Clock;
  readonly meter: UsageMeter;
  readonly pause: Pause;
}

/** Refusals of one kind: the first, and how many more there were. */
interface Count {
  readonly first: AuditEvent;
  readonly firstAt: number;
  lastAt: number;
  more: number;
}

/**
 * Refusals that are counted, so that whoever is refused can't fill the audit log: the first of a kind is written at once,
 * and how many more there were later, as another event. Nothing that was written is changed, so that the log's chain holds.
 *
 * Each isolate counts by itself, in memory that is bounded. A count is lost where the isolate ends before it is written;
 * the first refusal is not.
 */
export class Refusals {
  private readonly counts = new Map<string, Count>();
  private readonly kinds = new Map<string, number>();
  private lookingSince = 0;

  /** Counts a refusal: the events to be written now, none or the first. Those of one `source` are counted together. */
  take(event: AuditEvent, source: string, now: number): AuditEvent[] {
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

  /** The work that writes what is due, in a moment; undefined where there is none, or somebody does that. */
  complete(app: RefusalDeps): Promise<void> | undefined {
    const now = app.clock.now().getTime();
    if (this.counts.size === 0 || now - this.lookingSince < PATIENCE_MS) return undefined;
    if (![...this.counts.values()].some(({ more }) => more > 0)) return undefined;
    this.lookingSince = now;
    return app.pause(LOOK_AFTER_MS).then(async () => {
      this.lookingSince = 0;
      for (const event of this.due(app.clock.now().getTime())) {
        await writeDown(app, event);
        if (event.tenantId !== null) app.meter.count(event.tenantId, "events");
      }
    });
  }

  /** Takes out what is not counted any longer: the events to be written. */
  due(now: number): AuditEvent[] {
    const isOver = ({ firstAt, lastAt, more }: Count) =>
      now - firstAt >= WINDOW_MS || (more > 0 && now - lastAt >= QUIET_MS);
    const over = [...this.counts].filter(([, count]) => isOver(count));
    return over.flatMap(([kind, count]) => this.close(kind, count));
  }

  /** How many more there were, if any. */
  private close(kind: string, { first, firstAt, lastAt, more }: Count): AuditEvent[] {
    this.counts.delete(kind);
    this.addKinds(first, -1);
    const [from, until] = [firstAt, lastAt].map((time) => new Date(time).toISOString());
    return more === 0 ? [] : [{ ...first, details: { count: more, from, until } }];
  }

  /** What a refusal is counted as, and what is written of the first: the refusal, or one event for all that have no room. */
  private kindOf(event: AuditEvent, source: string): { kind: string; first: AuditEvent } {
    const { tenantId, outcome, subject } = event;
    const kind = JSON.stringify([tenantId, source, event.event, outcome, subject]);
    const isFull = this.counts.size >= MAX_KINDS;
    const hasRoom = !isFull && (this.kinds.get(tenantId ?? "") ?? 0) < MAX_KINDS_PER_TENANT;
    if (hasRoom || this.counts.has(kind)) return { kind, first: event };
    const all = { tenantId: isFull ? null : tenantId, event: "calls.refused", actor: "several", subject: null, ip: "" };
    return { kind: JSON.stringify([all.tenantId]), first: { ...event, ...all, details: null } };
  }

  private addKinds({ tenantId }: AuditEvent, more: 1 | -1): void {
    const kinds = (this.kinds.get(tenantId ?? "") ?? 0) + more;
    if (kinds === 0) this.kinds.delete(tenantId ?? "");
    else this.kinds.set(tenantId ?? "", kinds);
  }
}
