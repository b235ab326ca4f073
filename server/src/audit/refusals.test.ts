import { env } from "cloudflare:workers";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { batch } from "../../test/batch.ts";
import { countedLimits } from "../../test/counted-limits.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { somebody } from "../../test/people.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import type { Caller } from "../shared/caller.ts";
import type { AuditEvent } from "./entry.ts";
import { isCounted, Refusals } from "./refusals.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Timeout of a poll in milliseconds. */
const PATIENT = { timeout: 60_000 };

const refusal = (more: Partial<AuditEvent> = {}): AuditEvent => ({
  tenantId: "ten_1",
  event: "users.list",
  actor: "anonymous",
  subject: null,
  outcome: "unauthenticated",
  ip: "192.0.2.1",
  requestId: "req_1",
  ...more,
});
/** Number of refusals that an event represents. */
const countOf = ({ details }: AuditEvent) => Number(details?.count ?? 1);

describe("aggregated refusals", () => {
  it("log the first at once, and later the number of others with first and last time", () => {
    const refusals = new Refusals();
    expect(refusals.add(refusal(), "a", 0)).toEqual([refusal()]);
    for (let i = 1; i <= 399; i++) expect(refusals.add(refusal({ requestId: `req_${i}` }), "a", i * 10)).toEqual([]);
    expect(refusals.takeDue(3990 + 4999)).toEqual([]);
    const details = { count: 399, from: "1970-01-01T00:00:00.000Z", until: "1970-01-01T00:00:03.990Z" };
    expect(refusals.takeDue(3990 + 5000)).toEqual([refusal({ details })]);
    expect(refusals.takeDue(60 * MINUTE)).toEqual([]);
    expect(refusals.add(refusal(), "a", 60 * MINUTE)).toEqual([refusal()]);
  });

  it("are aggregated for at most 10 minutes while they continue", () => {
    const refusals = new Refusals();
    const written: AuditEvent[] = [];
    for (let at = 0; at < 30 * MINUTE; at += SECOND) {
      written.push(...refusals.add(refusal(), "a", at));
      if (at % (20 * SECOND) === 0) written.push(...refusals.takeDue(at));
    }
    written.push(...refusals.takeDue(60 * MINUTE));
    expect(written.map(countOf)).toEqual([1, 599, 1, 599, 1, 599]);
  });

  it("log no count for a single refusal", () => {
    const refusals = new Refusals();
    refusals.add(refusal(), "a", 0);
    expect(refusals.takeDue(60 * MINUTE)).toEqual([]);
  });

  it("have a kind per tenant, source, event, code and user", () => {
    const refusals = new Refusals();
    const others: [AuditEvent, string][] = [
      [refusal(), "b"],
      [refusal({ tenantId: "ten_2" }), "a"],
      [refusal({ tenantId: null }), "a"],
      [refusal({ event: "users.get" }), "a"],
      [refusal({ outcome: "rate_limited" }), "a"],
      [refusal({ subject: "usr_1" }), "a"],
    ];
    expect(refusals.add(refusal(), "a", 0)).toHaveLength(1);
    for (const [event, source] of others) expect(refusals.add(event, source, 0)).toEqual([event]);
    for (const [event, source] of others) expect(refusals.add(event, source, 0)).toEqual([]);
  });

  it("have at most 50 kinds per tenant; all others count as one", () => {
    const refusals = new Refusals();
    const written = Array.from({ length: 300 }, (_, i) => refusals.add(refusal(), `address ${i}`, 0)).flat();
    expect(written).toHaveLength(51);
    expect(written.at(-1)).toMatchObject({ tenantId: "ten_1", event: "calls.refused", actor: "several", ip: "" });
    expect(refusals.add(refusal({ tenantId: "ten_2" }), "address 1", 0)).toHaveLength(1);
    expect(refusals.takeDue(MINUTE)).toMatchObject([{ event: "calls.refused", details: { count: 249 } }]);
  });

  it("have at most 1,000 kinds per isolate; all others count as one without a tenant", () => {
    const refusals = new Refusals();
    const written = Array.from({ length: 5000 }, (_, i) =>
      refusals.add(refusal({ tenantId: `ten_${i}` }), "a", 0),
    ).flat();
    expect(written).toHaveLength(1001);
    expect(written.at(-1)).toMatchObject({ tenantId: null, event: "calls.refused" });
    // Existing kinds continue.
    expect(refusals.add(refusal({ tenantId: "ten_0" }), "a", 1)).toEqual([]);
    refusals.takeDue(60 * MINUTE);
    expect(refusals.add(refusal({ tenantId: "ten_4999" }), "a", 61 * MINUTE)[0]?.tenantId).toBe("ten_4999");
  });

  it("are never lost or logged twice, and write few events in any order", () => {
    const step = fc.record({
      waits: fc.constantFrom(0, 1, 50, SECOND, 6 * SECOND, 21 * SECOND, 11 * MINUTE),
      times: fc.integer({ min: 1, max: 40 }),
      tenant: fc.nat(3),
      source: fc.nat(80),
      looks: fc.boolean(),
    });
    const property = fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const refusals = new Refusals();
      const written: AuditEvent[] = [];
      let [now, taken, windows] = [0, 0, 1];
      for (const { waits, times, tenant, source, looks } of steps) {
        now += waits;
        if (waits >= 5 * SECOND) windows++;
        if (looks) written.push(...refusals.takeDue(now));
        for (let i = 0; i < times; i++)
          written.push(...refusals.add(refusal({ tenantId: `ten_${tenant}` }), `${source}`, now));
        taken += times;
      }
      written.push(...refusals.takeDue(now + 60 * MINUTE));
      expect(written.reduce((sum, event) => sum + countOf(event), 0)).toBe(taken);
      // Per tenant 51 kinds, each with its first event and its count.
      expect(written.length).toBeLessThanOrEqual(windows * 4 * 51 * 2);
    });
    fc.assert(property);
  });
});

