import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Hash of the names and contents of a folder's files, used as a trigger. */
export function folderHash(folder: string, belongs: (name: string) => boolean = () => true): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).filter(belongs).sort()) {
    hash.update(`${name}\0${fileHash(join(folder, name))}\n`);
  }
  return hash.digest("hex");
}

/** Hash of a file's content. */
export function fileHash(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
