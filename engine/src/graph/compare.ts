import { hasExpired } from "../expiry.ts";
import { type Tuple, WILDCARD } from "../tuple.ts";
import { UNKNOWN } from "./dictionary.ts";
import { Graph, sameTerms } from "./graph.ts";
import { Loader } from "./loader.ts";
import { CONTEXT, EXPIRY, type NodeType, type Partition, type PartitionKind, widthOf } from "./partition.ts";

/** Is given the tuples of a partition, one by one, as the numbers of their ends. */
type See = (partition: Partition) => (object: number, subject: number) => void;

/**
 * The tuples of a graph that another lacks and that have not expired at `now`, in milliseconds since 1970: how many they
 * are, and the first `most` of them. With `onTerms` also those that the other has on other terms.
 */
export function lacking(
  other: Graph,
  graph: Graph,
  { onTerms, most, now = Number.NEGATIVE_INFINITY }: { onTerms: boolean; most: number; now?: number },
): { count: number; tuples: Tuple[] } {
  const tuples: Tuple[] = [];
  let count = 0;
  eachLacking(other, graph, onTerms, (partition) => (object, subject) => {
    // Only tuples with columns can have expired.
    if (widthOf(partition.kind) > 0 && hasExpired(graph.tupleAt(partition, object, subject), now)) return;
    if (++count <= most) tuples.push(graph.tupleAt(partition, object, subject));
  });
  return { count, tuples };
}

/** A graph with the tuples of both; a fact that both state stands on the terms of the second. */
export function merged(graph: Graph, over: Graph): Graph {
  const both = new Graph();
  const loader = new Loader(both);
  eachTuple(over, copying(over, both, loader));
  eachLacking(over, graph, false, copying(graph, both, loader));
  return loader.finish();
}

function eachTuple(graph: Graph, see: See): void {
  for (const partition of graph.allPartitions()) eachPair(partition, see(partition));
}

function eachLacking(other: Graph, graph: Graph, onTerms: boolean, see: See): void {
  const dictionaries = new Map([...other.allTypes()].map(({ name, dictionary }) => [name, dictionary]));
  const renumber = renumbering((type, id) => dictionaries.get(type)?.indexOf(id) ?? UNKNOWN);
  for (const partition of graph.allPartitions()) {
    const { kind } = partition;
    const objectIn = renumber(kind.objectType);
    const subjectIn = kind.wildcard ? itself : renumber(kind.subjectType);
    const rivals = siblingsIn(other, kind).filter((rival) => !onTerms || rival.kind.condition === kind.condition);
    const isThere = (object: number, subject: number): boolean => {
      const there = objectIn(object);
      const who = subjectIn(subject);
      if (there === UNKNOWN || who === UNKNOWN) return false;
      const rival = rivals.find((candidate) => candidate.has(there, who));
      if (rival === undefined || !onTerms || widthOf(kind) === 0) return rival !== undefined;
      return sameTerms(graph.tupleAt(partition, object, subject), other.tupleAt(rival, there, who));
    };
    const lacked = see(partition);
    eachPair(partition, (object, subject) => {
      if (!isThere(object, subject)) lacked(object, subject);
    });
  }
}

function copying(from: Graph, to: Graph, loader: Loader): See {
  const renumber = renumbering((type, id) => to.type(type).dictionary.intern(id));
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
      const expiry = hasTerms ? subjects.column(EXPIRY, at) : 0;
      const context = hasTerms ? to.contexts.intern(from.contexts.text(subjects.column(CONTEXT, at))) : 0;
      loader.pushNumbers(target, objectIn(object), subjectIn(subject), expiry, context);
    };
  };
}

function eachPair({ subjects, objectCount }: Partition, see: (object: number, subject: number) => void): void {
  for (const object of subjects.keysWithRows(objectCount)) {
    subjects.seek(object);
    // Whoever sees a pair may seek it again.
    const { values, start, end } = subjects;
    for (let i = start; i < end; i++) see(object, values[i]);
  }
}

/** The partitions of a graph that hold tuples of the kind, under whatever conditions. */
function siblingsIn(graph: Graph, kind: PartitionKind): readonly Partition[] {
  for (const siblings of graph.groups()) if (isLike(siblings[0].kind, kind)) return siblings;
  return [];
}

function isLike(a: PartitionKind, b: PartitionKind): boolean {
  return (
    a.objectType.name === b.objectType.name &&
    a.relation === b.relation &&
    a.subjectType.name === b.subjectType.name &&
    a.subjectRelation === b.subjectRelation &&
    a.wildcard === b.wildcard
  );
}

/** In place of a number that was not asked for yet. */
const NOT_YET = 0xffff_fffe;

/** Gives nodes the numbers that their ids have elsewhere; each is asked for once, however many tuples it stands in. */
function renumbering(numberOf: (type: string, id: string) => number): (type: NodeType) => (node: number) => number {
  const byType = new Map<NodeType, (node: number) => number>();
  return (type) => {
    const known = byType.get(type);
    if (known !== undefined) return known;
    const numbers = new Uint32Array(type.dictionary.size).fill(NOT_YET);
    const renumbered = (node: number) => {
      if (numbers[node] === NOT_YET) numbers[node] = numberOf(type.name, type.dictionary.id(node));
      return numbers[node];
    };
    byType.set(type, renumbered);
    return renumbered;
  };
}

function itself(node: number): number {
  return node;
}
