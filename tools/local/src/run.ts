import { spawn } from "node:child_process";
import { ROOT } from "./paths.ts";

/** Runs a script with this Node to its end and answers what it printed. Throws with all of that when it fails. */
export async function run(script: string, args: readonly string[]): Promise<string> {
  return await finish(process.execPath, [script, ...args], ROOT);
}

/** Runs npm in a folder, free of what an npm around this process has set for itself. */
export async function npm(folder: string, args: readonly string[]): Promise<string> {
  const script = process.env.npm_execpath;
  return script?.endsWith(".js")
    ? await finish(process.execPath, [script, ...args], folder)
    : await finish("npm", args, folder);
}

async function finish(command: string, args: readonly string[], cwd: string): Promise<string> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("npm_config_local_prefix"));
  const env = { ...Object.fromEntries(inherited), WRANGLER_SEND_METRICS: "false", CI: "true", NO_COLOR: "1" };
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} failed (${code}):\n${output}`);
  return output;
}
