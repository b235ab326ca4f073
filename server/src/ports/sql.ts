import { isWorkObserved, reportWork, WORK } from "./work.ts";

/** The SQLite API of a Durable Object that the server uses. Statements run synchronously. */
export interface SqlDatabase {
  exec<Row extends Record<string, string | number | null | ArrayBuffer>>(
    query: string,
    ...bindings: (string | number | null | ArrayBuffer)[]
  ): Iterable<Row> & { toArray(): Row[]; one(): Row };
}

/** Appended to a prefix, sorts after all texts with that prefix in SQLite's byte order. */
export const AFTER_ALL = "\u{10FFFF}";

type Value = string | number | null | ArrayBuffer;
type Row = Record<string, Value>;

/** A cursor of a Durable Object's SQLite, with the number of rows that it read and wrote. */
interface Cursor<Item> extends Iterable<Item> {
  toArray(): Item[];
  one(): Item;
  readonly rowsRead: number;
  readonly rowsWritten: number;
}

interface CountingDatabase {
  exec<Item extends Row>(query: string, ...bindings: Value[]): Cursor<Item>;
}

/** The database with reports of its rows and bytes as work, while work is observed. */
export function countedSql(sql: CountingDatabase): SqlDatabase {
  return {
    exec<Item extends Row>(query: string, ...bindings: Value[]) {
      const cursor = sql.exec<Item>(query, ...bindings);
      if (!isWorkObserved()) return cursor;
      reportBytes(bindings);
      const rows = counted(cursor);
      const one = () => cursor.one();
      return { [Symbol.iterator]: () => rows, toArray: () => [...rows], one };
    },
  };
}

/** Reports the rows of a cursor as they are read. */
function counted<Item extends Row>(cursor: Cursor<Item>): Generator<Item> {
  let touched = 0;
  const report = () => {
    const sum = cursor.rowsRead + cursor.rowsWritten;
    reportWork("sql", (sum - touched) * WORK.row);
    touched = sum;
  };
  function* rows(): Generator<Item> {
    try {
      for (const row of cursor) {
        reportBytes(Object.values(row));
        yield row;
      }
    } finally {
      report();
    }
  }
  report();
  return rows();
}

function reportBytes(values: readonly Value[]): void {
  const sizes = values.map((value) => {
    if (typeof value === "string") return value.length;
    return value instanceof ArrayBuffer ? value.byteLength : 0;
  });
  reportWork("sql", sizes.reduce((sum, size) => sum + size, 0) * WORK.rowByte);
}
