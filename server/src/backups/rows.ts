import nodeCrypto from "node:crypto";
import { AppError } from "../shared/errors/app-error.ts";

export type Value = string | number | null | ArrayBuffer;
export type Row = Readonly<Record<string, Value>>;

/** A row of a table, as a line of a backup has it. */
export interface TableRow {
  readonly table: string;
  readonly row: Row;
}

/** Number of rows, and a sum over them that doesn't depend on their order. */
export interface TableSum {
  readonly rows: number;
  /** 128 bits in hexadecimal. */
  readonly sum: string;
}

const BYTES = "$bytes";
const MODULUS = 1n << 128n;
const HEX_DIGITS = 32;
const NO_ROWS: TableSum = { rows: 0, sum: "0".repeat(HEX_DIGITS) };

/** One row as a line of JSON with its table. Equal rows have equal lines. */
export function lineOf({ table, row }: TableRow): string {
  const names = Object.keys(row).sort();
  const values = names.map((name) => [name, textOf(row[name] ?? null)]);
  return `${JSON.stringify([table, Object.fromEntries(values)])}\n`;
}

/** Reads a line of `lineOf`. Throws `backup_invalid`. */
export function rowOf(line: string): TableRow {
  const parsed: unknown = JSON.parse(line);
  const [table, row]: unknown[] = Array.isArray(parsed) ? parsed : [];
  if (typeof table !== "string" || typeof row !== "object" || row === null) throw new AppError("backup_invalid");
  return { table, row: Object.fromEntries(Object.entries(row).map(([name, value]) => [name, storedValue(value)])) };
}

/** Adds rows to sums by table. The sum of each row is the first half of its SHA-256. */
export function addToSums(sums: Readonly<Record<string, TableSum>>, rows: readonly TableRow[]) {
  const totals = new Map(
    Object.entries(sums).map(([table, { rows, sum }]) => [table, { rows, sum: BigInt(`0x${sum}`) }]),
  );
  for (const row of rows) {
    const total = totals.get(row.table) ?? { rows: 0, sum: 0n };
    const digest = nodeCrypto
      .createHash("sha256")
      .update(lineOf(row))
      .digest()
      .subarray(0, HEX_DIGITS / 2);
    const sum = (total.sum + BigInt(`0x${new Uint8Array(digest).toHex()}`)) % MODULUS;
    totals.set(row.table, { rows: total.rows + 1, sum });
  }
  const texts = [...totals].map(([table, { rows, sum }]) => [
    table,
    { rows, sum: sum.toString(16).padStart(HEX_DIGITS, "0") },
  ]);
  return Object.fromEntries(texts) as Record<string, TableSum>;
}

/** The tables whose rows differ between two sums, by name. */
export function differingTables(
  a: Readonly<Record<string, TableSum>>,
  b: Readonly<Record<string, TableSum>>,
): string[] {
  const tables = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return tables.filter((table) => {
    const [{ rows, sum }, other] = [a[table] ?? NO_ROWS, b[table] ?? NO_ROWS];
    return rows !== other.rows || sum !== other.sum;
  });
}

function textOf(value: Value): unknown {
  return value instanceof ArrayBuffer ? { [BYTES]: new Uint8Array(value).toBase64() } : value;
}

function storedValue(value: unknown): Value {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  const bytes = typeof value === "object" ? Reflect.get(value, BYTES) : undefined;
  if (typeof bytes !== "string") throw new AppError("backup_invalid");
  return Uint8Array.fromBase64(bytes).buffer;
}
