import { dependencyComponents, type Schema } from "@cf-auth/engine";

type Relation = Schema["relations"][number];
type Rewrite = Relation["rewrite"];

/** A dependency on another relation, and whether it is in a subtracted part. */
interface Dependency {
  readonly target: Relation;
  readonly isSubtracted: boolean;
}

/**
 * Relations that depend on themselves through a subtracted part. No order of evaluation fits all data then.
 * Source: K. Apt, H. Blair, A. Walker, "Towards a theory of declarative knowledge", 1988.
 */
export function recursiveThroughNegation({ relations }: Schema): Relation[] {
  const dependencies = relations.map((relation) => dependenciesOf(relation, relation.rewrite, false));
  const components = dependencyComponents(dependencies.map((own) => own.map(({ target }) => target.id)));
  return relations.filter(({ id }) =>
    dependencies[id]?.some(
      ({ target, isSubtracted }) => isSubtracted && components.of[target.id] === components.of[id],
    ),
  );
}

function dependenciesOf(owner: Relation, rewrite: Rewrite, isSubtracted: boolean): Dependency[] {
  const dependency = (target: Relation) => ({ target, isSubtracted });
  switch (rewrite.op) {
    case "this":
      return owner.direct.flatMap(({ userset }) => (userset ? dependency(userset) : []));
    case "computed":
      return [dependency(rewrite.relation)];
    case "from":
      return rewrite.targets.map(dependency);
    case "butNot":
      return [...dependenciesOf(owner, rewrite.base, isSubtracted), ...dependenciesOf(owner, rewrite.subtract, true)];
    default:
      return rewrite.of.flatMap((part) => dependenciesOf(owner, part, isSubtracted));
  }
}
