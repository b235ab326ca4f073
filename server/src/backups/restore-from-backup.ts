import { timeOfId } from "../ports/ids.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { BackupFiles, Manifest } from "./backup-files.ts";
import type { BackupsDeps } from "./deps.ts";
import { type RecordedTenant, stateOf, type Withheld } from "./restored-rows.ts";
import { addToSums, differingTables, type Row, type TableRow, type TableSum } from "./rows.ts";
import { databasePages, TableWalk, WALK_START, type WalkPosition } from "./table-walk.ts";
import { BACKED_UP_TABLES } from "./tables.ts";

/** The restore of one tenant from one of its backups. Each phase runs in steps that are safe to repeat. */
export interface TenantProgress {
  readonly tenantId: string;
  readonly backupId: string;
  readonly phase: "rows" | "compare" | "log" | "revocations" | "finish";
  /** The part to read next. */
  readonly part: number;
  readonly position: WalkPosition;
  readonly tables: Readonly<Record<string, TableSum>>;
  /** Tables whose restored rows differ from the backup's. */
  readonly differences: readonly string[];
  /** The last file of the log, by its last revision, and of the revocation list. */
  readonly logged: number;
  readonly record: string | null;
  /** The revision at which the log is interrupted, because it replaced the graph; null if there is none. */
  readonly replacedAt: number | null;
  readonly tenant: RecordedTenant & { readonly status: string };
  readonly withheld: readonly Withheld[];
}

/** Result of a tenant's restore. */
export interface TenantReport {
  readonly tenantId: string;
  readonly slug: string;
  readonly backupId: string;
  /** Start of the backup. */
  readonly backupAt: Date;
  readonly rowCount: number;
  /** The new revision of its graph. */
  readonly revision: number;
  readonly differences: readonly string[];
  readonly replacedAt: number | null;
  /** Whether it stays suspended: its rows differ from the backup's, or its graph was replaced after the backup. */
  readonly staysSuspended: boolean;
  readonly withheld: readonly Withheld[];
}

type Deps = Pick<
  BackupsDeps,
  | "clock"
  | "tenantTree"
  | "restoredRows"
  | "backupRequests"
  | "restorableGraph"
  | "revocations"
  | "database"
  | "changedRows"
>;

const ORIGIN = { actor: "system", reason: "Restored from a backup.", requestId: "system" };
/** Items that a report has at most. */
const MAX_WITHHELD = 1000;

export function beginTenant({ tenantId, id, revision }: Manifest): TenantProgress {
  const none = {
    part: 0,
    position: WALK_START,
    tables: {},
    differences: [],
    record: null,
    replacedAt: null,
    withheld: [],
  };
  const tenant = { status: "active", suspendedAt: null, deletedAt: null, purgeAt: null, parentId: null };
  return { tenantId, backupId: id, phase: "rows", logged: revision, tenant, ...none };
}

/** The parent of a tenant, from the first part of its backup. */
export async function parentIn(files: BackupFiles, manifest: Manifest): Promise<string | null> {
  const row = tenantIn(await files.part(manifest, 0));
  return typeof row?.parent_id === "string" ? row.parent_id : null;
}

function tenantIn(rows: readonly TableRow[]): Row | undefined {
  return rows.find(({ table }) => table === "tenants")?.row;
}

/**
 * Does the next step. Returns the progress, or the report once it is done. `until`: only what happened up to this
 * time comes back.
 */
export async function stepTenant(
  app: Deps,
  files: BackupFiles,
  progress: TenantProgress,
  until: number,
): Promise<TenantProgress | TenantReport> {
  const manifest = await files.manifest(progress.tenantId, progress.backupId);
  if (progress.phase === "rows") return await restorePart(app, files, manifest, progress);
  if (progress.phase === "compare") return await comparePage(app, manifest, progress);
  if (progress.phase === "log") return await replayLog(app, files, progress, until);
  if (progress.phase === "revocations") return await replayRevocations(app, files, manifest, progress, until);
  return await finish(app, manifest, progress);
}

/** Restores the rows of one part. The tenant is suspended meanwhile. */
async function restorePart(
  app: Deps,
  files: BackupFiles,
  manifest: Manifest,
  progress: TenantProgress,
): Promise<TenantProgress> {
  const rows = await files.part(manifest, progress.part);
  const found = tenantIn(rows);
  const tenant = found === undefined ? progress.tenant : { ...stateOf(found), status: `${found.status}` };
  const suspended = { status: "suspended", suspended_at: app.clock.now().getTime() };
  const isOpen = (row: Row) => row.status === "active";
  const closed = rows.map(({ table, row }) => ({
    table,
    // The parent may follow: the tenant is put under it at the end.
    row: table === "tenants" ? { ...row, ...(isOpen(row) && suspended), parent_id: null } : row,
  }));
  const of = (source: string) => {
    const names = BACKED_UP_TABLES.filter((table) => table.source === source).map(({ name }) => name);
    return closed.filter(({ table }) => names.includes(table));
  };
  const database = of("database");
  await app.restoredRows.insert(database);
  // They are in the backup, so they count as restored when its rows are compared.
  const tables = addToSums(progress.tables, await app.restoredRows.withoutUser(database));
  await app.backupRequests(progress.tenantId).restoreRows(of("state"));
  await app.restorableGraph(progress.tenantId).restoreRows(of("graph"));
  const part = progress.part + 1;
  return { ...progress, tenant, tables, part, phase: part === manifest.parts.length ? "compare" : "rows" };
}

