import { doubled, type Numbers } from "../graph/arrays.ts";
import { type Budget, type Pair, workExceeded } from "./budget.ts";
import { type Flat, Flats } from "./flat.ts";
import { Frontier } from "./frontier.ts";
import { Memberships } from "./memberships.ts";
import { NodeTable } from "./node-table.ts";
import type { Edge, Program, Rule } from "./program.ts";
import { NOBODY, type Subject } from "./subject.ts";
import type { Terms } from "./terms.ts";
import { FALSE, TRUE, UNDEFINED, type Value } from "./value.ts";

/**
 * Answers pure rules (unions all the way down) breadth first: each (rule, object) is looked at once, cycles
 * end by themselves, and the depth at which the subject is found is the smallest there is. Rules that only nest
 * in themselves are not walked but looked up (`Memberships`).
 *
 * Within one evaluation the nodes of walks that found nothing stay marked, so no later walk repeats them.
 */
export class Walk {
  /** How many (rule, object) pairs this evaluation has looked at. */
  work = 0;
  private readonly program: Program;
  private readonly budget: Budget;
  private readonly terms: Terms;
  private readonly flats: Flats;
  private readonly memberships: Memberships;
  private readonly seen = new NodeTable();
  /** By pair number in `seen`: the walk that looked at it last, 0 for none. */
  private seenBy: Numbers = new Uint32Array(64);
  /** By walk number: whether it ended without finding the subject. */
  private readonly barren: boolean[] = [];
  private walk = 0;
  private subject: Subject = NOBODY;
  private level = new Frontier();
  private nextLevel = new Frontier();
  /** Whether the present level is the deepest allowed, and a pair of it below which there is more. */
  private atLimit = false;
  cutAt: Pair | undefined;

  constructor(program: Program, budget: Budget, terms: Terms) {
    this.program = program;
    this.budget = budget;
    this.terms = terms;
    this.flats = new Flats(program);
    this.memberships = new Memberships(program, this.flats, terms);
  }

  begin(subject: Subject): void {
    this.subject = subject;
    this.memberships.begin(subject);
    this.seen.clear();
    this.barren.length = 1;
    this.walk = 0;
    this.work = 0;
  }

  /** `depth` is how many tuples led here already. UNDEFINED when the depth ends before the search does. */
  from(rule: Rule, object: number, depth: number): Value {
    this.walk++;
    this.level.length = 0;
    this.cutAt = undefined;
    const value = this.search(rule, object, depth);
    this.barren[this.walk] = value === FALSE;
    return value;
  }

  private search(rule: Rule, object: number, depth: number): Value {
    if (this.arrive(rule, object, this.level)) return TRUE;
    for (let hops = depth; this.level.length > 0; hops++) {
      this.atLimit = hops >= this.budget.depth;
      this.nextLevel.length = 0;
      // Objects of the same rule join their own level while it is being read: nesting costs no depth.
      for (let i = 0; i < this.level.length; i++) {
        const at = this.program.rules[this.level.rules[i]];
        if (this.follow(at, this.level.objects[i])) return TRUE;
      }
      [this.level, this.nextLevel] = [this.nextLevel, this.level];
    }
    return this.cutAt === undefined ? FALSE : UNDEFINED;
  }

  private follow(rule: Rule, object: number): boolean {
    const { usersets, parents } = this.flats.of(rule, this.subject.kind);
    for (const edge of usersets) if (this.cross(rule, edge, object)) return true;
    for (const edge of parents) if (this.cross(rule, edge, object)) return true;
    return false;
  }

  private cross(from: Rule, { store, rule }: Edge, object: number): boolean {
    const free = rule === from;
    const queue = free ? this.level : this.nextLevel;
    const tooDeep = this.atLimit && !free;
    if (store.plain !== undefined) {
      store.plain.subjects.seek(object);
      const { values, start, end } = store.plain.subjects;
      if (tooDeep) {
        if (start < end) this.cutAt = { rule: from, object };
      } else if (this.memberships.covers(rule)) {
        if (this.memberships.hasAny(rule, values, start, end)) return true;
      } else for (let i = start; i < end; i++) if (this.arrive(rule, values[i], queue)) return true;
    }
    for (const special of store.special) {
      if (special.partition.size === 0) continue;
      special.partition.subjects.seek(object);
      const { values, columns, start, end } = special.partition.subjects;
      for (let i = start; i < end; i++) {
        if (this.terms.at(special, columns, i) !== TRUE) continue;
        if (tooDeep) this.cutAt = { rule: from, object };
        else if (this.arrive(rule, values[i], queue)) return true;
      }
    }
    return false;
  }

  /** Looks at a pair unless that was done, and queues it if it leads on. Whether the subject is found right there. */
  private arrive(rule: Rule, object: number, queue: Frontier): boolean {
    if (this.memberships.covers(rule)) return this.memberships.has(rule, object);
    if (!this.mark(rule.id, object)) return false;
    if (++this.work > this.budget.work) throw workExceeded(this.budget, { rule, object });
    this.memberships.walked(rule);
    const flat = this.flats.of(rule, this.subject.kind);
    if (flat.usersets.length + flat.parents.length > 0) queue.push(rule.id, object);
    return this.isNamed(flat, object);
  }

  private isNamed(flat: Flat, object: number): boolean {
    const { index, rule } = this.subject;
    if (rule >= 0 && object === index && flat.rules.includes(rule)) return true;
    for (const store of flat.named) if (this.terms.of(store, object, index) === TRUE) return true;
    for (const store of flat.everyone) if (this.terms.of(store, object, 0) === TRUE) return true;
    return false;
  }

  /** Whether the pair still has to be looked at in this walk. */
  private mark(rule: number, object: number): boolean {
    const known = this.seen.count;
    const pair = this.seen.put(rule, object);
    if (pair === this.seenBy.length) this.seenBy = doubled(this.seenBy);
    const by = pair === known ? 0 : this.seenBy[pair];
    if (by === this.walk || this.barren[by] === true) return false;
    this.seenBy[pair] = this.walk;
    return true;
  }
}
