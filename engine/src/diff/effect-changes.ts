import { liveIn, restrictionFor } from "../evaluate/stored-problems.ts";
import type { Graph } from "../graph/graph.ts";
import type { Partition } from "../graph/partition.ts";
import type { Schema } from "../model/schema.ts";
import type { Tuple } from "../tuple.ts";
import { COST, type Meter } from "../work/meter.ts";
import type { Steps } from "../work/steps.ts";

/** Tuples that are effective under only one of two models. */
export interface EffectChanges {
  /** First tuples that become ineffective. */
  readonly lost: readonly Tuple[];
  readonly lostCount: number;
  readonly gainedCount: number;
}

export interface EffectRequest {
  /** Tuples that are listed. */
  readonly limit: number;
  /** Milliseconds since 1970: tuples that have expired by then are not effective. */
  readonly now: number;
}

/** Compares which tuples are effective under two models. Without a first model, all are effective before. */
export function* effectChanges(
  meter: Meter,
  graph: Graph,
  before: Schema | undefined,
  after: Schema,
  { limit, now }: EffectRequest,
): Steps<EffectChanges> {
  const lost: Tuple[] = [];
  let lostCount = 0;
  let gainedCount = 0;
  for (const partition of graph.allPartitions()) {
    if (meter.isDue) yield;
    meter.work += COST.words;
    const had = before === undefined || restrictionFor(before, partition) !== undefined;
    const has = restrictionFor(after, partition) !== undefined;
    if (!had && has) gainedCount += liveIn(partition, now);
    if (!had || has) continue;
    lostCount += liveIn(partition, now);
    if (lost.length < limit) yield* addTuples(meter, graph, partition, lost, { limit, now });
  }
  return { lost, lostCount, gainedCount };
}

function* addTuples(
  meter: Meter,
  graph: Graph,
  partition: Partition,
  into: Tuple[],
  { limit, now }: EffectRequest,
): Steps<void> {
  const { subjects, objectCount } = partition;
  for (let object = 0; object < objectCount && into.length < limit; object++) {
    meter.work += COST.row;
    if (meter.isDue) yield;
    subjects.seek(object);
    const found: number[] = [];
    for (let at = subjects.start; at < subjects.end && into.length + found.length < limit; at++) {
      if (!partition.hasExpired(at, now)) found.push(subjects.values[at]);
    }
    for (const subject of found) into.push(graph.tupleAt(partition, object, subject));
  }
}
