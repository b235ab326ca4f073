import { parseArgs } from "node:util";
import { PROJECT, readEnvironments, SERVICE_ENVIRONMENTS } from "../environments/environment.ts";
import { AxiomClient, type AxiomSettings, type Pause } from "./client.ts";
import { AxiomError } from "./errors.ts";
import { planOf, type Step } from "./plan.ts";
import { type NotifierNames, readNotifierIds, readState } from "./state.ts";

const COMMANDS = ["apply", "diff", "status"] as const;
/** Stacks of pull requests come and go, and have no alerts. */
const STACKS = SERVICE_ENVIRONMENTS.filter((name) => name !== "preview");
const DEFAULT_URL = "https://api.axiom.co";

const HELP = `Creates a stack's datasets, monitors and dashboard in Axiom, and keeps them as the repository describes them.

  npm run axiom -- apply <stack> --page <notifier>    creates, updates and deletes what differs
  npm run axiom -- diff <stack> --page <notifier>     prints what apply would do; exit code 3 if that is anything
  npm run axiom -- status <stack> --page <notifier>   prints each resource and its state

  stack                 ${STACKS.join(", ")}
  --page <notifier>     name of the notifier in Axiom for alerts that wake somebody
  --ticket <notifier>   name of the notifier for all other alerts; defaults to that of --page
  --dry-run             with apply: changes nothing, as diff
  --json                prints the result as JSON

Requires AXIOM_TOKEN. AXIOM_URL defaults to ${DEFAULT_URL}. A personal access token also requires AXIOM_ORG_ID.
Deletes only monitors that it created, and never a dataset. See docs/alerts.md.
`;

export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Invalid arguments or settings: exit code 2. */
class UsageError extends Error {}

/** Runs the command and returns its exit code. Never prints the token. */
export async function axiom(
  argv: readonly string[],
  { stdout, stderr }: Streams,
  env: NodeJS.ProcessEnv,
  pause: Pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
): Promise<number> {
  try {
    const args = parse(argv);
    if (args === "help") {
      stdout.write(HELP);
      return 0;
    }
    const { command, stack, isJson } = args;
    const client = new AxiomClient(settingsOf(env), pause);
    const notifierIds = await readNotifierIds(client, args.notifiers);
    const steps = planOf(await readState(client, stack), { stack, notifierIds, runbooks: runbooksUrl() });
    const changes = steps.filter(({ action }) => action !== "none");
    if (command === "apply") await applyAll(client, changes);
    const printed = command === "status" ? steps : changes;
    stdout.write(isJson ? `${JSON.stringify(printed.map(reported))}\n` : printed.map(lineOf).join(""));
    stderr.write(`${summaryOf(command, changes.length)}\n`);
    return command === "diff" && changes.length > 0 && !args.isDryRun ? 3 : 0;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof AxiomError)) throw error;
    stderr.write(`${error.message}\n`);
    if (error instanceof UsageError) stderr.write("Run `npm run axiom -- --help` for usage.\n");
    return error instanceof UsageError ? 2 : 1;
  }
}

async function applyAll(client: AxiomClient, changes: readonly Step[]): Promise<void> {
  for (const [done, { request, kind, name }] of changes.entries()) {
    if (request === undefined) continue;
    try {
      await client.send(request.method, request.path, request.body);
    } catch (error) {
      if (!(error instanceof AxiomError)) throw error;
      const next = "Fix the cause and run the command again: it goes on from there.";
      throw new AxiomError(`${kind} ${name}: ${error.message} ${done} of ${changes.length} changes are made. ${next}`);
    }
  }
}

interface Arguments {
  /** `apply --dry-run` is a `diff`. */
  readonly command: (typeof COMMANDS)[number];
  readonly stack: string;
  readonly notifiers: NotifierNames;
  readonly isDryRun: boolean;
  readonly isJson: boolean;
}

function parse(argv: readonly string[]): Arguments | "help" {
  const { values, positionals } = parsed(argv);
  if (values.help) return "help";
  const [name, stack = "", ...more] = positionals;
  const command = COMMANDS.find((known) => known === name);
  if (command === undefined) throw new UsageError(`The command must be one of ${COMMANDS.join(", ")}.`);
  if (!STACKS.some((known) => known === stack)) throw new UsageError(`The stack must be one of ${STACKS.join(", ")}.`);
  if (more.length > 0) throw new UsageError(`Too many arguments: ${more.join(" ")}.`);
  const { page, ticket = page } = values;
  if (!page || !ticket) throw new UsageError("--page is missing. Name the notifier that wakes somebody.");
  const isDryRun = values["dry-run"] ?? false;
  if (isDryRun && command !== "apply") throw new UsageError(`${command} changes nothing, so it has no --dry-run.`);
  const notifiers = { page, ticket };
  return { command: isDryRun ? "diff" : command, stack, notifiers, isDryRun, isJson: values.json ?? false };
}

function parsed(argv: readonly string[]) {
  const flag = { type: "boolean" } as const;
  const text = { type: "string" } as const;
  const options = { page: text, ticket: text, "dry-run": flag, json: flag, help: { ...flag, short: "h" } } as const;
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function settingsOf({ AXIOM_TOKEN: token, AXIOM_URL, AXIOM_ORG_ID }: NodeJS.ProcessEnv): AxiomSettings {
  if (!token) throw new UsageError("AXIOM_TOKEN is missing. Set it to an API token of Axiom.");
  if (!/^[\x21-\x7e]+$/.test(token)) throw new UsageError("AXIOM_TOKEN has characters that no token has.");
  const url = (AXIOM_URL || DEFAULT_URL).replace(/\/+$/, "");
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: "", hostname: "" };
  const isLoopback = hostname === "127.0.0.1" || hostname === "localhost";
  if (protocol !== "https:" && !(protocol === "http:" && isLoopback)) {
    throw new UsageError("AXIOM_URL must be an https URL, since the token is sent to it.");
  }
  if (token.startsWith("xapt-") && !AXIOM_ORG_ID) {
    throw new UsageError(
      "AXIOM_TOKEN is a personal access token, which requires AXIOM_ORG_ID. Use an API token instead.",
    );
  }
  return { token, url, organizationId: AXIOM_ORG_ID || undefined };
}

/** The folder of runbooks on the main branch, since alerts are read outside of the repository. */
function runbooksUrl(): string {
  const repository = readEnvironments().find(({ name }) => name === "account")?.values.repository;
  if (typeof repository !== "string")
    throw new Error(`infra/environments/account.yaml of ${PROJECT} has no repository. Add it under values.`);
  return `https://github.com/${repository}/blob/main/docs/operations`;
}

function reported({ kind, name, action, fields }: Step) {
  return { kind, name, action, fields };
}

function lineOf({ kind, name, action, fields }: Step): string {
  const state = action === "none" ? "current" : action;
  return `${state.padEnd(7)} ${kind} ${name}${fields.length === 0 ? "" : `: ${fields.join(", ")}`}\n`;
}

function summaryOf(command: Arguments["command"], count: number): string {
  if (count === 0) return "Nothing differs.";
  const changes = count === 1 ? "1 change" : `${count} changes`;
  return command === "apply" ? `${changes} made.` : `${changes} to make. Run \`npm run axiom -- apply\`.`;
}

if (import.meta.main) process.exitCode = await axiom(process.argv.slice(2), process, process.env);
