import { EngineError } from "../errors.ts";

/**
 * What pieces of work cost, in units of about a tenth of a microsecond on the machine of `docs/benchmarks.md`;
 * `npm run bench -- --only work` shows how near that is.
 */
export const COST = {
  /** A relation of an object looked at: its rows are somewhere in memory. */
  pair: 4,
  /** A tuple, node or number read in a row of others. */
  row: 1,
  /** A number that is counted, or put in its place, with many others. */
  number: 0.2,
  /** A number that is copied with those beside it. */
  copied: 0.02,
  /** A byte of text that is read or written. */
  byte: 0.1,
  /** A question resolved and begun. */
  query: 8,
  /** A tuple or a part of a proof put into words, or read from them. */
  words: 12,
  /** A stored context that is looked at by its condition. */
  context: 300,
  /** A unit of a condition's own. */
  conditionUnit: 0.5,
} as const;

/** The most that one decision may cost by default, about 80 ms: nothing interrupts it. */
export const MAX_DECISION_WORK = 800_000;

/** Work between two pauses of a task, about 20 ms. */
export const SLICE_WORK = 200_000;

/** About how much of a nesting is worked out between two steps of that. */
export const LAYOUT_STEP = 1024;

/** How much more than one decision a task may cost: it lets others go first between its slices. */
export const TASK_DECISIONS = 20;

/**
 * Counts the work of one task, or of one question after the other. Bounds and pauses depend on this count and never on
 * a clock: a deployed Worker's stands still while it computes, and no answer may depend on how busy a machine is.
 */
export class Meter {
  /** Units of work so far. */
  work = 0;
  /** Whatever is being decided has to end before `work` is more than this. */
  limit = Number.POSITIVE_INFINITY;
  /** How much that is from where it began. */
  allowed = Number.POSITIVE_INFINITY;
  private total = Number.POSITIVE_INFINITY;
  private end = Number.POSITIVE_INFINITY;
  private pauseAt = Number.POSITIVE_INFINITY;

  /** Starts to count anew, with so much allowed in all. */
  restart(total: number): void {
    this.work = 0;
    this.total = total;
    this.end = total;
    this.allowAll();
  }

  /** Lets the next decision cost so much, within what is allowed in all. */
  allow(units: number): void {
    const isWithin = this.work + units <= this.end;
    this.allowed = isWithin ? units : this.total;
    this.limit = isWithin ? this.work + units : this.end;
  }

  /** Counts work. Throws `work_exceeded` where that is more than the limit. */
  spend(units: number): void {
    this.work += units;
    if (this.work <= this.limit) return;
    throw new EngineError("work_exceeded", `Undecided after ${this.allowed} units of work.`, { work: this.allowed });
  }

  /** Lets what comes next cost all that is left of what is allowed in all. */
  allowAll(): void {
    this.allowed = this.total;
    this.limit = this.end;
  }

  /** Counts what is done for the sake of later questions, and does not use up what this one may cost. */
  countExtra(units: number): void {
    this.work += units;
    this.limit += units;
    this.end += units;
  }

  /** Begins a slice of so much work. */
  resume(slice: number): void {
    this.pauseAt = this.work + slice;
  }

  /** Whether the slice is over. */
  get isDue(): boolean {
    return this.work >= this.pauseAt;
  }

  /** Whether all that is allowed has been spent, and not only what one decision may cost. */
  get isExhausted(): boolean {
    return this.work > this.end;
  }
}
