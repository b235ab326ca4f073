import type { Triple } from "../evaluate/changes.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import { NodeTable } from "../evaluate/node-table.ts";
import type { Program, Rule, Store } from "../evaluate/program.ts";
import type { Subject } from "../evaluate/subject.ts";
import { unlessExceeded } from "../evaluate/unless-exceeded.ts";
import { FALSE, TRUE, type Value } from "../evaluate/value.ts";
import { WILDCARD } from "../tuple.ts";
import { COST, type Meter } from "../work/meter.ts";
import type { Steps } from "../work/steps.ts";
import { Collector, Found } from "./collector.ts";
import { type RulePair, rulePairs, type Side, type Sides } from "./rule-pairs.ts";

/**
 * Access that one model grants and the other doesn't: single subjects, and `type:*` for subjects that no tuple
 * names.
 */
export interface AccessChanges {
  readonly gained: readonly Triple[];
  readonly lost: readonly Triple[];
  /** False if there are or may be more changes than are listed or could be examined. */
  readonly complete: boolean;
}

/** Program and evaluator of one of the models. */
export interface AccessSide {
  readonly program: Program;
  readonly evaluator: Evaluator;
}

/** A single subject, or everyone else of its type. */
interface Candidate {
  readonly type: string;
  /** Node number, or `EVERYONE` for all subjects that no tuple names. */
  readonly node: number;
}

const EVERYONE = -1;
/** Differences that are recorded to find the ones that follow from them. */
const MAX_ORIGINS = 100_000;

/**
 * Compares the access that two models grant on one graph. A relation can differ for a subject only if its
 * definition, or one that it depends on, differs in a part that may hold for the subject. Such subjects are found
 * first and then decided by both models, so every listed change is real. Ends early, with `complete: false`, if that
 * takes too much work.
 */
export class AccessComparison {
  private readonly sides: Sides<AccessSide>;
  private readonly meter: Meter;
  private readonly limit: number;
  private readonly pairs: readonly RulePair[];
  private readonly collectors: Sides<Collector>;
  private readonly gained: Triple[] = [];
  private readonly lost: Triple[] = [];
  private complete = true;
  /** Subjects for whom a difference begins, by pair and object. */
  private readonly origins = new Map<RulePair, Map<number, readonly Candidate[]>>();
  private originCount = 0;

  /** Lists at most `limit` changes of each kind. The evaluators share their meter and evaluation time. */
  constructor(sides: Sides<AccessSide>, conditions: ReadonlySet<string>, limit: number) {
    this.sides = sides;
    this.limit = limit;
    this.meter = sides[0].evaluator.meter;
    this.pairs = rulePairs([sides[0].program, sides[1].program], conditions);
    this.collectors = [new Collector(sides[0].program, this.meter), new Collector(sides[1].program, this.meter)];
  }

  *changes(): Steps<AccessChanges> {
    for (const pair of this.pairs) {
      if (pair.sources.length > 0) yield* this.eachObject(pair, (object) => this.begins(pair, object));
    }
    for (const pair of this.pairs) {
      if (this.followsFromOrigins(pair)) yield* this.eachObject(pair, (object) => this.follows(pair, object));
    }
    const { gained, lost, complete } = this;
    return { gained, lost, complete };
  }

  /** Runs the work for every object that has tuples, until a limit is reached. */
  private *eachObject({ rules: [{ nodes }] }: RulePair, work: (object: number) => Steps<void>): Steps<void> {
    for (let object = 0; object < nodes.dictionary.size; object++) {
      this.meter.work += COST.row;
      if (this.meter.isDue) yield;
      if (this.isOver()) return;
      nodes.asObject.open(object);
      if (nodes.asObject.start < nodes.asObject.end) yield* work(object);
    }
  }

  private isOver(): boolean {
    const isFull = this.gained.length >= this.limit && this.lost.length >= this.limit;
    if (!isFull && !this.meter.isExhausted && this.originCount <= MAX_ORIGINS) return false;
    this.complete = false;
    return true;
  }

  /** Lists and records the subjects for whom a difference begins at the pair's relation of the object. */
  private *begins(pair: RulePair, object: number): Steps<void> {
    const found = new Found();
    for (const { side, owner, part } of pair.sources) {
      yield* this.collectors[side].collectPossible(owner, part, object, found);
    }
    if (found.everyone.size > 0) yield* this.addNamed(pair, object, found);
    const differing: Candidate[] = [];
    for (const candidate of candidatesIn(found)) {
      if (this.meter.isDue) yield;
      if (this.isOver()) break;
      if (this.decide(pair, object, candidate)) differing.push(candidate);
    }
    if (differing.length === 0) return;
    this.originCount += differing.length;
    const objects = this.origins.get(pair) ?? new Map<number, readonly Candidate[]>();
    this.origins.set(pair, objects.set(object, differing));
  }

