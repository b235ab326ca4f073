import { parseArgs } from "node:util";

export const HELP = `Deploys cf-auth to a Cloudflare account without Pulumi. Run again, it changes only what differs, and continues
after a failure.

  npm run deploy -- [stack] [options]

  stack                  dev, staging or production. Defaults to production.
  --account-id ID        the Cloudflare account. Defaults to CLOUDFLARE_ACCOUNT_ID.
  --domain HOST          the service's host, in a zone of the account. Defaults to the present one, or else to one below
                         workers.dev.
  --email-from EMAIL     sender of the service's emails. Defaults to the present one, or else to no-reply@ and the host.
  --location LOCATION    where database and bucket are created: wnam, enam, weur, eeur, apac, oc.
  --admin-email EMAIL    email of the first admin. Defaults to a prompt.
  --password-stdin       read the first admin's password from stdin instead of a prompt.
  --secrets-file FILE    write the generated secrets to this file, mode 600, or use those that it has.
  --dry-run              print the plan, and change nothing in the account.

CLOUDFLARE_API_TOKEN is the token, in the environment only. See docs/deploying.md#deploy-without-pulumi.
`;

export interface DeployOptions {
  readonly stack: string;
  readonly accountId: string;
  readonly domain: string | undefined;
  readonly emailFrom: string | undefined;
  readonly location: string | undefined;
  readonly adminEmail: string | undefined;
  readonly passwordFromStdin: boolean;
  readonly secretsFile: string | undefined;
  readonly isDryRun: boolean;
}

/** Wrong arguments or a missing variable: exit code 2. */
export class UsageError extends Error {}

const STACKS: readonly string[] = ["dev", "staging", "production"];
const LOCATIONS: readonly string[] = ["wnam", "enam", "weur", "eeur", "apac", "oc"];
const HOST = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const EMAIL = /^[^@\s]{1,64}@[^@\s]+\.[^@\s]+$/;
const ACCOUNT_ID = /^[0-9a-f]{32}$/;

/** Parses the arguments. Throws `UsageError`. */
export function readArguments(argv: readonly string[], env: NodeJS.ProcessEnv): DeployOptions | "help" {
  const { values, positionals } = parsed(argv);
  if (values.help) return "help";
  const [stack = "production", ...more] = positionals;
  if (more.length > 0) throw new UsageError("Name one stack only.");
  requireForm("The stack", stack, (text) => STACKS.includes(text), `one of ${STACKS.join(", ")}`);
  const accountId = values["account-id"] ?? env.CLOUDFLARE_ACCOUNT_ID ?? "";
  if (accountId === "") throw new UsageError("The account is missing. Set CLOUDFLARE_ACCOUNT_ID, or add --account-id.");
  requireForm("The account id", accountId, (text) => ACCOUNT_ID.test(text), "32 hexadecimal digits");
  if (!env.CLOUDFLARE_API_TOKEN) throw new UsageError("CLOUDFLARE_API_TOKEN is missing. Set it in the environment.");
  const { domain, location } = values;
  const [emailFrom, adminEmail] = [values["email-from"], values["admin-email"]];
  requireForm("--domain", domain, (text) => HOST.test(text), "a lower-case host, such as auth.example.com");
  requireForm("--location", location, (text) => LOCATIONS.includes(text), `one of ${LOCATIONS.join(", ")}`);
  requireForm("--email-from", emailFrom, (text) => EMAIL.test(text), "an email");
  requireForm("--admin-email", adminEmail, (text) => EMAIL.test(text), "an email");
  return {
    stack,
    accountId,
    domain,
    location,
    emailFrom,
    adminEmail,
    passwordFromStdin: values["password-stdin"],
    secretsFile: values["secrets-file"],
    isDryRun: values["dry-run"],
  };
}

function requireForm(name: string, value: string | undefined, fits: (text: string) => boolean, form: string): void {
  if (value === undefined || fits(value)) return;
  throw new UsageError(`${name} must be ${form}.`);
}

function parsed(argv: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const options = {
    "account-id": text,
    domain: text,
    "email-from": text,
    location: text,
    "admin-email": text,
    "password-stdin": flag,
    "secrets-file": text,
    "dry-run": flag,
    help: { ...flag, short: "h" },
  } as const;
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch {
    // The error's message repeats the argument, which may be a secret.
    throw new UsageError("An option is unknown or has no value.");
  }
}
