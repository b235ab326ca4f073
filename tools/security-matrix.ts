import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Line, matrixOf, type Report, readRules } from "./matrix.ts";

const HELP = `npm run security-matrix -- [--report FILE] [--json]

Prints each rule of docs/security.md, the tests that carry its number, and how they went.

  --report FILE  read a JSON report of vitest's instead of running the tests of server, hashing and node
  --json         one rule a line, as JSON

Exits with 1 where a rule that is due has no test, or a test of a rule does not pass.`;

const ROOT = fileURLToPath(new URL("../", import.meta.url));

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { report: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean" } },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const report = values.report === undefined ? await runTests() : readReport(values.report);
  const lines = matrixOf(readRules(readFileSync(join(ROOT, "docs/security.md"), "utf8")), report);
  for (const line of lines) console.log(values.json ? JSON.stringify(shortened(line)) : textOf(line));
  const bad = lines.filter(({ result }) => result === "failing" || result === "missing");
  const count = (result: Line["result"]) => `${lines.filter((line) => line.result === result).length} ${result}`;
  console.error(`\n${["ok", "waiting", "missing", "failing"].map((one) => count(one as Line["result"])).join(", ")}`);
  if (bad.length > 0) {
    console.error(
      `To do: rules ${bad.map(({ rule }) => rule.number).join(", ")}. A test's name begins with "rule N:".`,
    );
  }
  return bad.length > 0 ? 1 : 0;
}

/** Whatever the tests end in, the report says it. */
async function runTests(): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), "cf-auth-matrix-"));
  const file = join(folder, "report.json");
  const projects = ["server", "hashing", "node"].flatMap((name) => ["--project", name]);
  const args = ["run", ...projects, "--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
  try {
    const child = spawn(join(ROOT, "node_modules/.bin/vitest"), args, { cwd: ROOT, stdio: ["ignore", 2, 2] });
    await new Promise((resolve, reject) => child.on("close", resolve).on("error", reject));
    return readReport(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(file: string): Report {
  // Written by vitest; what is not there fails below.
  const report = JSON.parse(readFileSync(file, "utf8")) as Report;
  if (!report.testResults?.length) throw new Error(`${file} has no tests in it.`);
  return report;
}

function textOf({ rule, tests, result }: Line): string {
  const waits = rule.waitsFor === undefined ? "" : `  [${rule.isDue ? "in part, " : ""}waits for ${rule.waitsFor}]`;
  const head = `${`${rule.number}`.padStart(2)}  ${result.padEnd(7)}  ${rule.text}${waits}`;
  return [head, ...tests.map(testText)].join("\n");
}

function testText({ file, name, passed, failed, skipped }: Line["tests"][number]): string {
  const bad = [failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} not run`].filter(Boolean);
  return `             ${relative(ROOT, file)}: ${name} (${[`${passed} passed`, ...bad].join(", ")})`;
}

function shortened({ rule, tests, result }: Line) {
  return { ...rule, result, tests: tests.map((test) => ({ ...test, file: relative(ROOT, test.file) })) };
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
