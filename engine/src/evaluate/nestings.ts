import type { Meter } from "../work/meter.ts";
import { type Layout, Nesting } from "./nesting.ts";
import type { Program, Rule, Store } from "./program.ts";

/** Relations that one may rest on and still be answered from its nesting: looking at every chain whole is quadratic. */
const MAX_COMPUTED = 50;

/** The nesting of every rule that nests in itself only. */
export class Nestings {
  /** By rule id; undefined for rules that are something else. */
  private readonly nestings: readonly (Nesting | undefined)[];
  /** By rule id: the tuples through which it nests in itself. */
  private readonly nested: readonly (readonly Store[])[];

  constructor(program: Program) {
    this.nested = program.rules.map(nestedIn);
    this.nestings = program.rules.map((rule, i) => {
      const partitions = this.nested[i].flatMap((store) => store.plain ?? []);
      return partitions.length === 0
        ? undefined
        : new Nesting(program.graph, partitions, () => rule.nodes.dictionary.size);
    });
  }

  has(rule: Rule): boolean {
    return this.nestings[rule.id] !== undefined;
  }

  /** What lies within what now; undefined while that is not known. */
  layoutOf(rule: Rule, meter: Meter): Layout | undefined {
    const layout = this.nestings[rule.id]?.layout(meter);
    return layout !== undefined && this.isUnconditional(rule) ? layout : undefined;
  }

  /** Says that an object of the rule had to be walked. */
  walked(rule: Rule): void {
    this.nestings[rule.id]?.walked();
  }

  /** Nesting that ends at a time is not in the intervals. */
  private isUnconditional(rule: Rule): boolean {
    for (const { special } of this.nested[rule.id]) {
      for (const { partition } of special) if (partition.size > 0) return false;
    }
    return true;
  }
}

/**
 * The tuples through which a pure rule nests in itself, if that is all it does, otherwise none: it must not follow
 * parents, nor usersets of another rule, and neither must computed relations of the same object.
 */
function nestedIn(rule: Rule): readonly Store[] {
  if (!rule.pure) return [];
  const stores: Store[] = [];
  const seen = new Set<Rule>();
  const plain = (one: Rule): boolean => {
    if (seen.has(one)) return true;
    seen.add(one);
    return seen.size <= MAX_COMPUTED && onlyNests(one.step);
  };
  const onlyNests = (step: Rule["step"]): boolean => {
    if (step.op === "computed") return plain(step.rule);
    if (step.op === "or") return step.of.every(onlyNests);
    if (step.op !== "this") return false;
    stores.push(...step.usersets.map((edge) => edge.store));
    return step.usersets.every((edge) => edge.rule === rule);
  };
  return plain(rule) ? stores : [];
}
