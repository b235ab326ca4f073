import type { ModelDefinition, Tuple } from "@cf-auth/engine";
import type { ModelVersion, TupleFilter } from "./graph-service.ts";

/** SQLite of a Durable Object, as far as it is used. Statements run at once; there is nothing to await. */
export interface SqlDatabase {
  exec<Row extends Record<string, string | number | null>>(
    query: string,
    ...bindings: (string | number | null)[]
  ): Iterable<Row> & { toArray(): Row[] };
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS models (
    version INTEGER PRIMARY KEY, source TEXT NOT NULL, definition TEXT NOT NULL,
    created_at INTEGER NOT NULL, created_by TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS tuples (
    object_type TEXT NOT NULL, object_id TEXT NOT NULL, relation TEXT NOT NULL,
    subject_type TEXT NOT NULL, subject_id TEXT NOT NULL, subject_relation TEXT NOT NULL,
    condition TEXT, context TEXT, expires_at INTEGER,
    PRIMARY KEY (object_type, object_id, relation, subject_type, subject_id, subject_relation)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS tuples_by_subject ON tuples (subject_type, subject_id, subject_relation, relation);
`;

const COLUMNS = ["object_type", "object_id", "relation", "subject_type", "subject_id", "subject_relation"] as const;
type TupleRow = Record<(typeof COLUMNS)[number], string> & {
  condition: string | null;
  context: string | null;
  expires_at: number | null;
};

/** A tenant's model and tuples at rest. The truth: whatever is in memory can be made from this again. */
export class GraphStore {
  private readonly sql: SqlDatabase;

  constructor(sql: SqlDatabase) {
    this.sql = sql;
    sql.exec(SCHEMA);
  }

  /** How often graph or model have changed. */
  get revision(): number {
    return this.sql.exec<{ value: number }>("SELECT value FROM meta WHERE key = 'revision'").toArray()[0]?.value ?? 0;
  }

  raiseRevision(): number {
    this.sql.exec("INSERT INTO meta VALUES ('revision', 1) ON CONFLICT (key) DO UPDATE SET value = value + 1");
    return this.revision;
  }

  /** In place of whatever states the same fact. */
  put(tuple: Tuple): void {
    const { condition = null, context = null, expiresAt = null } = tuple;
    const query = "INSERT OR REPLACE INTO tuples VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    this.sql.exec(query, ...valuesOf(tuple), condition, context, expiresAt);
  }

  delete(tuple: Tuple): void {
    const where = COLUMNS.map((column) => `${column} = ?`).join(" AND ");
    this.sql.exec(`DELETE FROM tuples WHERE ${where}`, ...valuesOf(tuple));
  }

  *tuples(): Generator<Tuple> {
    for (const row of this.sql.exec<TupleRow>("SELECT * FROM tuples")) yield tupleOf(row);
  }

  /** Tuples that match the filter, in the order of the columns above, after the one given. */
  read(filter: TupleFilter, after: Tuple | undefined, limit: number): Tuple[] {
    const conditions = ["1 = 1"];
    const bindings: (string | number)[] = [];
    const filters: Record<(typeof COLUMNS)[number], string | undefined> = {
      object_type: filter.objectType,
      object_id: filter.objectId,
      relation: filter.relation,
      subject_type: filter.subjectType,
      subject_id: filter.subjectId,
      subject_relation: filter.subjectRelation,
    };
    for (const column of COLUMNS) {
      const value = filters[column];
      if (value === undefined) continue;
      conditions.push(`${column} = ?`);
      bindings.push(value);
    }
    if (after !== undefined) {
      conditions.push(`(${COLUMNS.join(", ")}) > (?, ?, ?, ?, ?, ?)`);
      bindings.push(...valuesOf(after));
    }
    const query = `SELECT * FROM tuples WHERE ${conditions.join(" AND ")} ORDER BY ${COLUMNS.join(", ")} LIMIT ?`;
    return this.sql
      .exec<TupleRow>(query, ...bindings, limit)
      .toArray()
      .map(tupleOf);
  }

  /** The version given, or else the newest. */
  model(version: number | undefined): (ModelVersion & { definition: ModelDefinition }) | undefined {
    const where = version === undefined ? "" : "WHERE version = ?";
    const query = `SELECT * FROM models ${where} ORDER BY version DESC LIMIT 1`;
    const row = this.sql.exec<ModelRow>(query, ...(version === undefined ? [] : [version])).toArray()[0];
    return (
      row && {
        version: row.version,
        source: row.source,
        definition: JSON.parse(row.definition),
        createdAt: row.created_at,
        createdBy: row.created_by,
      }
    );
  }

  /** Adds a version and answers its number. */
  addModel(model: { source: string; definition: ModelDefinition; createdAt: number; createdBy: string }): number {
    const rows = this.sql.exec<{ version: number }>(
      "INSERT INTO models (source, definition, created_at, created_by) VALUES (?, ?, ?, ?) RETURNING version",
      model.source,
      JSON.stringify(model.definition),
      model.createdAt,
      model.createdBy,
    );
    return rows.toArray()[0]?.version ?? 0;
  }
}

type ModelRow = {
  version: number;
  source: string;
  definition: string;
  created_at: number;
  created_by: string;
};

function valuesOf(tuple: Tuple): [string, string, string, string, string, string] {
  const { objectType, objectId, relation, subjectType, subjectId, subjectRelation } = tuple;
  return [objectType, objectId, relation, subjectType, subjectId, subjectRelation];
}

function tupleOf(row: TupleRow): Tuple {
  return {
    subjectType: row.subject_type,
    subjectId: row.subject_id,
    subjectRelation: row.subject_relation,
    relation: row.relation,
    objectType: row.object_type,
    objectId: row.object_id,
    ...(row.condition !== null && { condition: row.condition }),
    ...(row.context !== null && { context: row.context }),
    ...(row.expires_at !== null && { expiresAt: row.expires_at }),
  };
}
