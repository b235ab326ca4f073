import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CfAuthClient, createClient } from "@cf-auth/client";
import { buildWorker } from "../build.ts";
import { ensureSecrets, SECRETS_FILE } from "../secrets.ts";
import { startStack } from "../stack.ts";
import { type BackupCopy, downloadBackup, tenantsOf } from "./backup-copy.ts";

/** What a drill has found about one tenant. */
export interface DrilledTenant {
  readonly tenant: string;
  /** Start of its newest backup; null if it has none. */
  readonly backupAt: Date | null;
  readonly rowCount: number;
  /** Tables whose restored rows differ from the backup's. */
  readonly differences: readonly string[];
  /** Number of users and keys that were revoked, banned, rotated or deleted since. */
  readonly withheldCount: number;
}

export interface DrillResult {
  readonly tenants: readonly DrilledTenant[];
  readonly fileCount: number;
  readonly byteCount: number;
  readonly downloadSeconds: number;
  readonly restoreSeconds: number;
}

/** Whether every tenant has a backup, and every row came back. */
export function hasPassed({ tenants }: DrillResult): boolean {
  return tenants.every(({ backupAt, differences }) => backupAt !== null && differences.length === 0);
}

/**
 * Restores the newest backups of all tenants of a deployment into a fresh local stack, which compares them row by
 * row, and deletes it. `report` gets a line for each tenant that was read. Throws the errors of the service, such as
 * `backup_invalid` for another key.
 */
export async function drill(
  client: CfAuthClient,
  backupKey: string,
  report: (line: string) => void,
): Promise<DrillResult> {
  const begun = performance.now();
  const slugs = await tenantsOf(client);
  const copies = new Map<string, BackupCopy>();
  for (const [i, slug] of slugs.entries()) {
    const copy = await downloadBackup(client, slug);
    if (copy !== undefined) copies.set(slug, copy);
    report(`Downloaded ${i + 1} of ${slugs.length} tenants.`);
  }
  const downloaded = performance.now();
  const restored = copies.size === 0 ? new Map() : await restoreIntoFresh([...copies.values()], backupKey, report);
  const files = [...copies.values()].flatMap((copy) => [...copy.files.values()]);
  return {
    tenants: slugs.map((tenant) => {
      const found = restored.get(tenant);
      const backupAt = copies.get(tenant)?.startedAt ?? null;
      const { rowCount = 0, differences = ["all"], withheld = [] } = found ?? {};
      return {
        tenant,
        backupAt,
        rowCount,
        differences: backupAt === null ? [] : differences,
        withheldCount: withheld.length,
      };
    }),
    fileCount: files.length,
    byteCount: files.reduce((sum, { length }) => sum + length, 0),
    downloadSeconds: (downloaded - begun) / 1000,
    restoreSeconds: (performance.now() - downloaded) / 1000,
  };
}

type Restored = Awaited<ReturnType<CfAuthClient["backups"]["restoreAll"]>>["tenants"][number];

/** Restores into a local stack that nothing else has used. Returns the reports by slug. */
async function restoreIntoFresh(
  copies: readonly BackupCopy[],
  backupKey: string,
  report: (line: string) => void,
): Promise<Map<string, Restored>> {
  const state = mkdtempSync(join(tmpdir(), "cf-auth-drill-"));
  try {
    await buildWorker();
    const secrets = { ...ensureSecrets(state), BACKUP_KEY: backupKey };
    writeFileSync(join(state, SECRETS_FILE), JSON.stringify(secrets), { mode: 0o600 });
    const stack = await startStack({ state, port: 0, logsRequests: false });
    try {
      for (const { files } of copies) for (const [name, bytes] of files) await stack.putFile(name, bytes);
      const local = createClient({ url: stack.url });
      const reports = new Map<string, Restored>();
      for (let done = false; !done; ) {
        const result = await local.backups.restoreAll({ secret: secrets.BOOTSTRAP_SECRET });
        for (const tenant of result.tenants) reports.set(tenant.slug, tenant);
        report(`Restored ${result.tenantCount} of ${copies.length} tenants.`);
        done = result.done;
      }
      return reports;
    } finally {
      await stack.stop();
    }
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}
