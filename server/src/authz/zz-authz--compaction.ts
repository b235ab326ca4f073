import type { Graph, Meter } from "@cf-auth/engine";
import type { GraphStore } from "./graph-store.ts";

/** The graph at one revision, which does not change, when that is compacted, and until when the past is no longer kept; in milliseconds. */
export interface Compaction {
  readonly graph: Graph;
  readonly revision: number;
  readonly at: number;
  readonly oldest: number;
}

/**
 * Makes the graph a new base, and drops what is past its time, in steps. The bases that were dropped. One that is cut off
 * leaves pieces behind, which the next one drops.
 */
export function* compaction(meter: Meter, store: GraphStore, { graph, revision, at, oldest }: Compaction) {
  if (revision > store.baseFor(revision)) {
    yield* store.writeBase(meter, revision, graph);
    store.completeBase(revision, at);
  }
  return yield* store.prune(oldest);
}