describe("refusals that are aggregated", () => {
  const tenantId = "ten_1";
  const ids = { tenantId, userId: "usr_1", sessionId: "ses_1" };
  const callers: Record<Caller["kind"], Caller> = {
    anonymous: { kind: "anonymous" },
    publishable: { kind: "publishable", keyId: "key_1" },
    user: { kind: "user", ...ids },
    secret: { kind: "secret", keyId: "key_1" },
    restricted: { kind: "restricted", keyId: "key_1", scopes: [] },
    admin: { kind: "admin", ...ids },
    platformKey: { kind: "platformKey", tenantId, keyId: "key_1", scopes: [] },
  };
  const strangers = ["anonymous", "publishable", "user"];

  it.each([
    ["ok", []],
    ["rate_limited", Object.keys(callers)],
    ["busy", Object.keys(callers)],
    ["too_many_attempts", Object.keys(callers)],
    ["challenge_required", Object.keys(callers)],
    ["invalid_credentials", []],
    ["code_invalid", []],
    ["unauthenticated", strangers],
    ["forbidden", strangers],
    ["invalid_input", strangers],
    ["refresh_token_invalid", strangers],
    ["link_invalid", strangers],
    ["insufficient_permission", strangers],
    ["user_banned", strangers],
    ["internal_error", strangers],
  ])("%s for callers %j", (outcome, counted) => {
    expect(Object.entries(callers).flatMap(([kind, caller]) => (isCounted(caller, outcome) ? [kind] : []))).toEqual(
      counted,
    );
  });
});

