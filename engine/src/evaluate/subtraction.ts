import type { Relation, Rewrite, Schema } from "../model/schema.ts";

/**
 * Kind of subtraction in a relation's definition or its dependencies. `once` if subtracted parts subtract nothing
 * themselves; `nested` if they do, so that a tuple may exempt a subject from an exclusion.
 */
export type Subtraction = "none" | "once" | "nested";

/** Subtraction by relation id. */
export function subtractionOf({ relations }: Schema): Subtraction[] {
  const dependencies = relations.map((relation) => dependenciesOf(relation, relation.rewrite));
  const subtracting = spread(
    dependencies,
    relations.map(({ rewrite }) => exclusionsIn(rewrite).length > 0),
  );
  const subtracts = (owner: Relation, part: Rewrite) =>
    exclusionsIn(part).length > 0 || dependenciesOf(owner, part).some(({ id }) => subtracting[id]);
  const nested = spread(
    dependencies,
    relations.map((owner) => exclusionsIn(owner.rewrite).some(({ subtract }) => subtracts(owner, subtract))),
  );
  return relations.map(({ id }) => (nested[id] ? "nested" : subtracting[id] ? "once" : "none"));
}

/** Propagates a property from relations to all that depend on them. Takes time linear in the dependencies. */
function spread(dependencies: readonly (readonly Relation[])[], own: readonly boolean[]): readonly boolean[] {
  const followers = dependencies.map((): number[] => []);
  for (const [id, dependency] of dependencies.entries()) for (const other of dependency) followers[other.id].push(id);
  const found = [...own];
  const open = [...own.keys()].filter((id) => own[id]);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const id of followers[next]) {
      if (found[id]) continue;
      found[id] = true;
      open.push(id);
    }
  }
  return found;
}

/** Every `but not` of the rewrite itself. */
function exclusionsIn(rewrite: Rewrite): (Rewrite & { op: "butNot" })[] {
  if (rewrite.op === "butNot") return [rewrite, ...exclusionsIn(rewrite.base), ...exclusionsIn(rewrite.subtract)];
  return rewrite.op === "or" || rewrite.op === "and" ? rewrite.of.flatMap(exclusionsIn) : [];
}

/** Relations that the rewrite depends on, on either side of a `but not`. */
function dependenciesOf(owner: Relation, rewrite: Rewrite): readonly Relation[] {
  switch (rewrite.op) {
    case "this":
      return owner.direct.flatMap(({ userset }) => userset ?? []);
    case "computed":
      return [rewrite.relation];
    case "from":
      return rewrite.targets;
    case "butNot":
      return [...dependenciesOf(owner, rewrite.base), ...dependenciesOf(owner, rewrite.subtract)];
    default:
      return rewrite.of.flatMap((part) => dependenciesOf(owner, part));
  }
}
