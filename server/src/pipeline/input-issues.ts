import type { ZodError } from "zod";
import { reportWork, WORK } from "../ports/work.ts";
import { unknownFields } from "../shared/inputs/field-names.ts";

export interface InputIssue {
  /** Path in the input, with dots between fields and positions. */
  readonly path: string;
  readonly message: string;
}

/** The mistakes of an input, each with its path. Field names of other systems get the name of this API as a hint. */
export function issuesOf(error: ZodError): InputIssue[] {
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

type Issue = ZodError["issues"][number];

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
