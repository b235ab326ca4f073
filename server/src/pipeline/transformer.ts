import type { SuperJSONResult } from "superjson";
import SuperJSON from "superjson";
import { reportWork, WORK } from "../ports/work.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { requireShallow, requireWellFormed } from "./document.ts";

/** The types of superjson that an input may have, with their parsers. */
const TYPES: Readonly<Record<string, (written: unknown) => unknown>> = {
  undefined: () => undefined,
  Date: (written) => new Date(textOf(written)),
  // NaN, -0 and infinite numbers.
  number: (written) => Number(textOf(written)),
};

/**
 * The document with what superjson's annotations say of it, changed in place. An annotation is `[type]`, of the document or,
 * by its path, of a part. superjson itself also takes annotations below annotations and paths that lead nowhere: the one
 * takes time that is quadratic in the length of the input, the other makes a list as long as a number says.
 *
 * Throws a SyntaxError.
 */
export function applyAnnotations(document: unknown, annotations: unknown, version: unknown): unknown {
  if (Array.isArray(annotations)) return typedValue(document, annotations);
  // Before version 1 a backslash was escaped by nothing.
  const isEscaped = typeof version === "number" && version >= 1;
  for (const [path, annotation] of Object.entries(Object(annotations))) {
    const keys = keysOf(path, isEscaped);
    const last = keys.pop() ?? "";
    reportWork("json", path.length * WORK.pathCharacter);
    const parent = keys.reduce(partOf, document);
    // It is an own property, and so a key called `__proto__` is a key.
    Reflect.set(Object(parent), last, typedValue(partOf(parent, last), annotation));
  }
  return document;
}

function typedValue(written: unknown, annotation: unknown): unknown {
  const [type, ...below] = Array.isArray(annotation) ? annotation : [];
  if (typeof type !== "string" || !Object.hasOwn(TYPES, type) || below.length > 0) {
    throw new SyntaxError("The document has a type that no input takes.");
  }
  return TYPES[type]?.(written);
}

function partOf(parent: unknown, key: string): unknown {
  if (typeof parent !== "object" || parent === null || !Object.hasOwn(parent, key) || isLength(parent, key)) {
    throw new SyntaxError("The document has a type for a part that it does not have.");
  }
  return Reflect.get(parent, key);
}

function isLength(parent: object, key: string): boolean {
  return Array.isArray(parent) && key === "length";
}

function textOf(written: unknown): string {
  if (typeof written !== "string") throw new SyntaxError("The document has a type for what is no text.");
  return written;
}

/** The keys of a path: dots stand between them, and a backslash before a dot in one. */
function keysOf(path: string, isEscaped: boolean): string[] {
  const keys = [""];
  for (let at = 0; at < path.length; at++) {
    const character = path.charAt(at);
    const next = path.charAt(at + 1);
    const isEscape = character === "\\" && (next === "." || (isEscaped && next === "\\"));
    if (character === "\\" && isEscaped && !isEscape) throw new SyntaxError("The document has an invalid path.");
    if (isEscape) at++;
    if (character === "." && !isEscape) keys.push("");
    else keys[keys.length - 1] += isEscape ? next : character;
  }
  return keys;
}

/**
 * Documents in superjson's form, which its clients read and write. Of its types only `Date` is in the public contract; the
 * others that are taken are what a client makes of values that JSON has no word for. All the rest is refused before
 * anything is made of it: a typed array is as large as a number says, a regular expression whatever a text says.
 */
export const transformer = {
  input: { serialize, deserialize: (input: unknown) => requireWellFormed(deserialize(input)) },
  output: { serialize, deserialize: SuperJSON.deserialize },
};

/**
 * The input in a body; undefined where there is none. No part of an input is another: superjson can say so, and of nothing
 * else would a part hold itself. Throws `invalid_input` for a body that has its input anywhere but in `json`, and one nested too deep.
 */
export function deserialize(body: unknown): unknown {
  requireShallow(body);
  requireEnvelope(body);
  const { json, meta } = body as Partial<SuperJSONResult>;
  return meta?.values === undefined ? json : applyAnnotations(json, meta.values, meta.v);
}

/** Requires the field `json`, which callers without the SDK forget. An empty body counts as `{ "json": {} }`. */
function requireEnvelope(body: unknown): void {
  const isObject = typeof body === "object" && body !== null && !Array.isArray(body);
  if (isObject && (Object.hasOwn(body, "json") || Object.keys(body).every((key) => key === "meta"))) return;
  const message = 'The body has its input in the field json: { "json": { … } }.';
  throw new AppError("invalid_input", { issues: [{ path: "json", message }] }, message);
}

/** Paths of dates, and of undefined items in lists. The document itself has no path. */
type Found = [path: string | undefined, type: "Date" | "undefined"][];

/**
 * Serializes as superjson does, with two exceptions. Keys like `constructor` are written, since tenants may choose such names.
 * Undefined fields are left out, as in JSON, instead of being written as a marked null.
 */
function serialize(value: unknown): SuperJSONResult {
  const found: Found = [];
  const json = plain(value, undefined, found) as SuperJSONResult["json"];
  const [first] = found;
  if (first === undefined) return { json };
  const values =
    first[0] === undefined ? ([first[1]] as const) : Object.fromEntries(found.map(([path, type]) => [path, [type]]));
  // superjson's own type of a tree knows no tuple that is read only.
  return { json, meta: { values: values as NonNullable<SuperJSONResult["meta"]>["values"], v: 1 } };
}

/** The value as JSON, with the paths of dates and undefined values added to `found`. */
function plain(value: unknown, path: string | undefined, found: Found): unknown {
  reportWork("json", WORK.written + (typeof value === "string" ? value.length * WORK.jsonByte : 0));
  if (value === undefined) {
    found.push([path, "undefined"]);
    return null;
  }
  if (value instanceof Date) {
    found.push([path, "Date"]);
    return value.toISOString();
  }
  if (typeof value !== "object" || value === null) return value;
  const below = (key: string | number) =>
    `${path === undefined ? "" : `${path}.`}${`${key}`.replace(/[\\.]/g, "\\$&")}`;
  if (Array.isArray(value)) return value.map((item, i) => plain(item, below(i), found));
  const said = Object.entries(value).filter(([, part]) => part !== undefined);
  // Entries, since an assignment would take a key called `__proto__` for the prototype.
  return Object.fromEntries(said.map(([key, part]) => [key, plain(part, below(key), found)]));
}
