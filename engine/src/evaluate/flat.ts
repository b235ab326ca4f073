import type { Edge, Program, Rule, Step, Store } from "./program.ts";

/**
 * What a pure rule comes to for subjects of one kind: computed relations of the same object are taken together,
 * and what cannot lead to such a subject, or leads nowhere that something else does not, is left out.
 */
export interface Flat {
  /** Where a tuple may name the subject itself. */
  readonly named: readonly Store[];
  /** Where a tuple may name everyone of its type. */
  readonly everyone: readonly Store[];
  /** Ids of the rules taken together: a userset of one of them on this very object is the subject itself. */
  readonly rules: readonly number[];
  /** Tuples that name a userset or lead to a parent. */
  readonly edges: readonly Edge[];
}

export function flatOf(program: Program, rule: Rule, kind: number): Flat {
  const rules = rulesOf(rule);
  const edges = new Set<Edge>();
  const collect = (step: Step): void => {
    if (step.op === "this") for (const edge of step.usersets) edges.add(edge);
    else if (step.op === "from") for (const edge of step.parents) edges.add(edge);
    else if (step.op === "or") for (const child of step.of) collect(child);
  };
  for (const one of rules) collect(one.step);
  const useful = [...edges].filter((edge) => program.reach[edge.rule.id][kind] === 1);
  const stores = (of: number) => [...rules].flatMap((one) => one.stored[of] ?? []);
  const { types } = program.kinds;
  return {
    named: stores(kind),
    everyone: kind < types ? stores(kind + types) : [],
    rules: [...rules].map((one) => one.id),
    edges: useful.filter(
      (edge, i) => !useful.some((other, j) => covers(other, edge) && (i > j || !covers(edge, other))),
    ),
  };
}

/** The rule and those of the same object that it follows from. */
function rulesOf(rule: Rule): ReadonlySet<Rule> {
  const found = new Set([rule]);
  const collect = (step: Step): void => {
    if (step.op === "computed") found.add(step.rule);
    else if (step.op === "or") for (const child of step.of) collect(child);
  };
  for (const one of found) collect(one.step);
  return found;
}

/** Whether `other` leads wherever `edge` does, itself left out: `viewer from parent` does all that `owner from parent` does. */
function covers(other: Edge, edge: Edge): boolean {
  return other !== edge && other.store === edge.store && rulesOf(other.rule).has(edge.rule);
}
