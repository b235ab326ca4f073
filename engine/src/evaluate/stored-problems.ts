import { EngineError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import { CONTEXT, type Partition, widthOf } from "../graph/partition.ts";
import type { Condition, InvalidValue } from "../model/condition.ts";
import type { Restriction, Schema } from "../model/schema.ts";
import { COST, Meter } from "../work/meter.ts";
import { inPasses, runSteps, type Steps } from "../work/steps.ts";

/** What a model finds wrong with tuples that are stored already. */
export interface StoredProblems {
  /** Tuples that the model does not allow: they have no effect. */
  readonly ineffective: number;
  /** Tuples that it allows, with a context that their condition can't take or does not know. */
  readonly invalidContexts: number;
  /** The same by condition and parameter, most tuples first; a tuple counts for each of its parameters. */
  readonly contextProblems: readonly ContextProblem[];
}

export interface ContextProblem extends InvalidValue {
  readonly condition: string;
  readonly tuples: number;
}

/**
 * How many tuples of the graph the model does not allow, of those that have not expired at the time, in milliseconds since
 * 1970. Takes time linear in the kinds of tuples, and in the tuples that may expire.
 */
export function countIneffective(schema: Schema, graph: Graph, now: number): number {
  const ineffective = graph.allPartitions().filter((partition) => restrictionFor(schema, partition) === undefined);
  return ineffective.reduce((sum, partition) => sum + liveIn(partition, now), 0);
}

/** Tuples that have not expired, and those of them that a model does not allow. */
export interface LiveCount {
  readonly tuples: number;
  readonly ineffective: number;
}

/**
 * Counts the tuples of a graph that have not expired at the time, in milliseconds since 1970; before all times nothing has,
 * and that is quick. The graph may not change meanwhile. Without a model nothing is ineffective.
 */
export function* countLive(meter: Meter, schema: Schema | undefined, graph: Graph, now: number): Steps<LiveCount> {
  let tuples = 0;
  let ineffective = 0;
  for (const partition of graph.allPartitions()) {
    let count = partition.size;
    if (now > Number.NEGATIVE_INFINITY && count > 0 && widthOf(partition.kind) > 0) {
      const counts = yield* liveContexts(meter, partition, now);
      count = 0;
      for (const one of counts.values()) count += one;
    }
    tuples += count;
    if (count > 0 && schema !== undefined && restrictionFor(schema, partition) === undefined) ineffective += count;
    meter.work += COST.words;
    if (meter.isDue) yield;
  }
  return { tuples, ineffective };
}

/**
 * Counts the graph's tuples, but for those that have expired at the time, in milliseconds since 1970, and looks at each
 * different context: there may be as many as tuples. The graph may not change meanwhile. Throws nothing.
 */
export function* storedProblems(meter: Meter, schema: Schema, graph: Graph, now: number): Steps<StoredProblems> {
  let ineffective = 0;
  let invalidContexts = 0;
  const found = new Map<string, ContextProblem>();
  for (const partition of graph.allPartitions()) {
    if (partition.size === 0) continue;
    const restriction = restrictionFor(schema, partition);
    meter.work += COST.words;
    if (meter.isDue) yield;
    if (widthOf(partition.kind) === 0) {
      if (restriction === undefined) ineffective += partition.size;
      continue;
    }
    const counts = yield* liveContexts(meter, partition, now);
    if (restriction === undefined) for (const tuples of counts.values()) ineffective += tuples;
    const condition = restriction?.condition;
    if (condition === undefined) continue;
    for (const [context, tuples] of counts) {
      if (context === 0) continue;
      const unfit = unfitIn(condition, graph.contexts.text(context) ?? "{}");
      if (unfit.length > 0) invalidContexts += tuples;
      for (const { parameter, expected } of unfit) {
        const key = JSON.stringify([condition.name, parameter]);
        const before = found.get(key)?.tuples ?? 0;
        found.set(key, { condition: condition.name, parameter, expected, tuples: before + tuples });
      }
      meter.work += COST.context;
      if (meter.isDue) yield;
    }
  }
  const contextProblems = [...found.values()].sort((a, b) => b.tuples - a.tuples);
  return { ineffective, invalidContexts, contextProblems };
}

/** How many tuples of a partition have not expired at a time in milliseconds since 1970. */
export function liveIn(partition: Partition, now: number): number {
  if (widthOf(partition.kind) === 0 || partition.size === 0) return partition.size;
  let count = 0;
  for (const tuples of runSteps(liveContexts(new Meter(), partition, now)).values()) count += tuples;
  return count;
}

/** Of a partition with columns, how many tuples that have not expired bring each context; 0 is none. */
function* liveContexts(meter: Meter, partition: Partition, now: number): Steps<Map<number, number>> {
  const { subjects, objectCount } = partition;
  const counts = new Map<number, number>();
  for (let object = 0; object < objectCount; object++) {
    subjects.seek(object);
    const { start, end } = subjects;
    yield* inPasses(meter, end - start, COST.row, (from, to) => {
      subjects.seek(object);
      for (let i = start + from; i < start + to; i++) {
        if (partition.hasExpired(i, now)) continue;
        const context = subjects.column(CONTEXT, i);
        counts.set(context, (counts.get(context) ?? 0) + 1);
      }
    });
    meter.work += COST.row;
    if (meter.isDue) yield;
  }
  return counts;
}

/** What is too large to be read is said of the context as a whole, of no parameter. */
function unfitIn(condition: Condition, text: string): readonly InvalidValue[] {
  try {
    return condition.invalidValues(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return [{ parameter: "", expected: error.message }];
  }
}

/** What lets the tuples of a partition be stored: all of them or none. */
export function restrictionFor({ types }: Schema, { kind }: Partition): Restriction | undefined {
  const { objectType, relation, subjectType, subjectRelation, wildcard, condition } = kind;
  return types
    .get(objectType.name)
    ?.relations.get(relation)
    ?.direct.find(
      (restriction) =>
        restriction.type.name === subjectType.name &&
        restriction.wildcard === wildcard &&
        (restriction.userset?.name ?? "") === subjectRelation &&
        (restriction.condition?.name ?? "") === (condition ?? ""),
    );
}
