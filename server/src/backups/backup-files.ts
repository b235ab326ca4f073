import { utf8 } from "../ports/encoding.ts";
import { decryptBytes, encryptBytes, type Keyring } from "../ports/encryption.ts";
import type { FileStore } from "../ports/files.ts";
import { timeOfId } from "../ports/ids.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { lineOf, rowOf, type TableRow, type TableSum } from "./rows.ts";

/** An encrypted file of a backup, by its place in the backup. */
export interface Part {
  readonly bytes: number;
  /** SHA-256 of the encrypted file in hexadecimal. */
  readonly sha256: string;
}

/** Why a backup was made. */
export const BACKUP_REASONS = ["schedule", "request", "replaced_graph"] as const;
export type BackupReason = (typeof BACKUP_REASONS)[number];

/** Describes a complete backup of one tenant. It is readable without the key, and authenticated by it. */
export interface Manifest {
  readonly format: 1;
  readonly id: string;
  readonly tenantId: string;
  readonly slug: string;
  readonly reason: BackupReason;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Row id of the newest audit event in it. */
  readonly auditRowId: number;
  /** Revision of the graph in it. */
  readonly revision: number;
  readonly parts: readonly Part[];
  readonly tables: Readonly<Record<string, TableSum>>;
}

/** Folders of R2. The revocation list is separate from the backups. */
export const BACKUPS = "backups/";
export const REVOCATIONS = "revocations/";
const CONTENT_TYPE = "application/octet-stream";
const REVISION_DIGITS = 16;
const PART_DIGITS = 6;
/** Names that a bucket lists at once. */
const PAGE_NAMES = 1000;

const folderOf = (tenantId: string) => `${BACKUPS}${tenantId}/`;
const manifests = (tenantId: string) => `${folderOf(tenantId)}manifests/`;
const parts = (tenantId: string, id: string) => `${folderOf(tenantId)}parts/${id}/`;
const logs = (tenantId: string) => `${folderOf(tenantId)}log/`;
const records = (tenantId: string) => `${REVOCATIONS}${tenantId}/`;
const padded = (value: number, digits: number) => `${value}`.padStart(digits, "0");

/**
 * The files of backups: rows as lines of JSON, compressed by gzip and encrypted with AES-256-GCM under BACKUP_KEY.
 * Each file is bound to its name, so that none takes the place of another. Files are written to every bucket, and
 * read from the first that has them. Reading throws `backup_invalid` for a file that is missing, changed or encrypted
 * with another key.
 */
export class BackupFiles {
  private readonly keyring: Keyring;
  private readonly buckets: readonly FileStore[];

  constructor(keyring: Keyring, buckets: readonly FileStore[]) {
    this.keyring = keyring;
    this.buckets = buckets;
  }

  async putPart(
    { tenantId, id }: Pick<Manifest, "tenantId" | "id">,
    number: number,
    rows: readonly TableRow[],
  ): Promise<Part> {
    return await this.putRows(`${parts(tenantId, id)}${padded(number, PART_DIGITS)}`, rows);
  }

  /** Reads a part, which must be the one of the manifest. */
  async part({ tenantId, id, parts: expected }: Manifest, number: number): Promise<TableRow[]> {
    return await this.rows(`${parts(tenantId, id)}${padded(number, PART_DIGITS)}`, expected[number]);
  }

  async putManifest(manifest: Manifest): Promise<void> {
    const version = this.keyring.newest;
    const mac = await this.mac(manifest, version);
    const text = `${JSON.stringify({ ...manifest, key: version, mac }, undefined, 2)}\n`;
    await this.put(
      `${manifests(manifest.tenantId)}${manifest.id}`,
      new Blob([text]),
      "application/json; charset=utf-8",
    );
  }

