import { setTimeout as sleep } from "node:timers/promises";
import type { CfAuthClient } from "@cf-auth/client";
import { sizesIn } from "../local/src/ledger/groups.ts";
import { readLog } from "../local/src/ledger/log.ts";
import type { Calls } from "./calls.ts";
import type { SoakTenant } from "./tenant.ts";
import type { Tuples } from "./tuples.ts";

/** Time for usage to arrive, which takes 2 seconds on an idle machine. */
const MAX_ATTEMPTS = 300;
const ATTEMPT_MS = 200;
/** Events that are written with each successful call, and have its name. */
const AUDITED = [
  "auth.register",
  "auth.login",
  "auth.logout",
  "auth.keys.rotate",
  "authz.write",
  "authz.model.put",
  "authz.graph.import",
];
const PAGE = 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

type Metric = "calls" | "checks" | "logins" | "failures" | "failedLogins";

/** What the usage has to be, by the responses that clients received. */
function expectedUsage(calls: Calls): Record<Metric, number> {
  return {
    calls: calls.count(),
    checks: calls.count((name) => name === "authz.check"),
    logins: calls.count((name) => name === "auth.login"),
    failures: 0,
    failedLogins: 0,
  };
}

/** Waits until the usage is that of the responses, which the isolates deliver later. Returns what differs after a minute. */
export async function usageProblems(tenant: SoakTenant, calls: Calls, since: Date): Promise<string[]> {
  const admin = await tenant.admin();
  for (let attempt = 1; ; attempt++) {
    const expected = expectedUsage(calls);
    const found = await usageOf(admin, tenant.id, since);
    const names = Object.keys(expected) as Metric[];
    const differences = names.flatMap((name) =>
      found[name] === expected[name] ? [] : [`Usage has ${found[name]} ${name}, and clients had ${expected[name]}.`],
    );
    if (differences.length === 0 || attempt === MAX_ATTEMPTS) return differences;
    await sleep(ATTEMPT_MS);
  }
}

async function usageOf(admin: CfAuthClient, tenant: string, since: Date): Promise<Record<Metric, number>> {
  const days: string[] = [];
  for (let at = since.getTime(); dayOf(at) <= dayOf(Date.now()); at += DAY_MS) days.push(dayOf(at));
  const sum = async (metric: Metric) => {
    const answers = await Promise.all(days.map((day) => admin.dashboard.hours({ tenant, metric, day })));
    return answers.flatMap(({ points }) => points).reduce((total, { value }) => total + value, 0);
  };
  const [calls, checks, logins, failures, failedLogins] = await Promise.all(
    (["calls", "checks", "logins", "failures", "failedLogins"] as const).map(sum),
  );
  return {
    calls: calls ?? 0,
    checks: checks ?? 0,
    logins: logins ?? 0,
    failures: failures ?? 0,
    failedLogins: failedLogins ?? 0,
  };
}

function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** Compares the graph and its log with what was acknowledged: every revision, and every tuple. */
export async function tupleProblems({ server }: SoakTenant, { ledger }: Tuples): Promise<string[]> {
  const { csv, revision } = await server.authz.graph.export();
  ledger.settle(await readLog(server, ledger.read), Number(revision), sizesIn(csv ?? ""));
  return ledger.problems;
}

/** Compares the audit log with the acknowledged changes, and verifies its chain. */
export async function auditProblems({ server }: SoakTenant, expected: ReadonlyMap<string, number>): Promise<string[]> {
  const problems: string[] = [];
  for (const event of AUDITED) {
    const found = await countEvents(server, event);
    const acknowledged = expected.get(event) ?? 0;
    if (found !== acknowledged) problems.push(`The audit log has ${found} ${event}, and clients had ${acknowledged}.`);
  }
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await server.audit.verify({ cursor });
    if (!page.valid) problems.push(`The audit chain is broken at ${page.broken?.seq}: ${page.broken?.problem}.`);
    cursor = page.nextCursor;
  }
  return problems;
}

/** Numbers of acknowledged calls that are audited. */
export function auditedCalls(calls: Calls): Map<string, number> {
  return new Map(AUDITED.map((event) => [event, calls.count((name) => name === event)]));
}

async function countEvents(server: CfAuthClient, event: string): Promise<number> {
  let count = 0;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await server.audit.list({ event, outcome: "ok", limit: PAGE, cursor });
    count += page.items.length;
    cursor = page.nextCursor;
  }
  return count;
}
