import {
  type Allowed,
  compileModel,
  Engine,
  EngineError,
  formatCsv,
  formatObject,
  formatSubject,
  Graph,
  type ModelDefinition,
  type Page,
  type Proof,
  parseCsv,
  parseTuple,
  type Tuple,
} from "@cf-auth/engine";
import { AppError } from "../errors/app-error.ts";
import type {
  AtRevision,
  ImportResult,
  ModelVersion,
  ObjectsRequest,
  SubjectsRequest,
  Triple,
  TupleFilter,
} from "./graph-service.ts";
import type { GraphStore } from "./graph-store.ts";

/** Runs statements so that all of them take effect or none. */
export type Transaction = <T>(work: () => T) => T;

interface Loaded {
  readonly revision: number;
  readonly graph: Graph;
  readonly modelVersion: number | undefined;
  /** Absent until there is a model. */
  readonly engine: Engine | undefined;
}

/**
 * A tenant's graph: the stored truth and, in memory, the engine that answers from it.
 *
 * Synchronous throughout, so one call sees one revision. A change is committed first; only then is the memory
 * brought up to it, and a failure in between leaves memory to be loaded afresh. Throws `AppError` and
 * `EngineError`.
 */
export class TenantGraph {
  private readonly store: GraphStore;
  private readonly transaction: Transaction;
  private memory: Loaded | undefined;

  constructor(store: GraphStore, transaction: Transaction) {
    this.store = store;
    this.transaction = transaction;
  }

  check({ subject, relation, object }: Triple): { allowed: Allowed } & AtRevision {
    const { engine, revision } = this.ready();
    return { allowed: engine.check(subject, relation, object).allowed, revision };
  }

  /** Answers each question by itself: what is wrong with one is that one's answer. */
  batchCheck(questions: readonly Triple[]): { answers: (Allowed | EngineError)[] } & AtRevision {
    const { engine, revision } = this.ready();
    const answers = questions.map(({ subject, relation, object }) => {
      try {
        return engine.check(subject, relation, object).allowed;
      } catch (error) {
        if (error instanceof EngineError) return error;
        throw error;
      }
    });
    return { answers, revision };
  }

  listObjects({ subject, relation, objectType, after, limit }: ObjectsRequest): Page & AtRevision {
    const { engine, revision } = this.ready();
    return { ...engine.listObjects(subject, relation, objectType, { after, limit }), revision };
  }

  listSubjects({ object, relation, subjectKind, after, limit }: SubjectsRequest): Page & AtRevision {
    const { engine, revision } = this.ready();
    return { ...engine.listSubjects(object, relation, subjectKind, { after, limit }), revision };
  }

  explain({ subject, relation, object }: Triple): { proof: Proof | null } & AtRevision {
    const { engine, revision } = this.ready();
    return { proof: engine.prove(subject, relation, object) ?? null, revision };
  }

  /** Idempotent: what is there already is not written, what is not there is not deleted. */
  write(changes: { writes: readonly Triple[]; deletes: readonly Triple[] }) {
    const { engine, graph, revision } = this.ready();
    const writes = distinct(changes.writes.map(parseTuple));
    const deletes = distinct(changes.deletes.map(parseTuple));
    for (const [key, tuple] of writes) {
      engine.validate(tuple);
      if (deletes.has(key)) throw new AppError("conflicting_changes", { tuple: tripleOf(tuple) });
    }
    const added = [...writes.values()].filter((tuple) => !isStored(graph, tuple));
    const removed = [...deletes.values()].filter((tuple) => graph.has(tuple));
    const now = this.commit(added, removed) ?? revision;
    return { written: added.length, deleted: removed.length, revision: now };
  }

  read(filter: TupleFilter, after: Triple | undefined, limit: number) {
    const found = this.store.read(filter, after && parseTuple(after), limit + 1);
    const tuples = found.slice(0, limit).map(tripleOf);
    return { tuples, more: found.length > limit, revision: this.store.revision };
  }

