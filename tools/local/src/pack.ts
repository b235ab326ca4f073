import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { packCli } from "./cli.ts";
import { packSdk } from "./sdk.ts";

const HELP = `npm run pack-sdk -- [FOLDER]
npm run pack-cli -- [FOLDER]

Writes the tarball of the SDK or the command line, as it is published and tested, and prints its path.

  FOLDER   where to write it; defaults to the current folder
  --help   show this`;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: "boolean", default: false }, cli: { type: "boolean", default: false } },
  });
  if (values.help) console.log(HELP);
  else if (positionals.length > 1) throw new Error(`Name one folder, not ${positionals.length}.`);
  else {
    const folder = resolve(positionals[0] ?? ".");
    console.log(join(folder, await (values.cli ? packCli : packSdk)(folder)));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
