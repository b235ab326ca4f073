import type { Relation, Rewrite } from "@cf-auth/engine";

/** The conditions that an answer about the relation can hang on: of all tuples that it may rest on, in any way. */
export function conditionsBehind(relation: Relation): ReadonlySet<string> {
  const conditions = new Set<string>();
  const seen = new Set([relation]);
  for (const next of seen) {
    for (const step of stepsOf(next, next.rewrite)) {
      if (typeof step === "string") conditions.add(step);
      else seen.add(step);
    }
  }
  return conditions;
}

/** The names of conditions, and the relations to go on from. */
function stepsOf(owner: Relation, rewrite: Rewrite): (string | Relation)[] {
  switch (rewrite.op) {
    case "this":
      return owner.direct.flatMap(({ userset, condition }) => [
        ...(userset ? [userset] : []),
        ...(condition ? [condition.name] : []),
      ]);
    case "computed":
      return [rewrite.relation];
    case "from": {
      // A parent of a type without such a relation leads nowhere, on whatever condition.
      const parents = rewrite.tupleset.direct.filter(({ type }) => type.relations.has(rewrite.name));
      return [...rewrite.targets, ...parents.flatMap(({ condition }) => (condition ? [condition.name] : []))];
    }
    case "or":
    case "and":
      return rewrite.of.flatMap((part) => stepsOf(owner, part));
    case "butNot":
      return [...stepsOf(owner, rewrite.base), ...stepsOf(owner, rewrite.subtract)];
  }
}
