import { parseArgs } from "node:util";
import { PROJECT, readEnvironments, SERVICE_ENVIRONMENTS, secretsOf } from "../environments/environment.ts";
import { EscClient, EscError } from "./esc-client.ts";
import { readSecret, type SecretInput } from "./input.ts";
import { parseKeyring, withNewVersion } from "./keyring.ts";
import { SECRETS } from "./secrets.ts";

const HELP = `Sets a secret of a stack in Pulumi ESC. The value comes from standard input; at a terminal it is not shown.

  npm run set-secret -- <environment> <NAME>              reads the value, and sets it
  npm run set-secret -- <environment> <NAME> --generate   makes one at random, and sets it; shows it to nobody
  npm run set-secret -- <environment> <NAME> --rotate     puts a new version in front of a list, and keeps the others

  environment   ${SERVICE_ENVIRONMENTS.join(", ")}
  NAME          ${[...SECRETS.keys()].join(", ")}

PULUMI_ACCESS_TOKEN is a token of somebody who may write the environment ${PROJECT}/${secretsOf("<environment>")}, and
\`pulumi\` is on the PATH. The stack has the secret from its next \`pulumi up\` on. See docs/secrets.md.
`;

export interface Streams {
  readonly stdin: SecretInput;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** What was asked for that cannot be; 2 is its exit code, and 1 that of what failed. */
class UsageError extends Error {}

/** The command; answers its exit code. Prints no secret, whatever happens. */
export async function setSecret(
  argv: readonly string[],
  { stdin, stdout, stderr }: Streams,
  env: NodeJS.ProcessEnv,
  organization = organizationOf(),
): Promise<number> {
  try {
    const asked = parse(argv);
    if (asked === "help") {
      stdout.write(HELP);
      return 0;
    }
    const { environment, name } = asked;
    if (!env.PULUMI_ACCESS_TOKEN) {
      throw new UsageError(
        "PULUMI_ACCESS_TOKEN is missing: it is a token of Pulumi Cloud's, and `pulumi login` is not enough.",
      );
    }
    const client = new EscClient(env);
    const place = `${organization}/${PROJECT}/${secretsOf(environment)}`;
    if (asked.from === "input" && stdin.isTTY) stderr.write(`${name} of ${environment}, which is not shown: `);
    const value = await askedValue(asked, client, place, stdin);
    if (asked.from === "input" && stdin.isTTY) stderr.write("\n");
    await client.set(place, name, value);
    const versions = SECRETS.get(name)?.isVersioned ? `, versions ${idsOf(value)}` : "";
    stdout.write(`${name} is set in ${place}${versions}.\n`);
    stderr.write(`${nextStep(environment)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof EscError)) throw error;
    stderr.write(`${error.message}\n`);
    if (error instanceof UsageError) stderr.write("`npm run set-secret -- --help` says how it is done.\n");
    return error instanceof UsageError ? 2 : 1;
  }
}

interface Asked {
  readonly environment: string;
  readonly name: string;
  readonly from: "input" | "generate" | "rotate";
}

function parse(argv: readonly string[]): Asked | "help" {
  const { values, positionals } = parsed(argv);
  if (values.help) return "help";
  const [environment = "", name = "", ...more] = positionals;
  // Whatever it is, it may be the secret itself, which is not repeated.
  if (more.length > 0)
    throw new UsageError("There is an argument too many: a value is read from standard input alone.");
  if (!SERVICE_ENVIRONMENTS.some((known) => known === environment)) {
    throw new UsageError(`The environment is none of ${SERVICE_ENVIRONMENTS.join(", ")}.`);
  }
  const form = SECRETS.get(name);
  if (form === undefined) throw new UsageError(`The name is none of ${[...SECRETS.keys()].join(", ")}.`);
  if (values.generate && values.rotate) throw new UsageError("--generate makes a first value, --rotate a further one.");
  if (values.generate && form.generate === undefined)
    throw new UsageError(`${name} is made where it is valid, not here.`);
  if (values.rotate && !form.isVersioned)
    throw new UsageError(`${name} is no list of versions, so that --rotate cannot be.`);
  return { environment, name, from: values.rotate ? "rotate" : values.generate ? "generate" : "input" };
}

function parsed(argv: readonly string[]) {
  const flag = { type: "boolean" } as const;
  const options = { generate: flag, rotate: flag, help: { ...flag, short: "h" } } as const;
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch {
    // Its message repeats the argument.
    throw new UsageError("There is an option that nobody knows: --generate, --rotate and --help are all.");
  }
}

async function askedValue(asked: Asked, client: EscClient, place: string, stdin: SecretInput): Promise<string> {
  const { name, from } = asked;
  if (from === "rotate") return await rotated(name, await client.get(place, name));
  if (from === "generate") return await generated(name, client, place);
  const value = await readSecret(stdin);
  if (value === undefined) throw new UsageError("Broken off; nothing has changed.");
  if (value === "") throw new UsageError(`${name} is empty; nothing has changed.`);
  const problem = SECRETS.get(name)?.problemOf(value);
  if (problem !== undefined) throw new UsageError(`${name} ${problem}; nothing has changed.`);
  return value;
}

async function rotated(name: string, present: string): Promise<string> {
  if (present === "") throw new UsageError(`${name} was never set: --generate makes the first version.`);
  const versions = parseKeyring(present);
  if (versions === undefined)
    throw new EscError(`${name} as it is cannot be read as a list of versions; nothing has changed.`);
  return withNewVersion(versions);
}

/** A list of versions is not begun anew: what was made with the old ones could be opened by nobody. */
async function generated(name: string, client: EscClient, place: string): Promise<string> {
  const form = SECRETS.get(name);
  if (form?.isVersioned && (await client.get(place, name)) !== "") {
    throw new UsageError(`${name} is set already: --rotate puts a new version in front, and keeps what is there.`);
  }
  return form?.generate?.() ?? "";
}

function idsOf(value: string): string {
  return (parseKeyring(value) ?? []).map(({ id }) => id).join(", ");
}

function nextStep(environment: string): string {
  const stacks = environment === "preview" ? "each pull request's stack" : `the stack ${environment}`;
  return `Next: \`pulumi up\` of ${stacks}, which hands it to the Worker.`;
}

function organizationOf(): string {
  const organization = readEnvironments().find(({ name }) => name === "account")?.values.organization;
  if (typeof organization !== "string") throw new Error("infra/environments/account.yaml names no organization.");
  return organization;
}

if (import.meta.main) process.exitCode = await setSecret(process.argv.slice(2), process, process.env);
