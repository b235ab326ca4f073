import { newId } from "../ports/ids.ts";
import { log } from "../ports/logger.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import type { Job } from "../shared/alarms.ts";
import type { BackupFiles, BackupReason, Part } from "./backup-files.ts";
import { addToSums, lineOf, type TableRow, type TableSum } from "./rows.ts";
import { type Bounds, type TableWalk, WALK_START, type WalkPosition } from "./table-walk.ts";

/** A backup under way. */
export interface BackupProgress extends Bounds {
  readonly id: string;
  readonly slug: string;
  readonly reason: BackupReason;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly position: WalkPosition | null;
  readonly parts: readonly Part[];
  readonly tables: Readonly<Record<string, TableSum>>;
  /** Failures since the last success, and the time of the next attempt in milliseconds since 1970. */
  readonly failures: number;
  readonly retryAt: number;
}

/** The rest of the tenant, for one backup. */
export interface BackupParts {
  readonly files: BackupFiles;
  /** Days for which backups are kept. */
  readonly days: number;
  readonly slug: () => Promise<string>;
  /** The newest rows of the audit log and of the graph. */
  readonly bounds: () => Promise<Bounds>;
  readonly walk: (bounds: Bounds) => TableWalk;
  /** Notes in D1 that a backup began at this time. */
  readonly done: (startedAt: number) => Promise<void>;
}

/** Text of one part before compression, and parts that one run of the alarm writes. */
const PART_CHARACTERS = 4_000_000;
const PARTS_PER_RUN = 5;
const DAY_MS = 86_400_000;
const FIRST_RETRY_MS = 30_000;
const LAST_RETRY_MS = 30 * 60_000;
const KEY = "backup";
/** A backup that begins after the one under way. */
const FOLLOWING = "following";

/**
 * Backs up one tenant: rows of D1 and of both objects, part by part. The progress is stored after each part, so that
 * an eviction repeats one part at most. A backup that can't be continued begins again.
 */
export class BackupJob implements Job {
  private readonly sql: SqlDatabase;
  private readonly tenantId: string;
  private readonly now: () => number;
  private readonly parts: BackupParts | undefined;
  /** The stored progress; undefined until it is read. */
  private cached: BackupProgress | null | undefined;
  private running: Promise<void> | undefined;

  constructor(sql: SqlDatabase, tenantId: string, now: () => number, parts: BackupParts | undefined) {
    this.sql = sql;
    this.tenantId = tenantId;
    this.now = now;
    this.parts = parts;
  }

  /** Begins a backup unless one is under way. Returns its id; undefined if no backups are configured. */
  async start(reason: BackupReason): Promise<string | undefined> {
    if (this.parts === undefined) return undefined;
    const { progress } = this;
    // The one under way may not have the replaced graph: another follows.
    if (reason === "replaced_graph") this.put(FOLLOWING, { retryAt: this.now() });
    if (progress !== undefined) return progress.id;
    this.put(FOLLOWING, undefined);
    const startedAt = this.now();
    let read: [string, Bounds];
    try {
      read = await Promise.all([this.parts.slug(), this.parts.bounds()]);
    } catch (error) {
      if (reason === "replaced_graph") this.put(FOLLOWING, { retryAt: this.now() + FIRST_RETRY_MS });
      throw error;
    }
    const [slug, bounds] = read;
    // Another call may have begun one meanwhile, which may not have it either.
    if (this.progress !== undefined) {
      if (reason === "replaced_graph") this.put(FOLLOWING, { retryAt: this.now() });
      return this.progress.id;
    }
    const id = newId("bak", new Date(startedAt));
    const none = { position: WALK_START, parts: [], tables: {}, failures: 0, retryAt: startedAt };
    this.store({ id, slug, reason, startedAt, ...bounds, ...none });
    return id;
  }

  /** The backup under way. */
  get progress(): BackupProgress | undefined {
    if (this.cached === undefined) {
      this.cached = this.read<BackupProgress>(KEY) ?? null;
    }
    return this.cached ?? undefined;
  }

