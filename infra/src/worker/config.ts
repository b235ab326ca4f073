import { unstable_readConfig } from "wrangler";
import { environmentOf, isPreview } from "../names.ts";
import { ROOT } from "../root.ts";

export interface Named {
  readonly name: string;
}

export interface BoundTo {
  readonly binding: string;
}

export interface QueueProducer extends BoundTo {
  readonly queue: string;
}

/** Durations in seconds. */
export interface QueueConsumer {
  readonly queue: string;
  readonly max_batch_size?: number;
  readonly max_batch_timeout?: number;
  readonly max_retries?: number;
  readonly max_concurrency?: number | null;
  readonly retry_delay?: number;
  readonly dead_letter_queue?: string;
}

/** A class that the bundle exports, as declared in `exports`. */
export interface DeclaredExport {
  readonly type: string;
  readonly storage?: string;
  readonly state?: string;
  readonly renamed_to?: string;
}

/** Logs and traces, and the names of the account's OpenTelemetry destinations that they are exported to. */
export interface Observability {
  readonly enabled: boolean;
  readonly redact_query_string: boolean;
  readonly logs?: { readonly enabled: boolean; readonly destinations: readonly string[] };
  readonly traces: {
    readonly enabled: boolean;
    readonly head_sampling_rate: number;
    readonly destinations?: readonly string[];
  };
}

/** The deployed part of `wrangler.jsonc` for one environment, with inherited values. */
export interface WorkerConfig {
  readonly name: string;
  readonly main: string;
  readonly compatibility_date: string;
  readonly compatibility_flags: readonly string[];
  readonly workers_dev: boolean;
  readonly preview_urls: boolean;
  readonly observability: Observability;
  readonly triggers: { readonly crons: readonly string[] };
  readonly exports: Readonly<Record<string, DeclaredExport>>;
  readonly vars: Readonly<Record<string, string>>;
  readonly secrets?: { readonly required?: readonly string[] };
  readonly assets?: {
    readonly directory: string;
    readonly binding?: string;
    readonly html_handling?: string;
    readonly not_found_handling?: string;
    readonly run_worker_first?: boolean | readonly string[];
  };
  readonly d1_databases: readonly (BoundTo & { readonly database_name: string; readonly migrations_dir: string })[];
  readonly kv_namespaces: readonly BoundTo[];
  readonly r2_buckets: readonly (BoundTo & { readonly bucket_name: string })[];
  readonly queues: { readonly producers?: readonly QueueProducer[]; readonly consumers?: readonly QueueConsumer[] };
  readonly send_email: readonly Named[];
  readonly version_metadata?: BoundTo;
  readonly durable_objects: { readonly bindings: readonly (Named & { readonly class_name: string })[] };
  readonly ratelimits: readonly (Named & {
    readonly namespace_id: string;
    readonly simple: { readonly limit: number; readonly period: number };
  })[];
  /** Types of bindings that the Worker doesn't use; see `bindingsOf`. */
  readonly services?: readonly unknown[];
  readonly vectorize?: readonly unknown[];
  readonly hyperdrive?: readonly unknown[];
  readonly workflows?: readonly unknown[];
  readonly mtls_certificates?: readonly unknown[];
  readonly pipelines?: readonly unknown[];
}

/**
 * Reads `wrangler.jsonc`, the only description of the Worker's bindings. Throws if it has no environment for the stack;
 * wrangler itself would fall back to the local stack's.
 */
export function readWorkerConfig(stack: string, file = `${ROOT}wrangler.jsonc`): WorkerConfig {
  const environment = environmentOf(stack);
  const { definedEnvironments = [] } = read(file);
  if (!definedEnvironments.includes(environment)) {
    const known = definedEnvironments.join(", ");
    throw new Error(`wrangler.jsonc has no environment "${environment}" for the stack ${stack}, only ${known}.`);
  }
  const config = read(file, environment);
  return isPreview(stack)
    ? { ...config, ratelimits: config.ratelimits.map((limit, i) => ownLimit(stack, limit, i)) }
    : config;
}

/** Cloudflare counts rate limits by this id across an account, so each pull request gets its own. */
function ownLimit<T>(stack: string, limit: T, index: number): T & { readonly namespace_id: string } {
  return { ...limit, namespace_id: String(1_000_000 + Number(stack.slice("pr-".length)) * 10 + index) };
}

function read(config: string, env?: string): WorkerConfig & { readonly definedEnvironments?: readonly string[] } {
  // The type of wrangler's result lacks its fields.
  return unstable_readConfig({ config, ...(env !== undefined && { env }) }, { hideWarnings: true });
}
