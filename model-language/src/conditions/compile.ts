import {
  type CompileCondition,
  type Condition,
  type ConditionContext,
  type ConditionDefinition,
  type ConditionResult,
  EngineError,
} from "@cf-auth/engine";
import { type ASTNode, EvaluationError, type ParseResult } from "@marcbachmann/cel-js";
import { environmentFor, LINEAR_MATCHES, Unusable } from "./environment.ts";
import { MAX_COST, MAX_LOOPS } from "./limits.ts";
import { type Parameter, parameterOf, WrongType } from "./parameters.ts";

const MACROS = new Set(["all", "exists", "exists_one", "map", "filter"]);
const MET: ConditionResult = Object.freeze({ met: true });
const UNMET: ConditionResult = Object.freeze({ met: false });

/** An expression that is refused, and where in it. */
class Refused extends Error {
  readonly position: number | undefined;

  constructor(message: string, position: number | undefined) {
    super(message);
    this.position = position;
  }
}

/**
 * Compiles a condition of OpenFGA, whose expression is in CEL. Throws `invalid_model` for what is malformed, has the
 * wrong types or is too large; `details` has the `condition`, and as `position` the offset of the character in the
 * expression, where it is known.
 *
 * @example
 * const condition = compileCondition({
 *   name: "in_network",
 *   expression: "ip.in_cidr(cidr)",
 *   parameters: { ip: { type_name: "TYPE_NAME_IPADDRESS" }, cidr: { type_name: "TYPE_NAME_STRING" } },
 * });
 * condition.evaluate({ cidr: "192.0.2.0/24" }, { ip: "192.0.2.7" }); // { met: true }
 * condition.evaluate({ cidr: "192.0.2.0/24" }, {}); // { missing: ["ip"] }
 */
export const compileCondition: CompileCondition = (definition) => {
  try {
    return new Compiled(definition);
  } catch (thrown) {
    const { message, position } = refusalOf(thrown);
    const { name: condition } = definition;
    const place = position === undefined ? {} : { position };
    throw new EngineError("invalid_model", `Condition ${condition}: ${message}.`, { condition, ...place });
  }
};

class Compiled implements Condition {
  readonly name: string;
  private readonly parameters: ReadonlyMap<string, Parameter>;
  private readonly expression: ParseResult;
  private readonly nodes: number;
  private readonly loops: number;
  /** What contexts became; the same object is not converted twice, so it must not be changed. */
  private readonly converted = new WeakMap<ConditionContext, Converted>();

  constructor({ name, expression, parameters = {} }: ConditionDefinition) {
    this.name = name;
    this.parameters = new Map(Object.entries(parameters).map(([key, type]) => [key, parameterOf(type)]));
    const types = new Map([...this.parameters].map(([key, { celType }]) => [key, celType]));
    this.expression = environmentFor(types).parse(expression);
    const { nodes, loops } = measure(this.expression.ast);
    if (loops > MAX_LOOPS) throw new Refused(`it has more than ${MAX_LOOPS} loops inside each other`, undefined);
    this.nodes = nodes;
    this.loops = loops;
    const { valid, type, error } = this.expression.check();
    if (!valid) throw error;
    if (type !== "bool") throw new Refused(`it gives ${type}, not bool`, 0);
  }

  evaluate(stored: ConditionContext | undefined, request: ConditionContext): ConditionResult {
    const given = this.convert(request);
    const own = stored && this.convert(stored);
    const values = own === undefined ? given.values : { ...given.values, ...own.values };
    // A value of the wrong type is an error even where the expression would not have looked at it.
    const problem = own?.problem ?? given.problem;
    if (problem !== undefined && !(problem.parameter in (own?.values ?? {}))) throw problem.error;
    this.requireCheap(Math.max(given.items, own?.items ?? 0));
    try {
      return this.expression(values) === true ? MET : UNMET;
    } catch (thrown) {
      return this.failed(thrown, values);
    }
  }

