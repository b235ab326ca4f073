import SuperJSON, { type SuperJSONResult } from "superjson";
import { AppError } from "../shared/errors/app-error.ts";
import { reportWork, WORK } from "../ports/work.ts";
import { applyAnnotations } from "./zz-rpc--annotations.ts";
import { requireShallow } from "./document.ts";
import { requireWellFormed } from "./zz-rpc--well-formed.ts";

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

/** What the SDK does by itself is easily forgotten by hand. A body without any input is as good as `{ "json": {} }`. */
function requireEnvelope(body: unknown): void {
  const isObject = typeof body === "object" && body !== null && !Array.isArray(body);
  if (isObject && (Object.hasOwn(body, "json") || Object.keys(body).every((key) => key === "meta"))) return;
  const message = 'The body has its input in the field json: { "json": { … } }.';
  throw new AppError("invalid_input", { issues: [{ path: "json", message }] }, message);
}

/** Where a date stands, or in a list something undefined; the document itself has no path. */
type Found = [path: string | undefined, type: "Date" | "undefined"][];

/**
 * As superjson does it, but for two things. It will not say a key like `constructor`: here that is a name that a tenant may
 * have chosen. And it writes null for a field that is undefined, with a mark: here that is left out, as all of JSON has it.
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

/** The value as JSON has it, with the places of what has to be told apart added to those found. */
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
