import { EngineError } from "../errors.ts";
import { isExpired } from "../expiry.ts";
import type { Graph } from "../graph/graph.ts";
import { CONTEXT, EXPIRY, type Partition } from "../graph/partition.ts";
import type { Condition, ConditionContext, ConditionResult, ConditionWork } from "../model/condition.ts";
import { formatObject, formatSubject } from "../tuple.ts";
import { COST, type Meter } from "../work/meter.ts";
import type { Special, Store } from "./program.ts";
import { CONDITIONAL, FALSE, TRUE, type Value } from "./value.ts";

/** Reason why a tuple doesn't count. */
export type IneffectiveReason =
  | { readonly reason: "expired" }
  /** The condition is false with these parameter values; they are absent if longer than 2,000 characters. */
  | { readonly reason: "condition_not_met"; readonly context?: ConditionContext }
  /** The condition has no value for these parameters. */
  | { readonly reason: "context_missing"; readonly missing: readonly string[] }
  /** The condition can't be evaluated with these values. */
  | { readonly reason: "condition_failed"; readonly problem: string };

/** Characters of JSON of the values that a reason reports. */
const MAX_REPORTED_LENGTH = 2000;
const UNDECIDED: ConditionResult = { missing: [] };
const EMPTY_CONTEXT: ConditionContext = {};

/** Evaluation context of one request, its time and its context for conditions: decides whether tuples count. */
export class EvaluationContext {
  /** Parameters without a value that conditions needed. */
  readonly missing = new Set<string>();
  /** Error of a condition that couldn't be evaluated. It matters only if nothing else decides. */
  failure: EngineError | undefined;
  /** The same if the request caused it: its context doesn't fit, or the work exceeds the limit. */
  requestFailure: EngineError | undefined;
  /** Work of conditions since `begin`. */
  readonly work: ConditionWork = { units: 0 };
  private readonly graph: Graph;
  private readonly clock: () => number;
  readonly meter: Meter;
  /** Milliseconds since 1970; read from the clock on first use, and constant from then on. */
  private now: number | undefined;
  private context = EMPTY_CONTEXT;

  /** `clock` returns milliseconds since 1970. */
  constructor(graph: Graph, clock: () => number, meter: Meter) {
    this.graph = graph;
    this.clock = clock;
    this.meter = meter;
  }

  /** Starts a request. `now` is in milliseconds since 1970 and defaults to the clock. */
  begin(now: number | undefined, context: ConditionContext = EMPTY_CONTEXT): void {
    this.now = now;
    this.context = context;
    if (this.missing.size > 0) this.missing.clear();
    this.failure = undefined;
    this.requestFailure = undefined;
    this.work.units = 0;
  }

  /** Evaluation time in milliseconds since 1970. */
  time(): number {
    this.now ??= this.clock();
    return this.now;
  }

  /** Whether a tuple with this object and subject is stored and counts. */
  valueOfTuple({ plain, special }: Store, object: number, subject: number): Value {
    if (plain?.has(object, subject)) return TRUE;
    for (const one of special) {
      if (one.partition.size === 0) continue;
      const { subjects } = one.partition;
      const at = subjects.find(object, subject);
      // A fact is stored once, so no other partition contains it.
      if (at >= 0) return this.valueAt(one, object, subject, subjects.column(EXPIRY, at), subjects.column(CONTEXT, at));
    }
    return FALSE;
  }

  /** Whether the stored tuple with these columns (see `Partition`) counts. */
  valueAt(special: Special, object: number, subject: number, expiry: number, context: number): Value {
    if (this.hasExpired(expiry)) return FALSE;
    if (special.condition === undefined) return TRUE;
    const { units } = this.work;
    const result = this.evaluate(special, object, subject, this.graph.contexts.value(context));
    this.meter.spend(COST.query + (this.work.units - units) * COST.conditionUnit);
    if ("met" in result) return result.met ? TRUE : FALSE;
    for (const parameter of result.missing) this.missing.add(parameter);
    return CONDITIONAL;
  }

  /** Reason why a stored tuple doesn't count; undefined if it does. */
  ineffectiveReason({ partition, condition }: Special, object: number, subject: number): IneffectiveReason | undefined {
    const { subjects } = partition;
    const at = subjects.find(object, subject);
    if (this.hasExpired(subjects.column(EXPIRY, at))) return { reason: "expired" };
    if (condition === undefined) return undefined;
    const stored = this.graph.contexts.value(subjects.column(CONTEXT, at));
    const { units } = this.work;
    try {
      const result = condition.evaluate(stored, this.context, this.work);
      if ("missing" in result) return { reason: "context_missing", missing: [...result.missing] };
      return result.met ? undefined : { reason: "condition_not_met", ...this.usedParameters(condition, stored) };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return { reason: "condition_failed", problem: error.message };
    } finally {
      this.meter.work += COST.query + (this.work.units - units) * COST.conditionUnit;
    }
  }

  /** Values of the condition's parameters, unless they are longer than `MAX_REPORTED_LENGTH`. */
  private usedParameters(
    { parameters }: Condition,
    stored: ConditionContext = EMPTY_CONTEXT,
  ): { context?: ConditionContext } {
    const known = { ...this.context, ...stored };
    const values = parameters.filter((name) => Object.hasOwn(known, name)).map((name) => [name, known[name]]);
    const context: ConditionContext = Object.fromEntries(values);
    return JSON.stringify(context).length > MAX_REPORTED_LENGTH ? {} : { context };
  }

  /** Whether a tuple with this value in its column `EXPIRY` has expired. */
  hasExpired(expiry: number): boolean {
    return expiry !== 0 && isExpired(expiry, this.time());
  }

  /** Evaluates the condition. A failure leaves it undecided: it never allows, and never lifts an exclusion. */
  private evaluate(
    { condition, partition }: Special,
    object: number,
    subject: number,
    stored: ConditionContext | undefined,
  ): ConditionResult {
    try {
      return condition?.evaluate(stored, this.context, this.work) ?? UNDECIDED;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const isRequestFailure = error.code === "work_limit_exceeded" || error.details.source === "request";
      if (isRequestFailure) this.requestFailure ??= error;
      this.failure ??= isRequestFailure ? error : this.failureOf(partition, object, subject, error);
      return UNDECIDED;
    }
  }

  private failureOf(partition: Partition, object: number, subject: number, error: EngineError): EngineError {
    const key = this.graph.tupleAt(partition, object, subject);
    const tuple = { subject: formatSubject(key), relation: key.relation, object: formatObject(key) };
    const reason = `${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}`;
    const message = `The tuple ${tuple.subject} ${tuple.relation} ${tuple.object} can't be evaluated: ${reason}`;
    return new EngineError(error.code, message, { ...error.details, tuple });
  }
}
