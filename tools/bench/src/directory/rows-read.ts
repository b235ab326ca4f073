import type { Stack } from "@cf-auth/local/stack";
import { type Database, openDatabase } from "../../../../server/src/ports/database.ts";

type Values = readonly unknown[];
type Statement = ReturnType<Stack["database"]["prepare"]>;

/** Rows that the database reads for a query of the server, which D1 bills and a missing index multiplies. */
export async function rowsRead(
  database: Stack["database"],
  query: (db: Database) => Promise<unknown>,
): Promise<number> {
  let read = 0;
  const counting = {
    prepare: (text: string) => bound(text, []),
    batch: async (statements: { run(): Promise<unknown> }[]) => {
      return await Promise.all(statements.map((statement) => statement.run()));
    },
  };
  const bound = (text: string, values: Values) => {
    const counted = async <Answer>(query: (statement: Statement) => Promise<Answer>): Promise<Answer> => {
      read += (
        await database
          .prepare(text)
          .bind(...values)
          .all()
      ).meta.rows_read;
      return await query(database.prepare(text).bind(...values));
    };
    return {
      bind: (...values: Values) => bound(text, values),
      run: async () => await counted((statement) => statement.run()),
      all: async () => await counted((statement) => statement.all()),
      raw: async () => await counted((statement) => statement.raw()),
    };
  };
  // The queries use only these methods of the binding.
  await query(openDatabase(counting as unknown as Parameters<typeof openDatabase>[0]));
  return read;
}
