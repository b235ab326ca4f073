import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { makeTemporaryFolder } from "./temporary-folder.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whether its output is shown as it comes and is not returned. */
  readonly live?: boolean;
  /** Whether it reads the keyboard. */
  readonly interactive?: boolean;
}

export interface Ended {
  readonly succeeded: boolean;
  readonly output: string;
}

/**
 * Everything temporary of one run lies in a folder of its own, which is removed at its end: after failures and after SIGINT,
 * SIGTERM and SIGHUP too. Those also end what the run has started, each child with its group.
 */
export class RunFolder {
  readonly path = makeTemporaryFolder();
  private readonly root: string;
  private readonly children = new Set<ChildProcess>();

  constructor(root: string) {
    this.root = root;
    for (const signal of SIGNALS) process.once(signal, () => this.interrupt(signal));
  }

  /** Runs a command to its end, with the folder as its place for temporary files. */
  async run({ command, args, env = {}, live = false, interactive = false }: Command): Promise<Ended> {
    const stdout = live ? "inherit" : "pipe";
    const child = spawn(command, args, {
      cwd: this.root,
      env: {
        ...process.env,
        ...env,
        TMPDIR: this.path,
        TEST_RUN_FOLDER: this.path,
        PATH: `${join(this.root, "node_modules/.bin")}:${process.env.PATH}`,
      },
      stdio: [interactive ? "inherit" : "ignore", stdout, stdout],
      // A group of its own can be ended as a whole; only the terminal's own group may read the keyboard.
      detached: !interactive,
    });
    this.children.add(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        output += chunk;
      });
    }
    const code = await new Promise<number | null>((resolve) => {
      child.on("error", (error) => {
        output += error.message;
        resolve(null);
      });
      child.on("close", resolve);
    });
    this.children.delete(child);
    return { succeeded: code === 0, output };
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5 });
  }

  private interrupt(signal: (typeof SIGNALS)[number]): void {
    for (const { pid } of this.children) if (pid !== undefined) endGroup(pid);
    for (const pid of this.groups()) endGroup(pid);
    this.remove();
    process.exit(128 + constants.signals[signal]);
  }

  /** Groups that tests have started and that have not ended; see tools/local/test/process.ts. */
  private groups(): readonly number[] {
    const file = join(this.path, "process-groups");
    const running = new Set<number>();
    for (const line of existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : []) {
      const [what, pid] = line.split(" ");
      if (what === "started") running.add(Number(pid));
      else running.delete(Number(pid));
    }
    return [...running];
  }
}

/** Ends a process and its group, if there still is one. */
function endGroup(pid: number): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, "SIGKILL");
    } catch {
      // It has ended, or has no group of its own.
    }
  }
}
