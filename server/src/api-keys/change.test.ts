import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe("changing a key", () => {
  const update = (input: { id: string; [property: string]: unknown }) => world.acme.client.apiKeys.update.mutate(input);

  it("leaves what is not named, and bites at once", async () => {
    const expiresAt = new Date(Date.now() + 3_600_000);
    const created = await world.acme.client.apiKeys.create.mutate({
      kind: "secret",
      name: "old",
      metadata: { a: 1 },
      expiresAt,
    });
    const { id } = created.apiKey;
    expect(await update({ id, name: "new" })).toEqual({ ...created.apiKey, name: "new" });
    expect(await update({ id, metadata: { b: 2 }, expiresAt: null })).toMatchObject({
      name: "new",
      metadata: { b: 2 },
      expiresAt: null,
    });
    expect(await world.acme.client.apiKeys.get.query({ id })).toMatchObject({ name: "new", metadata: { b: 2 } });
    const holder = clientFor({ key: created.key });
    for (let i = 0; i < 3; i++) await holder.tenants.get.query();
    // On a busy machine the moment may be over before the key has it, which is refused.
    let soon = new Date();
    await expect
      .poll(async () => {
        soon = new Date(Date.now() + 400);
        return await update({ id, expiresAt: soon }).then(
          () => true,
          () => false,
        );
      })
      .toBe(true);
    await scheduler.wait(Math.max(0, soon.getTime() - Date.now()) + 50);
    expect(await errorOf(holder.tenants.get.query())).toMatchObject({ code: "key_expired" });
  });

  it("by many at once keeps every change", async () => {
    const { apiKey } = await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "raced" });
    const changes = [{ name: "renamed" }, { metadata: { a: 1 } }, { allowedIpRanges: ["192.0.2.1"] }];
    await Promise.all(changes.map((change) => update({ id: apiKey.id, ...change })));
    expect(await world.acme.client.apiKeys.get.query({ id: apiKey.id })).toMatchObject(Object.assign({}, ...changes));
  });

  it("is refused for one that is revoked, and for what keys of its kind have not", async () => {
    const { apiKey } = await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "x" });
    const { id } = apiKey;
    expect(await errorOf(update({ id, scopes: ["authz.check"] }))).toMatchObject({ code: "invalid_input" });
    expect(await errorOf(update({ id, kind: "publishable" }))).toMatchObject({ code: "invalid_input" });
    expect(await errorOf(update({ id, expiresAt: new Date(0) }))).toMatchObject({ code: "invalid_input" });
    await world.acme.client.apiKeys.revoke.mutate({ id });
    expect(await errorOf(update({ id, name: "y" }))).toMatchObject({
      code: "key_not_active",
      details: { reason: "key_revoked" },
    });
    expect(await errorOf(update({ id: "key_none", name: "y" }))).toMatchObject({ code: "key_not_found" });
  });

  it("reaches no other tenant's keys", async () => {
    const [victim] = (await world.globex.client.apiKeys.list.query({})).items;
    const id = victim?.id ?? "";
    expect(await errorOf(update({ id, name: "mine" }))).toMatchObject({ code: "key_not_found" });
    expect(await errorOf(world.acme.client.apiKeys.get.query({ id }))).toMatchObject({ code: "key_not_found" });
  });
});
