import { parseArgs } from "node:util";
import { benchChecks } from "./checks.ts";
import type { Result } from "./measure.ts";

const HELP = `npm run bench -- [--json]

Measures cf-auth, each figure against a baseline of the same run. A ratio is value by baseline.

  --json  an object a line: { name, value, unit, baseline, ratio, reach, reached }`;

const { values } = parseArgs({ options: { json: { type: "boolean" }, help: { type: "boolean" } } });
if (values.help) console.log(HELP);
else print(await benchChecks());

function print(results: readonly Result[]): void {
  if (values.json) {
    for (const result of results) console.log(JSON.stringify(result));
    return;
  }
  console.log(row("what", "value", "baseline", "ratio", "reach"));
  for (const { name, value, unit, baseline, ratio, reach, reached } of results) {
    const promise = reach === null ? "" : `≥ ${reach} ${reached ? "reached" : "not reached"}`;
    console.log(row(name, `${round(value)} ${unit}`, `${round(baseline)}`, ratio.toFixed(2), promise));
  }
}

function row(...[name = "", value = "", baseline = "", ratio = "", reach = ""]: string[]): string {
  return `${name.padEnd(44)} ${value.padStart(20)} ${baseline.padStart(12)} ${ratio.padStart(8)}  ${reach}`;
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}
