import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { withStorage } from "../../test/email-queue.ts";
import { createTenant, createWorld } from "../../test/world.ts";
import { openDatabase } from "../ports/database.ts";
import { dayOf, hourOf } from "../usage/usage.ts";
import { UsageStore } from "../usage/usage-store.ts";
import { tenantUsage } from "./tenant-parts.ts";

const MODEL = "model\n  schema 1.1\ntype user\ntype team\n  relations\n    define member: [user]";
const HOUR_MS = 60 * 60 * 1000;

it("measures a tenant's graph once an hour, however often its object restarts", async () => {
  const { tenant, client } = await createTenant((await createWorld()).admin, "gauged");
  await client.authz.model.put.mutate({ model: MODEL });
  const store = new UsageStore(openDatabase(env.DB));
  const day = dayOf(new Date());
  let serial = 0;
  await withStorage(async (sql) => {
    /** Adds a tuple, counts a call in a restarted object, and returns the number of tuples that the dashboard shows. */
    const tuplesShown = async () => {
      const fact = { subject: `user:${++serial}`, relation: "member", object: "team:eng" };
      await client.authz.write.mutate({ writes: [fact] });
      const usage = tenantUsage(sql, env, tenant.id);
      const tally = { hour: hourOf(new Date()), counts: { calls: 1 }, latency: new Map(), users: new Set<string>() };
      usage.count({ source: "a", serial, tallies: [tally] });
      await usage.run();
      return (await store.totals({ from: day, to: day, tenantId: tenant.id })).tuples;
    };
    expect(await tuplesShown()).toBe(1);
    expect(await tuplesShown()).toBe(1);
    sql.exec("UPDATE usage_hours SET hour = ?", hourOf(new Date(Date.now() - HOUR_MS)));
    expect(await tuplesShown()).toBe(3);
    expect(await tuplesShown()).toBe(3);
  });
});
