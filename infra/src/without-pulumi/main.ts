import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { ROOT } from "../root.ts";
import { readSecret, type SecretInput } from "../secrets/input.ts";
import { type DeployOptions, HELP, readArguments, UsageError } from "./arguments.ts";
import type { FirstAdmin } from "./first-admin.ts";

const TIMEOUT_SECONDS = 60;

/** Runs a script of the repository; its output is shown. */
function runScript(...args: string[]): void {
  const { status } = spawnSync("npm", ["run", ...args], { cwd: ROOT, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error(`npm run ${args.join(" ")} failed. Its output is above.`);
}

async function readAdmin({ adminEmail, passwordFromStdin }: DeployOptions): Promise<FirstAdmin> {
  const input: SecretInput & NodeJS.ReadStream = process.stdin;
  if (!input.isTTY && (adminEmail === undefined || !passwordFromStdin)) {
    throw new UsageError("There is no admin yet. Add --admin-email, and pipe the password to --password-stdin.");
  }
  const email = adminEmail ?? (await promptEmail());
  if (!passwordFromStdin) process.stderr.write("Password of the first admin (input is hidden): ");
  const password = await readSecret(input);
  process.stderr.write("\n");
  if (!password) throw new UsageError("No password was entered. Nothing was changed.");
  return { email, password };
}

async function promptEmail(): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const email = await terminal.question("Email of the first admin: ");
  terminal.close();
  return email.trim();
}

async function main(): Promise<0 | 1 | 2> {
  try {
    const read = readArguments(process.argv.slice(2), process.env);
    if (read === "help") {
      process.stdout.write(HELP);
      return 0;
    }
    const { secretsFile } = read;
    // npm runs scripts in the repository, wherever the user is.
    const folder = process.env.INIT_CWD ?? process.cwd();
    const options = { ...read, secretsFile: secretsFile === undefined ? undefined : resolve(folder, secretsFile) };
    // The SDK exists only after its first build.
    runScript("build", "--workspace", "client-sdk");
    const { deploy } = await import("./deploy.ts");
    await deploy(options, {
      log: (text) => console.log(text),
      build: async () => runScript("build-worker"),
      firstAdmin: async () => await readAdmin(options),
      reach: (url) => url,
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    if (!(error instanceof UsageError)) return 1;
    console.error("Run `npm run deploy -- --help` for usage.");
    return 2;
  }
}

process.exitCode = await main();
