import type { Edge, Program, Rule, Step, Store } from "../evaluate/program.ts";
import { WILDCARD } from "../tuple.ts";

/** Two programs over one graph: the current one and the next. */
export type Sides<T> = readonly [T, T];
export type Side = 0 | 1;

/** A part of a rule that the other side lacks or defines differently: differences may begin there. */
export interface Source {
  readonly side: Side;
  readonly owner: Rule;
  readonly part: Part;
}

export type Part =
  | { readonly op: "step"; readonly step: Step }
  /** Own tuples of the relation with one kind of subject. */
  | { readonly op: "stored"; readonly kind: number }
  /** Inheritance from one kind of parent. */
  | { readonly op: "edge"; readonly edge: Edge };

/** A relation that both sides have. */
export interface RulePair {
  /** Dense, from 0. */
  readonly id: number;
  readonly rules: Sides<Rule>;
  readonly sources: readonly Source[];
  /** Dependencies that may differ: on the same object, or on the objects that a store's tuples lead to. */
  readonly dependencies: readonly { readonly pair: RulePair; readonly store: Store | undefined }[];
}

type Draft = { -readonly [K in keyof RulePair]: RulePair[K] };

/**
 * Relations that both programs have and whose results may differ, with the causes. `conditions` names the conditions
 * whose definition differs.
 */
export function rulePairs(programs: Sides<Program>, conditions: ReadonlySet<string>): RulePair[] {
  const [before, after] = programs;
  const drafts = new Map<string, Draft>();
  for (const rule of before.rules) {
    const other = after.type(rule.nodes.name)?.relations.get(rule.relation.name);
    if (other === undefined) continue;
    const rules = [rule, after.rules[other.id]] as const;
    const sources = new Differences(rules, conditions).of(rules[0].step, rules[1].step);
    drafts.set(nameOf(rule), { id: drafts.size, rules, sources, dependencies: [] });
  }
  for (const draft of drafts.values()) draft.dependencies = draft.rules.flatMap((rule) => dependenciesOf(rule, drafts));
  const affected = new Set([...drafts.values()].filter(({ sources }) => sources.length > 0));
  for (let size = -1; size !== affected.size; ) {
    size = affected.size;
    for (const draft of drafts.values()) {
      if (draft.dependencies.some(({ pair }) => affected.has(pair as Draft))) affected.add(draft);
    }
  }
  for (const draft of affected)
    draft.dependencies = draft.dependencies.filter(({ pair }) => affected.has(pair as Draft));
  return [...affected];
}

function nameOf({ nodes, relation }: Rule): string {
  return `${nodes.name}#${relation.name}`;
}

function dependenciesOf({ step }: Rule, pairs: ReadonlyMap<string, Draft>): Draft["dependencies"] {
  const dependencies: { pair: RulePair; store: Store | undefined }[] = [];
  const add = (rule: Rule, store: Store | undefined) => {
    const pair = pairs.get(nameOf(rule));
    if (pair !== undefined) dependencies.push({ pair, store });
  };
  const visit = (one: Step): void => {
    if (one.op === "computed") add(one.rule, undefined);
    else if (one.op === "this") for (const { rule, store } of one.usersets) add(rule, store);
    else if (one.op === "from") for (const { rule, store } of one.parents) add(rule, store);
    else if (one.op === "butNot") for (const child of [one.base, one.subtract]) visit(child);
    else for (const child of one.of) visit(child);
  };
  visit(step);
  return dependencies;
}

/** Finds the parts in which two definitions of one relation differ. Only their subjects can get different results. */
class Differences {
  private readonly owners: Sides<Rule>;
  private readonly conditions: ReadonlySet<string>;

  constructor(owners: Sides<Rule>, conditions: ReadonlySet<string>) {
    this.owners = owners;
    this.conditions = conditions;
  }

  of(a: Step, b: Step): Source[] {
    if (this.shape(0, a) === this.shape(1, b)) return [];
    if (a.op === "this" && b.op === "this") return this.ofStored();
    if (a.op === "from" && b.op === "from" && nameOfStep(a) === nameOfStep(b))
      return this.ofEdges(a.parents, b.parents);
    // An exclusion affects only the subjects for whom it may hold.
    if (a.op === "butNot" && b.op === "butNot") return [...this.of(a.base, b.base), ...this.of(a.subtract, b.subtract)];
    if (a.op === "butNot") return [...this.of(a.base, b), this.source(0, a.subtract)];
    if (b.op === "butNot") return [...this.of(a, b.base), this.source(1, b.subtract)];
    if (a.op === "or" || b.op === "or") return this.ofOperands("or", a, b);
    if (a.op === "and" || b.op === "and") return this.ofOperands("and", a, b);
    return [this.source(0, a), this.source(1, b)];
  }

