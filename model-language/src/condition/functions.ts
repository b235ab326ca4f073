import { memoize } from "../values/memoize.ts";
import { parseDuration, parseTimestamp } from "../values/time.ts";
import { required } from "./environment.ts";
import type { Meter } from "./meter.ts";
import { constantBudget, Pattern } from "./pattern.ts";
import { Refusal } from "./rules.ts";
import { calledBy, childrenIn, type Node, nodesOf } from "./tree.ts";

type Replacement = (...texts: string[]) => unknown;

const timestampOf: Replacement = memoize((text) => required(parseTimestamp(text), "a timestamp is not of RFC 3339"));
const durationOf: Replacement = memoize((text) => required(parseDuration(text), "a duration is malformed"));

/** Replaces functions of cel-js: its `RegExp` takes exponential time, and its `Date` accepts invalid dates. */
export function replaceFunctions(root: Node, meter: Meter): void {
  const spend = (units: number) => meter.spend(units);
  const spendOnConstants = constantBudget();
  const functions: Readonly<Record<string, Replacement>> = {
    matches: (text = "", source = "") => Pattern.compile(source, spend).isIn(text, spend),
    timestamp: timestampOf,
    duration: durationOf,
  };
  for (const { node } of nodesOf(root)) {
    const name = calledBy(node) ?? "";
    const { handle } = node;
    const replacement = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (!handle || !replacement) continue;
    const compute = withConstant(node, name, replacement, spend, spendOnConstants);
    node.handle = (values, ...rest) => {
      const texts = values as unknown[]; // A call passes its operands as one list.
      const isText = texts.every((value) => typeof value === "string");
      return isText ? compute(...texts) : handle(values, ...rest);
    };
  }
}

/** Parses a constant once, when the condition is compiled; a malformed one is an error of the model. */
function withConstant(
  node: Node,
  name: string,
  replacement: Replacement,
  spend: (units: number) => void,
  spendOnConstants: (units: number) => void,
): Replacement {
  const [last] = childrenIn(node.args).slice(-1);
  if (last?.op !== "value" || typeof last.args !== "string") return replacement;
  const constant = last.args;
  try {
    if (name !== "matches") {
      const value = replacement(constant);
      return () => value;
    }
    const pattern = Pattern.compile(constant, spendOnConstants);
    return (text = "") => pattern.isIn(text, spend);
  } catch (error) {
    throw new Refusal(messageOf(error), last.start);
  }
}

/** Message of an error. cel-js's errors have a `summary`; their message quotes the expression. */
export function messageOf(error: unknown): string {
  if (error instanceof Error && "summary" in error && typeof error.summary === "string") return error.summary;
  // JavaScript's own errors don't help the author of the expression.
  return error instanceof Error && !(error instanceof TypeError) ? error.message : "it can't be evaluated";
}
