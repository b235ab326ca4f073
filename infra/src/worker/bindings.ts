import type { WorkerVersionBinding } from "@pulumi/cloudflare/types/input.js";
import type * as pulumi from "@pulumi/pulumi";
import type { WorkerConfig } from "./config.ts";

type Text = pulumi.Input<string>;
export type Binding = WorkerVersionBinding;

/** What a binding of `wrangler.jsonc` is bound to, once it is there. */
export interface Bound {
  /** By binding: ids of D1 databases and KV namespaces, names of buckets and queues. */
  readonly databases: Readonly<Record<string, Text>>;
  readonly namespaces: Readonly<Record<string, Text>>;
  readonly buckets: Readonly<Record<string, Text>>;
  readonly queues: Readonly<Record<string, Text>>;
  /** The values of variables, and of secrets. */
  readonly vars: Readonly<Record<string, Text>>;
  readonly secrets: Readonly<Record<string, Text>>;
}

/** Kinds of bindings that `wrangler.jsonc` may name and that nothing here binds: better refused than left out. */
const UNKNOWN = ["services", "vectorize", "hyperdrive", "workflows", "mtls_certificates", "pipelines"] as const;

/**
 * The Worker's bindings as the Workers API takes them, sorted by name: it answers them in that order, and in any other
 * each preview would show a change. Throws for what is bound to nothing.
 */
export function bindingsOf(config: WorkerConfig, bound: Bound): Binding[] {
  for (const kind of UNKNOWN) {
    if ((config[kind] ?? []).length > 0)
      throw new Error(`wrangler.jsonc binds ${kind}, which infra/src/worker/bindings.ts does not.`);
  }
  const bindings: Binding[] = [
    ...config.d1_databases.map(({ binding: name }) => ({ type: "d1", name, databaseId: find(bound.databases, name) })),
    ...config.kv_namespaces.map(({ binding: name }) => ({
      type: "kv_namespace",
      name,
      namespaceId: find(bound.namespaces, name),
    })),
    ...config.r2_buckets.map(({ binding: name }) => ({
      type: "r2_bucket",
      name,
      bucketName: find(bound.buckets, name),
    })),
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
    // What is set besides, such as the key of a challenge.
    ...Object.entries(bound.vars)
      .filter(([name]) => !(name in config.vars))
      .map(([name, text]) => ({ type: "plain_text", name, text })),
    ...Object.entries(bound.secrets).map(([name, text]) => ({ type: "secret_text", name, text })),
  ];
  for (const name of config.secrets?.required ?? []) find(bound.secrets, name);
  return bindings.sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1));
}

function find(values: Readonly<Record<string, Text>>, name: string): Text {
  const value = values[name];
  if (value === undefined) throw new Error(`The binding ${name} of wrangler.jsonc is bound to nothing in this stack.`);
  return value;
}
