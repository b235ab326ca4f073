import { and, eq, notInArray, sql } from "drizzle-orm";
import { type Database, schema } from "../ports/database.ts";

const { secretVersions } = schema;

/** What is recorded of a version of a secret. */
export type SecretRecord = typeof secretVersions.$inferSelect;

/** Times at which versions of secrets were first seen. */
export class SecretRecordStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async list(): Promise<SecretRecord[]> {
    return await this.db.select().from(secretVersions);
  }

  /** Writes the versions of a secret, and removes others. Recorded times stay. Safe to repeat. */
  async replace(secret: string, records: readonly SecretRecord[]): Promise<void> {
    const versions = records.map(({ version }) => version);
    const others = and(eq(secretVersions.secret, secret), notInArray(secretVersions.version, versions));
    await this.db.batch([
      this.db.delete(secretVersions).where(others),
      ...records.map((record) =>
        this.db
          .insert(secretVersions)
          .values(record)
          .onConflictDoUpdate({
            target: [secretVersions.secret, secretVersions.version],
            set:
              record.newestSince === null
                ? { newestSince: null }
                : {
                    newestSince: sql`coalesce(${secretVersions.newestSince}, excluded.newest_since)`,
                    firstNewestAt: sql`coalesce(${secretVersions.firstNewestAt}, excluded.first_newest_at)`,
                  },
          }),
      ),
    ]);
  }
}