describe("over the wire", () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });

  let made = 0;
  /** A tenant, and an isolate that flushes counts when `flush` is called. */
  async function tenantAt(limits = countedLimits()) {
    const tenant = await createTenant(world.admin, `refused-${++made}`);
    const clock = new MovedClock();
    const { promise: flushed, resolve: flush } = Promise.withResolvers<void>();
    const pause = async (milliseconds: number) => {
      // Pauses of password hashing stay real.
      if (milliseconds < 20 * SECOND) return await scheduler.wait(milliseconds);
      await flushed;
      clock.advance(20);
    };
    const { fetch } = isolate(clock, { limits, pause });
    const rows = async (event = "") => {
      const query = `SELECT event, outcome, details FROM audit_events
        WHERE tenant_id = ? AND outcome <> 'ok' AND event LIKE ? ORDER BY rowid`;
      const { results } = await env.DB.prepare(query).bind(tenant.tenant.id, `${event}%`).all();
      return results.map(({ event, outcome, details }) => [event, outcome, JSON.parse(`${details}`)?.count ?? 1]);
    };
    return { ...tenant, fetch, flush, rows };
  }

  it("log two events for 400 rate-limited calls, and the chain stays valid", async () => {
    const { client, publishableKey: key, fetch, flush, rows } = await tenantAt(countedLimits({ standard: 0 }));
    for (let i = 0; i < 4; i++) {
      expect(await batch({ fetch, ip: "192.0.2.1", key }, "auth.refresh", 100, { refreshToken: "x" })).toEqual({
        rate_limited: 100,
      });
    }
    expect(await rows()).toEqual([["auth.refresh", "rate_limited", 1]]);
    expect((await client.audit.verify.query({})).valid).toBe(true);
    flush();
    await expect
      .poll(() => rows(), PATIENT)
      .toEqual([
        ["auth.refresh", "rate_limited", 1],
        ["auth.refresh", "rate_limited", 399],
      ]);
    expect(await client.audit.verify.query({})).toMatchObject({ valid: true, broken: null });
    const { items } = await client.audit.list.query({ outcome: "refused", limit: 1 });
    expect(items[0]?.details).toEqual({ count: 399, from: expect.any(String), until: expect.any(String) });
  });

  it("are aggregated per IP address for strangers and users; failed sign-ins are logged one by one", async () => {
    const { tenant, browser, client, publishableKey: key, fetch, flush, rows } = await tenantAt();
    const person = await somebody({ browser, client });
    const { accessToken: token } = await person.signIn();
    for (const ip of ["192.0.2.1", "192.0.2.2"]) {
      expect(await batch({ fetch, ip, tenant: tenant.id }, "users.create", 10)).toEqual({ unauthenticated: 10 });
    }
    expect(await batch({ fetch, token, ip: "192.0.2.3" }, "users.create", 10)).toEqual({ forbidden: 10 });
    const wrong = { email: person.credentials.email, password: "not the sentence" };
    expect(await batch({ fetch, key, ip: "192.0.2.4" }, "auth.login", 3, wrong)).toEqual({ invalid_credentials: 3 });
    const written = [
      ["users.create", "unauthenticated", 1],
      ["users.create", "unauthenticated", 1],
      ["users.create", "forbidden", 1],
    ];
    expect(await rows("users.")).toEqual(written);
    flush();
    await expect
      .poll(() => rows("users."), PATIENT)
      .toEqual([...written, ...written.map(([event, code]) => [event, code, 9])]);
    expect(await rows("auth.")).toEqual(Array(3).fill(["auth.login", "invalid_credentials", 1]));
  });

  it("are logged one by one for a tenant's server", async () => {
    const { secretKey: key, fetch, rows } = await tenantAt();
    expect(await batch({ fetch, key }, "apiKeys.revoke", 5, { id: "key_nobody" })).toEqual({ key_not_found: 5 });
    expect(await rows()).toEqual(Array(5).fill(["apiKeys.revoke", "key_not_found", 1]));
  });

  it("are aggregated without a tenant, too", async () => {
    const { fetch } = await tenantAt();
    const query = "SELECT count(*) AS rows FROM audit_events WHERE tenant_id IS NULL AND event = 'plans.delete'";
    expect(await batch({ fetch, ip: "192.0.2.9" }, "plans.delete", 100)).toEqual({ unauthenticated: 100 });
    expect(await env.DB.prepare(query).first("rows")).toBe(1);
  });
});
