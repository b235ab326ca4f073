import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { rollUp } from "../../test/usage.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import { pause, systemClock } from "../ports/time.ts";
import { UsageMeter } from "./meter.ts";
import type { Delivery } from "./usage.ts";
import { dayOf, hourOf } from "./usage.ts";

const CLIENTS = 20;
const CALLS_EACH = inject("long") ? 500 : 100;
const UNLIMITED = { allow: async () => true };
const PERSON = { email: "anne@example.com", password: "a perfectly good sentence" };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

const state = (id: string) => env.TENANT_STATE.getByName(id);
const today = () => dayOf(new Date());

it(`counts ${CLIENTS * CALLS_EACH} calls of ${CLIENTS} concurrent clients exactly, although responses get lost`, async () => {
  const { tenant, secretKey } = await createTenant(world.admin, "counted");
  // Every second delivery arrives, but its response is lost.
  let deliveries = 0;
  const log = (id: string) => ({
    countUsage: async (delivery: Delivery) => {
      await state(id).countUsage(delivery);
      if (++deliveries % 2 === 1) throw new Error("The response was lost.");
    },
  });
  const isolates = [0, 1, 2].map(() =>
    isolate(systemClock, { meter: new UsageMeter(log, systemClock, pause), limits: UNLIMITED }),
  );
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, i) => {
      const { clientFor, app } = isolates[i % isolates.length] as (typeof isolates)[number];
      const client = clientFor({ key: secretKey });
      for (let call = 0; call < CALLS_EACH; call++) {
        await client.tenants.settings.get.query();
        if (call % 20 === 19) await app.meter.flush();
      }
    }),
  );
  for (const { app } of isolates) for (let i = 0; i < 4; i++) await app.meter.flush();
  expect(deliveries).toBeGreaterThan(20);
  await rollUp(tenant.id);
  const series = { metric: "calls", tenant: "counted", from: today() } as const;
  const { points } = await world.admin.dashboard.timeseries.query({ ...series, skipCache: true });
  expect(points).toEqual([{ day: today(), value: CLIENTS * CALLS_EACH }]);
  const { callCount: calls, p50Milliseconds: p50 } = await world.admin.dashboard.latency.query({
    tenant: "counted",
    from: today(),
    skipCache: true,
  });
  expect(calls).toBe(CLIENTS * CALLS_EACH);
  expect(p50).toBeGreaterThan(0);
});

describe("usage of a tenant", () => {
  it("counts calls, failures, checks, sign-ins and users of this tenant only, and measures its graph", async () => {
    const { tenant, secretKey, publishableKey } = await createTenant(world.admin, "used");
    const { app, clientFor } = isolate(new MovedClock());
    const browser = clientFor({ key: publishableKey });
    await browser.auth.register.mutate(PERSON);
    const { accessToken } = await browser.auth.login.mutate(PERSON);
    await errorOf(browser.auth.login.mutate({ ...PERSON, password: "another sentence altogether" }));
    await clientFor({ token: accessToken }).auth.me.query();
    await clientFor({ token: accessToken }).auth.me.query();
    const server = clientFor({ key: secretKey });
    const model = "model\n  schema 1.1\ntype user\ntype team\n  relations\n    define member: [user]";
    await server.authz.model.put.mutate({ model });
    const fact = { subject: "user:anne", relation: "member", object: "team:eng" };
    await server.authz.write.mutate({ writes: [fact] });
    await server.authz.check.query(fact);
    await server.authz.batchCheck.query({ checks: Array(9).fill(fact), consistency: "fast" });
    await app.meter.flush();
    await rollUp(tenant.id);
    const totals = await app.usage.totals({ from: today(), to: today(), tenantId: tenant.id });
    expect(totals).toEqual({
      calls: 9,
      failures: 1,
      checks: 10,
      events: 5,
      logins: 1,
      failedLogins: 1,
      activeUsers: 1,
      tuples: 1,
      graphBytes: expect.any(Number),
    });
    expect((await world.admin.dashboard.overview.query({ skipCache: true })).checksToday).toBe(10);
  });

  it("returns hourly values from the object, and adds later usage to them", async () => {
    const { tenant, secretKey } = await createTenant(world.admin, "hourly");
    const { app, clientFor } = isolate(new MovedClock());
    const hour = hourOf(new Date());
    for (const expected of [1, 2]) {
      await clientFor({ key: secretKey }).tenants.get.query();
      await app.meter.flush();
      const { points } = await world.admin.dashboard.hours.query({ tenant: tenant.id, metric: "calls" });
      expect(points).toHaveLength(24);
      expect(points.find((point) => point.hour === hour)?.value).toBe(expected);
      await rollUp(tenant.id);
      const totals = await app.usage.totals({ from: today(), to: today(), tenantId: tenant.id });
      expect(totals.calls).toBe(expected);
    }
  });
});
