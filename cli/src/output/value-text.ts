import { printable } from "./printable.ts";
import { bold, type Layout, table } from "./table.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A result for people: a list as a table, an object as its fields, anything else as it is. */
export function valueText(value: unknown, layout: Layout): string {
  if (Array.isArray(value)) return listText(value, layout);
  if (isObject(value)) return objectText(value, layout);
  return `${printable(cell(value))}\n`;
}

function listText(items: readonly unknown[], layout: Layout): string {
  if (items.length === 0) return "";
  const objects = items.filter(isObject);
  if (objects.length < items.length) return items.map((item) => `${printable(cell(item))}\n`).join("");
  const rows = objects.map(flattened);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  // A column without any value only takes space.
  const shown = names.filter((name) => rows.some((row) => !isEmpty(row[name])));
  return table(
    shown,
    rows.map((row) => shown.map((name) => firstLine(cell(row[name])))),
    layout,
  );
}

/** Fields in lines, then lists of objects as tables. */
function objectText(value: Fields, layout: Layout): string {
  const entries = Object.entries(flattened(value));
  const lists = entries.filter(([, field]) => isTable(field));
  const fields = entries.filter(([, field]) => !isTable(field) && field !== undefined);
  const width = Math.max(0, ...fields.map(([name]) => name.length));
  const title = (text: string) => (layout.hasColors ? bold(text) : text);
  const lines = fields.map(([name, field]) => `${title(name.padEnd(width))}  ${printable(cell(field))}\n`);
  const tables = lists.map(([name, list]) => `\n${title(name)}\n${valueText(list, layout)}`);
  return [...lines, ...tables].join("").replace(/^\n/, "");
}

/** Fields of inner objects under dotted names. */
function flattened(value: Fields): Fields {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) =>
      isObject(field)
        ? Object.entries(flattened(field)).map(([inner, part]) => [`${name}.${inner}`, part])
        : [[name, field]],
    ),
  );
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function isTable(value: unknown): value is readonly Fields[] {
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** A text of several lines, such as a model, would fill the table. */
function firstLine(text: string): string {
  const [line = "", ...more] = text.split("\n");
  return more.length === 0 ? line : `${line} …`;
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return "-";
  if (value instanceof Date) return value.toISOString().replace(/\.\d+Z$/, "Z");
  if (Array.isArray(value) && value.length === 0) return "-";
  if (Array.isArray(value))
    return value.map((item) => (typeof item === "object" ? JSON.stringify(item) : item)).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : `${value}`;
}
