import {
  formatObject,
  formatSubject,
  type Graph,
  MAX_EXPIRES_AT,
  type Meter,
  MIN_EXPIRES_AT,
  type ModelDefinition,
  namesIn,
  parseTuple,
  type Steps,
  snapshotPieces,
  type Tuple,
  type TupleKey,
} from "@cf-auth/engine";
import type { SqlDatabase } from "../ports/sql.ts";
import { WORK } from "../ports/work.ts";
import type { ChangeEntry, ModelVersion, RevisionKind } from "./graph-service.ts";
import { PAGE_CHARACTERS } from "./limits.ts";

const NAMES = "names";

/** Bytes of one piece of a snapshot; SQLite's limit for a value is 2 MB. */
const PIECE_BYTES = 1_500_000;

/** Maximum number of rows deleted in one step, and of pieces of snapshots, which are large. */
const MAX_ROWS_PER_STEP = 2000;
const MAX_PIECES_PER_STEP = 8;

/** A position in the log; `position` -1 is before all changes of the revision. */
export interface LogPosition {
  readonly revision: number;
  /** Index of the change in its revision, from 0. */
  readonly position: number;
}

/** A revision before it has a number. */
export interface NewRevision {
  readonly kind: RevisionKind;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly actor: string;
  readonly reason: string | null;
  readonly requestId: string;
  readonly written: number;
  readonly deleted: number;
  readonly modelVersion: number | null;
}

export interface StoredModel extends ModelVersion {
  readonly definition: ModelDefinition;
}

/** A change of one tuple in a revision. */
export type StoredChange =
  | { readonly operation: "write"; readonly tuple: Tuple }
  | { readonly operation: "delete"; readonly tuple: TupleKey };

/**
 * Stores a tenant's model and graph. Everything in memory can be rebuilt from it. The graph is the newest snapshot
 * (`bases`), packed at one revision, and the changes since. Older snapshots serve queries of past revisions. `logged` is 0
 * for a revision with too many changes to log by tuple, which is a snapshot itself.
 */
export class GraphStore {
  private readonly sql: SqlDatabase;
  private cachedRevision: number | undefined;

  constructor(sql: SqlDatabase) {
    this.sql = sql;
  }

  /** The newest revision: the number of changes of the graph or the model. Cached, because every exact query compares it. */
  get revision(): number {
    this.cachedRevision ??= this.readRevision();
    return this.cachedRevision;
  }

  /** Drops the cached revision. Call it after a transaction that failed. */
  forgetRevision(): void {
    this.cachedRevision = undefined;
  }

  private readRevision(): number {
    const query = `SELECT max(revision) AS revision FROM (
      SELECT max(revision) AS revision FROM revisions UNION SELECT max(revision) FROM bases)`;
    return this.sql.exec<{ revision: number | null }>(query).toArray()[0]?.revision ?? 0;
  }

  /**
   * Adds a revision with its changes. `changes` is undefined if a snapshot is stored instead. The number defaults to the next one.
   */
  addRevision(
    revision: NewRevision,
    changes: readonly StoredChange[] | undefined,
    number = this.readRevision() + 1,
  ): number {
    const { kind, at, actor, reason, requestId, written, deleted, modelVersion } = revision;
    this.forgetRevision();
    const logged = changes === undefined ? 0 : 1;
    this.sql.exec(
      `INSERT INTO revisions
         (revision, kind, at, actor, reason, request_id, written, deleted, logged, model_version)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[number, kind, at, actor, reason, requestId, written, deleted, logged, modelVersion],
    );
    for (const [position, { operation, tuple }] of (changes ?? []).entries()) {
      const { condition, context, expiresAt }: Partial<Tuple> = tuple;
      const qualifiers = [condition ?? null, context ?? null, expiresAt ?? null];
      const names = [formatSubject(tuple), tuple.relation, formatObject(tuple)];
      this.sql.exec(
        `INSERT INTO changes (revision, position, operation, subject, relation, object, condition, context, expires_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[number, position, operation, ...names, ...qualifiers],
      );
    }
    return number;
  }

  /** The newest revision at a time in milliseconds since 1970; undefined if it isn't kept. */
  revisionAt(time: number): number | undefined {
    const query = "SELECT max(revision) AS revision FROM revisions WHERE at <= ?";
    const found = this.sql.exec<{ revision: number | null }>(query, time).toArray()[0]?.revision ?? undefined;
    // Before the first entry of a log without removed ones, the graph was empty.
    return found ?? (this.oldest === 0 ? 0 : undefined);
  }

