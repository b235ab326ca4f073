import {
  CsvReader,
  compileModel,
  decodeSnapshot,
  Engine,
  encodeSnapshot,
  exportCsv,
  Graph,
  hasExpired,
  ineffectiveCount,
  type ModelDefinition,
  merged,
  parseTuple,
  readCsv,
  requireKnownNames,
  storedProblems,
  type Tuple,
  type TupleKey,
} from "@cf-auth/engine";
import { compileConditionLazily } from "@cf-auth/model-language";
import { AppError } from "../errors/app-error.ts";
import { type Answering, answer } from "./answers.ts";
import { compare, distinct, logged } from "./graph-changes.ts";
import { ineffectiveIn, isStored, rowJudge } from "./graph-import.ts";
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
  PutResult,
  QuestionKind,
  Questions,
  RevisionKind,
  Update,
} from "./graph-service.ts";
import type { GraphStore, NewRevision } from "./graph-store.ts";
import { diffModels } from "./model-diff.ts";
import { DEFAULT_SETTINGS, type GraphSettings, type SettingsChange } from "./settings.ts";
import { tripleOf, tupleFrom } from "./tuple-text.ts";

/** Where settings are stored: the tenant's own, and those of the tenants above it. */
const OWN = "settings";
const INHERITED = "inherited-settings";

/** Runs statements so that all of them take effect or none. */
export type Transaction = <T>(work: () => T) => T;

/** The log is folded into a new base once it has more changes than this, or a part of the graph's size. */
const FOLD_AFTER = 5000;
const FOLD_PART = 1 / 20;
/** Kinds of tuples that models which were only looked at may leave in memory, some KB each: then it is loaded afresh. */
const MAX_SPARE_KINDS = 5_000;
/** Expired tuples removed at one go. */
const SWEPT_AT_ONCE = 5000;
const DAY_MS = 86_400_000;
const SYSTEM: Origin = { actor: "system", reason: null, requestId: "system" };

/** The graph at one revision. */
interface Loaded extends Omit<Answering, "now"> {
  readonly revision: number;
  readonly modelVersion: number | null;
  /** Changes in the log since the newest base. */
  readonly logged: number;
}

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
 * Synchronous throughout, so one call sees one revision. A change is committed first; only then is the memory
 * brought up to it, and a failure in between leaves memory to be loaded afresh. Throws `AppError` and
 * `EngineError`.
 */
export class TenantGraph {
  private readonly store: GraphStore;
  private readonly transaction: Transaction;
  private readonly clock: () => number;
  private memory: Loaded | undefined;
  /** Kinds of tuples in memory that no stored model asks for. */
  private spareKinds = 0;
  /** The past that was asked last. */
  private past: Loaded | undefined;
  /** When the first tuple ends, in seconds; undefined until it is looked up, Infinity where none does. */
  private firstExpiry: number | undefined;
  /** Of all versions of the model; undefined until they are looked up. */
  private names: ReadonlySet<string> | undefined;

  constructor(store: GraphStore, transaction: Transaction, clock: () => number) {
    this.store = store;
    this.transaction = transaction;
    this.clock = clock;
  }

  ask<Kind extends QuestionKind>(
    kind: Kind,
    asked: Questions[Kind]["asked"],
    at: number | undefined,
  ): Questions[Kind]["answer"] & AtRevision {
    const loaded = at === undefined ? this.loaded() : this.loadedAt(at);
    // A revision has one answer, whenever it is asked for: the newest, too, where it is asked for by its number.
    const now = at === undefined ? this.clock() : this.store.revisionTime(at);
    return { ...answer({ ...loaded, now }, kind, asked), revision: loaded.revision };
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
    const { graph, revision } = this.loaded();
    const newest = this.store.model({ revision });
    const at = this.clock();
    const inertTuples = ineffectiveCount(schema, graph, at);
    if (newest !== undefined && JSON.stringify(newest.source) === JSON.stringify(model.source)) {
      return { version: newest.version, changed: false, inertTuples, revision };
    }
    const version = (newest?.version ?? 0) + 1;
    this.memory = undefined;
    this.names = undefined;
    return this.transaction(() => {
      const counts = { written: 0, deleted: 0, modelVersion: version };
      const number = this.store.addRevision({ kind: "model", at, ...origin, ...counts }, []);
      this.store.addModel({ version, ...model, createdAt: at, createdBy: origin.actor }, number);
      return { version, changed: true, inertTuples, revision: number };
    });
  }

  getModel(version: number | undefined): { model: ModelVersion | null } & AtRevision {
    const { revision } = this.store;
    const stored = this.store.model(version === undefined ? { revision } : { version });
    if (stored === undefined) return { model: null, revision };
    const { definition: _, ...model } = stored;
    return { model, revision };
  }

