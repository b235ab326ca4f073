import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Time of the last change of a file, or of the files in a folder, in milliseconds since 1970. */
export function newestIn(path: string): number {
  if (!statSync(path).isDirectory()) return timeOf(path);
  return Math.max(0, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

/** Time of the last change of a file in milliseconds since 1970; 0 if there is none. */
export function timeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
