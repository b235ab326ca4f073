import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./paths.ts";
import { npm } from "./run.ts";

export type Sdk = typeof import("@cf-auth/client");

/**
 * Builds and packs the client SDK, installs the tarball into a project of its own in the folder, and loads it
 * from there: what runs is what a user of the package would get. Needs no network, as the package has no
 * dependencies.
 */
export async function installSdk(folder: string): Promise<{ sdk: Sdk; tarball: string }> {
  await npm(ROOT, ["run", "build", "--workspace", "client-sdk"]);
  mkdirSync(folder, { recursive: true });
  const packed = await npm(ROOT, [
    "pack",
    "--workspace",
    "client-sdk",
    "--pack-destination",
    folder,
    "--json",
    "--silent",
  ]);
  const tarball = nameIn(packed);
  writeFileSync(
    join(folder, "package.json"),
    `${JSON.stringify({ name: "consumer", private: true, type: "module" })}\n`,
  );
  await npm(folder, ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", join(folder, tarball)]);
  const entry = createRequire(join(folder, "package.json")).resolve("@cf-auth/client");
  // The path is only known now, so TypeScript cannot know the module; it is this workspace's own package.
  return { sdk: (await import(pathToFileURL(entry).href)) as Sdk, tarball };
}

/** npm prints a list of one entry, or an object of one by package name, depending on its version. */
function nameIn(output: string): string {
  const name = /"filename":\s*"([^"]+\.tgz)"/.exec(output)?.[1];
  if (name === undefined) throw new Error(`npm pack did not say what it wrote:\n${output}`);
  return name;
}
