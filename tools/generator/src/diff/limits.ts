import type { Schema } from "../schemas.ts";
import type { Change, Direction } from "./change.ts";

const UPPER = ["maxLength", "maximum", "exclusiveMaximum", "maxItems"];
const LOWER = ["minLength", "minimum", "exclusiveMinimum", "minItems"];
const FORMS = ["pattern", "format", "uniqueItems", "multipleOf", "propertyNames"];
/** Keywords of our own, beside JSON Schema's (server/src/shared/inputs/input-check.ts). */
const OWN = ["x-checks", "x-total"];

/**
 * How the limits of a value have changed. A narrower limit breaks what clients send. A wider one breaks no type of what they
 * receive.
 */
export function limitChanges(before: Schema, after: Schema, direction: Direction, where: string): Change[] {
  const change = (key: string, narrower: boolean): Change => ({
    kind: direction === "output" ? "fix" : narrower ? "breaking" : "feature",
    where,
    what: `${key} was ${said(before[key])} and is ${said(after[key])}`,
  });
  const differing = (keys: readonly string[]) => keys.filter((key) => said(before[key]) !== said(after[key]));
  return [
    ...differing(UPPER).map((key) => change(key, bound(after[key], Infinity) < bound(before[key], Infinity))),
    ...differing(LOWER).map((key) => change(key, bound(after[key], -Infinity) > bound(before[key], -Infinity))),
    // Two patterns can't be compared, unless one is missing.
    ...differing([...FORMS, ...OWN]).map((key) => change(key, after[key] !== undefined)),
    // Numbers that no longer accept fractions.
    ...differing(["type"]).map((key) => change(key, after[key] === "integer")),
  ];
}

/** Limits of an object. */
export function ownLimitChanges(before: Schema, after: Schema, direction: Direction, where: string): Change[] {
  const only = (schema: Schema) => Object.fromEntries(OWN.map((key) => [key, schema[key]]));
  return limitChanges(only(before), only(after), direction, where);
}

function bound(limit: unknown, none: number): number {
  return typeof limit === "number" ? limit : none;
}

function said(value: unknown): string {
  return value === undefined ? "none" : JSON.stringify(value);
}
