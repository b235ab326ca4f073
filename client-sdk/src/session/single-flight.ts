/** Work that is done once at a time: whoever asks for it while it is under way gets what that comes to. */
export class SingleFlight {
  #underWay: Promise<void> | undefined;

  run(work: () => Promise<void>): Promise<void> {
    this.#underWay ??= work().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }
}

/** Work of several kinds, one after the other in the order in which it was asked for. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }
}
