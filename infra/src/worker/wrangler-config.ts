import type * as pulumi from "@pulumi/pulumi";
import { type Bound, bucketsOf } from "./bindings.ts";
import type { WorkerConfig } from "./config.ts";
import { requireNoLocalOnly } from "./local-only.ts";

/**
 * `wrangler.jsonc` for one stack with the ids of its resources, as `wrangler deploy` needs it. Pulumi manages hosts and
 * the schedule.
 */
export function wranglerConfig(config: WorkerConfig, worker: pulumi.Input<string>, bound: Bound) {
  requireNoLocalOnly(config.vars, bound.vars, bound.secrets);
  const { compatibility_date, compatibility_flags, observability, exports, send_email, durable_objects } = config;
  return {
    name: worker,
    compatibility_date,
    compatibility_flags,
    observability,
    exports,
    send_email,
    durable_objects,
    ratelimits: config.ratelimits,
    workers_dev: config.workers_dev,
    preview_urls: config.preview_urls,
    upload_source_maps: true,
    vars: bound.vars,
    d1_databases: config.d1_databases.map(({ binding, database_name }) => ({
      binding,
      database_name,
      database_id: bound.databases[binding],
    })),
    kv_namespaces: config.kv_namespaces.map(({ binding }) => ({ binding, id: bound.namespaces[binding] })),
    r2_buckets: bucketsOf(config, bound).map(([binding, name]) => ({ binding, bucket_name: name })),
    queues: {
      producers: (config.queues.producers ?? []).map(({ binding }) => ({ binding, queue: bound.queues[binding] })),
    },
    ...(config.version_metadata !== undefined && { version_metadata: config.version_metadata }),
    ...(config.assets !== undefined && { assets: config.assets }),
  };
}
