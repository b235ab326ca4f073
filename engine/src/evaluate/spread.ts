import type { Adjacency } from "../graph/adjacency.ts";
import type { Numbers } from "../graph/arrays.ts";
import { COST, type Meter } from "../work/meter.ts";
import type { Steps } from "../work/steps.ts";
import { type Budget, depthExceeded, workExceeded } from "./budget.ts";
import { Frontier } from "./frontier.ts";
import { NodeSet } from "./node-set.ts";
import type { Rule } from "./program.ts";

const NOTHING: Numbers = new Uint32Array(0);
/** Longer rows are read in several steps. */
const WIDE = 4096;

type See = (value: number) => void;

/**
 * Breadth-first walk over (rule, object) pairs to the end, each pair once: lists are complete or an error. Steps
 * within one rule don't count as depth.
 */
export class Spread {
  private readonly budget: Budget;
  private readonly meter: Meter;
  /** Visited objects by rule id. */
  private readonly reached: (NodeSet | undefined)[] = [];
  private level = new Frontier();
  private nextLevel = new Frontier();
  private atLimit = false;
  /** Long rows that haven't been read yet. */
  private readonly wide: { readonly rows: Adjacency; readonly key: number; readonly see: See }[] = [];

  constructor(budget: Budget, meter: Meter) {
    this.budget = budget;
    this.meter = meter;
  }

  /** Queues the pair unless it was visited. Returns whether it is new. */
  reach(rule: Rule, object: number, from: Rule | undefined): boolean {
    const free = from === undefined || from === rule;
    if (!this.setOf(rule).add(object)) return false;
    if (this.atLimit && !free) throw depthExceeded(this.budget, { rule, object });
    const { meter } = this;
    meter.work += COST.pair;
    if (meter.work > meter.limit) throw workExceeded(meter, { rule, object });
    (free ? this.level : this.nextLevel).push(rule.id, object);
    return true;
  }

  /**
   * Visits every value of the key's row: long rows during `run`, others immediately. Returns whether there are any.
   * The visitor may read other rows.
   */
  each(rows: Adjacency, key: number, see: See): boolean {
    rows.seek(key);
    const { values, start, end } = rows;
    if (end - start > WIDE) this.wide.push({ rows, key, see });
    else {
      this.meter.spend((end - start) * COST.row);
      for (let i = start; i < end; i++) see(values[i]);
    }
    return start < end;
  }

  /** Follows all queued pairs and their successors, until `enough` of the target are found. */
  *run(follow: (rule: number, object: number) => void, target?: Rule, enough = Number.POSITIVE_INFINITY): Steps<void> {
    const isEnough = () => target !== undefined && (this.reached[target.id]?.size ?? 0) >= enough;
    if (this.wide.length > 0) yield* this.readWide(isEnough);
    for (let hops = 0; this.level.length > 0; hops++) {
      this.atLimit = hops >= this.budget.depth;
      this.nextLevel.length = 0;
      for (let i = 0; i < this.level.length; i++) {
        if (enough < this.level.length + this.nextLevel.length && isEnough()) return;
        follow(this.level.rules[i], this.level.objects[i]);
        if (this.wide.length > 0) yield* this.readWide(isEnough);
        else if (this.meter.isDue) yield;
      }
      [this.level, this.nextLevel] = [this.nextLevel, this.level];
    }
  }

  /** Visited objects of the rule. */
  objectsOf(rule: Rule): Numbers {
    return this.reached[rule.id]?.nodes ?? NOTHING;
  }

  private *readWide(isEnough: () => boolean): Steps<void> {
    for (let row = this.wide.pop(); row !== undefined; row = this.wide.pop()) {
      const { rows, key, see } = row;
      for (let at = 0, isOver = false; !isOver; at += WIDE) {
        // Seeks each time: a pause may move the row.
        rows.seek(key);
        const { values, start, end } = rows;
        const last = Math.min(start + at + WIDE, end);
        this.meter.spend(Math.max(last - start - at, 0) * COST.row);
        for (let i = start + at; i < last; i++) see(values[i]);
        isOver = last === end || isEnough();
        if (this.meter.isDue) yield;
      }
    }
  }

  private setOf(rule: Rule): NodeSet {
    const known = this.reached[rule.id];
    if (known !== undefined) return known;
    const set = new NodeSet(rule.nodes.dictionary.size);
    this.reached[rule.id] = set;
    return set;
  }
}
