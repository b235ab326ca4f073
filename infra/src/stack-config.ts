import * as pulumi from "@pulumi/pulumi";
import * as z from "zod";
import { isPreview } from "./names.ts";

const HOST = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const host = z.string().regex(HOST, "is not a lower-case host, such as auth.example.com");
const id = z.string().regex(/^[0-9a-f]{32}$/, "is not a Cloudflare id of 32 hexadecimal digits");

/** Resources that can be adopted from a manual deployment, each by an entry in the stack's configuration file. */
const ADOPTABLE = [
  "database",
  "files",
  "worker",
  "schedule",
  "domain",
  "challenge",
  // Resources of a manually created mail domain. The DKIM records follow the order of the identity's tokens.
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

/** An existing resource: its import id, and its name if it differs from `nameFor`. */
const adopted = z.strictObject({ id: z.string().min(1), name: z.string().min(1).optional() });
export type Adopted = Readonly<Partial<Record<Adoptable, z.infer<typeof adopted>>>>;

const schema = z.object({
  accountId: id,
  zoneId: id,
  /** The host of the service. The stacks of pull requests have hosts below it, named after the stack. */
  domain: host,
  /** Additional route patterns for the Worker, for tenants' own hosts in the zone. */
  routes: z.array(z.string().min(1)).default([]),
  /** How the Worker is uploaded; see `uploadWorker`. */
  upload: z.enum(["version", "wrangler"]).default("version"),
  mail: z.enum(["cloudflare", "ses"]),
  mailDomain: host,
  mailFrom: z.email(),
  alertEmail: z.email(),
  /** Cloudflare's location hint for the database and the files. Defaults to a location near the deploying client. */
  location: z.enum(["wnam", "enam", "weur", "eeur", "apac", "oc"]).optional(),
  /** Hosts of tenants' apps that use Turnstile. Without any, the challenge is proof of work. */
  challengeHosts: z.array(host).default([]),
  passwordHash: z.enum(["argon2id", "scrypt", "pbkdf2-sha256"]).default("argon2id"),
  /** Which requests the Worker logs. */
  requestLogs: z.enum(["all", "failures", "none"]).default("all"),
  /** Names of the account's OpenTelemetry destinations for logs and for traces, which are created in the dashboard. */
  logDestinations: z.array(z.string().min(1)).default([]),
  traceDestinations: z.array(z.string().min(1)).default([]),
  /** Share of requests that are traced, from 0 to 1. */
  traceSamplingRate: z.number().min(0).max(1).default(0.01),
  /** Minutes between two backups of a tenant, and days for which backups are kept. */
  backupEveryMinutes: z.int().min(5).max(1440).default(1440),
  backupDays: z.int().min(1).max(3650).default(30),
  /** Name of an existing bucket of the account, to which backups are copied. */
  backupCopies: z.string().min(3).optional(),
  adopt: z.partialRecord(z.enum(ADOPTABLE), adopted).default({}),
});

/** Secrets of the Worker, by name. */
const REQUIRED = ["JWT_SECRET", "PASSWORD_PEPPER"] as const;
const FOR_SES = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;
const OPTIONAL = ["BOOTSTRAP_SECRET", "BACKUP_KEY"] as const;

export interface StackConfig extends z.output<typeof schema> {
  readonly stack: string;
  /** The service's URL: its host with https. */
  readonly url: string;
  /** The region that SES sends from. */
  readonly awsRegion: string | undefined;
  /** Whether the stack belongs to a pull request, and stores nothing that lasts. */
  readonly preview: boolean;
  readonly adopt: Adopted;
  readonly secrets: Readonly<Record<string, pulumi.Output<string>>>;
  /** An `sk_test_` key of the smoke test's tenant. Without it, the release test skips sign-in and permissions. */
  readonly smokeKey: pulumi.Output<string> | undefined;
}

const OBJECTS: readonly string[] = [
  "routes",
  "challengeHosts",
  "adopt",
  "logDestinations",
  "traceDestinations",
  "traceSamplingRate",
  "backupEveryMinutes",
  "backupDays",
];

/**
 * Reads the stack's configuration. Throws an error that lists every missing or invalid value and the file that sets it.
 */
export function readStackConfig(stack: string): StackConfig {
  const config = new pulumi.Config("cf-auth");
  const entries = Object.keys(schema.shape).map((key) => [
    key,
    OBJECTS.includes(key) ? config.getObject<unknown>(key) : config.get(key),
  ]);
  const parsed = schema.safeParse(Object.fromEntries(entries.filter(([, value]) => value !== undefined)));
  const names = [...REQUIRED, ...(parsed.data?.mail === "ses" ? FOR_SES : []), ...OPTIONAL];
  const secrets = Object.fromEntries(names.map((name) => [name, isSet(name) ? config.getSecret(name) : undefined]));
  const optional: readonly string[] = OPTIONAL;
  const missing = names.filter((name) => secrets[name] === undefined && !optional.includes(name));
  const awsRegion = new pulumi.Config("aws").get("region");
  const problems = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `cf-auth:${path.join(".")}: ${message}`),
    ...missing.map((name) => `cf-auth:${name}: is missing`),
    ...(parsed.data?.mail === "ses" && awsRegion === undefined ? ["aws:region: is missing, and SES requires it"] : []),
    ...(isPreview(stack) && parsed.data && parsed.data.routes.length > 0
      ? ["cf-auth:routes: is not supported in the stacks of pull requests"]
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
    // `partialRecord` returns a type with undefined values.
    adopt: parsed.data.adopt as Adopted,
    stack,
    preview,
    secrets: Object.fromEntries(present),
    smokeKey: isSet("SMOKE_KEY") ? config.getSecret("SMOKE_KEY") : undefined,
  };
}

/** Whether a value is set. Environments pass unset secrets as empty strings. */
function isSet(name: string): boolean {
  return Boolean(pulumi.runtime.getConfig(`cf-auth:${name}`));
}

class ConfigError extends Error {
  constructor(stack: string, problems: readonly string[]) {
    const where = isPreview(stack) ? "preview" : stack;
    super(
      `The configuration of the stack ${stack} is invalid:\n${problems.map((problem) => `- ${problem}`).join("\n")}\n` +
        `Set it in infra/environments/${where}.yaml, the environment cf-auth/${where}. Set secrets with ` +
        `\`npm run set-secret -- ${where} NAME\`.`,
    );
  }
}