  /** The revision by which a request has restored tuples, and their number. */
  restoredBy(requestId: string): { revision: number; tupleCount: number } | undefined {
    const query = "SELECT revision, written AS tupleCount FROM revisions WHERE kind = 'restore' AND request_id = ?";
    return this.sql.exec<{ revision: number; tupleCount: number }>(query, requestId).toArray()[0];
  }

  /** Time of a revision in milliseconds since 1970. */
  revisionTime(revision: number): number {
    const query = "SELECT at FROM revisions WHERE revision = ? UNION SELECT at FROM bases WHERE revision = ?";
    return this.sql.exec<{ at: number }>(query, revision, revision).toArray()[0]?.at ?? 0;
  }

  /** Changes of the revisions after `after` up to `upTo`, in order. */
  *changesBetween(after: number, upTo: number): Generator<StoredChange> {
    const query = "SELECT * FROM changes WHERE revision > ? AND revision <= ? ORDER BY revision, position";
    for (const row of this.sql.exec<ChangeRow>(query, after, upTo)) yield changeOf(row);
  }

  /** The next changes after a position up to a revision, in order. The last one is the position to continue from. */
  changesFrom({ revision, position }: LogPosition, upTo: number, limit: number): (StoredChange & LogPosition)[] {
    const query = `SELECT * FROM changes WHERE (revision, position) > (?, ?) AND revision <= ?
      ORDER BY revision, position LIMIT ?`;
    const rows = this.sql
      .exec<ChangeRow & { revision: number; position: number }>(query, revision, position, upTo, limit)
      .toArray();
    return rows.map((row) => ({ ...changeOf(row), revision: row.revision, position: row.position }));
  }

  /** The last revision after `after` whose changes still fit the limit; at least the next revision. */
  revisionWithin(after: number, upTo: number, limit: number): number {
    const query = `SELECT revision FROM changes WHERE revision > ? AND revision <= ?
      ORDER BY revision, position LIMIT 1 OFFSET ?`;
    const first = this.sql.exec<{ revision: number }>(query, after, upTo, limit).toArray()[0]?.revision;
    return first === undefined ? upTo : Math.max(first - 1, after + 1);
  }

  /** Whether the log has every change after this revision. */
  isLoggedSince(revision: number): boolean {
    const query = "SELECT 1 AS found FROM revisions WHERE revision > ? AND logged = 0 LIMIT 1";
    return revision >= this.oldest && this.sql.exec(query, revision).toArray().length === 0;
  }

  /**
   * Entries of the log after a position, at most `limit`: one for every changed tuple, or one for a revision without any.
   * Use `isLastPage` to find out whether more may follow.
   */
  entriesAfter(revision: number, position: number, limit: number): ChangeEntry[] {
    const query = `
      SELECT r.revision, coalesce(c.position, 0) AS position, r.kind, r.at, r.actor, r.reason, r.request_id,
        r.written, r.deleted, r.model_version, c.operation, c.subject, c.relation, c.object, c.condition, c.context,
        c.expires_at
      FROM revisions r LEFT JOIN changes c ON c.revision = r.revision
      WHERE r.revision >= ? AND (r.revision > ? OR coalesce(c.position, 0) > ?)
      ORDER BY r.revision, c.position LIMIT ?`;
    const entries: ChangeEntry[] = [];
    let characters = 0;
    for (const row of this.sql.exec<EntryRow>(query, revision, revision, position, limit)) {
      entries.push(entryOf(row));
      characters += row.context?.length ?? 0;
      if (characters >= PAGE_CHARACTERS) break;
    }
    return entries;
  }

  /** Number of the log's entries after a revision, at most the limit. */
  countAfter(revision: number, limit: number): number {
    const query = `SELECT count(*) AS count FROM (
      SELECT 1 FROM revisions r LEFT JOIN changes c ON c.revision = r.revision WHERE r.revision > ? LIMIT ?)`;
    return this.sql.exec<{ count: number }>(query, revision, limit).toArray()[0]?.count ?? 0;
  }

  /** The oldest revision that can still be queried. The log is complete from there. */
  get oldest(): number {
    const rows = this.sql.exec<{ revision: number | null }>("SELECT min(revision) AS revision FROM revisions");
    const first = rows.toArray()[0]?.revision;
    return first === null || first === undefined ? this.revision : first - 1;
  }

  /** Revision of the newest snapshot at or before this revision; 0, the empty graph, if there is none. */
  snapshotFor(revision: number): number {
    const query = "SELECT max(revision) AS revision FROM bases WHERE revision <= ?";
    return this.sql.exec<{ revision: number | null }>(query, revision).toArray()[0]?.revision ?? 0;
  }

