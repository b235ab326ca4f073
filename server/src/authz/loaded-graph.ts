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
import type { QueryableGraph } from "./query-tasks.ts";
import type { GraphStore, LogPosition, StoredChange } from "./graph-store.ts";
import { OpenReads } from "./open-reads.ts";

/** Changes that are read and made at one go. */
const MAX_CHANGES_PER_STEP = 500;

/** A graph in memory, as it is at one revision. */
export interface Loaded extends QueryableGraph {
  readonly revision: number;
  readonly modelVersion: number | null;
  readonly schema: Schema | undefined;
  /** Changes in the log since the newest base. */
  readonly logged: number;
  /** Reads that go on while the graph is changed. */
  readonly reads: OpenReads;
}

/**
 * Reads the graph as it was at a revision: its newest base until then and the changes since, which are counted. Undefined
 * where the base was replaced meanwhile: then the changes may be gone.
 */
export function* loadInSteps(
  meter: Meter,
  store: GraphStore,
  revision: number,
): Steps<{ graph: Graph; logged: number } | undefined> {
  const base = store.snapshotFor(revision);
  const bytes = base === 0 ? undefined : yield* store.readSnapshot(meter, base);
  if (bytes === undefined && store.snapshotFor(revision) !== base) return undefined;
  // A base without bytes is no snapshot.
  const graph = base === 0 ? new Graph() : yield* decodeInSteps(meter, bytes ?? new Uint8Array(0));
  let logged = 0;
  yield* changesInSteps(meter, store, base, revision, ({ operation, tuple }) => {
    if (operation === "write") graph.put(tuple);
    else graph.remove(tuple);
    logged++;
  });
  return store.snapshotFor(revision) === base ? { graph, logged } : undefined;
}

/** Has each change of the revisions from after one up to another seen, in order. */
export function* changesInSteps(
  meter: Meter,
  store: GraphStore,
  after: number,
  upTo: number,
  see: (change: StoredChange) => void,
): Steps<void> {
  for (let place: LogPosition | undefined = { revision: after, position: Number.MAX_SAFE_INTEGER }; place; ) {
    const changes = store.changesFrom(place, upTo, MAX_CHANGES_PER_STEP);
    for (const change of changes) see(change);
    place = changes.length < MAX_CHANGES_PER_STEP ? undefined : changes.at(-1);
    meter.work += changes.length * WORK.change;
    if (meter.isDue) yield;
  }
}

/** A graph that has been read, with the model that it had at the revision. */
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

/** The same graph, answered by a model. */
export function withModel({ graph, revision, logged, reads }: Bare, schema: Schema, budget: Budget) {
  return { graph, revision, logged, reads, schema, engine: engineFor(schema, graph, budget) };
}

/** What answers from a graph by a model. With the largest model that takes most of what is done without a pause. */
export function engineFor(schema: Schema, graph: Graph, budget: Budget): Engine {
  reportWork("model", countKinds(schema) * WORK.kind);
  return new Engine(schema, graph, { budget });
}

/** Kinds of subject that the relations of a model take, all together. */
export function countKinds(schema: Schema): number {
  return schema.relations.reduce((sum, { direct }) => sum + Math.max(direct.length, 1), 0);
}
