import type { Program, Rule, Step, Store } from "./program.ts";

/** Possible consequences of a subject's relation to a node: on the node itself, and across tuples. */
export interface Consequences {
  /** Rules of the same node that name this one. */
  readonly same: readonly Rule[];
  /** Tuples whose subject is this node, or this rule's userset on it, and the rule they may grant. */
  readonly across: readonly { readonly store: Store; readonly rule: Rule }[];
}

/**
 * Reversed program for one target rule: only consequences that can lead to the target.
 *
 * Consequences are possible, not certain. Of an intersection the first operand is retained, of an exclusion the
 * base. All objects with the target relation are found; others among them are filtered out by checks afterwards.
 */
export class Reverse {
  /** Consequences by rule id; undefined if the rule doesn't lead to the target. */
  readonly consequences: readonly (Consequences | undefined)[];
  /** Rules with own tuples, at which a walk from the subject starts. */
  readonly starts: readonly Rule[];

  constructor(program: Program, target: Rule) {
    const drafts = new Map<Rule, { same: Rule[]; across: { store: Store; rule: Rule }[] }>();
    const starts = new Set<Rule>();
    const pending: Rule[] = [];
    const draftOf = (rule: Rule) => {
      let draft = drafts.get(rule);
      if (draft === undefined) {
        draft = { same: [], across: [] };
        drafts.set(rule, draft);
        pending.push(rule);
      }
      return draft;
    };
    draftOf(target);
    for (let owner = pending.pop(); owner !== undefined; owner = pending.pop()) {
      const rule = owner;
      visit(rule.step, (step) => {
        if (step.op === "computed") draftOf(step.rule).same.push(rule);
        if (step.op === "this") starts.add(rule);
        const edges = step.op === "this" ? step.usersets : step.op === "from" ? step.parents : [];
        for (const edge of edges) draftOf(edge.rule).across.push({ store: edge.store, rule });
      });
    }
    this.starts = [...starts];
    this.consequences = program.rules.map((rule) => drafts.get(rule));
  }
}

/** Visits the steps that the relation requires. */
function visit(step: Step, see: (step: Step) => void): void {
  if (step.op === "or") for (const child of step.of) visit(child, see);
  else if (step.op === "and") visit(step.of[0], see);
  else if (step.op === "butNot") visit(step.base, see);
  else see(step);
}
