import { env } from "cloudflare:workers";
import { inject } from "vitest";
import type { Clock } from "../src/ports/time.ts";
import { type clientFor, errorOf, type Identity } from "./client.ts";
import { isolate, MovedClock } from "./moved.ts";

/** Latency of a call, in which the caller starts what doesn't depend on its answer. */
const LATENCY_MS = 10;

/** Fault of a step: `refused` doesn't make the call, `lost` makes it and loses its result. */
export type Fault = "refused" | "lost";

/**
 * An isolate over the real bindings, with one failing call to D1, a Durable Object, R2 or KV. Calls are numbered
 * from 1 since `arm` and named, such as `D1 batch` and `GRAPH_STATE inheritSettings`.
 */
export function faultyIsolate(clock: Clock = new MovedClock()) {
  let steps: string[] = [];
  /** Numbers of the steps that change nothing. */
  let reads = new Set<number>();
  /** Number of the longest chain of calls of which each began after the one before had ended. */
  let deepest = 0;
  let failing: { readonly at: number; readonly fault: Fault } | undefined;

  async function step<T>(name: string, call: () => Promise<T>, isRead = READS.test(name)): Promise<T> {
    steps.push(name);
    if (isRead) reads.add(steps.length);
    const isHere = failing?.at === steps.length;
    if (isHere && failing?.fault === "refused") throw new Error(`injected: ${name} was refused`);
    const depth = deepest + 1;
    const answer = await call();
    // An answer comes over a network, here at once: without this, a call that doesn't wait for it may begin after it.
    await scheduler.wait(LATENCY_MS);
    deepest = Math.max(deepest, depth);
    if (isHere) throw new Error(`injected: the answer of ${name} was lost`);
    return answer;
  }

  const statements = new WeakMap<object, D1PreparedStatement>();
  const prepared = (statement: D1PreparedStatement, isRead: boolean): D1PreparedStatement => {
    const proxy = new Proxy(statement, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          const call = () => Reflect.apply(value, target, args);
          return name === "bind" ? prepared(call(), isRead) : step(`D1 ${String(name)}`, call, isRead);
        };
      },
    });
    statements.set(proxy, statement);
    return proxy;
  };
  const DB = new Proxy(env.DB, {
    get(target, name) {
      if (name === "prepare") return (query: string) => prepared(target.prepare(query), /^select\b/i.test(query));
      if (name !== "batch") return Reflect.get(target, name);
      return async (list: D1PreparedStatement[]) =>
        await step("D1 batch", async () => await target.batch(list.map((one) => statements.get(one) ?? one)));
    },
  });
  /** Makes each method of the binding a step. */
  const counted = <Binding extends object>(binding: Binding, label: string): Binding =>
    new Proxy(binding, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        // Methods that the stub lacks are the object's.
        if (typeof name !== "string" || name === "then" || typeof value !== "function") return value;
        return (...args: unknown[]) =>
          step(`${label} ${name}`, async () => await (Reflect.apply(value, target, args) as Promise<unknown>));
      },
    });
  const namespace = <Space extends DurableObjectNamespace>(space: Space, label: string): Space =>
    new Proxy(space, {
      get(target, name) {
        if (name !== "getByName") return Reflect.get(target, name);
        return (id: string) => counted(target.getByName(id) as object, label);
      },
    });
  const made = isolate(clock, {}, {
    DB,
    TENANT_STATE: namespace(env.TENANT_STATE, "TENANT_STATE"),
    GRAPH_STATE: namespace(env.GRAPH_STATE, "GRAPH_STATE"),
    FILES: counted(env.FILES, "FILES"),
    JWKS_CACHE: counted(env.JWKS_CACHE, "JWKS_CACHE"),
    TENANT_CACHE: counted(env.TENANT_CACHE, "TENANT_CACHE"),
  } as Partial<Env>);

  return {
    ...made,
    /** Makes the call with that number fail from now on, or none; resets the count of steps. */
    arm(at?: number, fault: Fault = "refused"): void {
      steps = [];
      reads = new Set();
      deepest = 0;
      failing = at === undefined ? undefined : { at, fault };
    },
    /** Round trips since then, one after the other: calls at the same time are one. */
    get roundTrips(): number {
      return deepest;
    },
    /** Whether the call with that number changes nothing. */
    isRead(at: number): boolean {
      return reads.has(at);
    },
    /** Names of the calls since then. */
    get steps(): readonly string[] {
      return steps;
    },
  };
}

/** Result of a call. */
export type CallOutcome<Answer> = { readonly answer: Answer } | { readonly code: string };

/** A call that is made with a failure at each of its steps. */
export interface FaultCase<State, Answer> {
  /** Creates a new world for each call. */
  readonly setup: () => Promise<State>;
  readonly call: (clientFor: (identity?: Identity) => TestClient, state: State) => Promise<Answer>;
  /** Asserts what must hold before and after the repair. */
  readonly check: (state: State, outcome: CallOutcome<Answer>) => Promise<void>;
}

/** Calls of objects that change nothing; of D1, the statement decides. */
const READS = / (standing|tenantVersion|query|configuredSettings|remainingOf)$/;

type TestClient = ReturnType<typeof clientFor>;

/**
 * Makes the call with a fault at each of its steps, each time in a new world and isolate. Returns the names of the steps.
 * The result of a write is lost, a read is refused: a refused write leaves what the loss before it left. Of reads in a row,
 * the last is refused, because nothing changes between them. `npm run test:long` refuses every step.
 */
export async function failAtEachStep<State, Answer>(of: FaultCase<State, Answer>): Promise<readonly string[]> {
  const attempt = async (at?: number, fault?: Fault) => {
    const [state, isolate] = [await of.setup(), faultyIsolate()];
    isolate.arm(at, fault);
    const call = of.call(isolate.clientFor, state);
    const outcome: CallOutcome<Answer> = await call.then(
      (answer) => ({ answer }),
      async (error: unknown) => ({ code: (await errorOf(Promise.reject(error))).code }),
    );
    const steps = isolate.steps;
    const reads = steps.map((_, i) => isolate.isRead(i + 1));
    isolate.arm();
    const label = at === undefined ? "without a failure" : `${fault} at step ${at}, ${steps[at - 1]}`;
    await of.check(state, outcome).catch((error: unknown) => {
      throw new Error(`${label}: ${JSON.stringify(outcome)}: ${error}`, { cause: error });
    });
    return { steps, reads, outcome };
  };
  const { steps, reads, outcome } = await attempt();
  if ("code" in outcome) throw new Error(`Without a failure, the call ends in ${outcome.code}.`);
  for (let at = 1; at <= steps.length; at++) {
    // A lost result of a read does no harm.
    const [isRead, isNextRead] = [reads[at - 1], reads[at]];
    if ((isRead && !isNextRead) || at === 1 || inject("long")) await attempt(at, "refused");
    if (!isRead) await attempt(at, "lost");
  }
  return steps;
}
