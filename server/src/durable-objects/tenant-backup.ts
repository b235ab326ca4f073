import type { BackupFiles } from "../backups/backup-files.ts";
import { BackupJob } from "../backups/backup-job.ts";
import { BackupStore } from "../backups/backup-store.ts";
import { ChangedRows } from "../backups/changed-rows.ts";
import type { RestorableGraph } from "../backups/restorable.ts";
import { RevocationList } from "../backups/revocation-list.ts";
import { databasePages, statePages, TableWalk } from "../backups/table-walk.ts";
import { type BackupSource, readBackupConfig } from "../ports/backup-config.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import { systemClock } from "../ports/time.ts";

const now = () => systemClock.now().getTime();

/** Wires one tenant's backups to D1, to both of its objects, and to the buckets. */
export function tenantBackup(sql: SqlDatabase, env: Env, tenantId: string, files: BackupFiles | undefined): BackupJob {
  const config = readBackupConfig(env as BackupSource, []);
  if (files === undefined || config === undefined) return new BackupJob(sql, tenantId, now, undefined);
  const store = new BackupStore(env.DB);
  const graph = () => env.GRAPH_STATE.getByName(tenantId) as unknown as RestorableGraph;
  return new BackupJob(sql, tenantId, now, {
    files,
    days: config.days,
    slug: async () => await store.slugOf(tenantId),
    bounds: async () => {
      const [auditRowId, ofGraph] = await Promise.all([store.newestAuditRow(tenantId), graph().backupBounds()]);
      return { auditRowId, ...ofGraph };
    },
    walk: (bounds) =>
      new TableWalk({
        database: databasePages(env.DB, tenantId, bounds),
        state: statePages(sql, bounds),
        graph: async (table, page) => await graph().backupPage(table.name, page, bounds),
      }),
    done: async (startedAt) => await store.noteBackup(tenantId, startedAt),
  });
}

/** Wires one tenant's revocation list to D1 and to the buckets. */
export function tenantRevocationList(env: Env, tenantId: string, files: BackupFiles | undefined): RevocationList {
  return new RevocationList({ tenantId, now, files }, new ChangedRows(env.DB));
}
