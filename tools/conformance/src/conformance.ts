import { readSuite } from "./formats/file.ts";
import { type Failure, runStages, type Summary } from "./run.ts";

const HELP = `npm run conformance -- FILE…

Runs OpenFGA's own tests on this engine: files of its test matrix (assets/tests/*.yaml of openfga/openfga) and of
sample stores (*.fga.yaml, as \`fga model test\` takes them).

Each assertion runs with its tuples stored, read back from CSV, read back from a snapshot, and as contextual tuples.
An allowed check needs a valid proof, a denied one must have none, and lists must be the same in small pages.
If OpenFGA fails because a condition lacks context, the result must be "conditional".

Exits with 1 if an assertion failed or a file could not be run.`;

/** Output: results go to `out`, errors to `err`. */
export interface Output {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

/** Runs the files and returns the exit code. */
export function conformance(files: readonly string[], { out, err }: Output): number {
  if (files.length === 0 || files.some((file) => file === "--help" || file === "-h")) {
    out(HELP);
    return 0;
  }
  let [passed, conditional, failed, unreadable] = [0, 0, 0, 0];
  for (const file of files) {
    const summary = runFile(file, err);
    if (summary === undefined) {
      unreadable++;
      continue;
    }
    passed += summary.passed;
    conditional += summary.conditional;
    failed += summary.failures.length;
    out(`${file}: ${counts(summary.passed, summary.conditional, summary.failures.length)}`);
    for (const failure of summary.failures) out(describe(failure));
  }
  const notRun = unreadable === 0 ? "" : `, ${unreadable} of ${files.length} files not run`;
  out(`total: ${counts(passed, conditional, failed)}${notRun}`);
  return failed > 0 || unreadable > 0 ? 1 : 0;
}

function runFile(file: string, err: (line: string) => void): Summary | undefined {
  try {
    return runStages(readSuite(file));
  } catch (error) {
    err(`${file}: not run: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

function counts(passed: number, conditional: number, failed: number): string {
  const because =
    conditional === 0 ? "" : ` (${conditional} conditional, where OpenFGA fails because context is missing)`;
  return `${passed} passed${because}, ${failed} failed`;
}

function describe({ stage, query, expected, actual }: Failure): string {
  return `  ${stage}\n    query     ${query}\n    expected  ${expected}\n    actual    ${actual}`;
}
