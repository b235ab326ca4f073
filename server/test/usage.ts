import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { UsageCounter } from "../src/usage/usage-counter.ts";

/** Has a tenant's object write its totals down, as its alarm does a minute later. */
export async function rollUp(tenantId: string): Promise<void> {
  await runInDurableObject(env.TENANT_STATE.getByName(tenantId), async (object) => {
    // Its own, which nobody else may ask it for.
    await (object as unknown as { usage: UsageCounter }).usage.run();
  });
}
