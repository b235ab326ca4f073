import { WILDCARD } from "../tuple.ts";
import { COST } from "../work/meter.ts";
import { runSteps, type Steps } from "../work/steps.ts";
import type { Budget } from "./budget.ts";
import { type Alternatives, allOf, anyOf, type Change, IMPOSSIBLE, NOTHING } from "./changes.ts";
import type { Evaluator } from "./evaluator.ts";
import { reachedObjects } from "./list-objects.ts";
import type { Names } from "./names.ts";
import type { Edge, Program, Rule, Step } from "./program.ts";
import { type Crossed, crossings } from "./rows.ts";
import type { Subject } from "./subject.ts";
import { unlessExceeded } from "./unless-exceeded.ts";
import { FALSE, TRUE } from "./value.ts";

/** Nesting depth of each search. */
const DEPTHS = [1, 2, 3, 5, 8];
const MAX_VISITS = 2000;
/** Work of one search, which nothing interrupts: about 20 ms. */
const MAX_SEARCH_WORK = 200_000;
/** Candidates that are tried at one position, and objects that are scanned for them. */
const MAX_OWN = 4;
const MAX_SCANNED = 256;

/**
 * Objects that a new tuple may lead through, search by search: objects to which the subject has the relation
 * already, new objects, and objects that get the relation through the new tuple itself.
 */
export const THROUGH = ["existing", "fresh", "circular"] as const;
export type Through = (typeof THROUGH)[number];

/**
 * Searches for changes that would grant the subject a relation, or remove one that prevents it. Results are
 * candidates: a tuple may have effects elsewhere, so each set is tried afterwards.
 */
export class Remedies {
  private readonly program: Program;
  private readonly evaluator: Evaluator;
  private readonly budget: Budget;
  private readonly subject: Subject;
  private readonly names: Names;
  private readonly open = new Set<string>();
  private visits = 0;
  private nested = 0;
  private through: Through = "existing";

  /** `Evaluator.begin` has been called with this subject. */
  constructor(program: Program, evaluator: Evaluator, budget: Budget, subject: Subject, names: Names) {
    this.program = program;
    this.evaluator = evaluator;
    this.budget = budget;
    this.subject = subject;
    this.names = names;
  }

  /**
   * Changes that would make the rule true. Searches shallow first, so that distant objects can't use up the visits;
   * ends if it takes too much work. Always goes through existing objects, and through `through` ones.
   */
  *find(rule: Rule, object: number, through: Through): Steps<Alternatives> {
    this.through = through;
    const found: Alternatives[] = [];
    for (const nested of DEPTHS) {
      this.nested = nested;
      this.visits = 0;
      this.open.clear();
      this.evaluator.meter.allow(MAX_SEARCH_WORK);
      const alternatives = unlessExceeded(() => this.allow(rule, object));
      if (alternatives === undefined) break;
      found.push(alternatives);
      yield;
    }
    return anyOf(found);
  }

  private allow(rule: Rule, object: number): Alternatives {
    if (this.evaluator.isTrue(rule, object)) return NOTHING;
    return this.visitOnce(`+${rule.id} ${object}`, IMPOSSIBLE, () => this.allowStep(rule, rule.step, object));
  }

  /** Changes that would make the rule false. */
  private deny(rule: Rule, object: number): Alternatives {
    // A relation that depends on its own absence isn't false: as long as it is undecided, it prevents access.
    if (this.evaluator.isFalse(rule, rule.step, object)) return NOTHING;
    return this.visitOnce(`-${rule.id} ${object}`, NOTHING, () => this.denyStep(rule, rule.step, object));
  }

  /**
   * Visits a pair unless it is open already: a repeated one adds no evidence, so it grants nothing and needn't be
   * denied.
   */
  private visitOnce(key: string, ifOpen: Alternatives, visit: () => Alternatives): Alternatives {
    if (this.open.has(key)) return ifOpen;
    if (this.open.size >= this.nested || ++this.visits > MAX_VISITS) return IMPOSSIBLE;
    this.open.add(key);
    const found = visit();
    this.open.delete(key);
    return found;
  }

