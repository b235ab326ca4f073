import { type Budget, type Engine, Meter } from "@cf-auth/engine";
import { AppError } from "../shared/errors/app-error.ts";
import type { GraphStore } from "./graph-store.ts";
import { type Loaded, loadedFrom, loadInSteps } from "./loaded-graph.ts";
import type { Slices } from "./slices.ts";

/** The graph is not in memory. Whoever runs the work loads it and begins anew. */
class NotLoaded extends Error {
  override readonly name = "NotLoaded";
}

/**
 * A tenant's graph in memory: loaded in slices when it is first needed, and again after a failed commit. It also orders
 * whatever changes storage: writes wait while an import is put in place, and what works on bases goes one by one.
 */
export class GraphMemory {
  private readonly store: GraphStore;
  private readonly slices: Slices;
  private readonly budget: () => Budget;
  private memory: Loaded | undefined;
  private loading: Promise<void> | undefined;
  /** The last work that was exclusive. */
  private exclusive: Promise<unknown> = Promise.resolve();
  /** Ends when writes may go on. */
  private writeLock: Promise<void> | undefined;

  constructor(store: GraphStore, slices: Slices, budget: () => Budget) {
    this.store = store;
    this.slices = slices;
    this.budget = budget;
  }

  /** The graph at the revision that is stored now, if that is in memory. */
  get cached(): Loaded | undefined {
    return this.memory?.revision === this.store.revision ? this.memory : undefined;
  }

  /** As `known`. Throws what has `whenLoaded` load it; so it comes first in any work, before anything is changed. */
  get present(): Loaded {
    const { cached } = this;
    if (cached === undefined) throw new NotLoaded();
    return cached;
  }

  /** As `present`. Throws `model_not_found` when nothing can be answered yet. */
  get ready(): Loaded & { engine: Engine } {
    const { engine, ...loaded } = this.present;
    if (engine === undefined) throw new AppError("model_not_found");
    return { ...loaded, engine };
  }

  /** Undefined before something is committed, so that a failure leaves it to be loaded afresh. */
  put(loaded: Loaded | undefined): void {
    this.memory = loaded;
  }

  /** Does work that reads the graph. */
  async whenLoaded<T>(work: () => T | Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof NotLoaded)) throw error;
      }
      await this.load();
    }
  }

  /** Does work that changes the graph at once. */
  async whenWritable<T>(work: () => T): Promise<T> {
    return await this.whenLoaded(async () => {
      while (this.writeLock !== undefined) await this.writeLock;
      return work();
    });
  }

  /** Does work during which no other such work is done. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.exclusive.then(work);
    this.exclusive = mine.catch(() => undefined);
    return await mine;
  }

  /** As `exclusively`, and nothing is written meanwhile but by that work: others wait. */
  async withoutWrites<T>(work: () => Promise<T>): Promise<T> {
    return await this.exclusively(async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.writeLock = promise;
      try {
        return await work();
      } finally {
        this.writeLock = undefined;
        resolve();
      }
    });
  }

  /** Who needs the graph while it is loaded waits for that. */
  private async load(): Promise<void> {
    while (this.cached === undefined) {
      this.loading ??= this.loadNow().finally(() => {
        this.loading = undefined;
      });
      await this.loading;
    }
  }

  private async loadNow(): Promise<void> {
    // What is there is of no use, and takes memory.
    this.memory = undefined;
    const { revision } = this.store;
    const meter = new Meter();
    const { value } = await this.slices.drain(meter, loadInSteps(meter, this.store, revision));
    if (value === undefined) return;
    this.memory = loadedFrom(this.store, value.graph, revision, value.logged, this.budget());
  }
}
