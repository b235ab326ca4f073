import { log } from "../ports/logger.ts";
import type { BackupsDeps } from "./deps.ts";

/** Tenants whose backups one run begins: their objects make them. */
const MAX_TENANTS_PER_RUN = 200;
const MAX_CONCURRENT = 20;
const MINUTE_MS = 60_000;

/** Age in milliseconds of a change that its tenant's object has missed. */
const MISSED_MS = 60_000;

/** Writes changes to the revocation list that an object has missed. Safe to repeat. */
export async function writeMissedRevocations(
  app: Pick<BackupsDeps, "config" | "clock" | "changedRows" | "backupRequests">,
): Promise<{ tenants: number } | undefined> {
  if (app.config.backups === undefined) return undefined;
  const missed = await app.changedRows.tenants(app.clock.now().getTime() - MISSED_MS, MAX_TENANTS_PER_RUN);
  for (const id of missed) {
    await forTenant(id, async () => await app.backupRequests(id).writeRevocations());
  }
  return missed.length === 0 ? undefined : { tenants: missed.length };
}

/** Works for one tenant. A failure concerns no other tenant, and is repeated by the next run. */
async function forTenant(tenantId: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log("error", "A backup failed. It is repeated.", { tenantId, error });
  }
}

/** Begins the backups that are due. Safe to repeat: an object makes one backup at a time. */
export async function startBackups(
  app: Pick<BackupsDeps, "config" | "clock" | "backups" | "backupRequests">,
): Promise<{ started: number } | undefined> {
  const { backups } = app.config;
  if (backups === undefined) return undefined;
  const before = app.clock.now().getTime() - backups.everyMinutes * MINUTE_MS;
  const due = await app.backups.due(before, MAX_TENANTS_PER_RUN);
  const overdue = due.filter(({ since }) => since < before - backups.everyMinutes * MINUTE_MS);
  if (overdue.length > 0) {
    const counts = { tenants: overdue.length };
    log("error", "The last backup of a tenant is too old.", { tenantId: overdue[0]?.id ?? null, counts });
  }
  for (let i = 0; i < due.length; i += MAX_CONCURRENT) {
    const some = due.slice(i, i + MAX_CONCURRENT);
    await Promise.all(
      some.map(({ id }) => forTenant(id, async () => await app.backupRequests(id).startBackup("schedule"))),
    );
  }
  return due.length === 0 ? undefined : { started: due.length };
}
