import type { Result } from "./result.ts";
import type { Layout } from "./table.ts";
import { valueText } from "./value-text.ts";

/** The result of a check in a line: `allowed`, `denied`, or `conditional` with the missing parameters. */
export function checkText({ allowed, missing }: Result): string {
  if (allowed !== "conditional") return allowed === true ? "allowed\n" : "denied\n";
  return `conditional: a value is missing for ${textsOf(missing).join(", ")}\n`;
}

/** Objects or subjects, a line each; those that aren't certain say it. */
export function listedText({ items, conditional, excluded }: Result): string {
  return [
    ...textsOf(items),
    ...textsOf(conditional).map((item) => `${item}  (conditional)`),
    ...textsOf(excluded).map((item) => `${item}  (excluded)`),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

/** Tuples as a table, each with its condition in one column. */
export function tuplesText({ items }: Result, layout: Layout): string {
  if (!Array.isArray(items)) return "";
  const rows = items.map(({ condition, ...tuple }) => ({
    ...tuple,
    condition: condition && `${condition.name}${condition.context ? ` ${JSON.stringify(condition.context)}` : ""}`,
  }));
  return valueText(rows, layout);
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
