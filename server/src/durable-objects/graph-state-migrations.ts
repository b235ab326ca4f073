import type { ObjectMigration } from "./object-migrations.ts";

/** Schema of `GraphState`. The first migration also adopts objects that have these tables without a version. */
export const GRAPH_STATE_MIGRATIONS: readonly ObjectMigration[] = [
  {
    name: "0001_initial",
    release: "0.1.0",
    // `logged` is 0 where a revision changed too much to be logged tuple by tuple: then it is itself a base.
    sql: `
      CREATE TABLE IF NOT EXISTS documents (key TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS revisions (
        revision INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL,
        reason TEXT, request_id TEXT NOT NULL, written INTEGER NOT NULL, deleted INTEGER NOT NULL,
        logged INTEGER NOT NULL, model_version INTEGER
      ) STRICT;
      CREATE TABLE IF NOT EXISTS changes (
        revision INTEGER NOT NULL, position INTEGER NOT NULL, operation TEXT NOT NULL,
        subject TEXT NOT NULL, relation TEXT NOT NULL, object TEXT NOT NULL,
        condition TEXT, context TEXT, expires_at INTEGER,
        PRIMARY KEY (revision, position)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS models (
        version INTEGER PRIMARY KEY, revision INTEGER NOT NULL, source TEXT NOT NULL, definition TEXT NOT NULL,
        created_at INTEGER NOT NULL, created_by TEXT NOT NULL
      ) STRICT;
      CREATE TABLE IF NOT EXISTS bases (revision INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS base_pieces (
        revision INTEGER NOT NULL, position INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (revision, position)
      ) STRICT;
    `,
  },
  {
    name: "0002_assertions",
    release: "0.1.0",
    // `revision` is that at which they were written, by which backups read them.
    sql: `
      CREATE TABLE IF NOT EXISTS assertions (
        model_version INTEGER PRIMARY KEY, revision INTEGER NOT NULL, json TEXT NOT NULL
      ) STRICT;
    `,
  },
];
