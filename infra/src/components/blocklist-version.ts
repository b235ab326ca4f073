import { join } from "node:path";
import { ROOT } from "../root.ts";
import { folderHash } from "./folder-hash.ts";

/** Changes whenever the list of common passwords may: it is made by code, from lists. */
export function blocklistVersion(): string {
  const folder = join(ROOT, "blocklist/src");
  const isCode = (name: string) => name.endsWith(".ts") && !name.endsWith(".test.ts");
  return `${folderHash(folder, isCode)}-${folderHash(join(folder, "common"))}`;
}
