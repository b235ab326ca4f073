import type { GraphService } from "../authz/graph-service.ts";
import type { Config } from "../ports/config.ts";
import type { Clock } from "../ports/time.ts";
import type { SessionStore } from "../sessions/session-store.ts";
import type { TenantStore } from "../tenants/store.ts";
import type { TenantTree } from "../tenants/tree-store.ts";
import type { Revocations } from "../tokens/revocations.ts";
import type { BackupFiles } from "./backup-files.ts";
import type { BackupStore } from "./backup-store.ts";
import type { ChangedRows } from "./changed-rows.ts";
import type { MissingRows } from "./missing-rows.ts";
import type { RestorableGraph, RestorableState } from "./restorable.ts";
import type { RestoreStore } from "./restore-store.ts";
import type { RestoredRows } from "./restored-rows.ts";

/** Dependencies of this family; `compose.ts` creates them. */
export interface BackupsDeps {
  readonly config: Config;
  readonly clock: Clock;
  readonly tenants: TenantStore;
  readonly tenantTree: TenantTree;
  readonly sessions: SessionStore;
  readonly backups: BackupStore;
  /** Undefined if no backups are configured. */
  readonly backupFiles: BackupFiles | undefined;
  readonly restores: RestoreStore;
  readonly restoredRows: RestoredRows;
  readonly missingRows: MissingRows;
  readonly changedRows: ChangedRows;
  /** D1, whose restored rows are compared with those of a backup. */
  readonly database: D1Database;
  /** The tenant's state, which makes its backups. */
  backupRequests(tenantId: string): RestorableState;
  restorableGraph(tenantId: string): RestorableGraph;
  revocations(tenantId: string): Revocations;
  graph(tenantId: string): GraphService;
}
