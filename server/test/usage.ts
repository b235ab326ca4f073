import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { appFor } from "../src/compose.ts";
import type { UsageCounter } from "../src/usage/usage-counter.ts";

/** Has this isolate deliver what it has counted, as it does a moment after each request. */
export async function deliverUsage(): Promise<void> {
  await appFor(env)?.meter.flush();
}

/** Has a tenant's object write its totals down, as its alarm does a minute later. */
export async function rollUp(tenantId: string): Promise<void> {
  await runInDurableObject(env.TENANT_STATE.getByName(tenantId), async (object) => {
    // Its own, which nobody else may ask it for.
    await (object as unknown as { usage: UsageCounter }).usage.run();
  });
}
