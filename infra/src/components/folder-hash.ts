import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A hash of the files in a folder, names and contents: what depends on it is done again once it differs. */
export function folderHash(folder: string, belongs: (name: string) => boolean = () => true): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).filter(belongs).sort()) {
    const content = createHash("sha256")
      .update(readFileSync(join(folder, name)))
      .digest("hex");
    hash.update(`${name}\0${content}\n`);
  }
  return hash.digest("hex");
}