  due(): number | undefined {
    if (this.parts === undefined) return undefined;
    return (this.progress ?? this.read<{ retryAt: number }>(FOLLOWING))?.retryAt;
  }

  async run(): Promise<void> {
    this.running ??= this.runNow().finally(() => {
      this.running = undefined;
    });
    await this.running;
  }

  private async runNow(): Promise<void> {
    const { parts } = this;
    if (parts === undefined) return;
    for (let written = 0; written < PARTS_PER_RUN; written++) {
      const { progress } = this;
      if (progress === undefined) {
        if (this.read(FOLLOWING) === undefined) return;
        await this.start("replaced_graph");
        continue;
      }
      try {
        await this.continue(progress, parts);
      } catch (error) {
        return this.fail(progress, error);
      }
    }
  }

  private async continue(progress: BackupProgress, parts: BackupParts): Promise<void> {
    if (progress.position !== null) return await this.writePart(progress, progress.position, parts);
    const { id, slug, reason, startedAt, auditRowId, revision, tables } = progress;
    const head = { format: 1, id, tenantId: this.tenantId, slug, reason, startedAt, endedAt: this.now() } as const;
    await parts.files.putManifest({ ...head, auditRowId, revision, parts: progress.parts, tables });
    await parts.done(startedAt);
    this.store(undefined);
    await this.deleteOld(parts);
  }

  /** Old files that stay, such as those after a damaged backup, don't keep new backups from being made. */
  private async deleteOld({ files, days }: BackupParts): Promise<void> {
    try {
      await files.deleteOld(this.tenantId, this.now() - days * DAY_MS);
    } catch (error) {
      log("error", "Old backups were not deleted. The next backup repeats it.", { tenantId: this.tenantId, error });
    }
  }

  private async writePart(progress: BackupProgress, from: WalkPosition, { files, walk }: BackupParts): Promise<void> {
    const tables = walk(progress);
    const rows: TableRow[] = [];
    let position: WalkPosition | undefined = from;
    for (let characters = 0; position !== undefined && characters < PART_CHARACTERS; ) {
      const page = await tables.next(position);
      for (const row of page.rows) {
        characters += lineOf(row).length;
        rows.push(row);
      }
      position = page.position;
    }
    const part = await files.putPart({ tenantId: this.tenantId, id: progress.id }, progress.parts.length, rows);
    const added = { parts: [...progress.parts, part], tables: addToSums(progress.tables, rows) };
    this.store({ ...progress, ...added, position: position ?? null, failures: 0 });
  }

  /** Begins again later: what was read may have changed. */
  private async fail(progress: BackupProgress, error: unknown): Promise<void> {
    const failures = progress.failures + 1;
    log("error", "A backup failed. It is repeated.", {
      tenantId: this.tenantId,
      id: progress.id,
      attemptCount: failures,
      error,
    });
    const retryAt = this.now() + Math.min(FIRST_RETRY_MS * 2 ** progress.failures, LAST_RETRY_MS);
    this.store({ ...progress, failures, retryAt });
    const bounds = await this.parts?.bounds().catch(() => undefined);
    const none = { position: WALK_START, parts: [], tables: {} };
    if (bounds !== undefined) this.store({ ...progress, ...bounds, ...none, failures, retryAt });
  }

  private store(progress: BackupProgress | undefined): void {
    this.cached = progress ?? null;
    this.put(KEY, progress);
  }

  private read<T>(key: string): T | undefined {
    const [stored] = this.sql.exec<{ json: string }>("SELECT json FROM backup_state WHERE key = ?", key);
    return stored && JSON.parse(stored.json);
  }

  private put(key: string, value: object | undefined): void {
    if (value === undefined) this.sql.exec("DELETE FROM backup_state WHERE key = ?", key);
    else this.sql.exec("INSERT OR REPLACE INTO backup_state (key, json) VALUES (?, ?)", key, JSON.stringify(value));
  }
}
