import type { ModelDefinition, RewriteDefinition } from "@cf-auth/engine";

/** Steps of the search for one relation; this many take milliseconds. */
const MAX_STEPS = 5_000;

export const TOO_ENTANGLED =
  "this relation rests on others in too many ways: give what is used twice a name of its own";

type Types = ReadonlyMap<string, ModelDefinition["type_definitions"][number]>;

/**
 * The first relation of which OpenFGA's validator cannot tell in reasonable time whether tuples can lead into it. It
 * follows every path through "and" and "but not", and 20 relations of the kind `define a: b and b` have 2^20.
 */
export function entangled({ type_definitions }: ModelDefinition): { type: string; relation: string } | undefined {
  const types: Types = new Map(type_definitions.map((type) => [type.type, type]));
  for (const { type, relations = {} } of type_definitions) {
    for (const relation of Object.keys(relations)) {
      const search = new Search(types);
      search.enter(type, relation, new Set());
      if (search.steps > MAX_STEPS) return { type, relation };
    }
  }
  return undefined;
}

/** Goes the way that the validator goes, and stops where it stops. */
class Search {
  steps = 0;
  private readonly types: Types;

  constructor(types: Types) {
    this.types = types;
  }

  /** Whether tuples can lead into the relation. */
  enter(type: string, relation: string, path: ReadonlySet<string>): boolean {
    const name = `${type}#${relation}`;
    const rewrite = this.types.get(type)?.relations?.[relation];
    return rewrite !== undefined && !path.has(name) && this.visit(type, relation, rewrite, new Set([...path, name]));
  }

  private visit(type: string, relation: string, rewrite: RewriteDefinition, path: ReadonlySet<string>): boolean {
    if (++this.steps > MAX_STEPS) return false;
    const { computedUserset, tupleToUserset, union, intersection, difference } = rewrite;
    const part = (child: RewriteDefinition) => this.visit(type, relation, child, path);
    if (computedUserset) return this.enter(type, computedUserset.relation, path);
    if (tupleToUserset) {
      const { tupleset, computedUserset: found } = tupleToUserset;
      return this.subjectsOf(type, tupleset.relation).some((of) => this.enter(of.type, found.relation, path));
    }
    if (union) return union.child.some(part);
    if (intersection) return intersection.child.every(part);
    if (difference) return part(difference.base) && part(difference.subtract);
    return this.subjectsOf(type, relation).some((of) => !of.relation || this.enter(of.type, of.relation, path));
  }

  private subjectsOf(type: string, relation: string) {
    return this.types.get(type)?.metadata?.relations?.[relation]?.directly_related_user_types ?? [];
  }
}
