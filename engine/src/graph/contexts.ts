import { EngineError } from "../errors.ts";
import type { ConditionContext } from "../model/condition.ts";

/** Characters of a tuple's context as canonical JSON. */
export const MAX_CONTEXT_LENGTH = 32_768;
/** Matches a lone surrogate in canonical JSON, which escapes no other surrogate: not after an escaped backslash. */
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/;

/** Contexts of tuples, each stored once and numbered from 1; 0 means none. */
export class Contexts {
  private readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();
  /** Parsed on first use. The objects stay identical, so that conditions can cache by them. */
  private readonly parsed: (ConditionContext | undefined)[] = [];

  /** Approximate memory of all contexts, once they are parsed. */
  bytes = 0;

  get all(): readonly string[] {
    return this.texts;
  }

  intern(text: string | undefined): number {
    if (text === undefined) return 0;
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.push(text);
    this.numbers.set(text, number);
    this.bytes += bytesOf(text);
    return number;
  }

  text(number: number): string | undefined {
    return number === 0 ? undefined : this.texts[number - 1];
  }

  value(number: number): ConditionContext | undefined {
    if (number === 0) return undefined;
    // Only canonical JSON of objects is interned.
    this.parsed[number] ??= JSON.parse(this.texts[number - 1]) as ConditionContext;
    return this.parsed[number];
  }

  /** Removes the last contexts, down to `size` of them. */
  truncate(size: number): void {
    for (const text of this.texts.splice(size)) {
      this.numbers.delete(text);
      this.bytes -= bytesOf(text);
    }
    this.parsed.length = Math.min(this.parsed.length, size + 1);
  }
}

function bytesOf(text: string): number {
  return 200 + 4 * text.length;
}

/**
 * Serialises a value as JSON with the keys of every object in byte order, so that equal values give equal texts.
 * Throws `invalid_context` for NaN and infinities.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === "number" && !Number.isFinite(value)) {
    // JSON would store it as null, which means something else.
    throw new EngineError("invalid_context", "The context has a number beyond what 64-bit floating point holds.");
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
}

/** Whether all text in canonical JSON is well-formed Unicode. */
export function isWellFormedJson(canonical: string): boolean {
  return !LONE_SURROGATE.test(canonical);
}

/** Maximum nesting of lists and objects. Uses no recursion. */
export function nestingOf(value: unknown): number {
  let deepest = 0;
  let level: unknown[] = [value];
  while (true) {
    const objects = level.filter((item) => typeof item === "object" && item !== null) as object[];
    if (objects.length === 0) return deepest;
    deepest++;
    level = objects.flatMap((item) => Object.values(item));
  }
}
