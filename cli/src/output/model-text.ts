import type { DiffModelResponse, Fact, ModelProblem } from "@cf-auth/client";
import { printable } from "./printable.ts";

/** A problem in the form of compilers, which editors recognize. */
export function problemText({ file, line, column, message, pointer }: ModelProblem, path: string, label = ""): string {
  const position = [file ?? path, line, column].join(":") + (pointer ? `: ${pointer}` : "");
  return printable(`${position}: ${label}${message}\n`);
}

export function warningText(warning: ModelProblem, path: string): string {
  return problemText(warning, path, "warning: ");
}

/** What a model would change, a line each: `+` added or gained, `-` removed or lost, `~` changed. */
export function diffText(diff: DiffModelResponse): string {
  const { addedRelations, removedRelations, changedRelations, gained, lost, ineffectiveCount } = diff;
  const lines = [
    ...addedRelations.map((relation) => `+ relation ${relation}`),
    ...removedRelations.map((relation) => `- relation ${relation}`),
    ...changedRelations.map((relation) => `~ relation ${relation}`),
    ...gained.map((fact) => `+ access ${factText(fact)}`),
    ...lost.map((fact) => `- access ${factText(fact)}`),
    ...(ineffectiveCount > 0 ? [`${ineffectiveCount} tuples would become ineffective`] : []),
    ...(diff.effectiveAgainCount > 0 ? [`${diff.effectiveAgainCount} tuples would become effective again`] : []),
    ...(diff.invalidContextCount > 0 ? [`${diff.invalidContextCount} tuples have a context that doesn't fit`] : []),
    ...(diff.complete ? [] : ["More access may change: not all of it is listed."]),
  ];
  return lines.length === 0 ? "no changes\n" : lines.map((line) => `${printable(line)}\n`).join("");
}

function factText({ subject, relation, object }: Fact): string {
  return `${subject} ${relation} ${object}`;
}
