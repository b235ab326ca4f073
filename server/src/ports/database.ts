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

/** The stack of an error, without a statement's parameters, which drizzle adds to its message and which may be secret. */
export function failureText(error: unknown): string {
  if (error instanceof DrizzleQueryError) return `${failureText(error.cause)}\nin ${error.query}`;
  return error instanceof Error ? (error.stack ?? error.message) : `${error}`;
}

/** Whether a write failed because a unique index already has the value. */
export function isUniqueViolation(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return cause instanceof Error && cause.message.includes("UNIQUE constraint failed");
}

/** A row with some values as SQL expressions. */
type Draft<Row> = { readonly [Name in keyof Row]: Row[Name] | SQL };

/** For `insert(table).select()`: inserts the row under a condition, atomically in one statement. */
export function rowIf<Table extends SQLiteTable>(table: Table, row: Table["$inferSelect"], condition: SQL): SQL {
  return sql`${selection(table, row)} where ${condition}`;
}

/** For `insert(table).select()`: inserts a row for each row of `source`, whose columns the values may use. */
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

/** SQL condition that a text has a prefix, as a range that an index serves; LIKE wouldn't use it. */
export function beginsWith(column: AnySQLiteColumn, prefix: string): SQL {
  return sql`(${column} >= ${prefix} and ${column} < ${prefix + AFTER_ALL})`;
}
