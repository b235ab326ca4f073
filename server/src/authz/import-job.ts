import type { CsvReader } from "@cf-auth/engine";
import type { FileStore } from "../ports/files.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { ImportJob, ImportRequest, Origin } from "./graph-service.ts";
import type { GraphStore } from "./graph-store.ts";
import { failure } from "./outcome.ts";
import type { TenantGraph } from "./tenant-graph.ts";

/** Bytes that are read from the file at a time. */
const PIECE_BYTES = 256 * 1024;

/** What is kept of a job; where it is in its file is known only while it runs. */
interface StoredJob extends Omit<ImportJob, "bytesRead" | "rowCount"> {
  readonly etag: string;
  /** The revision at which it began. */
  readonly since: number;
}

const DOCUMENT = "import";

/**
 * Imports the graph from a file in R2. The file is streamed into a graph of its own while the present one goes on
 * answering and taking writes; then the one takes the other's place at a stroke. The job is written down before it
 * begins, so that it begins again if the object is evicted halfway; of the same version of the file, or it fails.
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
    await this.graph.imports.reader(request);
    // Nothing is awaited from here on, so of two jobs that begin together one is told of the other.
    const present = this.job;
    if (present?.status === "running") throw new AppError("import_in_progress", { job: present.id });
    const { etag, bytes: bytesTotal } = file;
    const since = this.store.revision;
    const times = { startedAt: now, finishedAt: null };
    this.keep({
      id,
      status: "running",
      ...request,
      ...origin,
      ...times,
      bytesTotal,
      result: null,
      error: null,
      etag,
      since,
    });
    this.progress = { bytesRead: 0, rows: 0 };
  }

  /** The last job. */
  get job(): ImportJob | undefined {
    const stored = this.stored;
    if (stored === undefined) return undefined;
    const { etag: _etag, since: _since, ...job } = stored;
    const isOver = job.status !== "running";
    const rowCount = isOver ? (job.result?.tupleCount ?? this.progress.rows) : this.progress.rows;
    return { ...job, bytesRead: job.status === "done" ? job.bytesTotal : this.progress.bytesRead, rowCount };
  }

  /** Whether a job is running, or is to be: a new one, or one whose runner is gone. */
  get isUnderWay(): boolean {
    return this.stored?.status === "running";
  }

  /** Runs the job that waits, if one does; to the end, whoever else calls this meanwhile. */
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
      const reader = await imports.reader(job);
      do await this.read(job, reader);
      while (await imports.mustReadAgain(reader));
      await imports.import(reader, job, { actor, reason, requestId }, (result) => {
        this.keep({ ...job, status: "done", finishedAt: now(), result });
      });
    } catch (thrown) {
      const outcome = failure(thrown);
      if (outcome.ok) return;
      const { code, message, details } = outcome;
      this.keep({ ...job, status: "failed", finishedAt: now(), error: { code, message, details } });
    }
  }

  private async read(job: StoredJob, reader: CsvReader): Promise<void> {
    const file = await this.files.open(this.key, job.etag);
    if (file === undefined) throw new AppError("graph_file_changed", { key: this.key });
    for await (const chunk of inPieces(file.body)) {
      await this.graph.imports.read(reader, chunk);
      // A file that is read again for its bad rows has been read to its end.
      const bytesRead = Math.min(this.progress.bytesRead + chunk.byteLength, job.bytesTotal);
      this.progress = { bytesRead, rows: reader.rows };
    }
  }

  private get stored(): StoredJob | undefined {
    return this.store.document<StoredJob>(DOCUMENT);
  }

  private keep(job: StoredJob): void {
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
