import { type Tuple, WILDCARD } from "../tuple.ts";
import { COST, Meter } from "../work/meter.ts";
import { runSteps, type Steps } from "../work/steps.ts";
import { UNKNOWN } from "./dictionary.ts";
import { Graph, sameConditionAndExpiry } from "./graph.ts";
import { Loader } from "./loader.ts";
import { CONTEXT, EXPIRY, type NodeType, type Partition, type PartitionKind, widthOf } from "./partition.ts";

/** Visitor of a partition's tuples, as the numbers of their objects and subjects. */
type See = (partition: Partition) => (object: number, subject: number) => void;

/** Selects which missing tuples are counted, and how many of them are listed. */
export interface MissingTuplesRequest {
  /** Also counts tuples that the other graph has with another condition, context or expiry. */
  readonly includeChanged: boolean;
  /** Tuples that are listed. */
  readonly limit: number;
  /** Milliseconds since 1970. Tuples that have expired by then are not counted. */
  readonly now?: number;
  /** Counts an expired tuple if the other graph has it unexpired: writing it ends that one. */
  readonly includeEnded?: boolean;
}

/** Counts the tuples of `graph` that `other` lacks, and lists the first of them. */
export function missingTuples(
  other: Graph,
  graph: Graph,
  request: MissingTuplesRequest,
): { count: number; tuples: Tuple[] } {
  return runSteps(missingTuplesInSteps(new Meter(), other, graph, request));
}

/** As `missingTuples`, in steps. Neither graph may change meanwhile. */
export function* missingTuplesInSteps(
  meter: Meter,
  other: Graph,
  graph: Graph,
  { includeChanged, limit, now = Number.NEGATIVE_INFINITY, includeEnded = false }: MissingTuplesRequest,
): Steps<{ count: number; tuples: Tuple[] }> {
  const tuples: Tuple[] = [];
  let count = 0;
  yield* eachMissing(meter, other, graph, includeChanged, (partition) => (object, subject) => {
    const isOver = isExpired(partition, object, subject, now);
    const isListed = count < limit;
    const tuple = isListed || (isOver && includeEnded) ? graph.tupleAt(partition, object, subject) : undefined;
    if (tuple !== undefined) meter.work += COST.words;
    if (isOver && !(includeEnded && tuple !== undefined && other.live(tuple, now) !== undefined)) return;
    count++;
    if (isListed && tuple !== undefined) tuples.push(tuple);
  });
  return { count, tuples };
}

/** Merges two graphs. A fact that both state has the condition, context and expiry of the second. */
export function mergeGraphs(graph: Graph, over: Graph): Graph {
  return runSteps(mergeGraphsInSteps(new Meter(), graph, over));
}

/**
 * As `mergeGraphs`, in steps, without tuples that have expired at `now`, in milliseconds since 1970. Neither graph
 * may change meanwhile.
 */
export function* mergeGraphsInSteps(
  meter: Meter,
  graph: Graph,
  over: Graph,
  now = Number.NEGATIVE_INFINITY,
): Steps<Graph> {
  const both = new Graph();
  const loader = new Loader(both);
  const fromOver = copying(meter, over, both, loader, now);
  for (const partition of over.allPartitions()) yield* eachPair(meter, partition, fromOver(partition));
  yield* eachMissing(meter, over, graph, false, copying(meter, graph, both, loader, now));
  return yield* loader.finishInSteps(meter);
}

