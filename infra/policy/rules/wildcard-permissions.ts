import { attachedTo, permissionsOf, type Statement, statementsOf } from "../iam.ts";
import { resourceRule } from "../rule.ts";

/** Elements that allow all but what they name, now and whenever AWS adds to it. */
const INVERTED = ["NotAction", "NotResource"];
const KNOWN = ["Sid", "Effect", "Action", "Resource", "Condition", ...INVERTED];
/** Actions that change nothing, by the naming of AWS, but for those that answer secrets. */
const READS = /^(?!secretsmanager:|ssm:)[a-z0-9-]+:(?:Describe|Get|List)[A-Za-z]*$/;

/**
 * `s3:Get*` is a wildcard, too: what it allows grows with each action that AWS gives such a name. Denials may have
 * wildcards, as they only take away.
 */
export const wildcardPermissions = resourceRule(
  { name: "no-wildcard-permissions", purpose: "What a role may is written out, so that a review sees all of it." },
  (resource) => [
    ...permissionsOf(resource).flatMap((document) => {
      const statements = statementsOf(document);
      return statements === undefined
        ? ["Its policy cannot be read: give JSON, or an object with Statement."]
        : statements.filter(({ denies }) => !denies).flatMap(problemsOf);
    }),
    ...attachedTo(resource)
      .filter((arn) => /^arn:aws[\w-]*:iam::aws:/.test(arn))
      .map((arn) => `${arn} is AWS's own, which is wide and changes by itself: write out the actions that are needed.`),
  ],
);

function problemsOf({ actions, resources, elements }: Statement): string[] {
  const inverted = elements.filter((element) => INVERTED.includes(element));
  const unknown = elements.filter((element) => !KNOWN.includes(element));
  const writing = actions.filter((action) => !READS.test(action));
  return [
    ...actions
      .filter((action) => /[*?]/.test(action))
      .map((action) => `The action ${action} is a wildcard: write out the actions that are needed.`),
    ...inverted.map((element) => `${element} allows whatever it does not name: write out what is allowed.`),
    ...unknown.map((element) => `${element} is no element that is known here: spell it as IAM does.`),
    ...(actions.length === 0 && inverted.length === 0 ? ["A statement has no Action: write out what is allowed."] : []),
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
