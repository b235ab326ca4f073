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

/** A value in SQLite has 2 MB at most. */
const PIECE_BYTES = 1_500_000;

/** Rows that are deleted in one step, and pieces of a base, which are large. */
const ROWS_AT_ONCE = 2000;
const PIECES_AT_ONCE = 8;

/** A place in the log; position -1 is before all of a revision's changes. */
export interface LogPlace {
  readonly revision: number;
  /** Counts the changes of one revision, from 0. */
  readonly position: number;
}

/** One step of the graph's history, before it has a number. */
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

/** What a revision did to one fact. */
export type StoredChange =
  | { readonly operation: "write"; readonly tuple: Tuple }
  | { readonly operation: "delete"; readonly tuple: TupleKey };

/**
 * A tenant's model and graph at rest: everything in memory can be made from this again. The truth is the newest base, a
 * packed snapshot of the graph at one revision, and the changes since. Older bases are kept so that past revisions can
 * be queried. `logged` is 0 for a revision with too many changes to log one by one: it is itself a base.
 */
export class GraphStore {
  private readonly sql: SqlDatabase;

  constructor(sql: SqlDatabase) {
    this.sql = sql;
  }

  /** How often graph or model have changed. */
  get revision(): number {
    const query = `SELECT max(revision) AS revision FROM (
      SELECT max(revision) AS revision FROM revisions UNION SELECT max(revision) FROM bases)`;
    return this.sql.exec<{ revision: number | null }>(query).toArray()[0]?.revision ?? 0;
  }

  /** Changes are kept one by one, unless there are none to keep because a base follows. */
  addRevision(revision: NewRevision, changes: readonly StoredChange[] | undefined): number {
    const { kind, at, actor, reason, requestId, written, deleted, modelVersion } = revision;
    const number = this.revision + 1;
    const logged = changes === undefined ? 0 : 1;
    this.sql.exec(
      `INSERT INTO revisions
         (revision, kind, at, actor, reason, request_id, written, deleted, logged, model_version)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[number, kind, at, actor, reason, requestId, written, deleted, logged, modelVersion],
    );
    for (const [position, { operation, tuple }] of (changes ?? []).entries()) {
      const { condition, context, expiresAt }: Partial<Tuple> = tuple;
      const terms = [condition ?? null, context ?? null, expiresAt ?? null];
      const names = [formatSubject(tuple), tuple.relation, formatObject(tuple)];
      this.sql.exec(
        `INSERT INTO changes (revision, position, operation, subject, relation, object, condition, context, expires_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[number, position, operation, ...names, ...terms],
      );
    }
    return number;
  }

  /** When a revision was made, in milliseconds since 1970. */
  revisionTime(revision: number): number {
    const query = "SELECT at FROM revisions WHERE revision = ? UNION SELECT at FROM bases WHERE revision = ?";
    return this.sql.exec<{ at: number }>(query, revision, revision).toArray()[0]?.at ?? 0;
  }

  /** Changes of the revisions from after one up to another, in order. */
  *changesBetween(after: number, upTo: number): Generator<StoredChange> {
    const query = "SELECT * FROM changes WHERE revision > ? AND revision <= ? ORDER BY revision, position";
    for (const row of this.sql.exec<ChangeRow>(query, after, upTo)) yield changeOf(row);
  }

  /** Some of the changes from behind a place in the log up to a revision, in order; the last of them says where to go on. */
  changesFrom({ revision, position }: LogPlace, upTo: number, limit: number): (StoredChange & LogPlace)[] {
    const query = `SELECT * FROM changes WHERE (revision, position) > (?, ?) AND revision <= ?
      ORDER BY revision, position LIMIT ?`;
    const rows = this.sql
      .exec<ChangeRow & { revision: number; position: number }>(query, revision, position, upTo, limit)
      .toArray();
    return rows.map((row) => ({ ...changeOf(row), revision: row.revision, position: row.position }));
  }

  /** The last of the revisions after one whose changes, all together, are no more than the limit; one at least. */
  revisionWithin(after: number, upTo: number, limit: number): number {
    const query = `SELECT revision FROM changes WHERE revision > ? AND revision <= ?
      ORDER BY revision, position LIMIT 1 OFFSET ?`;
    const first = this.sql.exec<{ revision: number }>(query, after, upTo, limit).toArray()[0]?.revision;
    return first === undefined ? upTo : Math.max(first - 1, after + 1);
  }

  /** Whether every revision after this one was kept change by change. */
  isLoggedSince(revision: number): boolean {
    const query = "SELECT 1 AS found FROM revisions WHERE revision > ? AND logged = 0 LIMIT 1";
    return revision >= this.oldest && this.sql.exec(query, revision).toArray().length === 0;
  }

