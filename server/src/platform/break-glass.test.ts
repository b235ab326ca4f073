import { beforeAll, describe, expect, it } from "vitest";
import { type Admin, admit, platformId } from "../../test/admins.ts";
import { expectAfter, timed } from "../../test/between.ts";
import { clientFor, errorOf } from "../../test/client.ts";
import { emailsOf } from "../../test/mailbox.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { ADMIN, createWorld, type World } from "../../test/world.ts";
import { timeText } from "../shared/time-text.ts";
import { reconcileGrants } from "./grant-index.ts";

const REASON = "Their export hangs, ticket 4711.";

let world: World;
let platform: string;
let sam: Admin;
beforeAll(async () => {
  world = await createWorld();
  platform = await platformId(world.admin);
  sam = await admit(world.admin, "sam", "support");
});

const taken = { tenant: "acme", reason: REASON, durationMinutes: 60 };
const missing = { code: "insufficient_permission" };

/** A call that requires managing the tenant. */
async function rename({ at }: Admin, slug = "acme") {
  return await at(slug).tenants.update.mutate({ name: "Renamed" });
}

describe("break-glass access", () => {
  it("allows managing that tenant until it ends, but neither creating keys nor other tenants", async () => {
    const below = { slug: "below-acme", name: "Below", parentId: world.acme.tenant.id };
    await world.admin.tenants.create.mutate(below);
    expect(await errorOf(rename(sam))).toMatchObject(missing);
    await sam.client.platform.breakGlass.mutate(taken);
    await rename(sam);
    const key = { kind: "secret", name: "for later" } as const;
    expect(await errorOf(sam.at("acme").apiKeys.create.mutate(key))).toMatchObject({
      ...missing,
      details: { permission: "keys" },
    });
    expect(await errorOf(rename(sam, "globex"))).toMatchObject(missing);
    expect(await errorOf(rename(sam, "below-acme"))).toMatchObject(missing);
    expect(await errorOf(sam.client.platform.admins.setRole.mutate({ id: sam.id, role: "superadmin" }))).toMatchObject(
      missing,
    );
    const { grants } = await world.admin.platform.admins.get.query({ id: sam.id });
    expect(grants).toMatchObject([{ slug: "acme", grant: "emergency", expiresAt: expect.any(Date) }]);
    expect(await sam.client.platform.endBreakGlass.mutate({ tenant: "acme" })).toEqual({ ended: true });
    expect(await errorOf(rename(sam))).toMatchObject(missing);
    expect(await sam.client.platform.endBreakGlass.mutate({ tenant: "acme" })).toEqual({ ended: false });
  });

  it("stores its reason in the audit logs of tenant and platform, and emails it to managers", async () => {
    const owner = await admit(world.admin, "owner", null, [{ tenant: "acme", grant: "manager" }]);
    const viewer = await admit(world.admin, "viewer", null, [{ tenant: "acme", grant: "viewer" }]);
    const stranger = await admit(world.admin, "stranger", null, [{ tenant: "globex", grant: "manager" }]);
    const reason = "Their import hangs, ticket 4712.";
    const { expiresAt: until } = await sam.client.platform.breakGlass.mutate({ ...taken, reason });
    const logged = { event: "platform.breakGlass", actor: sam.id, outcome: "ok" };
    const details = { reason, expiresAt: until.toISOString() };
    const [own] = (await world.acme.client.audit.list.query({ event: "platform.breakGlass", limit: 1 })).items;
    expect(own).toMatchObject({ ...logged, details });
    const [ours] = (await world.admin.audit.list.query({ event: "platform.breakGlass", limit: 1 })).items;
    expect(ours).toMatchObject({ ...logged, details: { ...details, tenant: world.acme.tenant.id } });
    expect((await world.acme.client.audit.verify.query({})).valid).toBe(true);
    const notified = (await emailsOf(platform)).filter(({ text }) => text.includes(reason));
    expect(notified.map(({ to }) => to).sort()).toEqual([owner.email, ADMIN.email].sort());
    for (const { kind, text } of notified)
      expect([kind, text.includes(timeText(until, "en"))]).toEqual(["break_glass", true]);
    for (const { email } of [viewer, stranger]) expect(notified.map(({ to }) => to)).not.toContain(email);
    await sam.client.platform.endBreakGlass.mutate({ tenant: "acme" });
  });

  it("ends at its expiry second in every isolate", async () => {
    const taking = await timed(() => sam.client.platform.breakGlass.mutate({ ...taken, durationMinutes: 1 }));
    const { expiresAt: until } = taking.result;
    expectAfter(until, 60, taking);
    expect(until.getMilliseconds()).toBe(0);
    // The graph's object uses real time, so a tuple of 5 seconds stands in for one of a minute.
    const { app } = isolate(new MovedClock());
    const soon = new Date(Math.ceil(Date.now() / 1000) * 1000 + 5000);
    const tuple = { subject: `admin:${sam.id}`, relation: "emergency", object: `tenant:${world.acme.tenant.id}` };
    const changes = { writes: [{ ...tuple, expiresAt: soon }], deletes: [], mustExist: [tuple], mustNotExist: [] };
    await app.graph(platform).write(changes, { actor: "test", reason: null, requestId: "test" });
    await reconcileGrants(app);
    for (;;) {
      const { result, began, ended } = await timed(() =>
        rename(sam).then(
          () => "renamed",
          ({ data }) => data.code,
        ),
      );
      if (ended < soon.getTime()) expect(result).toBe("renamed");
      if (began >= soon.getTime()) break;
    }
    for (const { clientFor: at } of [isolate(new MovedClock()), isolate(new MovedClock())]) {
      expect(
        await errorOf(at({ token: sam.token, tenant: "acme" }).tenants.update.mutate({ name: "x" })),
      ).toMatchObject(missing);
    }
    const { grants } = await world.admin.platform.admins.get.query({ id: sam.id });
    expect(grants).toEqual([]);
  });

  it("ends with the role that allowed it or by a superadmin, and leaves other grants in place", async () => {
    const tess = await admit(world.admin, "tess", "support");
    await tess.client.platform.breakGlass.mutate(taken);
    await world.admin.platform.admins.setRole.mutate({ id: tess.id, role: "readonly" });
    expect(await errorOf(rename(tess))).toMatchObject(missing);
    expect(await errorOf(tess.client.platform.endBreakGlass.mutate({ tenant: "acme" }))).toMatchObject(missing);
    await world.admin.platform.admins.setRole.mutate({ id: tess.id, role: "support" });
    expect(await errorOf(sam.client.platform.endBreakGlass.mutate({ tenant: "acme", id: tess.id }))).toMatchObject(
      missing,
    );
    const ending = { tenant: "acme", id: tess.id };
    expect(await world.admin.platform.endBreakGlass.mutate(ending)).toEqual({ ended: true });
    expect(await errorOf(rename(tess))).toMatchObject(missing);
    await tess.client.platform.breakGlass.mutate(taken);
    await world.admin.platform.admins.grant.mutate({ id: tess.id, tenant: "acme", grant: "manager" });
    await tess.client.platform.endBreakGlass.mutate({ tenant: "acme" });
    await rename(tess);
  });
});

