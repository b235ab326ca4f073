import { attachedTo, permissionsOf, type Statement, statementsOf } from "../iam.ts";
import { resourceRule } from "../rule.ts";

/** Elements that allow everything except what they name, including actions that AWS adds later. */
const INVERTED = ["NotAction", "NotResource"];
const KNOWN = ["Sid", "Effect", "Action", "Resource", "Condition", ...INVERTED];
/** Read-only actions by AWS's naming, except those that return secrets. */
const READS = /^(?!secretsmanager:|ssm:)[a-z0-9-]+:(?:Describe|Get|List)[A-Za-z]*$/;

/**
 * Rejects wildcards in actions. `s3:Get*` counts: it grows with each action that AWS names so. Denials may contain
 * wildcards, since they only remove permissions.
 */
export const wildcardPermissions = resourceRule(
  {
    name: "no-wildcard-permissions",
    purpose: "A role's permissions are listed in full, so that a review sees all of them.",
  },
  (resource) => [
    ...permissionsOf(resource).flatMap((document) => {
      const statements = statementsOf(document);
      return statements === undefined
        ? ["Its policy can't be parsed: use JSON, or an object with Statement."]
        : statements.filter(({ denies }) => !denies).flatMap(problemsOf);
    }),
    ...attachedTo(resource)
      .filter((arn) => /^arn:aws[\w-]*:iam::aws:/.test(arn))
      .map((arn) => `${arn} is managed by AWS, broad and subject to change: list the actions that are needed.`),
  ],
);

function problemsOf({ actions, resources, elements }: Statement): string[] {
  const inverted = elements.filter((element) => INVERTED.includes(element));
  const unknown = elements.filter((element) => !KNOWN.includes(element));
  const writing = actions.filter((action) => !READS.test(action));
  return [
    ...actions
      .filter((action) => /[*?]/.test(action))
      .map((action) => `The action ${action} is a wildcard: list the actions that are needed.`),
    ...inverted.map((element) => `${element} allows everything that it doesn't name: list what is allowed.`),
    ...unknown.map((element) => `${element} is an unknown element: use IAM's spelling.`),
    ...(actions.length === 0 && inverted.length === 0 ? ["A statement has no Action: list what is allowed."] : []),
    ...(writing.length > 0
      ? resources
          .filter(isEverything)
          .map((resource) => `It allows ${writing.join(", ")} on ${resource}: name the resources by their ARNs.`)
      : []),
  ];
}

/** `*`, or an ARN that leaves the resource open: `arn:aws:s3:::*`. */
function isEverything(resource: string): boolean {
  const parts = resource.split(":");
  return parts.length < 6 ? resource.includes("*") : /^\*+$/.test(parts.slice(5).join(":"));
}
