import type { ASTNode } from "@marcbachmann/cel-js";

/*
 * cel-js's syntax tree as its checker leaves it. Its declarations tell of neither `meta` nor `handle`, of which both
 * are plain properties in 8.0.0; `tree.test.ts` says what is relied on.
 */

/** A node of a checked tree. */
export interface Node {
  readonly op: string;
  readonly args: unknown;
  /** Where it starts in the expression, in UTF-16 units from 0. */
  readonly start: number;
  readonly checkedType?: { readonly kind: string; readonly name: string };
  /** What a macro expands to, or what a constant's name stands for. */
  readonly meta: { readonly alternate?: Node };
  /** What the node does with its operands' values, which come first: all of a call's in one list. */
  handle?: (...operands: unknown[]) => unknown;
}

/** A loop that a macro such as `exists` expands to. */
export interface Loop {
  readonly iterable: Node;
  readonly init: Node;
  readonly step: Node;
}

export function rootOf(ast: ASTNode): Node {
  return ast as unknown as Node; // See above: what the declarations leave out.
}

/** A node with the number of loops it stands in. */
export interface Nested {
  readonly node: Node;
  readonly loops: number;
}

/** The node and all below it, in the order in which they are written. */
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
  return node.args as Loop; // The shape that goes with the operator.
}

/** The function's name, where the node calls one. */
export function calledBy({ op, args }: Node): string | undefined {
  return (op === "call" || op === "rcall") && Array.isArray(args) ? args[0] : undefined;
}

/** The nodes among the operands; lists of them are nested for calls and literals. */
export function childrenIn(args: unknown): Node[] {
  if (Array.isArray(args)) return args.flatMap(childrenIn);
  return typeof args === "object" && args !== null && "op" in args ? [args as Node] : []; // Only nodes have `op`.
}
