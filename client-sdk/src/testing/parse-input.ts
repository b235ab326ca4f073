import { SHAPES } from "../generated/declarations.ts";
import { readDomainName } from "../generated/domain-name.ts";
import { readEmail } from "../generated/email.ts";
import { unknownFields } from "../generated/field-names.ts";
import type { InputCheck, InputSchema } from "./input-schema.ts";
import { isRfc3339 } from "./rfc-3339.ts";

/** A problem of a request, with its path. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

interface Found {
  readonly path: readonly string[];
  readonly message: string;
  /** Whether the checks of the enclosing value stop here. */
  readonly isFinal: boolean;
  /** Whether the value has another type than expected. */
  readonly isOtherKind?: boolean;
  /** Unknown fields of the value. */
  readonly unknown?: readonly string[];
}

const MAX_JSON_DEPTH = 8;

/**
 * Parses a request like the service: with defaults, and times as dates. Problems have the service's messages, which are zod's; a property
 * test in tools/local/test compares the two.
 */
export function parseInput(schema: InputSchema, input: unknown): { readonly value: unknown; readonly issues: Issue[] } {
  const found: Found[] = [];
  const value = parse(schema, input, [], found);
  const missing = new Set(found.map(({ path }) => path.join(".")));
  const issues = found.map(({ path, message, unknown = [] }) => {
    const isMissing = (name: string) => missing.has([...path, name].join("."));
    return { path: path.join("."), message: unknownFields(message, unknown, isMissing) };
  });
  return { value, issues };
}

type Path = readonly string[];

function parse(schema: InputSchema, value: unknown, path: Path, found: Found[]): unknown {
  if (schema.$ref !== undefined) return parse(SHAPES[schema.$ref.replace("#/$defs/", "")] ?? {}, value, path, found);
  if (value === undefined && schema.default !== undefined) return structuredClone(schema.default);
  const own: Found[] = [];
  const parsed = byKind(schema, value, path, own);
  if (!own.some(({ isFinal }) => isFinal)) {
    for (const check of schema["x-checks"] ?? []) {
      if (!passes(check, parsed)) own.push({ path, message: check.message, isFinal: false });
    }
  }
  found.push(...own);
  return parsed;
}

function byKind(schema: InputSchema, value: unknown, path: Path, found: Found[]): unknown {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return parseChoice(schema, choices, value, path, found);
  const values = "const" in schema ? [schema.const] : schema.enum;
  if (values !== undefined) return parseMember(values, value, path, found);
  if (schema.format === "date-time") return parseTime(schema, value, path, found);
  switch (schema.type) {
    case "string":
      return parseText(schema, value, path, found);
    case "integer":
    case "number":
      return parseNumber(schema, value, path, found);
    case "array":
      return parseList(schema, value, path, found);
    case "object":
      return schema.properties === undefined
        ? parseRecord(schema, value, path, found)
        : parseObject(schema, schema.properties, value, path, found);
    case "boolean":
      if (typeof value !== "boolean") found.push(wrongKind("boolean", value, path));
      return value;
    default:
      return value;
  }
}

function parseText(schema: InputSchema, value: unknown, path: Path, found: Found[]): unknown {
  if (typeof value !== "string") found.push(wrongKind("string", value, path));
  lengths(value, schema.minLength, schema.maxLength, path, found);
  if (typeof value !== "string") return value;
  const read = readText(schema, value);
  if ("text" in read) return read.text;
  found.push({ path, message: read.problem, isFinal: schema["x-reads"] !== undefined });
  return value;
}

/** The normalized text, or its problem. */
function readText(schema: InputSchema, text: string): { readonly text: string } | { readonly problem: string } {
  if (schema["x-reads"] === "email") {
    const read = readEmail(text);
    return "email" in read ? { text: read.email } : read;
  }
  if (schema["x-reads"] === "domain name") {
    const read = readDomainName(text);
    return "name" in read ? { text: read.name } : read;
  }
  return schema.pattern === undefined || new RegExp(schema.pattern).test(text)
    ? { text }
    : { problem: "Invalid input" };
}

