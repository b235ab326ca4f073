import type { ScopedCall } from "../api-keys/scopes.ts";
import type { MetricFamily, Sample } from "../shared/open-metrics.ts";
import type { UsageDeps } from "../usage/deps.ts";
import { boundOf, LAST_BUCKET } from "../usage/latency.ts";
import { COUNTERS, type CounterMetric, dayOf } from "../usage/usage.ts";
import type { Values } from "../usage/usage-store.ts";
import { cached } from "./cache.ts";
import type { DashboardDeps } from "./deps.ts";
import { checkHealth } from "./health.ts";
import { overdueSecrets } from "./record-secret-versions.ts";
import type { SecretRecord } from "./secret-record-store.ts";

/** The scope of `GET /metrics`, which is no procedure. */
export const METRICS_SCOPE: ScopedCall = { path: "metrics", type: "query" };

/** Maximum number of tenants with figures of their own: those with the most calls today. */
export const MAX_LABELED_TENANTS = 1000;

const HELP: Readonly<Record<CounterMetric, string>> = {
  calls: "Calls of the API, today in UTC.",
  failures: "Calls that failed, today in UTC.",
  checks: "Permission checks, today in UTC.",
  logins: "Sign-ins, today in UTC.",
  failedLogins: "Sign-ins that failed, today in UTC.",
  events: "Events of the audit log, today in UTC.",
};

/**
 * The platform's metrics: usage of today, which starts again at midnight in UTC, and the health of each component. With `byTenant`,
 * usage has the labels `tenant` (the slug) and `tenant_id`. Figures other than health are up to 60 seconds old.
 */
export async function metricsOf(
  app: DashboardDeps & Pick<UsageDeps, "usage"> & { readonly version: string },
  { platformId, byTenant }: { readonly platformId: string; readonly byTenant: boolean },
): Promise<MetricFamily[]> {
  const now = app.clock.now();
  const today = dayOf(now);
  const [usage, { tenants, users, sessions }, parts, secrets] = await Promise.all([
    cached(app, { key: JSON.stringify(["metrics", byTenant, today]), fresh: false }, async () => ({
      latency: await app.usage.latency({ from: today, to: today }),
      rows: byTenant
        ? await app.usage.byTenant(today, MAX_LABELED_TENANTS)
        : [{ labels: {}, values: await app.usage.totals({ from: today, to: today }) }],
    })),
    cached(app, { key: "metrics overview", fresh: false }, async () => await app.dashboard.overview(now)),
    checkHealth(app, platformId),
    app.secretRecords.list(),
  ]);
  const started = Date.parse(today) / 1000;
  return [
    {
      name: "cf_auth_build",
      type: "info",
      help: "Version of the service.",
      samples: [infoOf({ version: app.version })],
    },
    ...COUNTERS.map((metric) => counterOf(metric, usage.rows, started)),
    gauge("active_users", "Users who were active today in UTC, counted per tenant.", usage.rows, "activeUsers"),
    gauge("tuples", "Tuples of the graphs that were in use today, as last measured.", usage.rows, "tuples"),
    {
      ...gauge(
        "graph_bytes",
        "Memory of the graphs that were in use today, as last measured.",
        usage.rows,
        "graphBytes",
      ),
      unit: "bytes",
    },
    durations(usage.latency, started),
    single("tenants", "Tenants, without the platform's own.", tenants),
    single("users", "Users of all tenants.", users),
    single("sessions", "Sessions that have not ended.", sessions),
    secretAges(secrets, now),
    // Nobody reads metrics before there is an admin.
    single("secrets_overdue", "Secrets that are overdue for rotation.", overdueSecrets(secrets, true, now).length),
    {
      name: "cf_auth_component_up",
      type: "gauge",
      help: "Whether the component answers: 1 or 0.",
      samples: parts.map(({ part, ok }) => ({ labels: { component: part }, value: ok ? 1 : 0 })),
    },
    {
      name: "cf_auth_component_latency_seconds",
      type: "gauge",
      unit: "seconds",
      help: "Time in which the component answered.",
      samples: parts.flatMap(({ part, milliseconds }) =>
        milliseconds === null ? [] : [{ labels: { component: part }, value: milliseconds / 1000 }],
      ),
    },
  ];
}

/** Usage with its labels. */
export interface LabeledUsage {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: Values;
}

function infoOf(labels: Readonly<Record<string, string>>): Sample {
  return { suffix: "_info", labels, value: 1 };
}

function counterOf(metric: CounterMetric, rows: readonly LabeledUsage[], started: number): MetricFamily {
  return {
    name: `cf_auth_${metric.replace(/[A-Z]/g, (upper) => `_${upper.toLowerCase()}`)}`,
    type: "counter",
    help: HELP[metric],
    samples: rows.flatMap(({ labels, values }) => [
      { suffix: "_total", labels, value: values[metric] ?? 0 },
      { suffix: "_created", labels, value: started },
    ]),
  };
}

function gauge(
  name: string,
  help: string,
  rows: readonly LabeledUsage[],
  metric: "activeUsers" | "tuples" | "graphBytes",
): MetricFamily {
  const samples = rows.map(({ labels, values }) => ({ labels, value: values[metric] ?? 0 }));
  return { name: `cf_auth_${name}`, type: "gauge", help, samples };
}

function single(name: string, help: string, value: number): MetricFamily {
  return { name: `cf_auth_${name}`, type: "gauge", help, samples: [{ value }] };
}

function secretAges(records: readonly SecretRecord[], now: Date): MetricFamily {
  return {
    name: "cf_auth_secret_age_seconds",
    type: "gauge",
    unit: "seconds",
    help: "Time since the service first ran with the newest version of a secret.",
    samples: records
      .filter(({ newestSince }) => newestSince !== null)
      .map(({ secret, firstSeenAt }) => {
        return { labels: { secret }, value: Math.floor((now.getTime() - firstSeenAt.getTime()) / 1000) };
      }),
  };
}

/** A histogram without a sum, which is not counted. */
function durations(latency: ReadonlyMap<number, number>, started: number): MetricFamily {
  const samples: Sample[] = [];
  let count = 0;
  for (let bucket = 0; bucket <= LAST_BUCKET; bucket++) {
    count += latency.get(bucket) ?? 0;
    // The last bucket also has all longer calls.
    const le = bucket === LAST_BUCKET ? "+Inf" : `${Number((boundOf(bucket) / 1000).toPrecision(3))}`;
    samples.push({ suffix: "_bucket", labels: { le }, value: count });
  }
  return {
    name: "cf_auth_call_duration_seconds",
    type: "histogram",
    unit: "seconds",
    help: "Duration of the calls of tenants, today in UTC.",
    samples: [...samples, { suffix: "_count", value: count }, { suffix: "_created", value: started }],
  };
}
