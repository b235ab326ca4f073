import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./paths.ts";
import { npm } from "./run.ts";

const SDK = join(ROOT, "client-sdk");

export type Sdk = typeof import("@cf-auth/client");

/**
 * Builds, where it has changed, and packs the client SDK, installs the tarball into a project of its own in the folder,
 * and loads it from there: what runs is what a user of the package would get. Needs no network, as the one package that it
 * depends on is packed here too.
 */
export async function installSdk(folder: string): Promise<{ sdk: Sdk; tarball: string }> {
  if (isStale()) await npm(ROOT, ["run", "build", "--workspace", "client-sdk"]);
  mkdirSync(folder, { recursive: true });
  const tarball = await pack(SDK, folder);
  const jose = await pack(join(ROOT, "node_modules/jose"), folder);
  writeFileSync(
    join(folder, "package.json"),
    `${JSON.stringify({ name: "consumer", private: true, type: "module" })}\n`,
  );
  const packages = [jose, tarball].map((name) => join(folder, name));
  await npm(folder, ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", ...packages]);
  const entry = createRequire(join(folder, "package.json")).resolve("@cf-auth/client");
  // The path is only known now, so TypeScript cannot know the module; it is this workspace's own package.
  return { sdk: (await import(pathToFileURL(entry).href)) as Sdk, tarball };
}

async function pack(what: string, folder: string): Promise<string> {
  const options = ["--pack-destination", folder, "--json", "--silent", "--ignore-scripts"];
  return nameIn(await npm(ROOT, ["pack", what, ...options]));
}

/** Whether the SDK was built before what it is built from was changed last, or never. */
function isStale(): boolean {
  const timeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const built = timeOf(join(SDK, "dist/index.d.ts"));
  const folders = [join(SDK, "src"), join(ROOT, "engine/src"), join(ROOT, "model-language/src")];
  const sources = folders.flatMap((from) =>
    readdirSync(from, { recursive: true, encoding: "utf8" }).map((name) => join(from, name)),
  );
  return [join(SDK, "package.json"), join(SDK, "tsup.config.ts"), ...sources].some((path) => timeOf(path) > built);
}

/** npm prints a list of one entry, or an object of one by package name, depending on its version. */
function nameIn(output: string): string {
  const name = /"filename":\s*"([^"]+\.tgz)"/.exec(output)?.[1];
  if (name === undefined) throw new Error(`npm pack did not say what it wrote:\n${output}`);
  return name;
}
