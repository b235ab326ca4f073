import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../root.ts";
import { MAIN_MODULE, readBundle } from "../worker/bundle.ts";
import { given, runStep } from "./environment.ts";
import { withWrangler } from "./wrangler.ts";

/**
 * Deploys the built Worker as it is, with `wrangler deploy`, and answers the version's id. Secrets reach wrangler by a file
 * that only its owner reads, and that is gone afterwards.
 */
export async function deployByWrangler(): Promise<{ readonly versionId: string }> {
  const { WRANGLER_CONFIG, SECRETS } = given([
    "CLOUDFLARE_API_TOKEN",
    "CLOUDFLARE_ACCOUNT_ID",
    "WRANGLER_CONFIG",
    "SECRETS",
  ]);
  const { assets, ...config } = JSON.parse(WRANGLER_CONFIG);
  const built = { main: `bundle/${MAIN_MODULE}`, no_bundle: true, find_additional_modules: true, base_dir: "bundle" };
  // It names the folder from the top of the repository, where wrangler does not stand.
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

/** Wrangler writes down what it did, one JSON document a line. */
function versionIn(lines: string): string {
  for (const line of lines.split("\n").filter(Boolean)) {
    const { type, version_id } = JSON.parse(line);
    if (type === "deploy" && typeof version_id === "string") return version_id;
  }
  throw new Error("wrangler deploy did not say which version it has deployed.");
}

if (import.meta.main) await runStep(deployByWrangler);
