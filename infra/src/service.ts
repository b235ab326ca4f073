import * as pulumi from "@pulumi/pulumi";
import { blocklistVersion } from "./components/blocklist-version.ts";
import { Challenge } from "./components/challenge.ts";
import { Database } from "./components/database.ts";
import { ServiceDomain } from "./components/domain.ts";
import { Files } from "./components/files.ts";
import { MailDomain } from "./components/mail-domain.ts";
import { Migrations } from "./components/migrations.ts";
import { Namespaces } from "./components/namespaces.ts";
import { Notifications } from "./components/notifications.ts";
import { QueueConsumers, Queues } from "./components/queues.ts";
import { Release } from "./components/release.ts";
import { Schedule } from "./components/schedule.ts";
import { AuthWorker } from "./components/worker.ts";
import { readStackConfig, type StackConfig } from "./stack-config.ts";
import { readBundle, type WorkerModule } from "./worker/bundle.ts";
import { checkClasses } from "./worker/classes.ts";
import { type Observability, readWorkerConfig, type WorkerConfig } from "./worker/config.ts";

/** Inputs of the program besides its configuration. Tests pass their own. */
export interface Sources {
  readonly config?: WorkerConfig;
  readonly modules?: readonly WorkerModule[];
}

/**
 * A service stack: dev, staging, production, or a pull request's. It creates in this order: stores; migrations; the
 * Worker; its host, routes, queues and schedule; the release test. Returns the stack's outputs.
 */
export function service(
  stack: string,
  { config: declared = readWorkerConfig(stack), modules = readBundle() }: Sources = {},
) {
  const stackConfig = readStackConfig(stack);
  const config = { ...declared, observability: observabilityOf(declared, stackConfig) };
  checkClasses(config, modules);
  const { accountId } = stackConfig;
  const stores = storesOf(stackConfig, config);
  const challenge = new Challenge("challenge", stackConfig);
  const { database, files, namespaces, queues, migrations } = stores;
  const bound = {
    databases: Object.fromEntries(config.d1_databases.map(({ binding }) => [binding, database.id])),
    namespaces: namespaces.ids,
    buckets: {
      ...Object.fromEntries(config.r2_buckets.map(({ binding }) => [binding, files.bucket])),
      ...(stackConfig.backupCopies !== undefined && { BACKUP_COPIES: stackConfig.backupCopies }),
    },
    queues: queues.names,
    vars: { ...config.vars, ...varsOf(stackConfig), ...challenge.vars },
    secrets: { ...stackConfig.secrets, ...challenge.secrets },
  };
  const worker = new AuthWorker("worker", { ...stackConfig, config, modules, bound, after: [migrations] });
  const target = { accountId, worker: worker.name, after: [worker] };
  new QueueConsumers("consumers", { ...target, queues });
  new Schedule("schedule", { ...stackConfig, ...target, crons: config.triggers.crons });
  const domain = new ServiceDomain("domain", { ...stackConfig, ...target });
  const { url, smokeKey } = stackConfig;
  const { versionId } = worker;
  new Release("release", { ...target, versionId, url, smokeKey, after: [domain] });
  return {
    url,
    worker: worker.name,
    versionId,
    databaseId: database.id,
    bucket: files.bucket,
    namespaceIds: pulumi.output(namespaces.ids),
    migrations: migrations.report,
    ...lastingResources(stackConfig),
  };
}

/** Resources with data, and their migrations. */
function storesOf(stackConfig: StackConfig, config: WorkerConfig) {
  const [described, ...others] = config.d1_databases;
  if (described === undefined || others.length > 0)
    throw new Error("wrangler.jsonc must have exactly one D1 database.");
  const database = new Database("database", stackConfig);
  const files = new Files("files", stackConfig);
  const bindings = config.kv_namespaces.map(({ binding }) => binding);
  const namespaces = new Namespaces("namespaces", { ...stackConfig, bindings, blocklistVersion: blocklistVersion() });
  const queues = new Queues("queues", { ...stackConfig, queues: config.queues });
  const migrations = new Migrations("migrations", {
    accountId: stackConfig.accountId,
    databaseId: database.id,
    databaseName: database.name,
    bucket: files.bucket,
    folder: described.migrations_dir,
  });
  return { database, files, namespaces, queues, migrations };
}

function varsOf({
  url,
  passwordHash,
  requestLogs,
  backupEveryMinutes,
  backupDays,
  mail,
  mailFrom,
  awsRegion,
}: StackConfig): Readonly<Record<string, string>> {
  const region = mail === "ses" && awsRegion !== undefined ? { AWS_REGION: awsRegion } : {};
  const own = { PUBLIC_URL: url, PASSWORD_HASH: passwordHash, REQUEST_LOGS: requestLogs };
  const backups = { BACKUP_EVERY_MINUTES: `${backupEveryMinutes}`, BACKUP_DAYS: `${backupDays}` };
  return { ...own, ...backups, EMAIL_PROVIDER: mail, EMAIL_FROM: mailFrom, ...region };
}

/** The logs and traces of `wrangler.jsonc`, as the stack samples and exports them. */
function observabilityOf({ observability }: WorkerConfig, stackConfig: StackConfig): Observability {
  const { logDestinations, traceDestinations, traceSamplingRate } = stackConfig;
  const logs = { enabled: observability.enabled, destinations: logDestinations };
  const traces = { enabled: traceSamplingRate > 0, head_sampling_rate: traceSamplingRate };
  return { ...observability, logs, traces: { ...traces, destinations: traceDestinations } };
}

/**
 * Resources of lasting stacks besides the Worker. The stacks of pull requests share the mail domain of another stack,
 * and their alerts would be duplicates.
 */
function lastingResources(stackConfig: StackConfig): { readonly mailVerified?: pulumi.Output<boolean> } {
  if (stackConfig.preview) return {};
  new Notifications("notifications", stackConfig);
  return { mailVerified: new MailDomain("mail", stackConfig).verified };
}
