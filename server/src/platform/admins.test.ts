import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { admit, platformId } from "../../test/admins.ts";
import { clientFor, errorOf } from "../../test/client.ts";
import { emailKindsTo, emailsOf, emailTo } from "../../test/mailbox.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { ADMIN, createWorld, type World } from "../../test/world.ts";

const HOUR = 60 * 60;

let world: World;
let platform: string;
let rootId: string;
beforeAll(async () => {
  world = await createWorld();
  platform = await platformId(world.admin);
  rootId = (await world.admin.auth.me.query()).user.id;
});

const { admins } = { admins: () => world.admin.platform.admins };

/** The newest event of this name in the platform's audit log. */
async function lastOf(event: string) {
  return (await world.admin.audit.list.query({ event, limit: 1 })).items[0];
}

describe("an invitation", () => {
  it("sends a link to choose a password, and creates an admin with the role and an audit event", async () => {
    const ada = await admit(world.admin, "ada", "readonly");
    const { items } = await ada.client.platform.admins.list.query({});
    expect(items.find(({ id }) => id === ada.id)).toMatchObject({
      email: ada.email,
      role: "readonly",
      status: "active",
    });
    expect((await ada.at("acme").users.list.query({})).items).toEqual([]);
    expect(await errorOf(ada.at("acme").tenants.suspend.mutate())).toMatchObject({
      code: "insufficient_permission",
      httpStatus: 403,
      details: { permission: "manage", tenant: world.acme.tenant.id },
    });
    expect(await lastOf("platform.admins.invite")).toMatchObject({
      outcome: "ok",
      actor: rootId,
      details: { role: "readonly", before: null },
    });
  });

  it("is valid for 72 hours, and the admin is listed as invited until then", async () => {
    const email = "late@platform.example";
    const { id } = await admins().invite.mutate({ email, role: "support" });
    expect((await admins().get.query({ id })).admin).toMatchObject({ status: "invited", role: "support" });
    const { token } = await emailTo(platform, email, "invitation");
    const clock = new MovedClock();
    const later = isolate(clock).clientFor({ tenant: "platform" });
    const reset = { token, password: "a sentence for later" };
    clock.advance(72 * HOUR + 1);
    expect(await errorOf(later.auth.password.reset.mutate(reset))).toMatchObject({ code: "link_expired" });
    // A part of the 72 hours has passed in real time.
    clock.advance(-HOUR);
    await later.auth.password.reset.mutate(reset);
    expect((await admins().get.query({ id })).admin.status).toBe("active");
  });

  it("can be repeated with another role until a password is chosen, and not afterwards", async () => {
    const email = "twice@platform.example";
    const first = await admins().invite.mutate({ email, role: "readonly" });
    const old = await emailTo(platform, email, "invitation");
    expect(await admins().invite.mutate({ email: "Twice@platform.example", role: "billing" })).toEqual(first);
    expect((await admins().get.query({ id: first.id })).admin.role).toBe("billing");
    expect(await emailKindsTo(platform, email)).toEqual(["invitation", "invitation"]);
    const anyone = clientFor({ tenant: "platform" });
    const password = "two tries are enough";
    expect(await errorOf(anyone.auth.password.reset.mutate({ token: old.token, password }))).toMatchObject({
      code: "link_expired",
    });
    await anyone.auth.password.reset.mutate({ token: (await emailTo(platform, email, "invitation")).token, password });
    expect(await errorOf(admins().invite.mutate({ email, role: "superadmin" }))).toMatchObject({ code: "email_taken" });
    expect((await admins().get.query({ id: first.id })).admin.role).toBe("billing");
  });

  it("is the only way to join the platform's tenant", async () => {
    const anyone = clientFor({ tenant: "platform" });
    const person = { email: "eve@platform.example", password: "a perfectly good sentence" };
    expect(await errorOf(anyone.auth.register.mutate(person))).toMatchObject({ code: "forbidden" });
    expect(await errorOf(world.admin.users.create.mutate(person))).toMatchObject({ code: "forbidden" });
  });
});

