import {
  type Budget,
  compileModel,
  countLive,
  exportInSteps,
  type Graph,
  type LiveCount,
  Meter,
  type ModelDefinition,
  requireKnownNames,
  runSteps,
  type Schema,
  type StoredProblems,
  storedProblems,
  type Tuple,
  type TupleFormat,
  type TupleKey,
} from "@cf-auth/engine";
import { compileConditionLazily } from "@cf-auth/model-language";
import { WORK } from "../ports/work.ts";
import { Expiries } from "./expiries.ts";
import { type CopyVersion, compactInSteps, effectiveChanges, storedChanges, updateTo } from "./graph-changes.ts";
import type { ImportChanges } from "./graph-import.ts";
import { GraphMemory } from "./graph-memory.ts";
import { GraphReplacement, LOST_REVISIONS, type Transaction } from "./graph-replacement.ts";
import type {
  AtRevision,
  Changes,
  ContextProblems,
  GraphStats,
  ModelDiff,
  ModelSource,
  ModelVersion,
  Origin,
  Paused,
  PutResult,
  Queries,
  QueryKind,
  RestoredTuples,
  RevisionKind,
  Update,
} from "./graph-service.ts";
import type { GraphStore } from "./graph-store.ts";
import { Importer } from "./importer.ts";
import { countKinds, type Loaded, withModel } from "./loaded-graph.ts";
import { diffTask } from "./model-diff.ts";
import { PastGraphs } from "./past-graphs.ts";
import { beginQuery, check, requireModelVersion } from "./query-tasks.ts";
import type { GraphSettings, SettingsChange } from "./settings.ts";
import type { Slices } from "./slices.ts";
import { requireCapacity, requireKindLimit, StoredSettings } from "./stored-settings.ts";

/** The log is compacted once it has more changes than this, and than this share of the graph's size. */
const COMPACT_AFTER_CHANGES = 5000;
const COMPACT_AFTER_SHARE = 1 / 20;
/**
 * Maximum number of kinds of tuples that earlier models leave in memory, some KB each. Beyond it the graph is
 * reloaded.
 */
const MAX_KINDS = 5000;
const DAY_MS = 86_400_000;
const SYSTEM: Origin = { actor: "system", reason: null, requestId: "system" };

/** Content of the next revision. */
interface Draft {
  readonly kind: RevisionKind;
  readonly origin: Origin;
  readonly writes: readonly Tuple[];
  readonly deletes: readonly TupleKey[];
}

/**
 * A tenant's graph: its store and, in memory, its engine.
 *
 * Checks and writes run without a pause, so each sees one revision. Longer work runs in slices, at the revision at
 * which it began. A write is committed before memory changes; a failure in between leads to a new load. Throws
 * `AppError` and `EngineError`.
 */
export class TenantGraph {
  private readonly store: GraphStore;
  private readonly storedSettings: StoredSettings;
  private readonly transaction: Transaction;
  private readonly clock: () => number;
  private readonly slices: Slices;
  private readonly pastGraphs: PastGraphs;
  private readonly expiries: Expiries;
  private readonly memory: GraphMemory;
  private readonly replacement: GraphReplacement;
  readonly imports: Importer;
  /** Names in all versions of the model; undefined until they are loaded. */
  private names: ReadonlySet<string> | undefined;

  constructor(store: GraphStore, transaction: Transaction, clock: () => number, slices: Slices) {
    this.store = store;
    this.storedSettings = new StoredSettings(store);
    this.transaction = transaction;
    this.clock = clock;
    this.slices = slices;
    this.memory = new GraphMemory(store, slices, () => this.budget);
    this.pastGraphs = new PastGraphs(store, slices, () => this.memory.present.graph);
    this.imports = new Importer(store, this.memory, slices, clock, {
      requireCapacityFor: (changes) => this.requireCapacityFor(changes),
      apply: (changes, origin, also) => this.apply(changes, origin, also),
    });
    this.expiries = new Expiries(
      () => this.memory.cached?.graph,
      (deletes) => this.commit({ kind: "expiry", origin: SYSTEM, writes: [], deletes }),
      clock,
      slices,
    );
    const { expiries, memory } = this;
    this.replacement = new GraphReplacement({ store, transaction, clock, slices, expiries, memory }, () => this.budget);
  }

  async check(request: Queries["check"]["request"]): Promise<Queries["check"]["result"] & AtRevision & Paused> {
    return await this.memory.whenLoaded(async () => {
      const { value, pauses } = await this.slices.runNow(() => {
        const loaded = this.memory.present;
        try {
          return { ...check(loaded, request, this.clock()), revision: loaded.revision };
        } finally {
          this.slices.report(loaded.engine?.lastWork ?? 0);
        }
      });
      return { ...value, pauses };
    });
  }

