import type { Numbers } from "../graph/arrays.ts";
import type { Partition } from "../graph/partition.ts";
import { LAYOUT_STEP } from "../work/meter.ts";
import type { Steps } from "../work/steps.ts";

/** Strongly connected components of a graph of objects, and the edges between them. */
export interface NestingComponents {
  readonly count: number;
  /** Component + 1 by object; 0 for an object without edges. */
  readonly of: Numbers;
  /** Offset of a component's edges in `targets`; they lead to components with a smaller number. */
  readonly offsets: Numbers;
  readonly targets: Numbers;
}

/**
 * Tarjan's algorithm, without recursion, over edges from subjects to the objects that they belong to.
 * Source: R. Tarjan, "Depth-first search and linear graph algorithms", 1972.
 */
export function* componentsOf(partitions: readonly Partition[], nodeCount: number): Steps<NestingComponents> {
  const search = new Search(partitions, nodeCount);
  for (const { objects, subjectCount } of partitions) {
    for (let node = 0; node < subjectCount && objects.size > 0; node++) {
      if (node % LAYOUT_STEP === 0) yield;
      if (objects.length(node) > 0) yield* search.from(node);
    }
  }
  return yield* search.result();
}

class Search {
  private readonly partitions: readonly Partition[];
  private readonly component: Numbers;
  /** Visit number by node, from 1; 0 for unvisited. */
  private readonly met: Numbers;
  /** Earliest open node that it leads back to, by node. */
  private readonly low: Numbers;
  private readonly open: number[] = [];
  private clock = 0;
  private count = 0;

  constructor(partitions: readonly Partition[], nodeCount: number) {
    this.partitions = partitions;
    this.component = new Uint32Array(nodeCount);
    this.met = new Uint32Array(nodeCount);
    this.low = new Uint32Array(nodeCount);
  }

  *from(root: number): Steps<void> {
    if (this.met[root] !== 0) return;
    const path = [this.enter(root)];
    for (let count = 1; path.length > 0; count++) {
      if (count % LAYOUT_STEP === 0) yield;
      const step = path[path.length - 1];
      const next = step.targets[step.next++];
      if (next === undefined) {
        path.pop();
        this.leave(step.node, path.at(-1)?.node);
      } else if (this.met[next] === 0) path.push(this.enter(next));
      else if (this.component[next] === 0) this.low[step.node] = Math.min(this.low[step.node], this.met[next]);
    }
  }

  *result(): Steps<NestingComponents> {
    const offsets = new Uint32Array(this.count + 1);
    const edges: Set<number>[] = [];
    for (let i = 0; i < this.count; i++) {
      if (i % LAYOUT_STEP === 0) yield;
      edges.push(new Set());
    }
    for (let node = 0; node < this.component.length; node++) {
      if (node % LAYOUT_STEP === 0) yield;
      const own = this.component[node];
      if (own === 0) continue;
      for (const target of this.targetsOf(node)) {
        if (this.component[target] !== own) edges[own - 1].add(this.component[target] - 1);
      }
    }
    for (let i = 0; i < this.count; i++) offsets[i + 1] = offsets[i] + edges[i].size;
    const targets = new Uint32Array(offsets[this.count]);
    for (let i = 0; i < this.count; i++) {
      if (i % LAYOUT_STEP === 0) yield;
      targets.set([...edges[i]], offsets[i]);
    }
    return { count: this.count, of: this.component, offsets, targets };
  }

  private enter(node: number): { node: number; targets: number[]; next: number } {
    this.met[node] = this.low[node] = ++this.clock;
    this.open.push(node);
    return { node, targets: this.targetsOf(node), next: 0 };
  }

  /** Finishes a node: it completes a component, or leads back to an earlier node. */
  private leave(node: number, parent: number | undefined): void {
    if (this.low[node] === this.met[node]) {
      this.count++;
      let member: number | undefined;
      do {
        member = this.open.pop();
        if (member !== undefined) this.component[member] = this.count;
      } while (member !== undefined && member !== node);
    }
    if (parent !== undefined) this.low[parent] = Math.min(this.low[parent], this.low[node]);
  }

  private targetsOf(node: number): number[] {
    return this.partitions.flatMap(({ objects }) => {
      objects.seek(node);
      return [...objects.values.subarray(objects.start, objects.end)];
    });
  }
}
