import { describe, expect, it } from "vitest";
import { effectsOf, uniqueIndexes } from "./sql-effects.ts";
import { readSql } from "./sql-statements.ts";

const effects = (sql: string, before = "") => {
  const { statements } = readSql(sql);
  return effectsOf(statements, new Set(uniqueIndexes([...readSql(before).statements, ...statements])));
};

describe("harmless", () => {
  it.each([
    "CREATE TABLE `t` (`id` text PRIMARY KEY NOT NULL, FOREIGN KEY (`a`) REFERENCES `u`(`id`) ON DELETE no action)",
    "CREATE TABLE t (a text CHECK (a <> '')); CREATE UNIQUE INDEX t_a ON t (a); UPDATE t SET a = 1; DROP TABLE t",
    "CREATE INDEX i ON t (a)",
    "CREATE VIEW v AS SELECT a FROM t",
    "ALTER TABLE t ADD a text",
    "ALTER TABLE t ADD COLUMN a text DEFAULT '' NOT NULL",
    "ALTER TABLE t ADD a text DEFAULT 'DROP TABLE t' NOT NULL",
    "ALTER TABLE t ADD `check` text",
    "DROP INDEX i",
    "INSERT INTO t (a) VALUES ('x; DROP TABLE t')",
    "INSERT OR IGNORE INTO t SELECT a FROM u",
    "UPDATE t SET a = 1 WHERE b = 2",
    "UPDATE t SET a = 1 WHERE (b = 2)",
    "UPDATE OR IGNORE t SET a = 1 WHERE b = 2",
    "WITH c AS (SELECT a FROM u) UPDATE t SET a = 1 WHERE b IN (SELECT a FROM c)",
    "ALTER TABLE t ADD a text; ALTER TABLE t ADD b text; UPDATE t SET a = (SELECT c FROM u), b = CASE c WHEN 1 THEN 2 END",
    "-- DROP TABLE t\n/* DELETE FROM t; */ SELECT 1",
    "PRAGMA defer_foreign_keys = on",
    "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE u SET n = n + 1 WHERE id = NEW.u; END;",
  ])("%s", (sql) => {
    expect(effects(sql)).toEqual([]);
  });
});

describe("needs a review", () => {
  it.each([
    ["UPDATE t SET a = 1", "It overwrites every row of t."],
    ["UPDATE t SET a = 1 WHERE 1 = 1", "It overwrites every row of t."],
    ["UPDATE t SET a = (SELECT b FROM u WHERE b = 1)", "It overwrites every row of t."],
    ["UPDATE t SET a = 'x WHERE b'", "It overwrites every row of t."],
    ["UPDATE t SET a = 1 -- WHERE b = 1", "It overwrites every row of t."],
    ["ALTER TABLE t ADD a text; UPDATE t SET a = 1, b = 2", "It overwrites every row of t."],
    ["ALTER TABLE u ADD a text; UPDATE t SET a = 1", "It overwrites every row of t."],
    ["UPDATE t SET a = 1; ALTER TABLE t ADD a text", "It overwrites every row of t."],
    ["DELETE FROM t WHERE a = 1", "It deletes rows."],
    ["delete/**/from t", "It deletes rows."],
    ["WITH c AS (SELECT 1) DELETE FROM t WHERE a = 1", "It deletes rows."],
    ["REPLACE INTO t VALUES (1)", "It deletes rows that conflict with new ones."],
    ["INSERT OR REPLACE INTO t VALUES (1)", "It deletes rows that conflict with new ones."],
    ["CREATE UNIQUE INDEX i ON t (a)", "It fails if t has duplicate rows."],
    ["CREATE UNIQUE INDEX IF NOT EXISTS i ON t (a)", "It fails if t has duplicate rows."],
    ["CREATE TABLE IF NOT EXISTS t (a); CREATE UNIQUE INDEX i ON t (a)", "It fails if t has duplicate rows."],
    ["ALTER TABLE t ADD a text NOT NULL", "It adds a NOT NULL column to t without a default."],
    ["ALTER TABLE t ADD a text NOT NULL DEFAULT NULL", "It adds a NOT NULL column to t without a default."],
    ["ALTER TABLE t ADD a text DEFAULT '' CHECK (b > 1)", "It adds a check that existing rows of t may violate."],
    ["DROP TRIGGER g", "It drops the trigger g."],
    ["CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM u; END", "It deletes rows."],
    [
      "CREATE TRIGGER g BEFORE INSERT ON t BEGIN SELECT RAISE(ABORT, 'no'); END",
      "It refuses rows that were accepted before.",
    ],
    ["PRAGMA writable_schema = on", "The effect of PRAGMA is unknown."],
    ["VACUUM", "The effect of VACUUM is unknown."],
    ["ALTER TABLE main.t DROP COLUMN a", "Its effect on main is unknown."],
  ])("%s", (sql, does) => {
    expect(effects(sql)).toEqual([{ line: 1, does }]);
  });

  it("for dropping a unique index", () => {
    expect(effects("DROP INDEX i", "CREATE UNIQUE INDEX i ON t (a)")).toEqual([
      { line: 1, does: "It drops the unique index i." },
    ]);
  });
});

describe("contracts", () => {
  it.each([
    ["DROP TABLE t", "It drops t and its data."],
    ["DROP TABLE IF EXISTS `T`", "It drops t and its data."],
    ["drop -- a table\n table t", "It drops t and its data."],
    ["DROP TABLE t; CREATE TABLE t (a)", "It drops t and its data."],
    ["CREATE TABLE IF NOT EXISTS t (a); DROP TABLE t", "It drops t and its data."],
    ["CREATE TABLE u (a); DROP TABLE t; ALTER TABLE u RENAME TO t", "It drops t and its data."],
    ["DROP VIEW v", "It drops v and its data."],
    ["ALTER TABLE t DROP COLUMN a", "It drops a column of t and its data."],
    ["ALTER TABLE t RENAME TO u", "It renames t or a column of it."],
    ["ALTER TABLE t RENAME COLUMN a TO b", "It renames t or a column of it."],
  ])("%s", (sql, does) => {
    expect(effects(sql)).toEqual([{ line: 1, does, contracts: "certainly" }]);
  });

  const rebuild = "CREATE TABLE `__new_t` (a);\nINSERT INTO `__new_t` SELECT a FROM t;\nDROP TABLE t;";

  it("possibly, if drizzle rebuilds a table", () => {
    const does = "It rebuilds a table, possibly with less data or stricter constraints.";
    expect(effects(`${rebuild}\nALTER TABLE __new_t RENAME TO t`)).toEqual([{ line: 1, does, contracts: "possibly" }]);
  });

  it("certainly, if the new table doesn't replace the old one", () => {
    expect(effects(`${rebuild}\nALTER TABLE __new_t RENAME TO u`).map(({ contracts }) => contracts)).toEqual([
      "possibly",
      "certainly",
    ]);
  });
});

describe("is never allowed", () => {
  it.each(["ON DELETE CASCADE", "on delete set null", "ON /**/ DELETE\nSET DEFAULT", "ON UPDATE CASCADE"])(
    "%s",
    (action) => {
      const sql = `CREATE TABLE t (a text REFERENCES u(id) ${action})`;
      expect(effects(sql)).toEqual([{ line: 1, does: "It cascades from one table to another.", never: true }]);
    },
  );

  it("but may appear in comments and literals", () => {
    expect(effects("-- ON DELETE CASCADE\nCREATE TABLE t (a text DEFAULT 'ON DELETE CASCADE')")).toEqual([]);
  });
});
