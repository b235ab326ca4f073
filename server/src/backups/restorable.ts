import type { Origin } from "../authz/graph-service.ts";
import type { BackupReason } from "./backup-files.ts";
import type { BackupProgress } from "./backup-job.ts";
import type { Row, TableRow } from "./rows.ts";
import type { Bounds, Page } from "./table-walk.ts";

/** A tenant's object that makes its backups. */
export interface BackupRequests {
  /** Begins a backup unless one is under way. Returns its id; undefined if no backups are configured. */
  startBackup(reason: BackupReason): Promise<string | undefined>;
  /** Writes what has changed to the revocation list. */
  writeRevocations(): Promise<void>;
  /** The backup under way. */
  backupProgress(): Promise<BackupProgress | undefined>;
}

/** The state of a tenant, which is backed up and restored row by row. */
export interface RestorableState extends BackupRequests {
  backupPage(table: string, page: Page, bounds: Bounds): Promise<readonly Row[]>;
  /** Stores rows in place of those with the same keys. Safe to repeat. */
  restoreRows(rows: readonly TableRow[]): Promise<void>;
}

/** The graph of a tenant, which is backed up and restored row by row. */
export interface RestorableGraph {
  /** Revisions that a backup reads. Their history isn't removed for some minutes, and after each page. */
  backupBounds(): Promise<Pick<Bounds, "revision" | "oldest">>;
  backupPage(table: string, page: Page, bounds: Pick<Bounds, "revision" | "oldest">): Promise<Row[]>;
  restoreRows(rows: readonly TableRow[]): Promise<void>;
  /** Begins again with the restored rows. Returns the new revision. */
  resumeAfterRestore(origin: Origin): Promise<number>;
}
