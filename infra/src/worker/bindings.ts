import type { WorkerVersionBinding } from "@pulumi/cloudflare/types/input.js";
import type * as pulumi from "@pulumi/pulumi";
import type { WorkerConfig } from "./config.ts";
import { requireNoLocalOnly } from "./local-only.ts";

type Text = pulumi.Input<string>;
export type Binding = WorkerVersionBinding;

/** The resources that the bindings of `wrangler.jsonc` refer to. */
export interface Bound {
  /** By binding: ids of D1 databases and KV namespaces, names of buckets and queues. */
  readonly databases: Readonly<Record<string, Text>>;
  readonly namespaces: Readonly<Record<string, Text>>;
  readonly buckets: Readonly<Record<string, Text>>;
  readonly queues: Readonly<Record<string, Text>>;
  /** Values of variables and secrets. */
  readonly vars: Readonly<Record<string, Text>>;
  readonly secrets: Readonly<Record<string, Text>>;
}

/** Types of bindings in `wrangler.jsonc` that this program doesn't support. They are rejected rather than dropped. */
const UNKNOWN = ["services", "vectorize", "hyperdrive", "workflows", "mtls_certificates", "pipelines"] as const;

/**
 * The Worker's bindings in the form of the Workers API, sorted by name. The API returns them sorted; in any other order
 * each preview would show a change. Throws for a binding without a resource.
 */
export function bindingsOf(config: WorkerConfig, bound: Bound): Binding[] {
  requireNoLocalOnly(config.vars, bound.vars, bound.secrets);
  for (const kind of UNKNOWN) {
    if ((config[kind] ?? []).length > 0)
      throw new Error(`wrangler.jsonc binds ${kind}, which is not supported. Add it to infra/src/worker/bindings.ts.`);
  }
  const bindings: Binding[] = [
    ...config.d1_databases.map(({ binding: name }) => ({ type: "d1", name, databaseId: find(bound.databases, name) })),
    ...config.kv_namespaces.map(({ binding: name }) => ({
      type: "kv_namespace",
      name,
      namespaceId: find(bound.namespaces, name),
    })),
    ...bucketsOf(config, bound).map(([name, bucketName]) => ({ type: "r2_bucket", name, bucketName })),
    ...(config.queues.producers ?? []).map(({ binding: name }) => ({
      type: "queue",
      name,
      queueName: find(bound.queues, name),
    })),
    ...config.send_email.map(({ name }) => ({ type: "send_email", name })),
    ...config.durable_objects.bindings.map(({ name, class_name: className }) => ({
      type: "durable_object_namespace",
      name,
      className,
    })),
    ...(config.version_metadata === undefined
      ? []
      : [{ type: "version_metadata", name: config.version_metadata.binding }]),
    ...(config.assets?.binding === undefined ? [] : [{ type: "assets", name: config.assets.binding }]),
    ...config.ratelimits.map(({ name, namespace_id: namespaceId, simple }) => ({
      type: "ratelimit",
      name,
      namespaceId,
      simple,
    })),
    ...Object.keys(config.vars).map((name) => ({ type: "plain_text", name, text: find(bound.vars, name) })),
    // Further variables, such as the site key of a challenge.
    ...Object.entries(bound.vars)
      .filter(([name]) => !(name in config.vars))
      .map(([name, text]) => ({ type: "plain_text", name, text })),
    ...Object.entries(bound.secrets).map(([name, text]) => ({ type: "secret_text", name, text })),
  ];
  for (const name of config.secrets?.required ?? []) find(bound.secrets, name);
  return bindings.sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1));
}

/** Buckets by binding: those of `wrangler.jsonc`, and further ones of the stack. */
export function bucketsOf({ r2_buckets }: Pick<WorkerConfig, "r2_buckets">, { buckets }: Pick<Bound, "buckets">) {
  for (const { binding } of r2_buckets) find(buckets, binding);
  return Object.entries(buckets);
}

function find(values: Readonly<Record<string, Text>>, name: string): Text {
  const value = values[name];
  if (value === undefined)
    throw new Error(
      `The binding ${name} of wrangler.jsonc has no resource in this stack. Add one in infra/src/service.ts.`,
    );
  return value;
}
