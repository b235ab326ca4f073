import { dependencyComponents, type Schema } from "@cf-auth/engine";

type Relation = Schema["relations"][number];
type Rewrite = Relation["rewrite"];

/** That a relation needs another, and whether what `but not` subtracts. */
interface Need {
  readonly target: Relation;
  readonly isSubtracted: boolean;
}

/**
 * The relations that depend on themselves through what a `but not` subtracts. No order of evaluation suits all data
 * then. Source: K. Apt, H. Blair, A. Walker, "Towards a theory of declarative knowledge", 1988.
 */
export function recursiveThroughNegation({ relations }: Schema): Relation[] {
  const needs = relations.map((relation) => needsOf(relation, relation.rewrite, false));
  const components = dependencyComponents(needs.map((own) => own.map(({ target }) => target.id)));
  return relations.filter(({ id }) =>
    needs[id]?.some(({ target, isSubtracted }) => isSubtracted && components.of[target.id] === components.of[id]),
  );
}

function needsOf(owner: Relation, rewrite: Rewrite, isSubtracted: boolean): Need[] {
  const need = (target: Relation) => ({ target, isSubtracted });
  switch (rewrite.op) {
    case "this":
      return owner.direct.flatMap(({ userset }) => (userset ? need(userset) : []));
    case "computed":
      return [need(rewrite.relation)];
    case "from":
      return rewrite.targets.map(need);
    case "butNot":
      return [...needsOf(owner, rewrite.base, isSubtracted), ...needsOf(owner, rewrite.subtract, true)];
    default:
      return rewrite.of.flatMap((part) => needsOf(owner, part, isSubtracted));
  }
}
