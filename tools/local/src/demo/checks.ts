import type { CfAuthClient } from "@cf-auth/client";
import type { Check } from "@cf-auth/seeds";
import type { Progress } from "../progress.ts";
import type { Report } from "./report.ts";

/** Calls under way at once. */
const CONCURRENCY = 8;
const BATCH = 1000;

interface CheckResults {
  readonly wrong: readonly string[];
  /** Milliseconds, one a call. */
  readonly latencies: readonly number[];
  readonly elapsed: number;
}

/** Asks every question, one by one and in batches, and says how well and how fast they were answered. */
export async function runChecks(report: Report, client: CfAuthClient, checks: readonly Check[]): Promise<void> {
  const ways = [
    { label: "One by one", size: 1, answer: (group: readonly Check[]) => answerSingly(client, group) },
    { label: `In batches of ${BATCH}`, size: BATCH, answer: (group: readonly Check[]) => answerBatch(client, group) },
  ];
  for (const { label, size, answer } of ways) {
    const results = await report.step(
      label,
      (progress) => send(checks, size, answer, progress),
      (result) => summary(result, checks.length),
    );
    const { wrong } = results;
    report.expect(wrong.length === 0, `${label}: ${wrong.length} wrong answers:\n${wrong.slice(0, 10).join("\n")}`);
  }
}

async function answerSingly(client: CfAuthClient, group: readonly Check[]): Promise<unknown[]> {
  return await Promise.all(group.map(async (check) => (await client.authz.check(questionOf(check))).allowed));
}

async function answerBatch(client: CfAuthClient, group: readonly Check[]): Promise<unknown[]> {
  const { results } = await client.authz.batchCheck({ checks: group.map(questionOf) });
  return results.map((result) => ("allowed" in result ? result.allowed : result.error.code));
}

function questionOf({ subject, relation, object }: Check) {
  return { subject, relation, object };
}

async function send(
  checks: readonly Check[],
  size: number,
  answer: (group: readonly Check[]) => Promise<unknown[]>,
  progress: Progress,
): Promise<CheckResults> {
  const latencies: number[] = [];
  const wrong: string[] = [];
  progress.of = checks.length;
  const groups = Array.from({ length: Math.ceil(checks.length / size) }, (_, i) =>
    checks.slice(i * size, (i + 1) * size),
  );
  const queue = groups.values();
  const started = performance.now();
  const worker = async () => {
    for (const group of queue) {
      const before = performance.now();
      const answers = await answer(group);
      latencies.push(performance.now() - before);
      progress.done += group.length;
      for (const [i, { subject, relation, object, allowed }] of group.entries()) {
        if (answers[i] !== allowed) wrong.push(`${subject} ${relation} ${object}: ${answers[i]}, not ${allowed}`);
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return { wrong, latencies, elapsed: performance.now() - started };
}

function summary({ wrong, latencies, elapsed }: CheckResults, total: number): string {
  const sorted = [...latencies].sort((a, b) => a - b);
  const quantile = (q: number) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0).toFixed(1);
  const rate = Math.round((total / elapsed) * 1000);
  return `${total - wrong.length} of ${total} right, ${rate} checks/s, a call p50 ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms`;
}
