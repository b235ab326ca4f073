import { type Flat, flatOf } from "./flat.ts";
import type { Program, Rule, Special, Store } from "./program.ts";

/** What one kind of an object's tuples is good for. */
export interface Use {
  /** Whether a tuple may name the subject itself. */
  names: boolean;
  /** Whether they name everyone of the subject's type. */
  everyone: boolean;
  /** The rules to ask of the nodes that they lead to. */
  readonly leads: Rule[];
  /** Where they only count at times. */
  readonly special: Special | undefined;
}

/** Tuples that name a subject or everyone, seen from the subject. */
export interface Source {
  readonly store: Store;
  /** Whether they always count. */
  readonly certain: boolean;
}

/** What a pure rule asks of an object's rows and of a subject's, for subjects of one kind. */
export interface Plan {
  readonly flat: Flat;
  /** By slot of the object's type; a hole for tuples that do not matter. */
  readonly slots: readonly (Use | undefined)[];
  /** By slot of the subject's type: where it is named itself, and where everyone is. */
  readonly named: readonly (Source | undefined)[];
  readonly everyone: readonly (Source | undefined)[];
}

/** Makes plans when they are first asked for, and keeps them. */
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
