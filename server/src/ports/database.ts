import * as schema from "@cf-auth/drizzle";
import { DrizzleQueryError, getTableColumns, is, SQL, sql } from "drizzle-orm";
import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";
import type { AnySQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { AFTER_ALL } from "./sql.ts";

export type Database = DrizzleD1Database<typeof schema>;
export { schema };

export function openDatabase(binding: D1Database): Database {
  return drizzle(binding, { schema });
}

/** An error for the log. drizzle puts a statement's parameters into its message, which may be anything: they stay out. */
export function failureText(error: unknown): string {
  if (error instanceof DrizzleQueryError) return `${failureText(error.cause)}\nin ${error.query}`;
  return error instanceof Error ? (error.stack ?? error.message) : `${error}`;
}

/** Whether a write failed because a unique index already has the value. */
export function isUniqueViolation(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return cause instanceof Error && cause.message.includes("UNIQUE constraint failed");
}

/** A row of which some values are SQL's to find. */
type Draft<Row> = { readonly [Name in keyof Row]: Row[Name] | SQL };

/** What `insert(table).select()` takes to write the row only under a condition: one statement, so nothing can come between. */
export function rowIf<Table extends SQLiteTable>(table: Table, row: Table["$inferSelect"], condition: SQL): SQL {
  return sql`${selection(table, row)} where ${condition}`;
}

/** The same for each row of `source`, a table with its condition, whose columns the values may name. */
export function rowsFrom<Table extends SQLiteTable>(table: Table, row: Draft<Table["$inferSelect"]>, source: SQL): SQL {
  return sql`${selection(table, row)} from ${source}`;
}

function selection(table: SQLiteTable, values: Readonly<Record<string, unknown>>): SQL {
  const list = Object.entries(getTableColumns(table)).map(([name, column]) => {
    const value = values[name] ?? null;
    return is(value, SQL) ? value : sql`${sql.param(value, column)}`;
  });
  return sql`select ${sql.join(list, sql`, `)}`;
}

/** Whether a text begins so: a range of an index, which LIKE would not be. */
export function beginsWith(column: AnySQLiteColumn, prefix: string): SQL {
  return sql`(${column} >= ${prefix} and ${column} < ${prefix + AFTER_ALL})`;
}