  /** Runs a query in slices, at the newest revision or at a past one. */
  async query<Kind extends QueryKind>(kind: Kind, request: Queries[Kind]["request"], at: number | undefined) {
    return await this.memory.whenLoaded(() => this.queryLoaded(kind, request, at));
  }

  private async queryLoaded<Kind extends QueryKind>(
    kind: Kind,
    request: Queries[Kind]["request"],
    at: number | undefined,
  ): Promise<Queries[Kind]["result"] & AtRevision & Paused> {
    if (at !== undefined && at !== this.store.revision) {
      return await this.pastGraphs.withGraphAt(at, this.budget, async (past, before) => {
        const { value, pauses } = await this.slices.run(() => ({ task: beginQuery(past, kind, request, past.now) }));
        return Object.assign({}, value, { revision: past.revision, pauses: before + pauses });
      });
    }
    // A query by revision is evaluated at the time of the revision, even if it is the newest.
    const now = at === undefined ? this.clock() : this.store.revisionTime(at);
    let revision = 0;
    const { value, pauses } = await this.slices.run(() => {
      const loaded = this.memory.present;
      revision = loaded.revision;
      return { task: beginQuery(loaded, kind, request, now), read: loaded.reads.begin() };
    });
    return Object.assign({}, value, { revision, pauses });
  }

  /**
   * Writes and deletes tuples. Idempotent: ignores writes of stored tuples and deletes of absent ones. An expired
   * tuple counts as absent, removed or not, so writing a tuple that has expired only deletes the stored one.
   */
  async write(changes: Changes, origin: Origin): Promise<{ written: number; deleted: number } & AtRevision> {
    return await this.memory.whenWritable(() => this.writeNow(changes, origin));
  }

  private writeNow(changes: Changes, origin: Origin) {
    const { engine, graph, revision, modelVersion } = this.memory.ready;
    requireModelVersion(modelVersion, changes);
    const requireFindable = (key: TupleKey) => this.requireFindable(key, graph);
    const draft = effectiveChanges(changes, { engine, graph, now: this.clock(), requireFindable });
    return {
      written: draft.writes.length,
      deleted: draft.deletes.length,
      revision: this.commit({ kind: "write", origin, ...draft }) ?? revision,
    };
  }

  /**
   * Throws `unknown_type` or `unknown_relation` for an absent tuple with names that no version of the model has.
   * Tuples of relations from earlier versions may be stored.
   */
  private requireFindable(key: TupleKey, graph: Graph): void {
    if (graph.has(key)) return;
    this.names ??= new Set(this.store.names());
    requireKnownNames(key, this.names);
  }

  /**
   * Puts a new version of the model, unless its text equals the newest version. Tuples that it doesn't allow stay
   * stored as ineffective. Problems with stored tuples are collected in slices before that.
   */
  async putModel(
    model: { source: ModelSource; definition: ModelDefinition },
    origin: Origin,
  ): Promise<PutResult & ContextProblems & AtRevision> {
    const schema = compileModel(model.definition, compileConditionLazily);
    const { ineffective: ineffectiveCount, ...problems } = await this.storedProblems(schema);
    const put = await this.memory.whenWritable(() => this.putModelNow(model, schema, origin));
    return { ...put, ineffectiveCount, ...problems };
  }

  private putModelNow(model: { source: ModelSource; definition: ModelDefinition }, schema: Schema, origin: Origin) {
    const loaded = this.memory.present;
    const { revision } = loaded;
    const newest = this.store.model({ revision });
    if (newest !== undefined && JSON.stringify(newest.source) === JSON.stringify(model.source)) {
      return { version: newest.version, changed: false, revision };
    }
    const next = withModel(loaded, schema, this.budget);
    const version = (newest?.version ?? 0) + 1;
    this.memory.put(undefined);
    this.names = undefined;
    const number = this.transaction(() => {
      const counts = { written: 0, deleted: 0, modelVersion: version };
      const step = { kind: "model" as const, at: this.clock(), ...origin, ...counts };
      const added = this.store.addRevision(step, []);
      this.store.addModel({ version, ...model, createdAt: step.at, createdBy: origin.actor }, added);
      return added;
    });
    // Twice, because tuples with and without an expiry are separate kinds.
    const isFull = next.graph.allPartitions().length > 2 * countKinds(schema) + MAX_KINDS;
    this.memory.put(isFull ? undefined : { ...next, modelVersion: version, revision: number });
    return { version, changed: true, revision: number };
  }

