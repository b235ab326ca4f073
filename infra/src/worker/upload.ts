import { join } from "node:path";
import { WorkerVersion } from "@pulumi/cloudflare/workerVersion.js";
import * as pulumi from "@pulumi/pulumi";
import { fileHash } from "../components/folder-hash.ts";
import { step } from "../components/step.ts";
import { ROOT } from "../root.ts";
import type { StackConfig } from "../stack-config.ts";
import { type Binding, type Bound, bindingsOf } from "./bindings.ts";
import { MAIN_MODULE, type WorkerModule } from "./bundle.ts";
import type { WorkerConfig } from "./config.ts";
import { wranglerConfig } from "./wrangler-config.ts";

export interface Upload extends Pick<StackConfig, "accountId" | "upload"> {
  readonly worker: { readonly id: pulumi.Input<string>; readonly name: pulumi.Input<string> };
  readonly config: WorkerConfig;
  readonly modules: readonly WorkerModule[];
  readonly bound: Bound;
}

/**
 * Uploads the built Worker, routes all traffic to it, and returns the version's id. `version` uses a Pulumi resource,
 * so that a preview shows the changes. `wrangler` runs `wrangler deploy`, for features that the provider doesn't
 * support yet. A stack can switch between them by configuration.
 */
export function uploadWorker(upload: Upload, options: pulumi.ResourceOptions): pulumi.Output<string> {
  // Validated for both ways.
  const bindings = bindingsOf(upload.config, upload.bound);
  return upload.upload === "version" ? uploadVersion(upload, bindings, options) : deployByWrangler(upload, options);
}

function uploadVersion(
  { accountId, worker, config, modules }: Upload,
  bindings: Binding[],
  options: pulumi.ResourceOptions,
) {
  const { assets } = config;
  const version = new WorkerVersion(
    "version",
    {
      accountId,
      workerId: worker.id,
      mainModule: MAIN_MODULE,
      modules: [...modules],
      compatibilityDate: config.compatibility_date,
      compatibilityFlags: [...config.compatibility_flags],
      bindings,
      exports: Object.fromEntries(
        Object.entries(config.exports).map(([name, { renamed_to: renamedTo, ...rest }]) => [
          name,
          { ...rest, ...(renamedTo !== undefined && { renamedTo }) },
        ]),
      ),
      ...(assets !== undefined && {
        assets: { directory: join(ROOT, assets.directory), config: assetsConfig(assets) },
      }),
      deploy: true,
    },
    // Versions are immutable. Earlier ones are retained for rollbacks.
    { ...options, retainOnDelete: true },
  );
  return version.id;
}

function assetsConfig({ html_handling, not_found_handling, run_worker_first }: NonNullable<WorkerConfig["assets"]>) {
  return {
    ...(html_handling !== undefined && { htmlHandling: html_handling }),
    ...(not_found_handling !== undefined && { notFoundHandling: not_found_handling }),
    ...(run_worker_first !== undefined && { runWorkerFirst: run_worker_first }),
  };
}

function deployByWrangler({ accountId, worker, config, modules, bound }: Upload, options: pulumi.ResourceOptions) {
  const settings = pulumi.jsonStringify(wranglerConfig(config, worker.name, bound));
  const secrets = pulumi.secret(pulumi.jsonStringify(bound.secrets));
  const contents = modules.map(({ name, contentFile }) => [name, fileHash(contentFile)]);
  const command = step(
    "deploy",
    "wrangler-deploy",
    {
      accountId,
      environment: { WRANGLER_CONFIG: settings, SECRETS: secrets },
      triggers: [contents, settings, secrets],
    },
    options,
  );
  return command.stdout.apply((answer): string => JSON.parse(answer).versionId);
}
