import { type Engine, EngineError, type Graph, lacking, type RowVerdict, sameTerms, type Tuple } from "@cf-auth/engine";
import type { IneffectiveRows } from "./graph-service.ts";

/** A revision that changes more than this is kept as a snapshot, not line by line. */
export const MOST_LOGGED = 10_000;

/** Why a model does not let a tuple be stored. */
const NOT_ALLOWED: ReadonlySet<string> = new Set([
  "unknown_type",
  "unknown_relation",
  "subject_not_allowed",
  "invalid_context",
  "work_exceeded",
]);

/**
 * Decides about each row of an import. What the model does not allow is accepted where that very tuple is stored, so
 * that an export can always be imported again; or wherever it comes from, or never.
 */
export function rowJudge(
  engine: Engine,
  isThere: (tuple: Tuple) => boolean,
  ineffective: IneffectiveRows = "refuse",
): (tuple: Tuple) => RowVerdict {
  return (tuple) => {
    try {
      engine.validate(tuple);
      return "allowed";
    } catch (error) {
      if (!(error instanceof EngineError && NOT_ALLOWED.has(error.code))) throw error;
      if (ineffective === "drop") return "dropped";
      if (ineffective === "keep" || isThere(tuple)) return "ineffective";
      throw error;
    }
  };
}

/** Whether the graph holds the tuple on just these terms. */
export function isStored(graph: Graph, tuple: Tuple): boolean {
  const found = graph.get(tuple);
  return found !== undefined && sameTerms(found, tuple);
}

/** How many tuples the model does not allow, or can't evaluate. */
export function ineffectiveIn(engine: Engine, file: Graph): number {
  const looking = engine.storedProblems(file);
  for (let step = looking.next(); ; step = looking.next()) {
    if (step.done) return step.value.ineffective + step.value.invalidContexts;
  }
}

/** What an import changes: counted, and listed unless it is too much to be kept line by line. */
export function compare(graph: Graph, file: Graph, replace: boolean) {
  const most = MOST_LOGGED;
  const { count: added, tuples: writes } = lacking(graph, file, { onTerms: true, most });
  const { count: removed, tuples: deletes } = replace
    ? lacking(file, graph, { onTerms: false, most })
    : { count: 0, tuples: [] };
  return { added, removed, draft: added + removed <= most ? { writes, deletes } : undefined };
}
