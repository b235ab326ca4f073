import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { createWorld, type World } from "../../test/world.ts";
import { changeOf } from "./change.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe("details of a change in the audit log", () => {
  it.each<[unknown, unknown, unknown]>([
    [undefined, undefined, null],
    ["text", { ok: true }, null],
    [{ id: "key_a", name: "Secret plans" }, {}, { id: "key_a", fields: ["name"] }],
    [
      { kind: "secret", name: "x" },
      { key: "sk_live_x", apiKey: { id: "key_b" } },
      { id: "key_b", kind: "secret", fields: ["name"] },
    ],
    [{ password: "hunter2", endOthers: true }, { ended: 3 }, { endOthers: true, fields: ["password"] }],
    [{ code: "00000000", email: "anne@example.com" }, {}, { fields: ["code", "email"] }],
    [
      { limit: 3, until: new Date(0), none: null, gone: undefined },
      {},
      { limit: 3, until: "1970-01-01T00:00:00.000Z", none: null },
    ],
    [
      { scopes: ["authz.check"], nested: { id: "x", secret: "y" } },
      {},
      { scopes: ["authz.check"], fields: ["nested"] },
    ],
    [{ slug: "x".repeat(300) }, {}, { fields: ["slug"] }],
  ])("of input %j and response %j are %j", (input, answer, change) => {
    expect(changeOf(input, answer)).toEqual(change);
  });

  it("are stored with a successful change, and not with a refusal", async () => {
    const { client, tenant } = world.acme;
    const last = async (event: string) => (await client.audit.list.query({ event, limit: 1 })).items[0];
    const { apiKey } = await client.apiKeys.create.mutate({ kind: "publishable", name: "shop" });
    expect((await last("apiKeys.create"))?.details).toEqual({ id: apiKey.id, kind: "publishable", fields: ["name"] });
    await client.tenants.settings.update.mutate({ minPasswordLength: 20, brandName: "Acme" });
    const settings = { minPasswordLength: 20, fields: ["brandName"] };
    expect((await last("tenants.settings.update"))?.details).toEqual(settings);
    await errorOf(client.apiKeys.revoke.mutate({ id: "key_nobody" }));
    expect(await last("apiKeys.revoke")).toMatchObject({ outcome: "key_not_found", details: null });
    const admin = clientFor({ token: world.token, tenant: tenant.id });
    await admin.tenants.delete.mutate({ slug: "acme", retentionDays: 9 });
    await admin.tenants.restore.mutate();
    const { items } = await admin.audit.list.query({ event: "tenants.delete" });
    expect(items[0]?.details).toEqual({ id: tenant.id, slug: "acme", retentionDays: 9 });
  });
});
