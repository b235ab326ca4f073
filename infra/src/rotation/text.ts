import type { NextStep, Progress } from "./names.ts";
import type { SecretStatus } from "./status.ts";

const HEAD = ["secret", "versions", "in use since", "rotate by", "state", "next step"];

/** The table of `cf-auth ops status`. */
export function statusText(lines: readonly SecretStatus[]): string {
  const rows = lines.map((line) => [
    line.secret,
    line.versions.join(", ") || "-",
    dayOf(line.since),
    line.isOverdue ? `${dayOf(line.rotateBy)} overdue` : dayOf(line.rotateBy),
    line.state,
    line.next === undefined ? "-" : nextText(line.next),
  ]);
  const all = [HEAD, ...rows];
  const widths = HEAD.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  const text = all.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${text.join("\n")}\n\nsigning-keys rotate by themselves every 30 days.\n`;
}

/** What a run did, and what is next. */
export function progressText({ secret, done, next, notes = [] }: Progress, isDryRun: boolean): string {
  const lines = isDryRun ? [] : done.map(({ step, version }) => `${step}: ${version}`);
  if (next !== undefined) lines.push(`next: ${nextText(next)}`);
  else if (lines.length === 0) lines.push(`${secret}: nothing to do`);
  else lines.push(`${secret}: complete`);
  return `${[...lines, ...notes].join("\n")}\n`;
}

function nextText({ step, version, blockers, at }: NextStep): string {
  const when = at === undefined ? "" : ` (from ${at.toISOString()})`;
  return [`${step} ${version}${when}`, ...blockers].join(". ").replaceAll("..", ".");
}

function dayOf(date: Date | null): string {
  return date === null ? "-" : date.toISOString().slice(0, 10);
}
