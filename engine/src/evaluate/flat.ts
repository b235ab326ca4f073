import type { Edge, Program, Rule, Step, Store } from "./program.ts";

/**
 * What a pure rule comes to for subjects of one kind: computed relations of the same object are taken together,
 * and what cannot lead to such a subject is left out.
 */
export interface Flat {
  /** Where a tuple may name the subject itself. */
  readonly named: readonly Store[];
  /** Where a tuple may name everyone of its type. */
  readonly everyone: readonly Store[];
  /** Ids of the rules taken together: a userset of one of them on this very object is the subject itself. */
  readonly rules: readonly number[];
  /** Tuples that name a userset. */
  readonly usersets: readonly Edge[];
  /** Tuples that lead to a parent. */
  readonly parents: readonly Edge[];
}

/** Makes flats when they are first asked for, and keeps them. */
export class Flats {
  private readonly program: Program;
  private readonly made: (Flat | undefined)[] = [];

  constructor(program: Program) {
    this.program = program;
  }

  /** The rule must be pure. */
  of(rule: Rule, kind: number): Flat {
    const { types, relations } = this.program.kinds;
    const place = rule.id * (2 * types + relations) + kind;
    this.made[place] ??= this.make(rule, kind);
    return this.made[place];
  }

  private make(rule: Rule, kind: number): Flat {
    const rules = new Set<Rule>();
    const usersets: Edge[] = [];
    const parents: Edge[] = [];
    const reaches = ({ rule: target }: Edge) => this.program.reach[target.id][kind] === 1;
    const collect = (step: Step): void => {
      if (step.op === "this") usersets.push(...step.usersets.filter(reaches));
      else if (step.op === "from") parents.push(...step.parents.filter(reaches));
      else if (step.op === "computed") visit(step.rule);
      else if (step.op === "or") for (const child of step.of) collect(child);
    };
    const visit = (one: Rule): void => {
      if (rules.has(one)) return;
      rules.add(one);
      collect(one.step);
    };
    visit(rule);
    const stores = (of: number) => [...rules].flatMap((one) => one.stored[of] ?? []);
    const { types } = this.program.kinds;
    return {
      named: stores(kind),
      everyone: kind < types ? stores(kind + types) : [],
      rules: [...rules].map((one) => one.id),
      usersets,
      parents,
    };
  }
}
