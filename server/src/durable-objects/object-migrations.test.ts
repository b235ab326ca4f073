import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { migrate, type ObjectMigration } from "./object-migrations.ts";

const NOTES = "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT";
const FIRST = { name: "0001_initial", release: "1.0.0", sql: NOTES.replace("TABLE", "TABLE IF NOT EXISTS") };
const SECOND = { name: "0002_author", release: "1.1.0", sql: "ALTER TABLE notes ADD COLUMN author TEXT" };
const THIRD = { name: "0003_pinned", release: "1.1.0", sql: "ALTER TABLE notes ADD COLUMN pinned INTEGER" };
const FOURTH = { name: "0004_tags", release: "1.2.0", sql: "CREATE TABLE tags (note INTEGER, tag TEXT) STRICT" };
const ALL: readonly ObjectMigration[] = [FIRST, SECOND, THIRD, FOURTH];
const BROKEN = { ...FOURTH, sql: `${FOURTH.sql}; UPDATE notes SET text = upper(text); INSERT INTO nowhere VALUES (1)` };

let count = 0;
/** Runs on empty SQLite of an object. */
async function withEmptyStorage(work: (storage: DurableObjectStorage) => void): Promise<void> {
  const stub = env.TENANT_STATE.getByName(`object-migrations-${++count}`);
  await runInDurableObject(stub, async (_, { storage }) => {
    await storage.deleteAll();
    work(storage);
  });
}

const tablesOf = ({ sql }: DurableObjectStorage) =>
  sql.exec("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name").toArray();
const versionOf = ({ sql }: DurableObjectStorage) =>
  sql.exec("SELECT version, oldest_code FROM schema_version").toArray();
const notesOf = ({ sql }: DurableObjectStorage) => sql.exec("SELECT * FROM notes").toArray();

describe("migrate", () => {
  it("brings an empty object to the latest version, and changes nothing the next time", async () => {
    await withEmptyStorage((storage) => {
      migrate(storage, ALL);
      expect(versionOf(storage)).toEqual([{ version: 4, oldest_code: 3 }]);
      const before = tablesOf(storage);
      migrate(storage, ALL);
      expect(tablesOf(storage)).toEqual(before);
    });
  });

  it("brings an object from each earlier version to the latest, with its rows", async () => {
    for (const version of [1, 2, 3]) {
      await withEmptyStorage((storage) => {
        migrate(storage, ALL.slice(0, version));
        storage.sql.exec("INSERT INTO notes (id, text) VALUES (1, 'first')");
        migrate(storage, ALL);
        expect(versionOf(storage)).toEqual([{ version: 4, oldest_code: 3 }]);
        expect(notesOf(storage)).toEqual([{ id: 1, text: "first", author: null, pinned: null }]);
      });
    }
  });

  it("adopts an object that has the first version's tables and no version", async () => {
    await withEmptyStorage((storage) => {
      storage.sql.exec(NOTES);
      storage.sql.exec("INSERT INTO notes (id, text) VALUES (1, 'first')");
      migrate(storage, [FIRST]);
      expect(versionOf(storage)).toEqual([{ version: 1, oldest_code: 0 }]);
      expect(notesOf(storage)).toEqual([{ id: 1, text: "first" }]);
    });
  });

  it("leaves a newer schema as it is for code of the release before", async () => {
    await withEmptyStorage((storage) => {
      migrate(storage, ALL);
      const before = [tablesOf(storage), versionOf(storage)];
      migrate(storage, ALL.slice(0, 3));
      expect([tablesOf(storage), versionOf(storage)]).toEqual(before);
    });
  });

  it("refuses to run code of two releases before on a newer schema", async () => {
    await withEmptyStorage((storage) => {
      migrate(storage, ALL);
      expect(() => migrate(storage, [FIRST])).toThrow(
        "The object's schema is at version 4, which needs code of version 3 or later; this code has version 1. " +
          "Roll back by one release at most: deploy a newer release.",
      );
    });
  });

  it("changes nothing when a migration fails, and succeeds once it is corrected", async () => {
    await withEmptyStorage((storage) => {
      migrate(storage, [FIRST]);
      storage.sql.exec("INSERT INTO notes (id, text) VALUES (1, 'first')");
      const before = [tablesOf(storage), versionOf(storage), notesOf(storage)];
      expect(() => migrate(storage, [FIRST, SECOND, THIRD, BROKEN])).toThrow(
        "Migration 0004_tags failed, and the object is unchanged: no such table: nowhere",
      );
      expect([tablesOf(storage), versionOf(storage), notesOf(storage)]).toEqual(before);
      migrate(storage, ALL);
      expect(versionOf(storage)).toEqual([{ version: 4, oldest_code: 3 }]);
    });
  });

  it("leaves an empty object empty when the first migration fails", async () => {
    await withEmptyStorage((storage) => {
      expect(() => migrate(storage, [{ ...FIRST, sql: `${NOTES}; CREATE nonsense` }])).toThrow(
        /^Migration 0001_initial/,
      );
      expect(tablesOf(storage)).toEqual([]);
    });
  });
});
