import type * as z from "zod";
import { utf8 } from "../../ports/encoding.ts";
import { isJson, isWithinDepth } from "../../ports/json.ts";

/** Rules for inputs that JSON Schema has no keyword for. */
export interface InputRules {
  /** Text: maximum number of bytes in UTF-8. */
  readonly maxBytes?: number;
  /** Text: no lone surrogates. */
  readonly wellFormed?: true;
  /** Text: no control characters. */
  readonly noControls?: true;
  /** Text: not only spaces. */
  readonly notBlank?: true;
  /** JSON of at most 8 levels. */
  readonly json?: true;
  /** Maximum number of bytes as JSON. */
  readonly maxJsonBytes?: number;
  /** Maximum nesting of lists and objects. */
  readonly maxDepth?: number;
  /** Object: how many of the fields are set. A field that is false counts as not set. */
  readonly fields?: { readonly of: readonly string[]; readonly atLeast?: number; readonly atMost: number };
  /** Object: the first field requires the second. */
  readonly requires?: readonly [string, string];
}

/**
 * Adds a check to a schema that JSON Schema has no keyword for. The contract has it as `x-checks`, with its message, so that the
 * SDK's in-memory tenant refuses the same inputs.
 */
export function checked<Type extends z.ZodType>(type: Type, rules: InputRules, message: string): Type {
  const before = type.meta()?.["x-checks"];
  const checks = [...(Array.isArray(before) ? before : []), { message, ...rules }];
  return type.refine((value) => passes(rules, value), message).meta({ "x-checks": checks });
}

function passes(rules: InputRules, value: unknown): boolean {
  const { maxBytes, maxJsonBytes, maxDepth, fields, requires } = rules;
  const text = typeof value === "string" ? value : "";
  return (
    (maxBytes === undefined || utf8(text).length <= maxBytes) &&
    (!rules.wellFormed || text.isWellFormed()) &&
    (!rules.noControls || !/\p{Cc}/u.test(text)) &&
    (!rules.notBlank || text.trim() !== "") &&
    (!rules.json || isJson(value)) &&
    // A value that isn't JSON has no size; another check refuses it.
    (maxJsonBytes === undefined || !isJson(value) || utf8(JSON.stringify(value)).length <= maxJsonBytes) &&
    (maxDepth === undefined || isWithinDepth(value, maxDepth)) &&
    (fields === undefined || isBetween(fields.of.filter((field) => isSet(value, field)).length, fields)) &&
    (requires === undefined || !isSet(value, requires[0]) || isSet(value, requires[1]))
  );
}

function isSet(value: unknown, field: string): boolean {
  return ![undefined, false].includes(Object(value)[field]);
}

function isBetween(count: number, { atLeast = 0, atMost }: { readonly atLeast?: number; readonly atMost: number }) {
  return count >= atLeast && count <= atMost;
}
