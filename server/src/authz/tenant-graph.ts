import {
  type Budget,
  CsvReader,
  compileModel,
  type Engine,
  encodeSnapshot,
  exportInSteps,
  type Graph,
  hasExpired,
  Meter,
  type ModelDefinition,
  merged,
  parseTuple,
  requireKnownNames,
  storedProblems,
  type Tuple,
  type TupleKey,
} from "@cf-auth/engine";
import { compileConditionLazily } from "@cf-auth/model-language";
import { AppError } from "../errors/app-error.ts";
import { begin, check } from "./answers.ts";
import { compaction } from "./compaction.ts";
import { Expiries, FIRST_PLACE } from "./expiries.ts";
import { compare, ineffectiveIn, isStored, readInPieces, rowJudge } from "./graph-import.ts";
import type {
  AtRevision,
  Changes,
  ContextProblems,
  GraphFigures,
  ImportRequest,
  ImportResult,
  ModelDiff,
  ModelSource,
  ModelVersion,
  Origin,
  Paused,
  PutResult,
  QuestionKind,
  Questions,
  RevisionKind,
  Update,
} from "./graph-service.ts";
import type { GraphStore, NewRevision } from "./graph-store.ts";
import { kindsOf, type Loaded, loadGraph, withModel } from "./loaded-graph.ts";
import { diffTask } from "./model-diff.ts";
import { PastGraphs } from "./past-graphs.ts";
import type { GraphSettings, SettingsChange } from "./settings.ts";
import type { Slices } from "./slices.ts";
import { requireFewKinds } from "./stored-kinds.ts";
import { StoredSettings } from "./stored-settings.ts";
import { tripleOf, tupleFrom } from "./tuple-text.ts";
import { type Known, updateTo } from "./update.ts";
import { distinct, requireShortContexts, stored } from "./written-tuples.ts";

/** Runs statements so that all of them take effect or none. */
export type Transaction = <T>(work: () => T) => T;

/** The log is folded into a new base once it has more changes than this, or a part of the graph's size. */
const FOLD_AFTER = 5000;
const FOLD_PART = 1 / 20;
/** Kinds of tuples that models which are no longer the newest may leave in memory, some KB each: then it is loaded afresh. */
const MAX_KINDS = 5000;
/** Units of work that looking at a context takes. */
const CONTEXT_WORK = 300;
const ALL = Number.POSITIVE_INFINITY;
const DAY_MS = 86_400_000;
const SYSTEM: Origin = { actor: "system", reason: null, requestId: "system" };

/** What is about to become a revision. */
interface Draft {
  readonly kind: RevisionKind;
  readonly origin: Origin;
  readonly writes: readonly Tuple[];
  readonly deletes: readonly TupleKey[];
}

/**
 * A tenant's graph: the stored truth and, in memory, the engine that answers from it.
 *
 * A check and a change are done at once, so each sees one revision. What may take longer is done in slices, about the
 * revision at which it began. A change is committed first; only then is the memory brought up to it, and a failure in
 * between leaves memory to be loaded afresh. Throws `AppError` and `EngineError`.
 */
export class TenantGraph {
  private readonly store: GraphStore;
  private readonly stored: StoredSettings;
  private readonly transaction: Transaction;
  private readonly clock: () => number;
  private readonly slices: Slices;
  private readonly pasts: PastGraphs;
  private readonly expiries: Expiries;
  private memory: Loaded | undefined;
  /** Of all versions of the model; undefined until they are looked up. */
  private names: ReadonlySet<string> | undefined;

  constructor(store: GraphStore, transaction: Transaction, clock: () => number, slices: Slices) {
    this.store = store;
    this.stored = new StoredSettings(store);
    this.transaction = transaction;
    this.clock = clock;
    this.slices = slices;
    this.pasts = new PastGraphs(store, slices, () => this.loaded().graph);
    this.expiries = new Expiries(
      () => this.loaded().graph,
      (deletes) => this.commit({ kind: "expiry", origin: SYSTEM, writes: [], deletes }),
      clock,
      slices,
    );
  }

