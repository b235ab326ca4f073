import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@cf-auth/client";
import { type Stack, startStack } from "@cf-auth/local/stack";
import { seeds, seedTenant } from "@cf-auth/seeds";
import type { Counts, Part } from "../../counted/counted.ts";
import { type Result, result } from "../result.ts";
import { newTenants, withState } from "../server/server.ts";
import { countingModules, takeCounts } from "./counted.ts";
import { cpuMilliseconds } from "./cpu.ts";
import { type Operation, operationsOf } from "./operations.ts";

/** Until objects have written down what is due and sleep: usage is summed up after 10 seconds, and 10 idle ones end an object. */
const QUIET_MS = 12_500;
const PARTS: readonly Part[] = ["call", "handOver", "alarm"];

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

/** What is billed for the calls that are made most: counted, in a row and one by one, on workerd and the built bundle. */
export async function benchCosts(): Promise<Result[]> {
  return await withState(async (state) => {
    const stack = await startStack({ state, port: 0, unlimited: true, around: countingModules() });
    try {
      const [key = ""] = await newTenants(stack, ["bench"]);
      const server = createClient({ url: stack.url, key });
      await seedTenant(server, seeds.kubernetes);
      const results: Result[] = [];
      for (const operation of await operationsOf(stack, server)) {
        process.stderr.write(`${operation.name}\n`);
        results.push(...resultsOf(operation.name, await measure(stack, operation)));
      }
      return results;
    } finally {
      await stack.stop();
    }
  });
}

async function measure(stack: Stack, { call, calls }: Operation): Promise<Measured> {
  // What an isolate learns at first is not what the next call costs.
  for (let i = 0; i < 3; i++) await call();
  const before = await settled(stack);
  await call();
  const alone = (await settled(stack)).counts;
  await call();
  await takeCounts(stack);
  const [cpu, started] = [cpuMilliseconds(), performance.now()];
  for (let i = 0; i < calls; i++) await call();
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
