import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@cf-auth/client";
import { buildWorker } from "@cf-auth/local/build";
import { startStack } from "@cf-auth/local/stack";
import { readChecks, seeds, seedTenant } from "@cf-auth/seeds";
import { type Result, result, throughputs } from "./measure.ts";

const SETTINGS = { concurrency: 16, milliseconds: 1500, rounds: 5 };
const BATCH = 1000;

/**
 * Checks a second through the SDK and HTTP, on workerd without any proxy before it: one by one, and in batches,
 * each against an empty procedure of the same server, called with the same key in the same rounds.
 */
export async function benchChecks(): Promise<Result[]> {
  const state = mkdtempSync(join(tmpdir(), "cf-auth-bench-"));
  await buildWorker();
  const stack = await startStack({ state, port: 0, unlimited: true });
  try {
    const client = await seededClient(stack.url, stack.secrets);
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
    const facts = { unit: "checks/s", baseline: rate("empty"), reach: null };
    return [
      result({ name: "one check over HTTP", value: rate("single"), ...facts }),
      result({ name: `checks in batches of ${BATCH} over HTTP`, value: rate("batch"), ...facts }),
    ];
  } finally {
    await stack.stop();
    rmSync(state, { recursive: true, force: true });
  }
}

const NOBODY = { subject: "user:nobody", relation: "read", object: "repo:nothing" };

async function seededClient(url: string, secrets: { BOOTSTRAP_SECRET: string; ADMIN_PASSWORD: string }) {
  const credentials = { email: "bench@example.com", password: secrets.ADMIN_PASSWORD };
  await createClient({ url }).platform.bootstrap({ ...credentials, secret: secrets.BOOTSTRAP_SECRET });
  const { accessToken } = await createClient({ url, tenant: "platform" }).auth.login(credentials);
  const { secretKey } = await createClient({ url, token: accessToken }).tenants.create({
    slug: "bench",
    name: "Bench",
  });
  const client = createClient({ url, key: secretKey });
  await seedTenant(client, seeds.kubernetes);
  return client;
}
