import { unwrap } from "../authz/outcome.ts";
import { timeOfId } from "../ports/ids.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { BackupFiles } from "./backup-files.ts";
import { GONE } from "./changed-rows.ts";
import type { BackupsDeps } from "./deps.ts";
import type { StoredRestore } from "./restore-store.ts";
import { isCredential, type Withheld } from "./restored-rows.ts";
import type { TableRow } from "./rows.ts";

/** Progress of a restore of one tenant. */
interface Progress {
  readonly backupId: string | null;
  readonly graph: { readonly revision: number } | { readonly at: number } | null;
  readonly actor: string;
  readonly phase: "graph" | "deleted" | "users" | "changed" | "finish";
  readonly part: number;
  readonly record: string | null;
  /** Users of the revocation list who are gone, and those that this restore has added. */
  readonly gone: readonly string[];
  readonly added: readonly string[];
  /** Those of the added ones who stay banned or deleted. All are banned until the end, so that none signs in before. */
  readonly closed: readonly string[];
  readonly result: TenantResult;
}

export interface TenantResult {
  /** The revision whose tuples were restored, and the new one; null if the graph wasn't restored. */
  readonly graph: { readonly restoredRevision: number; readonly revision: number; readonly tupleCount: number } | null;
  readonly backupId: string | null;
  readonly addedUserCount: number;
  readonly changedProfileCount: number;
  readonly changedTemplateCount: number;
  readonly withheld: readonly Withheld[];
}

export interface TenantRequest {
  readonly tenantId: string;
  readonly actor: string;
  readonly at: Date;
  readonly graphRevision: number | undefined;
  readonly restores: readonly ("graph" | "users")[];
}

const WORK_MS = 5000;
const MAX_USERS = 25_000;
const MAX_WITHHELD = 1000;

/**
 * Restores one tenant to an earlier time, while it and others keep serving: its tuples to that revision, and from the
 * newest backup before it the users that were lost, names and metadata of users, and email templates. Credentials,
 * keys, bans and users that were deleted stay as they are now. All sessions end. A call does some of the work; the
 * next one continues. Throws `backups_not_configured`, `backup_not_found`, `backup_invalid`, `revision_not_found` and
 * `conflict`.
 */
export async function restoreTenant(
  app: BackupsDeps,
  request: TenantRequest,
): Promise<{ id: string; done: boolean } & TenantResult> {
  let restore = (await app.restores.current<Progress>(request.tenantId)) ?? (await begin(app, request));
  const end = app.clock.now().getTime() + WORK_MS;
  do {
    const state = await stepOrEnd(app, request.tenantId, restore);
    const endedAt = state === undefined ? app.clock.now() : null;
    const next = state ?? restore.state;
    if (!(await app.restores.advance(restore, next, endedAt))) throw new AppError("conflict");
    restore = { ...restore, state: next, step: restore.step + 1, endedAt };
  } while (restore.endedAt === null && app.clock.now().getTime() < end);
  return { id: restore.id, done: restore.endedAt !== null, ...restore.state.result };
}

async function begin(app: BackupsDeps, { tenantId, actor, at, graphRevision, restores }: TenantRequest) {
  const backupId = restores.includes("users") ? await backupBefore(filesOf(app), tenantId, at) : null;
  const to = graphRevision === undefined ? { at: at.getTime() } : { revision: graphRevision };
  const counts = { addedUserCount: 0, changedProfileCount: 0, changedTemplateCount: 0, withheld: [] };
  const state: Progress = {
    ...{ backupId, actor, phase: "graph", part: 0, record: null, gone: [], added: [], closed: [] },
    graph: restores.includes("graph") ? to : null,
    result: { graph: null, backupId, ...counts },
  };
  const begun = await app.restores.begin<Progress>(tenantId, state, app.clock.now());
  if (begun === undefined) throw new AppError("restore_in_progress");
  return begun;
}

async function backupBefore(files: BackupFiles, tenantId: string, at: Date): Promise<string> {
  const backup = (await files.list(tenantId)).filter((id) => (timeOfId(id) ?? 0) <= at.getTime()).at(-1);
  if (backup === undefined) throw new AppError("backup_not_found", { before: at });
  // A damaged backup is found before anything changes.
  await files.manifest(tenantId, backup);
  return backup;
}

function filesOf({ backupFiles }: BackupsDeps): BackupFiles {
  if (backupFiles === undefined) throw new AppError("backups_not_configured");
  return backupFiles;
}

/** One step. A failure that a repetition wouldn't change ends the restore, so that another can begin. */
async function stepOrEnd(
  app: BackupsDeps,
  tenantId: string,
  restore: StoredRestore<Progress>,
): Promise<Progress | undefined> {
  try {
    return await step(app, tenantId, restore);
  } catch (error) {
    if (error instanceof AppError) await app.restores.advance(restore, restore.state, app.clock.now());
    throw error;
  }
}

/** One step; undefined at the end. */
async function step(
  app: BackupsDeps,
  tenantId: string,
  { id, state }: StoredRestore<Progress>,
): Promise<Progress | undefined> {
  if (state.phase === "graph") return await restoreGraph(app, tenantId, id, state);
  if (state.backupId === null || state.phase === "finish") return await finish(app, tenantId, state);
  const files = filesOf(app);
  if (state.phase === "deleted") return await collectDeleted(files, tenantId, state, state.backupId);
  if (state.phase === "users") return await restoreUsers(app, files, tenantId, state, state.backupId);
  return await applyChanges(app, files, tenantId, state);
}

