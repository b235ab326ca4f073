import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BUNDLE, buildWorker, metafileOf } from "@cf-auth/local/build";
import { readMetafile } from "@cf-auth/local/metafile";
import { noticesOf } from "@cf-auth/local/notices";
import { ROOT } from "./packages.ts";

/**
 * `npm run fix` writes THIRD-PARTY-NOTICES, the notices of packages in the Worker; `npm run check` compares it (`--check`).
 * The SDK's notices are written when it is packed.
 */
const FILE = join(ROOT, "THIRD-PARTY-NOTICES");

await buildWorker();
const { packages } = readMetafile(metafileOf(BUNDLE));
const own = noticesOf(
  "The built Worker",
  packages.map((folder) => join(ROOT, folder)),
);
/** Written when the viewer of the API reference was taken into the repository. */
const notices = `${own}\n${readFileSync(join(ROOT, "server/viewer/NOTICES"), "utf8")}`;
if (!process.argv.includes("--check")) writeFileSync(FILE, notices);
else if (readFileSync(FILE, "utf8") !== notices) {
  console.error("THIRD-PARTY-NOTICES doesn't match the packages in the Worker.");
  process.exitCode = 1;
}
