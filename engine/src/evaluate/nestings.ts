import type { Meter } from "../work/meter.ts";
import { type Layout, Nesting } from "./nesting.ts";
import type { Program, Rule, Store } from "./program.ts";

/** Computed relations that a nesting rule may have: examining every chain takes quadratic time. */
const MAX_COMPUTED = 50;

/** Nestings of all rules that nest in themselves only. */
export class Nestings {
  /** Nesting by rule id; undefined for all other rules. */
  private readonly nestings: readonly (Nesting | undefined)[];
  /** Tuples through which a rule nests in itself, by rule id. */
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

  /** Current layout; undefined while there is none. */
  layoutOf(rule: Rule, meter: Meter): Layout | undefined {
    const layout = this.nestings[rule.id]?.layout(meter);
    return layout !== undefined && this.isUnconditional(rule) ? layout : undefined;
  }

  /** Counts an object of the rule that had to be walked. */
  walked(rule: Rule): void {
    this.nestings[rule.id]?.walked();
  }

  /** Whether no nesting tuple expires or has a condition: intervals don't support them. */
  private isUnconditional(rule: Rule): boolean {
    for (const { special } of this.nested[rule.id]) {
      for (const { partition } of special) if (partition.size > 0) return false;
    }
    return true;
  }
}

/**
 * Tuples through which a pure rule nests in itself if that is all it does, otherwise none. It must not follow
 * parents or usersets of another rule; neither must its computed relations.
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
