import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { backUp, emailOf, MODEL, PASSWORD, viewer, writeChanges } from "../../test/backups.ts";
import { clientFor, errorOf } from "../../test/client.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;
async function withData(names: readonly string[]) {
  const created = await createTenant(world.admin, `restored-${++tenants}`);
  const { id } = created.tenant;
  const users = new Map<string, string>();
  for (const name of names) {
    const { user } = await created.client.users.create.mutate({ ...emailOf(name), name });
    users.set(name, user.id);
  }
  await created.client.authz.model.put.mutate({ model: MODEL });
  await created.client.authz.write.mutate({ writes: names.map(viewer) });
  return { ...created, id, user: (name: string) => users.get(name) ?? "" };
}

type Input = Parameters<World["admin"]["backups"]["restore"]["mutate"]>[0];

async function restore(input: Input) {
  for (;;) {
    const result = await world.admin.backups.restore.mutate(input);
    if (result.done) return result;
  }
}

const next = (revision: string, by: number) => `${Number(revision) + by}`;

const check = async (client: World["acme"]["client"], name: string) =>
  (await client.authz.check.query({ ...viewer(name), consistency: "exact" })).allowed;

/** Loses a user's rows, as a mistake in SQL would. */
async function loseUser(id: string) {
  await env.DB.batch([
    env.DB.prepare("DELETE FROM sessions WHERE user_id = ?").bind(id),
    env.DB.prepare("DELETE FROM verification_tokens WHERE user_id = ?").bind(id),
    env.DB.prepare("DELETE FROM accounts WHERE user_id = ?").bind(id),
    env.DB.prepare("DELETE FROM users WHERE id = ?").bind(id),
    // The mistake isn't noticed as a deletion.
    env.DB.prepare("DELETE FROM changed_rows WHERE id = ?").bind(id),
  ]);
}

describe("a restore of one tenant", () => {
  it("restores its tuples to an earlier time or revision, while others stay as they are", async () => {
    const { client, id } = await withData(["anne", "bob"]);
    const other = await withData(["anne"]);
    await backUp(id);
    const before = await client.authz.write.mutate({ deletes: [viewer("anne")] });
    const at = new Date();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await client.authz.write.mutate({ writes: [viewer("eve")], deletes: [viewer("bob")] });
    const result = await restore({ tenant: id, at, restores: ["graph"] });
    expect(result.graph).toMatchObject({
      restoredRevision: before.revision,
      revision: next(before.revision, 2),
      tupleCount: 1,
    });
    expect([await check(client, "anne"), await check(client, "bob"), await check(client, "eve")]).toEqual([
      false,
      true,
      false,
    ]);
    await restore({ tenant: id, at, graphRevision: next(before.revision, -1), restores: ["graph"] });
    expect([await check(client, "anne"), await check(client, "bob")]).toEqual([true, true]);
    expect(await check(other.client, "anne")).toBe(true);
    const { items } = await client.authz.changes.query({ after: next(before.revision, 1) });
    expect(items.map((item) => item.kind)).toEqual(["restore", "restore"]);
    // Copies in isolates follow.
    const fast = await client.authz.check.query({
      ...viewer("anne"),
      consistency: { atLeast: next(before.revision, 3) },
    });
    expect(fast.allowed).toBe(true);
  });

  it("restores users who were lost, names and metadata, and keeps what has changed since", async () => {
    const { client, browser, id, user } = await withData(["anne", "bob", "carl", "dora"]);
    await backUp(id);
    const at = new Date();
    await client.users.update.mutate({ id: user("anne"), name: "Wrong", metadata: { wrong: true } });
    await client.users.ban.mutate({ id: user("anne") });
    await loseUser(user("bob"));
    await client.users.delete.mutate({ id: user("carl") });
    await client.users.create.mutate({ ...emailOf("late"), name: "late" });
    await writeChanges(id);
    const session = await browser.auth.login.mutate(emailOf("dora"));
    const result = await restore({ tenant: id, at, restores: ["users"] });
    expect(result).toMatchObject({ graph: null, addedUserCount: 1, changedProfileCount: 1 });
    expect(result.withheld).toEqual([{ kind: "user_deleted", id: user("carl") }]);
    const anne = await client.users.get.query({ id: user("anne") });
    expect(anne.user).toMatchObject({ name: "anne", metadata: {}, status: "banned" });
    await browser.auth.login.mutate(emailOf("bob"));
    await browser.auth.login.mutate(emailOf("late"));
    expect(await errorOf(client.users.get.query({ id: user("carl") }))).toMatchObject({ code: "user_not_found" });
    expect(await errorOf(clientFor({ token: session.accessToken }).auth.me.query())).toMatchObject({
      code: "session_ended",
    });
  });

  it("keeps the ban and the new password of a lost user", async () => {
    const { client, browser, id, user } = await withData(["anne", "bob"]);
    await backUp(id);
    const at = new Date();
    await client.users.ban.mutate({ id: user("anne") });
    const { accessToken } = await browser.auth.login.mutate(emailOf("bob"));
    const newPassword = "another unlikely sentence";
    await clientFor({ token: accessToken }).auth.password.change.mutate({ currentPassword: PASSWORD, newPassword });
    await writeChanges(id);
    for (const name of ["anne", "bob"]) await loseUser(user(name));
    const result = await restore({ tenant: id, at, restores: ["users"] });
    expect(result.withheld.map(({ kind }) => kind).sort()).toEqual(["credentials_changed", "user_banned"]);
    expect(await errorOf(browser.auth.login.mutate(emailOf("anne")))).toMatchObject({ code: "user_banned" });
    expect(await errorOf(browser.auth.login.mutate(emailOf("bob")))).toMatchObject({ code: "invalid_credentials" });
    await browser.auth.login.mutate({ email: "bob@example.com", password: newPassword });
  });

  it("changes nothing without a backup from before, or for a revision that isn't kept", async () => {
    const { client, id } = await withData(["anne"]);
    await backUp(id);
    const at = new Date(Date.now() - 24 * 60 * 60 * 1000);
    const revision = (await client.authz.graph.stats.query()).revision;
    expect(await errorOf(world.admin.backups.restore.mutate({ tenant: id, at }))).toMatchObject({
      code: "backup_not_found",
    });
    const future = { tenant: id, at: new Date(), graphRevision: "99", restores: ["graph" as const] };
    expect(await errorOf(world.admin.backups.restore.mutate(future))).toMatchObject({ code: "revision_not_found" });
    expect((await client.authz.graph.stats.query()).revision).toBe(revision);
    // Neither is left under way.
    expect(await restore({ tenant: id, at: new Date(), restores: ["graph"] })).toMatchObject({ done: true });
  });

  it("is for admins only, and not for the platform's own tenant", async () => {
    const { client, id } = await withData(["anne"]);
    const input = { tenant: id, at: new Date() };
    expect(await errorOf(client.backups.restore.mutate(input))).toMatchObject({ code: "forbidden" });
    expect(await errorOf(world.admin.backups.restore.mutate({ ...input, tenant: "platform" }))).toMatchObject({
      code: "forbidden",
    });
  });
});
