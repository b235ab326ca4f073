import * as z from "zod";
import { readRevision, revisionInput } from "../authz/schemas.ts";
import { EVERY_CALLER } from "../pipeline/declaration.ts";
import { cutPage, decodeCursor, pageInput, pageOf } from "../pipeline/inputs.ts";
import { platformProcedure, t } from "../pipeline/procedure.ts";
import { namedTenant } from "../platform/permitted.ts";
import { timeOfId } from "../ports/ids.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { BACKUP_REASONS, type BackupFiles, type Manifest } from "./backup-files.ts";
import type { BackupsDeps } from "./deps.ts";
import { restoreEverything } from "./restore-everything.ts";
import { restoreTenant, type TenantResult } from "./restore-tenant.ts";

const tenant = z.string().max(64).describe("Id or slug of the tenant.");
const id = z.string().regex(/^bak_[0-9a-hjkmnp-tv-z]{26}$/, "Write the id of a backup, such as bak_….");
const declared = { rateLimit: "standard", admin: { permission: "manage", on: "named" } } as const;
const callers = ["admin", "platformKey"] as const;

const backupOutput = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    status: z.enum(["running", "done"]),
    reason: z
      .enum(BACKUP_REASONS)
      .describe("replaced_graph: after an import that is too large for the log of changes."),
    startedAt: z.date(),
    endedAt: z.date().nullable(),
    rowCount: z.int(),
    byteCount: z.int().describe("Size in R2, compressed and encrypted."),
    revision: z.string().describe("Revision of the graph in it."),
    tables: z.array(z.object({ table: z.string(), rowCount: z.int() })),
  })
  .meta({ id: "Backup", description: "A backup of one tenant, encrypted in R2." });

const withheld = z
  .array(
    z.object({
      kind: z.enum([
        "user_deleted",
        "user_banned",
        "user_conflict",
        "credentials_changed",
        "key_revoked",
        "signing_keys_replaced",
      ]),
      id: z.string().describe("Id of the user or key, or of the tenant for its signing keys."),
    }),
  )
  .describe(
    "Users and keys that were revoked, banned, rotated or deleted after the backup, and stay so. At most 1,000.",
  );

const report = z
  .object({
    tenantId: z.string(),
    slug: z.string(),
    backupId: z.string(),
    backupAt: z.date(),
    rowCount: z.int(),
    revision: z.string().describe("The new revision of the graph; 0 if it has none."),
    differences: z.array(z.string()).describe("Tables whose restored rows differ from the backup's."),
    replacedAt: z
      .string()
      .nullable()
      .describe(
        "Revision after the backup that replaced the whole graph, from which on changes are lost; null if none did.",
      ),
    staysSuspended: z
      .boolean()
      .describe(
        "Whether the tenant stays suspended, because of a difference or a replaced graph, until an admin resumes it.",
      ),
    withheld,
  })
  .meta({ id: "TenantRestore", description: "Result of the restore of one tenant." });

