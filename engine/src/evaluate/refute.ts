import { formatRewrite } from "../model/format.ts";
import type { Rewrite } from "../model/schema.ts";
import { COST } from "../work/meter.ts";
import type { Evaluator } from "./evaluator.ts";
import type { Names } from "./names.ts";
import type { Edge, Program, Rule, Step } from "./program.ts";
import type { Absence, Reason, Refuted } from "./proof.ts";
import { crossings } from "./rows.ts";
import type { Subject } from "./subject.ts";

/** Finds why a step of a rule holds. */
type FindReason = (owner: Rule, step: Step, object: number) => Reason | undefined;

/**
 * Shows that something does not hold: by a set of relations of objects each of which could only follow from others
 * of the set. All of them are false in the evaluator's eyes, so the set closes.
 */
export class Refuter {
  private readonly program: Program;
  private readonly evaluator: Evaluator;
  private readonly subject: Subject;
  private readonly names: Names;
  private readonly findReason: FindReason;

  constructor(program: Program, evaluator: Evaluator, subject: Subject, names: Names, findReason: FindReason) {
    this.program = program;
    this.evaluator = evaluator;
    this.subject = subject;
    this.names = names;
    this.findReason = findReason;
  }

  /** Why the step, which is certainly false, does not hold; undefined while a reason that it takes is not to be had. */
  absence(owner: Rule, step: Step, rewrite: Rewrite, object: number): Absence | undefined {
    const pairs = new Map<string, { rule: Rule; object: number; excluded: Reason[] }>();
    const add = (rule: Rule, at: number) => {
      if (this.program.reach[rule.id][this.subject.kind] === 0) return;
      // As much as it takes to look at it when the proof is checked again.
      this.evaluator.meter.spend(COST.words);
      const key = `${rule.id} ${at}`;
      if (!pairs.has(key)) pairs.set(key, { rule, object: at, excluded: [] });
    };
    const excluded: Reason[] = [];
    if (!this.rest(owner, step, object, add, excluded)) return undefined;
    // The map grows while it is read, until every pair has been looked at.
    for (const pair of pairs.values()) {
      if (!this.rest(pair.rule, pair.rule.step, pair.object, add, pair.excluded)) return undefined;
    }
    const refuted = [...pairs.values()].map((pair): Refuted => {
      const fact = { relation: pair.rule.relation.name, object: this.names.of(pair.rule, pair.object) };
      return pair.excluded.length === 0 ? fact : { ...fact, excluded: pair.excluded };
    });
    const expression = formatRewrite(rewrite);
    return excluded.length === 0 ? { expression, refuted } : { expression, refuted, excluded };
  }

  /** Adds the pairs that the step's being false rests on; whether that, with the reasons, is all of it. */
  private rest(
    owner: Rule,
    step: Step,
    object: number,
    add: (rule: Rule, object: number) => void,
    excluded: Reason[],
  ): boolean {
    const across = (edges: readonly Edge[]) => {
      for (const { rule, node } of crossings(edges, object, this.evaluator.terms)) add(rule, node);
      return true;
    };
    this.evaluator.meter.spend(COST.pair);
    switch (step.op) {
      case "this":
        return across(step.usersets);
      case "from":
        return across(step.parents);
      case "computed":
        add(step.rule, object);
        return true;
      case "or":
        return step.of.every((child) => this.rest(owner, child, object, add, excluded));
      case "and": {
        const failing = step.of.find((child) => this.evaluator.isFalse(owner, child, object));
        return failing !== undefined && this.rest(owner, failing, object, add, excluded);
      }
      case "butNot": {
        if (this.evaluator.isFalse(owner, step.base, object)) return this.rest(owner, step.base, object, add, excluded);
        const reason = this.findReason(owner, step.subtract, object);
        if (reason !== undefined) excluded.push(reason);
        return reason !== undefined;
      }
    }
  }
}
