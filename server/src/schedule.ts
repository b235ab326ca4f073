import { archiveAuditLogs } from "./audit/archive.ts";
import { startBackups, writeMissedRevocations } from "./backups/start-backups.ts";
import { recordSecretVersions } from "./dashboard/record-secret-versions.ts";
import { pruneSignIns } from "./factors/prune-sign-ins.ts";
import { reencryptTotpSecrets } from "./factors/totp-secrets.ts";
import type { AppDeps } from "./pipeline/deps.ts";
import { reconcileGrants } from "./platform/grant-index.ts";
import { reconcilePlatform } from "./platform/reconcile-platform.ts";
import { log } from "./ports/logger.ts";
import { reencryptProviderSecrets } from "./providers/provider-secrets.ts";
import { pruneSessions } from "./sessions/prune-sessions.ts";
import { reconcileTenants } from "./tenants/propagate.ts";
import { purgeTenants } from "./tenants/purge.ts";
import { reencryptKeys, rotateDueKeys } from "./tokens/key-rotation.ts";
import { finishDeletions } from "./users/delete-user.ts";
import { pruneVerificationTokens } from "./verification/issue-token.ts";
import { notifyOfDisabledWebhooks } from "./webhooks/notify-disabled.ts";
import { reencryptWebhookSecrets } from "./webhooks/webhook-secrets.ts";

/** Does due work, and returns a summary of it, if any. Safe to run twice at the same time, and to be cut off anywhere. */
type Job = (app: AppDeps) => Promise<object | undefined>;

/** The jobs of every run, by name. */
const JOBS: Readonly<Record<string, Job>> = {
  rotateDueKeys: rotateDueKeys,
  reencryptKeys: reencryptKeys,
  reencryptTotpSecrets,
  reencryptProviderSecrets,
  reencryptWebhookSecrets,
  recordSecretVersions: recordSecretVersions,
  purgeTenants,
  reconcileTenants,
  reconcilePlatform,
  reconcileGrants,
  finishDeletions,
  pruneVerificationTokens: pruneVerificationTokens,
  pruneSessions,
  pruneSignIns,
  notifyOfDisabledWebhooks,
  archiveAuditLogs,
  startBackups,
  writeMissedRevocations,
};

/** Runs every job, also after one fails, and logs what each did. Throws the first failure. */
export async function runSchedule(app: AppDeps): Promise<void> {
  // Jobs would take rows that aren't restored yet for ones that were deleted.
  if (await app.restores.isRestoringEverything()) return log("info", "The scheduled jobs wait for a restore.");
  const failures: unknown[] = [];
  for (const [job, work] of Object.entries(JOBS)) {
    try {
      const done = await work(app);
      if (done !== undefined) log("info", "A scheduled job has done work.", { job, counts: done });
    } catch (error) {
      failures.push(error);
      log("error", "A scheduled job failed.", { job, error });
    }
  }
  log("info", "The scheduled jobs have run.");
  if (failures.length > 0) throw failures[0];
}
