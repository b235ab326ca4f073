import { purgeObject } from "../shared/purgeable.ts";
import { forgetJwks } from "../tokens/jwks.ts";
import type { TenantsDeps } from "./deps.ts";

/** Limits of one run, so that it ends within the time of a scheduled call. The next run continues. */
const MAX_TENANTS_PER_RUN = 20;
const MAX_ROWS_PER_RUN = 20_000;

type Deps = Pick<
  TenantsDeps,
  "tenantTree" | "tenants" | "purges" | "clock" | "files" | "tenantBackups" | "jwksCache" | "graph" | "state"
>;

/** Purges tenants whose retention has passed. Safe to repeat and to interrupt. */
export async function purgeTenants(app: Deps): Promise<{ purged: number; rows: number } | undefined> {
  const done = { purged: 0, rows: 0 };
  for (const { id } of await app.tenantTree.due(app.clock.now(), MAX_TENANTS_PER_RUN)) {
    // Descendants first: a tenant is purged after all of them.
    for (const { id: tenantId } of (await app.tenantTree.subtree(id)).reverse()) {
      if (done.purged === MAX_TENANTS_PER_RUN) return done;
      const tenant = await app.tenants.find(tenantId);
      if (tenant === undefined) continue;
      const rows = await app.purges.removeSome(tenantId, MAX_ROWS_PER_RUN - done.rows);
      done.rows += rows;
      if (done.rows >= MAX_ROWS_PER_RUN || !(await deleteFiles(app, tenantId))) return done;
      await Promise.all([
        purgeObject(app.graph(tenantId)),
        purgeObject(app.state(tenantId)),
        forgetJwks(app.jwksCache, tenant),
      ]);
      await app.purges.markPurged(tenantId, app.clock.now());
      done.purged++;
    }
  }
  return done.purged + done.rows === 0 ? undefined : done;
}

/** Deletes some of the tenant's files: graph, snapshots, logo, exports of its log, and backups. Returns whether none is left. */
async function deleteFiles(
  { files, tenantBackups }: Pick<Deps, "files" | "tenantBackups">,
  tenantId: string,
): Promise<boolean> {
  if (!(await files.deleteSome(`tenants/${tenantId}/`))) return false;
  if (!(await files.deleteSome(`audit/${tenantId}/`))) return false;
  return (await tenantBackups?.deleteSome(tenantId)) ?? true;
}
