import { doubled, lowerBound, type Numbers } from "../graph/arrays.ts";
import type { NodeType } from "../graph/partition.ts";
import { countOf, LONG, slotOf } from "../graph/rows.ts";
import { Nesting } from "./nesting.ts";
import type { Plan, Plans, Source } from "./plan.ts";
import type { Program, Rule, Store } from "./program.ts";
import { NOBODY, type Subject } from "./subject.ts";
import type { Terms } from "./terms.ts";
import { TRUE } from "./value.ts";

/** A subject that more objects name than this is cheaper to walk to than to gather from. */
const MANY = 2000;

/**
 * Membership of one subject in objects of rules that nest in themselves only: found without walking, from the
 * objects that name the subject and the nesting above them.
 */
export class Memberships {
  private readonly plans: Plans;
  private readonly terms: Terms;
  /** By rule id; undefined for rules that cannot be answered this way. */
  private readonly nestings: readonly (Nesting | undefined)[];
  /** By rule id: the tuples through which it nests in itself. */
  private readonly nested: readonly (readonly Store[])[];
  private readonly memberships: Membership[];
  private subject: Subject = NOBODY;
  private question = 0;

  constructor(program: Program, plans: Plans, terms: Terms) {
    this.plans = plans;
    this.terms = terms;
    this.nested = program.rules.map(nestedIn);
    this.nestings = program.rules.map((rule, i) => {
      const partitions = this.nested[i].flatMap((store) => store.plain ?? []);
      return partitions.length === 0 ? undefined : new Nesting(partitions, () => rule.nodes.dictionary.size);
    });
    this.memberships = program.rules.map(() => new Membership());
  }

  begin(subject: Subject): void {
    this.subject = subject;
    this.question++;
  }

  /** What says of which objects the subject has the rule's relation; undefined where that has to be walked. */
  of(rule: Rule): Membership | undefined {
    const nesting = this.nestings[rule.id];
    if (nesting === undefined) return undefined;
    const membership = this.memberships[rule.id];
    if (membership.question !== this.question) this.open(rule, nesting, membership);
    return membership.covered ? membership : undefined;
  }

  /** Says that an object of the rule had to be walked. */
  walked(rule: Rule): void {
    this.nestings[rule.id]?.walked();
  }

  private open(rule: Rule, nesting: Nesting, membership: Membership): void {
    membership.begin(this.question, nesting);
    if (!nesting.isReady() || !this.isUnconditional(rule)) return;
    membership.covered = this.gather(this.plans.of(rule, this.subject.kind), membership);
  }

  /** Nesting that ends at a time is not in the intervals. */
  private isUnconditional(rule: Rule): boolean {
    for (const { special } of this.nested[rule.id]) {
      for (const { partition } of special) if (partition.size > 0) return false;
    }
    return true;
  }

  /**
   * The objects that name the subject, or everyone; and the subject's own where it is a userset of the rule. False
   * where they are too many.
   */
  private gather({ flat, named, everyone }: Plan, membership: Membership): boolean {
    const { index, rule, nodes } = this.subject;
    if (rule >= 0 && flat.rules.includes(rule)) membership.add(index);
    const few = this.gatherFrom(nodes, index, named, membership);
    if (!few || (everyone.length > 0 && !this.gatherFrom(nodes, 0, everyone, membership))) return false;
    membership.seal();
    return true;
  }

  private gatherFrom(
    { asSubject }: NodeType,
    subject: number,
    sources: readonly (Source | undefined)[],
    membership: Membership,
  ): boolean {
    asSubject.open(subject);
    const { words, end } = asSubject;
    for (let at = asSubject.start; at < end; ) {
      const header = words[at++];
      const count = header < LONG ? countOf(header) : words[at++];
      const slot = slotOf(header);
      const source = slot < sources.length ? sources[slot] : undefined;
      if (source !== undefined) {
        if (membership.count + count > MANY) return false;
        for (let i = at; i < at + count; i++) {
          if (source.certain || this.terms.of(source.store, words[i], subject) === TRUE) membership.add(words[i]);
        }
      }
      at += count;
    }
    return true;
  }
}

/** The objects that name one subject, and what they lie in. */
export class Membership {
  question = 0;
  covered = false;
  private nesting: Nesting | undefined;
  /** Objects of which none lies in others, nor others in it. */
  private alone: Numbers = new Uint32Array(8);
  private aloneCount = 0;
  /** The numbers of all others in the nesting. */
  private numbers: Numbers = new Uint32Array(8);
  private numberCount = 0;

  begin(question: number, nesting: Nesting): void {
    this.question = question;
    this.nesting = nesting;
    this.covered = false;
    this.aloneCount = 0;
    this.numberCount = 0;
  }

  /** How many objects there are. */
  get count(): number {
    return this.aloneCount + this.numberCount;
  }

  /** `seal` comes after the last. */
  add(object: number): void {
    const number = this.nesting?.numberOf(object) ?? 0;
    if (number === 0) {
      if (this.aloneCount === this.alone.length) this.alone = doubled(this.alone);
      this.alone[this.aloneCount++] = object;
    } else {
      if (this.numberCount === this.numbers.length) this.numbers = doubled(this.numbers);
      this.numbers[this.numberCount++] = number;
    }
  }

  seal(): void {
    sort(this.alone, this.aloneCount);
    sort(this.numbers, this.numberCount);
  }

  /** Whether the subject has the relation to the object. */
  has(object: number): boolean {
    const { nesting, alone, aloneCount } = this;
    if (this.numberCount > 0 && nesting?.holds(object, this.numbers, this.numberCount) === true) return true;
    const at = lowerBound(alone, 0, aloneCount, object);
    return at < aloneCount && alone[at] === object;
  }
}

/** Few at most: then this is quicker than the array's own sort. */
const FEW = 32;

function sort(numbers: Numbers, count: number): void {
  if (count > FEW) {
    numbers.subarray(0, count).sort();
    return;
  }
  for (let i = 1; i < count; i++) {
    const number = numbers[i];
    let at = i;
    for (; at > 0 && numbers[at - 1] > number; at--) numbers[at] = numbers[at - 1];
    numbers[at] = number;
  }
}

/** Relations that one may rest on and still be answered from its nesting: looking at every chain whole is quadratic. */
const MAX_COMPUTED = 50;

/**
 * The tuples through which a pure rule nests in itself, if that is all it does, otherwise none: it must not follow
 * parents, nor usersets of another rule, and neither must computed relations of the same object.
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