  /** Adds every named subject if a wildcard is affected: each may be an exception. */
  private *addNamed({ rules }: RulePair, object: number, found: Found): Steps<void> {
    const named = new Found();
    for (const side of [0, 1] as const) yield* this.collectors[side].collectNamed(rules[side], object, named);
    for (const type of found.everyone) for (const node of named.named.get(type) ?? []) found.add(type, node);
  }

  /** Whether a recorded difference may cause one in the pair's relation of another object. */
  private followsFromOrigins(pair: RulePair): boolean {
    const reached = new Set(pair.dependencies.map((dependency) => dependency.pair));
    for (const one of reached) for (const dependency of one.dependencies) reached.add(dependency.pair);
    return [...reached].some((one) => this.origins.has(one));
  }

  /** Lists subjects for whom the pair's relation of the object differs because of its dependencies. */
  private *follows(pair: RulePair, object: number): Steps<void> {
    const own = new Set(this.origins.get(pair)?.get(object)?.map(keyOf));
    const found = new Found();
    const seen = new NodeTable();
    const open = [{ pair, object }];
    seen.put(pair.id, object);
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      if (this.meter.isDue) yield;
      if (this.isOver()) return;
      for (const candidate of this.origins.get(one.pair)?.get(one.object) ?? []) {
        this.meter.work += COST.row;
        if (candidate.node === EVERYONE) found.everyone.add(candidate.type);
        else found.add(candidate.type, candidate.node);
      }
      for (const dependency of one.pair.dependencies) {
        const nodes = dependency.store === undefined ? [one.object] : this.nodesIn(dependency.store, one.object);
        for (const node of nodes) {
          const known = seen.count;
          if (seen.put(dependency.pair.id, node) === known) open.push({ pair: dependency.pair, object: node });
        }
      }
    }
    if (found.everyone.size > 0) yield* this.addNamed(pair, object, found);
    for (const candidate of candidatesIn(found)) {
      if (this.meter.isDue) yield;
      if (this.isOver()) return;
      if (!own.has(keyOf(candidate))) this.decide(pair, object, candidate);
    }
  }

  private nodesIn({ plain, special }: Store, object: number): number[] {
    const partitions = [...(plain === undefined ? [] : [plain]), ...special.map(({ partition }) => partition)];
    return partitions.flatMap(({ subjects }) => {
      subjects.seek(object);
      this.meter.work += COST.pair * (1 + subjects.end - subjects.start);
      return [...subjects.values.subarray(subjects.start, subjects.end)];
    });
  }

  /**
   * Lists the candidate if only one model grants the relation, and returns whether the values differ at all.
   * Dependents may need more than yes or no: a subtracted relation that is conditional or undefined grants nothing
   * either.
   */
  private decide({ rules }: RulePair, object: number, candidate: Candidate): boolean {
    const before = this.valueOf(0, rules[0], object, candidate);
    const after = this.valueOf(1, rules[1], object, candidate);
    if (before === undefined || after === undefined) {
      this.complete = false;
      return false;
    }
    if ((before === TRUE) !== (after === TRUE))
      this.list(after === TRUE ? this.gained : this.lost, rules[0], object, candidate);
    return before !== after;
  }

  /** Value under one model, or undefined if the limits don't allow a decision. */
  private valueOf(side: Side, rule: Rule, object: number, candidate: Candidate): Value | undefined {
    const { program, evaluator } = this.sides[side];
    const subject = subjectIn(program, candidate);
    if (subject === undefined) return FALSE;
    return unlessExceeded(() => {
      evaluator.begin(subject);
      return evaluator.unsettled(rule, object);
    });
  }

  private list(triples: Triple[], rule: Rule, object: number, candidate: Candidate): void {
    if (triples.length < this.limit) triples.push(this.tripleOf(rule, object, candidate));
    else this.complete = false;
  }

  private tripleOf({ nodes, relation }: Rule, object: number, { type, node }: Candidate): Triple {
    const { dictionary } = this.sides[0].program.graph.type(type);
    const id = node === EVERYONE ? WILDCARD : dictionary.id(node);
    return {
      subject: `${type}:${id}`,
      relation: relation.name,
      object: `${nodes.name}:${nodes.dictionary.id(object)}`,
    };
  }
}

function candidatesIn({ named, everyone }: Found): Candidate[] {
  const singles = [...named].flatMap(([type, nodes]) => [...nodes].map((node) => ({ type, node })));
  return [...[...everyone].map((type) => ({ type, node: EVERYONE })), ...singles];
}

function keyOf({ type, node }: Candidate): string {
  return `${node} ${type}`;
}

/** Subject in the program's numbers, or undefined if its model lacks the type. */
function subjectIn(program: Program, { type, node }: Candidate): Subject | undefined {
  const id = program.type(type)?.id;
  if (id === undefined) return undefined;
  const nodes = program.graph.type(type);
  const { types } = program.kinds;
  if (node === EVERYONE) return { kind: types + id, wildcardKind: -1, index: 0, rule: -1, nodes };
  return { kind: id, wildcardKind: types + id, index: node, rule: -1, nodes };
}
