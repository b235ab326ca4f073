import { AppError } from "../errors/app-error.ts";
import { reportWork, WORK } from "../ports/work.ts";
import { requireFewValues } from "./document.ts";

/*
 * Text reaches Durable Objects and D1 as UTF-8, where every lone surrogate becomes U+FFFD, and so does every byte that is no
 * UTF-8 where text is read leniently: two different names would be one. So all of that is refused where it comes in.
 */

/** The same value. Throws `invalid_input` where a text or a key in it is not well-formed Unicode. */
export function requireWellFormed<T>(value: T): T {
  if (isWellFormed(value)) return value;
  throw malformed(pathOf(value), "This text has half of a surrogate pair, which is not well-formed Unicode.");
}

/** The text of some bytes. Throws `invalid_input` unless they are UTF-8. */
export function decodeUtf8(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw malformed("body", "The body is not valid UTF-8.");
  }
}

/** Throws `invalid_input` unless what is percent-encoded in a query, or in a form, is UTF-8. */
export function requireUtf8Encoded(query: string): void {
  try {
    // A % that encodes nothing stands for itself.
    for (const [run] of query.matchAll(/(?:%[0-9a-f]{2})+/gi)) decodeURIComponent(run);
  } catch {
    throw malformed("", "The percent-encoded text is not valid UTF-8.");
  }
}

/** A request whose body is read as UTF-8 and nothing else. Throws `invalid_input` also where it has too many values. */
export class Utf8Request extends Request {
  override async text(): Promise<string> {
    const bytes = await this.arrayBuffer();
    // Counting the values, and parsing them afterwards.
    reportWork("json", bytes.byteLength * 2 * WORK.jsonByte);
    const body = decodeUtf8(bytes);
    requireFewValues(body);
    return body;
  }
}

function malformed(path: string, message: string): AppError {
  return new AppError("invalid_input", { issues: [{ path, message }] });
}

/** Without recursion, since nothing bounds the depth yet. */
function isWellFormed(root: unknown): boolean {
  let values = 0;
  const pending = [root];
  while (pending.length > 0) {
    values++;
    const value = pending.pop();
    if (typeof value === "string" && !value.isWellFormed()) return false;
    if (typeof value !== "object" || value === null) continue;
    for (const [key, part] of Object.entries(value)) {
      if (!key.isWellFormed()) return false;
      pending.push(part);
    }
  }
  reportWork("json", values * WORK.value);
  return true;
}

/** Where the first such text stands, or the object that has such a key. */
function pathOf(root: unknown): string {
  const pending: [value: unknown, path: string][] = [[root, ""]];
  for (const [value, path] of pending) {
    if (typeof value === "string" && !value.isWellFormed()) return path;
    if (typeof value !== "object" || value === null) continue;
    for (const [key, part] of Object.entries(value)) {
      if (!key.isWellFormed()) return path;
      pending.push([part, path === "" ? key : `${path}.${key}`]);
    }
  }
  return "";
}
