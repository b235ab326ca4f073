import { UNKNOWN } from "../graph/dictionary.ts";
import type { Graph } from "../graph/graph.ts";
import type { Partition } from "../graph/partition.ts";
import { formatObject, formatSubject, type Tuple } from "../tuple.ts";
import type { Rule, Store } from "./program.ts";
import type { ProofTuple } from "./proof.ts";
import { UNKNOWN_SUBJECT } from "./subject.ts";

/** Numbers from here down belong to no object of any graph, nor to the query. */
const FIRST_FRESH = UNKNOWN_SUBJECT - 1;

/** Maps numbers back to names, for one query. */
export class Names {
  readonly subject: string;
  private readonly object: string;
  private readonly graph: Graph;
  private readonly made = new Map<number, string>();

  /** The query's subject and object may be unknown to the graph. */
  constructor(graph: Graph, subject: string, object: string) {
    this.graph = graph;
    this.subject = subject;
    this.object = object;
  }

  of({ nodes }: Rule, object: number): string {
    if (object === UNKNOWN) return this.object;
    if (object === UNKNOWN_SUBJECT) return this.subject.split("#", 1)[0];
    return this.made.get(object) ?? `${nodes.name}:${nodes.dictionary.id(object)}`;
  }

  /** Number of a new object of the rule's type, with an unused name. */
  fresh({ nodes, relation }: Rule): number {
    const number = FIRST_FRESH - relation.type.id;
    let id = "new";
    for (let i = 1; nodes.dictionary.indexOf(id) !== UNKNOWN; i++) id = `new-${i}`;
    this.made.set(number, `${nodes.name}:${id}`);
    return number;
  }

  /** Stored tuple of the store with this object and subject; it must exist. */
  tuple({ plain, special }: Store, object: number, subject: number): ProofTuple {
    const partitions = [...(plain ? [plain] : []), ...special.map(({ partition }) => partition)];
    const owner = partitions.find((partition) => partition.has(object, subject));
    if (owner === undefined) throw new Error("A proof named a tuple that is not stored.");
    return this.tupleIn(owner, object, subject);
  }

  private tupleIn(partition: Partition, object: number, subject: number): ProofTuple {
    return proofTuple(this.graph.tupleAt(partition, object, subject));
  }
}

export function proofTuple(tuple: Tuple): ProofTuple {
  const { relation, condition, context, expiresAt } = tuple;
  return {
    subject: formatSubject(tuple),
    relation,
    object: formatObject(tuple),
    ...(condition !== undefined && { condition }),
    ...(context !== undefined && { context }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}
