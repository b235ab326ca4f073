import type { TestFailure } from "../model/run-tests.ts";
import { printable } from "./printable.ts";

/** A failure of a test, with the file that has the test. */
export type FailureInFile = TestFailure & { readonly file: string };

/** The failures of tests, and how many passed. */
export function summaryText(passed: number, failures: readonly FailureInFile[]): string {
  return [...failures.map(failureText), `${passed} passed, ${failures.length} failed\n`].join("");
}

function failureText({ file, test, query, expected, actual }: FailureInFile): string {
  return printable(`${file}: ${test}\n  ${query}\n  expected: ${expected}\n  actual:   ${actual}\n`);
}
