import { setTimeout as sleep } from "node:timers/promises";
import type { Dataset } from "../engine/dataset.ts";
import { median } from "../measure.ts";
import { type Result, result } from "../result.ts";
import { questionOf, type Tenant } from "./tenant.ts";

const ROUNDS = 3;
const REACH_SECONDS = 5;
/** Delay between checks: short enough to meet the worst moment, long enough to be no load. */
const PAUSE_MS = 20;
/** Duration of the checks before the import. */
const BEFORE_MS = 500;

/** Durations of one import in milliseconds. */
interface Round {
  readonly upload: number;
  readonly import: number;
  /** A check before the import, and the slowest one while it ran. */
  readonly usual: number;
  readonly slowest: number;
  /** A first check of a copy that has to come by way of R2. */
  readonly fast: number;
}

/**
 * Imports the large file into a graph that serves the other, during continuous checks. The baseline of the
 * import is the upload of its file; that of the slowest check is the median before.
 */
export async function benchImport(tenant: Tenant, serving: Dataset, large: Dataset): Promise<Result[]> {
  const rounds: Round[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    process.stderr.write(`import, round ${round} of ${ROUNDS}\n`);
    await tenant.upload(serving);
    await tenant.reload();
    rounds.push(await importWhileAsking(tenant, large));
  }
  const of = (key: keyof Round) => median(rounds.map((round) => round[key]));
  const [from, to] = [serving, large].map(({ tuples }) => tuples.toLocaleString("en"));
  const seconds = { unit: "s", reach: REACH_SECONDS, baseline: of("upload") / 1000 };
  const milliseconds = { unit: "ms", baseline: of("usual") };
  return [
    result({ name: `import of ${to} rows into ${from} that serve`, value: of("import") / 1000, ...seconds }),
    result({ name: "slowest exact check during that import", value: of("slowest"), ...milliseconds }),
    result({ name: "first fast check after it, by way of R2", value: of("fast"), ...milliseconds }),
  ];
}

async function importWhileAsking(tenant: Tenant, large: Dataset): Promise<Round> {
  const upload = await tenant.upload(large);
  const question = questionOf(large);
  const times: number[] = [];
  let running = true;
  const checkRepeatedly = async () => {
    while (running) {
      times.push(await tenant.check(question, "exact"));
      await sleep(PAUSE_MS);
    }
  };
  const checking = checkRepeatedly();
  await sleep(BEFORE_MS);
  const before = times.length;
  const took = await tenant.reload();
  running = false;
  await checking;
  const [usual, slowest] = [median(times.slice(0, before)), Math.max(...times.slice(before))];
  return { upload, import: took, usual, slowest, fast: await tenant.check(question, "fast", true) };
}
