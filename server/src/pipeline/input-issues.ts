import type { ZodError } from "zod";
import { reportWork, WORK } from "../ports/work.ts";
import { unknownFields } from "../shared/inputs/field-names.ts";

export interface InputIssue {
  /** Where in the input, with dots between fields and positions. */
  readonly path: string;
  readonly message: string;
}

/** What is wrong with an input, each with its place. A field that another system calls so is told what it is called here. */
export function issuesOf(error: ZodError): InputIssue[] {
  const issues = error.issues.flatMap(likeliest);
  reportWork("json", issues.length * WORK.issue);
  const places = new Set(issues.map(({ path }) => path.join(".")));
  return issues.map((issue) => {
    const { path, message } = issue;
    const place = path.join(".");
    if (issue.code !== "unrecognized_keys") return { path: place, message };
    const isMissing = (name: string) => places.has([...path, name].join("."));
    return { path: place, message: unknownFields(message, issue.keys, isMissing) };
  });
}

/** What zod says of a union that has no message of its own. */
const UNION_MESSAGE = "Invalid input";

type Issue = ZodError["issues"][number];

/**
 * Where an input can have one of several shapes, what is wrong with the one that it comes closest to, unless the union has
 * a message of its own. Where a record has a name that it can't have, what is wrong with the name.
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

/** How far an input is from a shape: a text is farther from a list than any list is. */
function distanceOf(issues: readonly Issue[]): number {
  const isOther = issues.some(({ code, path }) => code === "invalid_type" && path.length === 0);
  return isOther ? Number.POSITIVE_INFINITY : issues.length;
}
