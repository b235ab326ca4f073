import type { LocalDatabase } from "@cf-auth/local/stack";
import { type Database, openDatabase } from "../../../server/src/ports/database.ts";

type Values = readonly unknown[];
type Statement = ReturnType<LocalDatabase["prepare"]>;

/** Rows that the database reads for a query of the server's own: what D1 bills, and what grows where an index is missing. */
export async function rowsRead(database: LocalDatabase, query: (db: Database) => Promise<unknown>): Promise<number> {
  let read = 0;
  const counting = {
    prepare: (text: string) => bound(text, []),
    batch: async (statements: { run(): Promise<unknown> }[]) => {
      return await Promise.all(statements.map((statement) => statement.run()));
    },
  };
  const bound = (text: string, values: Values) => {
    const counted = async <Answer>(ask: (statement: Statement) => Promise<Answer>): Promise<Answer> => {
      read += (
        await database
          .prepare(text)
          .bind(...values)
          .all()
      ).meta.rows_read;
      return await ask(database.prepare(text).bind(...values));
    };
    return {
      bind: (...given: Values) => bound(text, given),
      run: async () => await counted((statement) => statement.run()),
      all: async () => await counted((statement) => statement.all()),
      raw: async () => await counted((statement) => statement.raw()),
    };
  };
  // Only what reads is called, which needs no more of the binding than this.
  await query(openDatabase(counting as unknown as Parameters<typeof openDatabase>[0]));
  return read;
}