function parseNumber(schema: InputSchema, value: unknown, path: Path, found: Found[]): unknown {
  const isWhole = schema.type === "number" || Number.isInteger(value);
  if (typeof value !== "number" || !isWhole) {
    found.push(wrongKind(typeof value === "number" ? "int" : "number", value, path));
    return value;
  }
  const isSafe = schema.type === "number" || Number.isSafeInteger(value);
  const edge = Number.MAX_SAFE_INTEGER;
  if (!isSafe) bounds(value, -edge, edge, "int to be", "", path, found);
  bounds(value, schema.minimum, schema.maximum, "number to be", "", path, found);
  return value;
}

/** Checks the length of strings and arrays. */
function lengths(value: unknown, min: number | undefined, max: number | undefined, path: Path, found: Found[]): void {
  // In code points.
  if (typeof value === "string") bounds([...value].length, min, max, "string to have", " characters", path, found);
  if (Array.isArray(value)) bounds(value.length, min, max, "array to have", " items", path, found);
}

function bounds(
  size: number,
  min: number | undefined,
  max: number | undefined,
  what: string,
  unit: string,
  path: Path,
  found: Found[],
): void {
  if (min !== undefined && size < min) {
    found.push({ path, message: `Too small: expected ${what} >=${min}${unit}`, isFinal: false });
  }
  if (max !== undefined && size > max) {
    found.push({ path, message: `Too big: expected ${what} <=${max}${unit}`, isFinal: unit === " items" });
  }
}

/** RFC 3339 text, or a date from superjson. */
function parseTime(schema: InputSchema, value: unknown, path: Path, found: Found[]): unknown {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
  if (typeof value === "string" && isRfc3339(value)) return new Date(value);
  found.push({ path, message: schema["x-message"] ?? "Invalid input", isFinal: true });
  return value;
}

function parseMember(values: readonly unknown[], value: unknown, path: Path, found: Found[]): unknown {
  if (values.includes(value)) return value;
  const names = values.map((one) => JSON.stringify(one)).join("|");
  const message = values.length === 1 ? `Invalid input: expected ${names}` : `Invalid option: expected one of ${names}`;
  found.push({ path, message, isFinal: true });
  return value;
}

/** The first valid alternative; otherwise the problems of the alternative that matches best. */
function parseChoice(
  schema: InputSchema,
  choices: readonly InputSchema[],
  value: unknown,
  path: Path,
  found: Found[],
): unknown {
  const others = choices.filter(({ type }) => type !== "null");
  if (others.length < choices.length && value === null) return null;
  const [only] = others;
  if (others.length === 1 && only !== undefined) return parse(only, value, path, found);
  const tags = choices.map(({ properties }) => properties?.kind?.const);
  if (tags.every((tag) => tag !== undefined)) return parseTagged(choices, tags, value, path, found);
  const attempts = choices.map((choice) => {
    const issues: Found[] = [];
    return { parsed: parse(choice, value, path, issues), issues };
  });
  const taken = attempts.find(({ issues }) => issues.length === 0);
  if (taken !== undefined) return taken.parsed;
  const message = schema["x-message"];
  const isOther = (issues: readonly Found[]) => issues.some((issue) => issue.isOtherKind && issue.path === path);
  if (message !== undefined && attempts.every(({ issues }) => isOther(issues))) {
    found.push({ path, message, isFinal: true });
    return value;
  }
  const near = attempts.filter(({ issues }) => !issues.some(({ isFinal }) => isFinal));
  const all = attempts.map(({ issues }) => issues);
  // A string is farther from an array than any array.
  const distance = (issues: readonly Found[]) => (isOther(issues) ? Number.POSITIVE_INFINITY : issues.length);
  const closest = all.reduce((best, other) => (distance(other) < distance(best) ? other : best));
  if (near.length === 1 && near[0] !== undefined) found.push(...near[0].issues);
  else found.push(...closest.map((issue) => ({ ...issue, isFinal: true })));
  return value;
}

/** Alternatives that `kind` distinguishes. */
function parseTagged(
  choices: readonly InputSchema[],
  tags: readonly unknown[],
  value: unknown,
  path: Path,
  found: Found[],
): unknown {
  if (!isRecord(value)) {
    found.push(wrongKind("object", value, path));
    return value;
  }
  const choice = choices[tags.indexOf(value.kind)];
  if (choice !== undefined) return parse(choice, value, path, found);
  const message = `Invalid discriminator value. Expected ${tags.map((tag) => `'${tag}'`).join(" | ")}`;
  found.push({ path: [...path, "kind"], message, isFinal: true });
  return value;
}

