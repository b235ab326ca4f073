import { Worker } from "@pulumi/cloudflare/worker.js";
import * as pulumi from "@pulumi/pulumi";
import { nameFor } from "../names.ts";
import type { StackConfig } from "../stack-config.ts";
import type { Bound } from "../worker/bindings.ts";
import type { WorkerModule } from "../worker/bundle.ts";
import type { WorkerConfig } from "../worker/config.ts";
import { uploadWorker } from "../worker/upload.ts";
import { adoptOptions, retainOptions } from "./resource-options.ts";

export interface AuthWorkerArgs extends Pick<StackConfig, "stack" | "preview" | "accountId" | "adopt" | "upload"> {
  readonly config: WorkerConfig;
  readonly modules: readonly WorkerModule[];
  readonly bound: Bound;
  /** Resources that must exist before the new code runs: the migrations. */
  readonly after: readonly pulumi.Resource[];
}

/** The Worker, and the version that gets all traffic. Deleting the Worker deletes its Durable Objects. */
export class AuthWorker extends pulumi.ComponentResource {
  readonly name: pulumi.Output<string>;
  readonly versionId: pulumi.Output<string>;

  constructor(name: string, args: AuthWorkerArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:Worker", name, {}, options);
    const { stack, accountId, adopt, config, upload, modules, bound } = args;
    const worker = new Worker(
      "worker",
      {
        accountId,
        name: adopt.worker?.name ?? nameFor(stack),
        observability: observabilityOf(config),
        subdomain: { enabled: config.workers_dev, previewsEnabled: config.preview_urls },
      },
      { ...retainOptions(this, args), ...adoptOptions(adopt.worker) },
    );
    this.name = worker.name;
    this.versionId = uploadWorker(
      { accountId, upload, worker, config, modules, bound },
      { parent: this, dependsOn: [...args.after] },
    );
    this.registerOutputs({ name: this.name, versionId: this.versionId });
  }
}

/** As Pulumi has it, which lacks `redact_query_string`. */
function observabilityOf({ observability: { enabled, logs, traces } }: WorkerConfig) {
  const { head_sampling_rate: headSamplingRate, destinations = [] } = traces;
  return {
    enabled,
    ...(logs !== undefined && { logs: { enabled: logs.enabled, destinations: [...logs.destinations] } }),
    traces: { enabled: traces.enabled, headSamplingRate, destinations: [...destinations] },
  };
}
