import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** Arguments and standard input of a call. */
export interface Call {
  readonly args: readonly string[];
  readonly input: string;
  readonly token: string | undefined;
}

/** `present` is printed by `env get`, and `values` are those of the whole environment, which `env set` changes. With `fails`, every call fails with a last line that repeats its input. */
interface Behaviour {
  readonly present?: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly fails?: string;
}

const PROGRAM = `#!${process.execPath}
const { appendFileSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const args = process.argv.slice(2);
const input = readFileSync(0, "utf8");
const call = { args, input, token: process.env.PULUMI_ACCESS_TOKEN };
appendFileSync(join(__dirname, "calls.jsonl"), JSON.stringify(call) + "\\n");
const { present = "", fails } = JSON.parse(readFileSync(join(__dirname, "behaviour.json"), "utf8"));
if (fails !== undefined) {
  console.error("warning: first\\nerror: " + fails + input);
  process.exit(255);
}
const file = join(__dirname, "values.json");
const values = JSON.parse(readFileSync(file, "utf8"));
const isWhole = args[1] === "get" && args[3] === "--value" && args[4] === "json";
if (isWhole) console.log(JSON.stringify(values));
else if (args[1] === "get") console.log(present);
if (args[1] === "set") writeFileSync(file, JSON.stringify({ ...values, [args[3]]: input }));
`;

/** An executable `pulumi` on its own PATH that records its calls. */
export function standInPulumi(behaviour: Behaviour = {}) {
  const folder = mkdtempSync(join(tmpdir(), "cf-auth-pulumi-"));
  const program = join(folder, "pulumi");
  // A folder without package.json, so that Node runs the program as CommonJS.
  writeFileSync(program, PROGRAM);
  chmodSync(program, 0o755);
  writeFileSync(join(folder, "behaviour.json"), JSON.stringify(behaviour));
  writeFileSync(join(folder, "values.json"), JSON.stringify(behaviour.values ?? {}));
  writeFileSync(join(folder, "calls.jsonl"), "");
  const calls = () =>
    readFileSync(join(folder, "calls.jsonl"), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      // Written by the program above.
      .map((line) => JSON.parse(line) as Call);
  return {
    env: { PATH: [folder, process.env.PATH].join(delimiter), PULUMI_ACCESS_TOKEN: "pul-of-the-tests" },
    calls,
    values: (): Record<string, string> => JSON.parse(readFileSync(join(folder, "values.json"), "utf8")),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