  /** Compares operands; common ones are ignored. */
  private ofOperands(op: "or" | "and", a: Step, b: Step): Source[] {
    const [ours, theirs] = [operandsOf(op, a), operandsOf(op, b)];
    const [onlyOurs, onlyTheirs] = [this.without(0, ours, 1, theirs), this.without(1, theirs, 0, ours)];
    if (onlyOurs.length === 1 && onlyTheirs.length === 1) return this.of(onlyOurs[0], onlyTheirs[0]);
    if (op === "and") return [this.source(0, a), this.source(1, b)];
    return [...onlyOurs.map((step) => this.source(0, step)), ...onlyTheirs.map((step) => this.source(1, step))];
  }

  private without(side: Side, steps: readonly Step[], otherSide: Side, others: readonly Step[]): Step[] {
    const shapes = new Set(others.map((other) => this.shape(otherSide, other)));
    return steps.filter((step) => !shapes.has(this.shape(side, step)));
  }

  private ofStored(): Source[] {
    const [ours, theirs] = [this.storedShapes(0), this.storedShapes(1)];
    return ([0, 1] as const).flatMap((side) => {
      const others = side === 0 ? theirs : ours;
      return [...(side === 0 ? ours : theirs)].flatMap(([name, { kind, shape }]): Source[] => {
        if (others.get(name)?.shape === shape) return [];
        return [{ side, owner: this.owners[side], part: { op: "stored", kind } }];
      });
    });
  }

  private ofEdges(a: readonly Edge[], b: readonly Edge[]): Source[] {
    const [ours, theirs] = [a.map((edge) => this.edgeShape(0, edge)), b.map((edge) => this.edgeShape(1, edge))];
    const only = (side: Side, edges: readonly Edge[], own: readonly string[], others: readonly string[]): Source[] =>
      edges
        .filter((_, i) => !others.includes(own[i]))
        .map((edge) => ({ side, owner: this.owners[side], part: { op: "edge", edge } }));
    return [...only(0, a, ours, theirs), ...only(1, b, theirs, ours)];
  }

  private source(side: Side, step: Step): Source {
    return { side, owner: this.owners[side], part: { op: "step", step } };
  }

  /** Shape of a step. Two steps of the same shape hold for the same subjects, provided that their dependencies do. */
  private shape(side: Side, step: Step): string {
    switch (step.op) {
      case "this":
        return `this ${[...this.storedShapes(side).values()].map(({ shape }) => shape).sort()}`;
      case "computed":
        return `computed ${step.rule.relation.name}`;
      case "from":
        return `${nameOfStep(step)} ${step.parents.map((edge) => this.edgeShape(side, edge)).sort()}`;
      case "butNot":
        return `(${this.shape(side, step.base)}) but not (${this.shape(side, step.subtract)})`;
      default:
        return `${step.op} ${step.of.map((child) => `(${this.shape(side, child)})`).sort()}`;
    }
  }

  private storedShapes(side: Side): Map<string, { kind: number; shape: string }> {
    const shapes = new Map<string, { kind: number; shape: string }>();
    for (const [kind, store] of this.owners[side].stored.entries()) {
      if (store === undefined) continue;
      const name = kindNameOf(store);
      shapes.set(name, { kind, shape: `${name} ${this.storeShape(side, store)}` });
    }
    return shapes;
  }

  private edgeShape(side: Side, { store, rule }: Edge): string {
    return `${nameOf(rule)} ${kindNameOf(store)} ${this.storeShape(side, store)}`;
  }

  /** Conditions under which its tuples count. */
  private storeShape(side: Side, { plain, special }: Store): string {
    const conditions = special.map(({ condition }) => {
      if (condition === undefined) return "";
      return this.conditions.has(condition.name) ? `${condition.name} of ${side}` : condition.name;
    });
    return JSON.stringify([plain === undefined ? "conditional" : "plain", ...conditions.sort()]);
  }
}

function nameOfStep({ tupleset, parents }: Step & { op: "from" }): string {
  return `${parents[0]?.rule.relation.name ?? ""} from ${tupleset.name}`;
}

function operandsOf(op: "or" | "and", step: Step): readonly Step[] {
  return step.op === op ? step.of : [step];
}

/** Kind of subject of a store's tuples, as text. */
function kindNameOf({ plain, special }: Store): string {
  const { kind } = plain ?? special[0].partition;
  return `${kind.subjectType.name}${kind.wildcard ? `:${WILDCARD}` : `#${kind.subjectRelation}`}`;
}
