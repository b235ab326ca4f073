import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readContract } from "./contract.ts";
import { readRelease, writeRelease } from "./diff/released.ts";
import { judge } from "./diff/verdict.ts";

const HELP = `npm run contract-diff -- [--json] [--release]

Lists the changes of the API since the last release and the version that they need. Fails if the version in
client-sdk/package.json is lower.

  --json     the changes as JSON
  --release  records the present contract as the last release`;

const FOLDER = fileURLToPath(new URL("../released/", import.meta.url));

const { values } = parseArgs({
  options: { json: { type: "boolean" }, release: { type: "boolean" }, help: { type: "boolean" } },
});
if (values.help) console.log(HELP);
else run();

function run(): void {
  const contract = readContract();
  const { version } = JSON.parse(readFileSync(new URL("../../../client-sdk/package.json", import.meta.url), "utf8"));
  const released = readRelease(FOLDER);
  const verdict = judge(released, contract, version);
  if (values.json) console.log(JSON.stringify({ released: released?.version ?? null, version, ...verdict }));
  else for (const { kind, where, what } of verdict.changes) console.log(`${kind.padEnd(8)}  ${where} ${what}`);
  if (!verdict.enough) {
    console.error(`These changes need version ${verdict.least}: set it in client-sdk/package.json, and run`);
    console.error("`npm run generate`.");
    process.exitCode = 1;
  } else if (values.release) {
    writeRelease(FOLDER, { version, contract });
    console.error(`${version} is now the last release. Commit tools/generator/released.`);
  } else if (released === undefined) {
    console.error("Nothing has been released yet, so any version is fine. Record the first release with --release.");
  } else {
    const { changes, least } = verdict;
    console.error(`${changes.length} changes since ${released.version}. At least ${least}; this is ${version}.`);
  }
}
