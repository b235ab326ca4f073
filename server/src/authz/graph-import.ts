import { type Engine, EngineError, type Graph, type RowVerdict, sameTerms, type Tuple } from "@cf-auth/engine";
import type { IneffectiveRows } from "./graph-service.ts";

/** Why a model does not let a tuple be stored. */
const NOT_ALLOWED: ReadonlySet<string> = new Set([
  "unknown_type",
  "unknown_relation",
  "subject_not_allowed",
  "invalid_context",
  "work_exceeded",
]);

/**
 * Decides about each row of an import. What the model does not allow is accepted where it is harmless, because that very
 * tuple is stored, so that an export can always be imported again; or wherever it comes from, or never.
 */
export function rowJudge(
  engine: Engine,
  isHarmless: (tuple: Tuple) => boolean,
  ineffective: IneffectiveRows = "refuse",
): (tuple: Tuple) => RowVerdict {
  return (tuple) => {
    try {
      engine.validate(tuple);
      return "allowed";
    } catch (error) {
      if (!(error instanceof EngineError && NOT_ALLOWED.has(error.code))) throw error;
      if (ineffective === "drop") return "dropped";
      if (ineffective === "keep" || isHarmless(tuple)) return "ineffective";
      throw error;
    }
  };
}

/** Whether the graph holds the tuple on just these terms. */
export function isStored(graph: Graph, tuple: Tuple): boolean {
  const found = graph.get(tuple);
  return found !== undefined && sameTerms(found, tuple);
}

/** How many tuples the model does not allow, or can't evaluate, of those that have not expired. */
export function ineffectiveIn(engine: Engine, file: Graph, now: number): number {
  const looking = engine.storedProblems(now, file);
  for (let step = looking.next(); ; step = looking.next()) {
    if (step.done) return step.value.ineffective + step.value.invalidContexts;
  }
}
