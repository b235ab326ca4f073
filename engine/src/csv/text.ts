import { formatTime } from "../expiry.ts";
import type { TupleText } from "../tuple-file/tuple-text.ts";
import { ALWAYS_WRITTEN, COLUMNS, type Column } from "./columns.ts";

/** Columns that are written only if a tuple uses them. */
export const OPTIONAL_COLUMNS = COLUMNS.slice(ALWAYS_WRITTEN);

/** Canonical CSV with these optional columns. */
export function csvText(optional: readonly Column[]): TupleText {
  const header = [...COLUMNS.slice(0, ALWAYS_WRITTEN), ...optional].join(",");
  return {
    begin: `${header}\n`,
    separator: "",
    end: "",
    empty: `${header}\n`,
    subject: (type, id) => `${quoted(type)},${quoted(id)},`,
    names: (subjectRelation, relation, objectType) => `${[subjectRelation, relation, objectType].map(quoted)},`,
    object: quoted,
    plain: `${optional.map(() => ",").join("")}\n`,
    optional: ({ condition = "", context = "", expiresAt }) => {
      const time = expiresAt === undefined ? "" : formatTime(expiresAt);
      const fields: Partial<Record<Column, string>> = { condition, context, expires_at: time };
      return `${optional.map((column) => `,${quoted(fields[column] ?? "")}`).join("")}\n`;
    },
  };
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
