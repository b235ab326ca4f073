import type { CfAuthClient, Proof, Reason } from "@cf-auth/client";
import type { Check } from "@cf-auth/seeds";
import { allPages } from "./pages.ts";
import type { Report } from "./report.ts";

const SHOWN = 5;

/** Lists everything of a type that one subject has one relation to, and proves one of them. */
export async function showProof(report: Report, client: CfAuthClient, checks: readonly Check[]): Promise<void> {
  const example =
    checks.find((check) => check.allowed && check.relation === "write") ?? checks.find((check) => check.allowed);
  if (example === undefined) {
    report.note("No question of the file has the answer true, so there is nothing to list and to prove.");
    return;
  }
  const { subject, relation, object } = example;
  const objectType = object.slice(0, object.indexOf(":"));
  const objects = await report.step(
    `Every ${objectType} that ${subject} may ${relation}`,
    () => allPages((cursor) => client.authz.listObjects({ subject, relation, objectType, cursor })),
    (found) => `${found.length}`,
  );
  report.expect(objects.includes(object), `${object} is missing from the list`);
  report.note(
    [...objects.slice(0, SHOWN), ...(objects.length > SHOWN ? [`and ${objects.length - SHOWN} more`] : [])].join("\n"),
  );
  const { proof } = await report.step(
    "Proof",
    () => client.authz.explain({ subject, relation, object }),
    () => object,
  );
  report.expect(proof !== null, `there is no proof that ${subject} may ${relation} ${object}`);
  if (proof !== null) report.note(proofText(proof));
}

function proofText({ subject, relation, object, reason }: Proof, indent = ""): string {
  return `${indent}${subject} is ${relation} of ${object}, because\n${reasonText(reason, `${indent}  `)}`;
}

function reasonText(reason: Reason, indent: string): string {
  switch (reason.kind) {
    case "self":
      return `${indent}it is that very userset`;
    case "tuple":
      return `${indent}there is the tuple ${tupleText(reason.tuple)}`;
    case "userset":
      return `${indent}there is the tuple ${tupleText(reason.tuple)}, and\n${proofText(reason.member, indent)}`;
    case "from":
      return `${indent}there is the tuple ${tupleText(reason.tuple)}, and\n${proofText(reason.parent, indent)}`;
    case "computed":
      return proofText(reason.of, indent);
    case "or":
      return reasonText(reason.reason, indent);
    case "and":
      return reason.all.map((each) => reasonText(each, indent)).join("\n");
    case "butNot":
      return `${reasonText(reason.base, indent)}\n${indent}and it is not ${reason.absent.expression}`;
  }
}

function tupleText({ subject, relation, object }: { subject: string; relation: string; object: string }): string {
  return `${subject} ${relation} ${object}`;
}