  diffModel(definition: ModelDefinition): ModelDiff & AtRevision {
    const { graph, engine, revision } = this.loaded();
    const kinds = graph.allPartitions().length;
    const stored = this.store.model({ revision });
    const present = engine && stored && { definition: stored.definition, engine };
    const next = { definition, engine: new Engine(compileModel(definition, compileConditionLazily), graph) };
    const diff = diffModels(graph, present, next, this.clock());
    // An engine makes room in the graph for every kind of tuple that its model allows, which stays.
    this.spareKinds += graph.allPartitions().length - kinds;
    if (this.spareKinds > MAX_SPARE_KINDS) this.memory = undefined;
    return { ...diff, revision };
  }

  /** What the model would find wrong with the contexts that are stored now; in steps, since there may be many. */
  *contextProblems(definition: ModelDefinition): Generator<number, ContextProblems> {
    const { graph } = this.loaded();
    const schema = compileModel(definition, compileConditionLazily);
    const { invalidContexts, contextProblems } = yield* storedProblems(schema, graph, this.clock());
    return { invalidContexts, contextProblems };
  }

  importCsv({ csv, ...request }: ImportRequest & { csv: string }, origin: Origin): ImportResult {
    const reader = this.csvReader(request);
    const file = readCsv(csv, reader);
    return this.importGraph(file, reader, { ...request, since: this.store.revision }, origin);
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
    for (const tuple of file.expired(now / 1000, Number.POSITIVE_INFINITY)) {
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
      this.requireRoom(whole?.size ?? graph.size + added - removed, whole ?? graph);
      return { ...counts, revision };
    }
    const done =
      whole === undefined
        ? this.commit({ kind: "import", origin, writes: [], deletes: [], ...draft })
        : this.commitGraph(whole, { kind: "import", ...origin, written: added, deleted: removed });
    return { ...counts, revision: done ?? revision };
  }

  /** The canonical CSV, piece by piece. Nothing may change meanwhile. */
  exportCsv(): { pieces: Iterable<string>; tuples: number } & AtRevision {
    const { graph, revision } = this.loaded();
    const now = this.clock();
    return { pieces: exportCsv(graph, now), tuples: graph.size - graph.countExpired(now / 1000), revision };
  }

  stats(): GraphFigures & AtRevision {
    const { graph, engine, revision, modelVersion } = this.loaded();
    const now = this.clock();
    const inertTuples = engine?.ineffectiveCount(now) ?? 0;
    const tuples = graph.size - graph.countExpired(now / 1000);
    return { ...graph.stats(), tuples, modelVersion, inertTuples, oldestRevision: this.store.oldest, revision };
  }

  get settings(): GraphSettings {
    return { ...DEFAULT_SETTINGS, ...this.givenSettings };
  }

  /** What is set for the tenant, by itself over those above it. */
  get givenSettings(): Partial<GraphSettings> {
    const of = (key: string) => this.store.document<Partial<GraphSettings>>(key);
    return { ...of(INHERITED), ...of(OWN) };
  }

  /** Null takes back what the tenant has set for itself. */
  putSettings(change: SettingsChange): GraphSettings {
    const own = Object.entries({ ...this.store.document<Partial<GraphSettings>>(OWN), ...change });
    this.storeSettings(OWN, Object.fromEntries(own.filter(([, value]) => value !== null)));
    return this.settings;
  }

  /** Takes what is set above the tenant in the place of what was. */
  inheritSettings(settings: Partial<GraphSettings>): Partial<GraphSettings> {
    this.storeSettings(INHERITED, settings);
    return this.givenSettings;
  }

  private storeSettings(key: string, settings: Partial<GraphSettings>): void {
    this.store.putDocument(key, settings);
    // Budgets are part of the engines that are loaded.
    this.memory = undefined;
    this.past = undefined;
  }

  /** What brings a copy of the graph up to date; the snapshot it starts from where the copy is none or too old. */
  update(known: { revision: number; modelVersion: number | null } | undefined): Omit<Update, "snapshot"> {
    const { revision, modelVersion } = this.loaded();
    const canFollow = known !== undefined && known.revision <= revision && this.store.isLoggedSince(known.revision);
    const from = canFollow ? known.revision : this.store.baseFor(revision);
    const model = known?.modelVersion === modelVersion ? undefined : this.store.model({ revision });
    return {
      revision,
      settings: this.settings,
      from,
      changes: from === revision ? [] : [...this.store.changesBetween(from, revision)],
      model: model ? { version: model.version, definition: model.definition } : null,
      modelVersion,
    };
  }

  /** When the next tuple ends, in milliseconds since 1970. */
  get nextExpiry(): number | undefined {
    this.firstExpiry ??= this.loaded().graph.firstExpiry() ?? Number.POSITIVE_INFINITY;
    return this.firstExpiry === Number.POSITIVE_INFINITY ? undefined : this.firstExpiry * 1000;
  }

  /** Removes tuples that have ended; some may be left for the next time. */
  sweep(): void {
    const expired = this.loaded().graph.expired(Math.floor(this.clock() / 1000), SWEPT_AT_ONCE);
    this.commit({ kind: "expiry", origin: SYSTEM, writes: [], deletes: expired });
    this.firstExpiry = undefined;
  }

