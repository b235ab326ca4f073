import { type Budget, compileModel, decodeSnapshot, Engine, Graph, type Schema } from "@cf-auth/engine";
import { compileConditionLazily } from "@cf-auth/model-language";
import { reportWork, WORK } from "../ports/work.ts";
import type { Answering } from "./answers.ts";
import type { GraphStore } from "./graph-store.ts";
import { OpenReads } from "./open-reads.ts";

/** A graph in memory, as it is at one revision. */
export interface Loaded extends Answering {
  readonly revision: number;
  readonly modelVersion: number | null;
  readonly schema: Schema | undefined;
  /** Changes in the log since the newest base. */
  readonly logged: number;
  /** Reads that go on while the graph is changed. */
  readonly reads: OpenReads;
}

/** Reads a graph from its newest base and the changes since. */
export function loadGraph(store: GraphStore, revision: number, budget: Budget): Loaded {
  const base = store.baseFor(revision);
  const graph = base === 0 ? new Graph() : decodeSnapshot(store.base(base));
  let logged = 0;
  for (const { operation, tuple } of store.changesBetween(base, revision)) {
    if (operation === "write") graph.put(tuple);
    else graph.remove(tuple);
    logged++;
  }
  return loadedFrom(store, graph, revision, logged, budget);
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
  reportWork("model", kindsOf(schema) * WORK.kind);
  return new Engine(schema, graph, { budget });
}

/** Kinds of subject that the relations of a model take, all together. */
export function kindsOf(schema: Schema): number {
  return schema.relations.reduce((sum, { direct }) => sum + Math.max(direct.length, 1), 0);
}
