import { createReadStream, createWriteStream, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { checkMigrations } from "@cf-auth/drizzle/migration-rules";
import Cloudflare from "cloudflare";
import { EXPORTS } from "../names.ts";
import { ROOT } from "../root.ts";
import { logProgress, requiredVariables, runStep } from "./environment.ts";
import { type Wrangler, withWrangler } from "./wrangler.ts";

/** Result of a run, with the bookmark and the export to restore from. */
export interface Report {
  /** Applied files in order; empty if the database was up to date. */
  readonly applied: readonly string[];
  /** D1's time travel bookmark before the migration; null if nothing was applied. */
  readonly bookmark: string | null;
  /** Key in R2 of the export before the migration; null if the database was empty. */
  readonly export: string | null;
}

interface Database {
  readonly cloud: Cloudflare;
  readonly account_id: string;
  readonly id: string;
}

const NEEDED = [
  "CLOUDFLARE_API_TOKEN",
  "CLOUDFLARE_ACCOUNT_ID",
  "DATABASE_ID",
  "DATABASE_NAME",
  "BUCKET",
  "MIGRATIONS",
] as const;

/**
 * Applies the pending migrations. First it rejects destructive migrations without a review mark; then it records the
 * database's bookmark, exports the database, and applies the migrations. Running it again does nothing.
 */
export async function migrate(): Promise<Report> {
  const to = requiredVariables(NEEDED);
  const cloud = new Cloudflare();
  const database: Database = { cloud, account_id: to.CLOUDFLARE_ACCOUNT_ID, id: to.DATABASE_ID };
  const folder = join(ROOT, to.MIGRATIONS);
  const files = readMigrations(folder);
  const applied = await appliedTo(database);
  const unknown = [...applied].filter((name) => !files.some((file) => file.name === name));
  if (unknown.length > 0)
    logProgress(
      `The database has the migrations ${unknown.join(", ")}, which this checkout lacks. After a rollback this is expected.`,
    );
  const problems = checkMigrations(files, { applied });
  if (problems.length > 0)
    throw new Error(
      `Nothing was changed.\n${problems.map(({ file, line, message }) => `${file}:${line}: ${message}`).join("\n")}`,
    );
  const pending = files.map(({ name }) => name).filter((name) => !applied.has(name));
  if (pending.length === 0) return { applied: [], bookmark: null, export: null };

  const bookmark = await bookmarkOf(database);
  logProgress(`To restore this state: npx wrangler d1 time-travel restore ${to.DATABASE_NAME} --bookmark=${bookmark}`);
  const d1 = {
    binding: "DB",
    database_name: to.DATABASE_NAME,
    database_id: to.DATABASE_ID,
    migrations_dir: folder,
  };
  const key = await withWrangler({ name: to.DATABASE_NAME, d1_databases: [d1] }, async (wrangler, scratch) => {
    const exported = applied.size === 0 ? null : await exportTo(wrangler, scratch, to.BUCKET, to.DATABASE_NAME);
    await wrangler(["d1", "migrations", "apply", "DB", "--remote"]);
    return exported;
  });
  const now = await appliedTo(database);
  const missing = pending.filter((name) => !now.has(name));
  if (missing.length > 0)
    throw new Error(`Not applied: ${missing.join(", ")}. The database's bookmark before the migration is ${bookmark}.`);
  return { applied: pending, bookmark, export: key };
}

function readMigrations(folder: string) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  return names.sort().map((name) => ({ name, sql: readFileSync(join(folder, name), "utf8") }));
}

/** Names of the migrations that wrangler recorded as applied; empty for a new database. */
async function appliedTo(database: Database): Promise<ReadonlySet<string>> {
  const known = await namesBy(
    database,
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'd1_migrations'",
  );
  return new Set(known.length === 0 ? [] : await namesBy(database, "SELECT name FROM d1_migrations ORDER BY id"));
}

async function namesBy({ cloud, account_id, id }: Database, sql: string): Promise<string[]> {
  const { result } = await cloud.d1.database.query(id, { account_id, sql });
  // D1 returns each row as an object, keyed by column.
  return (result[0]?.results ?? []).map((row) => (row as { readonly name: string }).name);
}

async function bookmarkOf({ cloud, account_id, id }: Database): Promise<string> {
  const { bookmark } = await cloud.d1.database.timeTravel.getBookmark(id, { account_id });
  if (bookmark === undefined)
    throw new Error("Nothing was changed: D1 returned no bookmark to restore from. Run `pulumi up` again.");
  return bookmark;
}

/** D1 serves no other queries during an export. */
async function exportTo(wrangler: Wrangler, scratch: string, bucket: string, database: string): Promise<string> {
  const file = join(scratch, "export.sql");
  const key = `${EXPORTS}${database}/${new Date().toISOString().replaceAll(":", "-")}.sql.gz`;
  await wrangler(["d1", "export", "DB", "--remote", "--skip-confirmation", "--output", file]);
  await pipeline(createReadStream(file), createGzip(), createWriteStream(`${file}.gz`));
  const packed = ["--file", `${file}.gz`, "--content-type", "application/gzip"];
  await wrangler(["r2", "object", "put", `${bucket}/${key}`, "--remote", ...packed]);
  return key;
}

if (import.meta.main) await runStep(migrate);
