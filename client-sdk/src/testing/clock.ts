/** A clock that moves only by `advance`. */
export class TestClock {
  #now: number;

  constructor(start: Date) {
    this.#now = start.getTime();
  }

  /** The current time. Bound, so that it can be passed as a function. */
  readonly now = (): Date => new Date(this.#now);

  /** Moves the clock forward. */
  advance({ seconds }: { readonly seconds: number }): void {
    this.#now += seconds * 1000;
  }
}
