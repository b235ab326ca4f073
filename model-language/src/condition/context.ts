import { type ConditionContext, EngineError, type InvalidValue } from "@cf-auth/engine";
import { MAX_WORK } from "../limits.ts";
import { Meter, SPENT } from "./meter.ts";
import type { Parameter } from "./parameters.ts";

/** Characters of a value that a message quotes. */
const MAX_QUOTED = 60;

/** Values of a condition's parameters in a context. */
interface Reading {
  readonly values: ReadonlyMap<string, unknown>;
  /** Parameters whose value has the wrong type. */
  readonly invalid: readonly string[];
  /** Whether reading it exceeds the limit. */
  readonly isTooLarge: boolean;
}

const NOTHING: Reading = { values: new Map(), invalid: [], isTooLarge: false };
const TOO_LARGE: Reading = { ...NOTHING, isTooLarge: true };

/**
 * Reads contexts for one condition. Each object is converted once and must not be changed afterwards. Conversions
 * have a limit of their own, so that no evaluation depends on earlier ones.
 */
export class ContextReader {
  /** Units that reading cost since this was set to 0. */
  units = 0;
  private readonly condition: string;
  private readonly parameters: ReadonlyMap<string, Parameter>;
  private readonly readings = new WeakMap<ConditionContext, Reading>();
  private readonly meter = new Meter();

  constructor(condition: string, parameters: ReadonlyMap<string, Parameter>) {
    this.condition = condition;
    this.parameters = parameters;
  }

  /**
   * Values of the parameters; stored ones take precedence over the request's. Throws `invalid_context` for a value
   * of the wrong type, even if the expression doesn't use it, unless a stored value hides it. `details.source` names
   * its context. Throws `work_limit_exceeded` for a context that is too large.
   */
  values(stored: ConditionContext | undefined, request: ConditionContext): ReadonlyMap<string, unknown> {
    const first = stored === undefined ? NOTHING : this.read(stored);
    if (first.invalid[0] !== undefined) throw this.wrongType(first.invalid[0], "stored", stored);
    const second = this.read(request);
    const invalid = second.invalid.find((name) => !first.values.has(name));
    if (invalid !== undefined) throw this.wrongType(invalid, "request", request);
    if (first.values.size === 0) return second.values;
    return second.values.size === 0 ? first.values : new Map([...second.values, ...first.values]);
  }

  /** Parameters without a value, in the order of their declaration. */
  missing(values: ReadonlyMap<string, unknown>): string[] {
    return [...this.parameters.keys()].filter((name) => !values.has(name));
  }

  /** Unknown fields, then fields whose value has the wrong type. */
  invalidValues(context: ConditionContext): InvalidValue[] {
    const unknown = Object.keys(context).filter((name) => !this.parameters.has(name));
    return [...unknown, ...this.read(context).invalid].map((parameter) => {
      return { parameter, expected: this.parameters.get(parameter)?.label };
    });
  }

  /** Throws `invalid_context` unless every field is a parameter and has its type. */
  validate(context: ConditionContext): void {
    const [first] = this.invalidValues(context);
    if (first === undefined) return;
    if (first.expected !== undefined) throw this.wrongType(first.parameter, undefined, context);
    throw this.error(first.parameter, `condition ${this.condition} has no parameter ${quote(first.parameter)}`, {});
  }

  private read(context: ConditionContext): Reading {
    const known = this.readings.get(context) ?? this.convert(context);
    if (known.isTooLarge) {
      const message = `The context of condition ${this.condition} costs more than ${MAX_WORK} units of work to read.`;
      throw new EngineError("work_limit_exceeded", message, { condition: this.condition, limit: MAX_WORK });
    }
    return known;
  }

  private convert(context: ConditionContext): Reading {
    this.meter.restart();
    let reading = TOO_LARGE;
    try {
      reading = this.converted(context);
    } catch (error) {
      if (error !== SPENT) throw error;
    } finally {
      this.units += this.meter.used;
    }
    this.readings.set(context, reading);
    return reading;
  }

  private converted(context: ConditionContext): Reading {
    const values = new Map<string, unknown>();
    const invalid: string[] = [];
    for (const [name, parameter] of this.parameters) {
      const json = Object.hasOwn(context, name) ? context[name] : undefined;
      if (json === undefined) continue;
      const value = parameter.read(json, this.meter);
      if (value === undefined) invalid.push(name);
      else values.set(name, value);
    }
    return { values, invalid, isTooLarge: false };
  }

  private wrongType(
    name: string,
    source: "stored" | "request" | undefined,
    context: ConditionContext | undefined,
  ): EngineError {
    const expected = this.parameters.get(name)?.label ?? "";
    const problem = `parameter ${name} of condition ${this.condition} must be ${expected}, not ${quote(context?.[name])}`;
    return this.error(name, problem, { expected, ...(source && { source }) });
  }

  private error(parameter: string, problem: string, details: Record<string, unknown>): EngineError {
    const { condition } = this;
    const message = `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`;
    return new EngineError("invalid_context", message, { condition, parameter, ...details });
  }
}

/** A value as JSON, short enough for a message. */
function quote(value: unknown): string {
  const text =
    typeof value === "object" && value !== null
      ? Array.isArray(value)
        ? "a list"
        : "an object"
      : JSON.stringify(value);
  return text === undefined || text.length <= MAX_QUOTED ? `${text}` : `${text.slice(0, MAX_QUOTED)}…`;
}
