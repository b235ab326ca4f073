import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { signInWithFactor } from "../../test/factors.ts";
import { failAtEachStep, faultyIsolate } from "../../test/faults.ts";
import { holdingsOf } from "../../test/holdings.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { somebody } from "../../test/people.ts";
import { ADMIN, createTenant, createTestTenant, createWorld, type World } from "../../test/world.ts";
import { reconcileTenants } from "./propagate.ts";
import { purgeTenants } from "./purge.ts";

/** Timeout for tests that repeat their call dozens of times. */
vi.setConfig({ testTimeout: 10 * 60_000 });

const PLAN = "seven-tuples";

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.admin.plans.create.mutate({ slug: PLAN, name: PLAN, limits: { tuples: 7 } });
});
beforeEach(async () => {
  // Signs in again, because the tests take longer than an admin's access token is valid.
  world.token = (await signInWithFactor(clientFor({ tenant: "platform" }), ADMIN)).accessToken;
  world.admin = clientFor({ token: world.token });
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  return () => vi.restoreAllMocks();
});

let tenants = 0;
const newSlug = () => `faulty-${++tenants}`;
const newTenant = async () => await createTenant(world.admin, newSlug());
const below = async (parentId: string) => {
  const slug = newSlug();
  const made = await world.admin.tenants.create.mutate({ slug, name: slug, parentId });
  return { ...made, client: clientFor({ key: made.secretKey }), browser: clientFor({ key: made.publishableKey }) };
};
const adminOf = (tenant: string) => clientFor({ token: world.token, tenant });
const codeOf = async (call: Promise<unknown>) =>
  await call.then(
    () => "ok",
    async (error) => (await errorOf(Promise.reject(error))).code,
  );
const app = () => isolate(new MovedClock()).app;
const schedule = async () => {
  while ((await reconcileTenants(app())) !== undefined);
};
const tuplesOf = async (secretKey: string) =>
  (await clientFor({ key: secretKey }).authz.settings.get.query()).maxTuples;
const isPending = async (id: string) =>
  (await env.DB.prepare("SELECT pending_since FROM tenants WHERE id = ?").bind(id).first("pending_since")) !== null;

describe("tenants.create with a failure at each step", () => {
  it.each(["at the top", "below a tenant with a plan"])(
    "returns the keys or creates nothing, with its audit entry and with the plan's limit from the start: %s",
    async (where) => {
      let parentId: string | undefined;
      if (where !== "at the top") {
        const parent = await newTenant();
        parentId = parent.tenant.id;
        await adminOf(parentId).tenants.setPlan.mutate({ plan: PLAN });
        await adminOf(parentId).authz.settings.update.mutate({ maxStalenessSeconds: 9 });
      }
      const steps = await failAtEachStep({
        setup: async () => ({ slug: newSlug() }),
        call: async (faulty, { slug }) =>
          await faulty({ token: world.token }).tenants.create.mutate({
            slug,
            name: slug,
            ...(parentId && { parentId }),
          }),
        check: async ({ slug }, outcome) => {
          const row = await env.DB.prepare("SELECT id FROM tenants WHERE slug = ?").bind(slug).first<{ id: string }>();
          const { items } = await world.admin.audit.list.query({ event: "tenants.create", outcome: "ok", limit: 1 });
          expect(items[0]?.details?.slug === slug).toBe("answer" in outcome);
          if (!("answer" in outcome)) {
            expect(row).toBeNull();
            // A repeat succeeds.
            return void (await world.admin.tenants.create.mutate({ slug, name: slug, ...(parentId && { parentId }) }));
          }
          const { tenant, secretKey, publishableKey } = outcome.answer;
          expect(row?.id).toBe(tenant.id);
          expect(items[0]?.details).toMatchObject({ id: tenant.id, slug });
          for (const key of [secretKey, publishableKey]) {
            expect(await codeOf(clientFor({ key }).system.health.query())).toBe("ok");
          }
          const settings = await clientFor({ key: secretKey }).authz.settings.get.query();
          expect([settings.maxTuples, settings.maxStalenessSeconds]).toEqual(parentId ? [7, 9] : [3_000_000, 2]);
          expect(tenant.limits).toEqual(parentId ? { tuples: 7 } : {});
        },
      });
      expect(steps.at(-1)).toBe("D1 batch");
    },
  );

  it("gets a plan that its parent receives meanwhile from the schedule", async () => {
    const parent = await newTenant();
    const parentId = parent.tenant.id;
    const own = app();
    const tenantsStore = Object.assign(Object.create(own.tenants), {
      create: async (parts: Parameters<typeof own.tenants.create>[0]) => {
        await adminOf(parentId).tenants.setPlan.mutate({ plan: PLAN });
        return await own.tenants.create(parts);
      },
    });
    const racing = isolate(new MovedClock(), { tenants: tenantsStore }).clientFor({ token: world.token });
    const slug = newSlug();
    const { secretKey } = await racing.tenants.create.mutate({ slug, name: slug, parentId });
    await schedule();
    expect(await tuplesOf(secretKey)).toBe(7);
  });

  it("leaves no object behind if the parent is invalid or the slug is taken", async () => {
    const parent = await newTenant();
    const opened = new Set<string>();
    const own = app();
    const graph: typeof own.graph = (id) => {
      opened.add(id);
      return own.graph(id);
    };
    const admin = isolate(new MovedClock(), { graph }).clientFor({ token: world.token });
    const { slug, id } = parent.tenant;
    expect(await codeOf(admin.tenants.create.mutate({ slug, name: "x", parentId: id }))).toBe("slug_taken");
    const platform = (await world.admin.tenants.get.query()).id;
    const [prepared = "", ...more] = [...opened].filter((one) => one !== id && one !== platform);
    expect([prepared.slice(0, 4), more]).toEqual(["ten_", []]);
    const holdings = await holdingsOf(prepared);
    expect(holdings["graph.documents"]).toEqual([]);
  });
});

