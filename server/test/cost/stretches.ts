import { env } from "cloudflare:workers";
import type * as z from "zod";
import { GraphState } from "../../src/durable-objects/graph-state.ts";
import type { AppDeps } from "../../src/pipeline/deps.ts";
import { partsOf } from "../../src/pipeline/input-issues.ts";
import { observeWork, reportWork, WORK, type WorkKind } from "../../src/ports/work.ts";
import { countedLimits } from "../counted-limits.ts";
import { procedures } from "../inputs.ts";
import { isolate, MovedClock } from "../moved.ts";

/** Work between two pauses: units in total and of each kind. */
export interface Stretch {
  readonly units: number;
  /** Of the whole call, with all its pauses. */
  readonly all: number;
  readonly kinds: Partial<Record<WorkKind, number>>;
}

const NOTHING: Stretch = { units: 0, all: 0, kinds: {} };

/**
 * Adds up the work that nothing interrupts, by itself and never by a clock. A stretch ends with each pause, and with each
 * answer from outside the isolate: D1, KV, R2, a Durable Object.
 */
export class Stretches {
  /** Work under way, by kind; counted some hundred thousand times a request. */
  private readonly present = new Map<WorkKind, number>();
  private units = 0;
  private all = 0;
  private largest = NOTHING;

  constructor() {
    observeWork((kind, units) => this.add(kind, units));
    const wait = scheduler.wait.bind(scheduler);
    scheduler.wait = async (milliseconds, options) => {
      await wait(milliseconds, options);
      this.end();
    };
    const calls = GraphState.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
    for (const name of GRAPH_CALLS) {
      const call = calls[name];
      const stretches = this;
      calls[name] = function (...args) {
        stretches.end();
        return call?.apply(this, args);
      };
    }
  }

  /** The largest stretch of the call. */
  async largestOf(call: () => Promise<unknown>): Promise<Stretch> {
    await scheduler.wait(0);
    this.largest = NOTHING;
    this.all = 0;
    await call();
    this.end();
    return { ...this.largest, all: this.all };
  }

  /** The same binding; a stretch ends before what is asked of it is done, and again when it answers. */
  binding<T extends object>(target: T): T {
    const proxy = new Proxy(target, {
      get: (_, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          const result: unknown = Reflect.apply(value, target, args.map(unwrapped));
          return isPromise(result) ? this.awaited(result) : this.wrapped(result);
        };
      },
    });
    targets.set(proxy, target);
    return proxy;
  }

  private wrapped(result: unknown): unknown {
    return typeof result === "object" && result !== null ? this.binding(result) : result;
  }

  private async awaited(promise: PromiseLike<unknown>): Promise<unknown> {
    try {
      return await promise;
    } finally {
      this.end();
    }
  }

  private add(kind: WorkKind, units: number): void {
    this.units += units;
    this.all += units;
    this.present.set(kind, (this.present.get(kind) ?? 0) + units);
  }

  private end(): void {
    if (this.units > this.largest.units)
      this.largest = { units: this.units, all: 0, kinds: Object.fromEntries(this.present) };
    this.present.clear();
    this.units = 0;
  }
}

/** Calls of a tenant's graph, each of which begins when it arrives. */
const GRAPH_CALLS = [
  ...["query", "write", "update", "putModel", "diffModel", "stats"],
  ...["importCsv", "reloadCsv", "importJob", "exportCsv", "publishCsv"],
];

/** The objects behind the proxies: a binding accepts only its own. */
const targets = new WeakMap<object, object>();

function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapped);
  return typeof value === "object" && value !== null ? (targets.get(value) ?? value) : value;
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (typeof value === "object" || typeof value === "function") && value !== null && "then" in value;
}

/** An isolate whose bindings end stretches, and whose rate limits let everything pass. */
export function countedIsolate(stretches: Stretches, parts: Partial<AppDeps> = {}) {
  const { DB, FILES, GRAPH_STATE, TENANT_STATE } = env;
  const bindings = { DB, FILES, GRAPH_STATE, TENANT_STATE };
  const own = Object.fromEntries(Object.entries(bindings).map(([name, one]) => [name, stretches.binding(one)]));
  return isolate(new MovedClock(), { limits: countedLimits(), ...parts }, own);
}

/** Has each part of an input that a schema looks at reported, with the characters of a text. */
export function countChecks(): void {
  const seen = new Set<z.core.$ZodType>();
  for (const { input } of procedures()) countChecksOf(input, seen);
}

function countChecksOf(schema: z.core.$ZodType, seen: Set<z.core.$ZodType>): void {
  if (seen.has(schema)) return;
  seen.add(schema);
  const run = schema._zod.run;
  schema._zod.run = (payload, context) => {
    const { value } = payload;
    const checks = 1 + (schema._zod.def.checks?.length ?? 0);
    const characters = typeof value === "string" ? value.length : 0;
    reportWork("json", checks * (WORK.check + characters * WORK.character));
    return run(payload, context);
  };
  const { items, parts } = partsOf(schema);
  for (const part of [...items, ...parts]) countChecksOf(part, seen);
}
