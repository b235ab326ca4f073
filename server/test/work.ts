import { env } from "cloudflare:workers";
import type { AppDeps } from "../src/pipeline/deps.ts";
import type { Clock } from "../src/ports/time.ts";
import { isolate, MovedClock } from "./moved.ts";

/** Work of a call besides its result: it must not differ in calls that must not reveal whether a user exists. */
export interface Work {
  /** Number of passwords hashed or verified. */
  hashes: number;
  /** Statements sent to the database, in order. */
  statements: string[];
  /** Emails that were queued, decoys included. */
  emails: string[];
  /** Methods called on the tenant's object, sorted because some run concurrently; without `countUsage`, which runs later. */
  objectCalls: string[];
}

const NO_WORK = (): Work => ({ hashes: 0, statements: [], emails: [], objectCalls: [] });

/** Isolate that records its work. */
export function countedIsolate(clock: Clock = new MovedClock(), parts: Partial<AppDeps> = {}) {
  let work = NO_WORK();
  const real = isolate(clock).app;
  const passwords: AppDeps["passwords"] = Object.assign(Object.create(real.passwords), {
    hash: async (text: string) => await counted(() => real.passwords.hash(text)),
    verify: async (text: string, stored: string) => await counted(() => real.passwords.verify(text, stored)),
    verifyDecoy: async (text: string) => await counted(() => real.passwords.verifyDecoy(text)),
  });
  async function counted<T>(derive: () => Promise<T>): Promise<T> {
    work.hashes++;
    return await derive();
  }
  const outbox: AppDeps["outbox"] = (tenantId) => ({
    enqueue: async (email) => {
      work.emails.push("email");
      await real.outbox(tenantId).enqueue(email);
    },
    enqueueDecoy: async (email) => {
      work.emails.push("email");
      await real.outbox(tenantId).enqueueDecoy(email);
    },
  });
  const DB = new Proxy(env.DB, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        if (name === "prepare") work.statements.push(`${args[0]}`);
        return Reflect.apply(value, target, args);
      };
    },
  });
  const TENANT_STATE = recording(env.TENANT_STATE, (name) => {
    if (name !== "countUsage") work.objectCalls.push(name);
  });
  const { clientFor, fetch } = isolate(clock, { passwords, outbox, ...parts }, { DB, TENANT_STATE });
  /** Runs the call and returns its result with its work. */
  async function workOf<T>(call: () => Promise<T>): Promise<{ answer: T; work: Work }> {
    work = NO_WORK();
    const answer = await call();
    work.objectCalls.sort();
    return { answer, work };
  }
  return { clientFor, fetch, workOf };
}

/** Durable Objects whose calls are reported by name. */
function recording(objects: Env["TENANT_STATE"], report: (name: string) => void): Env["TENANT_STATE"] {
  const stubOf = (name: string) =>
    new Proxy(objects.getByName(name), {
      get: (stub, method) => {
        report(`${String(method)}`);
        // `fetch` is the only method of the stub itself.
        return method === "fetch" ? stub.fetch.bind(stub) : Reflect.get(stub, method);
      },
    });
  return new Proxy(objects, {
    get: (target, name) => (name === "getByName" ? stubOf : Reflect.get(target, name).bind(target)),
  });
}
