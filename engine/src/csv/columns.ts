import { EngineError } from "../errors.ts";

/** Columns in canonical order. */
export const COLUMNS = [
  "subject_type",
  "subject_id",
  "subject_relation",
  "relation",
  "object_type",
  "object_id",
  "condition",
  "context",
  "expires_at",
] as const;
export type Column = (typeof COLUMNS)[number];

/** Columns that a file may omit. The canonical form has the last three only if a tuple uses them. */
const OPTIONAL: readonly Column[] = ["subject_relation", "condition", "context", "expires_at"];
export const ALWAYS_WRITTEN = 6;

/** Names of the same columns in OpenFGA's command line. */
const ALIASES: Readonly<Record<string, Column>> = {
  user_type: "subject_type",
  user_id: "subject_id",
  user_relation: "subject_relation",
  condition_name: "condition",
  condition_context: "context",
};

/** Field separators of other formats, to name them in messages. */
const SEPARATORS: readonly [character: string, name: string][] = [
  [";", "semicolons"],
  ["\t", "tabs"],
  ["|", "vertical bars"],
];
/** Columns of formats that write subjects and objects in one field. */
const WHOLE: ReadonlySet<string> = new Set(["user", "subject", "object"]);

/** Reads the header. Throws `invalid_csv` for unknown, repeated and missing columns. */
export function readHeader(fields: readonly string[]): Column[] {
  const columns = fields.map((field) => {
    const alias = Object.hasOwn(ALIASES, field) ? ALIASES[field] : undefined;
    const column = alias ?? COLUMNS.find((known) => known === field);
    if (column === undefined) throw new EngineError("invalid_csv", unknownColumn(field));
    return column;
  });
  for (const column of COLUMNS) {
    const count = columns.filter((present) => present === column).length;
    if (count > 1) throw new EngineError("invalid_csv", `Column ${column} appears twice.`);
    if (count === 0 && !OPTIONAL.includes(column)) {
      throw new EngineError("invalid_csv", `Column ${column} is missing; the columns are ${COLUMNS.join(",")}.`);
    }
  }
  return columns;
}

function unknownColumn(field: string): string {
  const separator = SEPARATORS.find(([character]) => field.includes(character));
  if (separator !== undefined) return `The fields are separated by ${separator[1]}: separate them by commas.`;
  const shown = JSON.stringify(field.length > MAX_SHOWN ? `${field.slice(0, MAX_SHOWN)}…` : field);
  const known = `the columns are ${COLUMNS.join(",")}`;
  if (WHOLE.has(field)) return `Unknown column ${shown}: write type and id in columns of their own; ${known}.`;
  return `Unknown column ${shown}; ${known}.`;
}

/** Characters of a column's name that a message quotes. */
const MAX_SHOWN = 60;