  /** Problems of the stored tuples under the model. */
  private async storedProblems(schema: Schema): Promise<StoredProblems> {
    const meter = new Meter();
    return await this.memory.whenLoaded(async () => {
      const graph = this.memory.present.graph.frozen();
      return (await this.slices.drain(meter, storedProblems(meter, schema, graph, this.clock()))).value;
    });
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
    const { value, pauses } = await this.memory.whenLoaded(() =>
      this.slices.run(() => {
        const loaded = this.memory.present;
        revision = loaded.revision;
        const stored = this.store.model({ revision });
        const present = stored && loaded.schema && { definition: stored.definition, schema: loaded.schema };
        return { task: diffTask(loaded.graph.frozen(), present, next, options) };
      }),
    );
    return { ...value, revision, pauses };
  }

  /** Passes the graph in canonical form to `take` in pieces, in slices. Awaits each call. */
  async exportTuples(
    format: TupleFormat,
    take: (piece: string) => void | Promise<void>,
  ): Promise<{ tuples: number } & AtRevision & Paused> {
    const now = this.clock();
    const { graph, revision, tuples } = await this.memory.whenLoaded(async () => {
      const { graph: present, ...loaded } = this.memory.present;
      const frozen = { ...loaded, graph: present.frozen() };
      return { ...frozen, ...(await this.countLive(frozen, now)) };
    });
    const meter = new Meter();
    const { pauses } = await this.slices.drain(meter, exportInSteps(meter, graph, now, format), take);
    return { tuples, revision, pauses };
  }

  async stats(): Promise<GraphStats & AtRevision> {
    return await this.memory.whenLoaded(async () => {
      const { graph, revision, modelVersion } = this.memory.present;
      const { objects: objectCounts, bytes: memoryBytes } = graph.stats();
      const { tuples: tupleCount, ineffective: ineffectiveCount } = await this.countLive(
        this.memory.present,
        this.clock(),
      );
      const figures = { tupleCount, objectCounts, memoryBytes, ineffectiveCount, modelVersion };
      return { ...figures, oldestRevision: this.store.oldest, revision };
    });
  }

  /** Counts the tuples that are effective at a time in milliseconds since 1970. */
  private async countLive({ graph, schema }: Loaded, now: number): Promise<LiveCount> {
    const meter = new Meter();
    if (this.expiries.mayHaveSome(now)) {
      return (await this.slices.drain(meter, countLive(meter, schema, graph.frozen(), now))).value;
    }
    // Without expired tuples no scan is needed.
    const counted = runSteps(countLive(meter, schema, graph, Number.NEGATIVE_INFINITY));
    this.slices.report(meter.work);
    return counted;
  }

  get settings(): GraphSettings {
    return this.storedSettings.all;
  }

  /** The inherited settings, overridden by the tenant's own. Without defaults. */
  get configuredSettings(): Partial<GraphSettings> {
    return this.storedSettings.configured;
  }

  /** Updates the tenant's own settings; null resets one. Throws `forbidden` as `StoredSettings.change` does. */
  putSettings(change: SettingsChange, mayRaiseStaleness: boolean): GraphSettings {
    this.storedSettings.change(change, mayRaiseStaleness);
    this.renewBudgets();
    return this.settings;
  }

  /** Replaces the settings inherited from the ancestors. */
  inheritSettings(settings: Partial<GraphSettings>): Partial<GraphSettings> {
    this.storedSettings.inherit(settings);
    this.renewBudgets();
    return this.configuredSettings;
  }

  /** Budgets are part of the engines that are loaded. */
  private renewBudgets(): void {
    const { cached } = this.memory;
    if (cached?.schema !== undefined) this.memory.put({ ...cached, ...withModel(cached, cached.schema, this.budget) });
    this.pastGraphs.forget();
  }

  /** Changes that bring a copy of the graph up to date. */
  update(copy: CopyVersion | undefined, limit?: number): Omit<Update, "snapshot"> {
    return { ...updateTo(this.store, this.store.revision, copy, limit), settings: this.settings };
  }

  private get budget(): Budget {
    const { maxDepth, maxWork } = this.settings;
    return { depth: maxDepth, work: maxWork };
  }

  /** Time of the next expiry in milliseconds since 1970, or an earlier time. */
  get nextExpiry(): number | undefined {
    return this.expiries.next;
  }

  /** Removes expired tuples, in slices. Calls `changed` after each change. */
  async sweep(changed: () => void): Promise<void> {
    const sweep = () => this.expiries.sweep(this.memory.present.graph, changed);
    await this.memory.exclusively(() => this.memory.whenLoaded(sweep));
  }

  /** Whether the log is long enough to be compacted. False while the graph isn't in memory. */
  get shouldCompact(): boolean {
    const { cached } = this.memory;
    return (
      cached !== undefined && cached.logged > Math.max(COMPACT_AFTER_CHANGES, cached.graph.size * COMPACT_AFTER_SHARE)
    );
  }

