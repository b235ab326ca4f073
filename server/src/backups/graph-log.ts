import type { GraphStore } from "../authz/graph-store.ts";
import { log } from "../ports/logger.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import type { Job } from "../shared/alarms.ts";
import type { BackupFiles } from "./backup-files.ts";
import type { Row, TableRow, Value } from "./rows.ts";

/** Delay in milliseconds of the first change that isn't in R2 yet, and before another attempt. */
const WRITE_AFTER_MS = 60_000;
/** Changes of one file. */
const MAX_CHANGES = 20_000;
const DOCUMENT = "backup-log";

/**
 * Writes the log of a graph to R2 within a minute of each change. A restore applies it to an older backup: tuples
 * that were deleted since stay deleted. A revision that is too large for the log asks for a new backup.
 */
export class GraphLog implements Job {
  private readonly sql: SqlDatabase;
  private readonly store: GraphStore;
  private readonly now: () => number;
  private readonly files: BackupFiles | undefined;
  private readonly tenantId: () => string;
  private readonly requestBackup: () => Promise<void>;
  /** Time of the next run; undefined until it is known, null if there is nothing to write. */
  private next: number | null | undefined;

  constructor(
    { sql, store }: { sql: SqlDatabase; store: GraphStore },
    now: () => number,
    {
      files,
      tenantId,
      requestBackup,
    }: {
      files: BackupFiles | undefined;
      tenantId: () => string;
      requestBackup: () => Promise<void>;
    },
  ) {
    this.sql = sql;
    this.store = store;
    this.now = now;
    this.files = files;
    this.tenantId = tenantId;
    this.requestBackup = requestBackup;
  }

  /** Notes that there may be new revisions. */
  note(): void {
    if (this.next === null) this.next = undefined;
  }

  due(): number | undefined {
    if (this.files === undefined) return undefined;
    if (this.next === undefined) this.next = this.store.revision > this.written ? this.now() + WRITE_AFTER_MS : null;
    return this.next ?? undefined;
  }

  async run(): Promise<void> {
    const { files } = this;
    if (files === undefined) return;
    try {
      for (let after = this.written; after < this.store.revision; after = this.written) await this.write(files, after);
      this.next = null;
    } catch (error) {
      log("error", "Changes of a graph were not written to its backup.", { tenantId: this.tenantId(), error });
      this.next = this.now() + WRITE_AFTER_MS;
    }
  }

  private async write(files: BackupFiles, after: number): Promise<void> {
    const through = this.store.revisionWithin(after, this.store.revision, MAX_CHANGES);
    const rows = ["revisions", "models", "changes"].flatMap((table) => this.rowsOf(table, after, through));
    await files.putLog(this.tenantId(), through, rows);
    if (rows.some(({ table, row }) => table === "revisions" && row.logged === 0)) await this.requestBackup();
    this.store.putDocument(DOCUMENT, through);
  }

  private rowsOf(table: string, after: number, through: number): TableRow[] {
    const query = `SELECT * FROM ${table} WHERE revision > ? AND revision <= ?`;
    return this.sql
      .exec<Record<string, Value>>(query, after, through)
      .toArray()
      .map((row: Row) => ({ table, row }));
  }

  /** The last revision that is in R2. */
  private get written(): number {
    return this.store.document<number>(DOCUMENT) ?? 0;
  }
}