  /** Reads a snapshot in steps. Undefined if it doesn't exist or is dropped meanwhile. */
  *readSnapshot(meter: Meter, revision: number): Steps<Uint8Array<ArrayBuffer> | undefined> {
    const whole = new Uint8Array(this.snapshotBytes(revision));
    const query = "SELECT bytes FROM base_pieces WHERE revision = ? AND position = ?";
    for (let position = 0, at = 0; at < whole.length; position++) {
      const row = this.sql.exec<{ bytes: ArrayBuffer }>(query, revision, position).toArray()[0];
      if (row === undefined) return undefined;
      whole.set(new Uint8Array(row.bytes), at);
      at += row.bytes.byteLength;
      meter.work += row.bytes.byteLength * WORK.rowByte;
      if (meter.isDue) yield;
    }
    return whole.length === 0 ? undefined : whole;
  }

  /**
   * Writes a snapshot of a frozen graph, in steps. It is valid once `completeSnapshot` is called; until then the next
   * `writeSnapshot` drops it, so only one can be written at a time.
   */
  *writeSnapshot(meter: Meter, revision: number, graph: Graph): Generator<void, void> {
    yield* this.dropIncomplete();
    let position = 0;
    for (const piece of snapshotPieces(meter, graph, PIECE_BYTES)) {
      if (piece !== undefined) {
        const insert = "INSERT INTO base_pieces (revision, position, bytes) VALUES (?, ?, ?)";
        this.sql.exec(insert, revision, position++, piece.buffer);
        meter.work += piece.length * WORK.storedByte;
      }
      yield;
    }
  }

  completeSnapshot(revision: number, at: number): void {
    this.forgetRevision();
    this.sql.exec("INSERT INTO bases (revision, at) VALUES (?, ?)", revision, at);
  }

  /** Drops the pieces of snapshots that were never completed, in steps. */
  *dropIncomplete(): Generator<void, void> {
    yield* this.deleteAll("base_pieces", "revision, position", "revision NOT IN (SELECT revision FROM bases)");
  }

  /** Size of a snapshot in bytes. */
  snapshotBytes(revision: number): number {
    const query = "SELECT sum(length(bytes)) AS bytes FROM base_pieces WHERE revision = ?";
    return this.sql.exec<{ bytes: number | null }>(query, revision).toArray()[0]?.bytes ?? 0;
  }

  /**
   * Drops the log up to the newest snapshot made before the time, and the snapshots that no later revision needs. Keeps the
   * first snapshot of each day, and those that replace logged changes. Runs in steps of some milliseconds, each of which
   * leaves a consistent store. Returns the revisions of the dropped snapshots.
   */
  *prune(before: number): Generator<void, number[]> {
    const newest = this.sql
      .exec<{ revision: number | null }>("SELECT max(revision) AS revision FROM bases WHERE at <= ?", before)
      .toArray()[0]?.revision;
    const old = newest ?? 0;
    // Revisions first: they refer to the changes.
    yield* this.deleteAll("revisions", "revision", "revision <= ?", old);
    yield* this.deleteAll("changes", "revision, position", "revision <= ?", old);
    const needed = `
      SELECT max(revision) FROM bases UNION SELECT ? UNION SELECT revision FROM revisions WHERE logged = 0
      UNION SELECT min(revision) FROM bases WHERE revision > ? GROUP BY at / 86400000`;
    const dropped = this.sql
      .exec<{ revision: number }>(`DELETE FROM bases WHERE revision NOT IN (${needed}) RETURNING revision`, old, old)
      .toArray();
    yield* this.dropIncomplete();
    return dropped.map(({ revision }) => revision);
  }

  /** Deletes rows of a table with this key, some in each step. */
  private *deleteAll(table: string, key: string, where: string, ...bindings: number[]): Generator<void, void> {
    const some = table === "base_pieces" ? MAX_PIECES_PER_STEP : MAX_ROWS_PER_STEP;
    const first = `SELECT ${key} FROM ${table} WHERE ${where} ORDER BY ${key} LIMIT ${some}`;
    const query = `DELETE FROM ${table} WHERE (${key}) IN (${first}) RETURNING 1`;
    while (this.sql.exec(query, ...bindings).toArray().length === some) yield;
  }

