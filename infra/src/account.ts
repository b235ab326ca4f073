import * as pulumi from "@pulumi/pulumi";
import * as z from "zod";
import { EscEnvironments } from "./components/esc-environments.ts";
import { Identity } from "./components/identity.ts";
import { type Deployer, PulumiAccess } from "./components/pulumi-access.ts";
import {
  type Environment,
  merged,
  PROJECT,
  readEnvironments,
  SERVICE_ENVIRONMENTS,
  type Values,
} from "./environments/environment.ts";
import { openedWith } from "./environments/problems.ts";
import { isRecord } from "./value.ts";

const MAIN = "refs/heads/main";

/** Who deploys what, and who only looks. `dev` is for people, who deploy it as themselves. */
export const DEPLOYERS: readonly Deployer[] = [
  { name: "preview", may: "make", opens: ["preview"] },
  { name: "staging", may: "edit", opens: ["staging"], ref: MAIN },
  { name: "production", may: "edit", opens: ["production"], ref: MAIN },
  { name: "drift", may: "read", opens: ["staging", "production"], ref: MAIN },
];

const schema = z.object({
  organization: z.string().min(1),
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, "is not owner/name, as GitHub has it"),
  repositoryId: z.string().regex(/^\d+$/, "is not a number, as GitHub has it"),
  ownerId: z.string().regex(/^\d*$/, "is not a number, as GitHub has it").default(""),
  accountId: z.string().regex(/^[0-9a-f]{32}$/, "is not an id of Cloudflare's, 32 hexadecimal digits"),
  awsAccountId: z.string().regex(/^\d{12}$/, "is not an account of AWS, 12 digits"),
  awsRegion: z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "is not a region of AWS, such as eu-central-1"),
  adopt: z.record(z.string(), z.strictObject({ id: z.string().min(1) })).default({}),
});

/** What the stack `account` is told of the accounts that it looks after. */
export type AccountConfig = z.output<typeof schema>;

/** Reads what the stack was given, or throws with all that is missing or unusable, and where it is set. */
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
    `The configuration of the stack account cannot be used:\n${problems.join("\n")}\n` +
      `It comes from the environment ${PROJECT}/account (infra/environments/account.yaml).`,
  );
}

/**
 * What an account has once: who may log in to it, and the environments that all stacks read. A person runs it, as it makes
 * what anything else would log in with.
 */
export function account(config = readAccountConfig()) {
  const { organization, repository, repositoryId, adopt, awsAccountId, awsRegion } = config;
  const environments = readEnvironments();
  // The stack itself is read from it, so that it is always there before: the bootstrap makes it from the same file.
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
    repository: inTokens(config),
    awsAccountId,
    awsRegion,
    adopt,
    stacks: environments.filter(isOfService).flatMap((each) => sendsBySes(each.name, merged(each, environments))),
  });
  return { teams: access.teams, roles: identity.roles };
}

/** As the `sub` of GitHub's tokens names the repository, with ids since a name can come to be another's. */
function inTokens({ repository, repositoryId, ownerId }: AccountConfig): string {
  const [owner, name] = repository.split("/");
  return ownerId === "" ? repository : `${owner}@${ownerId}/${name}@${repositoryId}`;
}

const isOfService = ({ name }: Environment) => SERVICE_ENVIRONMENTS.some((service) => service === name);

/** Stacks that send by SES are those that have anything to do with AWS. */
function sendsBySes(stack: string, { pulumiConfig }: Values) {
  if (!isRecord(pulumiConfig)) return [];
  const { "cf-auth:mail": mail, "cf-auth:mailDomain": mailDomain, "cf-auth:mailFrom": mailFrom } = pulumiConfig;
  return mail === "ses" ? [{ stack, mailDomain: String(mailDomain), mailFrom: String(mailFrom) }] : [];
}
