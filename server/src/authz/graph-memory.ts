import { type Budget, type Engine, Meter } from "@cf-auth/engine";
import { AppError } from "../shared/errors/app-error.ts";
import type { GraphStore } from "./graph-store.ts";
import { type Loaded, loadedFrom, loadInSteps } from "./loaded-graph.ts";
import type { Slices } from "./slices.ts";

/** Thrown by work that needs the graph in memory: `whenLoaded` loads it and runs the work again. */
class NotLoaded extends Error {
  override readonly name = "NotLoaded";
}

/**
 * A tenant's graph in memory. Loads it in slices on first use, and again after a failed commit. Also serializes changes of
 * storage: writes wait while an import is applied, and work on snapshots runs one at a time.
 */
export class GraphMemory {
  private readonly store: GraphStore;
  private readonly slices: Slices;
  private readonly budget: () => Budget;
  private memory: Loaded | undefined;
  private loading: Promise<void> | undefined;
  /** The last exclusive work. */
  private exclusive: Promise<unknown> = Promise.resolve();
  /** Resolves when writes may continue; undefined while they may. */
  private writeLock: Promise<void> | undefined;

  constructor(store: GraphStore, slices: Slices, budget: () => Budget) {
    this.store = store;
    this.slices = slices;
    this.budget = budget;
  }

  /** The graph at the stored revision, if it is in memory. */
  get cached(): Loaded | undefined {
    return this.memory?.revision === this.store.revision ? this.memory : undefined;
  }

  /** The cached graph. Throws `NotLoaded` for `whenLoaded`, so read it before changing anything. */
  get present(): Loaded {
    const { cached } = this;
    if (cached === undefined) throw new NotLoaded();
    return cached;
  }

  /** The present graph with its engine. Throws `model_not_found` if there is no model yet. */
  get ready(): Loaded & { engine: Engine } {
    const { engine, ...loaded } = this.present;
    if (engine === undefined) throw new AppError("model_not_found");
    return { ...loaded, engine };
  }

  /** Sets the graph in memory. Pass undefined before a commit, so that a failure leads to a new load. */
  put(loaded: Loaded | undefined): void {
    this.memory = loaded;
  }

  /** Runs work that reads the graph. */
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

  /** Runs work that changes the graph without a pause. */
  async whenWritable<T>(work: () => T): Promise<T> {
    return await this.whenLoaded(async () => {
      while (this.writeLock !== undefined) await this.writeLock;
      return work();
    });
  }

  /** Runs exclusive work, one at a time. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.exclusive.then(work);
    this.exclusive = mine.catch(() => undefined);
    return await mine;
  }

  /** Runs exclusive work while all other writes wait. */
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

  /** Loads the graph once for all callers. */
  private async load(): Promise<void> {
    while (this.cached === undefined) {
      this.loading ??= this.loadNow().finally(() => {
        this.loading = undefined;
      });
      await this.loading;
    }
  }

  private async loadNow(): Promise<void> {
    // The outdated graph only takes memory.
    this.memory = undefined;
    const { revision } = this.store;
    const meter = new Meter();
    const { value } = await this.slices.drain(meter, loadInSteps(meter, this.store, revision));
    if (value === undefined) return;
    this.memory = loadedFrom(this.store, value.graph, revision, value.logged, this.budget());
  }
}
