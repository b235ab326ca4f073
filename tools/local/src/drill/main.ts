import { createClient } from "@cf-auth/client";
import { type DrillResult, drill, hasPassed } from "./drill.ts";

/**
 * `cf-auth ops drill`: restores the newest backups of a deployment into a fresh local stack. CF_AUTH_URL, CF_AUTH_KEY
 * or CF_AUTH_TOKEN, and BACKUP_KEY are in the environment. `--json` prints the result as JSON.
 */
const { CF_AUTH_URL: url = "", CF_AUTH_KEY: key, CF_AUTH_TOKEN: token, BACKUP_KEY } = process.env;

try {
  if (!BACKUP_KEY) {
    throw new Error("BACKUP_KEY isn't set. Put the deployment's key into the environment, then repeat the command.");
  }
  const client = createClient({ url, ...(key ? { key } : token && { token }) });
  const result = await drill(client, BACKUP_KEY, (line) => console.error(line));
  console.log(process.argv.includes("--json") ? JSON.stringify(result) : textOf(result));
  process.exitCode = hasPassed(result) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function textOf(result: DrillResult): string {
  const rows = result.tenants.map(({ tenant, backupAt, rowCount, differences, withheldCount }) => {
    if (backupAt === null) return `${tenant}: has no backup`;
    const equal = differences.length === 0 ? "equal row for row" : `differs in ${differences.join(", ")}`;
    const withheld = withheldCount === 0 ? "" : `, ${withheldCount} revoked or deleted since`;
    return `${tenant}: ${rowCount} rows of ${backupAt.toISOString()}, ${equal}${withheld}`;
  });
  const rowCount = result.tenants.reduce((sum, one) => sum + one.rowCount, 0);
  const megabytes = (result.byteCount / 1e6).toFixed(1);
  const times = `downloaded in ${result.downloadSeconds.toFixed(1)} s, restored in ${result.restoreSeconds.toFixed(1)} s`;
  const verdict = hasPassed(result) ? "The drill has passed." : "The drill has failed.";
  return [...rows, "", `${rowCount} rows in ${result.fileCount} files of ${megabytes} MB, ${times}.`, verdict].join(
    "\n",
  );
}
