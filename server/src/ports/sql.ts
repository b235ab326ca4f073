/** SQLite of a Durable Object, as far as it is used. Statements run at once; there is nothing to await. */
export interface SqlDatabase {
  exec<Row extends Record<string, string | number | null | ArrayBuffer>>(
    query: string,
    ...bindings: (string | number | null | ArrayBuffer)[]
  ): Iterable<Row> & { toArray(): Row[]; one(): Row };
}

/** Sorts after whatever begins as a text does, in the order of bytes that SQLite compares texts by. */
export const AFTER_ALL = "\u{10FFFF}";
