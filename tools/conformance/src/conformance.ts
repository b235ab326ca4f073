import { readSuite } from "./formats/file.ts";
import { type Failure, runStages, type Summary } from "./run.ts";

const HELP = `npm run conformance -- FILE…
npm run conformance -- --http URL KEY FILE…

Runs OpenFGA's own tests on this engine: files of its test matrix (assets/tests/*.yaml of openfga/openfga) and of
sample stores (*.fga.yaml, as \`fga model test\` takes them).

Each assertion runs with its tuples stored, read back from CSV, read back from a snapshot, and as contextual tuples.
An allowed check needs a valid proof, a denied one must have none, and lists must be the same in small pages.
If OpenFGA fails because a condition lacks context, the result must be "conditional".

With --http, the files run through OpenFGA's HTTP API at URL, such as https://auth.example.com/t/acme/openfga. KEY is the
name of the environment variable that has the tenant's secret key. The tenant must have no tuples: each test deletes its own.

Exits with 1 if an assertion failed or a file could not be run.`;

/** Output: results go to `out`, errors to `err`. */
export interface Output {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

/** A file that was run, or the problem that prevented it. */
export type FileRun = { readonly file: string } & ({ readonly summary: Summary } | { readonly problem: string });

/** Runs the files and returns the exit code. */
export function conformance(files: readonly string[], output: Output): number {
  if (files.length === 0 || files.some((file) => file === "--help" || file === "-h")) {
    output.out(HELP);
    return 0;
  }
  return report(files.map(runFile), output);
}

/** Prints the results of files, and returns the exit code. */
export function report(runs: readonly FileRun[], { out, err }: Output): number {
  let [passed, conditional, failed, unreadable] = [0, 0, 0, 0];
  for (const run of runs) {
    if ("problem" in run) {
      err(`${run.file}: not run: ${run.problem}`);
      unreadable++;
      continue;
    }
    const { summary } = run;
    passed += summary.passed;
    conditional += summary.conditional;
    failed += summary.failures.length;
    out(`${run.file}: ${counts(summary.passed, summary.conditional, summary.failures.length)}`);
    for (const failure of summary.failures) out(describe(failure));
  }
  const notRun = unreadable === 0 ? "" : `, ${unreadable} of ${runs.length} files not run`;
  out(`total: ${counts(passed, conditional, failed)}${notRun}`);
  return failed > 0 || unreadable > 0 ? 1 : 0;
}

function runFile(file: string): FileRun {
  try {
    return { file, summary: runStages(readSuite(file)) };
  } catch (error) {
    return { file, problem: error instanceof Error ? error.message : `${error}` };
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
