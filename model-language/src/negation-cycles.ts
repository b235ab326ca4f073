import type { ModelDefinition, RewriteDefinition } from "@cf-auth/engine";

/** What a relation's definition rests on, and whether it is subtracted there. */
interface Dependency {
  readonly on: string;
  readonly subtracted: boolean;
}

/**
 * Relations that depend on their own absence in some graph: on a cycle of definitions, at least one step of which is
 * the subtracted operand of a `but not`. Everything else is stratified.
 */
export function negationCycles(definition: ModelDefinition): { type: string; relation: string }[] {
  const dependencies = dependenciesOf(definition);
  const found: { type: string; relation: string }[] = [];
  for (const [name, own] of dependencies) {
    const isCyclic = own.some(({ on, subtracted }) => subtracted && reaches(dependencies, on, name));
    const [type = "", relation = ""] = name.split("#");
    if (isCyclic) found.push({ type, relation });
  }
  return found;
}

function reaches(dependencies: ReadonlyMap<string, readonly Dependency[]>, from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const name of seen) {
    if (name === to) return true;
    for (const { on } of dependencies.get(name) ?? []) seen.add(on);
  }
  return false;
}

function dependenciesOf({ type_definitions }: ModelDefinition): Map<string, Dependency[]> {
  const all = new Map<string, Dependency[]>();
  for (const { type, relations = {}, metadata } of type_definitions) {
    const subjectsOf = (relation: string) => metadata?.relations?.[relation]?.directly_related_user_types ?? [];
    for (const [relation, rewrite] of Object.entries(relations)) {
      const found: Dependency[] = [];
      const visit = ({ this: self, ...rest }: RewriteDefinition, subtracted: boolean): void => {
        const add = (on: string) => found.push({ on, subtracted });
        if (self) for (const { type: of, relation: has } of subjectsOf(relation)) if (has) add(`${of}#${has}`);
        if (rest.computedUserset) add(`${type}#${rest.computedUserset.relation}`);
        const { tupleToUserset } = rest;
        if (tupleToUserset) {
          const parents = subjectsOf(tupleToUserset.tupleset.relation);
          for (const parent of parents) add(`${parent.type}#${tupleToUserset.computedUserset.relation}`);
        }
        for (const child of rest.union?.child ?? rest.intersection?.child ?? []) visit(child, subtracted);
        if (rest.difference) {
          visit(rest.difference.base, subtracted);
          visit(rest.difference.subtract, true);
        }
      };
      visit(rewrite, false);
      all.set(`${type}#${relation}`, found);
    }
  }
  return all;
}
