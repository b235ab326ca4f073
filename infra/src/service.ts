import * as pulumi from "@pulumi/pulumi";
import { blocklistVersion } from "./blocklist-version.ts";
import { Database } from "./components/database.ts";
import { Files } from "./components/files.ts";
import { Migrations } from "./components/migrations.ts";
import { Namespaces } from "./components/namespaces.ts";
import { Release } from "./components/release.ts";
import { Schedule } from "./components/schedule.ts";
import { AuthWorker } from "./components/worker.ts";
import { readStackConfig } from "./stack-config.ts";
import { readBundle, type WorkerModule } from "./worker-bundle.ts";
import { readWorkerConfig, type WorkerConfig } from "./worker-config.ts";

/** What the program reads besides its configuration; tests bring their own. */
export interface Sources {
  readonly config?: WorkerConfig;
  readonly modules?: readonly WorkerModule[];
}

/** A whole service: dev, staging, production, or a pull request's. Answers the stack's outputs. */
export function service(stack: string, { config = readWorkerConfig(stack), modules = readBundle() }: Sources = {}) {
  const given = readStackConfig(stack);
  const [described] = config.d1_databases;
  if (described === undefined) throw new Error("wrangler.jsonc names no D1 database.");
  const database = new Database("database", given);
  const files = new Files("files", given);
  const bindings = config.kv_namespaces.map(({ binding }) => binding);
  const namespaces = new Namespaces("namespaces", { ...given, bindings, blocklistVersion: blocklistVersion() });
  const { accountId } = given;
  const migrations = new Migrations("migrations", {
    accountId,
    databaseId: database.id,
    databaseName: database.name,
    bucket: files.bucket,
    folder: described.migrations_dir,
  });
  const url = `https://${given.domain}`;
  const bound = {
    databases: { [described.binding]: database.id },
    namespaces: namespaces.ids,
    buckets: Object.fromEntries(config.r2_buckets.map(({ binding }) => [binding, files.bucket])),
    queues: {},
    vars: {
      ...config.vars,
      PUBLIC_URL: url,
      PASSWORD_HASH: given.passwordHash,
      MAIL: given.mail,
      MAIL_FROM: given.mailFrom,
    },
    secrets: given.secrets,
  };
  const worker = new AuthWorker("worker", { ...given, config, modules, bound, after: [migrations] });
  new Schedule("schedule", { ...given, worker: worker.name, crons: config.triggers.crons });
  new Release(
    "release",
    { accountId, worker: worker.name, versionId: worker.versionId, url, smokeKey: given.smokeKey },
    { dependsOn: [worker] },
  );
  return {
    url,
    worker: worker.name,
    versionId: worker.versionId,
    databaseId: database.id,
    bucket: files.bucket,
    namespaceIds: pulumi.output(namespaces.ids),
    migrations: migrations.report,
  };
}
