import { EngineError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import { CONTEXT, EXPIRY, type Partition, widthOf } from "../graph/partition.ts";
import type { Condition, UnfitValue } from "../model/condition.ts";
import type { Restriction, Schema } from "../model/schema.ts";

/** What a model finds wrong with tuples that are stored already. */
export interface StoredProblems {
  /** Tuples that the model does not allow: they have no effect. */
  readonly ineffective: number;
  /** Tuples that it allows, with a context that their condition can't take or does not know. */
  readonly invalidContexts: number;
  /** The same by condition and parameter, most tuples first; a tuple counts for each of its parameters. */
  readonly contextProblems: readonly ContextProblem[];
}

export interface ContextProblem extends UnfitValue {
  readonly condition: string;
  readonly tuples: number;
}

/**
 * How many tuples of the graph the model does not allow, of those that have not expired at the time, in milliseconds since
 * 1970. Takes time linear in the kinds of tuples, and in the tuples that may expire.
 */
export function ineffectiveCount(schema: Schema, graph: Graph, now: number): number {
  const ineffective = graph.allPartitions().filter((partition) => restrictionFor(schema, partition) === undefined);
  return ineffective.reduce((sum, partition) => sum + liveIn(partition, now), 0);
}

/**
 * Counts the graph's tuples as they are at the first step, but for those that have expired at the time, in milliseconds
 * since 1970; then looks at each different context, one a step: there may be as many as tuples. Throws nothing.
 */
export function* storedProblems(schema: Schema, graph: Graph, now: number): Generator<number, StoredProblems> {
  const ineffective = ineffectiveCount(schema, graph, now);
  const contexts = graph.allPartitions().flatMap((partition) => {
    const condition = partition.size === 0 ? undefined : restrictionFor(schema, partition)?.condition;
    return condition === undefined ? [] : contextsIn(graph, partition, condition, now);
  });
  let invalidContexts = 0;
  const found = new Map<string, ContextProblem>();
  for (const { condition, text, tuples } of contexts) {
    yield 1;
    const unfit = unfitIn(condition, text);
    if (unfit.length > 0) invalidContexts += tuples;
    for (const { parameter, expected } of unfit) {
      const key = JSON.stringify([condition.name, parameter]);
      const before = found.get(key)?.tuples ?? 0;
      found.set(key, { condition: condition.name, parameter, expected, tuples: before + tuples });
    }
  }
  const contextProblems = [...found.values()].sort((a, b) => b.tuples - a.tuples);
  return { ineffective, invalidContexts, contextProblems };
}

interface StoredContext {
  readonly condition: Condition;
  readonly text: string;
  /** How many tuples of the condition bring it. */
  readonly tuples: number;
}

function liveIn(partition: Partition, now: number): number {
  if (widthOf(partition.kind) === 0 || partition.size === 0) return partition.size;
  let count = 0;
  eachLiveContext(partition, now, () => count++);
  return count;
}

function contextsIn(graph: Graph, partition: Partition, condition: Condition, now: number): StoredContext[] {
  const counts = new Map<number, number>();
  eachLiveContext(partition, now, (context) => {
    if (context !== 0) counts.set(context, (counts.get(context) ?? 0) + 1);
  });
  return [...counts].map(([context, tuples]) => ({ condition, text: graph.contexts.text(context) ?? "{}", tuples }));
}

/** Of a partition with columns, the contexts of the tuples that have not expired. */
function eachLiveContext({ subjects, objectCount }: Partition, now: number, see: (context: number) => void): void {
  for (const object of subjects.keysWithRows(objectCount)) {
    subjects.seek(object);
    for (let i = subjects.start; i < subjects.end; i++) {
      const expiry = subjects.column(EXPIRY, i);
      if (expiry === 0 || now / 1000 < expiry) see(subjects.column(CONTEXT, i));
    }
  }
}

/** What is too large to be read is said of the context as a whole, of no parameter. */
function unfitIn(condition: Condition, text: string): readonly UnfitValue[] {
  try {
    return condition.unfit(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return [{ parameter: "", expected: error.message }];
  }
}

/** What lets the tuples of a partition be stored: all of them or none. */
function restrictionFor({ types }: Schema, { kind }: Partition): Restriction | undefined {
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
