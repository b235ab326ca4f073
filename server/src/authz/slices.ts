import { type Meter, SLICE_WORK, type Task, TaskInvalidated } from "@cf-auth/engine";
import { AppError } from "../shared/errors/app-error.ts";
import type { OpenRead } from "./open-reads.ts";

/** Maximum number of tasks that run concurrently. Further tasks wait until one of them ends. */
export const MAX_CONCURRENT_TASKS = 8;

/**
 * Shares an isolate's time among its tasks. All tasks together do one slice of work between two pauses, so a new request
 * waits for one slice at most.
 */
export class Turns {
  /** In order of arrival, with the last turn of each task. */
  private readonly tasks = new Map<object, number>();
  private turn = 0;

  /** Work that the task may do now; 0 if it has to wait. Call it after every pause. */
  share(task: object): number {
    this.turn++;
    this.tasks.set(task, this.turn);
    this.removeStale();
    let position = 0;
    for (const other of this.tasks.keys()) {
      if (other === task) break;
      if (++position === MAX_CONCURRENT_TASKS) return 0;
    }
    return Math.floor(SLICE_WORK / Math.min(this.tasks.size, MAX_CONCURRENT_TASKS));
  }

  /** Number of tasks that run beside a task. */
  get others(): number {
    return Math.max(Math.min(this.tasks.size, MAX_CONCURRENT_TASKS) - 1, 0);
  }

  leave(task: object): void {
    this.tasks.delete(task);
  }

  /** Removes tasks that missed several rounds: a cancelled request never takes its turn again. */
  private removeStale(): void {
    const oldest = this.turn - 4 * this.tasks.size - 16;
    for (const [task, turn] of this.tasks) if (turn < oldest) this.tasks.delete(task);
  }
}

/** A task, and its open read if the graph may change meanwhile. */
export interface StartedTask<T> {
  readonly task: Task<T>;
  readonly read?: OpenRead | undefined;
}

export interface Done<T> {
  readonly value: T;
  /** Number of pauses in which other requests ran. */
  readonly pauses: number;
}

/** Runs work in slices, and lets other requests run in between. */
export class Slices {
  private readonly turns: Turns;
  private readonly pause: () => Promise<void>;
  private readonly observe: (units: number) => void;
  /** Units of work since the last pause of any task. */
  private unpaused = 0;
  /** Number of `runNow` calls since then. */
  private unsliced = 0;
  /** The last `endAll`, which ends all tasks that began before it. */
  private end: { readonly failure: AppError } | undefined;

  /** `pause` resolves after all waiting requests have run. `observe` receives all units of work. */
  constructor(turns: Turns, pause: () => Promise<void>, observe: (units: number) => void) {
    this.turns = turns;
    this.pause = pause;
    this.observe = observe;
  }

  /** Reports the units of work of a slice or of a `runNow` call. */
  report(units: number): void {
    this.unpaused += units;
    this.observe(units);
  }

  /**
   * Runs short work in one go, ahead of tasks that run in slices. Pauses once several such calls have done one slice of
   * work together.
   */
  async runNow<T>(work: () => T): Promise<Done<T>> {
    for (let pauses = 0; ; pauses++) {
      if (this.unsliced === 0 || !this.isPauseDue) {
        this.unsliced++;
        return { value: work(), pauses };
      }
      await this.takePause();
    }
  }

  /**
   * Runs the task to its end, and restarts it once if too many facts changed meanwhile. Throws `graph_contention` if that
   * happens again, and the task's own errors.
   */
  async run<T>(begin: () => StartedTask<T>): Promise<Done<T>> {
    try {
      return await this.runOnce(begin);
    } catch (error) {
      if (!(error instanceof TaskInvalidated)) throw error;
    }
    try {
      return await this.runOnce(begin);
    } catch (error) {
      throw error instanceof TaskInvalidated ? new AppError("graph_contention", { retryAfterSeconds: 1 }) : error;
    }
  }

  /** Runs a generator in slices and passes each yielded value to `take`. The generator adds its work to the meter. */
  async drain<Made, T>(
    meter: Meter,
    work: Iterator<Made, T, void>,
    take?: (made: Made) => void | Promise<void>,
  ): Promise<Done<T>> {
    return await this.inTurns(async (share) => {
      meter.resume(share);
      const before = meter.work;
      try {
        do {
          const { done, value } = work.next();
          if (done === true) return { value };
          const taken = take?.(value);
          if (taken !== undefined) await taken;
        } while (!meter.isDue);
      } finally {
        this.report(meter.work - before);
      }
    });
  }

  /** Lets all waiting requests run first. */
  async yieldTurn(): Promise<void> {
    await this.takePause();
  }

  /** Ends all running tasks with this error. */
  endAll(failure: AppError): void {
    this.end = { failure };
  }

  private async runOnce<T>(begin: () => StartedTask<T>): Promise<Done<T>> {
    let begun: StartedTask<T> | undefined;
    try {
      return await this.inTurns((share) => {
        begun ??= begin();
        const { meter } = begun.task;
        const before = meter.work;
        try {
          const { done, value } = begun.task.next(share, begun.read?.rollback());
          return done === true ? { value } : undefined;
        } finally {
          this.report(meter.work - before);
        }
      });
    } finally {
      begun?.read?.end();
    }
  }

  /** Runs one slice each turn, of the share that `Turns` allots, until a slice returns the value. */
  private async inTurns<T>(
    slice: (share: number) => { value: T } | undefined | Promise<{ value: T } | undefined>,
  ): Promise<Done<T>> {
    const turn = {};
    const { end } = this;
    let rounds = 0;
    try {
      for (let pauses = 0; ; pauses++) {
        const share = this.turns.share(turn);
        // Pauses of several tasks may end together, so each checks again.
        const isMine = share > 0 && rounds === 0 && !this.isPauseDue;
        rounds = Math.max(rounds - 1, 0);
        const done = isMine ? slice(share) : undefined;
        const over = done instanceof Promise ? await done : done;
        if (over !== undefined) return { value: over.value, pauses };
        // A task that used up the slice lets each of the others run first.
        if (isMine && this.isPauseDue) rounds = this.turns.others;
        await this.takePause();
        if (this.end !== end && this.end !== undefined) throw this.end.failure;
      }
    } finally {
      this.turns.leave(turn);
    }
  }

  private get isPauseDue(): boolean {
    return this.unpaused >= SLICE_WORK;
  }

  private async takePause(): Promise<void> {
    await this.pause();
    this.unpaused = 0;
    this.unsliced = 0;
  }
}
