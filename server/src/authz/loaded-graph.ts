import {
  type Budget,
  compileModel,
  decodeInSteps,
  Engine,
  Graph,
  type Meter,
  type Schema,
  type Steps,
} from "@cf-auth/engine";
import { compileConditionLazily } from "@cf-auth/model-language";
import { reportWork, WORK } from "../ports/work.ts";
import type { GraphStore, LogPosition, StoredChange } from "./graph-store.ts";
import { OpenReads } from "./open-reads.ts";
import type { QueryableGraph } from "./query-tasks.ts";

/** Maximum number of changes that are read and applied in one step. */
const MAX_CHANGES_PER_STEP = 500;

/** A graph in memory, at one revision. */
export interface Loaded extends QueryableGraph {
  readonly revision: number;
  readonly modelVersion: number | null;
  readonly schema: Schema | undefined;
  /** Number of logged changes since the newest snapshot. */
  readonly logged: number;
  /** Reads that run while the graph changes. */
  readonly reads: OpenReads;
}

/**
 * Loads the graph at a revision: the newest snapshot before it and the changes since. Returns undefined if the snapshot was
 * replaced meanwhile, because its changes may be gone.
 */
export function* loadInSteps(
  meter: Meter,
  store: GraphStore,
  revision: number,
): Steps<{ graph: Graph; logged: number } | undefined> {
  const snapshot = store.snapshotFor(revision);
  const bytes = snapshot === 0 ? undefined : yield* store.readSnapshot(meter, snapshot);
  if (bytes === undefined && store.snapshotFor(revision) !== snapshot) return undefined;
  // A snapshot without bytes fails to decode.
  const graph = snapshot === 0 ? new Graph() : yield* decodeInSteps(meter, bytes ?? new Uint8Array(0));
  let logged = 0;
  yield* changesInSteps(meter, store, snapshot, revision, ({ operation, tuple }) => {
    if (operation === "write") graph.put(tuple);
    else graph.remove(tuple);
    logged++;
  });
  return store.snapshotFor(revision) === snapshot ? { graph, logged } : undefined;
}

/** Visits each change of the revisions after `after` up to `upTo`, in order. */
export function* changesInSteps(
  meter: Meter,
  store: GraphStore,
  after: number,
  upTo: number,
  visit: (change: StoredChange) => void,
): Steps<void> {
  for (let cursor: LogPosition | undefined = { revision: after, position: Number.MAX_SAFE_INTEGER }; cursor; ) {
    const changes = store.changesFrom(cursor, upTo, MAX_CHANGES_PER_STEP);
    for (const change of changes) visit(change);
    cursor = changes.length < MAX_CHANGES_PER_STEP ? undefined : changes.at(-1);
    meter.work += changes.length * WORK.change;
    if (meter.isDue) yield;
  }
}

/** Combines a graph with its model at the revision. */
export function loadedFrom(store: GraphStore, graph: Graph, revision: number, logged: number, budget: Budget): Loaded {
  const model = store.model({ revision });
  const bare = { revision, graph, logged, reads: new OpenReads() };
  if (model === undefined) return { ...bare, engine: undefined, schema: undefined, modelVersion: null };
  return {
    ...withModel(bare, compileModel(model.definition, compileConditionLazily), budget),
    modelVersion: model.version,
  };
}

type Bare = Omit<Loaded, "modelVersion" | "engine" | "schema">;

/** The same graph with another model. */
export function withModel({ graph, revision, logged, reads }: Bare, schema: Schema, budget: Budget) {
  return { graph, revision, logged, reads, schema, engine: engineFor(schema, graph, budget) };
}

/** Creates the engine of a graph and a model. For the largest model this is most of the work done without a pause. */
export function engineFor(schema: Schema, graph: Graph, budget: Budget): Engine {
  reportWork("model", countKinds(schema) * WORK.kind);
  return new Engine(schema, graph, { budget });
}

/** Number of kinds of subject that the model's relations accept. */
export function countKinds(schema: Schema): number {
  return schema.relations.reduce((sum, { direct }) => sum + Math.max(direct.length, 1), 0);
}
