import { type Environment, merged, PROJECT, SERVICE_ENVIRONMENTS } from "../../src/environments/environment.ts";
import { isRecord } from "../../src/value.ts";
import type { Read } from "./reads.ts";

/** By environment of `wrangler.jsonc`: the variables that it gives the Worker itself. */
export type WranglerVars = Readonly<Record<string, readonly string[]>>;

/** What the program makes of a key of the stack's configuration, for the Worker. */
const MADE_OF: Readonly<Record<string, string>> = {
  AWS_REGION: "aws:region",
  TURNSTILE_SITE_KEY: `${PROJECT}:challengeHosts`,
  TURNSTILE_SECRET_KEY: `${PROJECT}:challengeHosts`,
};

/** What no environment gives, with the reason. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  SES_ENDPOINT: "names a server of the tests; deployed, it is AWS's own",
  [`${PROJECT}:adopt`]: "is the stack's own, in Pulumi.<stack>.yaml",
  PATIENCE_SECONDS: "is for tests, which cannot wait as long as a release does",
  PULUMI_ACCESS_TOKEN: "opens the environments: a person's own, or what a job gets for its token of GitHub's",
};

/** The variables that are read and that no environment provides. */
export function unprovided(reads: readonly Read[], all: readonly Environment[], vars: WranglerVars): string[] {
  const problems = reads
    .filter(({ name }) => !(name in ELSEWHERE))
    .flatMap((read) => {
      const candidates = all.filter(({ name }) => namesFor(read).includes(name));
      const lacking = candidates
        .filter((environment) => !provides(environment, all, vars, read))
        .map(({ name }) => name);
      if (lacking.length === 0 || (!read.isRequired && lacking.length < candidates.length)) return [];
      return [`${read.path}: ${read.name} is read, and not provided by ${lacking.join(", ")}.`];
    });
  return [...new Set(problems)];
}

/** The environments that may be meant: the account's own program has one of its own. */
function namesFor({ kind, path }: Read): readonly string[] {
  if (kind === "configuration" && /(?:^|\/)account\.ts$/.test(path)) return ["account"];
  return SERVICE_ENVIRONMENTS;
}

function provides(environment: Environment, all: readonly Environment[], vars: WranglerVars, read: Read): boolean {
  const values = merged(environment, all);
  const has = (group: string, key: string) => isRecord(values[group]) && key in values[group];
  if (read.kind === "environment") return has("environmentVariables", read.name);
  if (read.kind === "configuration") return has("pulumiConfig", read.name);
  const made = MADE_OF[read.name];
  return (
    has("pulumiConfig", `${PROJECT}:${read.name}`) ||
    (made !== undefined && has("pulumiConfig", made)) ||
    (vars[environment.name]?.includes(read.name) ?? false)
  );
}
