import type { ZodError } from "zod";
import { reportWork, WORK } from "../ports/work.ts";

export interface InputIssue {
  /** Where in the input, with dots between fields and positions. */
  readonly path: string;
  readonly message: string;
}

/** What other systems call our fields: OpenFGA and AuthZEN write tuples and pages so. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  user: ["subject"],
  user_type: ["subjectKind", "subjectType"],
  user_filters: ["subjectKind"],
  action: ["relation"],
  permission: ["relation"],
  resource: ["object"],
  type: ["objectType"],
  object_type: ["objectType"],
  tuple_key: ["subject"],
  contextual_tuples: ["contextualTuples"],
  authorization_model: ["model"],
  page_size: ["limit"],
  pageSize: ["limit"],
  continuation_token: ["cursor"],
};
/** Fields that an input may leave out: nothing else says that they would be accepted in its place. */
const OPTIONAL: ReadonlySet<string> = new Set(["contextualTuples", "limit", "cursor"]);

/** What is wrong with an input, each with its place. A field that another system calls so is told what it is called here. */
export function issuesOf(error: ZodError): InputIssue[] {
  const issues = error.issues.flatMap(likeliest);
  reportWork("json", issues.length * WORK.issue);
  const places = new Set(issues.map(({ path }) => path.join(".")));
  return issues.map((issue) => {
    const { path, message } = issue;
    const place = path.join(".");
    if (issue.code !== "unrecognized_keys") return { path: place, message };
    const isMissing = (name: string) => OPTIONAL.has(name) || places.has([...path, name].join("."));
    const hints = issue.keys.flatMap((key) => {
      const names = Object.hasOwn(SYNONYMS, key) ? SYNONYMS[key] : [];
      const meant = names?.find(isMissing);
      return meant === undefined ? [] : [`"${key}" is called "${meant}" here`];
    });
    return { path: place, message: hints.length === 0 ? message : `${message}: ${hints.join(", ")}.` };
  });
}

/** What zod says of a union that has no message of its own. */
const UNION_MESSAGE = "Invalid input";

type Issue = ZodError["issues"][number];

/**
 * Where an input can have one of several shapes, what is wrong with the one that it comes closest to, unless the union has
 * a message of its own.
 */
function likeliest(issue: Issue): Issue[] {
  const isUnsaid = issue.code === "invalid_union" && issue.message === UNION_MESSAGE;
  if (!isUnsaid || issue.errors.length === 0) return [issue];
  const closest = issue.errors.reduce((best, other) => (other.length < best.length ? other : best));
  return closest.flatMap((one) => likeliest({ ...one, path: [...issue.path, ...one.path] }));
}
