import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CliError } from "../cli-error.ts";

/** A file that `init` writes. */
export interface NewFile {
  /** Relative to the project's folder. */
  readonly path: string;
  readonly contents: string;
  /** Whether the file is the existing one with lines added, which needs no permission. */
  readonly isAddition?: boolean;
}

/** What writing a file changes. */
export interface PlannedFile {
  readonly path: string;
  readonly change: "create" | "replace" | "add" | "none";
  readonly contents: string;
}

export function planFiles(folder: string, files: readonly NewFile[]): PlannedFile[] {
  return files.map(({ path, contents, isAddition = false }) => {
    const existing = readIfThere(join(folder, path));
    if (existing === undefined) return { path, change: "create", contents };
    if (existing === contents) return { path, change: "none", contents };
    return { path, change: isAddition ? "add" : "replace", contents };
  });
}

/** Throws `file_exists` if a file would be replaced: nothing is written then. */
export function refuseReplacements(planned: readonly PlannedFile[]): void {
  const replaced = planned.filter(({ change }) => change === "replace").map(({ path }) => path);
  if (replaced.length === 0) return;
  throw new CliError(
    "file_exists",
    `${replaced.join(", ")} would be replaced. Nothing was written.`,
    "See what would be written with --dry-run, then repeat with --force, or move the files.",
  );
}

export function writeFiles(folder: string, planned: readonly PlannedFile[]): void {
  for (const { path, change, contents } of planned) {
    if (change === "none") continue;
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
}

export function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
