import { type Budget, type Graph, Meter } from "@cf-auth/engine";
import type { Expiries } from "./expiries.ts";
import type { GraphMemory } from "./graph-memory.ts";
import type { Origin, RevisionKind } from "./graph-service.ts";
import type { GraphStore } from "./graph-store.ts";
import { loadedFrom } from "./loaded-graph.ts";
import type { Slices } from "./slices.ts";

/** Runs statements in one transaction. */
export type Transaction = <T>(work: () => T) => T;

/** Revisions that a lost graph may have had after those of its backup: copies of it may exist. */
export const LOST_REVISIONS = 1_000_000;

/** A revision that replaces the whole graph. */
export interface Replacement {
  readonly kind: RevisionKind;
  readonly origin: Origin;
  /** Number of tuples that it adds, and of those that it removes. */
  readonly written: number;
  readonly deleted: number;
  /** Defaults to the next one. */
  readonly revision?: number;
}

interface Parts {
  readonly store: GraphStore;
  readonly transaction: Transaction;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly slices: Slices;
  readonly expiries: Expiries;
  readonly memory: GraphMemory;
}

/** Replaces a tenant's whole graph. */
export class GraphReplacement {
  private readonly parts: Parts;
  private readonly budget: () => Budget;

  constructor(parts: Parts, budget: () => Budget) {
    this.parts = parts;
    this.budget = budget;
  }

  /**
   * Writes the graph's snapshot in slices, and completes it in one transaction, together with `also`. Other writes
   * must wait meanwhile. Returns the revision.
   */
  async replace(
    graph: Graph,
    { kind, origin, written, deleted, ...options }: Replacement,
    also: (revision: number) => void = () => undefined,
  ): Promise<number> {
    const { store, memory, slices, expiries, clock, transaction } = this.parts;
    const { modelVersion, revision: before } = memory.present;
    const revision = options.revision ?? before + 1;
    const meter = new Meter();
    await slices.drain(meter, store.writeSnapshot(meter, revision, graph));
    await slices.yieldTurn();
    memory.put(undefined);
    expiries.forget();
    const at = clock();
    transaction(() => {
      store.addRevision({ kind, at, ...origin, written, deleted, modelVersion }, undefined, revision);
      store.completeSnapshot(revision, at);
      also(revision);
    });
    memory.put(loadedFrom(store, graph, revision, 0, this.budget()));
    return revision;
  }
}
