import { AppError } from "../shared/errors/app-error.ts";
import { reportWork, WORK } from "../ports/work.ts";

/** No input that is taken is as deep, and a deeper one would use up the stack. */
export const MAX_KEYED_DEPTH = 64;

/** An input as a text: the same for the same input, in whatever order its fields stand. Throws `invalid_input`. */
export function inputText(input: unknown, depth = 0): string {
  if (depth > MAX_KEYED_DEPTH) {
    const message = `With an idempotency key an input is nested at most ${MAX_KEYED_DEPTH} levels deep.`;
    throw new AppError("invalid_input", { issues: [{ path: "", message }] });
  }
  reportWork("json", WORK.written + (typeof input === "string" ? input.length * WORK.jsonByte : 0));
  if (input instanceof Date) return `@${input.getTime()}`;
  if (typeof input !== "object" || input === null)
    return typeof input === "string" ? JSON.stringify(input) : `${input}`;
  if (Array.isArray(input)) return `[${input.map((item) => inputText(item, depth + 1)).join(",")}]`;
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  const fields = given.map(([name, value]) => `${JSON.stringify(name)}:${inputText(value, depth + 1)}`);
  return `{${fields.sort().join(",")}}`;
}
