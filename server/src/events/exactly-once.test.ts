import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as fc from "fast-check";
import { afterEach, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { closeAll, type Listening, listen } from "../../test/events.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

const RUNS = inject("long") ? 25 : 3;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => {
  closeAll();
  vi.restoreAllMocks();
});

let tenants = 0;
const newTenant = async () => await createTenant(world.admin, `once-${++tenants}`);

/** Subscribes to a tenant's events, and resumes after the last event received. */
class Follower {
  readonly seen: number[] = [];
  private readonly headers: Record<string, string>;
  private connection: Listening | undefined;
  private taken = 0;

  constructor(headers: Record<string, string>) {
    this.headers = headers;
  }

  async connect(): Promise<void> {
    this.take();
    this.connection = await listen(this.headers, { after: this.seen.at(-1) ?? 0 });
    this.taken = 0;
  }

  /** Reconnects if the connection is closed. */
  async reconnect(): Promise<void> {
    this.take();
    if (this.connection === undefined || this.connection.closed() !== undefined) await this.connect();
  }

  /** Drops the connection with all events that have not arrived. */
  drop(): void {
    this.take();
    this.connection?.close();
    this.connection = undefined;
  }

  private take(): void {
    const seqs = this.connection?.seqs() ?? [];
    this.seen.push(...seqs.slice(this.taken));
    this.taken = seqs.length;
  }
}

type Step = { readonly kind: "act" | "refused" | "drop" | "sleep" | "evict" | "abort" | "wait"; readonly ms: number };
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom("act", "act", "act", "act", "refused", "drop", "sleep", "evict", "abort", "wait"),
  ms: fc.integer({ min: 0, max: 60 }),
});

describe("a subscriber that resumes after the last event it received", () => {
  it("receives every event once and in order, while connections drop and objects hibernate, are evicted or die", async () => {
    // Aborted objects end running calls, which the Worker and the runtime log.
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const property = fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
      const { tenant, secretKey } = await newTenant();
      const { apiKeys } = clientFor({ key: secretKey });
      const follower = new Follower({ "x-api-key": secretKey });
      const object = () => env.TENANT_STATE.getByName(tenant.id);
      for (const { kind, ms } of steps) {
        if (kind === "act") void apiKeys.create.mutate({ kind: "publishable", name: "x" }).catch(() => undefined);
        if (kind === "refused") void errorOf(apiKeys.revoke.mutate({ id: "key_nobody" })).catch(() => undefined);
        if (kind === "drop") follower.drop();
        if (kind === "sleep") await evictDurableObject(object(), { webSockets: "hibernate" }).catch(() => undefined);
        if (kind === "evict") await evictDurableObject(object(), { webSockets: "close" }).catch(() => undefined);
        if (kind === "abort") await abortAllDurableObjects();
        await scheduler.wait(ms);
        if (kind !== "drop") await follower.reconnect().catch(() => undefined);
      }
      // Running calls end, and the log has the expected events.
      await scheduler.wait(100);
      const rows = "SELECT count(*) AS events FROM audit_events WHERE tenant_id = ?";
      const count = async () => await env.DB.prepare(rows).bind(tenant.id).first<number>("events");
      await expect
        .poll(async () => {
          await follower.reconnect().catch(() => undefined);
          return follower.seen.length === (await count());
        })
        .toBe(true);
      expect(follower.seen).toEqual(follower.seen.map((_, i) => i + 1));
    });
    await fc.assert(property, { numRuns: RUNS });
  });

  it("receives an event although the isolate that wrote it dies before reporting it", async () => {
    const { tenant, secretKey } = await newTenant();
    const live = await listen({ "x-api-key": secretKey });
    await expect.poll(() => live.messages).toHaveLength(1);
    const event = { id: "evt_0", event: "auth.login", actor: "usr_0", outcome: "ok", ip: "", request_id: "", at: 0 };
    const columns = { ...event, tenant_id: tenant.id };
    const insert = `INSERT INTO audit_events (${Object.keys(columns)}) VALUES (${Object.keys(columns).map(() => "?")})`;
    await env.DB.prepare(insert)
      .bind(...Object.values(columns))
      .run();
    expect(live.seqs()).toEqual([]);
    // The alarm seals the event; it is set while there are subscribers.
    const object = env.TENANT_STATE.getByName(tenant.id);
    const alarm = await runInDurableObject(object, async (_, { storage }) => await storage.getAlarm());
    expect((alarm ?? Number.POSITIVE_INFINITY) - Date.now()).toBeLessThanOrEqual(60_000);
    await object.sealAll();
    await expect.poll(() => live.seqs()).toEqual([1]);
  });

  it("receives every event once and in order, with 10 connections, 2 tenants and 20 concurrent writers", async () => {
    const [a, b] = [await newTenant(), await newTenant()];
    const followers = await Promise.all(
      Array.from({ length: 10 }, async (_, i) => {
        const follower = new Follower({ "x-api-key": (i % 2 === 0 ? a : b).secretKey });
        await follower.connect();
        return follower;
      }),
    );
    await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        for (let each = 0; each < 10; each++) {
          await (i % 2 === 0 ? a : b).client.apiKeys.create.mutate({ kind: "publishable", name: "x" });
          if (each % 3 === i % 3) await followers[i % 10]?.connect();
        }
      }),
    );
    const all = Array.from({ length: 100 }, (_, i) => i + 1);
    await expect
      .poll(async () => {
        for (const follower of followers) await follower.reconnect();
        return followers.map(({ seen }) => seen);
      })
      .toEqual(followers.map(() => all));
  });
});
