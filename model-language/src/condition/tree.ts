import type { ASTNode } from "@marcbachmann/cel-js";

/*
 * cel-js's syntax tree after type checking. Its declarations omit `meta` and `handle`, which
 * are plain properties in 8.0.0; `tree.test.ts` tests the assumptions.
 */

/** A node of a checked tree. */
export interface Node {
  readonly op: string;
  readonly args: unknown;
  /** Start in the expression, in UTF-16 units from 0. */
  readonly start: number;
  readonly checkedType?: { readonly kind: string; readonly name: string };
  /** Expansion of a macro, or value of a named constant. */
  readonly meta: { readonly alternate?: Node };
  /** Evaluates the node with its operands' values, which come first; a call's operands are one list. */
  handle?: (...operands: unknown[]) => unknown;
}

/** A loop that a macro such as `exists` expands to. */
export interface Loop {
  readonly iterable: Node;
  readonly init: Node;
  readonly step: Node;
}

export function rootOf(ast: ASTNode): Node {
  return ast as unknown as Node; // The declarations omit these properties; see above.
}

/** A node with the number of loops around it. */
export interface Nested {
  readonly node: Node;
  readonly loops: number;
}

/** The node and its descendants, in source order. */
export function nodesOf(root: Node): Nested[] {
  const found: Nested[] = [];
  const rest: Nested[] = [{ node: root, loops: 0 }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    found.push(next);
    rest.push(...below(next).reverse());
  }
  return found;
}

function below({ node, loops }: Nested): Nested[] {
  const { op, args, meta } = node;
  if (meta.alternate) return [{ node: meta.alternate, loops }];
  if (isLoop(node)) {
    const { iterable, step } = loopOf(node);
    return [
      { node: iterable, loops },
      { node: step, loops: loops + 1 },
    ];
  }
  return op === "value" ? [] : childrenIn(args).map((child) => ({ node: child, loops }));
}

export function isLoop(node: Node): boolean {
  return node.op === "comprehension";
}

export function loopOf(node: Node): Loop {
  return node.args as Loop; // Comprehensions have this shape.
}

/** Name of the called function, if the node is a call. */
export function calledBy({ op, args }: Node): string | undefined {
  return (op === "call" || op === "rcall") && Array.isArray(args) ? args[0] : undefined;
}

/** Nodes among the operands; calls and literals nest them in lists. */
export function childrenIn(args: unknown): Node[] {
  if (Array.isArray(args)) return args.flatMap(childrenIn);
  return typeof args === "object" && args !== null && "op" in args ? [args as Node] : []; // Only nodes have `op`.
}
