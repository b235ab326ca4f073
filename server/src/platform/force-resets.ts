import { type AuditEvent, recordAuditEvent } from "../audit/entry.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { forceReset } from "../users/administer.ts";
import type { PlatformDeps } from "./deps.ts";

/** Maximum number of users of one call: each takes some calls of the database and of its tenant's object. */
export const MAX_FORCED_RESETS = 50;

type Event = Pick<AuditEvent, "actor" | "ip" | "requestId">;

/**
 * Forces users to choose a new password whose hash has an old version of the pepper, and removes these hashes, so that the version
 * can be removed. The caller is left out. An interrupted call is completed by a repeat: a hash is removed after its user's
 * reset. Throws `secret_version_newest`.
 */
export async function forceResets(
  app: PlatformDeps,
  { pepperVersion, limit, caller }: { pepperVersion: string; limit: number; caller: string },
  event: Event,
): Promise<{ resetCount: number; leftCount: number }> {
  if (pepperVersion === app.config.pepper.newest) throw new AppError("secret_version_newest");
  const { hashes, total } = await app.platform.hashesWithPepper(pepperVersion, limit, caller);
  for (const { accountId, tenantId, userId, hash } of hashes) {
    const tenant = await app.tenants.find(tenantId);
    const isReset = tenant !== undefined && tenant.status !== "deleted" && (await resetIfVisible(app, tenant, userId));
    await app.platform.removeHash(accountId, hash);
    if (!isReset) continue;
    const details = { reason: "pepper", pepperVersion };
    await recordAuditEvent(app, {
      ...event,
      tenantId,
      subject: userId,
      event: "users.forceReset",
      outcome: "ok",
      details,
    });
  }
  return { resetCount: hashes.length, leftCount: total - hashes.length };
}

/** False for a user who is being deleted. */
async function resetIfVisible(...reset: Parameters<typeof forceReset>): Promise<boolean> {
  try {
    await forceReset(...reset);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "user_not_found") return false;
    throw error;
  }
}
