import { equalInConstantTime } from "../ports/encoding.ts";
import { timeOfId } from "../ports/ids.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { BackupFiles } from "./backup-files.ts";
import type { BackupsDeps } from "./deps.ts";
import { beginTenant, parentIn, stepTenant, type TenantProgress, type TenantReport } from "./restore-from-backup.ts";
import type { StoredRestore } from "./restore-store.ts";

/** Progress of a restore of everything. */
interface Progress {
  /** Only backups that began up to this time, in milliseconds since 1970. */
  readonly until: number;
  /** Time in milliseconds since 1970 until which a call is at work; others are refused. 0 if none is. */
  readonly busyUntil: number;
  /** The last tenant, in order of ids, whose restore has begun. */
  readonly after: string | null;
  /** Tenants under way: a parent is restored before its child. The last one is first. */
  readonly stack: readonly TenantProgress[];
  readonly restored: number;
  readonly rows: number;
  /** Tenants without a backup up to that time. */
  readonly missing: number;
}

export interface RestoreResult {
  readonly id: string;
  readonly done: boolean;
  readonly tenantCount: number;
  readonly rowCount: number;
  readonly missingCount: number;
  /** Tenants that this call has restored. */
  readonly tenants: readonly TenantReport[];
}

/** Time that one call works, in milliseconds. The caller repeats the call until it is done. */
const WORK_MS = 5000;
/** Longer than any step takes. */
const BUSY_MS = 60_000;
/** Microseconds since 1970 as a row id follow all row ids that a backup can have. */
const ROW_IDS_PER_MS = 1000;

/**
 * Restores all tenants into an empty database, from the newest backup of each up to a time. A call does some of the
 * work; the next one continues, also for another caller. Throws `bootstrap_secret_invalid`, `backups_not_configured`,
 * `backup_not_found`, `restore_needs_empty`, `backup_invalid` and `conflict`.
 */
export async function restoreEverything(
  app: BackupsDeps,
  { secret, at }: { secret: string; at: Date | undefined },
): Promise<RestoreResult> {
  const expected = app.config.bootstrapSecret;
  if (expected === undefined || !equalInConstantTime(secret, expected)) throw new AppError("bootstrap_secret_invalid");
  const files = app.backupFiles;
  if (files === undefined) throw new AppError("backups_not_configured");
  const current = await currentOrNew(app, files, at);
  if (current.state.busyUntil > app.clock.now().getTime()) throw new AppError("restore_in_progress");
  let restore = await advanced(app, current, { ...current.state, busyUntil: busyUntil(app) }, null);
  const end = app.clock.now().getTime() + WORK_MS;
  const tenants: TenantReport[] = [];
  try {
    do {
      const { state, report } = await step(app, files, restore.state);
      const next = { ...(state ?? restore.state), busyUntil: busyUntil(app) };
      restore = await advanced(app, restore, next, state === undefined ? app.clock.now() : null);
      if (report !== undefined) tenants.push(report);
    } while (restore.endedAt === null && app.clock.now().getTime() < end);
  } finally {
    // The next call need not wait.
    if (restore.endedAt === null) {
      await app.restores.advance(restore, { ...restore.state, busyUntil: 0 }, null);
    }
  }
  const { restored: tenantCount, rows: rowCount, missing: missingCount } = restore.state;
  return { id: restore.id, done: restore.endedAt !== null, tenantCount, rowCount, missingCount, tenants };
}

/**
 * The end of the time for which other calls are refused: two that work at the same time would undo each other's
 * steps.
 */
function busyUntil({ clock }: Pick<BackupsDeps, "clock">): number {
  return clock.now().getTime() + BUSY_MS;
}

/** Stores a step. Throws `conflict` if another call has stored one. */
async function advanced(
  app: BackupsDeps,
  restore: StoredRestore<Progress>,
  state: Progress,
  endedAt: Date | null,
): Promise<StoredRestore<Progress>> {
  if (!(await app.restores.advance(restore, state, endedAt))) throw new AppError("conflict");
  return { ...restore, state, step: restore.step + 1, endedAt };
}

async function currentOrNew(
  app: BackupsDeps,
  files: BackupFiles,
  at: Date | undefined,
): Promise<StoredRestore<Progress>> {
  const current = await app.restores.current<Progress>(null);
  if (current !== undefined) {
    // The call that began it may have been cut off before.
    if (current.step === 0) await reserveAuditRows(app, current);
    return current;
  }
  if (!(await app.restoredRows.hasNoTenants())) throw new AppError("restore_needs_empty");
  if ((await files.tenants(undefined)).length === 0) throw new AppError("backup_not_found");
  const now = app.clock.now();
  const until = (at ?? now).getTime();
  const state = { until, busyUntil: 0, after: null, stack: [], restored: 0, rows: 0, missing: 0 };
  const begun = await app.restores.begin<Progress>(null, state, now);
  if (begun === undefined) throw new AppError("restore_in_progress");
  await reserveAuditRows(app, begun);
  return begun;
}

async function reserveAuditRows(app: BackupsDeps, { id, startedAt }: StoredRestore<Progress>): Promise<void> {
  await app.restoredRows.reserveAuditRows(id, startedAt.getTime() * ROW_IDS_PER_MS);
}

/** One step. No state at the end. */
async function step(
  app: BackupsDeps,
  files: BackupFiles,
  state: Progress,
): Promise<{ state?: Progress; report?: TenantReport }> {
  const [top, ...below] = state.stack;
  if (top === undefined) return await nextTenant(app, files, state);
  const { parentId } = top.tenant;
  if (top.phase === "finish" && parentId !== null && !(await app.restoredRows.hasTenant(parentId))) {
    const parents = await withAncestors(app, files, parentId, state.until);
    const others = state.stack.filter(({ tenantId }) => parents.every((parent) => parent.tenantId !== tenantId));
    if (parents.length > 0) return { state: { ...state, stack: [...parents, ...others] } };
  }
  const result = await stepTenant(app, files, top, state.until);
  if ("phase" in result) return { state: { ...state, stack: [result, ...below] } };
  const { restored, rows } = state;
  return { state: { ...state, stack: below, restored: restored + 1, rows: rows + result.rowCount }, report: result };
}

async function nextTenant(app: BackupsDeps, files: BackupFiles, state: Progress): Promise<{ state?: Progress }> {
  const [tenantId] = await files.tenants(state.after ?? undefined);
  if (tenantId === undefined) return {};
  const next = { ...state, after: tenantId };
  if (await app.restoredRows.hasTenant(tenantId)) return { state: next };
  const stack = await withAncestors(app, files, tenantId, state.until);
  return { state: stack.length === 0 ? { ...next, missing: state.missing + 1 } : { ...next, stack } };
}

/**
 * A tenant and its ancestors that aren't restored yet, from the top. Empty if one has no backup up to the time.
 * Backups of different times may have two tenants above each other: each comes once.
 */
async function withAncestors(
  app: BackupsDeps,
  files: BackupFiles,
  tenantId: string,
  until: number,
): Promise<TenantProgress[]> {
  const stack: TenantProgress[] = [];
  const isThere = async (id: string) =>
    stack.some((one) => one.tenantId === id) || (await app.restoredRows.hasTenant(id));
  for (let id: string | null = tenantId; id !== null && !(await isThere(id)); ) {
    const backup = (await files.list(id)).filter((one) => (timeOfId(one) ?? 0) <= until).at(-1);
    if (backup === undefined) return [];
    const manifest = await files.manifest(id, backup);
    stack.unshift(beginTenant(manifest));
    id = await parentIn(files, manifest);
  }
  return stack;
}
