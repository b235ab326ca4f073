import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import {
  backUp,
  backUpAll,
  emailOf,
  keepChanges,
  loseEverythingButFiles,
  MODEL,
  newWorld,
  viewer,
} from "../../test/backups.ts";
import { clientFor, errorOf } from "../../test/client.ts";
import { signInWithFactor } from "../../test/factors.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { ADMIN, createTenant, type World } from "../../test/world.ts";
import { restoreEverything } from "./restore-everything.ts";
import type { TableWalk } from "./table-walk.ts";

const secret = env.BOOTSTRAP_SECRET;

let world: World;
beforeEach(async () => {
  world = await newWorld();
});

/** An application whose clock makes each call do one step. */
function oneStepPerCall() {
  const clock = new MovedClock();
  const now = () => {
    clock.advance(6);
    return clock.now();
  };
  return { ...isolate(clock).app, clock: { now } };
}

/** Restores everything, step after step. `between` is called after each with the tenants under way. */
async function restoreBySteps(between: (under: { tenantId: string; phase: string }[]) => Promise<void>, at?: Date) {
  const app = oneStepPerCall();
  const reports = [];
  for (;;) {
    const result = await restoreEverything(app, { secret, at });
    reports.push(...result.tenants);
    if (result.done) return new Map(reports.map((report) => [report.slug, report]));
    const state = await env.DB.prepare("SELECT state FROM restores WHERE ended_at IS NULL").first<string>("state");
    await between(JSON.parse(state ?? "{}").stack);
  }
}

const nothing = async () => undefined;

