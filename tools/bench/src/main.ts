import { parseArgs } from "node:util";
import { benchBackups } from "./backups/backups.ts";
import { benchCosts } from "./costs/costs.ts";
import { benchDirectory } from "./directory/directory.ts";
import { benchEdge } from "./edge/edge.ts";
import { SIZES } from "./engine/dataset.ts";
import { checks, lists, type Measure, memory, onEverySize } from "./engine/engine.ts";
import { headings, lineOf, type Result } from "./result.ts";
import { benchSdk } from "./sdk/sdk.ts";
import { benchLargeGraph } from "./server/large-graph.ts";
import { benchSignIn } from "./sign-in/sign-in.ts";
import { benchWork } from "./work.ts";

const HELP = `npm run bench -- [--json] [--only NAME,…] [--tuples N,…]

Measures cf-auth, each figure against a baseline of the same run. A ratio is value by baseline.

  --json    an object a line: { name, value, unit, baseline, ratio, reach, reached }
  --only    some of: edge (checks over HTTP, by a bare Worker, OpenFGA and SpiceDB), sign-in (passwords, refreshes and tokens), import (a million tuples
            in workerd), directory (lists of a million users), checks, lists, memory (the engine by itself), work (how
            long a unit of counted work takes), costs (what is billed of each call), backups (rows a second), sdk (the client's sizes, beside others')
  --tuples  sizes for the engine by itself instead of ${SIZES.join(",")}; ${SIZES[0]} is kubernetes-org`;

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    only: { type: "string" },
    tuples: { type: "string" },
    help: { type: "boolean" },
  },
});
const sizes = values.tuples?.split(",").map(Number) ?? SIZES;
const engine = (measure: Measure) => () => onEverySize(sizes, measure);
const parts = new Map<string, () => Promise<Result[]>>([
  ["edge", benchEdge],
  ["sign-in", benchSignIn],
  ["import", benchLargeGraph],
  ["directory", benchDirectory],
  ["checks", engine(checks)],
  ["lists", engine(lists)],
  ["memory", engine(memory)],
  ["work", benchWork],
  ["costs", benchCosts],
  ["backups", benchBackups],
  ["sdk", benchSdk],
]);

if (values.help) console.log(HELP);
else await run(values.only?.split(",") ?? [...parts.keys()]);

async function run(names: readonly string[]): Promise<void> {
  const unknown = [...names.filter((name) => !parts.has(name)), ...sizes.filter((size) => !(size >= 1000))];
  if (unknown.length > 0) {
    console.error(`There is no ${unknown.join(", ")} to measure.\n\n${HELP}`);
    process.exitCode = 2;
    return;
  }
  if (!values.json) console.log(headings());
  for (const name of names) {
    // Printed as each part ends: all of them take minutes.
    for (const result of (await parts.get(name)?.()) ?? []) {
      console.log(values.json ? JSON.stringify(result) : lineOf(result));
    }
  }
}
