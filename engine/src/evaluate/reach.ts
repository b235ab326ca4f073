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
 * For each relation, the kinds of subject that can have it in any graph whatever. What it rules out need
 * not be walked: a team's maintainers are users, so a question about a folder skips them.
 */
export function reachability(schema: Schema, kinds: SubjectKinds): Uint8Array[] {
  const width = 2 * kinds.types + kinds.relations;
  const reach = schema.relations.map((relation) => {
    const row = new Uint8Array(width);
    row[2 * kinds.types + relation.id] = 1; // A userset has its own relation to its object.
    return row;
  });
  // Rows only ever gain ones, so this ends; a model's depth bounds the rounds.
  for (let changed = true; changed; ) {
    changed = false;
    for (const relation of schema.relations) {
      const found = kindsOf(relation, relation.rewrite, kinds, reach);
      for (let kind = 0; kind < width; kind++) {
        if (found[kind] === 1 && reach[relation.id][kind] === 0) {
          reach[relation.id][kind] = 1;
          changed = true;
        }
      }
    }
  }
  return reach;
}

function kindsOf(owner: Relation, rewrite: Rewrite, kinds: SubjectKinds, reach: readonly Uint8Array[]): Uint8Array {
  switch (rewrite.op) {
    case "this":
      return kindsStored(owner, kinds, reach);
    case "computed":
      return reach[rewrite.relation.id];
    case "from":
      return rewrite.targets.map((target) => reach[target.id]).reduce(either, none(kinds));
    case "or":
      return rewrite.of.map((child) => kindsOf(owner, child, kinds, reach)).reduce(either, none(kinds));
    case "and":
      return rewrite.of.map((child) => kindsOf(owner, child, kinds, reach)).reduce(both);
    case "butNot":
      return kindsOf(owner, rewrite.base, kinds, reach);
  }
}

function kindsStored(owner: Relation, kinds: SubjectKinds, reach: readonly Uint8Array[]): Uint8Array {
  let found = none(kinds);
  for (const restriction of owner.direct) {
    found[kindOf(kinds, restriction)] = 1;
    if (restriction.wildcard) found[restriction.type.id] = 1;
    if (restriction.userset !== undefined) found = either(found, reach[restriction.userset.id]);
  }
  return found;
}

function none(kinds: SubjectKinds): Uint8Array {
  return new Uint8Array(2 * kinds.types + kinds.relations);
}

function either(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((bit, i) => bit | b[i]);
}

function both(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((bit, i) => bit & b[i]);
}