describe("a change with a failure at each step", () => {
  /** Creates a tenant with a child, which is cached in another isolate. */
  const family = async (isTest = false) => {
    const parent = isTest ? await createTestTenant(world.admin, newSlug()) : await newTenant();
    const child = await below(parent.tenant.id);
    const elsewhere = isolate(new MovedClock());
    const settings = async () => await elsewhere.clientFor({ key: child.secretKey }).tenants.settings.get.query();
    await settings();
    return { parent, child, id: parent.tenant.id, admin: adminOf(parent.tenant.id), elsewhere, settings };
  };
  type Family = Awaited<ReturnType<typeof family>>;

  interface Change {
    readonly change: (at: ReturnType<typeof clientFor>, of: Family) => Promise<unknown>;
    /** Whether D1 has the change, and whether it has reached everything else. */
    readonly isMade: (of: Family) => Promise<boolean>;
    readonly isPropagated: (of: Family) => Promise<boolean>;
  }

  const CHANGES: Readonly<Record<string, Change>> = {
    "tenants.setPlan": {
      change: (at) => at.tenants.setPlan.mutate({ plan: PLAN }),
      isMade: async ({ admin }) => (await admin.tenants.get.query()).plan === PLAN,
      isPropagated: async ({ parent, child }) =>
        (await tuplesOf(parent.secretKey)) === 7 && (await tuplesOf(child.secretKey)) === 7,
    },
    "tenants.settings.update": {
      change: (at) => at.tenants.settings.update.mutate({ minPasswordLength: 21 }),
      isMade: async ({ admin }) => (await admin.tenants.settings.get.query()).minPasswordLength === 21,
      isPropagated: async ({ settings }) => (await settings()).minPasswordLength === 21,
    },
    "authz.settings.update": {
      change: (at) => at.authz.settings.update.mutate({ maxTuples: 9 }),
      isMade: async ({ parent }) => (await tuplesOf(parent.secretKey)) === 9,
      isPropagated: async ({ child }) => (await tuplesOf(child.secretKey)) === 9,
    },
    "tenants.update": {
      change: (at, { id }) => at.tenants.update.mutate({ name: `name of ${id}` }),
      isMade: async ({ admin, id }) => (await admin.tenants.get.query()).name === `name of ${id}`,
      isPropagated: async () => true,
    },
    "tenants.suspend": {
      change: (at) => at.tenants.suspend.mutate(),
      isMade: async ({ admin }) => (await admin.tenants.get.query()).status === "suspended",
      isPropagated: async ({ elsewhere, child }) =>
        (await codeOf(elsewhere.clientFor({ key: child.secretKey }).tenants.get.query())) === "tenant_suspended",
    },
    "tenants.delete": {
      change: (at, { parent }) => at.tenants.delete.mutate({ slug: parent.tenant.slug }),
      isMade: async ({ admin }) => (await admin.tenants.get.query()).status === "deleted",
      isPropagated: async ({ elsewhere, child }) =>
        (await codeOf(elsewhere.clientFor({ key: child.secretKey }).tenants.get.query())) === "tenant_deleted",
    },
  };
  it.each(Object.entries(CHANGES))(
    "%s: reaches the objects of the tenant and its descendants, by a repeat or by the schedule",
    async (_, { change, isMade, isPropagated }) => {
      let tries = 0;
      await failAtEachStep({
        setup: async () => await family(),
        call: async (faulty, of) => await change(faulty({ token: world.token, tenant: of.id }), of),
        check: async (of, outcome) => {
          const wasMade = await isMade(of);
          if ("answer" in outcome) expect([wasMade, await isPropagated(of)]).toEqual([true, true]);
          // Alternates between a repeated call and the schedule.
          if (tries++ % 2 === 0) await change(of.admin, of);
          else if (wasMade) await schedule();
          else return;
          expect([await isMade(of), await isPropagated(of), await isPending(of.id)]).toEqual([true, true, false]);
        },
      });
    },
  );

  it("tenants.move: moves the tenant, and its objects follow by a repeat or by the schedule", async () => {
    const plan = await newTenant();
    await adminOf(plan.tenant.id).tenants.setPlan.mutate({ plan: PLAN });
    await failAtEachStep({
      setup: newTenant,
      call: async (faulty, { tenant }) =>
        await faulty({ token: world.token, tenant: tenant.id }).tenants.move.mutate({ parentId: plan.tenant.id }),
      check: async ({ tenant, secretKey }) => {
        const { parentId } = await adminOf(tenant.id).tenants.get.query();
        if (parentId === null) return;
        await schedule();
        expect([await tuplesOf(secretKey), await isPending(tenant.id)]).toEqual([7, false]);
      },
    });
  });

  it("rule 24: ends all sessions of a tenant at any interruption of its closing, also after it reopens", async () => {
    const parent = await newTenant();
    const child = await below(parent.tenant.id);
    const { credentials } = await somebody(child);
    await failAtEachStep({
      setup: async () => {
        await adminOf(parent.tenant.id).tenants.resume.mutate();
        return await child.browser.auth.login.mutate(credentials);
      },
      call: async (faulty) => await faulty({ token: world.token, tenant: parent.tenant.id }).tenants.suspend.mutate(),
      check: async ({ refreshToken }) => {
        const { status } = await adminOf(parent.tenant.id).tenants.get.query();
        await adminOf(parent.tenant.id).tenants.resume.mutate();
        const refresh = codeOf(child.browser.auth.refresh.mutate({ refreshToken }));
        expect(await refresh).toBe(status === "suspended" ? "session_ended" : "ok");
      },
    });
  });

  it("rule 24: closes and opens a child of a test tenant with an advanced clock by the child's own time", async () => {
    const { parent, child, admin } = await family(true);
    await parent.client.testing.clock.advance.mutate({ seconds: 30 * 24 * 60 * 60 });
    const { signIn } = await somebody(child);
    const before = await signIn();
    await admin.tenants.suspend.mutate();
    await admin.tenants.resume.mutate();
    const me = async (token: string) => await codeOf(clientFor({ token }).auth.me.query());
    expect(await me(before.accessToken)).toBe("tenant_suspended");
    const session = await signIn();
    expect(await me(session.accessToken)).toBe("ok");
    expect(await codeOf(child.browser.auth.refresh.mutate({ refreshToken: session.refreshToken }))).toBe("ok");
  });

  it("tenants.sessions.endAll: ends the remaining sessions when it is repeated", async () => {
    const tenant = await newTenant();
    const { credentials } = await somebody(tenant);
    await failAtEachStep({
      setup: async () => await tenant.browser.auth.login.mutate(credentials),
      call: async (faulty) => await faulty({ key: tenant.secretKey }).tenants.sessions.endAll.mutate(),
      check: async ({ accessToken, refreshToken }, outcome) => {
        if (!("answer" in outcome)) await tenant.client.tenants.sessions.endAll.mutate();
        expect(await codeOf(clientFor({ token: accessToken }).auth.me.query())).toBe("session_ended");
        expect(await codeOf(tenant.browser.auth.refresh.mutate({ refreshToken }))).toBe("session_ended");
      },
    });
  });
});

it("resumes the purge of a tenant after any interruption", async () => {
  const { tenant } = await newTenant();
  await adminOf(tenant.id).tenants.delete.mutate({ slug: tenant.slug, retentionDays: 0 });
  const isPurged = async () =>
    (await env.DB.prepare("SELECT purged_at FROM tenants WHERE id = ?").bind(tenant.id).first("purged_at")) !== null;
  let cut = 0;
  for (let at = 1; !(await isPurged()); at++) {
    const faulty = faultyIsolate();
    faulty.arm(at);
    await purgeTenants(faulty.app).catch(() => cut++);
  }
  expect(cut).toBeGreaterThan(5);
  const holdings = await holdingsOf(tenant.id);
  for (const table of ["d1.api_keys", "d1.signing_keys", "graph.documents", "state.calls", "objects"]) {
    expect([table, holdings[table] ?? []]).toEqual([table, []]);
  }
});