describe("a change of an admin's role", () => {
  it("applies from the next call on in every isolate, and the admin is notified by email", async () => {
    const bob = await admit(world.admin, "bob", "superadmin");
    const isolates = Array.from({ length: 3 }, () => isolate(new MovedClock()));
    const calls = isolates.map(({ clientFor: at }) => at({ token: bob.token, tenant: "acme" }));
    for (const call of calls) await call.users.list.query({});
    await admins().setRole.mutate({ id: bob.id, role: "billing" });
    for (const call of calls) {
      expect(await errorOf(call.users.list.query({}))).toMatchObject({ code: "insufficient_permission" });
      expect((await call.tenants.get.query()).slug).toBe("acme");
    }
    await admins().setRole.mutate({ id: bob.id, role: null });
    for (const call of calls)
      expect(await errorOf(call.tenants.get.query())).toMatchObject({ code: "insufficient_permission" });
    const notified = (await emailsOf(platform, bob.email)).filter(({ kind }) => kind === "admin_changed");
    expect(notified.map(({ text }) => text)).toEqual([
      expect.stringContaining("no longer have a role"),
      expect.stringMatching(new RegExp(`You are now billing of the platform[^]*${ADMIN.email}`)),
    ]);
    expect(await lastOf("platform.admins.setRole")).toMatchObject({ details: { role: null, before: "billing" } });
  });

  it("changes nothing and sends no email if the admin has the role already", async () => {
    const cleo = await admit(world.admin, "cleo", "support");
    expect(await admins().setRole.mutate({ id: cleo.id, role: "support" })).toEqual({ changed: false });
    const grant = { id: cleo.id, tenant: "acme", grant: "viewer" } as const;
    expect(await admins().revoke.mutate(grant)).toEqual({ changed: false });
    expect(await admins().grant.mutate(grant)).toEqual({ changed: true });
    expect(await admins().grant.mutate(grant)).toEqual({ changed: false });
    expect((await emailKindsTo(platform, cleo.email)).filter((kind) => kind === "admin_changed")).toHaveLength(1);
  });

  it("on a tenant applies to its current descendants and to nothing else", async () => {
    const below = { slug: "acme-labs", name: "Labs", parentId: world.acme.tenant.id };
    await world.admin.tenants.create.mutate(below);
    const dan = await admit(world.admin, "dan", null, [{ tenant: "acme", grant: "manager" }]);
    await dan.at("acme").tenants.update.mutate({ name: "Acme" });
    await dan.at("acme-labs").tenants.update.mutate({ name: "The labs" });
    expect(await errorOf(dan.at("globex").tenants.get.query())).toMatchObject({ code: "insufficient_permission" });
    expect(await errorOf(dan.client.audit.list.query({}))).toMatchObject({
      code: "insufficient_permission",
      details: { permission: "read", tenant: null },
    });
    const move = (parentId: string) =>
      clientFor({ token: world.token, tenant: "acme-labs" }).tenants.move.mutate({ parentId });
    await move(world.globex.tenant.id);
    expect(await errorOf(dan.at("acme-labs").tenants.get.query())).toMatchObject({ code: "insufficient_permission" });
    expect(await errorOf(dan.at("acme").tenants.move.mutate({ parentId: world.globex.tenant.id }))).toMatchObject({
      code: "insufficient_permission",
      details: { tenant: null },
    });
    await move(world.acme.tenant.id);
    await dan.at("acme-labs").tenants.get.query();
    const { grants } = await admins().get.query({ id: dan.id });
    expect(grants).toEqual([
      { tenantId: world.acme.tenant.id, slug: "acme", name: "Acme", grant: "manager", expiresAt: null },
    ]);
    await admins().revoke.mutate({ id: dan.id, tenant: "acme", grant: "manager" });
    expect(await errorOf(dan.at("acme-labs").tenants.get.query())).toMatchObject({ code: "insufficient_permission" });
  });

  it("is allowed for superadmins only, so that no admin can grant more than they have", async () => {
    const [victim, helper] = [
      await admit(world.admin, "victim", "readonly"),
      await admit(world.admin, "helper", "support"),
    ];
    const manager = await admit(world.admin, "manager", null, [{ tenant: "acme", grant: "manager" }]);
    for (const { client, id } of [victim, helper, manager]) {
      const { admins: own } = client.platform;
      for (const call of [
        () => own.setRole.mutate({ id, role: "superadmin" }),
        () => own.invite.mutate({ email: "friend@platform.example", role: null }),
        () => own.grant.mutate({ id, tenant: "acme", grant: "viewer" }),
        () => own.revoke.mutate({ id: manager.id, tenant: "acme", grant: "manager" }),
        () => own.remove.mutate({ id: victim.id }),
      ]) {
        expect(await errorOf(call())).toMatchObject({
          code: "insufficient_permission",
          details: { permission: "manage" },
        });
      }
    }
    expect(await lastOf("platform.admins.remove")).toMatchObject({ outcome: "insufficient_permission" });
    expect((await admins().get.query({ id: victim.id })).admin.role).toBe("readonly");
  });

  it("refuses an unknown admin, an unknown tenant and the platform's own tenant", async () => {
    const on = (tenant: string, id = rootId) => admins().grant.mutate({ id, tenant, grant: "viewer" });
    expect(await errorOf(on("nobody"))).toMatchObject({ code: "tenant_not_found" });
    expect(await errorOf(on("platform"))).toMatchObject({ code: "forbidden" });
    expect(await errorOf(on("acme", "usr_nobody"))).toMatchObject({ code: "user_not_found" });
    expect(await errorOf(admins().setRole.mutate({ id: "usr_nobody", role: "support" }))).toMatchObject({
      code: "user_not_found",
    });
  });
});

