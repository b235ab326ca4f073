import type { Relation, Rewrite, Schema } from "../model/schema.ts";

/**
 * Purity by relation: whether its definition and all its dependencies contain no intersection, exclusion or
 * condition. A pure relation holds if and only if a path of tuples leads to the subject.
 */
export function isPure(schema: Schema): boolean[] {
  const pure = schema.relations.map(isPlain);
  const dependents = schema.relations.map((): number[] => []);
  for (const { id, direct, rewrite } of schema.relations) {
    for (const dependency of [...direct.flatMap((r) => r.userset ?? []), ...named(rewrite)])
      dependents[dependency.id].push(id);
  }
  const impure = schema.relations.flatMap(({ id }) => (pure[id] ? [] : id));
  for (const id of impure) {
    for (const dependent of dependents[id]) {
      if (!pure[dependent]) continue;
      pure[dependent] = false;
      impure.push(dependent);
    }
  }
  return pure;
}

function isPlain({ direct, rewrite }: Relation): boolean {
  return !hasOperator(rewrite) && direct.every((restriction) => restriction.condition === undefined);
}

function hasOperator(rewrite: Rewrite): boolean {
  if (rewrite.op === "or") return rewrite.of.some(hasOperator);
  return rewrite.op === "and" || rewrite.op === "butNot";
}

/** Relations that a rewrite without operators names. */
function named(rewrite: Rewrite): readonly Relation[] {
  if (rewrite.op === "computed") return [rewrite.relation];
  // The tupleset decides whether a parent counts, so its conditions matter too.
  if (rewrite.op === "from") return [...rewrite.targets, rewrite.tupleset];
  return rewrite.op === "or" ? rewrite.of.flatMap(named) : [];
}