function parseList(schema: InputSchema, value: unknown, path: Path, found: Found[]): unknown {
  const { items = {}, minItems, maxItems } = schema;
  if (!Array.isArray(value)) found.push(wrongKind("array", value, path));
  // The items of an array that is too long are not checked.
  const isInBounds = Array.isArray(value) && value.length <= (maxItems ?? value.length);
  const parsed = isInBounds ? value.map((item, i) => parse(items, item, [...path, `${i}`], found)) : value;
  lengths(value, minItems, maxItems, path, found);
  return parsed;
}

function parseObject(
  { required = [] }: InputSchema,
  properties: Readonly<Record<string, InputSchema>>,
  value: unknown,
  path: Path,
  found: Found[],
): unknown {
  if (!isRecord(value)) {
    found.push(wrongKind("object", value, path));
    return value;
  }
  const parsed: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(properties)) {
    const isThere = Object.hasOwn(value, name) && value[name] !== undefined;
    if (!isThere && !required.includes(name) && schema.default === undefined) continue;
    parsed[name] = parse(schema, isThere ? value[name] : undefined, [...path, name], found);
  }
  const strange = Object.keys(value).filter((name) => !Object.hasOwn(properties, name));
  if (strange.length > 0) {
    const names = strange.map((name) => JSON.stringify(name)).join(", ");
    const message = `Unrecognized key${strange.length > 1 ? "s" : ""}: ${names}`;
    found.push({ path, message, isFinal: false, unknown: strange });
  }
  return parsed;
}

function parseRecord(schema: InputSchema, value: unknown, path: Path, found: Found[]): unknown {
  if (!isRecord(value)) {
    found.push(wrongKind("record", value, path));
    return value;
  }
  for (const name of Object.keys(value)) {
    const issues: Found[] = [];
    parse(schema.propertyNames ?? {}, name, [], issues);
    // A key may be very long, so the path is that of the record.
    for (const { message } of issues) {
      found.push({ path, message: `A name in it is not valid: ${message}`, isFinal: true });
    }
  }
  // zod drops this key.
  const { ["__proto__"]: _, ...own } = value;
  return schema["x-times"] === undefined ? own : mapValues(own, (one) => mapValues(timeAsText(one), timeAsText));
}

function timeAsText(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}

function mapValues(values: unknown, change: (value: unknown) => unknown): unknown {
  if (Array.isArray(values)) return values.map(change);
  if (!isRecord(values)) return values;
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}

function wrongKind(expected: string, value: unknown, path: Path): Found {
  const message = `Invalid input: expected ${expected}, received ${kindOf(value)}`;
  return { path, message, isFinal: true, isOtherKind: true };
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return value instanceof Date ? "Date" : typeof value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function passes(check: InputCheck, value: unknown): boolean {
  const { maxBytes, maxJsonBytes, maxDepth, fields, requires } = check;
  const text = typeof value === "string" ? value : "";
  return (
    (maxBytes === undefined || bytesOf(text) <= maxBytes) &&
    (!check.wellFormed || text.isWellFormed()) &&
    (!check.noControls || !/\p{Cc}/u.test(text)) &&
    (!check.notBlank || text.trim() !== "") &&
    (!check.json || isJson(value)) &&
    (maxJsonBytes === undefined || !isJson(value) || bytesOf(JSON.stringify(value)) <= maxJsonBytes) &&
    (maxDepth === undefined || isWithinDepth(value, maxDepth)) &&
    (fields === undefined || isBetween(fields.of.filter((field) => isSet(value, field)).length, fields)) &&
    (requires === undefined || !isSet(value, requires[0]) || isSet(value, requires[1]))
  );
}

function isSet(value: unknown, field = ""): boolean {
  return ![undefined, false].includes(Object(value)[field]);
}

function isBetween(count: number, { atLeast = 0, atMost }: { readonly atLeast?: number; readonly atMost: number }) {
  return count >= atLeast && count <= atMost;
}

function isWithinDepth(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((item) => isWithinDepth(item, levels - 1));
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function isJson(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (depth === MAX_JSON_DEPTH || value instanceof Date) return false;
  return Object.values(value).every((item) => isJson(item, depth + 1));
}
