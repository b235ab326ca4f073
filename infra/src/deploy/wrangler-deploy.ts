import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../root.ts";
import { MAIN_MODULE, readBundle } from "../worker/bundle.ts";
import { requiredVariables, runStep } from "./environment.ts";
import { withWrangler } from "./wrangler.ts";

/**
 * Deploys the built Worker unchanged with `wrangler deploy`, and returns the version's id. Secrets reach wrangler in a
 * file that only its owner can read, and that is deleted afterwards.
 */
export async function deployByWrangler(): Promise<{ readonly versionId: string }> {
  const { WRANGLER_CONFIG, SECRETS } = requiredVariables([
    "CLOUDFLARE_API_TOKEN",
    "CLOUDFLARE_ACCOUNT_ID",
    "WRANGLER_CONFIG",
    "SECRETS",
  ]);
  const { assets, ...config } = JSON.parse(WRANGLER_CONFIG);
  const built = { main: `bundle/${MAIN_MODULE}`, no_bundle: true, find_additional_modules: true, base_dir: "bundle" };
  // wrangler.jsonc names the folder relative to the repository, but wrangler runs elsewhere.
  const served = assets === undefined ? {} : { assets: { ...assets, directory: join(ROOT, assets.directory) } };
  return await withWrangler({ ...config, ...built, ...served }, async (wrangler, folder) => {
    mkdirSync(join(folder, "bundle"));
    for (const { name, contentFile } of readBundle()) copyFileSync(contentFile, join(folder, "bundle", name));
    const [secrets, output] = [join(folder, "secrets.json"), join(folder, "output.ndjson")];
    writeFileSync(secrets, SECRETS, { mode: 0o600 });
    await wrangler(["deploy", "--secrets-file", secrets], { WRANGLER_OUTPUT_FILE_PATH: output });
    return { versionId: versionIn(readFileSync(output, "utf8")) };
  });
}

/** Finds the version in wrangler's output file: one JSON document per line. */
function versionIn(lines: string): string {
  for (const line of lines.split("\n").filter(Boolean)) {
    const { type, version_id } = JSON.parse(line);
    if (type === "deploy" && typeof version_id === "string") return version_id;
  }
  throw new Error("wrangler deploy didn't report the version that it deployed.");
}

if (import.meta.main) await runStep(deployByWrangler);
