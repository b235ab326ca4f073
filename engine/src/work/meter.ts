import { EngineError } from "../errors.ts";

/**
 * Costs of pieces of work, in units of about 0.1 µs on the machine of `docs/benchmarks.md`. `npm run bench -- --only
 * work` measures how close that is.
 */
export const COST = {
  /** A relation of an object that is visited: its rows may lie anywhere in memory. */
  pair: 4,
  /** A tuple, node or number that is read in sequence. */
  row: 1,
  /** A number that is counted or moved among many others. */
  number: 0.2,
  /** A number that is copied within a block. */
  copied: 0.02,
  /** A byte of text that is read or written. */
  byte: 0.1,
  /** A query that is resolved and started. */
  query: 8,
  /** A tuple or a part of a proof that is formatted or parsed. */
  words: 12,
  /** A stored context that its condition validates. */
  context: 300,
  /** A unit of `ConditionWork`. */
  conditionUnit: 0.5,
} as const;

/** Work that one decision may cost by default, about 80 ms: nothing interrupts it. */
export const MAX_DECISION_WORK = 800_000;

/** Work between two pauses of a task, about 10 ms. */
export const SLICE_WORK = 100_000;

/** Work between two steps of computing a nesting's layout, approximately. */
export const LAYOUT_STEP = 1024;

/** Decisions whose work one task may cost. A task pauses between slices, so it may cost more than a check. */
export const TASK_DECISIONS = 20;

/**
 * Counts the work of one task, or of one query after the other. Limits and pauses depend on this count, never on a
 * clock. A deployed Worker's clock stands still while it computes, and no result may depend on how busy a machine
 * is.
 */
export class Meter {
  /** Units of work so far. */
  work = 0;
  /** Limit of the current decision: it ends before `work` exceeds this. */
  limit = Number.POSITIVE_INFINITY;
  /** Work that the current decision may cost in all. */
  allowed = Number.POSITIVE_INFINITY;
  private total = Number.POSITIVE_INFINITY;
  private end = Number.POSITIVE_INFINITY;
  private pauseAt = Number.POSITIVE_INFINITY;

  /** Restarts the count with `total` units allowed. */
  restart(total: number): void {
    this.work = 0;
    this.total = total;
    this.end = total;
    this.allowAll();
  }

  /** Allows the next decision `units` of work, within the total. */
  allow(units: number): void {
    const isWithin = this.work + units <= this.end;
    this.allowed = isWithin ? units : this.total;
    this.limit = isWithin ? this.work + units : this.end;
  }

  /** Counts work. Throws `work_limit_exceeded` above the limit. */
  spend(units: number): void {
    this.work += units;
    if (this.work <= this.limit) return;
    throw new EngineError("work_limit_exceeded", `Undecided after ${this.allowed} units of work.`, {
      work: this.allowed,
    });
  }

  /** Allows the next step all that is left of the total. */
  allowAll(): void {
    this.allowed = this.total;
    this.limit = this.end;
  }

  /** Counts work for the benefit of later queries. It doesn't reduce what this one may cost. */
  countExtra(units: number): void {
    this.work += units;
    this.limit += units;
    this.end += units;
  }

  /** Starts a slice of so much work. */
  resume(slice: number): void {
    this.pauseAt = this.work + slice;
  }

  /** Whether the slice is over. */
  get isDue(): boolean {
    return this.work >= this.pauseAt;
  }

  /** Whether the total is spent, not only the limit of one decision. */
  get isExhausted(): boolean {
    return this.work > this.end;
  }
}
