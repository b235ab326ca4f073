import * as pulumi from "@pulumi/pulumi";
import * as z from "zod";
import { isPreview } from "./names.ts";

const HOST = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const host = z.string().regex(HOST, "is not a host in lower case, such as auth.example.com");
const id = z.string().regex(/^[0-9a-f]{32}$/, "is not an id of Cloudflare's, 32 hexadecimal digits");

/** What can be taken over from a deployment that was made by hand; one by one, in the stack's own configuration file. */
const ADOPTABLE = [
  "database",
  "files",
  "worker",
  "schedule",
  "domain",
  "challenge",
  // What a domain of letters has that was set up by hand; its DKIM records in the order of the identity's tokens.
  "mail-identity",
  "mail-dkim-1",
  "mail-dkim-2",
  "mail-dkim-3",
  "mail-bounce",
  "mail-spf",
  "mail-from",
  "mail-dmarc",
  "mail-sending",
  "TENANT_CACHE",
  "JWKS_CACHE",
  "DASHBOARD_CACHE",
  "PASSWORD_BLOCKLIST",
] as const;
export type Adoptable = (typeof ADOPTABLE)[number];

/** A resource that is there already: its import id, and its name where that is not the one that we would give it. */
const adopted = z.strictObject({ id: z.string().min(1), name: z.string().min(1).optional() });
export type Adopted = Readonly<Partial<Record<Adoptable, z.infer<typeof adopted>>>>;

const schema = z.object({
  accountId: id,
  zoneId: id,
  /** Where the service is reached. The stacks of pull requests have hosts below it, named after themselves. */
  domain: host,
  /** Further patterns that lead to the Worker, for tenants' own hosts in the zone. */
  routes: z.array(z.string().min(1)).default([]),
  /** How the Worker is uploaded; see `uploadWorker`. */
  upload: z.enum(["version", "wrangler"]).default("version"),
  mail: z.enum(["cloudflare", "ses"]),
  mailDomain: host,
  mailFrom: z.email(),
  alertEmail: z.email(),
  /** Where the database and the files are best kept, as Cloudflare calls it; near whoever deploys unless told. */
  location: z.enum(["wnam", "enam", "weur", "eeur", "apac", "oc"]).optional(),
  /** Hosts of tenants' apps, where Turnstile is the challenge. Without any, it is a computation. */
  challengeHosts: z.array(host).default([]),
  passwordHash: z.enum(["argon2id", "scrypt", "pbkdf2-sha256"]).default("argon2id"),
  adopt: z.partialRecord(z.enum(ADOPTABLE), adopted).default({}),
});

/** The Worker's secrets that a stack is given, by their names there. */
const REQUIRED = ["JWT_SECRET", "PASSWORD_PEPPER"] as const;
const FOR_SES = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;
const OPTIONAL = ["BOOTSTRAP_SECRET"] as const;

export interface StackConfig extends z.output<typeof schema> {
  readonly stack: string;
  /** Where the service is reached: its host, by https. */
  readonly url: string;
  /** Where SES sends from. */
  readonly awsRegion: string | undefined;
  /** Whether it goes with a pull request, and holds nothing that lasts. */
  readonly preview: boolean;
  readonly adopt: Adopted;
  readonly secrets: Readonly<Record<string, pulumi.Output<string>>>;
  /** An `sk_test_` key of the tenant that a release is tried with; without one less is tried. */
  readonly smokeKey: pulumi.Output<string> | undefined;
}

const OBJECTS = ["routes", "challengeHosts", "adopt"];

/** Reads what the stack was given, or throws with all that is missing or unusable, and where it is set. */
export function readStackConfig(stack: string): StackConfig {
  const config = new pulumi.Config("cf-auth");
  const given = Object.keys(schema.shape).map((key) => [
    key,
    OBJECTS.includes(key) ? config.getObject<unknown>(key) : config.get(key),
  ]);
  const parsed = schema.safeParse(Object.fromEntries(given.filter(([, value]) => value !== undefined)));
  const names = [...REQUIRED, ...(parsed.data?.mail === "ses" ? FOR_SES : []), ...OPTIONAL];
  const secrets = Object.fromEntries(names.map((name) => [name, isSet(name) ? config.getSecret(name) : undefined]));
  const optional: readonly string[] = OPTIONAL;
  const missing = names.filter((name) => secrets[name] === undefined && !optional.includes(name));
  const awsRegion = new pulumi.Config("aws").get("region");
  const problems = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `cf-auth:${path.join(".")}: ${message}`),
    ...missing.map((name) => `cf-auth:${name}: is missing`),
    ...(parsed.data?.mail === "ses" && awsRegion === undefined ? ["aws:region: is missing, where SES sends from"] : []),
    ...(isPreview(stack) && parsed.data && parsed.data.routes.length > 0
      ? ["cf-auth:routes: are not a pull request's"]
      : []),
  ];
  if (parsed.data === undefined || problems.length > 0) throw new ConfigError(stack, problems);
  const present = Object.entries(secrets).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const preview = isPreview(stack);
  const domain = preview ? `${stack}.${parsed.data.domain}` : parsed.data.domain;
  return {
    ...parsed.data,
    domain,
    url: `https://${domain}`,
    awsRegion,
    // What `partialRecord` answers has each value possibly undefined.
    adopt: parsed.data.adopt as Adopted,
    stack,
    preview,
    secrets: Object.fromEntries(present),
    smokeKey: isSet("SMOKE_KEY") ? config.getSecret("SMOKE_KEY") : undefined,
  };
}

/** An environment gives every secret that it knows, and those that nobody has set as empty texts. */
function isSet(name: string): boolean {
  return Boolean(pulumi.runtime.getConfig(`cf-auth:${name}`));
}

class ConfigError extends Error {
  constructor(stack: string, problems: readonly string[]) {
    const where = isPreview(stack) ? "preview" : stack;
    super(
      `The configuration of the stack ${stack} cannot be used:\n${problems.map((problem) => `- ${problem}`).join("\n")}\n` +
        `It comes from the environment cf-auth/${where} (infra/environments/${where}.yaml); secrets are set with ` +
        `\`npm run set-secret -- ${where} NAME\`.`,
    );
  }
}