  async check(asked: Questions["check"]["asked"]): Promise<Questions["check"]["answer"] & AtRevision & Paused> {
    const { value, pauses } = await this.slices.atOnce(() => {
      const loaded = this.loaded();
      try {
        return { ...check(loaded, asked, this.clock()), revision: loaded.revision };
      } finally {
        this.slices.report(loaded.engine?.lastWork ?? 0);
      }
    });
    return { ...value, pauses };
  }

  /** Answers a question in slices, about the newest revision or a past one. */
  async ask<Kind extends QuestionKind>(
    kind: Kind,
    asked: Questions[Kind]["asked"],
    at: number | undefined,
  ): Promise<Questions[Kind]["answer"] & AtRevision & Paused> {
    if (at !== undefined && at !== this.store.revision) {
      return await this.pasts.during(at, this.budget, async (past, before) => {
        const { value, pauses } = await this.slices.run(() => ({ task: begin(past, kind, asked, past.now) }));
        return Object.assign({}, value, { revision: past.revision, pauses: before + pauses });
      });
    }
    // A revision has one answer, whenever it is asked for: the newest, too, where it is asked for by its number.
    const now = at === undefined ? this.clock() : this.store.revisionTime(at);
    let revision = 0;
    const { value, pauses } = await this.slices.run(() => {
      const loaded = this.loaded();
      revision = loaded.revision;
      return { task: begin(loaded, kind, asked, now), read: loaded.reads.begin() };
    });
    return Object.assign({}, value, { revision, pauses });
  }

  /**
   * Idempotent: what is there already is not written, what is not there is not deleted. A tuple that has expired is not there,
   * whether or not it has been removed yet; so one that is written after its own expiry only ends what is there.
   */
  write({ writes, deletes, mustExist, mustNotExist }: Changes, origin: Origin) {
    const { engine, graph, revision } = this.ready();
    const now = this.clock();
    const isThere = (key: TupleKey) => graph.live(key, now) !== undefined;
    const written = distinct(writes.map(tupleFrom));
    const deleted = distinct(deletes.map(parseTuple));
    requireShortContexts(written.values());
    for (const [key, tuple] of written) {
      engine.validate(tuple);
      if (deleted.has(key)) throw new AppError("conflicting_changes", { tuple: tripleOf(tuple) });
    }
    const present = mustExist.map(parseTuple);
    const absent = mustNotExist.map(parseTuple);
    for (const key of [...deleted.values(), ...present, ...absent]) this.requireFindable(key, graph);
    const missing = present.find((key) => !isThere(key));
    if (missing !== undefined) throw new AppError("precondition_failed", { missing: tripleOf(missing) });
    const existing = absent.find(isThere);
    if (existing !== undefined) throw new AppError("precondition_failed", { present: tripleOf(existing) });
    const draft = {
      kind: "write" as const,
      origin,
      writes: [...written.values()].filter((tuple) => graph.wouldChange(tuple, now)),
      deletes: [...deleted.values()].filter(isThere),
    };
    return {
      written: draft.writes.length,
      deleted: draft.deletes.length,
      revision: this.commit(draft) ?? revision,
    };
  }

  /**
   * Throws `unknown_type` or `unknown_relation` for a tuple that is not there and never could be: the model has never had its
   * names. Of relations that the model has no more, tuples may be stored.
   */
  private requireFindable(key: TupleKey, graph: Graph): void {
    if (graph.has(key)) return;
    this.names ??= new Set(this.store.names());
    requireKnownNames(key, this.names);
  }

