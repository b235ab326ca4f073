import type { ModelDefinition, RewriteDefinition } from "@cf-auth/engine";

/** `type#relation` → all that the model says about it itself, the conditions of its tuples included. */
export function relationsOf(definition: ModelDefinition | undefined): Map<string, string> {
  const relations = new Map<string, string>();
  for (const { type, relations: own = {}, metadata } of definition?.type_definitions ?? []) {
    for (const [relation, rewrite] of Object.entries(own)) {
      const direct = metadata?.relations?.[relation]?.directly_related_user_types ?? [];
      const conditions = direct.map(({ condition = "" }) => definition?.conditions?.[condition]);
      relations.set(`${type}#${relation}`, JSON.stringify([rewrite, direct, conditions]));
    }
  }
  return relations;
}

/** Relations whose answers may change: those that have changed themselves, and all that follow from these. */
export function affectedRelations(definition: ModelDefinition, changed: ReadonlySet<string>): Set<string> {
  const dependents = new Map<string, string[]>();
  for (const [name, needed] of needsOf(definition)) {
    for (const other of needed) {
      const names = dependents.get(other) ?? [];
      names.push(name);
      dependents.set(other, names);
    }
  }
  const affected = new Set(changed);
  // A set also runs over what is added on the way.
  for (const name of affected) for (const dependent of dependents.get(name) ?? []) affected.add(dependent);
  return affected;
}

/** `type#relation` → the relations it follows from. */
function needsOf({ type_definitions: types }: ModelDefinition): Map<string, string[]> {
  const needs = new Map<string, string[]>();
  for (const { type, relations = {}, metadata } of types) {
    const directOf = (relation: string) => metadata?.relations?.[relation]?.directly_related_user_types ?? [];
    const needed = (relation: string, rewrite: RewriteDefinition): string[] => {
      const { computedUserset, tupleToUserset: from, union, intersection, difference } = rewrite;
      if (computedUserset !== undefined) return [`${type}#${computedUserset.relation}`];
      if (from !== undefined) {
        const parents = directOf(from.tupleset.relation).map(
          (parent) => `${parent.type}#${from.computedUserset.relation}`,
        );
        return [`${type}#${from.tupleset.relation}`, ...parents];
      }
      const parts = union?.child ?? intersection?.child ?? (difference ? [difference.base, difference.subtract] : []);
      if (parts.length > 0) return parts.flatMap((part) => needed(relation, part));
      return directOf(relation).flatMap(({ type: of, relation: has }) => (has === undefined ? [] : [`${of}#${has}`]));
    };
    for (const [name, rewrite] of Object.entries(relations)) needs.set(`${type}#${name}`, needed(name, rewrite));
  }
  return needs;
}
