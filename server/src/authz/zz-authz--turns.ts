import { SLICE_WORK } from "@cf-auth/engine";

/** So many tasks are done side by side; others wait until one of these is over. */
export const MAX_SIDE_BY_SIDE = 8;

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
    this.forgetGone();
    let place = 0;
    for (const other of this.tasks.keys()) {
      if (other === task) break;
      if (++place === MAX_SIDE_BY_SIDE) return 0;
    }
    return Math.floor(SLICE_WORK / Math.min(this.tasks.size, MAX_SIDE_BY_SIDE));
  }

  /** How many tasks are done beside one. */
  get others(): number {
    return Math.max(Math.min(this.tasks.size, MAX_SIDE_BY_SIDE) - 1, 0);
  }

  leave(task: object): void {
    this.tasks.delete(task);
  }

  /** A request that is cancelled never comes again: whoever has missed several rounds is gone. */
  private forgetGone(): void {
    const oldest = this.turn - 4 * this.tasks.size - 16;
    for (const [task, turn] of this.tasks) if (turn < oldest) this.tasks.delete(task);
  }
}
