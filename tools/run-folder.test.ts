import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";

const MODULE = fileURLToPath(new URL("./run-folder.ts", import.meta.url));

let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), "run-"));
});
afterEach(() => rmSync(temporary, { recursive: true, force: true }));

/** A run that starts one child, which leaves a file in its temporary folder and says its process id, then does more. */
function startRun(child: string) {
  const script = `
    const { RunFolder } = await import(${JSON.stringify(MODULE)});
    const folder = new RunFolder(${JSON.stringify(temporary)});
    try {
      const args = ["--eval", ${JSON.stringify(child)}];
      const { succeeded, output } = await folder.run({ command: process.execPath, args, live: true });
      console.log(succeeded ? "succeeded" : "failed");
    } finally {
      folder.remove();
    }`;
  const args = ["--input-type=module", "--eval", script];
  return spawn(process.execPath, args, {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

const LEAVES_A_FILE = `
  require("node:fs").writeFileSync(require("node:os").tmpdir() + "/left", "");
  console.log("child " + process.pid);`;

it.each([
  ["succeeds", LEAVES_A_FILE, "succeeded"],
  ["fails", `${LEAVES_A_FILE} process.exit(1);`, "failed"],
])("leaves nothing in the temporary folder after a command that %s", async (_, child, said) => {
  const run = startRun(child);
  let output = "";
  run.stdout.on("data", (chunk) => {
    output += chunk;
  });
  await once(run, "close");
  expect(output).toContain(said);
  expect(readdirSync(temporary)).toEqual([]);
});

it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "leaves neither files nor processes after %s, not even a group that a test has started",
  async (signal) => {
    const group = `const { spawn } = require("node:child_process");
      const started = spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)"], { detached: true });
      require("node:fs").appendFileSync(process.env.TEST_RUN_FOLDER + "/process-groups", "started " + started.pid + "\\n");
      console.log("group " + started.pid);
      setInterval(() => {}, 1000);`;
    const run = startRun(LEAVES_A_FILE + group);
    let output = "";
    run.stdout.on("data", (chunk) => {
      output += chunk;
    });
    await expect.poll(() => output).toMatch(/child \d+\ngroup \d+\n/);
    run.kill(signal);
    await once(run, "close");
    expect(readdirSync(temporary)).toEqual([]);
    const pids = [...output.matchAll(/(?:child|group) (\d+)/g)].map(([, pid]) => pid);
    await expect.poll(() => pids.filter((pid) => isRunning(`${pid}`))).toEqual([]);
  },
);

/** Whether a process is there and no zombie that nobody has waited for. */
function isRunning(pid: string): boolean {
  return /^[^Z\s]/.test(spawnSync("ps", ["-o", "stat=", "-p", pid], { encoding: "utf8" }).stdout.trim());
}
