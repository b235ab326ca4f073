import { env } from "cloudflare:workers";
import { parseModel } from "@cf-auth/model-language";
import { beforeAll, describe, expect, it } from "vitest";
import { admit, platformId } from "../../test/admins.ts";
import { clientFor, errorOf } from "../../test/client.ts";
import { signInWithFactor } from "../../test/factors.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { ADMIN } from "../../test/world.ts";
import { unwrap } from "../authz/outcome.ts";
import { runSchedule } from "../schedule.ts";
import { ADMIN_MODEL } from "./admin-model.ts";
import { reconcilePlatform } from "./reconcile-platform.ts";

const BOOTSTRAP = { ...ADMIN, secret: env.BOOTSTRAP_SECRET };

/** An isolate whose graph calls fail after `calls` successful ones. */
function failAfter(calls: number) {
  const broken = isolate(new MovedClock());
  const { graph } = broken.app;
  let left = calls;
  const app = {
    ...broken.app,
    graph: (id: string) => {
      if (left-- <= 0) throw new Error("cut off");
      return graph(id);
    },
  };
  return isolate(new MovedClock(), app);
}

async function signIn() {
  const { accessToken } = await signInWithFactor(clientFor({ tenant: "platform" }), ADMIN);
  return clientFor({ token: accessToken });
}

/** Tuples of the platform graph. */
async function tuples() {
  const { app } = isolate(new MovedClock());
  const platform = await app.tenants.find("platform");
  const request = { filter: {}, after: undefined, limit: 100 };
  const { tuples: all } = unwrap(await app.graph(platform?.id ?? "").query("read", request, undefined));
  return all.map(({ subjectId, relation, objectType }) => [subjectId, relation, objectType]);
}

let userId: string;
describe("an interrupted bootstrap", () => {
  beforeAll(async () => {
    for (const calls of [0, 1]) {
      const cut = failAfter(calls).clientFor();
      // The first call writes the tenant, which makes every other bootstrap fail.
      expect(await errorOf(cut.platform.bootstrap.mutate(BOOTSTRAP))).toMatchObject({ code: "internal_error" });
    }
    userId = (await (await signIn()).auth.me.query()).user.id;
  });

  it("leaves one admin without rights", async () => {
    expect(await tuples()).toEqual([]);
    const other = { ...BOOTSTRAP, email: "eve@example.com", secret: "x".repeat(40) };
    expect(await errorOf(clientFor().platform.bootstrap.mutate(other))).toMatchObject({
      code: "bootstrap_secret_invalid",
    });
    expect(await tuples()).toEqual([]);
  });

  it("is completed by the schedule, also under concurrent runs", async () => {
    await Promise.all(Array.from({ length: 4 }, () => runSchedule(isolate(new MovedClock()).app)));
    expect((await tuples()).sort()).toEqual(
      [
        ["platform", "bootstrapped", "platform"],
        [userId, "superadmin", "platform"],
      ].sort(),
    );
    await (await signIn()).tenants.list.query({});
    expect((await (await signIn()).authz.model.list.query({})).items).toHaveLength(1);
  });

  it("throws when repeated, and creates no other admin", async () => {
    const repeated = { ...BOOTSTRAP, email: "eve@example.com" };
    expect(await errorOf(clientFor().platform.bootstrap.mutate(repeated))).toMatchObject({
      code: "already_bootstrapped",
    });
    expect(await tuples()).toHaveLength(2);
    const { admins } = (await signIn()).platform;
    expect((await admins.list.query({})).items.map(({ email }) => email)).toEqual([ADMIN.email]);
  });
});

describe("a deployment of an older release", () => {
  /** Clears the platform graph, as if it was never reconciled. */
  async function forgetGraph() {
    const graph = env.GRAPH_STATE.getByName(await platformId(await signIn()));
    await graph.clear();
    await graph.restart().catch(() => undefined);
  }

  it("has the admins of the database from the first query on", async () => {
    await forgetGraph();
    const root = await signIn();
    expect((await root.tenants.list.query({})).items).toEqual([]);
    expect((await root.platform.admins.get.query({ id: userId })).admin.role).toBe("superadmin");
  });

  it("rule 10: doesn't restore first admins whose role was changed", async () => {
    const root = await signIn();
    const next = await admit(root, "next", "superadmin");
    await next.client.platform.admins.setRole.mutate({ id: userId, role: "readonly" });
    await runSchedule(isolate(new MovedClock()).app);
    expect(await errorOf(clientFor().platform.bootstrap.mutate(BOOTSTRAP))).toMatchObject({
      code: "already_bootstrapped",
    });
    expect((await next.client.platform.admins.get.query({ id: userId })).admin.role).toBe("readonly");
  });

  it("installs the model of the release and keeps its admins", async () => {
    const { app } = isolate(new MovedClock());
    const root = await signIn();
    const graph = env.GRAPH_STATE.getByName(await platformId(root));
    const source = "model\n  schema 1.1\ntype admin\n";
    const { definition } = parseModel(source);
    const by = { actor: "somebody", reason: null, requestId: "before" };
    const old = await graph.putModel({ source, definition }, by);
    expect(old.ok).toBe(true);
    expect(await reconcilePlatform(app)).toMatchObject({ model: 3 });
    expect(await reconcilePlatform(app)).toBeUndefined();
    expect((await root.authz.model.get.query({})).model).toBe(ADMIN_MODEL);
    expect((await root.platform.admins.get.query({ id: userId })).admin.role).toBe("readonly");
  });
});
