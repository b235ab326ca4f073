/** Scheduled work. */
export interface Job {
  /** Time of the next run in milliseconds since 1970; undefined if there is none. */
  due(): number | undefined;
  run(): void | Promise<void>;
}

/** Shares a Durable Object's one alarm among several jobs. Alarms run at least once, so jobs must be safe to repeat. */
export class Alarms {
  private readonly storage: DurableObjectStorage;
  private readonly jobs: readonly Job[];
  private planned: number | undefined;

  constructor(storage: DurableObjectStorage, jobs: readonly Job[]) {
    this.storage = storage;
    this.jobs = jobs;
  }

  /** Finds out what alarm is set: an object forgets it when it sleeps, and to set it again is a row that is paid for. */
  async load(): Promise<void> {
    this.planned = (await this.storage.getAlarm()) ?? undefined;
  }

  /** Sets the alarm for the job that is due first. Call it whenever that may have changed. */
  plan(): void {
    const first = this.jobs.reduce((least, job) => Math.min(least, job.due() ?? least), Number.POSITIVE_INFINITY);
    if (first === Number.POSITIVE_INFINITY || (this.planned !== undefined && this.planned <= first)) return;
    this.planned = first;
    void this.storage.setAlarm(first);
  }

  /** Runs what is due. A job that fails is not lost: the runtime rings again. */
  async runDue(now: () => number): Promise<void> {
    this.planned = undefined;
    const failures: unknown[] = [];
    for (const job of this.jobs) {
      // The clock is read after due(), so that a job which is due now isn't missed.
      const due = job.due();
      if (due === undefined || due > now()) continue;
      try {
        await job.run();
      } catch (error) {
        failures.push(error);
      }
    }
    this.plan();
    if (failures.length > 0) throw failures[0];
  }
}