describe("a restore of everything", () => {
  it("doesn't write rows to the revocation list before it has applied the list to them", async () => {
    const { browser, client, tenant } = world.acme;
    const { user } = await client.users.create.mutate(emailOf("anne"));
    await backUpAll();
    await client.users.ban.mutate({ id: user.id });
    await keepChanges();
    await loseEverythingButFiles();
    let writes = 0;
    await restoreBySteps(async ([top]) => {
      if (top?.tenantId !== tenant.id) return;
      writes++;
      await env.TENANT_STATE.getByName(tenant.id).writeRevocations();
    });
    expect(writes).toBeGreaterThan(3);
    expect(await errorOf(browser.auth.login.mutate(emailOf("anne")))).toMatchObject({ code: "user_banned" });
    // What changes afterwards is written again.
    const late = await client.users.create.mutate(emailOf("late"));
    await client.users.ban.mutate({ id: late.user.id });
    await keepChanges();
    await loseEverythingButFiles();
    await restoreBySteps(nothing);
    for (const name of ["anne", "late"]) {
      expect(await errorOf(browser.auth.login.mutate(emailOf(name)))).toMatchObject({ code: "user_banned" });
    }
  });

  it("opens a tenant to which a user was added while it was backed up", async () => {
    const { client, tenant } = world.acme;
    await client.users.create.mutate(emailOf("anne"));
    const state = env.TENANT_STATE.getByName(tenant.id);
    await runInDurableObject(state, (instance: object) => {
      const parts = Reflect.get(Reflect.get(instance, "backup"), "parts");
      const { walk } = parts;
      let isAdded = false;
      parts.walk = (bounds: unknown) => {
        const pages: TableWalk = walk(bounds);
        return {
          next: async (position: { table: number; after: null }) => {
            // The users were read, their sign-in methods weren't yet.
            if (position.table === 3 && !isAdded) {
              isAdded = true;
              await client.users.create.mutate(emailOf("late"));
            }
            return await pages.next(position);
          },
        };
      };
    });
    await backUpAll();
    await keepChanges();
    await loseEverythingButFiles();
    const reports = await restoreBySteps(nothing);
    expect(reports.get("acme")).toMatchObject({ differences: [], staysSuspended: false });
    const accounts = "SELECT count(*) AS n FROM accounts JOIN users ON users.id = user_id WHERE email = ?";
    expect(await env.DB.prepare(accounts).bind("late@example.com").first("n")).toBe(1);
  });

  it("has all audit events, also after calls to the empty deployment", async () => {
    await backUpAll();
    await loseEverythingButFiles();
    for (let i = 0; i < 5; i++) {
      await errorOf(clientFor().backups.restoreAll.mutate({ secret: "wrong".repeat(10) }));
      await errorOf(signInWithFactor(clientFor({ tenant: "platform" }), ADMIN));
    }
    const reports = await restoreBySteps(nothing);
    for (const slug of ["platform", "acme"]) expect(reports.get(slug)).toMatchObject({ differences: [] });
    expect(await world.acme.client.audit.verify.query({})).toMatchObject({ valid: true });
  });

  it("keeps a tenant under the parent to which it was moved after the backup", async () => {
    const [before, after] = [await createTenant(world.admin, "before"), await createTenant(world.admin, "after")];
    const own = clientFor({ token: world.token, tenant: "acme" });
    await own.tenants.move.mutate({ parentId: before.tenant.id });
    await backUpAll();
    await own.tenants.move.mutate({ parentId: after.tenant.id });
    await keepChanges();
    await loseEverythingButFiles();
    await restoreBySteps(nothing);
    const parent = await env.DB.prepare("SELECT parent_id FROM tenants WHERE slug = 'acme'").first("parent_id");
    expect(parent).toBe(after.tenant.id);
  });

  it("opens a tenant whose plan was changed after its backup", async () => {
    await env.DB.prepare("INSERT INTO plans (slug, name, limits, created_at) VALUES ('pro', 'Pro', '{}', 0)").run();
    await env.DB.prepare("UPDATE tenants SET plan = 'pro' WHERE slug = 'acme'").run();
    await backUpAll();
    await env.DB.prepare("UPDATE plans SET limits = '{\"users\":7}' WHERE slug = 'pro'").run();
    await backUp((await env.DB.prepare("SELECT id FROM tenants WHERE slug = 'platform'").first<string>("id")) ?? "");
    await loseEverythingButFiles();
    const reports = await restoreBySteps(nothing);
    expect(reports.get("acme")).toMatchObject({ differences: [], staysSuspended: false });
  });

  it("comes to its end where backups have each of two tenants as the other's parent", async () => {
    const { tenant } = await createTenant(world.admin, "other");
    const of = (slug: string) => clientFor({ token: world.token, tenant: slug });
    await of("acme").tenants.move.mutate({ parentId: tenant.id });
    await backUpAll();
    await of("acme").tenants.move.mutate({ parentId: null });
    await of("other").tenants.move.mutate({ parentId: world.acme.tenant.id });
    await backUp(tenant.id);
    await keepChanges();
    await loseEverythingButFiles();
    const reports = await restoreBySteps(nothing);
    expect([...reports.keys()].sort()).toEqual(["acme", "globex", "other", "platform"]);
    const { results } = await env.DB.prepare(
      "SELECT slug, parent_id FROM tenants WHERE slug IN ('acme', 'other') ORDER BY slug",
    ).all();
    expect(results).toEqual([
      { slug: "acme", parent_id: null },
      { slug: "other", parent_id: world.acme.tenant.id },
    ]);
  });

  it("stops where a file of the graph's log is missing", async () => {
    const { client, tenant } = world.acme;
    await client.authz.model.put.mutate({ model: MODEL });
    await client.authz.write.mutate({ writes: [viewer("anne")] });
    await backUpAll();
    await client.authz.write.mutate({ deletes: [viewer("anne")] });
    await keepChanges();
    const first = (await env.FILES.list({ prefix: `backups/${tenant.id}/log/` })).objects.at(-1)?.key ?? "";
    const kept = await (await env.FILES.get(first))?.arrayBuffer();
    await client.authz.write.mutate({ writes: [viewer("bob")] });
    await keepChanges();
    await env.FILES.delete(first);
    await loseEverythingButFiles();
    await expect(restoreBySteps(nothing)).rejects.toMatchObject({ code: "backup_invalid" });
    await env.FILES.put(first, kept ?? "");
    await restoreBySteps(nothing);
    expect((await client.authz.check.query({ ...viewer("anne"), consistency: "exact" })).allowed).toBe(false);
  });
});
