import { dependencyComponents } from "../model/components.ts";
import type { Relation, Restriction, Rewrite, Schema } from "../model/schema.ts";

/**
 * Numbering of kinds of subject: first each type's single subjects (by type id), then each type's wildcard, then
 * each relation's userset (by relation id).
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
 * Rounds for the relations of a cycle. Real models need two or three; more are needed only by models designed to
 * take long.
 */
const MAX_ROUNDS = 8;

/**
 * Kinds of subject that can have each relation in any graph. Other kinds needn't be walked: if maintainers of a team
 * are users, a check of a folder skips them.
 */
export function reachability(schema: Schema, kinds: SubjectKinds): Uint8Array[] {
  const width = 2 * kinds.types + kinds.relations;
  return new Reachability(schema, kinds).rows().map((bits) => {
    const row = new Uint8Array(width);
    for (let kind = 0; kind < width; kind++) row[kind] = (bits[kind >>> 5] >>> (kind & 31)) & 1;
    return row;
  });
}

/** Set of kinds, as bits. */
type Bits = Uint32Array;

/** Processes dependencies first, so that only relations in a cycle are examined repeatedly. */
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

  /** Repeats rounds until nothing changes; false if that takes too many. */
  private settle(members: readonly number[]): boolean {
    // Members found last come first: the others depend on them.
    const order = members.toReversed();
    for (let round = 0; round < MAX_ROUNDS; round++) {
      let hasChanged = false;
      for (const id of order) if (this.grow(id)) hasChanged = true;
      if (!hasChanged) return true;
    }
    return false;
  }

  /** Gives every member the kinds of all. That may include too many, which costs walks but changes no result. */
  private assume(members: readonly number[]): void {
    const all = this.none();
    for (const id of members) {
      unite(all, this.found[id]);
      this.addStored(this.schema.relations[id], all);
      for (const dependency of this.dependencies[id]) unite(all, this.found[dependency]);
    }
    for (const id of members) unite(this.found[id], all);
  }

  /** Recomputes the relation's kinds. Returns whether there are new ones. */
  private grow(id: number): boolean {
    const relation = this.schema.relations[id];
    return this.addKinds(relation, relation.rewrite, this.found[id]);
  }

  /** Adds the kinds of a part of the relation's definition. Returns whether there are new ones. */
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

/** Whether any item passes; evaluates all of them. */
function anyOf<Item>(items: readonly Item[], passes: (item: Item) => boolean): boolean {
  let found = false;
  for (const item of items) if (passes(item)) found = true;
  return found;
}

/** Adds a kind. Returns whether it is new. */
function add(bits: Bits, kind: number): boolean {
  const before = bits[kind >>> 5];
  bits[kind >>> 5] |= 1 << (kind & 31);
  return bits[kind >>> 5] !== before;
}

/** Adds the kinds of the second set to the first. Returns whether there are new ones. */
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
