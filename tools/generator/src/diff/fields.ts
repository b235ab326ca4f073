import { canonicalJson } from "../canonical.ts";
import type { Schema } from "../schemas.ts";
import type { Change, Direction, Kind } from "./change.ts";

/** A field before and after, and whether it was and is optional. */
interface FieldPair {
  readonly before: Schema;
  readonly after: Schema;
  readonly wasOptional: boolean;
  readonly isOptional: boolean;
}

export function addedField(required: boolean, direction: Direction, where: string): Change {
  if (direction === "output") return { kind: "feature", where, what: "is new" };
  return required
    ? { kind: "breaking", where, what: "is new, and has to be given" }
    : { kind: "feature", where, what: "is new, and may be left out" };
}

/** Whether a field is optional, and its default. */
export function presenceChanges(field: FieldPair, direction: Direction, where: string): Change[] {
  const { before, after, wasOptional, isOptional } = field;
  if (wasOptional !== isOptional) {
    // Senders may gain options, receivers may gain fields.
    const kind: Kind = isOptional === (direction === "input") ? "feature" : "breaking";
    return [{ kind, where, what: isOptional ? "may be left out" : "has to be there" }];
  }
  const [old, now] = [canonicalJson(before.default ?? null), canonicalJson(after.default ?? null)];
  if (!isOptional || old === now || direction === "output") return [];
  return [{ kind: "breaking", where, what: `means ${now} when it is left out, and meant ${old}` }];
}

/** Whether an object accepts unknown fields. Receivers must expect them anyway. */
export function openness(before: Schema, after: Schema, direction: Direction, where: string): Change[] {
  const [old, now] = [before.additionalProperties !== false, after.additionalProperties !== false];
  if (old === now || direction === "output") return [];
  return [{ kind: now ? "feature" : "breaking", where, what: now ? "takes any field" : "refuses unknown fields" }];
}
