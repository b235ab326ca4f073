import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readChecks, readLists, type Seed, seeds } from "@cf-auth/seeds";
import { buildWorker } from "../build.ts";
import { duration } from "../progress.ts";
import { installSdk } from "../sdk.ts";
import { startStack } from "../stack.ts";
import { runChecks } from "./checks.ts";
import { loadGraph } from "./graph.ts";
import { runLists } from "./lists.ts";
import { showOverview } from "./overview.ts";
import { preparePlatform } from "./platform.ts";
import { showProof } from "./proof.ts";
import { Report } from "./report.ts";
import { signIn } from "./sign-in.ts";

const HELP = `npm run demo -- [--model FILE] [--graph FILE] [--checks FILE] [--lists FILE]

Runs the Worker in workerd with a fresh state and does the main job with the client SDK, on the permissions of
the Kubernetes organisations, or on files of your own:

  --model FILE   a model in OpenFGA's modelling language
  --graph FILE   tuples as canonical CSV
  --checks FILE  CSV: subject,relation,object,allowed
  --lists FILE   JSON, as seeds/kubernetes-org/lists.json

Exits with 0 if every answer was right, otherwise with 1.`;

/** Checks that the demo makes besides those of the file: the one it explains. */
const EXPLAINED = 1;

async function main(): Promise<number> {
  const option = { type: "string" } as const;
  const { values } = parseArgs({
    options: { model: option, graph: option, checks: option, lists: option, help: { type: "boolean" } },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const seed: Seed = {
    ...seeds.kubernetes,
    ...Object.fromEntries(
      Object.entries(values).map(([name, file]) => [name, new URL(`file://${resolve(`${file}`)}`)]),
    ),
  };
  const checks = readChecks(seed.checks);
  const lists = readLists(seed.lists);

  const started = performance.now();
  const state = mkdtempSync(join(tmpdir(), "cf-auth-demo-"));
  const report = new Report();
  console.log(`cf-auth's main job, on loopback, with its state in ${state}`);
  report.heading("The stack");
  await report.step("Worker bundled", () => buildWorker());
  const { sdk } = await report.step(
    "Client SDK packed and installed",
    () => installSdk(join(state, "consumer")),
    ({ tarball }) => tarball,
  );
  const stack = await report.step(
    "workerd started, database migrated",
    () => startStack({ state, port: 0 }),
    ({ url }) => url,
  );
  try {
    report.heading("The platform and its tenant");
    const { admin, tenant, keys } = await preparePlatform(report, sdk, stack, seed);
    const client = sdk.createClient({ url: stack.url, key: keys.secretKey });
    report.heading("The graph");
    await loadGraph(report, client, seed);
    report.heading("An end user");
    await signIn(report, sdk, { url: stack.url, tenantId: tenant.id, key: keys.publishableKey });
    report.heading(`${checks.length} questions`);
    await runChecks(report, client, checks);
    await runLists(report, client, lists);
    report.heading("One user");
    await showProof(report, client, checks);
    report.heading("The dashboard");
    await showOverview(report, admin, { tenant: tenant.id, checks: 2 * checks.length + EXPLAINED });
  } finally {
    await stack.stop();
  }
  return finish(report, state, performance.now() - started);
}

function finish(report: Report, state: string, elapsed: number): number {
  if (report.problems.length === 0) {
    rmSync(state, { recursive: true, force: true });
    console.log(`\nAll right, in ${duration(elapsed)}.`);
    return 0;
  }
  console.log(`\n${report.problems.length} things were wrong, in ${duration(elapsed)}; the state is kept in ${state}:`);
  for (const problem of report.problems) console.log(`- ${problem}`);
  return 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`\nThe demo could not go on: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