  private allowStep(owner: Rule, step: Step, object: number): Alternatives {
    switch (step.op) {
      case "this":
        return anyOf([
          this.write(owner, object),
          ...step.usersets.map((edge) => this.allowUserset(owner, edge, object)),
        ]);
      case "computed":
        return this.allow(step.rule, object);
      case "from":
        return anyOf(
          step.parents.map((edge) => this.allowParent(this.program.rules[step.tupleset.id], edge, owner, object)),
        );
      case "or":
        return anyOf(step.of.map((child) => this.allowStep(owner, child, object)));
      case "and":
        return allOf(step.of.map((child) => this.allowStep(owner, child, object)));
      case "butNot":
        return allOf([this.allowStep(owner, step.base, object), this.denyStep(owner, step.subtract, object)]);
    }
  }

  /**
   * The tuple that names the subject itself, if the model allows it without a condition. If it allows no single
   * subject, the tuple that names the wildcard.
   */
  private write(owner: Rule, object: number): Alternatives {
    const { kind, index, wildcardKind } = this.subject;
    const own = owner.stored[kind];
    const everyone = wildcardKind < 0 ? undefined : owner.stored[wildcardKind];
    if (own !== undefined && this.evaluator.evaluationContext.valueOfTuple(own, object, index) === TRUE) return NOTHING;
    if (everyone !== undefined && this.evaluator.evaluationContext.valueOfTuple(everyone, object, 0) === TRUE)
      return NOTHING;
    if (own?.plain !== undefined) return [[this.change("add", this.names.subject, owner, object)]];
    if (everyone?.plain === undefined) return IMPOSSIBLE;
    const { name } = everyone.plain.kind.subjectType;
    return [[this.change("add", `${name}:${WILDCARD}`, owner, object)]];
  }

  /** Through a userset that the object names already, or one that contains the subject. */
  private allowUserset(owner: Rule, edge: Edge, object: number): Alternatives {
    const throughNamed = this.reachable(edge, object).map(({ rule, node }) => this.allow(rule, node));
    if (edge.store.plain === undefined) return anyOf(throughNamed);
    const suffix = `#${edge.rule.relation.name}`;
    const throughOwn = this.ownObjects(edge.rule).map(
      (own): Alternatives => [[this.change("add", own + suffix, owner, object)]],
    );
    const found = anyOf([...throughNamed, ...throughOwn]);
    return found.length > 0
      ? found
      : this.throughFresh(edge.rule, (own) => this.change("add", own + suffix, owner, object));
  }

  /** Through a parent that the object has already, or one to which the subject has the relation. */
  private allowParent(tupleset: Rule, edge: Edge, owner: Rule, object: number): Alternatives {
    const throughParents = this.reachable(edge, object).map(({ rule, node }) => this.allow(rule, node));
    if (edge.store.plain === undefined) return anyOf(throughParents);
    const name = this.names.of(owner, object);
    const link = (own: string): Change => {
      return { kind: "add", tuple: { subject: own, relation: tupleset.relation.name, object: name } };
    };
    const throughOwn = this.ownObjects(edge.rule).map((own): Alternatives => [[link(own)]]);
    const throughCircle = this.circularParents(edge.rule, owner, object).map((parent) =>
      allOf([[[link(this.names.of(edge.rule, parent))]], this.allow(edge.rule, parent)]),
    );
    const found = anyOf([...throughParents, ...throughOwn, ...throughCircle]);
    return found.length > 0 ? found : this.throughFresh(edge.rule, link);
  }

  /**
   * A few objects, nearest first, that may get the relation by becoming the object's parents: the object itself, and
   * objects that its tuples lead to.
   */
  private circularParents(rule: Rule, owner: Rule, object: number): number[] {
    if (this.through !== "circular" || this.program.reach[rule.id][this.subject.kind] === 0) return [];
    const partitions = this.program.graph.allPartitions().filter(({ kind, size }) => size > 0 && !kind.wildcard);
    const met = new Map([[this.names.of(owner, object), { nodes: owner.nodes, node: object }]]);
    // The map grows during the iteration.
    for (const { nodes, node } of met.values()) {
      for (const { kind, objects } of partitions) {
        if (kind.subjectType !== nodes || met.size > MAX_SCANNED) continue;
        objects.seek(node);
        for (const next of objects.values.subarray(objects.start, Math.min(objects.end, objects.start + MAX_SCANNED))) {
          this.evaluator.meter.spend(COST.words);
          met.set(`${kind.objectType.name}:${kind.objectType.dictionary.id(next)}`, {
            nodes: kind.objectType,
            node: next,
          });
        }
      }
    }
    const parents = [...met.values()].filter(({ nodes }) => nodes === rule.nodes);
    return parents.slice(0, MAX_OWN).map(({ node }) => node);
  }

