import type { Relation, Rewrite } from "@cf-auth/engine";
import type { Subjects } from "./subjects.ts";

/**
 * Conditions that may decide about the relation, each with the kinds of subjects that it affects: `user with c`. They are the conditions
 * of all tuples that the relation depends on. A tuple does not affect subjects that it can't lead to.
 */
export function conditionsBehind(relation: Relation, subjects: Subjects): ReadonlySet<string> {
  const conditions = new Set<string>();
  const seen = new Set([relation]);
  for (const next of seen) {
    for (const { relations, conditional } of stepsOf(next, next.rewrite, subjects)) {
      for (const found of relations) seen.add(found);
      for (const found of conditional) conditions.add(found);
    }
  }
  return conditions;
}

interface Step {
  /** The relation to follow. */
  readonly relations: readonly Relation[];
  /** In the form of the result. */
  readonly conditional: readonly string[];
}

function stepsOf(owner: Relation, rewrite: Rewrite, subjects: Subjects): Step[] {
  const leadingTo = (relation: Relation) => [...(subjects.get(relation) ?? [])];
  const under = (kinds: readonly string[], { condition }: Relation["direct"][number]) =>
    condition === undefined ? [] : kinds.map((kind) => `${kind} with ${condition.name}`);
  switch (rewrite.op) {
    case "this":
      return owner.direct.map((direct) => {
        const { type, wildcard, userset } = direct;
        if (userset) return { relations: [userset], conditional: under(leadingTo(userset), direct) };
        return { relations: [], conditional: under(wildcard ? [`${type.name}:*`, type.name] : [type.name], direct) };
      });
    case "computed":
      return [{ relations: [rewrite.relation], conditional: [] }];
    case "from":
      // A parent type without the relation leads nowhere, whatever its condition.
      return rewrite.tupleset.direct.flatMap((direct) => {
        const target = direct.type.relations.get(rewrite.name);
        return target === undefined ? [] : [{ relations: [target], conditional: under(leadingTo(target), direct) }];
      });
    case "or":
    case "and":
      return rewrite.of.flatMap((part) => stepsOf(owner, part, subjects));
    case "butNot":
      return [...stepsOf(owner, rewrite.base, subjects), ...stepsOf(owner, rewrite.subtract, subjects)];
  }
}
