import { readSuite } from "./formats/file.ts";
import { type Failure, type Outcome, runStages } from "./run.ts";

const HELP = `npm run conformance -- FILE…

Runs OpenFGA's own tests on this engine: files of its test matrix (assets/tests/*.yaml of openfga/openfga) and of
sample stores (*.fga.yaml, as \`fga model test\` takes them).

Each assertion is asked with its tuples stored, read back from CSV and from a snapshot, and brought along with the
question. A yes needs a proof that holds, a no must have none, and lists have to come out the same in small pages.
Where OpenFGA errs because a condition lacks context, the answer has to be "conditional".

Exits with 1 if anything failed or a file could not be run.`;

/** Where lines go: results to `out`, what stands in the way to `err`. */
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
    const outcome = outcomeOf(file, err);
    if (outcome === undefined) {
      unreadable++;
      continue;
    }
    passed += outcome.passed;
    conditional += outcome.conditional;
    failed += outcome.failures.length;
    out(`${file}: ${counts(outcome.passed, outcome.conditional, outcome.failures.length)}`);
    for (const failure of outcome.failures) out(describe(failure));
  }
  const notRun = unreadable === 0 ? "" : `, ${unreadable} of ${files.length} files not run`;
  out(`total: ${counts(passed, conditional, failed)}${notRun}`);
  return failed > 0 || unreadable > 0 ? 1 : 0;
}

function outcomeOf(file: string, err: (line: string) => void): Outcome | undefined {
  try {
    return runStages(readSuite(file));
  } catch (error) {
    err(`${file}: not run: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

function counts(passed: number, conditional: number, failed: number): string {
  const because = conditional === 0 ? "" : ` (${conditional} conditional where OpenFGA errs for want of context)`;
  return `${passed} passed${because}, ${failed} failed`;
}

function describe({ stage, asked, expected, got }: Failure): string {
  return `  ${stage}\n    asked     ${asked}\n    expected  ${expected}\n    got       ${got}`;
}
