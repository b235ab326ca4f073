import { dependencyComponents } from "../model/components.ts";
import type { Relation, Restriction, Rewrite, Schema } from "../model/schema.ts";

/**
 * Subjects come in kinds, numbered: first each type's single subjects (by type id), then each type's
 * wildcard, then the userset of each relation (by relation id).
 */
export interface SubjectKinds {
  readonly types: number;
  readonly relations: number;
}

export function kindOf(kinds: SubjectKinds, subject: Restriction): number {
  if (subject.userset !== undefined) return 2 * kinds.types + subject.userset.id;
  return subject.wildcard ? kinds.types + subject.type.id : subject.type.id;
}

/**
 * How often the relations of a circle are looked at again. Real models need two or three rounds; one that needs more
 * is made up to take long.
 */
const MAX_ROUNDS = 8;

/**
 * For each relation, the kinds of subject that can have it in any graph whatever. What it rules out need
 * not be walked: a team's maintainers are users, so a question about a folder skips them.
 */
export function reachability(schema: Schema, kinds: SubjectKinds): Uint8Array[] {
  const width = 2 * kinds.types + kinds.relations;
  return new Reachability(schema, kinds).rows().map((bits) => {
    const row = new Uint8Array(width);
    for (let kind = 0; kind < width; kind++) row[kind] = (bits[kind >>> 5] >>> (kind & 31)) & 1;
    return row;
  });
}

/** A set of kinds, a bit for each. */
type Bits = Uint32Array;

/** Follows dependencies first, so that only relations that depend on each other in a circle are looked at repeatedly. */
class Reachability {
  private readonly schema: Schema;
  private readonly kinds: SubjectKinds;
  private readonly dependencies: readonly (readonly number[])[];
  private readonly found: readonly Bits[];

  constructor(schema: Schema, kinds: SubjectKinds) {
    this.schema = schema;
    this.kinds = kinds;
    this.dependencies = schema.relations.map((relation) => dependenciesOf(relation, relation.rewrite));
    this.found = schema.relations.map(({ id }) => {
      const own = this.none();
      add(own, 2 * kinds.types + id); // A userset has its own relation to its object.
      return own;
    });
  }

  rows(): readonly Bits[] {
    for (const members of dependencyComponents(this.dependencies).members) {
      const [first] = members;
      const isCircle = members.length > 1 || this.dependencies[first].includes(first);
      if (!isCircle) this.grow(first);
      else if (!this.settle(members)) this.assume(members);
    }
    return this.found;
  }

  /** Whether it came to an end. */
  private settle(members: readonly number[]): boolean {
    // Those found last in the circle come first: what they were found from needs them.
    const order = members.toReversed();
    for (let round = 0; round < MAX_ROUNDS; round++) {
      let hasChanged = false;
      for (const id of order) if (this.grow(id)) hasChanged = true;
      if (!hasChanged) return true;
    }
    return false;
  }

  /** Takes whatever can reach one of them for what can reach each: too much at most, which costs walks and no answers. */
  private assume(members: readonly number[]): void {
    const all = this.none();
    for (const id of members) {
      unite(all, this.found[id]);
      this.addStored(this.schema.relations[id], all);
      for (const dependency of this.dependencies[id]) unite(all, this.found[dependency]);
    }
    for (const id of members) unite(this.found[id], all);
  }

  /** Whether the relation was found to be reached by more than before. */
  private grow(id: number): boolean {
    const relation = this.schema.relations[id];
    return this.addKinds(relation, relation.rewrite, this.found[id]);
  }

  /** Adds to the set whatever can reach a part of the relation's definition. Whether that was anything new. */
  private addKinds(owner: Relation, rewrite: Rewrite, found: Bits): boolean {
    switch (rewrite.op) {
      case "this":
        return this.addStored(owner, found);
      case "computed":
        return unite(found, this.found[rewrite.relation.id]);
      case "from":
        return anyOf(rewrite.targets, ({ id }) => unite(found, this.found[id]));
      case "or":
        return anyOf(rewrite.of, (child) => this.addKinds(owner, child, found));
      case "and":
        return unite(found, this.shared(owner, rewrite.of));
      case "butNot":
        return this.addKinds(owner, rewrite.base, found);
    }
  }

  private shared(owner: Relation, rewrites: readonly Rewrite[]): Bits {
    const all = this.none().fill(0xffff_ffff);
    for (const rewrite of rewrites) {
      const found = this.none();
      this.addKinds(owner, rewrite, found);
      for (let i = 0; i < all.length; i++) all[i] &= found[i];
    }
    return all;
  }

  private addStored({ direct }: Relation, found: Bits): boolean {
    return anyOf(direct, (restriction) => {
      const { type, wildcard, userset } = restriction;
      const isNew = add(found, kindOf(this.kinds, restriction));
      const isSingleNew = wildcard && add(found, type.id);
      return (userset !== undefined && unite(found, this.found[userset.id])) || isNew || isSingleNew;
    });
  }

  private none(): Bits {
    return new Uint32Array(((2 * this.kinds.types + this.kinds.relations) >>> 5) + 1);
  }
}

function dependenciesOf(owner: Relation, rewrite: Rewrite): number[] {
  switch (rewrite.op) {
    case "this":
      return owner.direct.flatMap(({ userset }) => (userset === undefined ? [] : userset.id));
    case "computed":
      return [rewrite.relation.id];
    case "from":
      return rewrite.targets.map(({ id }) => id);
    case "butNot":
      return dependenciesOf(owner, rewrite.base);
    default:
      return rewrite.of.flatMap((child) => dependenciesOf(owner, child));
  }
}

/** Whether any of them says so; all are asked. */
function anyOf<Item>(items: readonly Item[], says: (item: Item) => boolean): boolean {
  let found = false;
  for (const item of items) if (says(item)) found = true;
  return found;
}

/** Whether it was not there. */
function add(bits: Bits, kind: number): boolean {
  const before = bits[kind >>> 5];
  bits[kind >>> 5] |= 1 << (kind & 31);
  return bits[kind >>> 5] !== before;
}

/** Adds to the first what the second has. Whether that was anything new. */
function unite(bits: Bits, more: Bits): boolean {
  let hasChanged = false;
  for (let i = 0; i < bits.length; i++) {
    const both = (bits[i] | more[i]) >>> 0;
    if (both === bits[i]) continue;
    bits[i] = both;
    hasChanged = true;
  }
  return hasChanged;
}