  /** The newest version stays when it is the same text; tuples the model does not allow stay, without effect. */
  putModel(model: { source: ModelSource; definition: ModelDefinition }, origin: Origin): PutResult & AtRevision {
    const schema = compileModel(model.definition, compileConditionLazily);
    const loaded = this.loaded();
    const { revision } = loaded;
    const newest = this.store.model({ revision });
    const at = this.clock();
    const next = withModel(loaded, schema, this.budget);
    const inertTuples = next.engine.ineffectiveCount(at);
    if (newest !== undefined && JSON.stringify(newest.source) === JSON.stringify(model.source)) {
      return { version: newest.version, changed: false, inertTuples, revision };
    }
    const version = (newest?.version ?? 0) + 1;
    this.memory = undefined;
    this.names = undefined;
    const number = this.transaction(() => {
      const counts = { written: 0, deleted: 0, modelVersion: version };
      const added = this.store.addRevision({ kind: "model", at, ...origin, ...counts }, []);
      this.store.addModel({ version, ...model, createdAt: at, createdBy: origin.actor }, added);
      return added;
    });
    // Of each of the model's own there are two: tuples that last, and those that expire.
    const isFull = next.graph.allPartitions().length > 2 * kindsOf(schema) + MAX_KINDS;
    this.memory = isFull ? undefined : { ...next, modelVersion: version, revision: number };
    return { version, changed: true, inertTuples, revision: number };
  }

  getModel(version: number | undefined): { model: ModelVersion | null } & AtRevision {
    const { revision } = this.store;
    const stored = this.store.model(version === undefined ? { revision } : { version });
    if (stored === undefined) return { model: null, revision };
    const { definition: _, ...model } = stored;
    return { model, revision };
  }

  async diffModel(definition: ModelDefinition): Promise<ModelDiff & AtRevision & Paused> {
    const next = { definition, schema: compileModel(definition, compileConditionLazily) };
    const options = { budget: this.budget, now: this.clock() };
    let revision = 0;
    const { value, pauses } = await this.slices.run(() => {
      const loaded = this.loaded();
      revision = loaded.revision;
      const stored = this.store.model({ revision });
      const present = stored && loaded.schema && { definition: stored.definition, schema: loaded.schema };
      return { task: diffTask(loaded.graph.frozen(), present, next, options) };
    });
    return { ...value, revision, pauses };
  }

  /** What the model would find wrong with the contexts that are stored now, looked for in slices. */
  async contextProblems(definition: ModelDefinition): Promise<ContextProblems> {
    const schema = compileModel(definition, compileConditionLazily);
    const meter = new Meter();
    const looking = storedProblems(schema, this.loaded().graph.frozen(), this.clock());
    const { value } = await this.slices.drain(meter, looking, (steps) => {
      meter.work += steps * CONTEXT_WORK;
    });
    return { invalidContexts: value.invalidContexts, contextProblems: value.contextProblems };
  }

  /** Reads the file in slices; what is written meanwhile stays. */
  async importCsv({ csv, ...request }: ImportRequest & { csv: string }, origin: Origin): Promise<ImportResult> {
    const since = this.store.revision;
    const reader = this.csvReader(request);
    const bytes = new TextEncoder().encode(csv);
    await this.readCsv(bytes, reader);
    if (reader.mustReadAgain()) await this.readCsv(bytes, reader);
    return this.importGraph(reader.finish(), reader, { ...request, since }, origin);
  }

  private async readCsv(bytes: Uint8Array, reader: CsvReader): Promise<void> {
    const meter = new Meter();
    await this.slices.drain(meter, readInPieces(meter, bytes, reader));
  }

  /** A reader of what is to be imported. Throws `model_missing`. */
  csvReader({ ineffective }: ImportRequest): CsvReader {
    const { engine } = this.ready();
    // What has expired is not stored, and only ends what is: it may have been exported before it expired.
    const isHarmless = (tuple: Tuple) => hasExpired(tuple, this.clock()) || isStored(this.loaded().graph, tuple);
    return new CsvReader(rowJudge(engine, isHarmless, ineffective));
  }

