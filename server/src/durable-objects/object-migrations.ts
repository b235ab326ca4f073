/** One step of a Durable Object's schema. It never changes once it is released. */
export interface ObjectMigration {
  /** Version and topic, such as `0002_outbox_locale`. Versions count from 1, without gaps. */
  readonly name: string;
  /** Release that ships it, as in `CHANGELOG.md`. Code of the release before runs on its schema, so that a rollback works. */
  readonly release: string;
  /** Statements of SQLite; additive, see "Add a migration" in `CONTRIBUTING.md`. */
  readonly sql: string;
}

/** `oldest_code` is the lowest version of code that runs on the stored schema. */
const SCHEMA_VERSION = `
  CREATE TABLE IF NOT EXISTS schema_version (
    one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL, oldest_code INTEGER NOT NULL
  ) STRICT`;

/**
 * Brings an object's SQLite to the latest version, all or nothing. It runs first in the object's constructor, which no
 * call precedes. An object without a version, from before versions were stored, is adopted by the first migration.
 * Throws if a migration fails, or if the stored schema is newer than this code can use; then nothing is changed.
 */
export function migrate(
  storage: Pick<DurableObjectStorage, "sql" | "transactionSync">,
  migrations: readonly ObjectMigration[],
): void {
  storage.transactionSync(() => {
    const { sql } = storage;
    sql.exec(SCHEMA_VERSION);
    const [stored] = sql
      .exec<{ version: number; oldestCode: number }>("SELECT version, oldest_code AS oldestCode FROM schema_version")
      .toArray();
    const { version, oldestCode } = stored ?? { version: 0, oldestCode: 0 };
    const latest = migrations.length;
    if (latest < oldestCode) throw tooNew(version, oldestCode, latest);
    if (latest <= version) return;
    for (const migration of migrations.slice(version)) apply(sql, migration);
    const update = "INSERT OR REPLACE INTO schema_version (one, version, oldest_code) VALUES (1, ?, ?)";
    sql.exec(update, latest, oldestCodeOf(migrations));
  });
}

function apply(sql: SqlStorage, { name, sql: statements }: ObjectMigration): void {
  try {
    sql.exec(statements);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Migration ${name} failed, and the object is unchanged: ${reason}`, { cause });
  }
}

/** Version that the release before the latest one ends with. */
function oldestCodeOf(migrations: readonly ObjectMigration[]): number {
  const latest = migrations.at(-1)?.release;
  return migrations.findIndex(({ release }) => release === latest);
}

function tooNew(version: number, oldestCode: number, latest: number): Error {
  return new Error(
    `The object's schema is at version ${version}, which needs code of version ${oldestCode} or later; this code has ` +
      `version ${latest}. Roll back by one release at most: deploy a newer release.`,
  );
}
