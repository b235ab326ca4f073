import { createHash } from "node:crypto";
import { fileHash } from "../components/folder-hash.ts";
import type { WorkerModule } from "../worker/bundle.ts";

/** Variable of the Worker with the hash of what was uploaded, so that a second run finds nothing to do. The Worker ignores it. */
export const RELEASE = "DEPLOYED_RELEASE";

/** Hash of the Worker's modules and configuration, and of the list of common passwords. */
export function releaseHash(modules: readonly WorkerModule[], config: unknown, blocklist: string): string {
  const contents = modules.map(({ name, contentFile }) => [name, fileHash(contentFile)]);
  return createHash("sha256")
    .update(JSON.stringify([contents, config, blocklist]))
    .digest("hex")
    .slice(0, 32);
}
