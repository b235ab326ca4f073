import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readBundle } from "../../infra/src/worker/bundle.ts";

/** A module of a Worker, and the SHA-256 of its bytes in hex. */
export interface ModuleHash {
  readonly name: string;
  readonly sha256: string;
}

/** Hashes of all modules of a built Worker, by name. The source map is one of them, as it is uploaded. */
export function hashBundle(folder?: string): ModuleHash[] {
  return sorted(
    readBundle(folder).map(({ name, contentFile }) => ({ name, sha256: sha256(readFileSync(contentFile)) })),
  );
}

/** Hashes of the modules in an answer of Cloudflare's API to the request for a Worker's version with `include=modules`. */
export function hashDeployed(answer: string): ModuleHash[] {
  const modules: unknown = JSON.parse(answer)?.result?.modules;
  if (!Array.isArray(modules) || modules.length === 0) {
    throw new Error("The file has no modules. Request the version with `include=modules`.");
  }
  return sorted(
    modules.map(({ name, content_base64 }) => ({ name, sha256: sha256(Buffer.from(content_base64, "base64")) })),
  );
}

/** A hash of all modules as `sha256sum` writes them, then the modules: equal texts mean equal Workers. */
export function describeHashes(modules: readonly ModuleHash[]): string {
  const lines = modules.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join("");
  return `${sha256(lines)}\n\n${lines}`;
}

const sha256 = (content: Buffer | string): string => createHash("sha256").update(content).digest("hex");

const sorted = (modules: readonly ModuleHash[]): ModuleHash[] => modules.toSorted((a, b) => (a.name < b.name ? -1 : 1));
