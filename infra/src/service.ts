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
import { readWorkerConfig, type WorkerConfig } from "./worker/config.ts";

/** What the program reads besides its configuration; tests bring their own. */
export interface Sources {
  readonly config?: WorkerConfig;
  readonly modules?: readonly WorkerModule[];
}

/**
 * A whole service: dev, staging, production, or a pull request's. The order is: what holds data; the migrations; the
 * Worker that needs them; what leads to the Worker; and a look at it from outside. Answers the stack's outputs.
 */
export function service(stack: string, { config = readWorkerConfig(stack), modules = readBundle() }: Sources = {}) {
  const given = readStackConfig(stack);
  checkClasses(config, modules);
  const { accountId } = given;
  const stores = storesOf(given, config);
  const challenge = new Challenge("challenge", given);
  const { database, files, namespaces, queues, migrations } = stores;
  const bound = {
    databases: Object.fromEntries(config.d1_databases.map(({ binding }) => [binding, database.id])),
    namespaces: namespaces.ids,
    buckets: Object.fromEntries(config.r2_buckets.map(({ binding }) => [binding, files.bucket])),
    queues: queues.names,
    vars: { ...config.vars, ...varsOf(given), ...challenge.vars },
    secrets: { ...given.secrets, ...challenge.secrets },
  };
  const worker = new AuthWorker("worker", { ...given, config, modules, bound, after: [migrations] });
  const behind = { accountId, worker: worker.name, after: [worker] };
  new QueueConsumers("consumers", { ...behind, queues });
  new Schedule("schedule", { ...given, ...behind, crons: config.triggers.crons });
  const domain = new ServiceDomain("domain", { ...given, ...behind });
  const { url, smokeKey } = given;
  const { versionId } = worker;
  new Release("release", { ...behind, versionId, url, smokeKey, after: [domain] });
  return {
    url,
    worker: worker.name,
    versionId,
    databaseId: database.id,
    bucket: files.bucket,
    namespaceIds: pulumi.output(namespaces.ids),
    migrations: migrations.report,
    ...besideOf(given),
  };
}

/** What holds data, and what brings it to the form that the Worker needs. */
function storesOf(given: StackConfig, config: WorkerConfig) {
  const [described, ...others] = config.d1_databases;
  if (described === undefined || others.length > 0) throw new Error("wrangler.jsonc has to name one D1 database.");
  const database = new Database("database", given);
  const files = new Files("files", given);
  const bindings = config.kv_namespaces.map(({ binding }) => binding);
  const namespaces = new Namespaces("namespaces", { ...given, bindings, blocklistVersion: blocklistVersion() });
  const queues = new Queues("queues", { ...given, queues: config.queues });
  const migrations = new Migrations("migrations", {
    accountId: given.accountId,
    databaseId: database.id,
    databaseName: database.name,
    bucket: files.bucket,
    folder: described.migrations_dir,
  });
  return { database, files, namespaces, queues, migrations };
}

function varsOf({ url, passwordHash, mail, mailFrom, awsRegion }: StackConfig): Readonly<Record<string, string>> {
  const region = mail === "ses" && awsRegion !== undefined ? { AWS_REGION: awsRegion } : {};
  return { PUBLIC_URL: url, PASSWORD_HASH: passwordHash, EMAIL_PROVIDER: mail, EMAIL_FROM: mailFrom, ...region };
}

/**
 * What a lasting stack has beside its Worker. Pull requests share a domain of letters, that of the stack that their
 * environment names, and would only repeat what its operators are told anyway.
 */
function besideOf(given: StackConfig): { readonly mailVerified?: pulumi.Output<boolean> } {
  if (given.preview) return {};
  new Notifications("notifications", given);
  return { mailVerified: new MailDomain("mail", given).verified };
}
