import { type Environment, mergedValues, PROJECT, SERVICE_ENVIRONMENTS } from "../../src/environments/environment.ts";
import { isRecord } from "../../src/value.ts";
import type { Read } from "./reads.ts";

/** Variables that `wrangler.jsonc` provides to the Worker, by environment. */
export type WranglerVars = Readonly<Record<string, readonly string[]>>;

/** Variables of the Worker that the program derives from a configuration key. */
const DERIVED_FROM: Readonly<Record<string, string>> = {
  AWS_REGION: "aws:region",
  BACKUP_EVERY_MINUTES: `${PROJECT}:backupEveryMinutes`,
  BACKUP_DAYS: `${PROJECT}:backupDays`,
  TURNSTILE_SITE_KEY: `${PROJECT}:challengeHosts`,
  TURNSTILE_SECRET_KEY: `${PROJECT}:challengeHosts`,
};

/** Variables that no environment provides, with the reason. */
export const NOT_PROVIDED: Readonly<Record<string, string>> = {
  VALIDATE_OUTPUTS: "is for tests and the local stack, which check outputs against their schemas",
  [`${PROJECT}:backupCopies`]: "is set per stack that has a second bucket for backups",
  ALLOW_LOOPBACK: "is for a local stack; every deploy path refuses it",
  SES_ENDPOINT: "is an endpoint for tests; deployed Workers use AWS's own",
  [`${PROJECT}:adopt`]: "is set per stack, in Pulumi.<stack>.yaml",
  INIT_CWD: "is set by npm: the folder that `npm run deploy` was started in",
  CLOUDFLARE_API_TOKEN_SET_AT: "is in the store of secrets next to the token, set by its rotation",
  SMOKE_TIMEOUT_SECONDS: "shortens the wait in tests",
  PULUMI_ACCESS_TOKEN: "opens the environments: a person's own token, or a job's in exchange for its GitHub token",
};

/** Variables that are read and that no environment provides. */
export function unprovided(reads: readonly Read[], all: readonly Environment[], vars: WranglerVars): string[] {
  const problems = reads
    .filter(({ name }) => !(name in NOT_PROVIDED))
    .flatMap((read) => {
      const candidates = all.filter(({ name }) => namesFor(read).includes(name));
      const lacking = candidates
        .filter((environment) => !provides(environment, all, vars, read))
        .map(({ name }) => name);
      if (lacking.length === 0 || (!read.isRequired && lacking.length < candidates.length)) return [];
      return [`${read.path}: ${read.name} is read, but not provided by ${lacking.join(", ")}.`];
    });
  return [...new Set(problems)];
}

/** Environments that may be read; the account's program has its own. */
function namesFor({ kind, path }: Read): readonly string[] {
  if (kind === "configuration" && /(?:^|\/)account\.ts$/.test(path)) return ["account"];
  return SERVICE_ENVIRONMENTS;
}

function provides(environment: Environment, all: readonly Environment[], vars: WranglerVars, read: Read): boolean {
  const values = mergedValues(environment, all);
  const has = (group: string, key: string) => isRecord(values[group]) && key in values[group];
  if (read.kind === "environment") return has("environmentVariables", read.name);
  if (read.kind === "configuration") return has("pulumiConfig", read.name);
  const made = DERIVED_FROM[read.name];
  return (
    has("pulumiConfig", `${PROJECT}:${read.name}`) ||
    (made !== undefined && has("pulumiConfig", made)) ||
    (vars[environment.name]?.includes(read.name) ?? false)
  );
}
