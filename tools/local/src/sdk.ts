import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { BundleContents } from "./metafile.ts";
import { buildWorkspace, folderOf, manifestOf, packWorkspace, type Workspace } from "./pack-workspace.ts";
import { npm } from "./run.ts";

const SDK: Workspace = {
  name: "client-sdk",
  sources: [
    "client-sdk/src",
    "client-sdk/package.json",
    "client-sdk/tsup.config.ts",
    "client-sdk/bin.tsup.config.ts",
    "client-sdk/metafile.ts",
    "engine/src",
    "model-language/src",
  ],
  metafiles: ["subpaths.metafile.json", "command.metafile.json"],
};

export type { Manifest } from "./pack-workspace.ts";

export type Sdk = typeof import("@cf-auth/client");

/**
 * Packs the client SDK, installs it into a project of its own in the folder, and loads it from there: what runs is what a
 * user of the package would get. Needs no network.
 */
export async function installSdk(folder: string): Promise<{ sdk: Sdk; tarball: string }> {
  const tarball = await packSdk(folder);
  await installTarball(folder, tarball);
  const entry = createRequire(join(folder, "package.json")).resolve("@cf-auth/client");
  // The path is only known now, so TypeScript cannot know the module; it is this workspace's own package.
  return { sdk: (await import(pathToFileURL(entry).href)) as Sdk, tarball };
}

/** Builds the SDK, if something has changed since the last build. Returns what is bundled, of each of the two builds. */
export async function buildSdk(): Promise<readonly BundleContents[]> {
  return await buildWorkspace(SDK);
}

/** Packs the SDK, built anew where it has changed, just as it is published. Answers the file's name in the folder. */
export async function packSdk(folder: string): Promise<string> {
  return await packWorkspace(SDK, folder);
}

/** Makes the folder a project with nothing but the tarball and what it depends on, in this workspace's versions. */
export async function installTarball(folder: string, tarball: string): Promise<void> {
  const { dependencies, peerDependencies } = manifestOf(SDK);
  const others = Object.keys({ ...dependencies, ...peerDependencies }).map((name) => [
    name,
    `file:${folderOf(SDK, name)}`,
  ]);
  const project = {
    name: "consumer",
    private: true,
    type: "module",
    dependencies: { "@cf-auth/client": `file:${tarball}`, ...Object.fromEntries(others) },
  };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(project)}\n`);
  await npm(folder, ["install", "--offline", "--install-links", "--ignore-scripts", "--no-audit", "--no-fund"]);
}
