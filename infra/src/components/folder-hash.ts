import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A hash of the files in a folder, names and contents: what depends on it is done again once it differs. */
export function folderHash(folder: string, belongs: (name: string) => boolean = () => true): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).filter(belongs).sort()) {
    hash.update(`${name}\0${fileHash(join(folder, name))}\n`);
  }
  return hash.digest("hex");
}

/** A hash of a file's content. */
export function fileHash(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
