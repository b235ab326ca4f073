import { reportWork, WORK } from "../ports/work.ts";

/** How superjson writes each of the types that an input may have, and what is made of it. */
const TYPES: Readonly<Record<string, (written: unknown) => unknown>> = {
  undefined: () => undefined,
  Date: (written) => new Date(textOf(written)),
  // NaN, -0 and what is infinite.
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
