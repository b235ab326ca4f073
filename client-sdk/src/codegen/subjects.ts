import type { Relation, Rewrite, Schema } from "@cf-auth/engine";

/** Kinds of subjects that can have each relation, as in the modelling language. */
export type Subjects = ReadonlyMap<Relation, ReadonlySet<string>>;

/**
 * Kinds of subjects that can have each relation: the least fixed point of the definitions. Subtracted parts exclude no kind, because
 * that depends on the graph.
 */
export function subjectsOf({ relations }: Schema): Subjects {
  // A userset has its own relation.
  const found = new Map(relations.map((relation) => [relation, new Set([nameOf(relation)])]));
  const of = (relation: Relation) => found.get(relation) ?? new Set<string>();
  for (let changed = true; changed; ) {
    changed = false;
    for (const [relation, kinds] of found) {
      const before = kinds.size;
      for (const kind of leadingIn(relation, relation.rewrite, of)) kinds.add(kind);
      changed ||= kinds.size > before;
    }
  }
  return found;
}

export function nameOf({ type, name }: Relation): string {
  return `${type.name}#${name}`;
}

function leadingIn(owner: Relation, rewrite: Rewrite, of: (relation: Relation) => Set<string>): Set<string> {
  switch (rewrite.op) {
    case "this":
      return new Set(
        owner.direct.flatMap(({ type, wildcard, userset }) => {
          if (userset) return [...of(userset)];
          // `user:*` includes each user.
          return wildcard ? [`${type.name}:*`, type.name] : [type.name];
        }),
      );
    case "computed":
      return of(rewrite.relation);
    case "from":
      return union(rewrite.targets.map(of));
    case "or":
      return union(rewrite.of.map((part) => leadingIn(owner, part, of)));
    case "and":
      return shared(rewrite.of.map((part) => leadingIn(owner, part, of)));
    case "butNot":
      return leadingIn(owner, rewrite.base, of);
  }
}

function shared([first = new Set(), ...others]: readonly Set<string>[]): Set<string> {
  return new Set([...first].filter((kind) => others.every((kinds) => kinds.has(kind))));
}

function union(sets: readonly ReadonlySet<string>[]): Set<string> {
  return new Set(sets.flatMap((set) => [...set]));
}
