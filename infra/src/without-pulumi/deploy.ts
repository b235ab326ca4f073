import { readdirSync } from "node:fs";
import { join } from "node:path";
import Cloudflare from "cloudflare";
import { blocklistVersion } from "../components/blocklist-version.ts";
import { Deployments } from "../deploy/deployments.ts";
import { ROOT } from "../root.ts";
import { readBundle } from "../worker/bundle.ts";
import { checkClasses } from "../worker/classes.ts";
import { readWorkerConfig } from "../worker/config.ts";
import type { DeployOptions } from "./arguments.ts";
import { CloudflareAccount } from "./cloudflare-account.ts";
import { bootstrapAdmin, type FirstAdmin, removeBootstrapSecret } from "./first-admin.ts";
import { namesOf, type ResourceNames } from "./names.ts";
import { nextSteps } from "./next-steps.ts";
import { type PlannedStep, planOf, planText, type StepName } from "./plan.ts";
import { readPresent } from "./present.ts";
import { readVars, withPresent } from "./present-worker.ts";
import { runProgram } from "./program.ts";
import { releaseHash } from "./release-hash.ts";
import { missingSecrets } from "./secrets.ts";
import { createStores } from "./stores.ts";
import { checkToken, checkZone } from "./token-rights.ts";
import { deployedConfig, uploadWorker, urlOf } from "./worker.ts";

/** A new host waits for its DNS record and its certificate, which takes longer than a new version. */
const NEW_HOST_FACTOR = 5;

/** What a deployment takes from outside besides its options. */
export interface DeployDeps {
  /** Prints a line for people. */
  readonly log: (text: string) => void;
  /** Builds the Worker and the SDK. */
  readonly build: () => Promise<void>;
  /** Email and password of the first admin; called only if there is none. */
  readonly firstAdmin: () => Promise<FirstAdmin>;
  /** Where the service with this URL is reached. */
  readonly reach: (url: string) => string;
  /** Time for a new version to respond, in seconds. */
  readonly timeoutSeconds: number;
}

/** Deploys a stack: everything that it lacks, in the order of Pulumi's program. Returns the steps that changed something. */
export async function deploy(chosen: DeployOptions, deps: DeployDeps): Promise<readonly PlannedStep[]> {
  const { stack, accountId } = chosen;
  const account = new CloudflareAccount(accountId);
  const declared = readWorkerConfig(stack);
  const names = namesOf(stack, declared);
  await checkToken(account, chosen.domain);
  const options = withPresent(chosen, await readVars(account, names.worker));
  if (options.domain !== undefined) await checkZone(account, options.domain);
  const url = await urlOf(account, options, names);
  await deps.build();
  const modules = readBundle();
  checkClasses(declared, modules);

  const examine = async () => {
    const present = await readPresent(account, names);
    const config = deployedConfig(declared, present, names, url, options);
    const release = config && releaseHash(modules, config, blocklistVersion());
    return { present, config, release };
  };
  const { present, release } = await examine();
  const secrets = missingSecrets(present.secrets, present.hasAdmin, options.secretsFile, options.isDryRun);
  const migrations = migrationsIn(declared.d1_databases[0]?.migrations_dir ?? "");
  const plan = planOf(present, { names, migrations, secrets: Object.keys(secrets), release });
  const pending = plan.filter(({ change }) => change !== undefined);
  const has = (...steps: StepName[]) => pending.some(({ name }) => steps.includes(name));
  deps.log(planText(plan, options, url));
  if (options.isDryRun) return [];
  // Read before anything is created, so that nobody waits for the prompt.
  const admin = present.hasAdmin ? undefined : await deps.firstAdmin();

  if (has("database", "namespace", "bucket", "lifecycle")) await createStores(present, names, options);
  const { present: stored, config, release: next } = await examine();
  if (config === undefined || next === undefined)
    throw new Error("A store that was created isn't listed. Run this again.");
  if (has("migrations")) await migrate(stored.databaseId, names, declared.d1_databases[0]?.migrations_dir, accountId);
  if (has("worker")) {
    const namespace = stored.namespaceIds.get("PASSWORD_BLOCKLIST") ?? "";
    await runProgram("tools/blocklist/src/main.ts", ["--namespace", namespace], { CLOUDFLARE_ACCOUNT_ID: accountId });
    await uploadWorker(config, next, secrets, accountId);
  }
  const service = { url: deps.reach(url), worker: names.worker, accountId, timeoutSeconds: deps.timeoutSeconds };
  const patient = { ...service, timeoutSeconds: deps.timeoutSeconds * NEW_HOST_FACTOR };
  if (admin !== undefined) await bootstrapAdmin(admin, patient);
  else if (has("admin")) await removeBootstrapSecret(service);
  await smokeTest(service);
  deps.log(nextSteps(options, url));
  return pending;
}

function migrationsIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".sql"));
}

async function migrate(id = "", { database, bucket }: ResourceNames, folder = "", accountId = ""): Promise<void> {
  await runProgram("infra/src/deploy/migrate.ts", [], {
    CLOUDFLARE_ACCOUNT_ID: accountId,
    DATABASE_ID: id,
    DATABASE_NAME: database,
    BUCKET: bucket,
    MIGRATIONS: folder,
  });
}

/** Tests the version that has all traffic, and goes back to the previous one if it fails. */
async function smokeTest({
  url,
  worker,
  accountId,
  timeoutSeconds,
}: Parameters<typeof bootstrapAdmin>[1]): Promise<void> {
  const [version = ""] = await new Deployments(new Cloudflare(), accountId, worker).history();
  await runProgram("infra/src/deploy/release.ts", [], {
    CLOUDFLARE_ACCOUNT_ID: accountId,
    WORKER: worker,
    VERSION_ID: version,
    URL: url,
    SMOKE_TIMEOUT_SECONDS: `${timeoutSeconds}`,
  });
}
