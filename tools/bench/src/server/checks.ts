import type { CfAuthClient } from "@cf-auth/client";
import { readChecks, seeds } from "@cf-auth/seeds";
import { type Load, latencies, SETTINGS, throughputs } from "../measure.ts";
import { type Result, result } from "../result.ts";
import { withServer } from "./server.ts";

const BATCH = 1000;

/** Targets: a check relative to its baseline call, batches relative to single checks. */
const REACH = { check: 1.25, batch: 100 };

/**
 * Checks through the SDK and HTTP, on workerd without any proxy before it. A `fast` check, answered in the Worker, is
 * compared with a call that does nothing; an `exact` one with a call that asks the tenant's object for its settings
 * and does nothing else. All are made with the same key.
 */
export async function benchChecks(): Promise<Result[]> {
  return withServer(async (client) => {
    const loads = loadsOf(client);
    const times = await latencies(loads.slice(0, -1), SETTINGS);
    const rates = await throughputs(loads, SETTINGS);
    const time = (name: string) => times.get(name) ?? 0;
    const rate = (name: string) => rates.get(name) ?? 0;
    const timed = (name: string, what: string, baseline: string) =>
      result({ name, value: time(what), unit: "ms/call", baseline: time(baseline), reach: REACH.check });
    const rated = (name: string, what: string, baseline: string, reach?: number) =>
      result({ name, value: rate(what), unit: "checks/s", baseline: rate(baseline), reach });
    return [
      timed("one check over HTTP, exact", "exact", "settings"),
      timed("one check over HTTP, fast", "fast", "empty"),
      rated("single checks over HTTP, exact", "exact", "settings"),
      rated("single checks over HTTP, fast", "fast", "empty"),
      rated(`checks in batches of ${BATCH} over HTTP`, "batch", "exact", REACH.batch),
    ];
  });
}

function loadsOf({ system, authz }: CfAuthClient): Load[] {
  const questions = readChecks(seeds.kubernetes.checks).map(({ allowed: _, ...question }) => question);
  let next = 0;
  const question = () => questions[next++ % questions.length] ?? NOBODY;
  const batch = () => Array.from({ length: BATCH }, question);
  return [
    { name: "empty", call: async () => (await system.health()) && 1 },
    { name: "settings", call: async () => (await authz.settings.get()) && 1 },
    { name: "exact", call: async () => (await authz.check(question())) && 1 },
    { name: "fast", call: async () => (await authz.check({ ...question(), consistency: "fast" })) && 1 },
    { name: "batch", call: async () => (await authz.batchCheck({ checks: batch() })).results.length },
  ];
}

const NOBODY = { subject: "user:nobody", relation: "read", object: "repo:nothing" };
