import { DurableObject } from "cloudflare:workers";
import { Meter, type ModelDefinition, type ReadFormat, type TupleFormat } from "@cf-auth/engine";
import { ChangeFeed } from "../authz/change-feed.ts";
import { inEngineSpan } from "../authz/engine-span.ts";
import { FORMAT_NAMES, MEDIA_TYPES } from "../authz/file-formats.ts";
import type {
  Assertion,
  AtRevision,
  Changes,
  GraphService,
  ImportRequest,
  ModelSource,
  Origin,
  Paused,
  Queries,
  QueryKind,
} from "../authz/graph-service.ts";
import { GraphStore } from "../authz/graph-store.ts";
import { ImportJobs } from "../authz/import-job.ts";
import { failure, outcomeOf, outcomeOfAsync } from "../authz/outcome.ts";
import type { GraphSettings, SettingsChange } from "../authz/settings.ts";
import { Slices, Turns } from "../authz/slices.ts";
import { StoredAssertions } from "../authz/stored-assertions.ts";
import { TenantGraph } from "../authz/tenant-graph.ts";
import { GraphLog } from "../backups/graph-log.ts";
import { GraphRows } from "../backups/graph-rows.ts";
import { openBackups } from "../backups/open-backups.ts";
import type { BackupRequests, RestorableGraph } from "../backups/restorable.ts";
import type { TableRow } from "../backups/rows.ts";
import type { Bounds, Page } from "../backups/table-walk.ts";
import type { ConnectionCredentials, ConnectionOwner } from "../connections/connection.ts";
import { Sockets } from "../connections/sockets.ts";
import { type FileStore, openFiles } from "../ports/files.ts";
import { newId } from "../ports/ids.ts";
import { log } from "../ports/logger.ts";
import { countedSql } from "../ports/sql.ts";
import { systemClock } from "../ports/time.ts";
import { reportWork } from "../ports/work.ts";
import { Alarms } from "../shared/alarms.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { problemResponse } from "../shared/errors/problem.ts";
import type { Purgeable } from "../shared/purgeable.ts";
import { GRAPH_STATE_MIGRATIONS } from "./graph-state-migrations.ts";
import { migrate } from "./object-migrations.ts";

/** Delay in milliseconds before expired tuples are removed. They are ineffective meanwhile. */
const SWEEP_AFTER_MS = 1000;
/** Maximum time in milliseconds that a call waits for the import it has begun. */
const IMPORT_WAIT_MS = 20_000;

/** Lifetime in milliseconds of a connection whose credentials are unknown. */
const UNKNOWN_CREDENTIALS_MS = 5 * 60_000;

