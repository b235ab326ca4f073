import type { AuditEntry } from "../audit/entry.ts";
import { PLATFORM_SLUG } from "../shared/tenant.ts";
import { allGrants, grantsOf } from "./admin-graph.ts";
import type { PlatformDeps } from "./deps.ts";

type Deps = Pick<PlatformDeps, "tenants" | "graph" | "models" | "platform" | "clock" | "grantIndex">;

/** Brings the index of an admin to what the graph has now. To be called after each change, with its audit entry. */
export async function indexGrants(app: Deps, platformId: string, userId: string, entry?: AuditEntry): Promise<void> {
  const grants = (await grantsOf(app, platformId, userId)).map((grant) => ({ ...grant, userId }));
  await app.grantIndex.replace(grants, { userId, now: app.clock.now(), entry });
}

/** Completes the index where a change was cut off, and removes grants that have expired. Safe to repeat. */
export async function reconcileGrants(app: Deps): Promise<{ changed: number } | undefined> {
  const platform = await app.tenants.find(PLATFORM_SLUG);
  if (platform === undefined) return undefined;
  const changed = await app.grantIndex.replace(await allGrants(app, platform.id), { now: app.clock.now() });
  return changed === 0 ? undefined : { changed };
}