async function restoreGraph(app: BackupsDeps, tenantId: string, id: string, state: Progress): Promise<Progress> {
  if (state.graph === null) return { ...state, phase: "deleted" };
  const origin = { actor: state.actor, reason: "Restored to an earlier revision.", requestId: id };
  const graph = unwrap(await app.graph(tenantId).restoreTuples(state.graph, origin));
  return { ...state, phase: "deleted", result: { ...state.result, graph } };
}

/** Reads the next file of the revocation list: users who were deleted after the backup stay deleted. */
async function collectDeleted(
  files: BackupFiles,
  tenantId: string,
  state: Progress,
  backupId: string,
): Promise<Progress> {
  const next = await nextRecords(files, tenantId, state.record);
  if (next === undefined) return { ...state, phase: "users", record: null };
  const isLater = next.at >= (timeOfId(backupId) ?? 0);
  const ids = isLater ? next.rows.filter(({ table }) => table === GONE).map(({ row }) => `${row.id}`) : [];
  const gone = [...new Set([...state.gone, ...ids])];
  requireFitting(gone.length);
  return { ...state, record: next.name, gone };
}

/** The progress is one value in D1, of 2 MB at most. */
function requireFitting(users: number): void {
  if (users > MAX_USERS) throw new AppError("restore_too_large", { users, max: MAX_USERS });
}

async function restoreUsers(
  app: BackupsDeps,
  files: BackupFiles,
  tenantId: string,
  state: Progress,
  backupId: string,
): Promise<Progress> {
  const manifest = await files.manifest(tenantId, backupId);
  if (state.part === manifest.parts.length) return { ...state, phase: "changed" };
  const rows = await files.part(manifest, state.part);
  const of = (table: string) => rows.filter((row) => row.table === table);
  const users = of("users");
  const missing = await app.missingRows.missing(
    tenantId,
    users.map(({ row }) => `${row.id}`),
  );
  const isAdded = (id: unknown) => missing.includes(`${id}`) && !state.gone.includes(`${id}`);
  const added = users.filter(({ row }) => isAdded(row.id) && row.status !== "deleted");
  const all = new Set([...state.added, ...added.map(({ row }) => `${row.id}`)]);
  requireFitting(all.size + state.gone.length);
  const closed = added.map(({ table, row }) => ({ table, row: { ...row, status: "banned" } }));
  const credentials = rows.filter(({ table, row }) => isCredential(table) && all.has(`${row.user_id}`));
  await app.restoredRows.insert([...closed, ...credentials]);
  const withheld = missing.filter((id) => state.gone.includes(id)).map((id) => ({ kind: "user_deleted" as const, id }));
  const profiles = await app.missingRows.restoreProfiles(
    tenantId,
    users.map(({ row }) => row),
  );
  const templates = await app.missingRows.restoreTemplates(of("mail_templates").map(({ row }) => row));
  const { result } = state;
  return {
    ...state,
    part: state.part + 1,
    added: [...all],
    closed: [...state.closed, ...added.filter(({ row }) => row.status !== "active").map(({ row }) => `${row.id}`)],
    result: {
      ...result,
      addedUserCount: all.size,
      changedProfileCount: result.changedProfileCount + profiles,
      changedTemplateCount: result.changedTemplateCount + templates,
      withheld: [...result.withheld, ...withheld].slice(0, MAX_WITHHELD),
    },
  };
}

/** Applies the next file of the revocation list to the users that were added: bans and new credentials stay in force. */
async function applyChanges(
  app: BackupsDeps,
  files: BackupFiles,
  tenantId: string,
  state: Progress,
): Promise<Progress> {
  const next = state.added.length === 0 ? undefined : await nextRecords(files, tenantId, state.record);
  if (next === undefined) return { ...state, phase: "finish" };
  const isOfAdded = ({ table, row }: TableRow) =>
    (table === "users" && state.added.includes(`${row.id}`)) ||
    (isCredential(table) && state.added.includes(`${row.user_id}`));
  const isLater = next.at >= (timeOfId(state.backupId ?? "") ?? 0);
  const rows = isLater ? next.rows.filter(isOfAdded) : [];
  const isActive = ({ table, row }: TableRow) => table === "users" && row.status === "active";
  const banned = rows.map((one) => (isActive(one) ? { ...one, row: { ...one.row, status: "banned" } } : one));
  const { withheld } = await app.restoredRows.apply(tenantId, banned, { addsNew: false });
  const closed = new Set(state.closed);
  for (const { row } of rows.filter(({ table }) => table === "users")) {
    const id = `${row.id}`;
    if (row.status === "banned" && !closed.has(id)) withheld.push({ kind: "user_banned", id });
    if (row.status === "active") closed.delete(id);
    else closed.add(id);
  }
  for (const { kind, id } of withheld) if (kind === "user_conflict") closed.add(id);
  const all = [...state.result.withheld, ...withheld].slice(0, MAX_WITHHELD);
  return { ...state, record: next.name, closed: [...closed], result: { ...state.result, withheld: all } };
}

async function finish(app: BackupsDeps, tenantId: string, { added, closed }: Progress): Promise<undefined> {
  const at = await app.restoredRows.endSessions(tenantId, app.clock.now());
  const revocations = app.revocations(tenantId);
  await revocations.revokeAll("revoked", at);
  const stay = new Set(closed);
  await app.missingRows.open(
    tenantId,
    added.filter((id) => !stay.has(id)),
  );
}

async function nextRecords(files: BackupFiles, tenantId: string, after: string | null) {
  const [name] = await files.listRecords(tenantId, after ?? undefined);
  if (name === undefined) return undefined;
  return { name, at: timeOfId(name.slice(name.lastIndexOf("/") + 1)) ?? 0, rows: await files.read(name) };
}