describe("break-glass access is refused", () => {
  it.each([
    ["for more than an hour", { ...taken, durationMinutes: 61 }, "invalid_input"],
    ["for no time", { ...taken, durationMinutes: 0 }, "invalid_input"],
    ["without a reason", { ...taken, reason: " ".repeat(20) }, "invalid_input"],
    ["with a reason of several lines", { ...taken, reason: "because of\nsomething" }, "invalid_input"],
    ["on the platform's own tenant", { ...taken, tenant: "platform" }, "forbidden"],
    ["on an unknown tenant", { ...taken, tenant: "nobody" }, "tenant_not_found"],
  ])("%s", async (_, input, code) => {
    expect(await errorOf(sam.client.platform.breakGlass.mutate(input))).toMatchObject({ code });
    expect((await world.admin.platform.admins.get.query({ id: sam.id })).grants).toEqual([]);
  });

  it("if the admin manages the tenant already, and for roles without the permission", async () => {
    expect(await errorOf(world.admin.platform.breakGlass.mutate(taken))).toMatchObject({
      code: "permission_already_granted",
    });
    await sam.client.platform.breakGlass.mutate(taken);
    expect(await errorOf(sam.client.platform.breakGlass.mutate(taken))).toMatchObject({
      code: "permission_already_granted",
    });
    await sam.client.platform.endBreakGlass.mutate({ tenant: "acme" });
    for (const role of ["billing", "readonly"] as const) {
      const other = await admit(world.admin, `no-glass-${role}`, role, [{ tenant: "globex", grant: "manager" }]);
      expect(await errorOf(other.client.platform.breakGlass.mutate(taken))).toMatchObject({
        ...missing,
        details: { permission: "breakGlass" },
      });
    }
  });

  it("if the emails can't be queued", async () => {
    const { app, clientFor: at } = isolate(new MovedClock());
    const silent = isolate(new MovedClock(), {
      outbox: () => ({
        enqueue: async () => {
          throw new Error("no mail");
        },
        enqueueDecoy: async () => undefined,
      }),
    }).clientFor({ token: sam.token });
    expect(await errorOf(silent.platform.breakGlass.mutate(taken))).toMatchObject({ code: "internal_error" });
    expect(await errorOf(at({ token: sam.token, tenant: "acme" }).tenants.update.mutate({ name: "x" }))).toMatchObject(
      missing,
    );
    expect(app.config.publicUrl).toBe("http://auth.test");
  });

  it("if the audit event can't be stored", async () => {
    const broken = isolate(new MovedClock());
    broken.app.audit.append = async () => {
      throw new Error("no log");
    };
    const call = broken.clientFor({ token: sam.token }).platform.breakGlass.mutate(taken);
    expect(await errorOf(call)).toMatchObject({ code: "internal_error" });
    expect(await errorOf(rename(sam))).toMatchObject(missing);
  });
});

it("API keys and anonymous callers can't use break-glass access", async () => {
  const { client } = world.acme;
  expect(await errorOf(client.platform.breakGlass.mutate(taken))).toMatchObject({ code: "forbidden" });
  expect(await errorOf(clientFor().platform.breakGlass.mutate(taken))).toMatchObject({ code: "unauthenticated" });
});
