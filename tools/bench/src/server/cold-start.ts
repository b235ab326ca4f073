import { setTimeout as sleep } from "node:timers/promises";
import type { Dataset } from "../engine/dataset.ts";
import { median } from "../measure.ts";
import { type Result, result } from "../result.ts";
import { during } from "./server.ts";
import { questionOf, Tenant } from "./tenant.ts";

const ROUNDS = 5;
const REACH_MS = 300;
const QUIET_MS = 2500;

/** A tenant that the server knows already: its key, and what its graph was made of. */
export interface Known {
  readonly key: string;
  readonly dataset: Dataset;
}

interface Round {
  readonly exact: number;
  readonly fast: number;
}

/**
 * First answers of a server that has just started, on a large graph and, for the baseline, on a small one. The exact
 * one waits for the object to load the graph; the fast one, after it, for a copy of the graph from R2.
 */
export async function benchColdStart(state: string, small: Known, large: Known): Promise<Result[]> {
  const rounds: { small: Round; large: Round }[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    process.stderr.write(`cold start, round ${round} of ${ROUNDS}\n`);
    await during(state, async ({ url }) => {
      // Warms up the Worker itself, which the measurement excludes.
      await new Tenant(url, small.key).client.system.health();
      rounds.push({ small: await firstAnswers(url, small), large: await firstAnswers(url, large) });
      await quiet();
    });
  }
  const row = (name: string, kind: keyof Round) =>
    result({
      name: `first ${name} after a start, on ${large.dataset.tuples.toLocaleString("en")}`,
      value: median(rounds.map((round) => round.large[kind])),
      unit: "ms",
      baseline: median(rounds.map((round) => round.small[kind])),
      reach: REACH_MS,
    });
  return [row("exact check", "exact"), row("fast check", "fast")];
}

/** Waits until objects have nothing left to do: an alarm that is due would load the graph before anyone asks. */
export async function quiet(): Promise<void> {
  await sleep(QUIET_MS);
}

async function firstAnswers(url: string, { key, dataset }: Known): Promise<Round> {
  const tenant = new Tenant(url, key);
  const question = questionOf(dataset);
  return { exact: await tenant.check(question, "exact", true), fast: await tenant.check(question, "fast", true) };
}
