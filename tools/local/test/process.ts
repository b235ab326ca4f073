import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../src/paths.ts";

/** Notes a group in the folder of the run, so that interrupting `npm test` ends it too: see tools/run-folder.ts. */
function note(what: "started" | "ended", pid: number | undefined): void {
  const { TEST_RUN_FOLDER } = process.env;
  if (TEST_RUN_FOLDER) appendFileSync(join(TEST_RUN_FOLDER, "process-groups"), `${what} ${pid}\n`);
}

/** A script of this repository running in a process group of its own. */
export class Process {
  readonly child: ChildProcess;
  stdout = "";
  stderr = "";
  private readonly exited: Promise<unknown>;

  constructor(script: string, args: readonly string[]) {
    this.child = spawn(process.execPath, [join(ROOT, script), ...args], { cwd: ROOT, detached: true });
    // Interrupting `npm test` ends these groups too: see tools/run-folder.ts.
    note("started", this.child.pid);
    this.child.once("exit", () => note("ended", this.child.pid));
    this.child.stdout?.on("data", (chunk: Buffer) => {
      this.stdout += chunk;
    });
    this.child.stderr?.on("data", (chunk: Buffer) => {
      this.stderr += chunk;
    });
    this.exited = once(this.child, "exit");
  }

  /** Waits until the output matches, and answers the first group. */
  async says(pattern: RegExp): Promise<string> {
    for (;;) {
      const match = pattern.exec(this.stdout);
      if (match) return match[1] ?? match[0];
      if (this.child.exitCode !== null)
        throw new Error(`It ended (${this.child.exitCode}):\n${this.stdout}${this.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Sends a signal to the script alone and answers its exit code. */
  async signal(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return await this.end();
  }

  /** Ends the script and everything it has started, workerd too, with no chance to tidy up. */
  async kill(): Promise<void> {
    const { pid, exitCode, signalCode } = this.child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    process.kill(-pid, "SIGKILL");
    await this.exited;
  }

  async end(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.exited;
    return this.child.exitCode;
  }
}
