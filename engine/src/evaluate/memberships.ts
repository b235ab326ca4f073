import type { Numbers } from "../graph/arrays.ts";
import type { Flat, Flats } from "./flat.ts";
import { hasBit, Nesting } from "./nesting.ts";
import type { Program, Rule, Store } from "./program.ts";
import { NOBODY, type Subject } from "./subject.ts";
import type { Terms } from "./terms.ts";
import { TRUE } from "./value.ts";

/** Above this many pairs to compare, the rows of all the subject's own objects are joined into one. */
const FEW = 24;
/** A subject that more objects name than this is cheaper to walk to than to gather from. */
const MANY = 2000;

/**
 * Membership of one subject in objects of rules that nest in themselves only: found without walking, from the
 * objects that name the subject and the nesting above them.
 */
export class Memberships {
  private readonly flats: Flats;
  private readonly terms: Terms;
  /** By rule id; undefined for rules that cannot be answered this way. */
  private readonly nestings: readonly (Nesting | undefined)[];
  /** By rule id: the tuples through which it nests in itself. */
  private readonly nested: readonly (readonly Store[])[];
  private readonly memberships: Membership[];
  private subject: Subject = NOBODY;
  private question = 0;

  constructor(program: Program, flats: Flats, terms: Terms) {
    this.flats = flats;
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

  /** Whether the rule can be answered here, now, for this subject. */
  covers(rule: Rule): boolean {
    const nesting = this.nestings[rule.id];
    if (nesting === undefined) return false;
    const membership = this.memberships[rule.id];
    if (membership.question !== this.question) this.open(rule, nesting, membership);
    return membership.covered;
  }

  /** Says that an object of the rule had to be walked. */
  walked(rule: Rule): void {
    this.nestings[rule.id]?.walked();
  }

  /** Whether the subject has the rule's relation to the object. The rule must be covered. */
  has(rule: Rule, object: number): boolean {
    return this.of(rule).reaches(object);
  }

  /** Whether that is so for any of the objects in this part of a row. */
  hasAny(rule: Rule, objects: Numbers, start: number, end: number): boolean {
    return start < end && this.of(rule).reachesAny(objects, start, end);
  }

  private of(rule: Rule): Membership {
    const membership = this.memberships[rule.id];
    if (!membership.gathered) this.gather(this.flats.of(rule, this.subject.kind), membership);
    return membership;
  }

  private open(rule: Rule, nesting: Nesting, membership: Membership): void {
    membership.begin(this.question, nesting);
    membership.covered =
      nesting.isReady() && this.isUnconditional(rule) && this.count(this.flats.of(rule, this.subject.kind)) <= MANY;
  }

  /** Nesting that ends at a time is not in the rows. */
  private isUnconditional(rule: Rule): boolean {
    return this.nested[rule.id].every((store) => store.special.every(({ partition }) => partition.size === 0));
  }

  /** How many objects name the subject or everyone, whether that counts or not. */
  private count({ named, everyone }: Flat): number {
    let count = 0;
    const add = (subject: number) => (store: Store) => {
      count += store.plain?.objects.length(subject) ?? 0;
      for (const { partition } of store.special) if (partition.size > 0) count += partition.objects.length(subject);
    };
    named.forEach(add(this.subject.index));
    everyone.forEach(add(0));
    return count;
  }

  /** The objects that name the subject, or everyone; and the subject's own where it is a userset of the rule. */
  private gather(flat: Flat, membership: Membership): void {
    membership.gathered = true;
    const { index, rule } = this.subject;
    if (rule >= 0 && flat.rules.includes(rule)) membership.add(index);
    for (const store of flat.named) this.gatherFrom(store, index, membership);
    for (const store of flat.everyone) this.gatherFrom(store, 0, membership);
  }

  private gatherFrom(store: Store, subject: number, membership: Membership): void {
    if (store.plain !== undefined) {
      store.plain.objects.seek(subject);
      const { values, start, end } = store.plain.objects;
      for (let i = start; i < end; i++) membership.add(values[i]);
    }
    for (const { partition } of store.special) {
      if (partition.size === 0) continue;
      partition.objects.seek(subject);
      const { values, start, end } = partition.objects;
      for (let i = start; i < end; i++) {
        if (this.terms.of(store, values[i], subject) === TRUE) membership.add(values[i]);
      }
    }
  }
}

/** The objects that name one subject, and what they lie in. */
class Membership {
  question = 0;
  covered = false;
  gathered = false;
  private nesting: Nesting | undefined;
  private readonly own: number[] = [];
  private readonly components: number[] = [];
  private joined: Numbers | undefined;

  begin(question: number, nesting: Nesting): void {
    this.question = question;
    this.nesting = nesting;
    this.gathered = false;
    this.own.length = 0;
    this.components.length = 0;
    this.joined = undefined;
  }

  add(object: number): void {
    this.own.push(object);
    this.components.push(this.nesting?.componentOf(object) ?? -1);
  }

  reaches(object: number): boolean {
    if (this.own.length === 0) return false;
    if (this.own.length <= FEW) {
      for (let i = 0; i < this.own.length; i++) if (this.own[i] === object) return true;
    } else if (this.own.includes(object)) return true;
    const target = this.nesting?.componentOf(object) ?? -1;
    return target >= 0 && this.reachesComponent(target);
  }

  reachesAny(objects: Numbers, start: number, end: number): boolean {
    if (this.own.length === 0) return false;
    if ((end - start) * this.own.length > FEW) this.join();
    for (let i = start; i < end; i++) if (this.reaches(objects[i])) return true;
    return false;
  }

  private reachesComponent(target: number): boolean {
    if (this.joined !== undefined) return hasBit(this.joined, target);
    for (const component of this.components) {
      if (component === target) return true;
      if (component >= 0 && this.nesting !== undefined && hasBit(this.nesting.row(component), target)) return true;
    }
    return false;
  }

  private join(): void {
    const { nesting } = this;
    if (this.joined !== undefined || nesting === undefined) return;
    const joined = new Uint32Array(nesting.words);
    for (const component of this.components) {
      if (component < 0) continue;
      const row = nesting.row(component);
      for (let word = 0; word < row.length; word++) joined[word] |= row[word];
    }
    this.joined = joined;
  }
}

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
    return onlyNests(one.step);
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
