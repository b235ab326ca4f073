import type { Miniflare } from "miniflare";

type Database = Awaited<ReturnType<Miniflare["getD1Database"]>>;

/** Runs one or more statements in a transaction, as D1's HTTP API does. Returns the rows of the last one. */
export async function query(database: Database, sql: string, values: readonly unknown[] = []) {
  return await database.batch([database.prepare(sql).bind(...values)]);
}

/** Exports the database as SQL, as D1 does. */
export async function dump(database: Database): Promise<string> {
  const { results } = await database
    .prepare(
      "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'",
    )
    .all<{ name: string; sql: string }>();
  const lines = ["PRAGMA defer_foreign_keys=TRUE;"];
  for (const { name, sql } of results) {
    lines.push(`${sql};`);
    if (!sql.startsWith("CREATE TABLE")) continue;
    const rows = await database.prepare(`SELECT * FROM "${name}"`).all<Record<string, unknown>>();
    for (const row of rows.results)
      lines.push(`INSERT INTO "${name}" VALUES(${Object.values(row).map(literal).join(",")});`);
  }
  return lines.join("\n");
}

function literal(value: unknown): string {
  if (value === null || typeof value === "number") return String(value);
  return `'${String(value).replaceAll("'", "''")}'`;
}
