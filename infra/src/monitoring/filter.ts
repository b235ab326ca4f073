import { type LogRecord, type NumberField, numberOf, type TextField, textOf } from "./record.ts";

/**
 * A condition on a log record, which a missing field doesn't meet. So it has no negation, and values are never empty:
 * Axiom has the empty text for a missing one.
 */
export type Filter =
  | { readonly kind: "in"; readonly field: TextField; readonly values: readonly string[] }
  | { readonly kind: "equals"; readonly field: NumberField; readonly value: number }
  | { readonly kind: "atLeast"; readonly field: NumberField; readonly min: number }
  | { readonly kind: "above"; readonly field: NumberField; readonly limit: number }
  | { readonly kind: "all" | "any"; readonly filters: readonly Filter[] };

export const is = (field: TextField, ...values: readonly string[]): Filter => ({ kind: "in", field, values });
export const equals = (field: NumberField, value: number): Filter => ({ kind: "equals", field, value });
export const atLeast = (field: NumberField, min: number): Filter => ({ kind: "atLeast", field, min });
export const above = (field: NumberField, limit: number): Filter => ({ kind: "above", field, limit });
export const all = (...filters: readonly Filter[]): Filter => ({ kind: "all", filters });
export const any = (...filters: readonly Filter[]): Filter => ({ kind: "any", filters });

/** Whether a record meets the condition. */
export function matches(filter: Filter, record: LogRecord): boolean {
  switch (filter.kind) {
    case "in":
      return filter.values.includes(textOf(record, filter.field));
    case "equals":
      return numberOf(record, filter.field) === filter.value;
    case "atLeast":
      return (numberOf(record, filter.field) ?? Number.NEGATIVE_INFINITY) >= filter.min;
    case "above":
      return (numberOf(record, filter.field) ?? Number.NEGATIVE_INFINITY) > filter.limit;
    case "all":
      return filter.filters.every((part) => matches(part, record));
    case "any":
      return filter.filters.some((part) => matches(part, record));
  }
}

/** All values that the condition compares a field with. */
export function valuesOf(filter: Filter, field: TextField): readonly string[] {
  if (filter.kind === "in") return filter.field === field ? filter.values : [];
  return "filters" in filter ? filter.filters.flatMap((part) => valuesOf(part, field)) : [];
}