describe("the last superadmin", () => {
  it("can't lose the role, even if another superadmin is invited but can't sign in yet", async () => {
    for (const { id } of (await admins().list.query({})).items) {
      if (id !== rootId) await admins().remove.mutate({ id });
    }
    await admins().invite.mutate({ email: "not-yet@platform.example", role: "superadmin" });
    for (const call of [
      () => admins().setRole.mutate({ id: rootId, role: "support" }),
      () => admins().setRole.mutate({ id: rootId, role: null }),
      () => admins().remove.mutate({ id: rootId }),
    ]) {
      expect(await errorOf(call())).toMatchObject({ code: "last_superadmin", httpStatus: 409 });
    }
    expect((await admins().get.query({ id: rootId })).admin.role).toBe("superadmin");
    expect(await emailKindsTo(platform, ADMIN.email)).not.toContain("account_deleted");
  });

  it("keeps the role when superadmins demote each other concurrently", async () => {
    for (let round = 0; round < 5; round++) {
      const others = await Promise.all([0, 1, 2].map((i) => admit(world.admin, `round-${round}-${i}`, "superadmin")));
      const all = [{ id: rootId, client: world.admin }, ...others];
      const demote = all.flatMap(({ client }, i) =>
        all.filter((_, j) => j !== i).map(({ id }) => client.platform.admins.setRole.mutate({ id, role: "readonly" })),
      );
      const codes = await Promise.all(
        demote.map((call) =>
          call.then(
            () => "ok",
            (error) => error.data?.code,
          ),
        ),
      );
      expect(
        codes.every((code) => ["ok", "insufficient_permission", "last_superadmin", "conflict"].includes(code)),
      ).toBe(true);
      const { items } = await world.admin.platform.admins.list.query({});
      const left = items.filter(({ role, id }) => role === "superadmin" && all.some((one) => one.id === id));
      expect(codes).toContain("ok");
      expect(left.length).toBeGreaterThanOrEqual(1);
      // A remaining superadmin restores the first one.
      const survivor = all.find(({ id }) => id === left[0]?.id);
      await survivor?.client.platform.admins.setRole.mutate({ id: rootId, role: "superadmin" });
      for (const { id } of others) await world.admin.platform.admins.remove.mutate({ id });
    }
  });
});

describe("the removal of an admin", () => {
  it("rule 24: ends their sessions and rights, and can be repeated after an interruption", async () => {
    const gone = await admit(world.admin, "gone", "support", [{ tenant: "acme", grant: "manager" }]);
    const broken = isolate(new MovedClock(), {});
    broken.app.platform.removeFirstAdmin = async () => {
      throw new Error("cut off");
    };
    const cut = broken.clientFor({ token: world.token });
    expect(await errorOf(cut.platform.admins.remove.mutate({ id: gone.id }))).toMatchObject({ code: "internal_error" });
    expect(await errorOf(gone.at("acme").tenants.get.query())).toMatchObject({ code: "insufficient_permission" });
    await admins().remove.mutate({ id: gone.id });
    expect(await errorOf(gone.client.auth.me.query())).toMatchObject({ code: "session_ended" });
    const { email, password } = gone;
    const anyone = clientFor({ tenant: "platform" });
    expect(await errorOf(anyone.auth.login.mutate({ email, password }))).toMatchObject({ code: "invalid_credentials" });
    expect(await errorOf(admins().get.query({ id: gone.id }))).toMatchObject({ code: "user_not_found" });
    expect((await emailKindsTo(platform, email))[0]).toBe("account_deleted");
    const left = await world.admin.authz.read.query({ subject: `admin:${gone.id}` });
    expect(left.items).toEqual([]);
  });

  it("works for the first admin, too, once there is another superadmin", async () => {
    const next = await admit(world.admin, "next", "superadmin");
    await next.client.platform.admins.remove.mutate({ id: rootId });
    expect(await errorOf(world.admin.tenants.list.query({}))).toMatchObject({ code: "session_ended" });
    const secret = env.BOOTSTRAP_SECRET;
    expect(await errorOf(clientFor().platform.bootstrap.mutate({ ...ADMIN, secret }))).toMatchObject({
      code: "already_bootstrapped",
    });
    expect((await next.client.platform.admins.list.query({})).items.map(({ id }) => id)).not.toContain(rootId);
  });
});
