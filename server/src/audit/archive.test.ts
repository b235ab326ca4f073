import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor } from "../../test/client.ts";
import { faultyIsolate } from "../../test/faults.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import { archiveAuditLogs } from "./archive.ts";
import { GENESIS_HASH } from "./chain.ts";

const DAY = 24 * 60 * 60;
const KEPT_DAYS = 30;

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.admin.plans.create.mutate({ slug: "month", name: "Month", limits: { auditDays: KEPT_DAYS } });
});

let tenants = 0;
/** A tenant whose plan keeps events for 30 days, with some of today. */
async function withEvents(count: number) {
  const created = await createTenant(world.admin, `archived-${++tenants}`);
  const { id } = created.tenant;
  await clientFor({ token: world.token, tenant: id }).tenants.setPlan.mutate({ plan: "month" });
  for (let i = 1; i < count; i++) {
    await created.client.apiKeys.create.mutate({ kind: "publishable", name: `key ${i}` });
  }
  return { ...created, id };
}

/** A Worker, some days later. */
function later(days: number) {
  const clock = new MovedClock();
  clock.advance(days * DAY);
  return { clock, ...isolate(clock) };
}

async function filesOf(id: string): Promise<{ key: string; lines: { seq: number; hash: string; event: string }[] }[]> {
  const { objects } = await env.FILES.list({ prefix: `audit/${id}/archive/` });
  return await Promise.all(
    objects.map(async ({ key }) => {
      const text = (await (await env.FILES.get(key))?.text()) ?? "";
      const lines = text.split("\n").filter((line) => line !== "");
      return { key, lines: lines.map((line) => JSON.parse(line)) };
    }),
  );
}

const idsInLog = async (id: string) =>
  (await env.DB.prepare("SELECT id FROM audit_events WHERE tenant_id = ? ORDER BY rowid").bind(id).all()).results.map(
    (row) => row.id,
  );

async function sha256(text: string): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toHex();
}

describe("archiving an audit log", () => {
  it("moves events that are older than the plan says to R2, except for the newest", async () => {
    const { client, id } = await withEvents(5);
    const before = await client.audit.list.query({});
    expect(await archiveAuditLogs(later(KEPT_DAYS - 1).app)).toBeUndefined();
    expect(await archiveAuditLogs(later(KEPT_DAYS + 1).app)).toEqual({ archived: 4, tenants: 1 });
    const [file, ...others] = await filesOf(id);
    expect(others).toEqual([]);
    expect(file?.key).toBe(`audit/${id}/archive/1-4.jsonl`);
    const archived = file?.lines.map(({ event }) => JSON.parse(event).id).reverse() ?? [];
    expect([...(await client.audit.list.query({})).items.map((event) => event.id), ...archived]).toEqual(
      before.items.map((event) => event.id),
    );
    expect(await archiveAuditLogs(later(KEPT_DAYS + 2).app)).toBeUndefined();
  });

  it("leaves a chain that is verified across the file and the log", async () => {
    const { client, id } = await withEvents(4);
    const whole = await client.audit.verify.query({});
    await archiveAuditLogs(later(KEPT_DAYS + 1).app);
    const [file] = await filesOf(id);
    let hash = GENESIS_HASH;
    for (const line of file?.lines ?? []) {
      hash = await sha256(`${hash}\n${line.event}`);
      expect(line.hash).toBe(hash);
    }
    const rest = await client.audit.verify.query({});
    expect(rest).toEqual({ ...whole, archivedCount: 3 });
    await client.apiKeys.create.mutate({ kind: "publishable", name: "later" });
    expect(await client.audit.verify.query({})).toMatchObject({ valid: true, verifiedCount: 5, eventCount: 5 });
    const exported = await client.audit.export.mutate({});
    expect(exported).toMatchObject({ firstSeq: 4, key: `audit/${id}/4-${exported.lastSeq}.jsonl` });
  });

  it("continues in a further file", async () => {
    const { client, id } = await withEvents(3);
    await archiveAuditLogs(later(KEPT_DAYS + 1).app);
    await client.apiKeys.create.mutate({ kind: "publishable", name: "later" });
    expect(await archiveAuditLogs(later(KEPT_DAYS + 2).app)).toEqual({ archived: 1, tenants: 1 });
    expect((await filesOf(id)).map(({ key }) => key)).toEqual([
      `audit/${id}/archive/1-2.jsonl`,
      `audit/${id}/archive/3-3.jsonl`,
    ]);
    expect(await client.audit.verify.query({})).toMatchObject({ valid: true, archivedCount: 3, verifiedCount: 4 });
  });

  it("loses and repeats no event, whichever of its calls fails", async () => {
    const clock = new MovedClock();
    clock.advance((KEPT_DAYS + 1) * DAY);
    const edge = faultyIsolate(clock);
    for (const fault of ["refused", "lost"] as const) {
      for (let at = 1; ; at++) {
        const { client, id } = await withEvents(4);
        const all = await idsInLog(id);
        edge.arm(at, fault);
        await archiveAuditLogs(edge.app).catch(() => undefined);
        const steps = edge.steps.length;
        edge.arm();
        expect(await client.audit.verify.query({}), `${fault} at ${at}`).toMatchObject({ valid: true, eventCount: 4 });
        await archiveAuditLogs(edge.app);
        const events = (await filesOf(id)).flatMap(({ lines }) => lines.map(({ event }) => JSON.parse(event).id));
        expect([...events, ...(await idsInLog(id))], `${fault} at ${at}`).toEqual(all);
        expect(await client.audit.verify.query({})).toMatchObject({ valid: true, archivedCount: 3, verifiedCount: 4 });
        if (at >= steps) break;
      }
    }
  });

  it("moves nothing of a log whose chain is broken, and raises an alert", async () => {
    const { client, id } = await withEvents(4);
    await client.audit.verify.query({});
    const [, second] = await idsInLog(id);
    await env.DB.prepare("UPDATE audit_events SET actor = 'usr_eve' WHERE id = ?").bind(second).run();
    const { client: sound, id: soundId } = await withEvents(3);
    expect(await archiveAuditLogs(later(KEPT_DAYS + 1).app)).toEqual({ archived: 2, tenants: 1 });
    expect(await filesOf(id)).toEqual([]);
    const { items } = await client.audit.list.query({});
    expect(items[0]).toMatchObject({ event: "audit.chainBroken", outcome: "audit_chain_broken", actor: "schedule" });
    expect(await client.audit.verify.query({})).toMatchObject({ valid: false, broken: { eventId: second } });
    expect(await filesOf(soundId)).toHaveLength(1);
    expect(await sound.audit.verify.query({})).toMatchObject({ valid: true });
    const reports = async () =>
      (await client.audit.list.query({ event: "audit.chainBroken", actor: "schedule" })).items;
    const before = (await reports()).length;
    const { app, clock } = later(KEPT_DAYS + 1);
    await archiveAuditLogs(app);
    expect(await reports()).toHaveLength(before);
    clock.advance(2 * DAY);
    await archiveAuditLogs(app);
    expect(await reports()).toHaveLength(before + 1);
    // Not again for the tests after this one.
    await clientFor({ token: world.token, tenant: id }).tenants.setPlan.mutate({ plan: null });
  });

  it("leaves tenants whose plan has no limit as they are", async () => {
    const { id } = await withEvents(3);
    await clientFor({ token: world.token, tenant: id }).tenants.setPlan.mutate({ plan: null });
    expect(await archiveAuditLogs(later(5000).app)).toBeUndefined();
    expect(await idsInLog(id)).toHaveLength(4);
  });
});
