import { spawn } from "node:child_process";
import { join } from "node:path";
import { CliError, EXIT } from "../cli-error.ts";
import type { Io } from "../io.ts";
import { findRepository } from "./find-repository.ts";

interface ProgramOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Standard input of the program; without it, the program has none. */
  readonly input?: string | undefined;
}

/**
 * Runs a program of the clone of the repository that the folder is in, with the clone's Node. Its output goes to the command's
 * own. Returns its exit code; null if a signal ended it. Throws `repository_missing` and `not_installed`.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  io: Io,
  { env, input = "" }: ProgramOptions = {},
): Promise<number | null> {
  const repository = findRepository(io.cwd);
  const child = spawn(join(repository, "node_modules/.bin/node"), [join(repository, file), ...args], {
    cwd: io.cwd,
    env: { ...io.env, ...env },
    stdio: "pipe",
  });
  const abort = () => child.kill("SIGINT");
  io.signal.addEventListener("abort", abort, { once: true });
  child.stdout.setEncoding("utf8").on("data", io.out);
  child.stderr.setEncoding("utf8").on("data", io.err);
  // A program that fails early reads nothing.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  try {
    return await new Promise((resolve, reject) => {
      child.on("error", (error) => reject(isMissing(error) ? notInstalled(repository) : error));
      child.on("close", resolve);
    });
  } finally {
    io.signal.removeEventListener("abort", abort);
  }
}

export function isMissing(error: Error): boolean {
  return "code" in error && error.code === "ENOENT";
}

export function notInstalled(repository: string): CliError {
  const message = `The packages of ${repository} aren't installed.`;
  return new CliError(
    "not_installed",
    message,
    `Run \`npm ci\` in ${repository}, then repeat the command.`,
    EXIT.usage,
  );
}
