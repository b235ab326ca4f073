import { DurableObject } from "cloudflare:workers";
import { type Allowed, EngineError, type ModelDefinition } from "@cf-auth/engine";
import { CheckCounter } from "../authz/check-counter.ts";
import type { GraphService, ObjectsRequest, SubjectsRequest, Triple, TupleFilter } from "../authz/graph-service.ts";
import { GraphStore } from "../authz/graph-store.ts";
import { failure, outcomeOf } from "../authz/outcome.ts";
import { TenantGraph } from "../authz/tenant-graph.ts";
import { UsageStore } from "../dashboard/usage-store.ts";
import { AppError } from "../errors/app-error.ts";
import { openDatabase } from "../ports/database.ts";
import { type FileStore, openFiles } from "../ports/files.ts";

/** How long counted checks may wait before they are written down, in milliseconds. */
const FLUSH_AFTER_MS = 1000;

/** One tenant's model and graph; the object's name is the tenant's id. */
export class GraphState extends DurableObject<Env> implements GraphService {
  private readonly graph: TenantGraph;
  private readonly checks: CheckCounter;
  private readonly files: FileStore;
  private flushIsDue = false;
  /** The last write of the CSV to R2: each waits for the one before, so that the newest lands last. */
  private publishing: Promise<unknown> = Promise.resolve();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { storage } = ctx;
    this.graph = new TenantGraph(new GraphStore(storage.sql), (work) => storage.transactionSync(work));
    this.checks = new CheckCounter(storage.sql);
    this.files = openFiles(env.FILES);
  }

  async check(question: Triple) {
    this.count(1);
    return outcomeOf(() => this.graph.check(question));
  }

  async batchCheck(questions: readonly Triple[]) {
    this.count(questions.length);
    return outcomeOf(() => {
      const { answers, revision } = this.graph.batchCheck(questions);
      return { revision, answers: answers.map((answer) => outcomeOf(() => orThrow(answer))) };
    });
  }

  async listObjects(request: ObjectsRequest) {
    return outcomeOf(() => this.graph.listObjects(request));
  }

  async listSubjects(request: SubjectsRequest) {
    return outcomeOf(() => this.graph.listSubjects(request));
  }

  async explain(question: Triple) {
    this.count(1);
    return outcomeOf(() => this.graph.explain(question));
  }

  async write(changes: { writes: readonly Triple[]; deletes: readonly Triple[] }) {
    return outcomeOf(() => this.graph.write(changes));
  }

  async read({ filter, after, limit }: { filter: TupleFilter; after: Triple | undefined; limit: number }) {
    return outcomeOf(() => this.graph.read(filter, after, limit));
  }

  async putModel(model: { source: string; definition: ModelDefinition; actor: string }) {
    return outcomeOf(() => this.graph.putModel({ ...model, now: new Date() }));
  }

  async getModel(version: number | undefined) {
    return outcomeOf(() => this.graph.getModel(version));
  }

  async importCsv(request: { csv: string; replace: boolean; dryRun: boolean }) {
    const outcome = outcomeOf(() => this.graph.importCsv(request));
    if (outcome.ok && !request.dryRun) await this.publish();
    return outcome;
  }

  async exportCsv(maximumBytes: number) {
    return outcomeOf(() => {
      const exported = this.graph.exportCsv();
      // Every character is at least one byte, so this never lets too much through by more than the encoding adds.
      if (exported.csv.length > maximumBytes) throw new AppError("export_too_large", { maximumBytes });
      return exported;
    });
  }

  async publishCsv() {
    return { ok: true as const, value: await this.publish() };
  }

  async reloadCsv({ dryRun }: { dryRun: boolean }) {
    const key = this.fileKey();
    const csv = await this.files.get(key);
    if (csv === undefined) return failure(new AppError("graph_file_missing", { key }));
    return outcomeOf(() => this.graph.importCsv({ csv, replace: true, dryRun }));
  }

  async stats() {
    return outcomeOf(() => this.graph.stats());
  }

  /** Writes the counted checks down. Writes totals, so running twice does no harm. */
  override async alarm(): Promise<void> {
    this.flushIsDue = false;
    const totals = this.checks.flush(new Date());
    await new UsageStore(openDatabase(this.env.DB)).putChecks(this.tenantId(), totals);
  }

  private count(checks: number): void {
    this.checks.add(checks);
    if (this.flushIsDue) return;
    this.flushIsDue = true;
    void this.ctx.storage.setAlarm(Date.now() + FLUSH_AFTER_MS);
  }

  private async publish() {
    const write = this.publishing.then(async () => {
      const { csv, tuples, revision } = this.graph.exportCsv();
      const key = this.fileKey();
      await this.files.put(key, csv, "text/csv; charset=utf-8");
      return { key, tuples, revision };
    });
    // A failure is the caller's to handle; the next write goes ahead all the same.
    this.publishing = write.catch(() => undefined);
    return await write;
  }

  private fileKey(): string {
    return `tenants/${this.tenantId()}/graph.csv`;
  }

  private tenantId(): string {
    const { name } = this.ctx.id;
    if (name === undefined) throw new Error("A graph object is reached by its tenant's id.");
    return name;
  }
}

function orThrow(answer: Allowed | EngineError): Allowed {
  if (answer instanceof EngineError) throw answer;
  return answer;
}