/** One tenant's model and graph; the object's name is the tenant's id. */
export class GraphState
  extends DurableObject<Env>
  implements GraphService, Purgeable, ConnectionOwner, RestorableGraph
{
  private readonly store: GraphStore;
  private readonly graph: TenantGraph;
  private readonly assertions: StoredAssertions;
  private readonly feed: ChangeFeed;
  private readonly sockets: Sockets<WebSocket>;
  private readonly imports: ImportJobs;
  private readonly files: FileStore;
  private readonly alarms: Alarms;
  private readonly slices: Slices;
  private readonly rows: GraphRows;
  private readonly log: GraphLog;
  /** The last write of the CSV to R2. Each waits for the one before, so that the newest is written last. */
  private publishing: Promise<unknown> = Promise.resolve();
  /** The last import from a request. Each waits for the one before. */
  private importing: Promise<unknown> = Promise.resolve();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { storage } = ctx;
    migrate(storage, GRAPH_STATE_MIGRATIONS);
    const sql = countedSql(storage.sql);
    this.store = new GraphStore(sql);
    this.assertions = new StoredAssertions(sql, this.store);
    this.rows = new GraphRows(sql, this.store, now);
    this.log = new GraphLog({ sql, store: this.store }, now, {
      files: openBackups(env),
      tenantId: () => this.tenantId(),
      requestBackup: async () => {
        const state = env.TENANT_STATE.getByName(this.tenantId()) as unknown as BackupRequests;
        await state.startBackup("replaced_graph");
      },
    });
    const pause = () => scheduler.wait(0);
    this.slices = new Slices(new Turns(), pause, (units) => reportWork("graph", units));
    this.graph = new TenantGraph(this.store, (work) => this.inTransaction(work), now, this.slices);
    this.feed = new ChangeFeed(this.store, pause);
    this.sockets = new Sockets(ctx, now);
    this.files = openFiles(env.FILES);
    this.imports = new ImportJobs(this.store, this.graph, this.files, this.key("graph.csv"));
    this.alarms = new Alarms(storage, [
      this.sockets,
      { due: () => this.sweepDue(), run: () => this.graph.sweep(() => this.noteChange()) },
      // Due while it runs, too: the alarm must wait for its end, to restart it if the object dies.
      { due: () => (this.imports.isUnderWay ? now() : undefined), run: () => this.runImport() },
      { due: () => (this.graph.shouldCompact && !this.rows.isHeld ? now() : undefined), run: () => this.compact() },
      this.log,
    ]);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  async query<Kind extends QueryKind>(kind: Kind, request: Queries[Kind]["request"], at: number | undefined) {
    return await inEngineSpan(kind, async () => {
      if (kind === "check" && at === undefined) {
        // TypeScript can't relate the kind to the request and the result.
        const check = async () => await this.graph.check(request as Queries["check"]["request"]);
        return await outcomeOfAsync(async () => (await check()) as Queries[Kind]["result"] & AtRevision & Paused);
      }
      return await outcomeOfAsync(() => this.graph.query(kind, request, at));
    });
  }

  async write(changes: Changes, origin: Origin) {
    return await outcomeOfAsync(() => this.changed(() => this.graph.write(changes, origin)));
  }

  async changes(after: { revision: number; position: number }, limit: number) {
    return outcomeOf(() => {
      const { oldest, revision: newest } = this.store;
      if (after.revision < oldest)
        throw new AppError("revision_not_found", { revision: after.revision, oldest, newest });
      return this.store.entriesAfter(after.revision, after.position, limit);
    });
  }

  async putModel(model: { source: ModelSource; definition: ModelDefinition }, origin: Origin) {
    return await outcomeOfAsync(() => this.changed(() => this.graph.putModel(model, origin)));
  }

  async getModel(version: number | undefined) {
    return outcomeOf(() => this.graph.getModel(version));
  }

  async listModels(before: number | undefined, limit: number) {
    return outcomeOf(() => this.store.models(before, limit));
  }

  async getAssertions(version: number) {
    return outcomeOf(() => ({ assertions: this.assertions.get(version) }));
  }

  async putAssertions(version: number, assertions: readonly Assertion[]) {
    return outcomeOf(() => ({ assertionCount: this.assertions.put(version, assertions) }));
  }

  async diffModel(definition: ModelDefinition) {
    return await outcomeOfAsync(() => this.graph.diffModel(definition));
  }

  async importCsv(
    { csv: text, format = "csv", ...request }: ImportRequest & { csv: string; format?: ReadFormat },
    origin: Origin,
  ) {
    const file = { ...request, text, format };
    const result = this.importing.then(() =>
      outcomeOfAsync(() => this.changed(() => this.graph.imports.readText(file, origin))),
    );
    this.importing = result.catch(() => undefined);
    return await result;
  }

  async exportCsv(maxBytes: number, format: TupleFormat = "csv") {
    return await outcomeOfAsync(async () => {
      let csv = "";
      const exported = await this.graph.exportTuples(format, (piece) => {
        csv += piece;
        // Every character is at least one byte.
        if (csv.length > maxBytes) throw exportTooLarge(maxBytes, format);
      });
      return { csv, ...exported };
    });
  }

  async publishCsv(format: ReadFormat = "csv") {
    const key = this.key("graph.csv");
    const write = this.publishing.then(() =>
      outcomeOfAsync(async () => {
        const exported = await this.files.write(key, MEDIA_TYPES[format], (write) =>
          this.graph.exportTuples(format, write),
        );
        return { key, ...exported };
      }),
    );
    // The caller handles a failure; the next write continues.
    this.publishing = write.catch(() => undefined);
    return await write;
  }

  async reloadCsv(request: ImportRequest, origin: Origin) {
    try {
      await this.imports.begin(request, origin, newId("imp", new Date()), now());
    } catch (error) {
      return failure(error);
    }
    // The alarm restarts the import if the object dies meanwhile.
    this.alarms.plan();
    const patience = new AbortController();
    const end = scheduler.wait(IMPORT_WAIT_MS, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([this.runImport(), end]);
    // A running timer would keep the object awake.
    patience.abort();
    const { job } = this.imports;
    if (job === undefined) throw new Error("The stored job is missing.");
    return { ok: true as const, value: job };
  }

  async importJob() {
    return outcomeOf(() => this.imports.job ?? null);
  }

  async stats() {
    return await outcomeOfAsync(() => this.graph.stats());
  }

  async restoreTuples(to: { revision: number } | { at: number }, origin: Origin) {
    return await outcomeOfAsync(() => this.changed(() => this.graph.restoreTuples(to, origin)));
  }

  async backupBounds() {
    return this.rows.bounds();
  }

  async backupPage(table: string, page: Page, bounds: Pick<Bounds, "revision" | "oldest">) {
    return this.rows.page(table, page, bounds);
  }

  async restoreRows(rows: readonly TableRow[]): Promise<void> {
    this.inTransaction(() => this.rows.restore(rows));
  }

  async resumeAfterRestore(origin: Origin): Promise<number> {
    return await this.changed(() => this.graph.resume(origin));
  }

  async settings() {
    return outcomeOf(() => this.graph.settings);
  }

  /** A Worker of an earlier release passes no second argument. */
  async putSettings(change: SettingsChange, mayRaiseStaleness = true) {
    return outcomeOf(() => this.graph.putSettings(change, mayRaiseStaleness));
  }

  async configuredSettings() {
    return outcomeOf(() => this.graph.configuredSettings);
  }

  async inheritSettings(settings: Partial<GraphSettings>) {
    return outcomeOf(() => this.graph.inheritSettings(settings));
  }

  async update(copy: { revision: number; modelVersion: number | null } | undefined, limit?: number) {
    const update = outcomeOf(() => this.graph.update(copy, limit));
    if (!update.ok) return update;
    const { from } = update.value;
    const snapshot = from === 0 || from === copy?.revision ? null : this.snapshotKey(from);
    if (snapshot !== null) await this.publish(snapshot, from);
    return { ok: true as const, value: { ...update.value, snapshot } };
  }

  /**
   * Writes a snapshot to R2, unless it is there already or was dropped meanwhile. Without it, isolates have no copy, and this object
   * answers their queries.
   */
  private async publish(snapshot: string, revision: number): Promise<void> {
    try {
      if (await this.files.has(snapshot)) return;
      const meter = new Meter();
      const { value: bytes } = await this.slices.drain(meter, this.store.readSnapshot(meter, revision));
      if (bytes !== undefined) await this.files.putOnce(snapshot, bytes);
    } catch (error) {
      log("warn", "A snapshot in R2 failed; the graph's object answers.", { error });
    }
  }

  async disconnect(reason: string): Promise<void> {
    this.sockets.endAll(reason);
    this.slices.endAll(new AppError("tenant_suspended"));
  }

  async endConnections(ids: readonly string[], at: number): Promise<void> {
    this.sockets.end(ids, at);
    this.alarms.plan();
  }

  async clear(): Promise<void> {
    await this.disconnect("The tenant was removed.");
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
    this.store.forgetRevision();
  }

  async restart(): Promise<void> {
    this.ctx.abort("The tenant was removed.");
  }

  /** Opens the WebSocket of changes after the revision of the query string. Header: `x-connection-credentials`. */
  override async fetch(request: Request): Promise<Response> {
    const after = Number(new URL(request.url).searchParams.get("after") ?? this.store.revision);
    const outcome = outcomeOf(() => this.feed.requireFollowable(after));
    if (!outcome.ok) {
      const error = new AppError(outcome.code, outcome.details, outcome.message);
      return problemResponse(error, {
        id: request.headers.get("x-request-id") ?? "",
        origin: new URL(request.url).origin,
      });
    }
    const { 0: client, 1: server } = new WebSocketPair();
    const { ids, ttlMs } = credentialsOf(request);
    this.sockets.accept(server, ids, now() + ttlMs);
    this.alarms.plan();
    this.feed.start(server, after);
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Ignores messages of clients. */
  override webSocketMessage(): void {}

  override webSocketClose(socket: WebSocket): void {
    socket.close();
  }

  override async alarm(): Promise<void> {
    await this.alarms.runDue(now);
  }

  /** Runs work that may change the graph, and notifies subscribers. */
  private async changed<T>(work: () => Promise<T>): Promise<T> {
    const result = await work();
    this.noteChange();
    return result;
  }

  private inTransaction<T>(work: () => T): T {
    try {
      return this.ctx.storage.transactionSync(work);
    } catch (error) {
      this.store.forgetRevision();
      throw error;
    }
  }

  private noteChange(): void {
    this.log.note();
    this.feed.send(this.sockets.all());
    this.alarms.plan();
  }

  private async runImport(): Promise<void> {
    await this.imports.run(now);
    this.noteChange();
  }

  private sweepDue(): number | undefined {
    const { nextExpiry } = this.graph;
    return nextExpiry === undefined ? undefined : nextExpiry + SWEEP_AFTER_MS;
  }

  private async compact(): Promise<void> {
    const dropped = await this.graph.compact();
    await this.files.delete(dropped.map((revision) => this.snapshotKey(revision)));
  }

  private snapshotKey(revision: number): string {
    return this.key(`snapshots/${revision}.bin`);
  }

  private key(name: string): string {
    return `tenants/${this.tenantId()}/${name}`;
  }

  private tenantId(): string {
    const { name } = this.ctx.id;
    if (name === undefined) throw new Error("The object has no name: get it by its tenant's id.");
    return name;
  }
}

/** Credentials from the Worker's header. Without the header the connection is a short one. */
function credentialsOf({ headers }: Request): ConnectionCredentials {
  const text = headers.get("x-connection-credentials");
  // Only the Worker can send it.
  return text === null ? { ids: [], ttlMs: UNKNOWN_CREDENTIALS_MS } : (JSON.parse(text) as ConnectionCredentials);
}

function exportTooLarge(maxBytes: number, format: TupleFormat): AppError {
  return new AppError(
    "export_too_large",
    { maxBytes },
    `The graph has more than ${maxBytes} bytes as ${FORMAT_NAMES[format]}.`,
  );
}

function now(): number {
  return systemClock.now().getTime();
}
