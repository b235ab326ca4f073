import { alternativesOf, resolved, type Schema } from "./contract.ts";

/** A copy of an input in which each text that the schema declares as a time is a `Date`. Invalid times stay text: the service reports them. */
export function withDates(schema: Schema, value: unknown): unknown {
  if (typeof value === "string") return alternativesOf(schema).some(isTime) ? dateOf(value) : value;
  if (Array.isArray(value)) {
    const items = alternativesOf(schema).find((one) => one.items !== undefined)?.items;
    return items === undefined ? value : value.map((item) => withDates(items, item));
  }
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.assign({}, ...alternativesOf(schema).map((one) => resolved(one).properties ?? {}));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      Object.hasOwn(fields, name) ? withDates(fields[name], field) : field,
    ]),
  );
}

function isTime({ format }: Schema): boolean {
  return format === "date-time";
}

function dateOf(text: string): Date | string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : date;
}
