import type * as z from "zod";
import { utf8 } from "../../ports/encoding.ts";
import { isJson, isWithinDepth } from "../../ports/json.ts";

/** What an input has to be that JSON Schema has no keyword for. */
export interface InputRules {
  /** Of text: bytes in UTF-8. */
  readonly maxBytes?: number;
  /** Of text: no half of a surrogate pair, which is no character. */
  readonly wellFormed?: true;
  /** Of text: no control characters. */
  readonly noControls?: true;
  /** Of text: more than spaces. */
  readonly notBlank?: true;
  /** JSON, nested eight levels deep at most. */
  readonly json?: true;
  /** Bytes as JSON. */
  readonly maxJsonBytes?: number;
  /** Of lists and objects inside each other: so many levels. */
  readonly maxDepth?: number;
  /** Of an object: how many of these fields are set; one that is false counts as not set. */
  readonly fields?: { readonly of: readonly string[]; readonly atLeast?: number; readonly atMost: number };
  /** Of an object: the first field only where the second is set. */
  readonly needs?: readonly [string, string];
}

/**
 * The schema with a check that JSON Schema has no keyword for. It is in the contract as `x-checks`, with its message, so that
 * the SDK's in-memory tenant refuses the same inputs.
 */
export function checked<Type extends z.ZodType>(type: Type, rules: InputRules, message: string): Type {
  const before = type.meta()?.["x-checks"];
  const checks = [...(Array.isArray(before) ? before : []), { message, ...rules }];
  return type.refine((value) => passes(rules, value), message).meta({ "x-checks": checks });
}

function passes(rules: InputRules, value: unknown): boolean {
  const { maxBytes, maxJsonBytes, maxDepth, fields, needs } = rules;
  const text = typeof value === "string" ? value : "";
  return (
    (maxBytes === undefined || utf8(text).length <= maxBytes) &&
    (!rules.wellFormed || text.isWellFormed()) &&
    (!rules.noControls || !/\p{Cc}/u.test(text)) &&
    (!rules.notBlank || text.trim() !== "") &&
    (!rules.json || isJson(value)) &&
    // What is no JSON has no size as such; another check says that it is none.
    (maxJsonBytes === undefined || !isJson(value) || utf8(JSON.stringify(value)).length <= maxJsonBytes) &&
    (maxDepth === undefined || isWithinDepth(value, maxDepth)) &&
    (fields === undefined || isBetween(fields.of.filter((field) => isSet(value, field)).length, fields)) &&
    (needs === undefined || !isSet(value, needs[0]) || isSet(value, needs[1]))
  );
}

function isSet(value: unknown, field: string): boolean {
  return ![undefined, false].includes(Object(value)[field]);
}

function isBetween(count: number, { atLeast = 0, atMost }: { readonly atLeast?: number; readonly atMost: number }) {
  return count >= atLeast && count <= atMost;
}
