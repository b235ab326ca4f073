import { MAX_LOOPS } from "../limits.ts";
import { DURATION, FUNCTIONS, TIMESTAMP } from "./environment.ts";
import { calledBy, childrenIn, isLoop, type Node, nodesOf } from "./tree.ts";

/** Thrown for expressions that cel-js accepts and this language doesn't. */
export class Refusal extends Error {
  /** Position in UTF-16 units from 0. */
  readonly at: number;

  constructor(problem: string, at: number) {
    super(problem);
    this.at = at;
  }
}

/**
 * Throws a `Refusal` for expressions that OpenFGA doesn't support, that cel-js evaluates incorrectly, or that have
 * too many loops.
 */
export function enforceRules(root: Node): void {
  for (const { node, loops } of nodesOf(root)) {
    const name = calledBy(node);
    if (name !== undefined && !FUNCTIONS.has(name)) throw new Refusal(`unknown function: ${name}`, node.start);
    if (isLoop(node) && loops >= MAX_LOOPS) {
      throw new Refusal(`more than ${MAX_LOOPS} loops are nested`, node.start);
    }
    const [left, right] = childrenIn(node.args);
    if (node.op === "." && left?.checkedType?.kind === "message") {
      throw new Refusal(`a ${left.checkedType.name} has no fields`, node.start);
    }
    // cel-js types the sum as a duration.
    if (node.op === "+" && left?.checkedType?.name === DURATION && right?.checkedType?.name === TIMESTAMP) {
      throw new Refusal("write the timestamp before the duration that is added to it", node.start);
    }
  }
}
