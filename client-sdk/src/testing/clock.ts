/** A clock that stands still until it is moved. */
export class TestClock {
  #now: number;

  constructor(start: Date) {
    this.#now = start.getTime();
  }

  /** A function of its own, to be handed to whatever takes a clock. */
  readonly now = (): Date => new Date(this.#now);

  advance({ seconds }: { readonly seconds: number }): void {
    this.#now += seconds * 1000;
  }
}
