import { type Flat, flatOf } from "./flat.ts";
import type { Program, Rule, Special, Store } from "./program.ts";

/** Use of one kind of an object's tuples. */
export interface Use {
  /** Whether a tuple may name the subject itself. */
  names: boolean;
  /** Whether they name the wildcard of the subject's type. */
  everyone: boolean;
  /** Rules to evaluate on the nodes that they lead to. */
  readonly leads: Rule[];
  /** Present if they expire or have a condition. */
  readonly special: Special | undefined;
}

/** Tuples that name a subject or a wildcard, seen from the subject. */
export interface Source {
  readonly store: Store;
  /** Whether they always count. */
  readonly certain: boolean;
}

/** Plan of a pure rule: rows of the object and the subject to read, for subjects of one kind. */
export interface Plan {
  readonly flat: Flat;
  /** Uses by slot of the object's type; a hole for irrelevant tuples. */
  readonly slots: readonly (Use | undefined)[];
  /** Sources by slot of the subject's type: of tuples that name the subject, and its wildcard. */
  readonly named: readonly (Source | undefined)[];
  readonly everyone: readonly (Source | undefined)[];
}

/** Creates plans on first use and caches them. */
export class Plans {
  private readonly program: Program;
  private readonly made: (Plan | undefined)[] = [];
  private readonly kinds: number;

  constructor(program: Program) {
    this.program = program;
    this.kinds = 2 * program.kinds.types + program.kinds.relations;
  }

  /** The rule must be pure. */
  of(rule: Rule, kind: number): Plan {
    const index = rule.id * this.kinds + kind;
    const made = this.made[index];
    if (made !== undefined) return made;
    const plan = this.make(rule, kind);
    this.made[index] = plan;
    return plan;
  }

  private make(rule: Rule, kind: number): Plan {
    const flat = flatOf(this.program, rule, kind);
    const slots: (Use | undefined)[] = [];
    const uses = ({ plain, special }: Store): Use[] => [
      ...(plain === undefined ? [] : [useAt(slots, plain.subjects.slot, undefined)]),
      ...special.map((one) => useAt(slots, one.partition.subjects.slot, one)),
    ];
    for (const use of flat.named.flatMap(uses)) use.names = true;
    for (const use of flat.everyone.flatMap(uses)) use.everyone = true;
    for (const edge of flat.edges) for (const use of uses(edge.store)) use.leads.push(edge.rule);
    return { flat, slots: Array.from(slots), named: sourcesIn(flat.named), everyone: sourcesIn(flat.everyone) };
  }
}

function useAt(slots: (Use | undefined)[], slot: number, special: Special | undefined): Use {
  const use = slots[slot] ?? { names: false, everyone: false, leads: [], special };
  slots[slot] = use;
  return use;
}

function sourcesIn(stores: readonly Store[]): (Source | undefined)[] {
  const slots: (Source | undefined)[] = [];
  for (const store of stores) {
    if (store.plain !== undefined) slots[store.plain.objects.slot] = { store, certain: true };
    for (const { partition } of store.special) slots[partition.objects.slot] = { store, certain: false };
  }
  return Array.from(slots);
}
