import { CfAuthError } from "@cf-auth/client";
import { type Check, finding, OK } from "./check.ts";
import { errorOf } from "./error-of.ts";

/** Twice the longest interval of backups. */
const MAX_AGE_MS = 2 * 24 * 60 * 60 * 1000;
/** Every deployment has this tenant. */
const PLATFORM = "platform";

/** Whether the deployment makes backups, and the last one is recent. For admins, and platform keys with the scope. */
export const BACKUPS_CHECK: Check = {
  name: "backups",
  run: async (facts) => {
    const client = (await facts.connection())?.client;
    if (client === undefined) return "skipped";
    const backups = await client.backups.list({ tenant: PLATFORM, limit: 1 }).catch(errorOf);
    if (backups instanceof CfAuthError) {
      if (backups.code !== "backups_not_configured") return "skipped";
      return finding("The deployment makes no backups.", "Set BACKUP_KEY and deploy: docs/backups.md#turn-backups-on.");
    }
    const [newest] = backups.items;
    if (newest === undefined || Date.now() - newest.startedAt.getTime() < MAX_AGE_MS) return OK;
    return finding(
      `The last backup of the platform is of ${newest.startedAt.toISOString()}.`,
      "Follow docs/operations/backups-overdue.md.",
    );
  },
};
