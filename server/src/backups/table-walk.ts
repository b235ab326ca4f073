import type { SqlDatabase } from "../ports/sql.ts";
import type { Row, TableRow, Value } from "./rows.ts";
import { BACKED_UP_TABLES, type BackedUpTable, type TableSource } from "./tables.ts";

/**
 * A place in the rows of a tenant: an index in `BACKED_UP_TABLES`, and the key of the last row; null before the
 * first.
 */
export interface WalkPosition {
  readonly table: number;
  readonly after: readonly Value[] | null;
}

export const WALK_START: WalkPosition = { table: 0, after: null };

/** What a backup has of the rows that are only added: those up to these. */
export interface Bounds {
  readonly auditRowId: number;
  readonly revision: number;
  /** The graph's oldest revision, which must stay while it is read; null if nothing is removed meanwhile. */
  readonly oldest: number | null;
}

export interface Page {
  readonly after: readonly Value[] | null;
  readonly limit: number;
}

/** Reads a tenant's rows in the order of their keys. */
export type ReadPage = (table: BackedUpTable, page: Page) => Promise<readonly Row[]>;

const PAGE_SIZE = 1000;

/** Reads a tenant's rows page by page, table after table. */
export class TableWalk {
  private readonly sources: Readonly<Record<TableSource, ReadPage>>;

  constructor(sources: Readonly<Record<TableSource, ReadPage>>) {
    this.sources = sources;
  }

  /** The next rows, and the place behind them; no place at the end. */
  async next({ table: index, after }: WalkPosition): Promise<{ rows: TableRow[]; position: WalkPosition | undefined }> {
    const table = BACKED_UP_TABLES[index];
    if (table === undefined) return { rows: [], position: undefined };
    const limit = table.pageSize ?? PAGE_SIZE;
    const rows = await this.sources[table.source](table, { after, limit });
    const last = rows.length < limit ? undefined : rows.at(-1);
    const position =
      last === undefined ? { table: index + 1, after: null } : { table: index, after: keyOf(table, last) };
    const kept = rows.map((row) => ({ table: table.name, row: without(row, table.omitted ?? []) }));
    return { rows: kept, position: BACKED_UP_TABLES[position.table] === undefined ? undefined : position };
  }
}

function keyOf({ key }: BackedUpTable, row: Row): Value[] {
  return key.map((column) => row[column] ?? null);
}

function without(row: Row, names: readonly string[]): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}

/** Conditions with their values; the values' places are `?`. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** The statement that reads a page of rows under conditions. */
export function pageQuery(
  { name, key }: BackedUpTable,
  { after, limit }: Page,
  conditions: readonly Condition[],
): Condition {
  const columns = key.includes("rowid") ? "rowid, *" : "*";
  const behind = { sql: `(${key.join(", ")}) > (${key.map(() => "?").join(", ")})`, values: after ?? [] };
  const all = after === null ? conditions : [...conditions, behind];
  const where = all.length === 0 ? "" : `WHERE ${all.map(({ sql }) => `(${sql})`).join(" AND ")}`;
  const sql = `SELECT ${columns} FROM ${name} ${where} ORDER BY ${key.join(", ")} LIMIT ${limit}`;
  return { sql, values: all.flatMap(({ values }) => values) };
}

/** Reads a tenant's rows in D1. */
export function databasePages(db: D1Database, tenantId: string, { auditRowId }: Bounds): ReadPage {
  return async (table, page) => {
    const own = table.where ?? "tenant_id = ?1";
    const bound = table.name === "audit_events" ? [{ sql: "rowid <= ?", values: [auditRowId] }] : [];
    // `?1` is the tenant's id, and the places after it follow.
    const { sql, values } = pageQuery(table, page, [{ sql: own, values: [tenantId] }, ...bound]);
    const { results } = await db
      .prepare(sql)
      .bind(...values)
      .all<Record<string, Value>>();
    return results;
  };
}

/** Reads rows of the tenant's `TenantState`. */
export function statePages(sql: SqlDatabase, { auditRowId }: Bounds): ReadPage {
  const sealed = ["audit_links", "audit_archives"];
  return async (table, page) => {
    const bound = sealed.includes(table.name) ? [{ sql: "place <= ?", values: [auditRowId] }] : [];
    const query = pageQuery(table, page, bound);
    return sql.exec<Record<string, Value>>(query.sql, ...query.values).toArray();
  };
}
