import type { Absence, Denial, ExplainResponse, Fact, Proof, ProofTuple, Reason } from "@cf-auth/client";
import { checkText } from "./permission-text.ts";
import { printable } from "./printable.ts";
import type { Result } from "./result.ts";
import { type TreeNode, treeText } from "./tree.ts";

/** A proof as a tree of tuples and rules, or else the reasons of a denial and the changes that would allow it. */
export function explanationText(result: Result): string {
  // The contract's output of `authz.explain`.
  const { proof, denial, remedies } = result as unknown as ExplainResponse;
  const parts = [
    proof && treeText(proofNode(proof)),
    denial && treeText({ label: "reasons", children: denialNodes(denial) }),
    remedies.length > 0 &&
      treeText({
        label: "smallest changes that would allow it",
        children: remedies.map(({ add, remove }) => changeNode(add, remove)),
      }),
  ];
  return [checkText(result), ...parts.filter(Boolean).map((part) => printable(`${part}`))].join("");
}

function proofNode(proof: Proof): TreeNode {
  return { label: factText(proof), children: reasonNodes(proof.reason) };
}

function reasonNodes(reason: Reason): TreeNode[] {
  switch (reason.kind) {
    case "self":
      return [{ label: "the subject is this relation itself" }];
    case "tuple":
      return [{ label: `tuple: ${tupleText(reason.tuple)}` }];
    case "userset":
      return [{ label: `tuple: ${tupleText(reason.tuple)}` }, proofNode(reason.member)];
    case "computed":
      return [proofNode(reason.of)];
    case "from":
      return [{ label: `tuple: ${tupleText(reason.tuple)}` }, proofNode(reason.parent)];
    case "or":
      return reasonNodes(reason.reason);
    case "and":
      return [{ label: "all of", children: reason.all.flatMap(reasonNodes) }];
    case "butNot":
      return [...reasonNodes(reason.base), absenceNode(reason.absent)];
  }
}

function absenceNode({ expression, refuted }: Absence): TreeNode {
  const children = refuted.map(({ relation, object }) => ({ label: `no ${relation} of ${object}` }));
  return { label: `and not excluded by: ${expression}`, children };
}

function denialNodes({ objectFound, subjectFound, ineffective, excludedBy, complete }: Denial): TreeNode[] {
  const nodes = [
    ...(objectFound ? [] : [{ label: "no tuple has the object" }]),
    ...(subjectFound ? [] : [{ label: "no tuple has the subject" }]),
    ...ineffective.map(({ reason, tuple }) => ({ label: `ineffective (${reason}): ${tupleText(tuple)}` })),
    ...excludedBy.map((tuple) => ({ label: `excluded by: ${tupleText(tuple)}` })),
    ...(complete ? [] : [{ label: "there may be more reasons" }]),
  ];
  return nodes.length > 0 ? nodes : [{ label: "no tuples lead from the object to the subject" }];
}

function changeNode(add: readonly Fact[], remove: readonly Fact[]): TreeNode {
  const changes = [...add.map((fact) => `add ${factText(fact)}`), ...remove.map((fact) => `remove ${factText(fact)}`)];
  return { label: changes.join(", ") };
}

function factText({ subject, relation, object }: Fact): string {
  return `${subject} ${relation} ${object}`;
}

function tupleText({ condition, context, expiresAt, ...fact }: ProofTuple): string {
  const notes = [
    condition !== undefined && `with ${condition}${context === undefined ? "" : ` ${context}`}`,
    expiresAt !== undefined && `until ${new Date(expiresAt * 1000).toISOString().replace(".000Z", "Z")}`,
  ].filter(Boolean);
  return `${factText(fact)}${notes.length > 0 ? ` (${notes.join(", ")})` : ""}`;
}
