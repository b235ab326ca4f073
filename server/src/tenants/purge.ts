import { clearObject } from "../shared/purgeable.ts";
import { forgetJwks } from "../tokens/jwks.ts";
import type { TenantsDeps } from "./deps.ts";

/** What one run removes at most, so that it ends within a scheduled call's time; the next goes on. */
const MAX_TENANTS_PER_RUN = 20;
const MAX_ROWS_PER_RUN = 20_000;

type Deps = Pick<
  TenantsDeps,
  "tenantTree" | "tenants" | "purges" | "clock" | "files" | "jwksCache" | "graph" | "state"
>;

/** Removes for good what is left of tenants whose time to be restored has passed. Safe to repeat, and to be cut off. */
export async function purgeTenants(app: Deps): Promise<{ purged: number; rows: number } | undefined> {
  const done = { purged: 0, rows: 0 };
  for (const { id } of await app.tenantTree.due(app.clock.now(), MAX_TENANTS_PER_RUN)) {
    // From below: a tenant is there as long as one below it is.
    for (const { id: each } of (await app.tenantTree.subtree(id)).reverse()) {
      if (done.purged === MAX_TENANTS_PER_RUN) return done;
      const tenant = await app.tenants.find(each);
      if (tenant === undefined) continue;
      const rows = await app.purges.removeSome(each, MAX_ROWS_PER_RUN - done.rows);
      done.rows += rows;
      if (done.rows === MAX_ROWS_PER_RUN || !(await deleteFiles(app.files, each))) return done;
      await Promise.all([
        clearObject(app.graph(each)),
        clearObject(app.state(each)),
        forgetJwks(app.jwksCache, tenant),
      ]);
      await app.purges.markPurged(each, app.clock.now());
      done.purged++;
    }
  }
  return done.purged + done.rows === 0 ? undefined : done;
}

/** Whether none of the tenant's files is left: its graph and snapshots, and what was exported of its log. */
async function deleteFiles(files: Deps["files"], tenantId: string): Promise<boolean> {
  return (await files.deleteSome(`tenants/${tenantId}/`)) && (await files.deleteSome(`audit/${tenantId}/`));
}
