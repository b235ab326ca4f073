import * as pulumi from "@pulumi/pulumi";
import * as z from "zod";
import { EscEnvironments } from "./components/esc-environments.ts";
import { Identity } from "./components/identity.ts";
import { type Deployer, PulumiAccess } from "./components/pulumi-access.ts";
import {
  type Environment,
  mergedValues,
  PROJECT,
  readEnvironments,
  SERVICE_ENVIRONMENTS,
  type Values,
} from "./environments/environment.ts";
import { openedWith } from "./environments/problems.ts";
import { isRecord } from "./value.ts";

const MAIN = "refs/heads/main";

/** Teams for the jobs of GitHub Actions, with their permissions. People deploy `dev` as themselves. */
export const DEPLOYERS: readonly Deployer[] = [
  { name: "preview", access: "create", environments: ["preview"] },
  { name: "staging", access: "edit", environments: ["staging"], ref: MAIN },
  { name: "production", access: "edit", environments: ["production"], ref: MAIN },
  { name: "drift", access: "read", environments: ["staging", "production"], ref: MAIN },
  { name: "rotate", access: "read", environments: ["staging", "production"], ref: MAIN, writesSecrets: true },
];

const schema = z.object({
  organization: z.string().min(1),
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, "is not owner/name of a GitHub repository"),
  repositoryId: z.string().regex(/^\d+$/, "is not a numeric GitHub id"),
  ownerId: z.string().regex(/^\d*$/, "is not a numeric GitHub id").default(""),
  accountId: z.string().regex(/^[0-9a-f]{32}$/, "is not a Cloudflare id of 32 hexadecimal digits"),
  awsAccountId: z.string().regex(/^\d{12}$/, "is not an AWS account id of 12 digits"),
  awsRegion: z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "is not an AWS region, such as eu-central-1"),
  adopt: z.record(z.string(), z.strictObject({ id: z.string().min(1) })).default({}),
});

/** Configuration of the stack `account`. */
export type AccountConfig = z.output<typeof schema>;

/**
 * Reads the stack's configuration. Throws an error that lists every missing or invalid value and the file that sets it.
 */
export function readAccountConfig(): AccountConfig {
  const config = new pulumi.Config("cf-auth");
  const parsed = schema.safeParse({
    organization: config.get("organization"),
    repository: config.get("repository"),
    repositoryId: config.get("repositoryId"),
    ownerId: config.get("ownerId"),
    accountId: config.get("accountId"),
    awsAccountId: config.get("awsAccountId"),
    awsRegion: config.get("awsRegion"),
    adopt: config.getObject("adopt"),
  });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `- ${PROJECT}:${path.join(".")}: ${message}`);
  throw new Error(
    `The configuration of the stack account is invalid:\n${problems.join("\n")}\n` +
      `Set it in infra/environments/account.yaml, the environment ${PROJECT}/account.`,
  );
}

/**
 * Resources that exist once per account: logins, and the environments that all stacks read. A person deploys this
 * stack, because it creates the logins that all others use.
 */
export function account(config = readAccountConfig()) {
  const { organization, repository, repositoryId, adopt, awsAccountId, awsRegion } = config;
  const environments = readEnvironments();
  // The stack reads its own configuration from this environment, so it exists before: the bootstrap creates it from the
  // same file.
  const own = { account: { id: `${organization}/${PROJECT}/account` } };
  const { names } = new EscEnvironments("environments", { organization, environments, adopt: { ...own, ...adopt } });
  const access = new PulumiAccess("access", {
    organization,
    repository,
    repositoryId,
    adopt,
    deployers: DEPLOYERS,
    opened: (environment) => {
      const opened = openedWith(environment, environments);
      return Object.fromEntries(Object.entries(names).filter(([name]) => opened.includes(name)));
    },
  });
  const identity = new Identity("identity", {
    organization,
    repository: repositoryInTokens(config),
    awsAccountId,
    awsRegion,
    adopt,
    stacks: environments.filter(isOfService).flatMap((each) => sendsBySes(each.name, mergedValues(each, environments))),
  });
  return { teams: access.teams, roles: identity.roles };
}

/** The repository as the `sub` claim of GitHub's tokens names it, with ids, since a name can be reused. */
function repositoryInTokens({ repository, repositoryId, ownerId }: AccountConfig): string {
  const [owner, name] = repository.split("/");
  return ownerId === "" ? repository : `${owner}@${ownerId}/${name}@${repositoryId}`;
}

const isOfService = ({ name }: Environment) => SERVICE_ENVIRONMENTS.some((service) => service === name);

/** Only stacks that send email with SES use AWS. */
function sendsBySes(stack: string, { pulumiConfig }: Values) {
  if (!isRecord(pulumiConfig)) return [];
  const { "cf-auth:mail": mail, "cf-auth:mailDomain": mailDomain, "cf-auth:mailFrom": mailFrom } = pulumiConfig;
  return mail === "ses" ? [{ stack, mailDomain: String(mailDomain), mailFrom: String(mailFrom) }] : [];
}
