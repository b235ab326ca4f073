import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Miniflare } from "miniflare";
import { unstable_splitSqlQuery as splitStatements } from "wrangler";
import { ROOT } from "./paths.ts";

/** A D1 database of the local stack. */
export type LocalDatabase = Awaited<ReturnType<Miniflare["getD1Database"]>>;

const FOLDER = join(ROOT, "drizzle/migrations");
/** As `wrangler d1 migrations apply` creates it. That command does the same work, and takes seven seconds for it. */
const APPLIED =
  "CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, " +
  "applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)";

/** Applies the migrations that the database lacks, in order and each in one transaction. */
export async function migrate(database: LocalDatabase): Promise<void> {
  await database.prepare(APPLIED).run();
  const { results } = await database.prepare("SELECT name FROM d1_migrations").all();
  const applied = new Set(results.map(({ name }) => name));
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".sql") && !applied.has(name));
  for (const name of files.sort()) {
    const statements = splitStatements(readFileSync(join(FOLDER, name), "utf8"));
    const record = database.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name);
    await database.batch([...statements.map((statement) => database.prepare(statement)), record]);
  }
}
