import { readChecks, seeds } from "@cf-auth/seeds";
import { SETTINGS, throughputs } from "../measure.ts";
import { type Result, result } from "../result.ts";
import { withServer } from "./server.ts";

const BATCH = 1000;

/**
 * Checks a second through the SDK and HTTP, on workerd without any proxy before it: one by one, and in batches,
 * each against an empty procedure of the same server, called with the same key in the same rounds.
 */
export async function benchChecks(): Promise<Result[]> {
  return withServer(async (client) => {
    const questions = readChecks(seeds.kubernetes.checks).map(({ allowed: _, ...question }) => question);
    let next = 0;
    const some = (count: number) => Array.from({ length: count }, () => questions[next++ % questions.length] ?? NOBODY);
    const rates = await throughputs(
      [
        { name: "empty", call: async () => (await client.system.health()) && 1 },
        { name: "single", call: async () => (await client.authz.check(some(1)[0] ?? NOBODY)) && 1 },
        { name: "batch", call: async () => (await client.authz.batchCheck({ checks: some(BATCH) })).results.length },
      ],
      SETTINGS,
    );
    const rate = (name: string) => rates.get(name) ?? 0;
    const facts = { unit: "checks/s", baseline: rate("empty") };
    return [
      result({ name: "one check over HTTP", value: rate("single"), ...facts }),
      result({ name: `checks in batches of ${BATCH} over HTTP`, value: rate("batch"), ...facts }),
    ];
  });
}

const NOBODY = { subject: "user:nobody", relation: "read", object: "repo:nothing" };
