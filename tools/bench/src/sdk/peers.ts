import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Size, sizeOf } from "@cf-auth/consumers/bundle";
import { npm } from "@cf-auth/local/run";

export interface Peer {
  readonly name: string;
  readonly version: string;
  /** Import that corresponds to one of our subpaths. */
  readonly imports: string;
  /** For Node only, so it is bundled for Node instead of pages. */
  readonly nodeOnly?: boolean;
}

export const PEERS: readonly Peer[] = [
  { name: "jose", version: "6.2.18", imports: `export { createRemoteJWKSet, jwtVerify } from "jose";` },
  { name: "better-auth", version: "1.7.25", imports: `export { createAuthClient } from "better-auth/client";` },
  {
    name: "@openfga/sdk",
    version: "0.9.7",
    imports: `export { CredentialsMethod, OpenFgaClient } from "@openfga/sdk";`,
    nodeOnly: true,
  },
  { name: "stripe", version: "23.1.0", imports: `export { default } from "stripe";` },
];

/**
 * The sizes of others' clients, by name, bundled just as ours. They are installed into a temporary folder each time, since
 * they are large and nothing else needs them; undefined where the registry cannot be reached.
 */
export async function measurePeers(): Promise<ReadonlyMap<string, Size> | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "cf-auth-peers-"));
  try {
    if (!(await install(folder))) return undefined;
    const sizes = PEERS.map(async ({ name, imports, nodeOnly }) => {
      const size = await sizeOf({ folder }, imports, nodeOnly ? { platform: "node" } : {});
      return [name, size] as const;
    });
    return new Map(await Promise.all(sizes));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function install(folder: string): Promise<boolean> {
  const dependencies = Object.fromEntries(PEERS.map(({ name, version }) => [name, version]));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  try {
    await npm(folder, ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]);
    return true;
  } catch (error) {
    process.stderr.write(`sdk: others' clients cannot be installed, so that ours stand alone.\n${error}\n`);
    return false;
  }
}
