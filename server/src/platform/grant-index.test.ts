import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { admit } from "../../test/admins.ts";
import { errorOf } from "../../test/client.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { createWorld, type World } from "../../test/world.ts";
import { runSchedule } from "../schedule.ts";

const TABLE = "platform_admin_tenant_permissions";
const HOUR = 60 * 60;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

/** Rows of the index: tenant, permission, and whether it ends. */
async function indexed(userId: string): Promise<[string, string, boolean][]> {
  const query = `SELECT * FROM ${TABLE} WHERE user_id = ? ORDER BY tenant_id, permission`;
  const { results } = await env.DB.prepare(query).bind(userId).all<Record<string, string | number | null>>();
  return results.map((row) => [`${row.tenant_id}`, `${row.permission}`, row.expires_at !== null]);
}

async function entriesOf(event: string, userId: string) {
  const { items } = await world.admin.audit.list.query({ event, limit: 100 });
  return items.filter(({ subject }) => subject === userId).map(({ outcome }) => outcome);
}

const { admins } = { admins: () => world.admin.platform.admins };

describe("the index of admins' grants", () => {
  it("has the grants of an invited admin, each with one audit entry, until they are revoked", async () => {
    const { id } = await admins().invite.mutate({ email: "ada@platform.example", role: null });
    const grant = { id, tenant: "acme", grant: "manager" } as const;
    await admins().grant.mutate(grant);
    await admins().grant.mutate({ ...grant, tenant: "globex", grant: "viewer" });
    const [acme, globex] = [world.acme.tenant, world.globex.tenant];
    expect(await indexed(id)).toEqual(
      [
        [acme.id, "manager", false],
        [globex.id, "viewer", false],
      ].sort(),
    );
    expect((await admins().get.query({ id })).grants).toContainEqual({
      tenantId: acme.id,
      slug: "acme",
      name: "acme",
      grant: "manager",
      expiresAt: null,
    });
    await admins().revoke.mutate(grant);
    expect(await indexed(id)).toEqual([[globex.id, "viewer", false]]);
    expect(await entriesOf("platform.admins.grant", id)).toEqual(["ok", "ok"]);
    expect(await entriesOf("platform.admins.revoke", id)).toEqual(["ok"]);
  });

  it("is written with the audit entry or not at all, and a repeat of the call completes it", async () => {
    const { id } = await admit(world.admin, "bob", "readonly");
    const grant = { id, tenant: "acme", grant: "billing" } as const;
    await env.DB.prepare(`ALTER TABLE ${TABLE} RENAME TO away`).run();
    try {
      expect(await errorOf(admins().grant.mutate(grant))).toMatchObject({ code: "internal_error" });
    } finally {
      await env.DB.prepare(`ALTER TABLE away RENAME TO ${TABLE}`).run();
    }
    expect(await entriesOf("platform.admins.grant", id)).toEqual(["internal_error"]);
    expect(await indexed(id)).toEqual([]);
    await admins().grant.mutate(grant);
    expect(await indexed(id)).toEqual([[world.acme.tenant.id, "billing", false]]);
  });

  it("is reconciled with the platform's graph by the schedule", async () => {
    const { id } = await admit(world.admin, "cleo", null, [{ tenant: "acme", grant: "support" }]);
    const expected = await indexed(id);
    const other = { user: id, tenant: world.globex.tenant.id };
    await env.DB.batch([
      env.DB.prepare(`DELETE FROM ${TABLE} WHERE user_id = ?`).bind(id),
      env.DB.prepare(`INSERT INTO ${TABLE} VALUES (?, ?, 'manager', 0, NULL)`).bind(other.user, other.tenant),
    ]);
    await runSchedule(isolate(new MovedClock()).app);
    expect(await indexed(id)).toEqual(expected);
    expect(expected).toEqual([[world.acme.tenant.id, "support", false]]);
  });

  it("has break-glass access with its end, and neither lists nor keeps it afterwards", async () => {
    const { id, client } = await admit(world.admin, "dan", "support");
    const taken = { tenant: "acme", reason: "The customer asked for help.", durationMinutes: 30 };
    const { expiresAt } = await client.platform.breakGlass.mutate(taken);
    expect(await indexed(id)).toEqual([[world.acme.tenant.id, "emergency", true]]);
    expect((await admins().get.query({ id })).grants).toMatchObject([{ grant: "emergency", expiresAt }]);
    const clock = new MovedClock();
    clock.advance(HOUR);
    const later = isolate(clock);
    expect(await later.app.grantIndex.list(id, clock.now())).toEqual([]);
    await runSchedule(later.app);
    expect(await indexed(id)).toEqual([]);
  });

  it("loses break-glass access that is ended early, and everything of an admin who is removed", async () => {
    const { id, client } = await admit(world.admin, "eva", "support", [{ tenant: "globex", grant: "viewer" }]);
    await client.platform.breakGlass.mutate({ tenant: "acme", reason: "A customer needs help.", durationMinutes: 5 });
    await client.platform.endBreakGlass.mutate({ tenant: "acme" });
    expect(await indexed(id)).toEqual([[world.globex.tenant.id, "viewer", false]]);
    await admins().remove.mutate({ id });
    expect(await indexed(id)).toEqual([]);
  });
});
