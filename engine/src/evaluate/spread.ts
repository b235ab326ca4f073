import type { Numbers } from "../graph/arrays.ts";
import { type Budget, depthExceeded, workExceeded } from "./budget.ts";
import { Frontier } from "./frontier.ts";
import { NodeSet } from "./node-set.ts";
import type { Rule } from "./program.ts";

const NOTHING: Numbers = new Uint32Array(0);

/**
 * Spreads over (rule, object) pairs, level by level, each pair once, to the very end: for lists, which are complete
 * or an error. Steps within one rule cost no depth.
 */
export class Spread {
  private readonly budget: Budget;
  /** By rule id: the objects that were looked at. */
  private readonly reached: (NodeSet | undefined)[] = [];
  private work = 0;
  private level = new Frontier();
  private nextLevel = new Frontier();
  private atLimit = false;

  constructor(budget: Budget) {
    this.budget = budget;
  }

  /** Looks at the pair and follows it later, unless that was done. Answers whether it is new. */
  reach(rule: Rule, object: number, from: Rule | undefined): boolean {
    const free = from === undefined || from === rule;
    if (!this.setOf(rule).add(object)) return false;
    if (this.atLimit && !free) throw depthExceeded(this.budget, { rule, object });
    if (++this.work > this.budget.work) throw workExceeded(this.budget, { rule, object });
    (free ? this.level : this.nextLevel).push(rule.id, object);
    return true;
  }

  /** Follows every pair there is and every one that comes of it. */
  run(follow: (rule: number, object: number) => void): void {
    for (let hops = 0; this.level.length > 0; hops++) {
      this.atLimit = hops >= this.budget.depth;
      this.nextLevel.length = 0;
      for (let i = 0; i < this.level.length; i++) follow(this.level.rules[i], this.level.objects[i]);
      [this.level, this.nextLevel] = [this.nextLevel, this.level];
    }
  }

  /** The objects that were looked at for the rule. */
  objectsOf(rule: Rule): Numbers {
    return this.reached[rule.id]?.nodes ?? NOTHING;
  }

  private setOf(rule: Rule): NodeSet {
    const known = this.reached[rule.id];
    if (known !== undefined) return known;
    const set = new NodeSet(rule.nodes.dictionary.size);
    this.reached[rule.id] = set;
    return set;
  }
}
