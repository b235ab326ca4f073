import { isWorkObserved, reportWork, WORK } from "./work.ts";

/** SQLite of a Durable Object, as far as it is used. Statements run at once; there is nothing to await. */
export interface SqlDatabase {
  exec<Row extends Record<string, string | number | null | ArrayBuffer>>(
    query: string,
    ...bindings: (string | number | null | ArrayBuffer)[]
  ): Iterable<Row> & { toArray(): Row[]; one(): Row };
}

/** Sorts after whatever begins as a text does, in the order of bytes that SQLite compares texts by. */
export const AFTER_ALL = "\u{10FFFF}";

type Value = string | number | null | ArrayBuffer;
type Row = Record<string, Value>;

/** What a Durable Object's SQLite hands over, which says how many rows it has touched for that. */
interface Cursor<Item> extends Iterable<Item> {
  toArray(): Item[];
  one(): Item;
  readonly rowsRead: number;
  readonly rowsWritten: number;
}

interface CountingDatabase {
  exec<Item extends Row>(query: string, ...bindings: Value[]): Cursor<Item>;
}

/** The same database, which reports its rows and their bytes as work while anybody listens. */
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

/** Statements run as they are made; what is not asked for is not read. */
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
