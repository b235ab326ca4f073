import { env } from "cloudflare:workers";
import * as fc from "fast-check";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

const PERSON = { email: "anne@example.com", password: "a perfectly good sentence" };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;
/** A tenant with `count` events, some of them refusals. */
async function withEvents(count: number) {
  const created = await createTenant(world.admin, `audited-${++tenants}`);
  for (let i = 0; i < count; i++) {
    const name = `key ${i}`;
    if (i % 3 === 2) await errorOf(created.client.apiKeys.revoke.mutate({ id: "key_nobody" }));
    else await created.client.apiKeys.create.mutate({ kind: "publishable", name });
  }
  return { ...created, id: created.tenant.id };
}

const rowsOf = async (id: string) =>
  (await env.DB.prepare("SELECT rowid AS rowId, * FROM audit_events WHERE tenant_id = ? ORDER BY rowid").bind(id).all())
    .results as { rowId: number; id: string }[];
const run = async (sql: string, ...values: (string | number)[]) => {
  await env.DB.prepare(sql)
    .bind(...values)
    .run();
};

describe("a tenant's audit log", () => {
  it("lists changes and refusals newest first, with pages and filters, and only of its tenant", async () => {
    const { client, id } = await withEvents(6);
    const { items } = await client.audit.list.query({});
    expect(items.map(({ event, outcome }) => [event, outcome])).toEqual([
      ["apiKeys.revoke", "key_not_found"],
      ["apiKeys.create", "ok"],
      ["apiKeys.create", "ok"],
      ["apiKeys.revoke", "key_not_found"],
      ["apiKeys.create", "ok"],
      ["apiKeys.create", "ok"],
    ]);
    const first = await client.audit.list.query({ limit: 4 });
    const second = await client.audit.list.query({ limit: 4, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items]).toEqual(items);
    const count = async (filter: Parameters<typeof client.audit.list.query>[0]) =>
      (await client.audit.list.query(filter)).items.length;
    expect(await count({ event: "apiKeys.revoke" })).toBe(2);
    expect(await count({ event: "apiKeys." })).toBe(6);
    expect(await count({ event: "api" })).toBe(0);
    expect(await count({ outcome: "refused" })).toBe(2);
    expect(await count({ outcome: "ok", event: "apiKeys.create" })).toBe(4);
    expect(await count({ actor: items[0]?.actor ?? "" })).toBe(6);
    expect(await count({ actor: "usr_nobody" })).toBe(0);
    expect(await count({ from: items[2]?.at, to: items[0]?.at })).toBeLessThanOrEqual(3);
    expect(await count({ to: new Date(0) })).toBe(0);
    const admin = clientFor({ token: world.token, tenant: id });
    expect((await admin.audit.list.query({})).items).toEqual(items);
    expect(await errorOf(clientFor({ key: world.acme.publishableKey }).audit.list.query({}))).toMatchObject({
      code: "forbidden",
    });
  });

  it("verifies as valid while events are only appended", async () => {
    const { client } = await withEvents(4);
    const first = await client.audit.verify.query({});
    expect(first).toMatchObject({ valid: true, broken: null, verifiedCount: 4, eventCount: 4, nextCursor: null });
    await client.apiKeys.create.mutate({ kind: "publishable", name: "one more" });
    const second = await client.audit.verify.query({});
    expect(second).toMatchObject({ valid: true, verifiedCount: 5 });
    expect(second.hash).not.toBe(first.hash);
    expect(await client.audit.verify.query({})).toEqual(second);
  });

  it("reports any altered event, whichever column changed", async () => {
    const count = 5;
    const columns = ["event", "actor", "outcome", "ip", "request_id", "at"];
    const column = fc.constantFrom(...columns);
    const property = fc.asyncProperty(fc.nat(count - 1), column, async (at, name) => {
      const { client, id } = await withEvents(count);
      expect((await client.audit.verify.query({})).valid).toBe(true);
      const row = (await rowsOf(id))[at];
      await run(`UPDATE audit_events SET ${name} = ? WHERE id = ?`, name === "at" ? 1 : "forged", row?.id ?? "");
      const after = await client.audit.verify.query({});
      expect(after.broken).toEqual({ seq: at + 1, eventId: row?.id, problem: "altered" });
      expect(after).toMatchObject({ valid: false, verifiedCount: at, nextCursor: null });
    });
    await fc.assert(property, {
      numRuns: inject("long") ? 24 : columns.length,
      // Each column once.
      examples: columns.map((name, i): [number, string] => [i % count, name]),
    });
  });

  it.each([0, 2, 4])("reports event %i as removed, including the last one", async (at) => {
    const { client, id } = await withEvents(5);
    await client.audit.verify.query({});
    const row = (await rowsOf(id))[at];
    await run("DELETE FROM audit_events WHERE id = ?", row?.id ?? "");
    const { broken } = await client.audit.verify.query({});
    expect(broken).toEqual({ seq: at + 1, eventId: row?.id, problem: "removed" });
  });

  it("reports an inserted event, and one whose id was changed", async () => {
    const { client, id } = await withEvents(2);
    // Leaves a free row id between two of its events.
    await createTenant(world.admin, "between");
    await client.apiKeys.create.mutate({ kind: "publishable", name: "later" });
    await client.audit.verify.query({});
    const [, second, third] = await rowsOf(id);
    const free = (third?.rowId ?? 0) - 1;
    await run("DELETE FROM audit_events WHERE rowid = ?", free);
    await run(
      `INSERT INTO audit_events (rowid, id, tenant_id, event, actor, outcome, ip, request_id, at)
       VALUES (?, 'evt_forged', ?, 'tenants.delete', 'usr_x', 'ok', '', '', 0)`,
      free,
      id,
    );
    expect(second?.rowId).toBeLessThan(free);
    const { broken, verifiedCount: verified } = await client.audit.verify.query({});
    expect(broken).toMatchObject({ seq: 3, problem: "inserted" });
    expect(verified).toBe(2);
    await run("DELETE FROM audit_events WHERE id = 'evt_forged'");
    expect((await client.audit.verify.query({})).valid).toBe(true);
    await run("UPDATE audit_events SET id = 'evt_other' WHERE id = ?", second?.id ?? "");
    expect((await client.audit.verify.query({})).broken).toMatchObject({ seq: 2, problem: "removed" });
  });

  it("verifies a long log in pages, and seals it under concurrent calls", async () => {
    const { client, id } = await withEvents(1);
    await run(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)
       INSERT INTO audit_events (id, tenant_id, event, actor, outcome, ip, request_id, at)
       SELECT 'evt_long_' || i, ?, 'x', 'x', 'ok', '', '', i FROM n`,
      id,
    );
    const [page] = await Promise.all([1, 2, 3].map(async () => await client.audit.verify.query({})));
    expect(page).toMatchObject({ valid: true, verifiedCount: 5000, eventCount: 6001 });
    const cursor = page?.nextCursor ?? "";
    expect(await client.audit.verify.query({ cursor })).toMatchObject({
      valid: true,
      verifiedCount: 6001,
      nextCursor: null,
    });
    await run("UPDATE audit_events SET outcome = 'x' WHERE id = 'evt_long_5500'");
    expect((await client.audit.verify.query({})).valid).toBe(true);
    expect((await client.audit.verify.query({ cursor })).broken).toMatchObject({ eventId: "evt_long_5500" });
  });
});

describe("an export of the audit log", () => {
  it("writes verifiable JSON lines, and continues after the last export", async () => {
    const { client, id } = await withEvents(3);
    const first = await client.audit.export.mutate({});
    expect(first).toMatchObject({
      key: `audit/${id}/1-3.jsonl`,
      eventCount: 3,
      firstSeq: 1,
      lastSeq: 3,
      hasMore: false,
    });
    const next = await client.audit.export.mutate({ cursor: first.nextCursor });
    // The first export is an event, too.
    expect(next).toMatchObject({ key: `audit/${id}/4-4.jsonl`, eventCount: 1, firstSeq: 4 });
    const lines = [];
    for (const { key } of [first, next]) {
      const text = await (await env.FILES.get(key ?? ""))?.text();
      expect(text?.endsWith("\n")).toBe(true);
      lines.push(...(text ?? "").trimEnd().split("\n"));
    }
    let before = "0".repeat(64);
    for (const [i, line] of lines.entries()) {
      const { seq, hash, event } = JSON.parse(line) as { seq: number; hash: string; event: string };
      const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${before}\n${event}`));
      before = new Uint8Array(digest).toHex();
      expect([seq, hash]).toEqual([i + 1, before]);
      expect(JSON.parse(event)).toMatchObject({ tenantId: id });
    }
    const { hash } = await client.audit.verify.query({});
    await client.audit.export.mutate({ cursor: next.nextCursor });
    expect(hash).not.toBe(before);
  });

  it("refuses a changed log and writes no file", async () => {
    const { client, id } = await withEvents(3);
    await client.audit.verify.query({});
    await run("DELETE FROM audit_events WHERE id = ?", (await rowsOf(id))[1]?.id ?? "");
    expect(await errorOf(client.audit.export.mutate({}))).toMatchObject({
      code: "audit_chain_broken",
      details: { seq: 2 },
    });
    expect((await env.FILES.list({ prefix: `audit/${id}/` })).objects).toEqual([]);
  });
});

it("a sign-in is in the tenant's audit log, without the password", async () => {
  const { client, browser } = world.acme;
  await browser.auth.register.mutate(PERSON);
  await browser.auth.login.mutate(PERSON);
  const { items } = await client.audit.list.query({ event: "auth." });
  expect(items.map(({ event }) => event)).toEqual(["auth.login", "auth.register"]);
  expect(JSON.stringify(items)).not.toContain(PERSON.password);
});
