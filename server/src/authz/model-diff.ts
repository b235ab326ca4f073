import type { Engine, Graph, ModelDefinition, Tuple } from "@cf-auth/engine";
import { affectedRelations, relationsOf } from "./affected-relations.ts";
import type { ContextProblems, ModelDiff, Triple } from "./graph-service.ts";

/** How much is listed, and how many relations of objects are looked at: some seconds' work on a large graph. */
const LISTED = 100;
const LOOKED_AT = 2000;
/** Nobody has more of one object than this in a list of who gains and loses. */
const SUBJECTS = 1000;

interface Side {
  readonly definition: ModelDefinition;
  readonly engine: Engine;
}

/** What the graph's answers would be under another model, at a time in milliseconds since 1970. Reads only. */
export function diffModels(graph: Graph, present: Side | undefined, next: Side, now: number): ModelDiff {
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
  const changed = shared.filter((name) => before.get(name) !== after.get(name));
  const access = present === undefined ? NO_ACCESS : compareAccess(graph, present, next, affectedIn(present, next));
  return {
    ...contextProblemsOf(next.engine, now),
    inert,
    inertCount,
    revivedCount,
    addedRelations: [...after.keys()].filter((name) => !before.has(name)),
    removedRelations: [...before.keys()].filter((name) => !after.has(name)),
    changedRelations: changed,
    ...access,
  };
}

/** What the next model's conditions can't take of the contexts that are stored. */
function contextProblemsOf(engine: Engine, now: number): ContextProblems {
  const looking = engine.storedProblems(now);
  for (let step = looking.next(); ; step = looking.next()) {
    if (step.done) return { invalidContexts: step.value.invalidContexts, contextProblems: step.value.contextProblems };
  }
}

/** Relations of both models whose answers may differ. */
function affectedIn(present: Side, next: Side): string[] {
  const before = relationsOf(present.definition);
  const after = relationsOf(next.definition);
  // One that comes or goes matters to what follows from it: "viewer from parent" needs a viewer of any type of parent.
  const different = [...before.keys(), ...after.keys()].filter((name) => before.get(name) !== after.get(name));
  const sides = [present, next].map(({ definition }) => affectedRelations(definition, new Set(different)));
  return [...before.keys()].filter((name) => after.has(name) && sides.some((affected) => affected.has(name)));
}

type Access = Pick<ModelDiff, "gained" | "lost" | "complete">;
const NO_ACCESS: Access = { gained: [], lost: [], complete: true };

/** Who has relations under one model and not under the other, object by object. */
function compareAccess(graph: Graph, present: Side, next: Side, relations: readonly string[]): Access {
  const gained: Triple[] = [];
  const lost: Triple[] = [];
  let complete = true;
  const objects = objectsByType(graph);
  const each = Math.ceil(LOOKED_AT / relations.length);
  for (const name of relations) {
    const [type = "", relation = ""] = name.split("#");
    const all = objects.get(type) ?? [];
    if (all.length > each) complete = false;
    for (const object of all.slice(0, each)) {
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