export const backupsRouter = t.router({
  create: platformProcedure({
    ...declared,
    summary: "Begins a backup of a tenant, unless one is under way, and returns its id.",
    caller: callers,
    audit: "backups.create",
  })
    .input(z.strictObject({ tenant }))
    .output(z.object({ id: z.string() }))
    .mutation(async ({ ctx: { app }, input }) => {
      const { id: tenantId } = await tenantOf(app, input.tenant);
      const begun = await app.backupRequests(tenantId).startBackup("request");
      if (begun === undefined) throw new AppError("backups_not_configured");
      return { id: begun };
    }),

  list: platformProcedure({
    ...declared,
    summary: "Lists a tenant's backups, newest first.",
    caller: callers,
    audit: "none",
  })
    .input(z.strictObject({ tenant, ...pageInput }))
    .output(z.object(pageOf(z.object({ id: z.string(), startedAt: z.date() }))))
    .query(async ({ ctx: { app }, input }) => {
      const { id: tenantId } = await tenantOf(app, input.tenant);
      const before = decodeCursor(input.cursor, z.string());
      const ids = (await filesOf(app).list(tenantId)).reverse();
      const rows = ids.filter((one) => before === undefined || one < before).slice(0, input.limit + 1);
      const item = (one: string) => ({ id: one, startedAt: new Date(timeOfId(one) ?? 0) });
      return cutPage(rows, input.limit, { cursor: (one) => one, item });
    }),

  get: platformProcedure({
    ...declared,
    summary: "Gets a backup, complete or under way.",
    caller: callers,
    audit: "none",
  })
    .input(z.strictObject({ tenant, id }))
    .output(backupOutput)
    .query(async ({ ctx: { app }, input }) => {
      const { id: tenantId } = await tenantOf(app, input.tenant);
      const files = filesOf(app);
      const running = await app.backupRequests(tenantId).backupProgress();
      if (running?.id === input.id) return outputOf({ ...running, tenantId, endedAt: null });
      return outputOf(await files.manifest(tenantId, input.id));
    }),

  files: platformProcedure({
    ...declared,
    summary: "Lists the encrypted files of a tenant's backups, of its graph's log and of its revocation list.",
    caller: callers,
    audit: "none",
  })
    .input(z.strictObject({ tenant, ...pageInput }))
    .output(z.object(pageOf(z.object({ name: z.string() }))))
    .query(async ({ ctx: { app }, input }) => {
      const { id: tenantId } = await tenantOf(app, input.tenant);
      const after = decodeCursor(input.cursor, z.string());
      const names = await filesOf(app).names(tenantId, after);
      return cutPage(names.slice(0, input.limit + 1), input.limit, {
        cursor: (name) => name,
        item: (name) => ({ name }),
      });
    }),

  read: platformProcedure({
    ...declared,
    summary: "Reads an encrypted file of a tenant's backups, for a drill or a copy elsewhere.",
    caller: callers,
    audit: "backups.read",
  })
    .input(z.strictObject({ tenant, name: z.string().max(256).describe("Name of a file from backups.files.") }))
    .output(z.object({ content: z.string().describe("The file in base64.") }))
    .query(async ({ ctx: { app }, input }) => {
      const { id: tenantId } = await tenantOf(app, input.tenant);
      const bytes = await filesOf(app).encrypted(tenantId, input.name);
      if (bytes === undefined) throw new AppError("backup_not_found", { name: input.name });
      return { content: new Uint8Array(bytes).toBase64() };
    }),

  restore: platformProcedure({
    ...declared,
    summary:
      "Restores a tenant to an earlier time while it serves: tuples to a revision that is kept; lost users, profiles and email templates from the newest backup before. Repeat the call until it is done.",
    caller: ["admin"],
    audit: "backups.restore",
  })
    .input(
      z.strictObject({
        tenant,
        at: z.date().describe("The time to restore. Repeated calls continue the first one."),
        graphRevision: revisionInput
          .optional()
          .describe("Revision of the graph. Defaults to the newest one at the time."),
        restores: z
          .array(z.enum(["graph", "users"]))
          .min(1)
          .max(2)
          .default(["graph", "users"]),
      }),
    )
    .output(
      z.object({
        id: z.string(),
        done: z.boolean(),
        graph: z
          .object({ restoredRevision: z.string(), revision: z.string(), tupleCount: z.int() })
          .nullable()
          .describe("The revision that was restored, the new one with its tuples, and their number."),
        backupId: z.string().nullable(),
        addedUserCount: z.int().describe("Users that the tenant had lost without a deletion."),
        changedProfileCount: z.int(),
        changedTemplateCount: z.int(),
        withheld,
      }),
    )
    .mutation(async ({ ctx: { app, caller }, input }) => {
      const { id: tenantId } = await namedTenant(app, input.tenant);
      const { at, restores } = input;
      const graphRevision = input.graphRevision === undefined ? undefined : readRevision(input.graphRevision);
      const done = await restoreTenant(app, { tenantId, actor: caller.userId, at, graphRevision, restores });
      const { graph } = done;
      return { ...done, graph: graph && textsOf(graph), withheld: [...done.withheld] };
    }),

  restoreAll: platformProcedure({
    summary:
      "Restores all tenants into an empty deployment, with the bootstrap secret. Repeat the call until it is done; anyone who repeats it continues.",
    caller: EVERY_CALLER,
    rateLimit: "credentials",
    audit: "backups.restoreAll",
  })
    .input(
      z.strictObject({
        secret: z.string().max(1024).describe("The deployment's BOOTSTRAP_SECRET."),
        at: z.date().optional().describe("Uses only backups that began up to this time. Defaults to now."),
      }),
    )
    .output(
      z.object({
        id: z.string(),
        done: z.boolean(),
        tenantCount: z.int().describe("Tenants restored so far."),
        rowCount: z.int().describe("Rows restored so far."),
        missingCount: z.int().describe("Tenants without a backup from before the time."),
        tenants: z.array(report).describe("Tenants that this call has restored."),
      }),
    )
    .mutation(async ({ ctx: { app }, input }) => {
      const { secret, at } = input;
      const { tenants, ...rest } = await restoreEverything(app, { secret, at });
      const lists = tenants.map(({ revision, replacedAt, ...one }) => ({
        ...one,
        revision: `${revision}`,
        replacedAt: replacedAt === null ? null : `${replacedAt}`,
        differences: [...one.differences],
        withheld: [...one.withheld],
      }));
      return { ...rest, tenants: lists };
    }),
});

function textsOf({ restoredRevision, revision, tupleCount }: NonNullable<TenantResult["graph"]>) {
  return { restoredRevision: `${restoredRevision}`, revision: `${revision}`, tupleCount };
}

/** A tenant by id or slug, including the platform's own. */
async function tenantOf({ tenants }: Pick<BackupsDeps, "tenants">, name: string) {
  const found = await tenants.find(name);
  if (found === undefined) throw new AppError("tenant_not_found");
  return found;
}

function filesOf({ backupFiles }: Pick<BackupsDeps, "backupFiles">): BackupFiles {
  if (backupFiles === undefined) throw new AppError("backups_not_configured");
  return backupFiles;
}

type Described = Pick<Manifest, "id" | "tenantId" | "reason" | "startedAt" | "revision" | "parts" | "tables"> & {
  readonly endedAt: number | null;
};

function outputOf({ id, tenantId, reason, startedAt, endedAt, revision, parts, tables }: Described) {
  const counts = Object.entries(tables).map(([table, { rows }]) => ({ table, rowCount: rows }));
  return {
    ...{ id, tenantId, reason, revision: `${revision}` },
    status: endedAt === null ? ("running" as const) : ("done" as const),
    startedAt: new Date(startedAt),
    endedAt: endedAt === null ? null : new Date(endedAt),
    rowCount: counts.reduce((sum, { rowCount }) => sum + rowCount, 0),
    byteCount: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    tables: counts.sort((a, b) => (a.table < b.table ? -1 : 1)),
  };
}
