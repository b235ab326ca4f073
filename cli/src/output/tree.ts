/** A line of a tree, with the lines below it. */
export interface TreeNode {
  readonly label: string;
  readonly children?: readonly TreeNode[];
}

/** The tree as lines, with a branch for each node below the root. */
export function treeText({ label, children = [] }: TreeNode): string {
  return `${label}\n${branches(children, "")}`;
}

function branches(nodes: readonly TreeNode[], indent: string): string {
  return nodes
    .map(({ label, children = [] }, i) => {
      const isLast = i === nodes.length - 1;
      return `${indent}${isLast ? "└─ " : "├─ "}${label}\n${branches(children, indent + (isLast ? "   " : "│  "))}`;
    })
    .join("");
}