  /**
   * The log behind a place in it: one entry for every changed tuple, or one for a revision that has none. At most as many
   * as the limit; `isLastPage` says whether there may be more.
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

  /** How many entries the log has after a revision, counted no further than the limit. */
  countAfter(revision: number, limit: number): number {
    const query = `SELECT count(*) AS count FROM (
      SELECT 1 FROM revisions r LEFT JOIN changes c ON c.revision = r.revision WHERE r.revision > ? LIMIT ?)`;
    return this.sql.exec<{ count: number }>(query, revision, limit).toArray()[0]?.count ?? 0;
  }

  /** The oldest revision that can still be asked, from which on the log is whole. */
  get oldest(): number {
    const rows = this.sql.exec<{ revision: number | null }>("SELECT min(revision) AS revision FROM revisions");
    const first = rows.toArray()[0]?.revision;
    return first === null || first === undefined ? this.revision : first - 1;
  }

  /** The newest base that is not newer than the revision; 0, the empty graph, where there is none. */
  baseFor(revision: number): number {
    const query = "SELECT max(revision) AS revision FROM bases WHERE revision <= ?";
    return this.sql.exec<{ revision: number | null }>(query, revision).toArray()[0]?.revision ?? 0;
  }

  /** The bytes of a base, in steps. Undefined where it is gone, be it since that was begun. */
  *readBase(meter: Meter, revision: number): Steps<Uint8Array<ArrayBuffer> | undefined> {
    const whole = new Uint8Array(this.baseBytes(revision));
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
   * Writes a base of a graph that does not change, in steps. It counts once `completeBase` was called; until then it is
   * dropped by whoever writes one next, so there may be one at a time.
   */
  *writeBase(meter: Meter, revision: number, graph: Graph): Generator<void, void> {
    yield* this.dropIncomplete();
    let position = 0;
    for (const piece of snapshotPieces(meter, graph, PIECE_BYTES)) {
      if (piece !== undefined) {
        const insert = "INSERT INTO base_pieces (revision, position, bytes) VALUES (?, ?, ?)";
        this.sql.exec(insert, revision, position++, piece.buffer);
        meter.work += piece.length * WORK.rowByte;
      }
      yield;
    }
  }

  completeBase(revision: number, at: number): void {
    this.sql.exec("INSERT INTO bases (revision, at) VALUES (?, ?)", revision, at);
  }

  /** Drops the pieces of bases that were begun and never completed, in steps. */
  *dropIncomplete(): Generator<void, void> {
    yield* this.deleteAll("base_pieces", "revision, position", "revision NOT IN (SELECT revision FROM bases)");
  }

  /** How many bytes a base has. */
  baseBytes(revision: number): number {
    const query = "SELECT sum(length(bytes)) AS bytes FROM base_pieces WHERE revision = ?";
    return this.sql.exec<{ bytes: number | null }>(query, revision).toArray()[0]?.bytes ?? 0;
  }

  /**
   * Drops the log up to the newest base that was made before the time, and the bases that no revision after it needs:
   * of those in between, the first of each day and those that stand in for changes stay. In steps of some milliseconds,
   * after each of which what is left is whole. The bases that were dropped.
   */
  *prune(before: number): Generator<void, number[]> {
    const kept = this.sql
      .exec<{ revision: number | null }>("SELECT max(revision) AS revision FROM bases WHERE at <= ?", before)
      .toArray()[0]?.revision;
    const old = kept ?? 0;
    // First what says that the changes are there.
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

  /** Some rows in each step, of a table with this key. */
  private *deleteAll(table: string, key: string, where: string, ...bindings: number[]): Generator<void, void> {
    const some = table === "base_pieces" ? PIECES_AT_ONCE : ROWS_AT_ONCE;
    const first = `SELECT ${key} FROM ${table} WHERE ${where} ORDER BY ${key} LIMIT ${some}`;
    const query = `DELETE FROM ${table} WHERE (${key}) IN (${first}) RETURNING 1`;
    while (this.sql.exec(query, ...bindings).toArray().length === some) yield;
  }

  /** The version given, or else the newest at the revision. */
  model(which: { version: number } | { revision: number }): StoredModel | undefined {
    const [where, value] = "version" in which ? ["version = ?", which.version] : ["revision <= ?", which.revision];
    const query = `SELECT * FROM models WHERE ${where} ORDER BY version DESC LIMIT 1`;
    const row = this.sql.exec<ModelRow>(query, value).toArray()[0];
    return row && modelOf(row);
  }

  /** Versions below the one given, newest first; fewer than the limit where their text is long. */
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
    const known = this.document<string[]>(NAMES);
    if (known !== undefined) return known;
    // Models from before names were kept.
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

  /** What was put under the key, as it was put. */
  document<T>(key: string): T | undefined {
    const rows = this.sql.exec<{ json: string }>("SELECT json FROM documents WHERE key = ?", key).toArray();
    return rows[0] && JSON.parse(rows[0].json);
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
    // Rows from before the range was enforced: what is out of it is over, or lasts as long as anything can.
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