function* eachMissing(meter: Meter, other: Graph, graph: Graph, onTerms: boolean, see: See): Steps<void> {
  const dictionaries = new Map([...other.allTypes()].map(({ name, dictionary }) => [name, dictionary]));
  const renumber = renumbering(meter, (type, id) => dictionaries.get(type)?.indexOf(id) ?? UNKNOWN);
  const siblings = new Map([...other.groups()].map((group) => [kindKey(group[0].kind), group]));
  for (const partition of graph.allPartitions()) {
    const { kind } = partition;
    const objectIn = renumber(kind.objectType);
    const subjectIn = kind.wildcard ? itself : renumber(kind.subjectType);
    const alike = siblings.get(kindKey(kind)) ?? [];
    const rivals = alike.filter(
      ({ size, kind: { condition } }) => size > 0 && (!onTerms || condition === kind.condition),
    );
    const isThere = (object: number, subject: number): boolean => {
      const there = objectIn(object);
      const who = subjectIn(subject);
      if (there === UNKNOWN || who === UNKNOWN) return false;
      meter.work += rivals.length * COST.row;
      const rival = rivals.find((candidate) => candidate.has(there, who));
      if (rival === undefined || !onTerms || widthOf(kind) === 0) return rival !== undefined;
      meter.work += 2 * COST.words;
      return sameConditionAndExpiry(graph.tupleAt(partition, object, subject), other.tupleAt(rival, there, who));
    };
    const lacked = see(partition);
    yield* eachPair(meter, partition, (object, subject) => {
      if (!isThere(object, subject)) lacked(object, subject);
    });
  }
}

function copying(meter: Meter, from: Graph, to: Graph, loader: Loader<Graph>, now: number): See {
  const renumber = renumbering(meter, (type, id) => to.type(type).dictionary.intern(id));
  return (partition) => {
    const { objectType, relation, subjectType, subjectRelation, wildcard, condition } = partition.kind;
    const suffix = wildcard ? WILDCARD : subjectRelation;
    const target = to.partition(objectType.name, relation, subjectType.name, suffix, condition);
    const objectIn = renumber(objectType);
    const subjectIn = wildcard ? itself : renumber(subjectType);
    const hasTerms = widthOf(partition.kind) > 0;
    const { subjects } = partition;
    return (object, subject) => {
      const at = hasTerms ? subjects.find(object, subject) : 0;
      if (hasTerms && partition.hasExpired(at, now)) return;
      const expiry = hasTerms ? subjects.column(EXPIRY, at) : 0;
      const context = hasTerms ? to.contexts.intern(from.contexts.text(subjects.column(CONTEXT, at))) : 0;
      if (hasTerms) meter.work += COST.words;
      loader.pushNumbers(target, objectIn(object), subjectIn(subject), expiry, context);
    };
  };
}

/** Whether the tuple has expired; only tuples with columns can. */
function isExpired(partition: Partition, object: number, subject: number, now: number): boolean {
  if (widthOf(partition.kind) === 0) return false;
  return partition.hasExpired(partition.subjects.find(object, subject), now);
}

function* eachPair(
  meter: Meter,
  { subjects, objectCount }: Partition,
  see: (object: number, subject: number) => void,
): Steps<void> {
  if (subjects.size === 0) return;
  for (let object = 0; object < objectCount; object++) {
    subjects.seek(object);
    // The visitor may seek the same row.
    const { values, start, end } = subjects;
    meter.work += COST.row;
    for (let i = start; i < end; i++) {
      see(object, values[i]);
      meter.work += COST.row;
      if (meter.isDue) yield;
    }
    if (meter.isDue) yield;
  }
}

/** Key of a kind without its condition. */
function kindKey({ objectType, relation, subjectType, subjectRelation, wildcard }: PartitionKind): string {
  return JSON.stringify([objectType.name, relation, subjectType.name, subjectRelation, wildcard]);
}

/** Marks a number that hasn't been looked up. */
const NOT_YET = 0xffff_fffe;

/** Maps nodes to the numbers that their ids have in another graph. Each id is looked up once. */
function renumbering(
  meter: Meter,
  numberOf: (type: string, id: string) => number,
): (type: NodeType) => (node: number) => number {
  const byType = new Map<NodeType, (node: number) => number>();
  return (type) => {
    const known = byType.get(type);
    if (known !== undefined) return known;
    const numbers = new Uint32Array(type.dictionary.size).fill(NOT_YET);
    const renumbered = (node: number) => {
      if (numbers[node] === NOT_YET) {
        numbers[node] = numberOf(type.name, type.dictionary.id(node));
        meter.work += COST.words;
      }
      return numbers[node];
    };
    byType.set(type, renumbered);
    return renumbered;
  };
}

function itself(node: number): number {
  return node;
}
