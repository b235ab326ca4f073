import type { Engine, Graph, ModelDefinition, Tuple } from "@cf-auth/engine";
import type { ModelDiff, Triple } from "./graph-service.ts";

/** How much is listed, and how many objects of one relation are looked at. */
const LISTED = 100;
const LOOKED_AT = 2000;
/** Nobody has more of one object than this in a list of who gains and loses. */
const SUBJECTS = 1000;

interface Side {
  readonly definition: ModelDefinition;
  readonly engine: Engine;
}

/** What the graph's answers would be under another model. Reads only. */
export function diffModels(graph: Graph, present: Side | undefined, next: Side): ModelDiff {
  const inert: Tuple[] = [];
  let inertCount = 0;
  let revivedCount = 0;
  for (const tuple of graph.tuples()) {
    const before = present === undefined || present.engine.allows(tuple);
    const after = next.engine.allows(tuple);
    if (before && !after && ++inertCount <= LISTED) inert.push(tuple);
    if (!before && after) revivedCount++;
  }
  const before = relationsOf(present?.definition);
  const after = relationsOf(next.definition);
  const shared = [...before.keys()].filter((name) => after.has(name));
  const access = present === undefined ? NO_ACCESS : compareAccess(graph, present, next, shared);
  return {
    inert,
    inertCount,
    revivedCount,
    addedRelations: [...after.keys()].filter((name) => !before.has(name)),
    removedRelations: [...before.keys()].filter((name) => !after.has(name)),
    changedRelations: shared.filter((name) => before.get(name) !== after.get(name)),
    ...access,
  };
}

type Access = Pick<ModelDiff, "gained" | "lost" | "complete">;
const NO_ACCESS: Access = { gained: [], lost: [], complete: true };

/** Who has relations under one model and not under the other, object by object. */
function compareAccess(graph: Graph, present: Side, next: Side, shared: readonly string[]): Access {
  const gained: Triple[] = [];
  const lost: Triple[] = [];
  let complete = true;
  const objects = objectsByType(graph);
  for (const name of shared) {
    const [type = "", relation = ""] = name.split("#");
    const all = objects.get(type) ?? [];
    if (all.length > LOOKED_AT) complete = false;
    for (const object of all.slice(0, LOOKED_AT)) {
      const before = subjectsOf(present, object, relation);
      const after = subjectsOf(next, object, relation);
      if (!before.complete || !after.complete) complete = false;
      gained.push(...missingFrom(before.subjects, after.subjects, relation, object));
      lost.push(...missingFrom(after.subjects, before.subjects, relation, object));
      if (gained.length > LISTED || lost.length > LISTED) {
        return { gained: gained.slice(0, LISTED), lost: lost.slice(0, LISTED), complete: false };
      }
    }
  }
  return { gained, lost, complete };
}

/** Single subjects of every type that have the relation for certain. */
function subjectsOf({ engine, definition }: Side, object: string, relation: string) {
  const subjects = new Set<string>();
  let complete = true;
  for (const { type } of definition.type_definitions) {
    const page = engine.listSubjects(object, relation, type, { after: undefined, limit: SUBJECTS });
    for (const subject of page.items) subjects.add(subject);
    if (page.next !== undefined) complete = false;
  }
  return { subjects, complete };
}

function missingFrom(some: ReadonlySet<string>, others: ReadonlySet<string>, relation: string, object: string) {
  return [...others].filter((subject) => !some.has(subject)).map((subject) => ({ subject, relation, object }));
}

/** The objects that tuples name, by type. */
function objectsByType(graph: Graph): Map<string, string[]> {
  const objects = new Map<string, Set<string>>();
  for (const { objectType, objectId } of graph.tuples()) {
    const ids = objects.get(objectType) ?? new Set();
    objects.set(objectType, ids.add(`${objectType}:${objectId}`));
  }
  return new Map([...objects].map(([type, ids]) => [type, [...ids]]));
}

/** `type#relation` → all that the model says about it. */
function relationsOf(definition: ModelDefinition | undefined): Map<string, string> {
  const relations = new Map<string, string>();
  for (const { type, relations: own = {}, metadata } of definition?.type_definitions ?? []) {
    for (const [relation, rewrite] of Object.entries(own)) {
      relations.set(`${type}#${relation}`, JSON.stringify([rewrite, metadata?.relations?.[relation]]));
    }
  }
  return relations;
}
