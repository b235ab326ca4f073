import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { noticesOf } from "@cf-auth/local/notices";
import { npm } from "@cf-auth/local/run";
import { describePackage, missingIn, packagesIn } from "./bundled-packages.ts";
import { ROOT } from "./packages.ts";

/**
 * `npm run viewer -- VERSION` takes a release of the viewer of the API reference, @scalar/api-reference, into the repository:
 * its script, the packages in that script, and their notices. Not a dependency: it would install 300 MB for one file.
 */
const [version] = process.argv.slice(2);
if (version === undefined) throw new Error("Name a version of @scalar/api-reference: npm run viewer -- 1.76.0");

const NAME = "@scalar/api-reference";
const TARGET = join(ROOT, "server/viewer");

const folder = mkdtempSync(join(tmpdir(), "cf-auth-viewer-"));
try {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
  await npm(folder, ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--save-exact", `${NAME}@${version}`]);
  const script = readFileSync(join(folder, "node_modules", NAME, "dist/browser/standalone.js"));
  const map = JSON.parse(readFileSync(join(folder, "node_modules", NAME, "dist/browser/standalone.js.map"), "utf8"));
  const packages = packagesIn(map.sources);
  const missing = missingIn(folder, packages);
  // Code that the viewer bundles without depending on its package.
  if (missing.length > 0) await npm(folder, ["install", "--ignore-scripts", "--no-audit", "--no-fund", ...missing]);
  const folderOf = (name: string) => join(folder, "node_modules", name);
  const manifest = {
    name: NAME,
    version,
    sha256: createHash("sha256").update(script).digest("hex"),
    packages: [...packages].map(([name, version]) => describePackage(folderOf(name), version)),
  };
  const notices = noticesOf("The viewer of the API reference", [...packages.keys()].map(folderOf));
  writeFileSync(join(TARGET, "api-reference.bin"), gzipSync(script, { level: 9 }));
  writeFileSync(join(TARGET, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(TARGET, "NOTICES"), notices);
  console.log(`${NAME} ${version}, with code of ${packages.size} packages. Run \`npm run fix\` next.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
