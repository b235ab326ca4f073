import { purgeObject } from "../shared/purgeable.ts";
import { forgetJwks } from "../tokens/jwks.ts";
import type { TenantsDeps } from "./deps.ts";

/** What one run removes at most, so that it ends within a scheduled call's time; the next goes on. */
const TENANTS_A_RUN = 20;
const ROWS_A_RUN = 20_000;

type Deps = Pick<
  TenantsDeps,
  "tenantTree" | "tenants" | "purges" | "clock" | "files" | "jwksCache" | "graph" | "state"
>;

/** Removes for good what is left of tenants whose time to be restored has passed. Safe to repeat, and to be cut off. */
export async function purgeTenants(app: Deps): Promise<{ purged: number; rows: number } | undefined> {
  const done = { purged: 0, rows: 0 };
  for (const { id } of await app.tenantTree.due(app.clock.now(), TENANTS_A_RUN)) {
    // From below: a tenant is there as long as one below it is.
    for (const { id: each } of (await app.tenantTree.subtree(id)).reverse()) {
      if (done.purged === TENANTS_A_RUN) return done;
      const tenant = await app.tenants.find(each);
      if (tenant === undefined) continue;
      const rows = await app.purges.removeSome(each, ROWS_A_RUN - done.rows);
      done.rows += rows;
      if (done.rows === ROWS_A_RUN || !(await deleteFiles(app.files, each))) return done;
      await Promise.all([
        purgeObject(app.graph(each)),
        purgeObject(app.state(each)),
        forgetJwks(app.jwksCache, tenant),
      ]);
      await app.purges.leaveMark(each, app.clock.now());
      done.purged++;
    }
  }
  return done.purged + done.rows === 0 ? undefined : done;
}

/** Whether none of the tenant's files is left: its graph and snapshots, and what was exported of its log. */
async function deleteFiles(files: Deps["files"], tenantId: string): Promise<boolean> {
  return (await files.deleteSome(`tenants/${tenantId}/`)) && (await files.deleteSome(`audit/${tenantId}/`));
}
