import type { Names } from "./names.ts";
import { proofTuple } from "./names.ts";
import type { Program, Rule, Step } from "./program.ts";
import type { ProofTuple } from "./proof.ts";
import type { Terms } from "./terms.ts";

/** Who has a relation to an object, one step down: what to look at next is named, not followed. */
export type Tree =
  /** Stored tuples of the relation itself. */
  | { readonly kind: "tuples"; readonly tuples: ProofTuple[] }
  /** Everyone who has another relation to an object. */
  | { readonly kind: "userset"; readonly object: string; readonly relation: string }
  /** Everyone who has a relation to one of the objects that stored tuples lead to. */
  | { readonly kind: "from"; readonly tuples: ProofTuple[]; readonly usersets: { object: string; relation: string }[] }
  | { readonly kind: "or"; readonly of: Tree[] }
  | { readonly kind: "and"; readonly of: Tree[] }
  | { readonly kind: "butNot"; readonly base: Tree; readonly subtract: Tree };

/** The userset tree of a relation of an object, with every tuple's terms: of those that have expired none is in it. */
export function expand(program: Program, terms: Terms, names: Names, rule: Rule, object: number): Tree {
  const tuplesOf = (owner: Rule): ProofTuple[] =>
    owner.stored.flatMap((store) => {
      const holders = store === undefined ? [] : [store.plain, ...store.special.map((special) => special.partition)];
      return holders.flatMap((partition) => {
        if (partition === undefined) return [];
        partition.subjects.seek(object);
        const subjects = [...partition.subjects.values.subarray(partition.subjects.start, partition.subjects.end)];
        const tuples = subjects.map((subject) => proofTuple(program.graph.tupleAt(partition, object, subject)));
        return tuples.filter(({ expiresAt = 0 }) => !terms.hasExpired(expiresAt));
      });
    });
  const treeOf = (step: Step): Tree => {
    switch (step.op) {
      case "this":
        return { kind: "tuples", tuples: tuplesOf(rule) };
      case "computed":
        return { kind: "userset", object: names.of(rule, object), relation: step.rule.relation.name };
      case "from": {
        const tuples = tuplesOf(program.rules[step.tupleset.id]);
        const relationOf = new Map(step.parents.map((edge) => [edge.rule.nodes.name, edge.rule.relation.name]));
        const usersets = tuples.flatMap(({ subject }) => {
          const relation = relationOf.get(subject.slice(0, subject.indexOf(":")));
          return relation === undefined ? [] : [{ object: subject, relation }];
        });
        return { kind: "from", tuples, usersets };
      }
      case "or":
      case "and":
        return { kind: step.op, of: step.of.map(treeOf) };
      case "butNot":
        return { kind: "butNot", base: treeOf(step.base), subtract: treeOf(step.subtract) };
    }
  };
  return treeOf(rule.step);
}
