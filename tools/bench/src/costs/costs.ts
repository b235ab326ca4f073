import { cpSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@cf-auth/client";
import { type Stack, startStack } from "@cf-auth/local/stack";
import { seeds, seedTenant } from "@cf-auth/seeds";
import type { Counts, Part } from "../../counted/counted.ts";
import { type Result, result } from "../result.ts";
import { newTenants, withState } from "../server/server.ts";
import { countingModules, takeCounts } from "./counted.ts";
import { cpuMilliseconds } from "./cpu.ts";
import { type Callers, callersAt, OPERATIONS, type Operation } from "./operations.ts";

/** Wait until objects have flushed and sleep: usage is rolled up within a minute, and an object ends after 10 idle seconds. */
const QUIET_MS = 73_000;
const COUNTING = { port: 0, unlimited: true, around: countingModules() } as const;
const PARTS: readonly Part[] = ["call", "flush", "rollUp"];

interface Measured {
  /** Operations of one of many consecutive calls. */
  readonly row: Counts;
  /** CPU time of workerd, including its stand-ins for the platform, in milliseconds. */
  readonly cpu: number;
  /** Duration of the call in milliseconds; objects are awake for less. */
  readonly wall: number;
  /** Growth of the database in bytes. */
  readonly bytes: number;
  /** Operations of an isolated call, and of its aftermath. */
  readonly alone: Readonly<Record<Part, Counts>>;
}

/** Counts of an isolated call, and the URL of its server. */
interface Alone {
  readonly operation: Operation;
  readonly callers: Callers;
  readonly counts: Measured["alone"];
}

/** Billed operations of the most frequent calls, consecutive and isolated, on workerd and the built bundle. */
export async function benchCosts(): Promise<Result[]> {
  return await withState(async (state) => {
    const stacks: Stack[] = [];
    try {
      const key = await seeded(join(state, "seeded"));
      const alone: Promise<Alone>[] = [];
      for (const operation of OPERATIONS) {
        // Each has its own server, so that all share the same idle minutes.
        const own = join(state, operation.name);
        cpSync(join(state, "seeded"), own, { recursive: true });
        const stack = await startStack({ state: own, ...COUNTING });
        stacks.push(stack);
        alone.push(
          measureAlone(operation, await callersAt(stack, createClient({ url: stack.url, key, batchChecks: false }))),
        );
      }
      const results: Result[] = [];
      for (const one of await Promise.all(alone)) {
        process.stderr.write(`${one.operation.name}\n`);
        results.push(...resultsOf(one.operation.name, await measureInARow(one)));
      }
      return results;
    } finally {
      for (const stack of stacks) await stack.stop();
    }
  });
}

/** Creates a state with a kubernetes-org tenant. Returns its secret key. */
async function seeded(state: string): Promise<string> {
  const stack = await startStack({ state, ...COUNTING });
  try {
    const [key = ""] = await newTenants(stack, ["bench"]);
    await seedTenant(createClient({ url: stack.url, key }), seeds.kubernetes);
    return key;
  } finally {
    await stack.stop();
  }
}

async function measureAlone(operation: Operation, callers: Callers): Promise<Alone> {
  // Warms up, because the first calls of an isolate fill caches and run slower.
  for (let i = 0; i < operation.calls; i++) await operation.call(callers);
  await settled(callers.stack);
  await operation.call(callers);
  const { counts } = await settled(callers.stack);
  if (counts.call.requests !== 1)
    throw new Error(`${operation.name}: ${counts.call.requests} requests were counted, not 1.`);
  return { operation, callers, counts };
}

/** Measured when no other server works, because CPU time is that of all. */
async function measureInARow({ operation: { call, calls }, callers, counts: alone }: Alone): Promise<Measured> {
  const { stack } = callers;
  await call(callers);
  const before = await takeCounts(stack);
  const [cpu, started] = [cpuMilliseconds(), performance.now()];
  for (let i = 0; i < calls; i++) await call(callers);
  const [wall, used] = [performance.now() - started, cpuMilliseconds() - cpu];
  const { counts, databaseBytes } = await takeCounts(stack);
  const each = (sum: number) => sum / calls;
  return {
    row: Object.fromEntries(Object.entries(counts.call).map(([what, sum]) => [what, each(sum)])) as unknown as Counts,
    cpu: each(used),
    wall: each(wall),
    bytes: Math.max(0, each(databaseBytes - before.databaseBytes)),
    alone,
  };
}

/** Counts until no operation follows. */
async function settled(stack: Stack) {
  await sleep(QUIET_MS);
  return await takeCounts(stack);
}

function resultsOf(name: string, { row, cpu, wall, bytes, alone }: Measured): Result[] {
  const line = (part: string, what: string, value: number, unit: string) =>
    result({ name: `${name}: ${part}: ${what}`, value, unit });
  return [
    line("took", "cpu", cpu, "ms"),
    line("took", "wall", wall, "ms"),
    line("took", "bytes", bytes, "bytes of D1"),
    ...linesOf(row).map(([what, value]) => line("in a row", what, value, "each")),
    ...PARTS.flatMap((part) => linesOf(alone[part]).map(([what, value]) => line(part, what, value, "alone"))),
  ];
}

function linesOf(counts: Counts): [string, number][] {
  return Object.entries(counts).filter(([, value]) => value > 0);
}
