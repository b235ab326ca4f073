import { EngineError } from "../errors.ts";
import type { Numbers } from "../graph/arrays.ts";
import type { Graph } from "../graph/graph.ts";
import { CONTEXT, EXPIRY } from "../graph/partition.ts";
import type { Condition, ConditionContext, ConditionResult } from "../model/condition.ts";
import type { Special, Store } from "./program.ts";
import { CONDITIONAL, FALSE, TRUE, type Value } from "./value.ts";

const UNDECIDED: ConditionResult = { missing: [] };
const NOTHING_KNOWN: ConditionContext = {};

/** Whether tuples count, at one time and with what one request knows. */
export class Terms {
  /** Parameters that conditions asked for in vain. */
  readonly missing = new Set<string>();
  /** Why a condition could not be evaluated. That matters only where nothing else decides. */
  failure: EngineError | undefined;
  private readonly graph: Graph;
  private nowSeconds = 0;
  private context = NOTHING_KNOWN;

  constructor(graph: Graph) {
    this.graph = graph;
  }

  /** `now` in milliseconds since 1970. */
  begin(now: number, context: ConditionContext = NOTHING_KNOWN): void {
    this.nowSeconds = now / 1000;
    this.context = context;
    if (this.missing.size > 0) this.missing.clear();
    this.failure = undefined;
  }

  /** Whether a stored tuple joins the object to the subject, and counts. */
  of({ plain, special }: Store, object: number, subject: number): Value {
    if (plain?.has(object, subject)) return TRUE;
    for (const one of special) {
      if (one.partition.size === 0) continue;
      const at = one.partition.subjects.find(object, subject);
      // A fact is stored once, so no other partition has it.
      if (at >= 0) return this.at(one, one.partition.subjects.columns, at);
    }
    return FALSE;
  }

  /** Whether the tuple counts that stands at this place of the special partition's columns. */
  at({ condition }: Special, columns: readonly Numbers[], place: number): Value {
    const expiry = columns[EXPIRY][place];
    if (expiry !== 0 && this.nowSeconds >= expiry) return FALSE;
    if (condition === undefined) return TRUE;
    const result = this.evaluate(condition, this.graph.contexts.value(columns[CONTEXT][place]));
    if ("met" in result) return result.met ? TRUE : FALSE;
    for (const parameter of result.missing) this.missing.add(parameter);
    return CONDITIONAL;
  }

  private evaluate(condition: Condition, stored: ConditionContext | undefined): ConditionResult {
    try {
      return condition.evaluate(stored, this.context);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.failure ??= error;
      return UNDECIDED;
    }
  }
}
