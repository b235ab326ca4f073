import { setTimeout as wait } from "node:timers/promises";
import type { Command } from "commander";
import { CliError, canceled, EXIT, type ExitCode, usageError } from "../cli-error.ts";
import { credentialsOf } from "../deploy/credentials.ts";
import { runProgram } from "../deploy/run-program.ts";
import type { AddCommand } from "./nouns.ts";
import type { Register, RunContext } from "./run-context.ts";

/** The program of the repository that knows where secrets are stored. */
const ROTATION_PROGRAM = "infra/src/rotation/main.ts";
/** Its exit codes for a step that is possible later, and for a value that it needs. */
const WAITING = 75;
const VALUE_NEEDED = 76;
const POLL_MS = 30_000;

const SECRETS = ["jwt-secret", "pepper", "signing-keys", "bootstrap", "mail", "api-token"];

export function addOpsCommands(at: AddCommand, register: Register): void {
  const status = withStore(at("ops status"))
    .description("List the deployment's secrets: age, date of rotation, state and next step of a rotation.")
    .option("--check", "Exit with 1 if a secret is overdue for rotation.");
  register(status, async (context) => {
    const flags = context.options.check === true ? ["--check"] : [];
    return exitCodeOf(await run(["status", ...storeArguments(context), ...flags], context));
  });
  const rotate = withStore(at("ops rotate"))
    .description("Rotate a secret of the deployment: start, continue or undo. Takes the steps that are possible now.")
    .argument("<secret>", SECRETS.join(", "))
    .option("--step <step>", "Only this step: add, deploy, re-encrypt or retire.")
    .option("--undo", "Go back to the previous version.")
    .option("--resume", "Only continue a rotation whose new version is deployed. For unattended runs.")
    .option("--dry-run", "Print the next step, and change nothing.")
    .option("--wait", "Wait until the rotation is complete.")
    .option("--force-reset", "For pepper: reset the passwords that still need the old version.")
    .option("--tenant-only <tenant>", "For signing-keys: only this tenant's. Defaults to all tenants'.")
    .option("--value-stdin", "For mail and api-token: read the new value from standard input.")
    .addHelpText("after", HELP);
  register(rotate, async (context, secret) => await runRotate(`${secret}`, context));
}

const HELP = `
Runs in a clone of the repository, as a platform admin. Stop it at any time: the state is derived from the deployment, and a
repeat continues. A step that must wait is printed with its time; the exit code is 0. docs/secrets.md has the details.`;

function withStore(command: Command): Command {
  return command
    .option("--store <store>", "Where the secrets are: pulumi, cloudflare or local. Defaults to what the URL implies.")
    .option("--stack <stack>", "Stack of the deployment. Defaults to production.")
    .option("--account-id <id>", "Cloudflare account. Defaults to CLOUDFLARE_ACCOUNT_ID.")
    .option("--state <folder>", "State folder of the local stack. Defaults to .cf-auth of the clone.")
    .option("--up", "Run `pulumi up` where a step needs it.");
}

async function runRotate(secret: string, context: RunContext): Promise<ExitCode> {
  const { io, options } = context;
  const args = ["rotate", secret, ...storeArguments(context), ...rotateArguments(options)];
  let input = options.valueStdin === true ? await io.readStdin() : undefined;
  if (input !== undefined) args.push("--value-stdin");
  for (;;) {
    const code = await run(args, context, input);
    if (code === VALUE_NEEDED && input === undefined && io.prompts !== undefined) {
      input = await promptValue(secret, io.prompts);
      args.push("--value-stdin");
      continue;
    }
    if (code !== WAITING || options.wait !== true) return exitCodeOf(code);
    await wait(POLL_MS, undefined, { signal: io.signal }).catch(() => {
      throw canceled();
    });
  }
}

async function promptValue(secret: string, prompts: NonNullable<RunContext["io"]["prompts"]>): Promise<string> {
  if (secret !== "mail") return await prompts.password("New value");
  return [await prompts.text("Id of the new access key"), await prompts.password("Its secret")].join("\n");
}

/** Runs the program as the caller of the command. */
async function run(args: readonly string[], context: RunContext, input?: string): Promise<number | null> {
  const { io, options } = context;
  const env = await credentialsOf(context);
  const json = options.json === true ? ["--json"] : [];
  return await runProgram(ROTATION_PROGRAM, [...args, ...json], io, { env, input });
}

const STORE_OPTIONS = { store: "--store", stack: "--stack", accountId: "--account-id" } as const;

function storeArguments({ options }: RunContext): string[] {
  const chosen = Object.entries(STORE_OPTIONS).flatMap(([name, flag]) => textOption(options[name], flag));
  return [...chosen, ...textOption(options.state, "--state"), ...(options.up === true ? ["--up"] : [])];
}

const ROTATE_TEXTS = { step: "--step", tenantOnly: "--tenant" } as const;
const ROTATE_FLAGS = { undo: "--undo", resume: "--resume", dryRun: "--dry-run", forceReset: "--force-reset" } as const;

function rotateArguments(options: RunContext["options"]): string[] {
  if (options.wait === true && options.dryRun === true) {
    throw usageError("--wait can't be combined with --dry-run.", "Leave out one of them.");
  }
  const texts = Object.entries(ROTATE_TEXTS).flatMap(([name, flag]) => textOption(options[name], flag));
  return [...texts, ...Object.entries(ROTATE_FLAGS).flatMap(([name, flag]) => (options[name] === true ? [flag] : []))];
}

/** As one argument, so that a value that begins with a dash stays a value. */
function textOption(value: unknown, flag: string): string[] {
  return typeof value === "string" ? [`${flag}=${value}`] : [];
}

/** A step that waits is no failure: nothing is wrong, and the output says when it is possible. */
function exitCodeOf(code: number | null): ExitCode {
  if (code === null)
    throw new CliError("interrupted", "The rotation was interrupted.", "Repeat the command: it continues.");
  if (code === EXIT.ok || code === WAITING) return EXIT.ok;
  return code === EXIT.usage ? EXIT.usage : EXIT.failed;
}
