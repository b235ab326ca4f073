import { join } from "node:path";
import { ROOT } from "../root.ts";
import { folderHash } from "./folder-hash.ts";

/** Changes with the code and the source lists that build the blocklist of common passwords. */
export function blocklistVersion(): string {
  const folder = join(ROOT, "blocklist/src");
  const isCode = (name: string) => name.endsWith(".ts") && !name.endsWith(".test.ts");
  return `${folderHash(folder, isCode)}-${folderHash(join(folder, "common"))}`;
}