  async manifest(tenantId: string, id: string): Promise<Manifest> {
    const name = `${manifests(tenantId)}${id}`;
    let isThere = false;
    for (const bucket of this.buckets) {
      const bytes = await bucket.bytes(name);
      isThere ||= bytes !== undefined;
      const manifest = bytes && (await this.authentic(bytes));
      // The manifest of another backup doesn't take the place of this one.
      if (manifest?.tenantId === tenantId && manifest.id === id) return manifest;
    }
    throw isThere ? invalid(name) : new AppError("backup_not_found", { id });
  }

  /** The manifest in a file; undefined if it was changed, or made with another key. */
  private async authentic(bytes: ArrayBuffer): Promise<Manifest | undefined> {
    try {
      const stored = JSON.parse(new TextDecoder().decode(bytes)) as Manifest & { key: string; mac: string };
      const { key, mac, ...manifest } = stored;
      return mac === (await this.mac(manifest, key)) ? manifest : undefined;
    } catch {
      return undefined;
    }
  }

  /** Ids of a tenant's backups, oldest first. */
  async list(tenantId: string): Promise<string[]> {
    const folder = manifests(tenantId);
    const ids: string[] = [];
    // The first names of all buckets together are among the first of each.
    for (let after: string | undefined; ; after = `${folder}${ids.at(-1)}`) {
      const page = (await this.namesIn(folder, after)).sort().slice(0, PAGE_NAMES);
      ids.push(...page);
      if (page.length < PAGE_NAMES) return ids;
    }
  }

  /** Ids of tenants that have backups, in order, after one: at most 1,000. */
  async tenants(after: string | undefined): Promise<string[]> {
    const ids = new Set<string>();
    for (const bucket of this.buckets) {
      const folders = await bucket.folders(BACKUPS, after === undefined ? undefined : folderOf(after));
      for (const folder of folders) ids.add(folder.slice(BACKUPS.length, -1));
    }
    return [...ids].sort().slice(0, 1000);
  }

  /** Writes revisions of a graph up to one. */
  async putLog(tenantId: string, through: number, rows: readonly TableRow[]): Promise<void> {
    await this.putRows(`${logs(tenantId)}${padded(through, REVISION_DIGITS)}`, rows);
  }

  /** The files with revisions after one: at most 1,000, in order. */
  async listLogs(tenantId: string, after: number): Promise<{ readonly name: string; readonly through: number }[]> {
    const folder = logs(tenantId);
    const names = await this.namesIn(folder, `${folder}${padded(after, REVISION_DIGITS)}`);
    return names.sort().map((name) => ({ name: `${folder}${name}`, through: Number(name) }));
  }

  /** Adds rows to the tenant's revocation list. The id orders the file. */
  async putRecords(tenantId: string, id: string, rows: readonly TableRow[]): Promise<void> {
    await this.putRows(`${records(tenantId)}${id}`, rows);
  }

  /** The files of the tenant's revocation list after one: at most 1,000, in order. */
  async listRecords(tenantId: string, after: string | undefined): Promise<string[]> {
    const folder = records(tenantId);
    const names = await this.namesIn(folder, after);
    return names.sort().map((name) => `${folder}${name}`);
  }

  /** Reads a file of the log or of the revocation list. */
  async read(name: string): Promise<TableRow[]> {
    return await this.rows(name, undefined);
  }

  /**
   * Deletes what restores no longer need: backups from before a time, except for the newest; and the files of log and
   * revocation list from before the oldest backup that stays. Some of it at a time: the next call continues.
   */
  async deleteOld(tenantId: string, before: number): Promise<void> {
    const ids = await this.list(tenantId);
    const stay = ids.filter((id, i) => i === ids.length - 1 || (timeOfId(id) ?? 0) >= before);
    for (const id of ids) {
      if (stay.includes(id)) continue;
      await this.deleteFolder(parts(tenantId, id));
      await this.delete([`${manifests(tenantId)}${id}`]);
    }
    const [oldest] = stay;
    if (oldest === undefined) return;
    const { revision, startedAt } = await this.manifest(tenantId, oldest);
    const oldLogs = (await this.listLogs(tenantId, 0)).filter(({ through }) => through <= revision);
    const isOld = (name: string) => (timeOfId(name.slice(records(tenantId).length)) ?? startedAt) < startedAt;
    const oldRecords = (await this.listRecords(tenantId, undefined)).filter(isOld);
    await this.delete([...oldLogs.map(({ name }) => name), ...oldRecords].slice(0, 1000));
  }