  /** Stores a new snapshot, in slices, and drops expired history. Returns the revisions of the dropped snapshots. */
  async compact(): Promise<number[]> {
    return await this.memory.exclusively(() => this.memory.whenLoaded(() => this.compactLoaded()));
  }

  private async compactLoaded(): Promise<number[]> {
    const meter = new Meter();
    const oldest = this.clock() - this.settings.retentionDays * DAY_MS;
    const { graph, revision, logged } = this.memory.present;
    // The snapshot keeps the time of its revision, at which queries are evaluated once the log is gone.
    const at = this.store.revisionTime(revision);
    const input = { graph: graph.frozen(), revision, at, oldest };
    const { value } = await this.slices.drain(meter, compactInSteps(meter, this.store, input));
    const { cached } = this.memory;
    if (cached?.graph === graph) this.memory.put({ ...cached, logged: cached.logged - logged });
    return value;
  }

  /** Commits to storage, then to memory. Returns the new revision; undefined if nothing changes. */
  private commit({ kind, origin, writes, deletes }: Draft, also?: (revision: number) => void): number | undefined {
    if (writes.length === 0 && deletes.length === 0) return undefined;
    const loaded = this.memory.present;
    const { graph, modelVersion } = loaded;
    const added = writes.filter((tuple) => !graph.has(tuple)).length;
    requireKindLimit(graph, writes);
    if (added > 0) requireCapacity(graph.size + added, graph, this.settings);
    const counts = { written: writes.length, deleted: deletes.length, modelVersion };
    const step = { kind, at: this.clock(), ...origin, ...counts };
    this.memory.put(undefined);
    const revision = this.transaction(() => {
      const number = this.store.addRevision(step, storedChanges(writes, deletes));
      also?.(number);
      return number;
    });
    this.slices.report((counts.written + counts.deleted) * WORK.change);
    loaded.reads.willChange(graph, [...deletes, ...writes]);
    for (const tuple of deletes) graph.remove(tuple);
    for (const tuple of writes) graph.put(tuple);
    this.memory.put({ ...loaded, revision, logged: loaded.logged + writes.length + deletes.length });
    this.expiries.noteWrites(writes);
    return revision;
  }

  /** Applies the changes of an import. Other writes must wait meanwhile. */
  private async apply(changes: ImportChanges, origin: Origin, also: (revision: number) => void): Promise<number> {
    const { whole, writes, deletes } = changes;
    if (whole !== undefined) {
      const draft = { kind: "import", origin, written: changes.added, deleted: changes.removed } as const;
      return await this.replacement.replace(whole, draft, also);
    }
    // A whole slice for the commit, which can't pause.
    await this.slices.yieldTurn();
    const done = this.commit({ kind: "import", origin, writes, deletes }, also);
    if (done === undefined) also(this.store.revision);
    return this.store.revision;
  }

  /** Restores tuples as `GraphService.restoreTuples` describes. Throws `revision_not_found`, `revision_too_large`. */
  async restoreTuples(to: { revision: number } | { at: number }, origin: Origin): Promise<RestoredTuples> {
    return await this.memory.withoutWrites(() =>
      this.memory.whenLoaded(async () => {
        const { graph: before } = this.memory.present;
        const past = "revision" in to ? to.revision : (this.store.revisionAt(to.at) ?? -1);
        const done = this.store.restoredBy(origin.requestId);
        if (done !== undefined) return { ...done, restoredRevision: past };
        const graph = await this.pastGraphs.withGraphAt(past, this.budget, async (loaded) => loaded.graph);
        // It becomes the present graph, which changes.
        this.pastGraphs.forget();
        const draft = { kind: "restore", origin, written: graph.size, deleted: before.size } as const;
        const revision = await this.replacement.replace(graph, draft);
        return { revision, restoredRevision: past, tupleCount: graph.size };
      }),
    );
  }

  /** Begins again with rows of a backup, at a revision beyond all that the lost graph may have had, and returns it. */
  async resume(origin: Origin): Promise<number> {
    this.names = undefined;
    this.store.forgetNames();
    this.store.forgetRevision();
    this.memory.put(undefined);
    this.pastGraphs.forget();
    return await this.memory.withoutWrites(() =>
      this.memory.whenLoaded(async () => {
        const { graph, revision } = this.memory.present;
        const draft = { kind: "restore", origin, written: 0, deleted: 0 } as const;
        return await this.replacement.replace(graph, { ...draft, revision: revision + LOST_REVISIONS });
      }),
    );
  }

  private requireCapacityFor({ whole, writes, added, removed }: ImportChanges): void {
    const { graph } = this.memory.present;
    requireKindLimit(whole ?? graph, writes);
    requireCapacity(whole?.size ?? graph.size + added - removed, whole ?? graph, this.settings);
  }
}
