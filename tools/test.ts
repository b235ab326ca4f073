import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * `npm test`: everything that has to hold before a change goes in. Each step that is no test file counts as one
 * test. Ends with `N passed, N failed` on a line of its own, and fails if anything did.
 */
const ROOT = fileURLToPath(new URL("../", import.meta.url));
const BIN = join(ROOT, "node_modules/.bin");
const scratch = mkdtempSync(join(tmpdir(), "cf-auth-test-"));
const vitestReport = join(scratch, "vitest.json");
const migrations = join(scratch, "migrations");
const rooms =
  "engine model-language conformance drizzle blocklist server generator client-sdk seeds local consumers bench infra tools";
const drizzleKit = "--dialect sqlite --schema drizzle/schema.ts --out".split(" ");

interface Count {
  readonly passed: number;
  readonly failed: number;
}

interface Ran {
  readonly succeeded: boolean;
  readonly output: string;
}

interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Whether its output is shown as it comes, not only when it fails. */
  readonly live?: boolean;
  /** What it counts as, where that is not just its exit code. */
  readonly count?: (ran: Ran) => Count;
}

const steps: readonly Step[] = [
  { name: "format and lint", command: "biome", args: ["ci", "--error-on-warnings", "."] },
  { name: "client SDK builds", command: "npm", args: ["run", "build"] },
  { name: "generated files are current", command: "node", args: ["generator/src/generate.ts", "--check"] },
  { name: "the version says what has changed", command: "node", args: ["generator/src/contract-diff.ts"] },
  {
    name: "bindings' types are current",
    command: "wrangler",
    args: ["types", "server/src/generated/env.d.ts", "--include-runtime=false", "--check"],
  },
  {
    name: "migrations are current",
    command: "drizzle-kit",
    // It takes an absolute path for one below the present folder.
    args: ["generate", ...drizzleKit, relative(ROOT, migrations)],
    count: countMigrations,
  },
  { name: "types", command: "tsc", args: ["-b"] },
  {
    name: "imports between rooms",
    command: "depcruise",
    args: rooms.split(" "),
  },
  {
    name: "tests",
    command: "vitest",
    args: ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${vitestReport}`],
    live: true,
    count: countTests,
  },
  { name: "security rules", command: "node", args: ["tools/security-matrix.ts", "--report", vitestReport] },
  { name: "demo", command: "node", args: ["local/src/demo/main.ts"], live: true },
];

cpSync(join(ROOT, "drizzle/migrations"), migrations, { recursive: true });
const total = { passed: 0, failed: 0 };
for (const step of steps) {
  const started = performance.now();
  console.log(`\n── ${step.name}`);
  const ran = await run(step);
  const { passed, failed } = step.count?.(ran) ?? countOne(ran.succeeded);
  total.passed += passed;
  total.failed += failed;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`   ${failed === 0 ? "ok" : "FAILED"}, ${seconds} s`);
}
rmSync(scratch, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

async function run({ command, args, live = false }: Step): Promise<Ran> {
  const PATH = `${BIN}:${process.env.PATH}`;
  const env = { ...process.env, PATH, WRANGLER_SEND_METRICS: "false", JWT_SECRET: "unused", PASSWORD_PEPPER: "unused" };
  const child = spawn(command, args, {
    cwd: ROOT,
    env,
    stdio: ["ignore", live ? "inherit" : "pipe", live ? "inherit" : "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk;
    });
  }
  const code = await new Promise<number | null>((resolve) => {
    child.on("error", (error) => {
      output += error.message;
      resolve(null);
    });
    child.on("close", resolve);
  });
  if (code !== 0) console.log(output);
  return { succeeded: code === 0, output };
}

function countOne(passed: boolean): Count {
  return { passed: Number(passed), failed: Number(!passed) };
}

function countTests({ succeeded }: Ran): Count {
  try {
    const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(readFileSync(vitestReport, "utf8"));
    // A file that does not load fails without a failed test in it.
    return { passed, failed: succeeded ? failed : Math.max(failed, 1) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** It also ends well where it has failed, so only what it says counts. */
function countMigrations({ output }: Ran): Count {
  const current = output.includes("No schema changes");
  if (!current) console.log(`${output}\nThe schema has changed: run \`npm run migrations\` and commit what it writes.`);
  return countOne(current);
}
