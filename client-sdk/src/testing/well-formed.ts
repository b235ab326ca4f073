import { ServiceError } from "./service-error.ts";

/** Throws `invalid_input` if a string or a key in a request is not well-formed Unicode, as the service does. */
export function requireWellFormed(input: unknown): void {
  const path = malformedIn(input);
  if (path === undefined) return;
  const message = "This text has half of a surrogate pair, which is not well-formed Unicode.";
  throw new ServiceError("invalid_input", { issues: [{ path, message }] });
}

/** The path of the first malformed string, breadth first, or of the object with a malformed key. */
function malformedIn(root: unknown): string | undefined {
  const pending: [value: unknown, path: string][] = [[root, ""]];
  for (const [value, path] of pending) {
    if (typeof value === "string" && !value.isWellFormed()) return path;
    if (typeof value !== "object" || value === null) continue;
    for (const [key, part] of Object.entries(value)) {
      if (!key.isWellFormed()) return path;
      pending.push([part, path === "" ? key : `${path}.${key}`]);
    }
  }
  return undefined;
}
