import {
  type AccessChanges,
  type Budget,
  Engine,
  effectChanges,
  type Graph,
  Meter,
  type ModelDefinition,
  type Schema,
  type Steps,
  storedProblems,
  TASK_DECISIONS,
  Task,
} from "@cf-auth/engine";
import { WORK } from "../ports/work.ts";
import type { ContextProblems, ModelDiff } from "./graph-service.ts";
import { MAX_LISTED } from "./limits.ts";
import { countKinds } from "./loaded-graph.ts";

/** A model, parsed and compiled. */
export interface DiffSide {
  readonly definition: ModelDefinition;
  readonly schema: Schema;
}

/** Limits and evaluation time of a comparison. */
interface DiffOptions {
  readonly budget: Budget;
  /** Evaluation time in milliseconds since 1970. Tuples that have expired by then are ignored. */
  readonly now: number;
}

/** Begins to compare the access in a frozen graph under two models. Without a present model there is no access. */
export function diffTask(
  graph: Graph,
  present: DiffSide | undefined,
  next: DiffSide,
  options: DiffOptions,
): Task<ModelDiff> {
  const meter = new Meter();
  meter.restart(TASK_DECISIONS * options.budget.work);
  return new Task(graph, [], meter, diff(graph, meter, present, next, options));
}

function* diff(
  graph: Graph,
  meter: Meter,
  present: DiffSide | undefined,
  next: DiffSide,
  options: DiffOptions,
): Steps<ModelDiff> {
  const [before, after] = [relationsOf(present?.definition), relationsOf(next.definition)];
  const shared = [...before.keys()].filter((name) => after.has(name));
  const effects = yield* effectChanges(meter, graph, present?.schema, next.schema, {
    limit: MAX_LISTED,
    now: options.now,
  });
  const problems = yield* contextProblems(graph, meter, next, options.now);
  const access = present === undefined ? NO_ACCESS : yield* accessChanges(graph, meter, present, next, options);
  return {
    ...problems,
    ineffectiveTuples: effects.lost,
    ineffectiveCount: effects.lostCount,
    effectiveAgainCount: effects.gainedCount,
    addedRelations: [...after.keys()].filter((name) => !before.has(name)),
    removedRelations: [...before.keys()].filter((name) => !after.has(name)),
    changedRelations: shared.filter((name) => before.get(name) !== after.get(name)),
    ...access,
  };
}

const NO_ACCESS: AccessChanges = { gained: [], lost: [], complete: true };

function* accessChanges(
  graph: Graph,
  meter: Meter,
  present: DiffSide,
  next: DiffSide,
  { budget, now }: DiffOptions,
): Steps<AccessChanges> {
  const options = { budget, clock: () => now };
  const before = new Engine(present.schema, graph, options);
  meter.work += countKinds(present.schema) * WORK.kind;
  if (meter.isDue) yield;
  const after = new Engine(next.schema, graph, options);
  meter.work += countKinds(next.schema) * WORK.kind;
  if (meter.isDue) yield;
  return yield* before.compareAccess(after, meter, changedConditions(present.definition, next.definition), MAX_LISTED);
}

/** Stored contexts that don't fit the next model's conditions. */
function* contextProblems(graph: Graph, meter: Meter, { schema }: DiffSide, now: number): Steps<ContextProblems> {
  const { invalidContextCount, contextProblems } = yield* storedProblems(meter, schema, graph, now);
  return { invalidContextCount, contextProblems };
}

/** Names of the conditions that both models have and define differently. */
function changedConditions({ conditions: before = {} }: ModelDefinition, { conditions: after = {} }: ModelDefinition) {
  const changed = Object.keys(before).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return new Set(changed);
}

/** Definitions by `type#relation`, including the conditions of their tuples. */
function relationsOf(definition: ModelDefinition | undefined): Map<string, string> {
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
