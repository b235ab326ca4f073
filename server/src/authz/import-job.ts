import type { ReadFormat, TupleReader } from "@cf-auth/engine";
import type { FileStore } from "../ports/files.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { formatOfFile } from "./file-formats.ts";
import type { ImportJob, ImportRequest, Origin } from "./graph-service.ts";
import type { GraphStore } from "./graph-store.ts";
import { failure } from "./outcome.ts";
import type { TenantGraph } from "./tenant-graph.ts";

/** Bytes read from the file at a time. */
const PIECE_BYTES = 256 * 1024;

/** The stored part of a job. Its progress is in memory only. */
interface StoredJob extends Omit<ImportJob, "bytesRead" | "rowCount"> {
  readonly etag: string;
  /** Form of the file. Absent in a job of an older release, which read CSV only. */
  readonly format?: ReadFormat;
  /** Revision at which the job began. */
  readonly since: number;
}

const DOCUMENT = "import";

/**
 * Imports the graph from a file in R2. The file is streamed into a separate graph while the present one answers queries and
 * accepts writes. Then the result is applied atomically. The job is stored before it begins, so that it restarts if the
 * object is evicted. It fails if the file has changed by then.
 */
export class ImportJobs {
  private readonly store: GraphStore;
  private readonly graph: TenantGraph;
  private readonly files: FileStore;
  private readonly key: string;
  private running: Promise<void> | undefined;
  private progress = { bytesRead: 0, rows: 0 };

  constructor(store: GraphStore, graph: TenantGraph, files: FileStore, key: string) {
    this.store = store;
    this.graph = graph;
    this.files = files;
    this.key = key;
  }

  /** Throws `import_in_progress`, `graph_file_not_found` and `model_not_found`. */
  async begin(request: ImportRequest, origin: Origin, id: string, now: number): Promise<void> {
    const file = await this.files.open(this.key);
    if (file === undefined) throw new AppError("graph_file_not_found", { key: this.key });
    await file.body.cancel();
    const format = formatOfFile(file.contentType);
    await this.graph.imports.reader(request, format);
    // Without another await, so that the second of two concurrent jobs finds the first.
    const present = this.job;
    if (present?.status === "running") throw new AppError("import_in_progress", { job: present.id });
    const { etag, bytes: bytesTotal } = file;
    const since = this.store.revision;
    const times = { startedAt: now, finishedAt: null };
    this.saveJob({
      id,
      status: "running",
      ...request,
      ...origin,
      ...times,
      bytesTotal,
      result: null,
      error: null,
      etag,
      format,
      since,
    });
    this.progress = { bytesRead: 0, rows: 0 };
  }

  /** The last job. */
  get job(): ImportJob | undefined {
    const stored = this.stored;
    if (stored === undefined) return undefined;
    const { etag: _etag, since: _since, format: _format, ...job } = stored;
    const isOver = job.status !== "running";
    const rowCount = isOver ? (job.result?.tupleCount ?? this.progress.rows) : this.progress.rows;
    return { ...job, bytesRead: job.status === "done" ? job.bytesTotal : this.progress.bytesRead, rowCount };
  }

  /** Whether a job runs, or waits to be started or restarted. */
  get isUnderWay(): boolean {
    return this.stored?.status === "running";
  }

  /** Runs the waiting job to its end, if there is one. Concurrent calls wait for the same run. */
  async run(now: () => number): Promise<void> {
    const job = this.stored;
    if (this.running === undefined && job?.status === "running") {
      this.running = this.import(job, now).finally(() => {
        this.running = undefined;
      });
    }
    await this.running;
  }

  private async import(job: StoredJob, now: () => number): Promise<void> {
    const { actor, reason, requestId } = job;
    this.progress = { bytesRead: 0, rows: 0 };
    try {
      const { imports } = this.graph;
      const reader = await imports.reader(job, job.format ?? "csv");
      do await this.read(job, reader);
      while (await imports.mustReadAgain(reader));
      await imports.import(reader, job, { actor, reason, requestId }, (result) => {
        this.saveJob({ ...job, status: "done", finishedAt: now(), result });
      });
    } catch (thrown) {
      const outcome = failure(thrown);
      if (outcome.ok) return;
      const { code, message, details } = outcome;
      this.saveJob({ ...job, status: "failed", finishedAt: now(), error: { code, message, details } });
    }
  }

  private async read(job: StoredJob, reader: TupleReader): Promise<void> {
    const file = await this.files.open(this.key, job.etag);
    if (file === undefined) throw new AppError("graph_file_changed", { key: this.key });
    for await (const chunk of inPieces(file.body)) {
      await this.graph.imports.read(reader, chunk);
      // A second pass over the file, for its invalid rows, adds no progress.
      const bytesRead = Math.min(this.progress.bytesRead + chunk.byteLength, job.bytesTotal);
      this.progress = { bytesRead, rows: reader.rows };
    }
  }

  private get stored(): StoredJob | undefined {
    return this.store.document<StoredJob>(DOCUMENT);
  }

  private saveJob(job: StoredJob): void {
    this.store.putDocument(DOCUMENT, job);
  }
}

async function* inPieces(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader({ mode: "byob" });
  for (;;) {
    const { done, value } = await reader.readAtLeast(PIECE_BYTES, new Uint8Array(PIECE_BYTES));
    if (value !== undefined && value.byteLength > 0) yield value;
    if (done) return;
  }
}
