import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { BUNDLE, bundle } from "@cf-auth/local/build";
import { describeHashes, hashBundle, hashDeployed } from "./bundle-hash.ts";

const HELP = `npm run bundle:hash -- [--deployed FILE]

Builds the Worker, and prints one SHA-256 for all of its modules, then one for each.

  --deployed FILE   print those of a deployed version instead: FILE is the API's answer with its modules
  --help            show this`;

const { values } = parseArgs({
  options: { deployed: { type: "string" }, help: { type: "boolean", default: false } },
});
if (values.help) console.log(HELP);
else if (values.deployed !== undefined) {
  process.stdout.write(describeHashes(hashDeployed(readFileSync(values.deployed, "utf8"))));
} else {
  await bundle("wrangler.jsonc", BUNDLE);
  process.stdout.write(describeHashes(hashBundle(BUNDLE)));
}
