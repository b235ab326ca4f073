import type { CfAuthClient } from "@cf-auth/client";

/** The newest backup of a tenant, with the files that its restore needs. */
export interface BackupCopy {
  readonly tenant: string;
  readonly backupId: string;
  readonly startedAt: Date;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Tenants by slug, the platform's own first. */
export async function tenantsOf(client: CfAuthClient): Promise<string[]> {
  const slugs = ["platform"];
  for await (const { slug } of client.tenants.list({})) slugs.push(slug);
  return slugs;
}

/** Downloads the newest backup of a tenant. Undefined if it has none. */
export async function downloadBackup(client: CfAuthClient, tenant: string): Promise<BackupCopy | undefined> {
  const [newest] = (await client.backups.list({ tenant, limit: 1 })).items;
  if (newest === undefined) return undefined;
  const files = new Map<string, Uint8Array>();
  for await (const { name } of client.backups.files({ tenant })) {
    if (!isNeeded(name, newest.id)) continue;
    const { content } = await client.backups.read({ tenant, name });
    files.set(name, Buffer.from(content, "base64"));
  }
  return { tenant, backupId: newest.id, startedAt: newest.startedAt, files };
}

/** Whether a restore from the backup reads the file: other backups aren't needed. */
function isNeeded(name: string, backupId: string): boolean {
  return !/\/(?:manifests|parts)\//.test(name) || name.split("/").includes(backupId);
}
