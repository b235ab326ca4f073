import type { Schema } from "@cf-auth/engine";

type Relation = Schema["relations"][number];
type Rewrite = Relation["rewrite"];

/** That a relation needs another, and whether what `but not` subtracts. */
interface Need {
  readonly target: Relation;
  readonly subtracted: boolean;
}

/**
 * The relations that depend on themselves through what a `but not` subtracts. No order of evaluation suits all data
 * then. Source: K. Apt, H. Blair, A. Walker, "Towards a theory of declarative knowledge", 1988.
 */
export function recursiveThroughNegation({ relations }: Schema): Relation[] {
  const needs = relations.map((relation) => needsOf(relation, relation.rewrite, false));
  return relations.filter((relation) =>
    needs[relation.id]?.some(({ target, subtracted }) => subtracted && reaches(needs, target, relation)),
  );
}

function needsOf(owner: Relation, rewrite: Rewrite, subtracted: boolean): Need[] {
  const need = (target: Relation) => ({ target, subtracted });
  switch (rewrite.op) {
    case "this":
      return owner.direct.flatMap(({ userset }) => (userset ? need(userset) : []));
    case "computed":
      return [need(rewrite.relation)];
    case "from":
      return rewrite.targets.map(need);
    case "butNot":
      return [...needsOf(owner, rewrite.base, subtracted), ...needsOf(owner, rewrite.subtract, true)];
    default:
      return rewrite.of.flatMap((part) => needsOf(owner, part, subtracted));
  }
}

function reaches(needs: readonly (readonly Need[])[], from: Relation, to: Relation): boolean {
  const seen = new Set([from]);
  // A set also runs over what is added on the way.
  for (const relation of seen) for (const { target } of needs[relation.id] ?? []) seen.add(target);
  return seen.has(to);
}