  /** The model with this version, or the newest at this revision. */
  model(which: { version: number } | { revision: number }): StoredModel | undefined {
    const [where, value] = "version" in which ? ["version = ?", which.version] : ["revision <= ?", which.revision];
    const query = `SELECT * FROM models WHERE ${where} ORDER BY version DESC LIMIT 1`;
    const row = this.sql.exec<ModelRow>(query, value).toArray()[0];
    return row && modelOf(row);
  }

  /** Versions below `before`, newest first; fewer than the limit if their text is long. */
  models(before: number | undefined, limit: number): ModelVersion[] {
    const query = `SELECT version, source, created_at, created_by FROM models WHERE version < ?
      ORDER BY version DESC LIMIT ?`;
    const found: ModelVersion[] = [];
    let characters = 0;
    for (const row of this.sql.exec<VersionRow>(query, before ?? Number.MAX_SAFE_INTEGER, limit)) {
      found.push(versionOf(row));
      characters += row.source.length;
      if (characters >= PAGE_CHARACTERS) break;
    }
    return found;
  }

  /** The types and relations of every version of the model; see `namesIn`. */
  names(): string[] {
    const cached = this.document<string[]>(NAMES);
    if (cached !== undefined) return cached;
    // Computed from the models, if no names are stored yet.
    const definitions = this.sql.exec<{ definition: string }>("SELECT definition FROM models").toArray();
    return [...new Set(definitions.flatMap(({ definition }) => namesIn(JSON.parse(definition))))];
  }

  addModel({ version, source, definition, createdAt, createdBy }: StoredModel, revision: number): void {
    this.putDocument(NAMES, [...new Set([...this.names(), ...namesIn(definition)])]);
    this.sql.exec(
      `INSERT INTO models (version, revision, source, definition, created_at, created_by)
       VALUES (?, ?, ?, ?, ?, ?)`,
      ...[version, revision, JSON.stringify(source), JSON.stringify(definition), createdAt, createdBy],
    );
  }

  /** The document stored under the key. */
  document<T>(key: string): T | undefined {
    const rows = this.sql.exec<{ json: string }>("SELECT json FROM documents WHERE key = ?", key).toArray();
    return rows[0] && JSON.parse(rows[0].json);
  }

  /** Makes `names` compute them again from the models. */
  forgetNames(): void {
    this.sql.exec("DELETE FROM documents WHERE key = ?", NAMES);
  }

  putDocument(key: string, document: unknown): void {
    this.sql.exec("INSERT OR REPLACE INTO documents (key, json) VALUES (?, ?)", key, JSON.stringify(document));
  }
}

type VersionRow = { version: number; source: string; created_at: number; created_by: string };

type ModelRow = VersionRow & { revision: number; definition: string };

type ChangeRow = {
  operation: "write" | "delete";
  subject: string;
  relation: string;
  object: string;
  condition: string | null;
  context: string | null;
  expires_at: number | null;
};

type EntryRow = { [K in keyof ChangeRow]: ChangeRow[K] | null } & {
  revision: number;
  position: number;
  kind: RevisionKind;
  at: number;
  actor: string;
  reason: string | null;
  request_id: string;
  written: number;
  deleted: number;
  model_version: number | null;
};

function modelOf(row: ModelRow): StoredModel {
  return { ...versionOf(row), definition: JSON.parse(row.definition) };
}

function versionOf({ version, source, created_at: createdAt, created_by: createdBy }: VersionRow): ModelVersion {
  return { version, source: JSON.parse(source), createdAt, createdBy };
}

function changeOf({ operation, subject, relation, object, condition, context, expires_at }: ChangeRow): StoredChange {
  const tuple = {
    ...parseTuple({ subject, relation, object }),
    ...(condition !== null && { condition }),
    ...(context !== null && { context }),
    // Clamps values stored before the range was enforced.
    ...(expires_at !== null && { expiresAt: Math.min(Math.max(expires_at, MIN_EXPIRES_AT), MAX_EXPIRES_AT) }),
  };
  return { operation, tuple };
}

function entryOf(row: EntryRow): ChangeEntry {
  const { operation, subject, relation, object, condition, context, expires_at } = row;
  const isChange = operation !== null && subject !== null && relation !== null && object !== null;
  const change = isChange ? { operation, subject, relation, object, condition, context, expires_at } : undefined;
  return {
    revision: row.revision,
    position: row.position,
    kind: row.kind,
    at: row.at,
    actor: row.actor,
    reason: row.reason,
    requestId: row.request_id,
    written: row.written,
    deleted: row.deleted,
    modelVersion: row.model_version,
    change: change ? changeOf(change) : null,
  };
}
