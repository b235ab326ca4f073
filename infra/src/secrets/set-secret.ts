import { parseArgs } from "node:util";
import { PROJECT, readEnvironments, SERVICE_ENVIRONMENTS, secretsEnvironment } from "../environments/environment.ts";
import { EscClient, EscError } from "./esc-client.ts";
import { readSecret, type SecretInput } from "./input.ts";
import { parseKeyring, withNewVersion } from "./keyring.ts";
import { SECRETS } from "./secrets.ts";

const HELP = `Sets a secret of a stack in Pulumi ESC. Reads the value from standard input, or from a terminal without echo.

  npm run set-secret -- <environment> <NAME>              sets the value that it reads
  npm run set-secret -- <environment> <NAME> --generate   sets a random value, and doesn't print it
  npm run set-secret -- <environment> <NAME> --rotate     adds a new version in front, and retains the others

  environment   ${SERVICE_ENVIRONMENTS.join(", ")}
  NAME          ${[...SECRETS.keys()].join(", ")}

Requires \`pulumi\` on the PATH, and PULUMI_ACCESS_TOKEN with write access to ${PROJECT}/${secretsEnvironment("<environment>")}.
The Worker gets the secret at the next \`pulumi up\`. See docs/secrets.md.
`;

export interface Streams {
  readonly stdin: SecretInput;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Invalid arguments or input: exit code 2. Other failures exit with 1. */
class UsageError extends Error {}

/** Runs the command and returns its exit code. Never prints a secret. */
export async function setSecret(
  argv: readonly string[],
  { stdin, stdout, stderr }: Streams,
  env: NodeJS.ProcessEnv,
  organization = organizationOf(),
): Promise<number> {
  try {
    const args = parse(argv);
    if (args === "help") {
      stdout.write(HELP);
      return 0;
    }
    const { environment, name } = args;
    if (!env.PULUMI_ACCESS_TOKEN) {
      throw new UsageError(
        "PULUMI_ACCESS_TOKEN is missing. Set it to a Pulumi Cloud token; `pulumi login` is not enough.",
      );
    }
    const client = new EscClient(env);
    const path = `${organization}/${PROJECT}/${secretsEnvironment(environment)}`;
    if (args.from === "input" && stdin.isTTY) stderr.write(`${name} of ${environment} (input is hidden): `);
    const value = await newValue(args, client, path, stdin);
    if (args.from === "input" && stdin.isTTY) stderr.write("\n");
    await client.set(path, name, value);
    const versions = SECRETS.get(name)?.isVersioned ? `, versions ${idsOf(value)}` : "";
    stdout.write(`${name} is set in ${path}${versions}.\n`);
    stderr.write(`${nextStep(environment)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof EscError)) throw error;
    stderr.write(`${error.message}\n`);
    if (error instanceof UsageError) stderr.write("Run `npm run set-secret -- --help` for usage.\n");
    return error instanceof UsageError ? 2 : 1;
  }
}

interface Arguments {
  readonly environment: string;
  readonly name: string;
  readonly from: "input" | "generate" | "rotate";
}

function parse(argv: readonly string[]): Arguments | "help" {
  const { values, positionals } = parsed(argv);
  if (values.help) return "help";
  const [environment = "", name = "", ...more] = positionals;
  // The extra argument may be the secret, so it isn't repeated.
  if (more.length > 0) throw new UsageError("Too many arguments. Pass the value through standard input.");
  if (!SERVICE_ENVIRONMENTS.some((known) => known === environment)) {
    throw new UsageError(`The environment must be one of ${SERVICE_ENVIRONMENTS.join(", ")}.`);
  }
  const form = SECRETS.get(name);
  if (form === undefined) throw new UsageError(`The name must be one of ${[...SECRETS.keys()].join(", ")}.`);
  if (values.generate && values.rotate)
    throw new UsageError("Use either --generate for a first value, or --rotate for a new version.");
  if (values.generate && form.generate === undefined)
    throw new UsageError(
      `${name} can't be generated here. Create it at its issuer, and pass it through standard input.`,
    );
  if (values.rotate && !form.isVersioned)
    throw new UsageError(`${name} has no versions, so --rotate isn't available. Pass a new value instead.`);
  return { environment, name, from: values.rotate ? "rotate" : values.generate ? "generate" : "input" };
}

function parsed(argv: readonly string[]) {
  const flag = { type: "boolean" } as const;
  const options = { generate: flag, rotate: flag, help: { ...flag, short: "h" } } as const;
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch {
    // The error's message repeats the argument.
    throw new UsageError("Unknown option. Use --generate, --rotate or --help.");
  }
}

async function newValue(args: Arguments, client: EscClient, path: string, stdin: SecretInput): Promise<string> {
  const { name, from } = args;
  if (from === "rotate") return await rotated(name, await client.get(path, name));
  if (from === "generate") return await generated(name, client, path);
  const value = await readSecret(stdin);
  if (value === undefined) throw new UsageError("Canceled. Nothing was changed.");
  if (value === "") throw new UsageError(`${name} is empty. Nothing was changed.`);
  const problem = SECRETS.get(name)?.problemOf(value);
  if (problem !== undefined) throw new UsageError(`${name} ${problem}. Nothing was changed.`);
  return value;
}

async function rotated(name: string, present: string): Promise<string> {
  if (present === "") throw new UsageError(`${name} isn't set. Create the first version with --generate.`);
  const versions = parseKeyring(present);
  if (versions === undefined)
    throw new EscError(`The current ${name} can't be parsed as a list of versions. Nothing was changed.`);
  return withNewVersion(versions);
}

/** Generates a value, except over an existing keyring: data encrypted with its versions could never be decrypted. */
async function generated(name: string, client: EscClient, path: string): Promise<string> {
  const form = SECRETS.get(name);
  if (form?.isVersioned && (await client.get(path, name)) !== "") {
    throw new UsageError(`${name} is already set. Add a version with --rotate.`);
  }
  return form?.generate?.() ?? "";
}

function idsOf(value: string): string {
  return (parseKeyring(value) ?? []).map(({ id }) => id).join(", ");
}

function nextStep(environment: string): string {
  const stacks = environment === "preview" ? "each pull request's stack" : `the stack ${environment}`;
  return `Next: run \`pulumi up\` for ${stacks}, which passes it to the Worker.`;
}

function organizationOf(): string {
  const organization = readEnvironments().find(({ name }) => name === "account")?.values.organization;
  if (typeof organization !== "string")
    throw new Error("infra/environments/account.yaml has no organization. Add it under values.");
  return organization;
}

if (import.meta.main) process.exitCode = await setSecret(process.argv.slice(2), process, process.env);
