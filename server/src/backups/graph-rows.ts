import type { GraphStore } from "../authz/graph-store.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import { insertRow } from "./insert-row.ts";
import type { Row, TableRow, Value } from "./rows.ts";
import { type Bounds, type Page, pageQuery } from "./table-walk.ts";
import { BACKED_UP_TABLES, type BackedUpTable, OMITTED_DOCUMENTS } from "./tables.ts";

/** Time in milliseconds since the last read for which history isn't removed. */
const HELD_MS = 10 * 60_000;

/** The rows of a graph in its object, for backups and restores. */
export class GraphRows {
  private readonly sql: SqlDatabase;
  private readonly store: GraphStore;
  private readonly now: () => number;
  private heldUntil = 0;

  constructor(sql: SqlDatabase, store: GraphStore, now: () => number) {
    this.sql = sql;
    this.store = store;
    this.now = now;
  }

  /** Whether a backup reads the history, which must not be removed meanwhile. */
  get isHeld(): boolean {
    return this.heldUntil > this.now();
  }

  /** The revisions that a backup reads. */
  bounds(): Pick<Bounds, "revision" | "oldest"> {
    this.heldUntil = this.now() + HELD_MS;
    return { revision: this.store.revision, oldest: this.store.oldest };
  }

  /**
   * A page of rows up to the revision. Throws if history was removed since `bounds`: the rows wouldn't fit each
   * other.
   */
  page(name: string, page: Page, { revision, oldest }: Pick<Bounds, "revision" | "oldest">): Row[] {
    this.heldUntil = this.now() + HELD_MS;
    if (oldest !== null && oldest !== this.store.oldest) throw new Error("History was removed while it was backed up.");
    const table = graphTable(name);
    const bound =
      name === "documents"
        ? { sql: `key NOT IN (${OMITTED_DOCUMENTS.map(() => "?").join(", ")})`, values: OMITTED_DOCUMENTS }
        : { sql: "revision <= ?", values: [revision] };
    const { sql, values } = pageQuery(table, page, [bound]);
    return this.sql.exec<Record<string, Value>>(sql, ...values).toArray();
  }

  /** Stores rows of a backup or of a log. Safe to repeat. */
  restore(rows: readonly TableRow[]): void {
    this.store.forgetRevision();
    for (const { table, row } of rows) insertRow(this.sql, graphTable(table).name, row);
  }
}

function graphTable(name: string): BackedUpTable {
  const table = BACKED_UP_TABLES.find((one) => one.source === "graph" && one.name === name);
  if (table === undefined) throw new Error(`A graph has no table ${name}.`);
  return table;
}
