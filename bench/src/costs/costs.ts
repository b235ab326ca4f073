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

/** Until objects have written down what is due and sleep: usage is summed up after a minute, and 10 idle seconds end an object. */
const QUIET_MS = 73_000;
const COUNTING = { port: 0, unlimited: true, around: countingModules() } as const;
const PARTS: readonly Part[] = ["call", "flush", "alarm"];

interface Measured {
  /** What one of many in a row used by itself. */
  readonly row: Counts;
  /** CPU of all of workerd, with what stands in for the platform, in milliseconds. */
  readonly cpu: number;
  /** Of the call, in milliseconds: objects are awake for less. */
  readonly wall: number;
  /** By which the database grew. */
  readonly bytes: number;
  /** What a single one used of which nothing else came before or after, and what followed it. */
  readonly alone: Readonly<Record<Part, Counts>>;
}

/** What was counted of a call by itself, and where the server is that it was made at. */
interface Alone {
  readonly operation: Operation;
  readonly callers: Callers;
  readonly counts: Measured["alone"];
}

/** What is billed for the calls that are made most: counted, in a row and one by one, on workerd and the built bundle. */
export async function benchCosts(): Promise<Result[]> {
  return await withState(async (state) => {
    const stacks: Stack[] = [];
    try {
      const key = await seeded(join(state, "seeded"));
      const alone: Promise<Alone>[] = [];
      for (const operation of OPERATIONS) {
        // Each has a server of its own, so that the minutes in which nothing may happen are the same for all.
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

/** Makes a state with a tenant that holds kubernetes-org; a secret key of it. */
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
  // What an isolate learns at first is not what the next call costs, and one that has just started computes for longer.
  for (let i = 0; i < operation.calls; i++) await operation.call(callers);
  await settled(callers.stack);
  await operation.call(callers);
  const { counts } = await settled(callers.stack);
  if (counts.call.requests !== 1)
    throw new Error(`${operation.name}: ${counts.call.requests} requests were counted, not 1.`);
  return { operation, callers, counts };
}

/** When nothing else is running any more: CPU is that of all servers. */
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

/** What was counted until nothing happened any more. */
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
