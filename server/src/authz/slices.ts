import { type Meter, SLICE_WORK, type Task, TaskInvalidated } from "@cf-auth/engine";
import { AppError } from "../shared/errors/app-error.ts";
import type { OpenRead } from "./open-reads.ts";

/** So many tasks are done side by side; others wait until one of these is over. */
export const MAX_CONCURRENT_TASKS = 8;

/**
 * Shares an isolate's time among the tasks that run in it: together they do one slice of work between two pauses, however
 * many they are, so that whoever comes in between waits for that and no longer.
 */
export class Turns {
  /** In the order in which they came, with the turn that each had last. */
  private readonly tasks = new Map<object, number>();
  private turn = 0;

  /** How much work the task may do now; 0 where it has to wait for others. To be asked after every pause. */
  share(task: object): number {
    this.turn++;
    this.tasks.set(task, this.turn);
    this.removeStale();
    let place = 0;
    for (const other of this.tasks.keys()) {
      if (other === task) break;
      if (++place === MAX_CONCURRENT_TASKS) return 0;
    }
    return Math.floor(SLICE_WORK / Math.min(this.tasks.size, MAX_CONCURRENT_TASKS));
  }

  /** How many tasks are done beside one. */
  get others(): number {
    return Math.max(Math.min(this.tasks.size, MAX_CONCURRENT_TASKS) - 1, 0);
  }

  leave(task: object): void {
    this.tasks.delete(task);
  }

  /** A request that is cancelled never comes again: whoever has missed several rounds is gone. */
  private removeStale(): void {
    const oldest = this.turn - 4 * this.tasks.size - 16;
    for (const [task, turn] of this.tasks) if (turn < oldest) this.tasks.delete(task);
  }
}

/** A task, and the read that keeps for it what changes meanwhile; none where its graph stays as it is. */
export interface StartedTask<T> {
  readonly task: Task<T>;
  readonly read?: OpenRead | undefined;
}

export interface Done<T> {
  readonly value: T;
  /** How often others went first. */
  readonly pauses: number;
}

/** Does work slice by slice, and lets others go first in between. */
export class Slices {
  private readonly turns: Turns;
  private readonly pause: () => Promise<void>;
  private readonly observe: (units: number) => void;
  /** Units of work since the last pause of anyone. */
  private unpaused = 0;
  /** How often work was done at once since then. */
  private unsliced = 0;
  /** Why all that had begun before was ended last. */
  private end: { readonly failure: AppError } | undefined;

  /** `pause` ends once everyone who waits has been let in. `observe` is told of all work. */
  constructor(turns: Turns, pause: () => Promise<void>, observe: (units: number) => void) {
    this.turns = turns;
    this.pause = pause;
    this.observe = observe;
  }

  /** To be told of the units of work of each slice, and of what is done at once. */
  report(units: number): void {
    this.unpaused += units;
    this.observe(units);
  }

  /**
   * Does work at once, and passes by what is done in slices. Of the calls of a batch, each of them short, only some do so
   * between two pauses: until they have done a slice's worth.
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
   * Begins the task and does it to its end; anew, once, where more has changed meanwhile than can be kept for it. Throws
   * `graph_contention` where that happens again, and what the task throws.
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

  /** Takes, one after the other, what work makes that counts on the meter and yields wherever others may go first. */
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

  /** Lets everyone who waits go first. */
  async yieldTurn(): Promise<void> {
    await this.takePause();
  }

  /** Ends everything that is under way with this failure. */
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

  /** Does slices of the share that each turn gives, until one has the value. */
  private async inTurns<T>(
    slice: (share: number) => { value: T } | undefined | Promise<{ value: T } | undefined>,
  ): Promise<Done<T>> {
    const turn = {};
    const { end } = this;
    let rounds = 0;
    try {
      for (let pauses = 0; ; pauses++) {
        const share = this.turns.share(turn);
        // Pauses of several may end together, so it is looked at again for each.
        const isMine = share > 0 && rounds === 0 && !this.isPauseDue;
        rounds = Math.max(rounds - 1, 0);
        const done = isMine ? slice(share) : undefined;
        const over = done instanceof Promise ? await done : done;
        if (over !== undefined) return { value: over.value, pauses };
        // Who has used up what there was for all lets each of the others go first.
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