  /**
   * All or nothing. `replace` also removes what the file does not have, except what was written after the revision
   * `since`, at which the import began; a dry run only counts. Throws `import_overtaken` when so much was changed
   * meanwhile that the log does not have it.
   */
  importGraph(
    file: Graph,
    { dropped, warnings }: Pick<CsvReader, "dropped" | "warnings">,
    { replace, dryRun, since }: ImportRequest & { since: number },
    origin: Origin,
  ): ImportResult {
    const { graph, engine, revision } = this.ready();
    if (!this.store.isLoggedSince(since)) throw new AppError("import_overtaken");
    const tuples = file.size;
    const now = this.clock();
    const ineffective = ineffectiveIn(engine, file, now);
    // As in a write: a row that has expired only ends what is there.
    const { expired } = file.scanExpiry(FIRST_PLACE, Math.floor(now / 1000), ALL, ALL);
    for (const tuple of expired) {
      if (!graph.wouldChange(tuple, now)) file.remove(tuple);
    }
    for (const { operation, tuple } of this.store.changesBetween(since, revision)) {
      if (operation === "write") file.put(tuple);
      else file.remove(tuple);
    }
    const { added, removed, draft } = compare(graph, file, replace, now);
    const unchanged = Math.max(tuples - added, 0);
    const counts = { tuples, added, removed, unchanged, ineffective, dropped, warnings };
    // Too much to be kept line by line: the whole graph is put in place of the present one.
    const whole = draft === undefined ? (replace ? file : merged(graph, file)) : undefined;
    if (dryRun) {
      requireFewKinds(whole ?? graph, draft?.writes ?? []);
      this.requireRoom(whole?.size ?? graph.size + added - removed, whole ?? graph);
      return { ...counts, revision };
    }
    const done =
      whole === undefined
        ? this.commit({ kind: "import", origin, writes: [], deletes: [], ...draft })
        : this.commitGraph(whole, { kind: "import", ...origin, written: added, deleted: removed });
    return { ...counts, revision: done ?? revision };
  }

  /** The canonical CSV of the graph as it is now, piece by piece in slices; each is waited for. */
  async exportCsv(take: (piece: string) => void | Promise<void>): Promise<{ tuples: number } & AtRevision & Paused> {
    const { graph: present, revision } = this.loaded();
    const now = this.clock();
    const tuples = this.expiries.liveCount(now);
    const graph = present.frozen();
    const meter = new Meter();
    const { pauses } = await this.slices.drain(meter, exportInSteps(meter, graph, now), take);
    return { tuples, revision, pauses };
  }

  stats(): GraphFigures & AtRevision {
    const { graph, engine, revision, modelVersion } = this.loaded();
    const now = this.clock();
    const inertTuples = engine?.ineffectiveCount(now) ?? 0;
    return {
      ...graph.stats(),
      tuples: this.expiries.liveCount(now),
      modelVersion,
      inertTuples,
      oldestRevision: this.store.oldest,
      revision,
    };
  }

  get settings(): GraphSettings {
    return this.stored.all;
  }

  /** What is set for the tenant, by itself over those above it. */
  get givenSettings(): Partial<GraphSettings> {
    return this.stored.given;
  }

  /** Null takes back what the tenant has set for itself. */
  putSettings(change: SettingsChange): GraphSettings {
    this.stored.change(change);
    this.renewBudgets();
    return this.settings;
  }

  /** Takes what is set above the tenant in the place of what was. */
  inheritSettings(settings: Partial<GraphSettings>): Partial<GraphSettings> {
    this.stored.inherit(settings);
    this.renewBudgets();
    return this.givenSettings;
  }

  /** Budgets are part of the engines that are loaded. */
  private renewBudgets(): void {
    const { memory } = this;
    if (memory?.schema !== undefined) this.memory = { ...memory, ...withModel(memory, memory.schema, this.budget) };
    this.pasts.forget();
  }

  /** What brings a copy of the graph up to date. */
  update(known: Known | undefined, limit?: number): Omit<Update, "snapshot"> {
    return { ...updateTo(this.store, this.loaded().revision, known, limit), settings: this.settings };
  }

  private get budget(): Budget {
    const { maxDepth, maxWork } = this.settings;
    return { depth: maxDepth, work: maxWork };
  }

  /** When the next tuple ends, in milliseconds since 1970, or some time before. */
  get nextExpiry(): number | undefined {
    return this.expiries.next;
  }

