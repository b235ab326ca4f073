import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkSteps } from "./check-steps.ts";
import { type Ended, RunFolder } from "./run-folder.ts";
import { type Count, runSteps, type Step } from "./steps.ts";

const HELP = `npm test [-- FILE...]

Runs everything that has to hold before a change goes in: the steps of \`npm run check\`, then the tests and the demo.
Where a step of the check fails, the tests are not run. Each step that is no test file counts as one test. The last line
is \`N passed, N failed\`.

  FILE...   run only these test files, and no other step; a part of a path is enough
  --watch   run tests again when what they import changes
  --help    show this

Options of vitest, such as -t NAME, are passed on.`;

const ROOT = fileURLToPath(new URL("../", import.meta.url));

async function main(args: readonly string[], folder: RunFolder): Promise<Count> {
  if (args.length > 0) return await runSteps(folder, [testStep(folder, args)]);
  const checks = await runSteps(folder, checkSteps(ROOT, folder));
  if (checks.failed > 0) {
    console.log("\nThe tests were not run: repair what failed above first.");
    return checks;
  }
  const tests = await runSteps(folder, [
    testStep(folder, []),
    { name: "demo", command: "node", args: ["tools/local/src/demo/main.ts"] },
    {
      name: "security rules",
      command: "node",
      args: ["tools/security-matrix.ts", "--report", reportIn(folder)],
      after: "tests",
    },
  ]);
  return { passed: checks.passed + tests.passed, failed: checks.failed + tests.failed };
}

function reportIn(folder: RunFolder): string {
  return join(folder.path, "vitest.json");
}

function testStep(folder: RunFolder, args: readonly string[]): Step {
  const report = reportIn(folder);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return {
    name: "tests",
    command: "vitest",
    args: ["run", ...reporters, ...args],
    live: true,
    count: (ended) => countTests(ended, report),
  };
}

function countTests({ succeeded }: Ended, report: string): Count {
  try {
    const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(readFileSync(report, "utf8"));
    // A file that does not load fails without a failed test in it.
    return { passed, failed: succeeded ? failed : Math.max(failed, 1) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const args = process.argv.slice(2);
const folder = new RunFolder(ROOT);
try {
  if (args.includes("--help")) console.log(HELP);
  else if (args.includes("--watch")) {
    const rest = args.filter((arg) => arg !== "--watch");
    await folder.run({ command: "vitest", args: ["watch", ...rest], live: true, interactive: true });
  } else {
    const { passed, failed } = await main(args, folder);
    console.log(`\n${passed} passed, ${failed} failed`);
    process.exitCode = failed === 0 ? 0 : 1;
  }
} finally {
  folder.remove();
}
