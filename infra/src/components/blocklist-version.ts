import { join } from "node:path";
import { ROOT } from "../root.ts";
import { fileHash, folderHash } from "./folder-hash.ts";

/** Changes with the code, the source lists and the package of real passwords that build the blocklist. */
export function blocklistVersion(): string {
  const folder = join(ROOT, "tools/blocklist/src");
  const packageFile = fileHash(join(ROOT, "tools/blocklist/package.json"));
  const isCode = (name: string) => name.endsWith(".ts") && !name.endsWith(".test.ts");
  return `${folderHash(folder, isCode)}-${folderHash(join(folder, "common"))}-${packageFile}`;
}
