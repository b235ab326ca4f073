import { availableParallelism, cpus } from "node:os";
import type { Calls } from "./calls.ts";
import type { Outcome } from "./load.ts";
import type { LoadBalancer } from "./load-balancer.ts";
import { percentile } from "./median.ts";
import { isFlat, type Memory, thirdsOf } from "./memory.ts";
import type { WorkerLog } from "./worker-log.ts";

export interface Rates {
  /** Operations a second that the machine does, with this client on it. */
  readonly capacity: number;
  /** Operations a second that were begun, and how many in how many milliseconds. */
  readonly perSecond: number;
  readonly operations: number;
  readonly milliseconds: number;
}

/** The result of a soak. It passed if `problems` is empty. */
export interface Report {
  readonly problems: readonly string[];
  readonly machine: string;
  readonly rates: Rates | undefined;
  /** Operations by kind. */
  readonly operations: Readonly<Record<string, number>>;
  /** Responses, and those of them that refused a call. */
  readonly responses: number;
  readonly refused: number;
  /** Milliseconds until the response of each procedure, with the wait at the front. */
  readonly latencies: Readonly<Record<string, { readonly median: number; readonly p99: number }>>;
  /** Largest number of requests that waited at the front, during the deployment. */
  readonly maxWaiting: number;
  /** Megabytes of the last workerd: the medians of the thirds of its time, and whether they say that it is flat. */
  readonly memory: { readonly thirds: readonly number[]; readonly isFlat: boolean | undefined };
  readonly firing: readonly string[];
}

interface Parts {
  readonly problems: readonly string[];
  readonly outcome: Outcome;
  readonly calls: Calls;
  readonly front: LoadBalancer;
  readonly rates: Rates | undefined;
  readonly memory: Memory;
  readonly log: WorkerLog;
  readonly isTimed: boolean;
}

export function reportOf({ problems, outcome, calls, front, rates, memory, log, isTimed }: Parts): Report {
  const firing = log.firing();
  const flat = isTimed ? isFlat(memory.last) : undefined;
  const responses = [...calls.byProcedure];
  const refused = responses.filter(([, { failed }]) => failed > 0);
  return {
    problems: [
      ...problems,
      ...outcome.failures,
      ...calls.broken,
      ...refused.map(([name, { failed }]) => `${failed} calls of ${name} were refused.`),
      ...log.problems.map((record) => `The Worker has logged: ${record}`),
      ...firing.map((name) => `The alert ${name} fired.`),
      ...(flat === false ? [`Memory grew: ${thirdsOf(memory.last).map(Math.round).join(", ")} MB.`] : []),
    ],
    machine: `${availableParallelism()} cores, ${cpus()[0]?.model.trim() ?? "unknown processor"}`,
    rates,
    operations: Object.fromEntries(outcome.counts),
    responses: calls.count(),
    refused: refused.reduce((sum, [, { failed }]) => sum + failed, 0),
    latencies: Object.fromEntries(
      responses.map(([name, { milliseconds }]) => [
        name,
        { median: round(percentile(milliseconds, 50)), p99: round(percentile(milliseconds, 99)) },
      ]),
    ),
    maxWaiting: front.maxWaiting,
    memory: { thirds: thirdsOf(memory.last).map(Math.round), isFlat: flat },
    firing,
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The report as lines of a table. */
export function tableOf(report: Report): string {
  const { rates, operations, responses, refused, latencies, maxWaiting, memory, firing, problems, machine } = report;
  const rows: [string, string][] = [["machine", machine]];
  if (rates !== undefined) {
    const { capacity, perSecond, operations: begun, milliseconds } = rates;
    rows.push(["capacity", `${Math.round(capacity)} operations a second`]);
    rows.push([
      "load",
      `${Math.round(perSecond)} operations a second for ${Math.round(milliseconds / 1000)} s: ${begun}`,
    ]);
  }
  for (const [name, count] of Object.entries(operations)) rows.push([name, `${count}`]);
  rows.push(["responses", `${responses}, of which ${refused} refused`]);
  for (const name of ["authz.check", "auth.refresh", "auth.login", "authz.write", "authz.graph.import"]) {
    const { median, p99 } = latencies[name] ?? {};
    if (median !== undefined) rows.push([`latency of ${name}`, `${median} ms, p99 ${p99} ms`]);
  }
  rows.push(["waiting requests during the deployment", `at most ${maxWaiting}`]);
  const verdict = memory.isFlat === undefined ? "not judged" : memory.isFlat ? "flat" : "growing";
  rows.push(["memory of workerd, by thirds", `${memory.thirds.join(", ")} MB: ${verdict}`]);
  rows.push(["alerts", firing.length === 0 ? "none" : firing.join(", ")]);
  rows.push(["problems", `${problems.length}`]);
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}
