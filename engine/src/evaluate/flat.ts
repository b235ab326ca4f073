import type { Edge, Program, Rule, Step, Store } from "./program.ts";

/**
 * Flattened pure rule for subjects of one kind: computed relations of the same object are merged. Edges that can't
 * lead to such a subject, or that another edge covers, are omitted.
 */
export interface Flat {
  /** Stores whose tuples may name the subject itself. */
  readonly named: readonly Store[];
  /** Stores whose tuples may name the wildcard of its type. */
  readonly everyone: readonly Store[];
  /** Ids of the merged rules: a userset of one of them on this object is the subject itself. */
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

/** The rule and its computed relations of the same object. */
function rulesOf(rule: Rule): ReadonlySet<Rule> {
  const found = new Set([rule]);
  const collect = (step: Step): void => {
    if (step.op === "computed") found.add(step.rule);
    else if (step.op === "or") for (const child of step.of) collect(child);
  };
  for (const one of found) collect(one.step);
  return found;
}

/**
 * Whether another edge leads wherever `edge` does. For example, `viewer from parent` covers `owner from parent` if
 * owners are viewers.
 */
function covers(other: Edge, edge: Edge): boolean {
  return other !== edge && other.store === edge.store && rulesOf(other.rule).has(edge.rule);
}