  /** Names of all files of a tenant after one, in order: at most 1,000. */
  async names(tenantId: string, after: string | undefined): Promise<string[]> {
    const found: string[] = [];
    for (const folder of [folderOf(tenantId), records(tenantId)]) {
      // Both folders in one order: the second follows the first.
      if (after === undefined || after < `${folder}\u{10FFFF}`) {
        const isInside = after?.startsWith(folder);
        found.push(...(await this.namesIn(folder, isInside ? after : undefined)).map((name) => folder + name).sort());
      }
    }
    return found.slice(0, 1000);
  }

  /** A file as it is stored; undefined if the tenant has none of that name. */
  async encrypted(tenantId: string, name: string): Promise<ArrayBuffer | undefined> {
    if (![folderOf(tenantId), records(tenantId)].some((folder) => name.startsWith(folder))) return undefined;
    for (const bucket of this.buckets) {
      const bytes = await bucket.bytes(name);
      if (bytes !== undefined) return bytes;
    }
    return undefined;
  }

  /** Deletes some of a tenant's files. Returns whether none is left. */
  async deleteSome(tenantId: string): Promise<boolean> {
    for (const bucket of this.buckets) {
      for (const folder of [folderOf(tenantId), records(tenantId)]) {
        if (!(await bucket.deleteSome(folder))) return false;
      }
    }
    return true;
  }

  private async putRows(name: string, rows: readonly TableRow[]): Promise<Part> {
    const text = new Blob([rows.map(lineOf).join("")]);
    const compressed = await new Response(text.stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
    const context = { purpose: "backups", context: name } as const;
    const encrypted = await encryptBytes(this.keyring, context, new Uint8Array(compressed));
    await this.put(name, new Blob([encrypted]), CONTENT_TYPE);
    return { bytes: encrypted.length, sha256: await sha256(encrypted) };
  }

  private async rows(name: string, expected: Part | undefined): Promise<TableRow[]> {
    for (const bucket of this.buckets) {
      const bytes = await bucket.bytes(name);
      const text = bytes && (await this.decrypted(name, new Uint8Array(bytes), expected));
      if (text !== undefined) return text.split("\n").slice(0, -1).map(rowOf);
    }
    throw invalid(name);
  }

  /** The text of a file; undefined if it was changed, or encrypted with another key. */
  private async decrypted(name: string, bytes: Uint8Array<ArrayBuffer>, expected: Part | undefined) {
    if (expected !== undefined && expected.sha256 !== (await sha256(bytes))) return undefined;
    try {
      const compressed = await decryptBytes(this.keyring, { purpose: "backups", context: name }, bytes);
      return await new Response(new Blob([compressed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
    } catch {
      return undefined;
    }
  }

  private async put(name: string, content: Blob, contentType: string): Promise<void> {
    for (const bucket of this.buckets) await bucket.put(name, content, contentType);
  }

  /** Names of files in a folder after one, from every bucket. */
  private async namesIn(folder: string, after?: string): Promise<string[]> {
    const names = new Set<string>();
    for (const bucket of this.buckets) {
      for (const key of await bucket.list(folder, after)) names.add(key.slice(folder.length));
    }
    return [...names];
  }

  private async delete(names: string[]): Promise<void> {
    for (const bucket of this.buckets) await bucket.delete(names);
  }

  private async deleteFolder(folder: string): Promise<void> {
    for (const bucket of this.buckets) while (!(await bucket.deleteSome(folder)));
  }

  private async mac(manifest: Manifest, version: string): Promise<string> {
    const key = await this.keyring.macKey("backups", version);
    const text = JSON.stringify(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
    return new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(text))).toHex();
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

function invalid(name: string): AppError {
  return new AppError("backup_invalid", { file: name });
}
