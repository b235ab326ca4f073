import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const WRANGLER = join(createRequire(import.meta.url).resolve("wrangler/package.json"), "../bin/wrangler.js");

/** Runs wrangler once and returns its stdout, which is also copied to stderr. `input` is its stdin. Rejects on failure. */
export type Wrangler = (
  args: readonly string[],
  environment?: Readonly<Record<string, string>>,
  input?: string,
) => Promise<string>;

/**
 * Provides wrangler in a temporary folder, with a configuration of its resources. The folder is deleted afterwards in
 * every case.
 */
export async function withWrangler<T>(
  config: Readonly<Record<string, unknown>>,
  work: (wrangler: Wrangler, folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "cf-auth-deploy-"));
  try {
    writeFileSync(join(folder, "wrangler.json"), JSON.stringify(config));
    return await work((...request) => run(folder, ...request), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(folder: string, args: readonly string[], environment = {}, input?: string): Promise<string> {
  const child = spawn(process.execPath, [WRANGLER, ...args, "--config", join(folder, "wrangler.json")], {
    cwd: folder,
    env: { ...process.env, CI: "true", WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true", ...environment },
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(input);
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk;
    process.stderr.write(chunk);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new Error(`wrangler ${args.slice(0, 3).join(" ")} failed. Its output is above.`);
  return printed;
}
