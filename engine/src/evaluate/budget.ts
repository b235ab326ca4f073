import { EngineError } from "../errors.ts";
import { MAX_DECISION_WORK, type Meter } from "../work/meter.ts";
import type { Rule } from "./program.ts";

/** How far one evaluation may go before it ends in an error. */
export interface Budget {
  /** Tuples in a row that lead from one relation to another; nesting within one relation is not counted. */
  readonly depth: number;
  /** Units of work (see `Meter`) that one decision may take. A task may take `TASK_DECISIONS` times as many. */
  readonly work: number;
}

/** OpenFGA's depth, and about 80 ms of work. */
export const DEFAULT_BUDGET: Budget = { depth: 25, work: MAX_DECISION_WORK };

/**
 * How far relations with operators may nest in all, one relation within itself included: they are decided by
 * recursion, and the call stack has an end.
 */
export const MAX_NESTING = 250;

export function depthExceeded(budget: Budget, at: Pair | undefined): EngineError {
  const message = `Undecided after following ${budget.depth} tuples, one after the other.`;
  return new EngineError("depth_limit_exceeded", message, { depth: budget.depth, at: at && formatPair(at) });
}

/** As `depthExceeded`, where relations with operators nest too far. */
export function nestingExceeded(at: Pair): EngineError {
  const message = `Undecided: relations with operators nest more than ${MAX_NESTING} deep.`;
  return new EngineError("depth_limit_exceeded", message, { nesting: MAX_NESTING, at: formatPair(at) });
}

export function workExceeded({ allowed }: Meter, at: Pair): EngineError {
  const message = `Undecided after ${allowed} units of work.`;
  return new EngineError("work_limit_exceeded", message, { work: allowed, at: formatPair(at) });
}

/** A relation of an object. */
export interface Pair {
  readonly rule: Rule;
  readonly object: number;
}

function formatPair({ rule: { nodes, relation }, object }: Pair): string {
  // Numbers beyond the dictionary stand for objects that only the question names.
  const id = object < nodes.dictionary.size ? nodes.dictionary.id(object) : "?";
  return `${nodes.name}:${id}#${relation.name}`;
}
