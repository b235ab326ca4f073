import { type ConditionContext, EngineError } from "@cf-auth/engine";
import type { Parameter } from "./parameters.ts";

/** What a context says of a condition's parameters. */
interface Reading {
  readonly values: ReadonlyMap<string, unknown>;
  /** Parameters whose value has the wrong type. */
  readonly unfit: readonly string[];
}

const NOTHING: Reading = { values: new Map(), unfit: [] };

/** Reads contexts for one condition. Each object is converted once: it must not be changed afterwards. */
export class ContextReader {
  private readonly condition: string;
  private readonly parameters: ReadonlyMap<string, Parameter>;
  private readonly readings = new WeakMap<ConditionContext, Reading>();

  constructor(condition: string, parameters: ReadonlyMap<string, Parameter>) {
    this.condition = condition;
    this.parameters = parameters;
  }

  /**
   * The value of each parameter that is known, the stored one before the request's. Throws `invalid_context` for one
   * of the wrong type, even if the expression would not look at it, but not if the stored value hides it.
   */
  values(stored: ConditionContext | undefined, request: ConditionContext): ReadonlyMap<string, unknown> {
    const first = stored === undefined ? NOTHING : this.read(stored);
    const second = this.read(request);
    const unfit = first.unfit[0] ?? second.unfit.find((name) => !first.values.has(name));
    if (unfit !== undefined) throw this.misfit(unfit);
    if (first.values.size === 0) return second.values;
    return second.values.size === 0 ? first.values : new Map([...second.values, ...first.values]);
  }

  /** Parameters without a value, in the order of their declaration. */
  missing(values: ReadonlyMap<string, unknown>): string[] {
    return [...this.parameters.keys()].filter((name) => !values.has(name));
  }

  validate(context: ConditionContext): void {
    const unknown = Object.keys(context).find((name) => !this.parameters.has(name));
    if (unknown !== undefined) throw this.invalid(unknown, "has no such parameter");
    const [unfit] = this.read(context).unfit;
    if (unfit !== undefined) throw this.misfit(unfit);
  }

  private read(context: ConditionContext): Reading {
    const known = this.readings.get(context);
    if (known !== undefined) return known;
    const values = new Map<string, unknown>();
    const unfit: string[] = [];
    for (const [name, parameter] of this.parameters) {
      const json = Object.hasOwn(context, name) ? context[name] : undefined;
      if (json === undefined) continue;
      const value = parameter.read(json);
      if (value === undefined) unfit.push(name);
      else values.set(name, value);
    }
    const reading = { values, unfit };
    this.readings.set(context, reading);
    return reading;
  }

  private misfit(name: string): EngineError {
    return this.invalid(name, `expects ${this.parameters.get(name)?.label}`);
  }

  private invalid(parameter: string, problem: string): EngineError {
    const { condition } = this;
    return new EngineError("invalid_context", `${parameter}: condition ${condition} ${problem}.`, {
      condition,
      parameter,
    });
  }
}
