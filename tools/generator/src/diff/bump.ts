import type { Kind } from "./change.ts";

/**
 * The lowest version that may follow a release after changes of a kind (Semantic Versioning 2.0.0). Before 1.0.0 the second
 * number marks breaking changes: `^0.2.0` accepts 0.2.x and not 0.3.0.
 */
export function leastVersion(released: string, kind: Kind | undefined): string {
  const [major = 0, minor = 0, patch = 0] = numbersOf(released);
  if (kind === undefined) return released;
  if (kind === "breaking") return major === 0 ? `0.${minor + 1}.0` : `${major + 1}.0.0`;
  if (kind === "feature" && major > 0) return `${major}.${minor + 1}.0`;
  return `${major}.${minor}.${patch + 1}`;
}

/** Whether a version is at least another. */
export function isAtLeast(version: string, least: string): boolean {
  const [a, b] = [numbersOf(version), numbersOf(least)];
  const differing = a.findIndex((number, i) => number !== b[i]);
  return differing === -1 || (a[differing] ?? 0) > (b[differing] ?? 0);
}

/** Throws unless the text is the version of a release. */
function numbersOf(version: string): number[] {
  const numbers = /^(\d+)\.(\d+)\.(\d+)$/.exec(version)?.slice(1).map(Number);
  if (numbers === undefined) throw new Error(`${version} is no version such as 0.1.0.`);
  return numbers;
}
