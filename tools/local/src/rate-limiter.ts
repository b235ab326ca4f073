import type { V4WorkerOptions } from "miniflare";

const NAME = "rate-limiter";

/** What wrangler.jsonc says of one rate-limit binding. */
export interface RateLimit {
  readonly simple: { readonly limit: number; readonly period?: number };
}

/** A Worker that counts in memory, as the platform's rate limits do; the count starts over with each period. */
const SCRIPT = `
import { WorkerEntrypoint } from "cloudflare:workers";

const counts = new Map();
let present = 0;

export class RateLimiter extends WorkerEntrypoint {
  limit({ key }) {
    const { name, limit, period } = this.ctx.props;
    const now = Math.floor(Date.now() / 10_000);
    if (now !== present) for (const [bucket, { until }] of counts) if (until <= now) counts.delete(bucket);
    present = now;
    const bucket = counts.get(name + " " + key) ?? { count: 0, until: now + period / 10 };
    if (bucket.count >= limit) return { success: false };
    bucket.count++;
    counts.set(name + " " + key, bucket);
    return { success: true };
  }
}

export default { fetch: () => new Response(null, { status: 404 }) };
`;

/**
 * The rate-limit bindings as a Worker beside the main one. Miniflare's own write every count to disk and let
 * a few dozen calls a second through; the platform's keep them in memory.
 *
 * `unlimited` is for benchmarks: calls are counted as ever, but the limits are out of reach.
 */
export function rateLimiter(limits: Readonly<Record<string, RateLimit>>, unlimited: boolean) {
  const bindings = Object.entries(limits).map(([name, { simple }]) => {
    const props = { name, limit: unlimited ? Number.MAX_SAFE_INTEGER : simple.limit, period: simple.period ?? 60 };
    return [name, { name: NAME, entrypoint: "RateLimiter", props }] as const;
  });
  const worker: V4WorkerOptions = {
    name: NAME,
    compatibilityDate: "2026-11-01",
    modules: [{ type: "ESModule", path: "rate-limiter.js", contents: SCRIPT }],
  };
  return { bindings: Object.fromEntries(bindings), worker };
}
