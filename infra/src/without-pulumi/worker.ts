import { field } from "../value.ts";
import type { Bound } from "../worker/bindings.ts";
import type { WorkerConfig } from "../worker/config.ts";
import { wranglerConfig } from "../worker/wrangler-config.ts";
import type { DeployOptions } from "./arguments.ts";
import type { CloudflareAccount } from "./cloudflare-account.ts";
import type { ResourceNames } from "./names.ts";
import type { Present } from "./present.ts";
import { defaultSender } from "./present-worker.ts";
import { runProgram } from "./program.ts";
import { RELEASE } from "./release-hash.ts";
import type { WorkerSecrets } from "./secrets.ts";

/** URL of the service: its own host, or the Worker's below workers.dev. Throws if the account has no workers.dev subdomain. */
export async function urlOf(
  account: CloudflareAccount,
  { domain }: DeployOptions,
  { worker }: ResourceNames,
): Promise<string> {
  if (domain !== undefined) return `https://${domain}`;
  const subdomain = field(await account.find("/workers/subdomain"), "subdomain");
  if (typeof subdomain === "string") return `https://${worker}.${subdomain}.workers.dev`;
  throw new Error(
    "The account has no workers.dev subdomain. Nothing was changed.\n" +
      "Open Workers in Cloudflare's dashboard once, which creates it, or pass --domain.",
  );
}

/** The configuration that wrangler deploys: bindings, host, schedule. Undefined until all stores exist. */
export function deployedConfig(
  config: WorkerConfig,
  present: Present,
  names: ResourceNames,
  url: string,
  { domain, emailFrom }: DeployOptions,
) {
  const { databaseId, namespaceIds } = present;
  if (databaseId === undefined || namespaceIds.size < names.namespaces.size) return undefined;
  const vars = {
    ...config.vars,
    PUBLIC_URL: url,
    EMAIL_PROVIDER: "cloudflare",
    EMAIL_FROM: emailFrom ?? defaultSender(new URL(url).hostname),
  };
  const bound: Bound = {
    databases: Object.fromEntries(config.d1_databases.map(({ binding }) => [binding, databaseId])),
    namespaces: Object.fromEntries(namespaceIds),
    buckets: Object.fromEntries(config.r2_buckets.map(({ binding }) => [binding, names.bucket])),
    queues: {},
    vars,
    secrets: {},
  };
  return {
    ...wranglerConfig(config, names.worker, bound),
    vars,
    triggers: config.triggers,
    workers_dev: domain === undefined,
    ...(domain !== undefined && { routes: [{ pattern: domain, custom_domain: true }] }),
  };
}

type DeployedConfig = NonNullable<ReturnType<typeof deployedConfig>>;

/** Uploads the built Worker with wrangler, which retains the secrets that the Worker has. */
export async function uploadWorker(
  config: DeployedConfig,
  release: string,
  secrets: WorkerSecrets,
  accountId: string,
): Promise<void> {
  await runProgram("infra/src/deploy/wrangler-deploy.ts", [], {
    CLOUDFLARE_ACCOUNT_ID: accountId,
    WRANGLER_CONFIG: JSON.stringify({ ...config, vars: { ...config.vars, [RELEASE]: release } }),
    SECRETS: JSON.stringify(secrets),
  });
}