/** Reads a page of what was restored, and compares all of it with the manifest at the end. */
async function comparePage(app: Deps, manifest: Manifest, progress: TenantProgress): Promise<TenantProgress> {
  const { tenantId, tenant } = progress;
  const bounds = { ...manifest, oldest: null };
  const walk = new TableWalk({
    database: databasePages(app.database, tenantId, bounds),
    state: async (table, page) => await app.backupRequests(tenantId).backupPage(table.name, page, bounds),
    graph: async (table, page) => await app.restorableGraph(tenantId).backupPage(table.name, page, bounds),
  });
  const { rows, position } = await walk.next(progress.position);
  const recorded = { status: tenant.status, suspended_at: tenant.suspendedAt, parent_id: tenant.parentId };
  const compared = rows.map(({ table, row }) => ({ table, row: table === "tenants" ? { ...row, ...recorded } : row }));
  const tables = addToSums(progress.tables, compared);
  if (position !== undefined) return { ...progress, tables, position };
  return {
    ...progress,
    tables,
    differences: differingTables(manifest.tables, tables).filter(isCompared),
    phase: "log",
  };
}

function isCompared(name: string): boolean {
  return !BACKED_UP_TABLES.some((table) => table.name === name && table.isCounted);
}

/** Applies the next file of the graph's log. After `until`, only deletions. */
async function replayLog(
  app: Deps,
  files: BackupFiles,
  progress: TenantProgress,
  until: number,
): Promise<TenantProgress> {
  const [next] = await files.listLogs(progress.tenantId, progress.logged);
  if (next === undefined || progress.replacedAt !== null) return { ...progress, phase: "revocations" };
  const rows = (await files.read(next.name)).filter(({ row }) => Number(row.revision) > progress.logged);
  const revisions = rows.filter(({ table }) => table === "revisions").map(({ row }) => row);
  const replaced = revisions.filter(({ logged }) => logged === 0).map(({ revision }) => Number(revision));
  const replacedAt = replaced.length === 0 ? null : Math.min(...replaced);
  const first = Math.min(...revisions.map(({ revision }) => Number(revision)));
  // Revisions between are in a file that is missing: what they delete would come back.
  if (revisions.length > 0 && first !== progress.logged + 1 && first !== replacedAt) {
    throw new AppError("backup_invalid", { file: next.name, afterRevision: progress.logged });
  }
  const late = new Set(revisions.filter(({ at }) => Number(at) > until).map(({ revision }) => revision));
  const kept = rows.flatMap(({ table, row }) => {
    if (replacedAt !== null && Number(row.revision) >= replacedAt) return [];
    if (!late.has(row.revision ?? null)) return [{ table, row }];
    if (table === "revisions") return [{ table, row: { ...row, written: 0 } }];
    return table === "changes" && row.operation === "delete" ? [{ table, row }] : [];
  });
  await app.restorableGraph(progress.tenantId).restoreRows(kept);
  return { ...progress, logged: next.through, replacedAt };
}

/** Applies the next file of the revocation list, from the start of the backup on. */
async function replayRevocations(
  app: Deps,
  files: BackupFiles,
  { startedAt }: Manifest,
  progress: TenantProgress,
  until: number,
): Promise<TenantProgress> {
  const timeOf = (file: string) => timeOfId(file.slice(file.lastIndexOf("/") + 1)) ?? 0;
  const names = await files.listRecords(progress.tenantId, progress.record ?? undefined);
  // Files from before may have rows that changed since.
  const name = names.find((file) => timeOf(file) >= startedAt) ?? names.at(-1);
  if (name === undefined) return { ...progress, phase: "finish" };
  const at = timeOf(name);
  const next = { ...progress, record: name };
  if (at < startedAt) return next;
  const applied = await app.restoredRows.apply(progress.tenantId, await files.read(name), { addsNew: at <= until });
  return {
    ...next,
    tenant: applied.tenant === undefined ? next.tenant : { ...next.tenant, ...applied.tenant },
    withheld: [...progress.withheld, ...applied.withheld].slice(0, MAX_WITHHELD),
  };
}

/** Opens the tenant, without any of its sessions. */
async function finish(app: Deps, manifest: Manifest, progress: TenantProgress): Promise<TenantReport> {
  const { tenantId, replacedAt, tenant, withheld } = progress;
  const now = app.clock.now();
  await app.revocations(tenantId).revokeAll("revoked", await app.restoredRows.endSessions(tenantId, now));
  const hasGraph = manifest.revision > 0 || progress.logged > 0;
  const revision = hasGraph ? await app.restorableGraph(tenantId).resumeAfterRestore(ORIGIN) : 0;
  const isPlaced = await app.restoredRows.setParent(tenantId, tenant.parentId);
  const differences = isPlaced ? progress.differences : [...new Set([...progress.differences, "tenants"])];
  const staysSuspended = differences.length > 0 || replacedAt !== null;
  const time = (value: number | null) => (value === null ? null : new Date(value));
  const suspendedAt = staysSuspended ? now : time(tenant.suspendedAt);
  const state = { suspendedAt, deletedAt: time(tenant.deletedAt), purgeAt: time(tenant.purgeAt) };
  await app.changedRows.clear(tenantId);
  const row = await app.tenantTree.setState(tenantId, state, now);
  if (row === undefined) throw new AppError("tenant_not_found");
  const rowCount = Object.values(manifest.tables).reduce((sum, { rows }) => sum + rows, 0);
  const head = { tenantId, slug: manifest.slug, backupId: manifest.id, backupAt: new Date(manifest.startedAt) };
  return { ...head, rowCount, revision, differences, replacedAt, staysSuspended, withheld };
}
