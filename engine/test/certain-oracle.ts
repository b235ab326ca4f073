import * as fc from "fast-check";
import type { ConditionContext } from "../src/index.ts";
import { countsWith, type World } from "./arbitrary.ts";
import { Oracle, type OracleValue } from "./oracle.ts";

/**
 * Oracle for a world of `arbitrary.ts`, restricted to results that the engine must give.
 *
 * A result that it leaves conditional may be false in every completion of the context, or depend on its own absence.
 * The engine may deny it immediately then, so such a world is skipped.
 */
export function oracleOf({ model, tuples, context }: Omit<World, "queries">) {
  const counts = countsWith(context);
  const oracle = new Oracle(model, tuples, counts);
  const extremes = [
    new Oracle(model, tuples, (tuple) => (counts(tuple) === "no" ? "no" : "yes")),
    new Oracle(model, tuples, (tuple) => (counts(tuple) === "yes" ? "yes" : "no")),
  ];
  return {
    check(...question: Parameters<Oracle["check"]>): OracleValue {
      const value = oracle.check(...question);
      if (value !== "conditional") return value;
      const outcomes = completions(context).map((known) =>
        new Oracle(model, tuples, countsWith(known)).check(...question),
      );
      fc.pre(outcomes.includes("true") && !extremes.some((extreme) => extreme.isUndefined(...question)));
      return value;
    },
  };
}

/** All completions of the context. */
function completions(context: ConditionContext): ConditionContext[] {
  return ["x", "y"].reduce(
    (all: ConditionContext[], parameter) =>
      parameter in context
        ? all
        : all.flatMap((known) => [true, false].map((value) => ({ ...known, [parameter]: value }))),
    [context],
  );
}
