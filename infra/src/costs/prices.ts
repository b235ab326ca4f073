/**
 * List prices in US dollars without tax, as published. To change a price, edit it here and run `node
 * infra/src/costs/main.ts`, which updates docs/costs.md.
 */

export interface Source {
  readonly title: string;
  readonly url: string;
  /** Date on which the page was read; for a copy, the date that the copy states. */
  readonly read: string;
  /** Origin of the copy, if the provider's own page wasn't read. */
  readonly copy?: string;
}

const READ = "2026-11-24";
const CLOUDFLARE = "https://developers.cloudflare.com";

export const SOURCES = {
  workers: { title: "Workers", url: `${CLOUDFLARE}/workers/platform/pricing/`, read: READ },
  objects: { title: "Durable Objects", url: `${CLOUDFLARE}/durable-objects/platform/pricing/`, read: READ },
  d1: { title: "D1", url: `${CLOUDFLARE}/d1/platform/pricing/`, read: READ },
  kv: { title: "KV", url: `${CLOUDFLARE}/kv/platform/pricing/`, read: READ },
  r2: { title: "R2", url: `${CLOUDFLARE}/r2/pricing/`, read: READ },
  observability: { title: "Observability", url: `${CLOUDFLARE}/observability/pricing/`, read: READ },
  email: { title: "Email Service", url: `${CLOUDFLARE}/email-service/platform/pricing/`, read: READ },
  queues: { title: "Queues", url: `${CLOUDFLARE}/queues/platform/pricing/`, read: READ },
  ses: {
    title: "Amazon SES, us-east-1",
    url: "https://aws.amazon.com/ses/pricing/",
    read: "2026-08-13",
    copy: "copied from AWS's price list of 2026-07-22 by api-evangelist/amazon-ses",
  },
  github: {
    title: "GitHub Actions",
    url: "https://docs.github.com/en/billing/reference/actions-runner-pricing",
    read: READ,
  },
  pulumi: {
    title: "Pulumi Cloud",
    url: "https://www.pulumi.com/pricing/",
    read: "2026-09-20",
    copy: "copied from the page by api-evangelist/pulumi",
  },
} satisfies Record<string, Source>;

export interface Price {
  readonly label: string;
  readonly dollars: number;
  /** Units that `dollars` buys, and their name. */
  readonly per: number;
  readonly unit: string;
  /** Units per month that the Workers Paid plan or the provider includes for free. */
  readonly included: number;
  /** Units per day, or in total for storage, that the Workers Free plan allows; undefined if it offers none. */
  readonly free?: number;
  /** Whether the provider's examples round up to whole multiples of `per`. */
  readonly roundsUp?: boolean;
  readonly source: keyof typeof SOURCES;
}

const MILLION = 1_000_000;
const perMillion = { per: MILLION, unit: "million" };
const perGbMonth = { per: 1, unit: "GB-month" };

/** Monthly subscription of an account. */
export const PAID_PLAN = 5;

/** Prices of the units that a deployment uses. Keys are the benchmark's meters; the order is the page's. */
export const PRICES = {
  requests: {
    label: "requests to the Worker",
    dollars: 0.3,
    ...perMillion,
    included: 10 * MILLION,
    free: 100_000,
    source: "workers",
  },
  cpu: { label: "CPU ms of the Worker", dollars: 0.02, ...perMillion, included: 30 * MILLION, source: "workers" },
  objectRequests: {
    label: "requests to objects",
    dollars: 0.15,
    ...perMillion,
    included: MILLION,
    free: 100_000,
    roundsUp: true,
    source: "objects",
  },
  objectDuration: {
    label: "GB-s that objects are awake",
    dollars: 12.5,
    ...perMillion,
    included: 400_000,
    free: 13_000,
    roundsUp: true,
    source: "objects",
  },
  objectRowsRead: {
    label: "rows read in objects",
    dollars: 0.001,
    ...perMillion,
    included: 25_000 * MILLION,
    free: 5 * MILLION,
    source: "objects",
  },
  objectRowsWritten: {
    label: "rows written in objects",
    dollars: 1,
    ...perMillion,
    included: 50 * MILLION,
    free: 100_000,
    source: "objects",
  },
  databaseRowsRead: {
    label: "rows read in D1",
    dollars: 0.001,
    ...perMillion,
    included: 25_000 * MILLION,
    free: 5 * MILLION,
    source: "d1",
  },
  databaseRowsWritten: {
    label: "rows written in D1",
    dollars: 1,
    ...perMillion,
    included: 50 * MILLION,
    free: 100_000,
    source: "d1",
  },
  kvReads: { label: "reads of KV", dollars: 0.5, ...perMillion, included: 10 * MILLION, free: 100_000, source: "kv" },
  kvWrites: { label: "writes to KV", dollars: 5, ...perMillion, included: MILLION, free: 1000, source: "kv" },
  fileReads: {
    label: "reads of R2 (class B)",
    dollars: 0.36,
    ...perMillion,
    included: 10 * MILLION,
    roundsUp: true,
    source: "r2",
  },
  fileWrites: {
    label: "writes to R2 (class A)",
    dollars: 4.5,
    ...perMillion,
    included: MILLION,
    roundsUp: true,
    source: "r2",
  },
  logIngested: {
    label: "GB of logs ingested",
    dollars: 0.25,
    per: 1,
    unit: "GB",
    included: 50,
    source: "observability",
  },
  logStored: { label: "GB-months of logs stored", dollars: 0.1, ...perGbMonth, included: 12, source: "observability" },
  databaseStored: { label: "GB-months in D1", dollars: 0.75, ...perGbMonth, included: 5, source: "d1" },
  objectStored: { label: "GB-months in objects", dollars: 0.2, ...perGbMonth, included: 5, source: "objects" },
  fileStored: {
    label: "GB-months in R2",
    dollars: 0.015,
    ...perGbMonth,
    included: 10,
    roundsUp: true,
    source: "r2",
  },
  emails: {
    label: "emails by Cloudflare",
    dollars: 0.35,
    per: 1000,
    unit: "thousand",
    included: 3000,
    source: "email",
  },
} as const satisfies Record<string, Price>;

export type Meter = keyof typeof PRICES;

/** Prices of alternatives and tools. They are listed, but not part of a deployment's usage. */
export const OTHER_PRICES = {
  ses: { label: "emails by SES, à la carte", dollars: 0.1, per: 1000, unit: "thousand", included: 0, source: "ses" },
  sesEssentials: {
    label: "emails by SES, Essentials",
    dollars: 0.16,
    per: 1000,
    unit: "thousand",
    included: 0,
    source: "ses",
  },
  queues: {
    label: "operations of Queues",
    dollars: 0.4,
    ...perMillion,
    included: MILLION,
    free: 10_000,
    source: "queues",
  },
  minute: {
    label: "minutes of GitHub, Linux, 2 cores",
    dollars: 0.006,
    per: 1,
    unit: "minute",
    included: 2000,
    source: "github",
  },
  pulumi: { label: "Pulumi Essentials", dollars: 40, per: 1, unit: "month", included: 0, source: "pulumi" },
  resource: { label: "resources of Pulumi", dollars: 0.1825, per: 1, unit: "month", included: 0, source: "pulumi" },
  secret: { label: "secrets of ESC", dollars: 0.5, per: 1, unit: "month", included: 0, source: "pulumi" },
  secretCalls: {
    label: "calls of ESC",
    dollars: 0.1,
    per: 10_000,
    unit: "10,000",
    included: 10_000,
    source: "pulumi",
  },
} as const satisfies Record<string, Price>;
