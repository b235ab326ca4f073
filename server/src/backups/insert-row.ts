import type { SqlDatabase } from "../ports/sql.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { Row } from "./rows.ts";

const NAME = /^[a-z][a-z0-9_]{0,39}$/;

/** The columns of a row, in order. Throws `backup_invalid` for names that the database can't have. */
export function columnsOf(row: Row): string[] {
  const columns = Object.keys(row);
  if (columns.length === 0 || !columns.every((name) => NAME.test(name))) throw new AppError("backup_invalid");
  return columns;
}

/** Stores a row in a table of an object, in place of the row with the same key. */
export function insertRow(sql: SqlDatabase, table: string, row: Row): void {
  const columns = columnsOf(row);
  const parameters = columns.map(() => "?").join(", ");
  sql.exec(`INSERT OR REPLACE INTO ${table} (${columns.join(", ")}) VALUES (${parameters})`, ...Object.values(row));
}
