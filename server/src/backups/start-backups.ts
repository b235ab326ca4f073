import type { BackupsDeps } from "./deps.ts";

/** Tenants whose backups one run begins: their objects make them. */
const MAX_TENANTS_PER_RUN = 200;
const MAX_CONCURRENT = 20;
const MINUTE_MS = 60_000;

/** Begins the backups that are due. Safe to repeat: an object makes one backup at a time. */
export async function startBackups(
  app: Pick<BackupsDeps, "config" | "clock" | "backups" | "backupRequests">,
): Promise<{ started: number } | undefined> {
  const { backups } = app.config;
  if (backups === undefined) return undefined;
  const before = app.clock.now().getTime() - backups.everyMinutes * MINUTE_MS;
  const due = await app.backups.due(before, MAX_TENANTS_PER_RUN);
  for (let i = 0; i < due.length; i += MAX_CONCURRENT) {
    const some = due.slice(i, i + MAX_CONCURRENT);
    await Promise.all(some.map(async ({ id }) => await app.backupRequests(id).startBackup("schedule")));
  }
  return due.length === 0 ? undefined : { started: due.length };
}
