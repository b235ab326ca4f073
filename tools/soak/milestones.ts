/** Work that is done once, at a share of the load. */
export interface Milestone {
  readonly name: string;
  /** From 0 to 1. */
  readonly at: number;
  readonly run: () => Promise<void>;
}

/** Starts work at its share of the load, which goes on meanwhile. */
export class Milestones {
  readonly failures: string[] = [];
  private readonly waiting: Milestone[];
  private readonly running: Promise<void>[] = [];

  constructor(milestones: readonly Milestone[]) {
    this.waiting = [...milestones].sort((a, b) => a.at - b.at);
  }

  /** Starts what is due at a share of the load. */
  reach(share: number): void {
    for (let next = this.waiting[0]; next !== undefined && next.at <= share; next = this.waiting[0]) {
      this.waiting.shift();
      const { name, run } = next;
      this.running.push(run().catch((error: unknown) => void this.failures.push(`${name}: ${error}`)));
    }
  }

  /** Waits for all that was started. */
  async end(): Promise<void> {
    await Promise.all(this.running);
    this.failures.push(...this.waiting.map(({ name }) => `${name} was not reached.`));
  }
}
