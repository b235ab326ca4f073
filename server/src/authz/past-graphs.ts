import { type Budget, type Graph, Meter } from "@cf-auth/engine";
import { AppError } from "../shared/errors/app-error.ts";
import type { GraphStore } from "./graph-store.ts";
import { type Loaded, loadedFrom, loadInSteps } from "./loaded-graph.ts";
import type { Done, Slices } from "./slices.ts";

interface Past extends Loaded {
  /** Time of the revision in milliseconds since 1970, at which queries are evaluated. */
  readonly now: number;
}

/** Maximum memory of the present and a past graph together in bytes. A Durable Object has 128 MB for everything. */
export const MAX_COMBINED_BYTES = 90_000_000;

/**
 * The graph at past revisions. One revision is in memory at a time: it is loaded in slices and stays until another is
 * requested. Queries of past revisions run one after the other.
 */
export class PastGraphs {
  private readonly store: GraphStore;
  private readonly slices: Slices;
  private readonly present: () => Graph;
  private past: Past | undefined;
  /** The last query of a past revision. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(store: GraphStore, slices: Slices, present: () => Graph) {
    this.store = store;
    this.slices = slices;
    this.present = present;
  }

  /**
   * Runs work on the graph at a revision, one at a time, and passes the number of pauses of its load. Throws
   * `revision_not_found` and `revision_too_large`.
   */
  async withGraphAt<T>(revision: number, budget: Budget, work: (past: Past, pauses: number) => Promise<T>): Promise<T> {
    this.requireStored(revision);
    const mine = this.last.then(async () => {
      const { past, pauses } = await this.loaded(revision, budget);
      return await work(past, pauses);
    });
    this.last = mine.catch(() => undefined);
    return await mine;
  }

  /** Drops the loaded graph. Call it when settings that it depends on change. */
  forget(): void {
    this.past = undefined;
  }

  private requireStored(revision: number): void {
    const { oldest, revision: newest } = this.store;
    if (revision < oldest || revision > newest) throw new AppError("revision_not_found", { revision, oldest, newest });
  }

  private async loaded(revision: number, budget: Budget): Promise<{ past: Past; pauses: number }> {
    if (this.past?.revision === revision) return { past: this.past, pauses: 0 };
    this.past = undefined;
    const { value: graph, pauses } = await this.read(revision);
    const loaded = loadedFrom(this.store, graph, revision, 0, budget);
    this.past = { ...loaded, now: this.store.revisionTime(revision) };
    return { past: this.past, pauses };
  }

  private async read(revision: number): Promise<Done<Graph>> {
    const snapshot = this.store.snapshotFor(revision);
    const bytes = this.present().stats().bytes + this.store.snapshotBytes(snapshot);
    if (bytes > MAX_COMBINED_BYTES) {
      const message = `The graph at that revision and the present one take ${bytes} bytes of memory; at most ${MAX_COMBINED_BYTES} are allowed.`;
      throw new AppError("revision_too_large", { bytes, maxBytes: MAX_COMBINED_BYTES }, message);
    }
    for (let before = 0; ; ) {
      const meter = new Meter();
      const { value, pauses } = await this.slices.drain(meter, loadInSteps(meter, this.store, revision));
      // The log may have been pruned meanwhile.
      this.requireStored(revision);
      before += pauses;
      if (value !== undefined) return { value: value.graph, pauses: before };
    }
  }
}
