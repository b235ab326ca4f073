/** Nodes of a dependency graph, grouped and ordered. */
export interface Components {
  /** Component number by node. Nodes of one component depend on each other in a cycle. */
  readonly of: Int32Array;
  /** Nodes by component. A component depends only on itself and on components with a smaller number. */
  readonly members: readonly (readonly number[])[];
}

/**
 * Strongly connected components of a small graph, such as a model's relations. `dependencies` lists for each node
 * what it depends on. Takes linear time and no recursion.
 * Source: R. Tarjan, "Depth-first search and linear graph algorithms", 1972.
 */
export function dependencyComponents(dependencies: readonly (readonly number[])[]): Components {
  const of = new Int32Array(dependencies.length).fill(-1);
  const members: number[][] = [];
  const met = new Int32Array(dependencies.length);
  const low = new Int32Array(dependencies.length);
  const next = new Int32Array(dependencies.length);
  const open: number[] = [];
  let time = 0;
  for (let root = 0; root < dependencies.length; root++) {
    const path = met[root] === 0 ? [root] : [];
    while (path.length > 0) {
      const node = path[path.length - 1];
      if (met[node] === 0) {
        met[node] = low[node] = ++time;
        open.push(node);
      }
      if (next[node] < dependencies[node].length) {
        const dependency = dependencies[node][next[node]++];
        if (met[dependency] === 0) path.push(dependency);
        else if (of[dependency] < 0) low[node] = Math.min(low[node], met[dependency]);
        continue;
      }
      path.pop();
      if (path.length > 0) low[path[path.length - 1]] = Math.min(low[path[path.length - 1]], low[node]);
      if (low[node] !== met[node]) continue;
      const own = open.splice(open.lastIndexOf(node));
      for (const member of own) of[member] = members.length;
      members.push(own);
    }
  }
  return { of, members };
}
