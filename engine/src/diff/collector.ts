import { Frontier } from "../evaluate/frontier.ts";
import { NodeTable } from "../evaluate/node-table.ts";
import type { Edge, Program, Rule, Step, Store } from "../evaluate/program.ts";
import type { Adjacency } from "../graph/adjacency.ts";
import { COST, type Meter } from "../work/meter.ts";
import type { Steps } from "../work/steps.ts";
import type { Part } from "./rule-pairs.ts";

/** Longer rows are read in several steps. */
const WIDE = 4096;

/** Subjects that a collector has found, by the name of their type. */
export class Found {
  readonly named = new Map<string, Set<number>>();
  /** Types whose wildcard was found. */
  readonly everyone = new Set<string>();

  add(type: string, node: number): void {
    const nodes = this.named.get(type) ?? new Set<number>();
    this.named.set(type, nodes.add(node));
  }
}

/**
 * Collects single subjects, from an object through all that a part of a rule depends on. Collects either the
 * subjects it may hold for, or all that any tuple names, subtracted parts included.
 */
export class Collector {
  private readonly program: Program;
  private readonly meter: Meter;
  private readonly seen = new NodeTable();
  private readonly open = new Frontier();
  private found = new Found();
  private isWhole = false;

  constructor(program: Program, meter: Meter) {
    this.program = program;
    this.meter = meter;
  }

  /** Collects the subjects for whom the part of the object's rule may hold. */
  *collectPossible(owner: Rule, part: Part, object: number, found: Found): Steps<void> {
    this.begin(found, false);
    if (part.op === "step") yield* this.step(owner, part.step, object);
    else if (part.op === "edge") yield* this.across(part.edge, object);
    else yield* this.stored(owner, part.kind, object);
    yield* this.rest();
  }

  /** Collects all subjects that tuples name. */
  *collectNamed(rule: Rule, object: number, found: Found): Steps<void> {
    this.begin(found, true);
    this.visit(rule, object);
    yield* this.rest();
  }

  private begin(found: Found, isWhole: boolean): void {
    this.seen.clear();
    this.open.length = 0;
    this.found = found;
    this.isWhole = isWhole;
  }

  private *rest(): Steps<void> {
    while (this.open.length > 0) {
      if (this.meter.isDue) yield;
      this.open.length--;
      const rule = this.program.rules[this.open.rules[this.open.length]];
      yield* this.step(rule, rule.step, this.open.objects[this.open.length]);
    }
  }

  private visit(rule: Rule, object: number): void {
    this.meter.work += COST.pair;
    const known = this.seen.count;
    if (this.seen.put(rule.id, object) === known) this.open.push(rule.id, object);
  }

  private *step(owner: Rule, step: Step, object: number): Steps<void> {
    switch (step.op) {
      case "this":
        for (let kind = 0; kind < owner.stored.length; kind++) yield* this.stored(owner, kind, object);
        return;
      case "computed":
        this.visit(step.rule, object);
        return;
      case "from":
        for (const edge of step.parents) yield* this.across(edge, object);
        return;
      case "butNot":
        yield* this.step(owner, step.base, object);
        if (this.isWhole) yield* this.step(owner, step.subtract, object);
        return;
      default:
        for (const child of step.op === "and" && !this.isWhole ? [cheapest(owner, step.of)] : step.of) {
          yield* this.step(owner, child, object);
        }
    }
  }

  /** Reads the object's own tuples of the relation with one kind of subject. */
  private *stored(owner: Rule, kind: number, object: number): Steps<void> {
    const store = owner.stored[kind];
    if (store === undefined) return;
    const { types } = this.program.kinds;
    if (kind >= 2 * types) {
      const rule = this.program.rules[kind - 2 * types];
      yield* this.each(store, object, (node) => this.visit(rule, node));
      return;
    }
    const { name } = partitionsOf(store)[0].kind.subjectType;
    if (kind < types) yield* this.each(store, object, (node) => this.found.add(name, node));
    else yield* this.each(store, object, () => void this.found.everyone.add(name));
  }

  private *across({ store, rule }: Edge, object: number): Steps<void> {
    yield* this.each(store, object, (node) => this.visit(rule, node));
  }

  private *each(store: Store, object: number, see: (node: number) => void): Steps<void> {
    for (const { subjects, size } of partitionsOf(store)) {
      if (size > 0) yield* this.eachOf(subjects, object, see);
    }
  }

  private *eachOf(rows: Adjacency, object: number, see: (node: number) => void): Steps<void> {
    for (let from = 0, isOver = false; !isOver; from += WIDE) {
      // Seeks each time: a pause may move the row.
      rows.seek(object);
      const { values, start, end } = rows;
      const last = Math.min(start + from + WIDE, end);
      for (let i = start + from; i < last; i++) see(values[i]);
      this.meter.work += Math.max(last - start - from, 0) * COST.row;
      isOver = last >= end;
      if (this.meter.isDue) yield;
    }
  }
}

function partitionsOf({ plain, special }: Store) {
  return [...(plain === undefined ? [] : [plain]), ...special.map(({ partition }) => partition)];
}

/**
 * Operand with the fewest tuples, as far as that is known without a walk. All operands must hold, so one is enough
 * to find candidates.
 */
function cheapest(owner: Rule, operands: readonly Step[]): Step {
  const tuplesOf = (rule: Rule) =>
    rule.stored.reduce((sum, store) => sum + (store ? partitionsOf(store).reduce((n, { size }) => n + size, 0) : 0), 0);
  const priceOf = (step: Step): number => {
    if (step.op === "this") return tuplesOf(owner);
    if (step.op === "computed" && step.rule.step.op === "this") return tuplesOf(step.rule);
    return Number.POSITIVE_INFINITY;
  };
  return operands.reduce((best, step) => (priceOf(step) < priceOf(best) ? step : best));
}
