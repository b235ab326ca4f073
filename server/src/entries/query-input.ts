import { GET_QUERIES } from "../generated/get-queries.ts";
import { AppError } from "../shared/errors/app-error.ts";

/** Whether the procedure can be called by GET: a query whose input is flat and has no field that a URL must not have. */
export function takesGet(path: string): boolean {
  return Object.hasOwn(GET_QUERIES, path);
}

/** The input in a query string. Text that isn't of its field's type stays text, which the procedure refuses with the field's name. */
export function queryInput(path: string, parameters: URLSearchParams): Readonly<Record<string, unknown>> {
  const types = new Map(Object.entries(GET_QUERIES[path] ?? {}));
  const entries = [...parameters];
  const names = entries.map(([name]) => name);
  const repeated = names.find((name, at) => names.indexOf(name) !== at);
  if (repeated !== undefined) {
    throw new AppError("invalid_input", { issues: [{ path: repeated, message: "This parameter stands twice." }] });
  }
  // Entries, since an assignment would take a parameter called `__proto__` for the prototype.
  return Object.fromEntries(entries.map(([name, text]) => [name, parsed(text, types.get(name))]));
}

function parsed(text: string, type: string | undefined): unknown {
  if (type === "number" && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text)) return Number(text);
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}