  /** Whether enough has changed to be folded into a new base. */
  get shouldFold(): boolean {
    const { graph, logged } = this.loaded();
    return logged > Math.max(FOLD_AFTER, graph.size * FOLD_PART);
  }

  /** Makes the graph as it is a new base, and drops what is past its time. The bases that were dropped. */
  fold(): number[] {
    const { graph, revision } = this.loaded();
    const now = this.clock();
    const snapshot = encodeSnapshot(graph);
    if (this.memory !== undefined) this.memory = { ...this.memory, logged: 0 };
    return this.transaction(() => {
      // Under the time of the revision, which answers are given at, also when all that is left of it is its base.
      if (revision > this.store.baseFor(revision)) {
        this.store.addBase(revision, snapshot, this.store.revisionTime(revision));
      }
      return this.store.prune(now - this.settings.retentionDays * DAY_MS);
    });
  }

  /** Writes to storage, then to memory. The new revision, or undefined when there was nothing to change. */
  private commit({ kind, origin, writes, deletes }: Draft): number | undefined {
    if (writes.length === 0 && deletes.length === 0) return undefined;
    const loaded = this.loaded();
    const { graph, modelVersion } = loaded;
    const added = writes.filter((tuple) => !graph.has(tuple)).length;
    if (added > 0) this.requireRoom(graph.size + added, graph);
    const counts = { written: writes.length, deleted: deletes.length, modelVersion };
    const step = { kind, at: this.clock(), ...origin, ...counts };
    this.memory = undefined;
    const revision = this.transaction(() => this.store.addRevision(step, logged(writes, deletes)));
    for (const tuple of deletes) graph.remove(tuple);
    for (const tuple of writes) graph.put(tuple);
    this.memory = { ...loaded, revision, logged: loaded.logged + writes.length + deletes.length };
    this.noteExpiry(writes);
    return revision;
  }

  /** Puts a whole graph in place of the present one. */
  private commitGraph(graph: Graph, step: Omit<NewRevision, "at" | "modelVersion">): number {
    const { modelVersion } = this.loaded();
    this.requireRoom(graph.size, graph);
    const at = this.clock();
    const snapshot = encodeSnapshot(graph);
    this.memory = undefined;
    this.firstExpiry = undefined;
    return this.transaction(() => {
      const revision = this.store.addRevision({ ...step, at, modelVersion }, undefined);
      this.store.addBase(revision, snapshot, at);
      return revision;
    });
  }

  /** Throws `graph_full` where the tuples would be more than the tenant may have. */
  private requireRoom(tuples: number, graph: Graph): void {
    const { maxTuples, maxBytes } = this.settings;
    if (tuples > maxTuples) throw new AppError("graph_full", { tuples, maxTuples });
    const { bytes } = graph.stats();
    if (bytes > maxBytes) throw new AppError("graph_full", { bytes, maxBytes });
  }

  private noteExpiry(writes: readonly Tuple[]): void {
    if (this.firstExpiry === undefined) return;
    for (const { expiresAt } of writes) {
      if (expiresAt !== undefined) this.firstExpiry = Math.min(this.firstExpiry, expiresAt);
    }
  }

  /** What is in memory, at the revision that is stored now. */
  private loaded(): Loaded {
    const { revision } = this.store;
    if (this.memory?.revision !== revision) {
      this.memory = this.load(revision);
      this.spareKinds = 0;
    }
    return this.memory;
  }

  /** The graph as it was. Throws `revision_unknown`. */
  private loadedAt(revision: number): Loaded {
    const newest = this.store.revision;
    const { oldest } = this.store;
    if (revision < oldest || revision > newest) throw new AppError("revision_unknown", { revision, oldest, newest });
    if (revision === newest) return this.loaded();
    if (this.past?.revision !== revision) {
      this.past = undefined;
      this.past = this.load(revision);
    }
    return this.past;
  }

  private load(revision: number): Loaded {
    const base = this.store.baseFor(revision);
    const graph = base === 0 ? new Graph() : decodeSnapshot(this.store.base(base));
    let logged = 0;
    for (const { operation, tuple } of this.store.changesBetween(base, revision)) {
      if (operation === "write") graph.put(tuple);
      else graph.remove(tuple);
      logged++;
    }
    const model = this.store.model({ revision });
    const { maxDepth, maxWork } = this.settings;
    const budget = { depth: maxDepth, work: maxWork };
    const engine = model && new Engine(compileModel(model.definition, compileConditionLazily), graph, { budget });
    return { revision, graph, engine, modelVersion: model?.version ?? null, logged };
  }

  /** Throws `model_missing` when nothing can be answered yet. */
  private ready(): Loaded & { engine: Engine } {
    const { engine, ...loaded } = this.loaded();
    if (engine === undefined) throw new AppError("model_missing");
    return { ...loaded, engine };
  }
}
