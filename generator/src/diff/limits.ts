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
    // Of two patterns nobody can tell which admits more, unless one is none.
    ...differing([...FORMS, ...OWN]).map((key) => change(key, after[key] !== undefined)),
    // Of numbers: that no fraction is taken any more.
    ...differing(["type"]).map((key) => change(key, after[key] === "integer")),
  ];
}

/** The same for an object, which has none of the others. */
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
