import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildWorker } from "../local/src/build.ts";
import { tableOf } from "./report.ts";
import { type Length, soak } from "./soak.ts";

const HELP = `npm run soak -- [--minutes N | --operations N] [--json]

Runs the built Worker under load: checks, sign-ins, refreshes, writes and imports of tuples, a rotation of the signing key
and a deployment. Fails on a lost or wrong response, on lost data, on growing memory, and on any alert.

  --minutes N     defaults to 60: 80 % of the capacity, which is measured in the first tenth, at most a minute
  --operations N  a fixed number of operations instead, one after the other; asserts outcomes, and no rates
  --json          print the whole report as JSON

Memory is judged where the Worker runs for 15 minutes after the deployment, so from 20 minutes on.`;

const PROGRESS_MS = 10_000;

function lengthOf(minutes: string | undefined, operations: string | undefined): Length | undefined {
  const count = Number(operations ?? minutes ?? 60);
  if (!(count > 0) || (minutes !== undefined && operations !== undefined)) return undefined;
  return operations === undefined ? { minutes: count } : { operations: count };
}

/** Writes a line at most every ten seconds, and one for each new phase. */
function progressOf(started: number) {
  let [last, lastPhase] = [0, ""];
  return (phase: string, share: number, problems: number) => {
    const now = performance.now();
    if (phase === lastPhase && now - last < PROGRESS_MS) return;
    [last, lastPhase] = [now, phase];
    const elapsed = now - started;
    const left =
      share > 0 && share < 1 ? `, about ${Math.ceil((elapsed / share - elapsed) / 60_000)} minutes left` : "";
    process.stderr.write(
      `${Math.round(elapsed / 1000)} s: ${phase}, ${Math.round(share * 100)} %${left}, ${problems} problems\n`,
    );
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: "string" },
      operations: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) return console.log(HELP);
  const length = lengthOf(values.minutes, values.operations);
  if (length === undefined) {
    console.error(`Give a number of minutes or of operations.\n\n${HELP}`);
    process.exitCode = 2;
    return;
  }
  const state = mkdtempSync(join(tmpdir(), "cf-auth-soak-"));
  try {
    await buildWorker();
    const report = await soak({ state, length, onProgress: progressOf(performance.now()) });
    console.log(values.json ? JSON.stringify(report) : tableOf(report));
    for (const problem of report.problems) console.error(problem);
    process.exitCode = report.problems.length === 0 ? 0 : 1;
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

await main();