  /** The newest version stays when it is the same text; tuples the model does not allow stay, without effect. */
  putModel(model: { source: string; definition: ModelDefinition; actor: string; now: Date }) {
    const schema = compileModel(model.definition);
    const newest = this.store.model(undefined);
    const { graph, revision } = this.loaded();
    const inertTuples = countInert(new Engine(schema, graph), graph);
    if (newest?.source === model.source) return { version: newest.version, changed: false, inertTuples, revision };
    const { source, definition, actor, now } = model;
    this.memory = undefined;
    return this.transaction(() => {
      const version = this.store.addModel({ source, definition, createdAt: now.getTime(), createdBy: actor });
      return { version, changed: true, inertTuples, revision: this.store.raiseRevision() };
    });
  }

  getModel(version: number | undefined): { model: ModelVersion | null } & AtRevision {
    const stored = this.store.model(version);
    if (stored === undefined) return { model: null, revision: this.store.revision };
    const { definition: _, ...model } = stored;
    return { model, revision: this.store.revision };
  }

  /** All or nothing. `replace` also removes what the file does not have; a dry run only counts. */
  importCsv({ csv, replace, dryRun }: { csv: string; replace: boolean; dryRun: boolean }): ImportResult {
    const { engine, graph, revision } = this.ready();
    const file = parseCsv(csv, (tuple) => engine.validate(tuple));
    const added = [...file.tuples()].filter((tuple) => !isStored(graph, tuple));
    const removed = replace ? [...graph.tuples()].filter((tuple) => !file.has(tuple)) : [];
    const now = dryRun ? revision : (this.commit(added, removed) ?? revision);
    return {
      tuples: file.size,
      added: added.length,
      removed: removed.length,
      unchanged: file.size - added.length,
      revision: now,
    };
  }

  exportCsv(): { csv: string; tuples: number } & AtRevision {
    const { graph, revision } = this.loaded();
    return { csv: formatCsv(graph.tuples()), tuples: graph.size, revision };
  }

  stats() {
    const { graph, revision, modelVersion } = this.loaded();
    return { ...graph.stats(), modelVersion: modelVersion ?? null, revision };
  }

  /** Writes to storage, then to memory. The new revision, or undefined when there was nothing to change. */
  private commit(added: readonly Tuple[], removed: readonly Tuple[]): number | undefined {
    if (added.length === 0 && removed.length === 0) return undefined;
    const { graph, engine, modelVersion } = this.loaded();
    this.memory = undefined;
    const revision = this.transaction(() => {
      for (const tuple of removed) this.store.delete(tuple);
      for (const tuple of added) this.store.put(tuple);
      return this.store.raiseRevision();
    });
    for (const tuple of removed) graph.remove(tuple);
    for (const tuple of added) graph.put(tuple);
    this.memory = { revision, graph, engine, modelVersion };
    return revision;
  }

  /** What is in memory, at the revision that is stored now. */
  private loaded(): Loaded {
    const revision = this.store.revision;
    if (this.memory?.revision === revision) return this.memory;
    const graph = Graph.from(this.store.tuples());
    const model = this.store.model(undefined);
    const engine = model && new Engine(compileModel(model.definition), graph);
    this.memory = { revision, graph, engine, modelVersion: model?.version };
    return this.memory;
  }

  /** Throws `model_missing` when nothing can be answered yet. */
  private ready(): Loaded & { engine: Engine } {
    const { engine, ...loaded } = this.loaded();
    if (engine === undefined) throw new AppError("model_missing");
    return { ...loaded, engine };
  }
}

export function tripleOf(tuple: Tuple): Triple {
  return { subject: formatSubject(tuple), relation: tuple.relation, object: formatObject(tuple) };
}

function distinct(tuples: readonly Tuple[]): Map<string, Tuple> {
  return new Map(tuples.map((tuple) => [JSON.stringify(tripleOf(tuple)), tuple]));
}

/** Whether the graph holds the tuple on just these terms. */
function isStored(graph: Graph, tuple: Tuple): boolean {
  const stored = graph.get(tuple);
  return stored !== undefined && JSON.stringify(termsOf(stored)) === JSON.stringify(termsOf(tuple));
}

function termsOf({ condition, context, expiresAt }: Tuple) {
  return [condition, context, expiresAt];
}

function countInert(engine: Engine, graph: Graph): number {
  let count = 0;
  for (const tuple of graph.tuples()) if (!engine.allows(tuple)) count++;
  return count;
}
