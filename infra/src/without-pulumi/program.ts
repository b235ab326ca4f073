import { spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../root.ts";

/** Runs a program of this repository, and returns its stdout. Its messages go to stderr. Rejects if it fails. */
export async function runProgram(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const child = spawn(process.execPath, [join(ROOT, file), ...args], {
    cwd: join(ROOT, "infra"),
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new Error(`${file} failed. Its output is above. Correct the cause, then run this again.`);
  return printed.trim();
}
