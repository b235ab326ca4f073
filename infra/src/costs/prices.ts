/**
 * What is paid for, in US dollars, without tax: list prices as their owners publish them. A price that changes is changed
 * here, and `node infra/src/costs/main.ts` writes docs/costs.md anew.
 */

export interface Source {
  readonly title: string;
  readonly url: string;
  /** The day on which it was read, or for a copy the day that the copy says it was made. */
  readonly read: string;
  /** Whose words these are, where not their owner's. */
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
  readonly what: string;
  readonly dollars: number;
  /** How many units that buys, and what they are called together. */
  readonly per: number;
  readonly unit: string;
  /** How many units a month the Workers Paid plan includes, or the owner gives for nothing. */
  readonly included: number;
  /** How many a day, or in all, the Workers Free plan allows; undefined where it sells none. */
  readonly free?: number;
  /** Whether the owner's examples round what is billed up to whole units of `per`. */
  readonly roundsUp?: boolean;
  readonly source: keyof typeof SOURCES;
}

const MILLION = 1_000_000;
const perMillion = { per: MILLION, unit: "million" };
const perGbMonth = { per: 1, unit: "GB-month" };

/** The subscription that all this comes with, a month for an account. */
export const PAID_PLAN = 5;

/** What a deployment uses, by the names that the benchmark counts it under, and in the order of the page. */
export const PRICES = {
  requests: {
    what: "requests to the Worker",
    dollars: 0.3,
    ...perMillion,
    included: 10 * MILLION,
    free: 100_000,
    source: "workers",
  },
  cpu: { what: "CPU ms of the Worker", dollars: 0.02, ...perMillion, included: 30 * MILLION, source: "workers" },
  objectRequests: {
    what: "requests to objects",
    dollars: 0.15,
    ...perMillion,
    included: MILLION,
    free: 100_000,
    roundsUp: true,
    source: "objects",
  },
  objectDuration: {
    what: "GB-s that objects are awake",
    dollars: 12.5,
    ...perMillion,
    included: 400_000,
    free: 13_000,
    roundsUp: true,
    source: "objects",
  },
  objectRowsRead: {
    what: "rows read in objects",
    dollars: 0.001,
    ...perMillion,
    included: 25_000 * MILLION,
    free: 5 * MILLION,
    source: "objects",
  },
  objectRowsWritten: {
    what: "rows written in objects",
    dollars: 1,
    ...perMillion,
    included: 50 * MILLION,
    free: 100_000,
    source: "objects",
  },
  databaseRowsRead: {
    what: "rows read in D1",
    dollars: 0.001,
    ...perMillion,
    included: 25_000 * MILLION,
    free: 5 * MILLION,
    source: "d1",
  },
  databaseRowsWritten: {
    what: "rows written in D1",
    dollars: 1,
    ...perMillion,
    included: 50 * MILLION,
    free: 100_000,
    source: "d1",
  },
  kvReads: { what: "reads of KV", dollars: 0.5, ...perMillion, included: 10 * MILLION, free: 100_000, source: "kv" },
  kvWrites: { what: "writes to KV", dollars: 5, ...perMillion, included: MILLION, free: 1000, source: "kv" },
  fileReads: {
    what: "reads of R2 (class B)",
    dollars: 0.36,
    ...perMillion,
    included: 10 * MILLION,
    roundsUp: true,
    source: "r2",
  },
  fileWrites: {
    what: "writes to R2 (class A)",
    dollars: 4.5,
    ...perMillion,
    included: MILLION,
    roundsUp: true,
    source: "r2",
  },
  logIngested: {
    what: "GB of logs taken in",
    dollars: 0.25,
    per: 1,
    unit: "GB",
    included: 50,
    source: "observability",
  },
  logStored: { what: "GB-months of logs kept", dollars: 0.1, ...perGbMonth, included: 12, source: "observability" },
  databaseStored: { what: "GB-months in D1", dollars: 0.75, ...perGbMonth, included: 5, source: "d1" },
  objectStored: { what: "GB-months in objects", dollars: 0.2, ...perGbMonth, included: 5, source: "objects" },
  fileStored: {
    what: "GB-months in R2",
    dollars: 0.015,
    ...perGbMonth,
    included: 10,
    roundsUp: true,
    source: "r2",
  },
  letters: {
    what: "letters by Cloudflare",
    dollars: 0.35,
    per: 1000,
    unit: "thousand",
    included: 3000,
    source: "email",
  },
} as const satisfies Record<string, Price>;

export type Meter = keyof typeof PRICES;

/** What may stand beside or instead: shown, and reckoned with in the text only. */
export const OTHER_PRICES = {
  ses: { what: "letters by SES, à la carte", dollars: 0.1, per: 1000, unit: "thousand", included: 0, source: "ses" },
  sesEssentials: {
    what: "letters by SES, Essentials",
    dollars: 0.16,
    per: 1000,
    unit: "thousand",
    included: 0,
    source: "ses",
  },
  queues: {
    what: "operations of Queues",
    dollars: 0.4,
    ...perMillion,
    included: MILLION,
    free: 10_000,
    source: "queues",
  },
  minute: {
    what: "minutes of GitHub, Linux, 2 cores",
    dollars: 0.006,
    per: 1,
    unit: "minute",
    included: 2000,
    source: "github",
  },
  pulumi: { what: "Pulumi Essentials", dollars: 40, per: 1, unit: "month", included: 0, source: "pulumi" },
  resource: { what: "resources of Pulumi", dollars: 0.1825, per: 1, unit: "month", included: 0, source: "pulumi" },
  secret: { what: "secrets of ESC", dollars: 0.5, per: 1, unit: "month", included: 0, source: "pulumi" },
  secretCalls: {
    what: "calls of ESC",
    dollars: 0.1,
    per: 10_000,
    unit: "10,000",
    included: 10_000,
    source: "pulumi",
  },
} as const satisfies Record<string, Price>;