  validate(context: ConditionContext): void {
    for (const name of Object.keys(context)) {
      if (!this.parameters.has(name)) throw this.invalid(`has no parameter ${name}`, name);
    }
    const { problem } = this.convert(context);
    if (problem !== undefined) throw problem.error;
  }

  private failed(thrown: unknown, values: Readonly<Record<string, unknown>>): ConditionResult {
    if (thrown instanceof EvaluationError && thrown.code === "unknown_variable") {
      return { missing: [...this.parameters.keys()].filter((name) => !(name in values)) };
    }
    const cause = thrown instanceof EvaluationError && thrown.cause instanceof Unusable ? thrown.cause : thrown;
    if (!(cause instanceof EvaluationError || cause instanceof Unusable)) throw thrown;
    const reason = cause instanceof EvaluationError ? (cause.summary ?? cause.message) : cause.message;
    throw this.invalid(`cannot be evaluated: ${reason}`, undefined);
  }

  private requireCheap(items: number): void {
    const cost = this.nodes * Math.max(items, 1) ** this.loops;
    if (cost <= MAX_COST) return;
    const message = `Condition ${this.name} would take too much work with this context.`;
    throw new EngineError("work_exceeded", message, { condition: this.name, cost, maximum: MAX_COST });
  }

  private convert(context: ConditionContext): Converted {
    const known = this.converted.get(context);
    if (known !== undefined) return known;
    const made = this.convertAnew(context);
    this.converted.set(context, made);
    return made;
  }

  private convertAnew(context: ConditionContext): Converted {
    // Without a prototype, so that a parameter may be called like something every object has.
    const values: Record<string, unknown> = Object.create(null);
    let problem: Converted["problem"];
    let items = 0;
    for (const [parameter, { convert }] of this.parameters) {
      if (!Object.hasOwn(context, parameter) || context[parameter] === undefined) continue;
      try {
        values[parameter] = convert(context[parameter]);
        items = Math.max(items, itemsOf(values[parameter]));
      } catch (thrown) {
        if (!(thrown instanceof WrongType)) throw thrown;
        problem ??= { parameter, error: this.invalid(`cannot take ${parameter}: ${thrown.message}`, parameter) };
      }
    }
    return { values, items, problem };
  }

  private invalid(problem: string, parameter: string | undefined): EngineError {
    const details = parameter === undefined ? { condition: this.name } : { condition: this.name, parameter };
    return new EngineError("invalid_context", `Condition ${this.name} ${problem}.`, details);
  }
}

interface Converted {
  readonly values: Readonly<Record<string, unknown>>;
  /** Of the largest list or map. */
  readonly items: number;
  readonly problem: { readonly parameter: string; readonly error: EngineError } | undefined;
}

/** Counts nodes, and loops inside each other; on the way, `matches` gets the name of the one that is linear. */
function measure(node: ASTNode): { nodes: number; loops: number } {
  const isMethod = node.op === "rcall";
  if (isMethod && node.args[0] === "matches") node.args[0] = LINEAR_MATCHES;
  let nodes = 1;
  let loops = 0;
  for (const child of [node.args].flat(3)) {
    if (typeof child !== "object" || child === null || !("op" in child)) continue;
    const inner = measure(child as ASTNode); // Whatever has an `op` among a node's arguments is a node.
    nodes += inner.nodes;
    loops = Math.max(loops, inner.loops);
  }
  return { nodes, loops: isMethod && MACROS.has(node.args[0]) ? loops + 1 : loops };
}

function itemsOf(value: unknown): number {
  if (value instanceof Map) return Math.max(value.size, ...[...value.values()].map(itemsOf));
  return Array.isArray(value) ? Math.max(value.length, ...value.map(itemsOf)) : 0;
}

/** What cel-js throws has a summary and a range. */
function refusalOf(thrown: unknown): { message: string; position: number | undefined } {
  if (thrown instanceof Refused) return thrown;
  if (!(thrown instanceof Error)) throw thrown;
  const { summary, range } = thrown as Error & { summary?: string; range?: { start: number } };
  return { message: summary ?? thrown.message, position: range?.start };
}
