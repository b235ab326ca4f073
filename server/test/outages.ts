import { abortAllDurableObjects } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { isolate, StandingClock } from "./moved.ts";

/** Errors as the platform throws them. */
const D1_AWAY = () => new Error("D1_ERROR: Network connection lost.");
const KV_AWAY = () => new Error("KV GET failed: 503 Service Unavailable");
const R2_AWAY = () => new Error("get: We encountered an internal error. Please try again. (10001)");
const OBJECT_AWAY = () => Object.assign(new Error("Network connection lost."), { retryable: true });

/** What every call of a binding does in place of the call: fail, or wait first. */
type Instead = (call: () => unknown) => unknown;

/** A binding, each of whose methods runs `instead` while there is one. What a statement or a stub does counts, too. */
function disturbed<Binding extends object>(
  binding: Binding,
  instead: () => Instead | undefined,
  made: readonly string[] = [],
): Binding {
  return new Proxy(binding, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      // Methods that a stub lacks are the object's, and `then` would make it a promise.
      if (typeof value !== "function" || name === "then") return value;
      return (...args: unknown[]) => {
        const call = () => Reflect.apply(value, target, args) as unknown;
        if (made.includes(String(name))) return disturbed(call() as object, instead, made);
        const other = instead();
        return other === undefined ? call() : other(call);
      };
    },
  });
}

/** D1, whose batches need the statements themselves. */
function disturbedDatabase(instead: () => Instead | undefined): D1Database {
  const own = new WeakMap<object, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const proxy = new Proxy(statement, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          const call = () => Reflect.apply(value, target, args) as unknown;
          if (name === "bind") return wrap(call() as D1PreparedStatement);
          const other = instead();
          return other === undefined ? call() : other(call);
        };
      },
    });
    own.set(proxy, statement);
    return proxy;
  };
  return new Proxy(env.DB, {
    get(target, name) {
      if (name === "prepare") return (query: string) => wrap(target.prepare(query));
      if (name !== "batch") return Reflect.get(target, name);
      return (list: D1PreparedStatement[]) => {
        const call = () => target.batch(list.map((one) => own.get(one) ?? one));
        const other = instead();
        return other === undefined ? call() : other(call);
      };
    },
  });
}

/** KV that returns what it returned first: another location may be a minute behind. */
function stale<Space extends KVNamespace>(space: Space): Space {
  const first = new Map<string, unknown>();
  return new Proxy(space, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      if (name !== "get") return value.bind(target);
      return async (key: string) => {
        if (!first.has(key)) first.set(key, await target.get(key));
        return first.get(key);
      };
    },
  });
}

const rejected =
  (error: () => Error): Instead =>
  () =>
    Promise.reject(error());
/** Later than every other call of the request. */
const delayed: Instead = async (call) => {
  await scheduler.wait(50);
  return await call();
};

/** A fault of a part of the platform, which begins when it is planted and ends when it is repaired. */
export interface Outage {
  readonly database?: Instead;
  readonly cache?: Instead;
  readonly files?: Instead;
  readonly objects?: Instead;
  readonly isCacheStale?: boolean;
  /** Before each call. */
  readonly before?: () => Promise<void>;
  /** Seconds by which the isolate's clock steps. */
  readonly clockSeconds?: number;
}

/** By the name in docs/faults.md. */
export const OUTAGES: Readonly<Record<string, Outage>> = {
  none: {},
  "objects evicted": { before: abortAllDurableObjects },
  "objects away": { objects: rejected(OBJECT_AWAY) },
  "D1 slow": { database: delayed },
  "D1 away": { database: rejected(D1_AWAY) },
  "D1 away for 2 minutes": { database: rejected(D1_AWAY), clockSeconds: 120 },
  "KV stale": { isCacheStale: true },
  "KV away": { cache: rejected(KV_AWAY) },
  "R2 away": { files: rejected(R2_AWAY) },
  "clock 1 hour ahead": { clockSeconds: 3600 },
  "clock 1 hour back": { clockSeconds: -3600 },
};

/** Isolates over the real bindings, which an outage befalls once it is planted. */
export function outage(fault: Outage) {
  let isPlanted = false;
  const clocks: StandingClock[] = [];
  const isolates: ReturnType<typeof isolate>[] = [];
  const during = (instead: Instead | undefined) => () => (isPlanted ? instead : undefined);
  const kv = <Space extends KVNamespace>(space: Space) =>
    fault.isCacheStale ? stale(space) : disturbed(space, during(fault.cache));
  const objects = <Space extends DurableObjectNamespace>(space: Space) =>
    disturbed(space, during(fault.objects), ["getByName"]);
  const settings = {
    DB: disturbedDatabase(during(fault.database)),
    TENANT_CACHE: kv(env.TENANT_CACHE),
    JWKS_CACHE: kv(env.JWKS_CACHE),
    DASHBOARD_CACHE: kv(env.DASHBOARD_CACHE),
    PASSWORD_BLOCKLIST: kv(env.PASSWORD_BLOCKLIST),
    FILES: disturbed(env.FILES, during(fault.files)),
    TENANT_STATE: objects(env.TENANT_STATE),
    GRAPH_STATE: objects(env.GRAPH_STATE),
    REQUEST_LOGS: "all",
  } as unknown as Partial<Env>;
  return {
    /** Another isolate at the same location. Its clock stands: caches age by the fault's steps only. */
    isolate() {
      const clock = new StandingClock();
      clocks.push(clock);
      if (isPlanted) clock.advance(fault.clockSeconds ?? 0);
      const made = isolate(clock, {}, settings);
      isolates.push(made);
      return made;
    },
    /** Delivers what the isolates have counted, as they do after some seconds. */
    async flush(): Promise<void> {
      for (const { app } of isolates) await app.meter.flush();
    },
    plant(): void {
      isPlanted = true;
      for (const clock of clocks) clock.advance(fault.clockSeconds ?? 0);
    },
    /** Ends the fault, except for the clock's. */
    repair(): void {
      isPlanted = false;
    },
    before: async () => await fault.before?.(),
  };
}
