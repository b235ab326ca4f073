import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { BUNDLE, bundle } from "@cf-auth/local/build";
import { buildSdkDeliverable, buildWorkerDeliverable } from "./deliverables.ts";
import { createSbom } from "./sbom.ts";

const HELP = `npm run sbom -- [FOLDER]

Builds the Worker and the SDK, writes an SBOM of each as CycloneDX JSON, and prints the paths.

  FOLDER   where to write them; defaults to dist/sbom
  --help   show this`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: "boolean", default: false } },
});
if (values.help) console.log(HELP);
else {
  const folder = resolve(positionals[0] ?? "dist/sbom");
  mkdirSync(folder, { recursive: true });
  // Anew, since its hashes are compared with those of what is deployed.
  await bundle("wrangler.jsonc", BUNDLE);
  for (const [name, build] of [
    ["worker", buildWorkerDeliverable],
    ["client", buildSdkDeliverable],
  ] as const) {
    const file = join(folder, `${name}.cdx.json`);
    writeFileSync(file, createSbom(await build()));
    console.log(file);
  }
}
