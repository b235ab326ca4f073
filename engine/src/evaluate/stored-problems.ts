import { EngineError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import { CONTEXT, type Partition, widthOf } from "../graph/partition.ts";
import type { Condition, InvalidValue } from "../model/condition.ts";
import type { Restriction, Schema } from "../model/schema.ts";
import { COST, Meter } from "../work/meter.ts";
import { inPasses, runSteps, type Steps } from "../work/steps.ts";

/** Problems that a model finds with stored tuples. */
export interface StoredProblems {
  /** Tuples that the model doesn't allow: they are ineffective. */
  readonly ineffective: number;
  /** Allowed tuples whose condition doesn't accept their context. */
  readonly invalidContextCount: number;
  /** Invalid contexts by condition and parameter, most frequent first; a tuple counts for each of its parameters. */
  readonly contextProblems: readonly ContextProblem[];
}

export interface ContextProblem extends InvalidValue {
  readonly condition: string;
  readonly tupleCount: number;
}

/**
 * Number of tuples that the model doesn't allow and that haven't expired at `now`, in milliseconds since 1970. Takes
 * time linear in the kinds of tuples and in the tuples that may expire.
 */
export function countIneffective(schema: Schema, graph: Graph, now: number): number {
  const ineffective = graph.allPartitions().filter((partition) => restrictionFor(schema, partition) === undefined);
  return ineffective.reduce((sum, partition) => sum + liveIn(partition, now), 0);
}

/** Number of unexpired tuples, and of those among them that a model doesn't allow. */
export interface LiveCount {
  readonly tuples: number;
  readonly ineffective: number;
}

/**
 * Counts the tuples of a graph that haven't expired at `now`, in milliseconds since 1970. `-Infinity` counts all,
 * which is fast. The graph may not change meanwhile. Without a model, no tuple is ineffective.
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
 * Finds problems with the graph's tuples that haven't expired at `now`, in milliseconds since 1970. Validates each
 * distinct context, of which there may be as many as tuples. The graph may not change meanwhile. Throws nothing.
 */
export function* storedProblems(meter: Meter, schema: Schema, graph: Graph, now: number): Steps<StoredProblems> {
  let ineffective = 0;
  let invalidContextCount = 0;
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
      if (unfit.length > 0) invalidContextCount += tuples;
      for (const { parameter, expected } of unfit) {
        const key = JSON.stringify([condition.name, parameter]);
        const before = found.get(key)?.tupleCount ?? 0;
        found.set(key, { condition: condition.name, parameter, expected, tupleCount: before + tuples });
      }
      meter.work += COST.context;
      if (meter.isDue) yield;
    }
  }
  const contextProblems = [...found.values()].sort((a, b) => b.tupleCount - a.tupleCount);
  return { ineffective, invalidContextCount, contextProblems };
}

/** Number of tuples of a partition that haven't expired at `now`, in milliseconds since 1970. */
export function liveIn(partition: Partition, now: number): number {
  if (widthOf(partition.kind) === 0 || partition.size === 0) return partition.size;
  let count = 0;
  for (const tuples of runSteps(liveContexts(new Meter(), partition, now)).values()) count += tuples;
  return count;
}

/** Number of unexpired tuples by context number, of a partition with columns; 0 means no context. */
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

/** Invalid values of a context. A context that is too large to read is one problem without a parameter. */
function unfitIn(condition: Condition, text: string): readonly InvalidValue[] {
  try {
    return condition.invalidValues(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return [{ parameter: "", expected: error.message }];
  }
}

/** Restriction that allows the tuples of a partition: all of them or none. */
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
