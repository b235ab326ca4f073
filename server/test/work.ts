import { env } from "cloudflare:workers";
import type { AppDeps } from "../src/pipeline/deps.ts";
import type { Clock } from "../src/ports/time.ts";
import { isolate, MovedClock } from "./moved.ts";

/** What a call did, besides its answer: what may not differ where nobody is to learn whether there is such a user. */
export interface Work {
  /** Passwords hashed or checked. */
  hashes: number;
  /** The statements sent to the database, in order. */
  statements: string[];
  /** What was posted, be it to nobody. */
  letters: string[];
  /** The methods of the tenant's object that were called, sorted: some are called at once. What counts usage comes later. */
  objectCalls: string[];
}

const NO_WORK = (): Work => ({ hashes: 0, statements: [], letters: [], objectCalls: [] });

/** An isolate that counts what it does. */
export function countedIsolate(clock: Clock = new MovedClock(), parts: Partial<AppDeps> = {}) {
  let work = NO_WORK();
  const real = isolate(clock).app;
  const passwords: AppDeps["passwords"] = Object.assign(Object.create(real.passwords), {
    hash: async (text: string) => await counted(() => real.passwords.hash(text)),
    verify: async (text: string, stored: string) => await counted(() => real.passwords.verify(text, stored)),
    verifyNobody: async (text: string) => await counted(() => real.passwords.verifyDecoy(text)),
  });
  async function counted<T>(derive: () => Promise<T>): Promise<T> {
    work.hashes++;
    return await derive();
  }
  const outbox: AppDeps["outbox"] = (tenantId) => ({
    post: async (letter) => {
      work.letters.push("letter");
      await real.outbox(tenantId).post(letter);
    },
    postToNobody: async (letter) => {
      work.letters.push("letter");
      await real.outbox(tenantId).postToNobody(letter);
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
  /** What the call does, and what it answers. */
  async function workOf<T>(call: () => Promise<T>): Promise<{ answer: T; work: Work }> {
    work = NO_WORK();
    const answer = await call();
    work.objectCalls.sort();
    return { answer, work };
  }
  return { clientFor, fetch, workOf };
}

/** Objects whose calls are reported by name. */
function recording(objects: Env["TENANT_STATE"], report: (name: string) => void): Env["TENANT_STATE"] {
  const stubOf = (name: string) =>
    new Proxy(objects.getByName(name), {
      get: (stub, method) => {
        report(`${String(method)}`);
        // The one method that is the stub's own.
        return method === "fetch" ? stub.fetch.bind(stub) : Reflect.get(stub, method);
      },
    });
  return new Proxy(objects, {
    get: (target, name) => (name === "getByName" ? stubOf : Reflect.get(target, name).bind(target)),
  });
}
