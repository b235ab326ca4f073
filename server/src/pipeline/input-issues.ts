import * as z from "zod";
import { reportWork, WORK } from "../ports/work.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { unknownFields } from "../shared/inputs/field-names.ts";

export interface InputIssue {
  /** Path in the input, with dots between fields and positions. */
  readonly path: string;
  readonly message: string;
}

/** The mistakes of an input, each with its path. Field names of other systems get the name of this API as a hint. */
export function issuesOf(error: z.ZodError): InputIssue[] {
  const issues = error.issues.flatMap(likeliest);
  reportWork("json", issues.length * WORK.issue);
  const paths = new Set(issues.map(({ path }) => path.join(".")));
  return issues.map((issue) => {
    const { path, message } = issue;
    const text = path.join(".");
    if (issue.code !== "unrecognized_keys") return { path: text, message };
    const isMissing = (name: string) => paths.has([...path, name].join("."));
    return { path: text, message: unknownFields(message, issue.keys, isMissing) };
  });
}

/** zod's message for a union without a message of its own. */
const UNION_MESSAGE = "Invalid input";

type Issue = z.ZodError["issues"][number];

/**
 * The mistakes of a union's closest shape, unless the union has a message of its own. For a record with an invalid name, the
 * mistakes of the name.
 */
function likeliest(issue: Issue): Issue[] {
  const { path } = issue;
  if (issue.code === "invalid_key") {
    // The name stands in the input, however long it is: the record is enough to find it.
    const record = path.slice(0, -1);
    return issue.issues.map((one) => ({ ...one, path: record, message: `A name in it is not valid: ${one.message}` }));
  }
  const isUnsaid = issue.code === "invalid_union" && issue.message === UNION_MESSAGE;
  if (!isUnsaid || issue.errors.length === 0) return [issue];
  const closest = issue.errors.reduce((best, other) => (distanceOf(other) < distanceOf(best) ? other : best));
  return closest.flatMap((one) => likeliest({ ...one, path: [...path, ...one.path] }));
}

/** Distance of an input from a shape: a text is farther from a list than any list is. */
function distanceOf(issues: readonly Issue[]): number {
  const isOther = issues.some(({ code, path }) => code === "invalid_type" && path.length === 0);
  return isOther ? Number.POSITIVE_INFINITY : issues.length;
}

/** Most mistakes that are reported in the items of an input's lists. Each takes some microseconds. */
export const MAX_ISSUES = 1_000;

type Type = z.core.$ZodType;

/**
 * Makes the schema throw `invalid_input` at an input with more mistakes in its lists and records than the limit. zod alone
 * reports each of a hundred thousand items.
 */
export function limitIssues(schema: Type, seen = new Set<Type>()): void {
  if (seen.has(schema)) return;
  seen.add(schema);
  const { items, parts } = partsOf(schema);
  for (const item of items) {
    if (!seen.has(item)) countIssues(item);
  }
  for (const part of [...items, ...parts]) limitIssues(part, seen);
}

/** Once, whichever of the schemas that have it is walked. */
const counting = new WeakSet<Type>();
/** Number of mistakes, by the run of the whole schema. */
const found = new WeakMap<z.core.ParseContextInternal, number>();

function countIssues(item: Type): void {
  if (counting.has(item)) return;
  counting.add(item);
  const run = item._zod.run;
  item._zod.run = (payload, context) => {
    const result = run(payload, context);
    if (result instanceof Promise || result.issues.length === 0) return result;
    const issues = (found.get(context) ?? 0) + result.issues.length;
    found.set(context, issues);
    if (issues > MAX_ISSUES) throw tooManyIssues(result.issues, context);
    return result;
  };
}

function tooManyIssues([issue]: z.core.$ZodRawIssue[], context: z.core.ParseContextInternal): AppError {
  const last = issue && z.core.util.finalizeIssue(issue, context, z.config()).message;
  const message = `More than ${MAX_ISSUES} items of this input are wrong. One of them: ${last}`;
  return new AppError("invalid_input", { issues: [{ path: "", message }] });
}

/** The parts of a schema: `items` of lists and records, of which an input may have many, and all other parts. */
export function partsOf(schema: Type): { items: Type[]; parts: Type[] } {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "array":
      return { items: [def.element], parts: [] };
    case "record":
      return { items: [def.keyType, def.valueType], parts: [] };
    case "object":
      return { items: [], parts: Object.values(def.shape) };
    case "union":
      return { items: [], parts: [...def.options] };
    case "pipe":
      return { items: [], parts: [def.in, def.out] };
    case "lazy":
      return { items: [], parts: [(schema as z.core.$ZodLazy)._zod.innerType] };
    case "intersection":
      return { items: [], parts: [def.left, def.right] };
    default:
      return { items: [], parts: "innerType" in def ? [def.innerType] : [] };
  }
}