  /** Through a new object, and a relation to it. */
  private throughFresh(rule: Rule, link: (own: string) => Change): Alternatives {
    if (this.through !== "fresh" || this.program.reach[rule.id][this.subject.kind] === 0) return IMPOSSIBLE;
    const fresh = this.names.fresh(rule);
    return allOf([[[link(this.names.of(rule, fresh))]], this.allow(rule, fresh)]);
  }

  private denyStep(owner: Rule, step: Step, object: number): Alternatives {
    switch (step.op) {
      case "this":
        return allOf([...this.eraseNames(owner, object), ...this.cut(owner, owner, step.usersets, object)]);
      case "computed":
        return this.deny(step.rule, object);
      case "from":
        return allOf(this.cut(this.program.rules[step.tupleset.id], owner, step.parents, object));
      case "or":
        return allOf(step.of.map((child) => this.denyStep(owner, child, object)));
      case "and":
        return anyOf(step.of.map((child) => this.denyStep(owner, child, object)));
      case "butNot":
        return anyOf([this.denyStep(owner, step.base, object), this.allowStep(owner, step.subtract, object)]);
    }
  }

  /** Deletions of the tuples that name the subject or its wildcard. */
  private eraseNames(owner: Rule, object: number): Alternatives[] {
    const { kind, index, wildcardKind } = this.subject;
    const ways = [
      { store: owner.stored[kind], at: index },
      { store: wildcardKind < 0 ? undefined : owner.stored[wildcardKind], at: 0 },
    ];
    return ways.flatMap(({ store, at }) => {
      if (store === undefined || this.evaluator.evaluationContext.valueOfTuple(store, object, at) === FALSE) return [];
      const { subject, relation, object: name } = this.names.tuple(store, object, at);
      return [[[{ kind: "remove" as const, tuple: { subject, relation, object: name } }]]];
    });
  }

  /** For each tuple that grants the relation: its deletion, or changes behind it. */
  private cut(tupleOwner: Rule, owner: Rule, edges: readonly Edge[], object: number): Alternatives[] {
    const through = edges.flatMap((edge) => this.reachable(edge, object));
    return through.flatMap(({ store, rule, node }) => {
      if (this.evaluator.isFalse(rule, rule.step, node)) return [];
      const { subject, relation } = this.names.tuple(store, object, node);
      const tuple = { subject, relation, object: this.names.of(tupleOwner === owner ? owner : tupleOwner, object) };
      return [anyOf([[[{ kind: "remove" as const, tuple }]], this.deny(rule, node)])];
    });
  }

  private reachable(edge: Edge, object: number): Crossed[] {
    if (this.program.reach[edge.rule.id][this.subject.kind] === 0) return [];
    return crossings([edge], object, this.evaluator.evaluationContext);
  }

  /** A few objects to which the subject has the rule's relation; others may be excluded elsewhere. */
  private ownObjects(rule: Rule): string[] {
    if (this.program.reach[rule.id][this.subject.kind] === 0 || ++this.visits > MAX_VISITS) return [];
    const { meter } = this.evaluator;
    const search = reachedObjects(this.program, meter, this.budget, this.subject, rule, MAX_SCANNED);
    const { objects, certain } = runSteps(search);
    const own: string[] = [];
    for (const object of objects) {
      if (own.length === MAX_OWN) break;
      if (certain || this.evaluator.isTrue(rule, object)) own.push(this.names.of(rule, object));
    }
    return own;
  }

  private change(kind: Change["kind"], subject: string, owner: Rule, object: number): Change {
    return { kind, tuple: { subject, relation: owner.relation.name, object: this.names.of(owner, object) } };
  }
}