  /** Removes tuples that have ended, in slices. `changed` is to be called after each change. */
  async sweep(changed: () => void): Promise<void> {
    await this.expiries.sweep(changed);
  }

  /** Whether enough has changed to be compacted into a new base. */
  get shouldFold(): boolean {
    const { graph, logged } = this.loaded();
    return logged > Math.max(FOLD_AFTER, graph.size * FOLD_PART);
  }

  /** Makes the graph as it is now a new base, in slices, and drops what is past its time. The bases that were dropped. */
  async fold(): Promise<number[]> {
    const meter = new Meter();
    const oldest = this.clock() - this.settings.retentionDays * DAY_MS;
    const { graph, revision, logged } = this.loaded();
    // Under the time of the revision, which answers are given at, also when all that is left of it is its base.
    const at = this.store.revisionTime(revision);
    const wanted = { graph: graph.frozen(), revision, at, oldest };
    const { value } = await this.slices.drain(meter, compaction(meter, this.store, wanted));
    if (this.memory?.graph === graph) this.memory = { ...this.memory, logged: this.memory.logged - logged };
    return value;
  }

  /** Writes to storage, then to memory. The new revision, or undefined when there was nothing to change. */
  private commit({ kind, origin, writes, deletes }: Draft): number | undefined {
    if (writes.length === 0 && deletes.length === 0) return undefined;
    const loaded = this.loaded();
    const { graph, modelVersion } = loaded;
    const added = writes.filter((tuple) => !graph.has(tuple)).length;
    requireFewKinds(graph, writes);
    if (added > 0) this.requireRoom(graph.size + added, graph);
    const counts = { written: writes.length, deleted: deletes.length, modelVersion };
    const step = { kind, at: this.clock(), ...origin, ...counts };
    this.memory = undefined;
    const revision = this.transaction(() => this.store.addRevision(step, stored(writes, deletes)));
    loaded.reads.willChange(graph, [...deletes, ...writes]);
    for (const tuple of deletes) graph.remove(tuple);
    for (const tuple of writes) graph.put(tuple);
    this.memory = { ...loaded, revision, logged: loaded.logged + writes.length + deletes.length };
    this.expiries.note(writes);
    return revision;
  }

  /** Puts a whole graph in place of the present one. */
  private commitGraph(graph: Graph, step: Omit<NewRevision, "at" | "modelVersion">): number {
    const { modelVersion } = this.loaded();
    requireFewKinds(graph, []);
    this.requireRoom(graph.size, graph);
    const at = this.clock();
    const snapshot = encodeSnapshot(graph);
    this.memory = undefined;
    this.expiries.forget();
    return this.transaction(() => {
      const revision = this.store.addRevision({ ...step, at, modelVersion }, undefined);
      this.store.addBase(revision, snapshot, at);
      return revision;
    });
  }

  /** Throws `graph_full` where the tuples would be more than the tenant may have. */
  private requireRoom(tuples: number, graph: Graph): void {
    const { maxTuples, maxBytes } = this.settings;
    if (tuples > maxTuples) {
      const message = `The graph would have ${tuples} tuples, more than ${maxTuples}; nothing was changed.`;
      throw new AppError("graph_full", { tuples, maxTuples }, message);
    }
    const { bytes } = graph.stats();
    if (bytes > maxBytes) {
      const message = `The graph takes ${bytes} bytes of memory, more than ${maxBytes}; nothing was changed.`;
      throw new AppError("graph_full", { bytes, maxBytes }, message);
    }
  }

  /** What is in memory, at the revision that is stored now. */
  private loaded(): Loaded {
    const { revision } = this.store;
    if (this.memory?.revision !== revision) this.memory = loadGraph(this.store, revision, this.budget);
    return this.memory;
  }

  /** Throws `model_missing` when nothing can be answered yet. */
  private ready(): Loaded & { engine: Engine } {
    const { engine, ...loaded } = this.loaded();
    if (engine === undefined) throw new AppError("model_missing");
    return { ...loaded, engine };
  }
}
