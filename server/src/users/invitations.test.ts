import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { emailKindsTo, emailTo } from "../../test/mailbox.ts";
import { somebody } from "../../test/people.ts";
import { send } from "../../test/raw.ts";
import { createTestTenant, createWorld, type World } from "../../test/world.ts";

const PASSWORD = "an unlikely sentence";
const HOUR = 60 * 60;

let world: World;
let tenant: Awaited<ReturnType<typeof createTestTenant>>;
beforeAll(async () => {
  world = await createWorld();
  tenant = await createTestTenant(world.admin, "inviting");
  await tenant.client.tenants.settings.update.mutate({ brandName: "Inviting & Co" });
});

let count = 0;
/** Creates an invited user, with functions that find and accept the invitation. */
async function invited(more: { invitedBy?: string } = {}) {
  const email = `invited-${++count}@example.com`;
  const { user } = await tenant.client.users.create.mutate({ email, invite: true, ...more });
  const invitation = async () => await emailTo(tenant.tenant.id, email, "invitation");
  const accept = async (token: string) =>
    await tenant.browser.auth.password.reset.mutate({ token, password: PASSWORD });
  const get = async () => (await tenant.client.users.get.query({ id: user.id })).user;
  return { id: user.id, email, user, invitation, accept, get };
}

const { send: invite, revoke } = {
  send: async (id: string, more = {}) => await tenant.client.users.invitations.send.mutate({ id, ...more }),
  revoke: async (id: string) => await tenant.client.users.invitations.revoke.mutate({ id }),
};
const wait = async (seconds: number) => await tenant.client.testing.clock.advance.mutate({ seconds });

describe("an invited user", () => {
  it("has the status invited with its times until they accept, and then active", async () => {
    const { id, email, user, invitation, accept, get } = await invited();
    expect(user.status).toBe("invited");
    const { invitedAt, expiresAt } = user.invitation ?? {};
    expect((expiresAt?.getTime() ?? 0) - (invitedAt?.getTime() ?? 0)).toBe(72 * HOUR * 1000);
    expect(await get()).toEqual(user);
    const listed = async (status: "invited" | "active") =>
      (await tenant.client.users.list.query({ status })).items.some((one) => one.id === id);
    expect([await listed("invited"), await listed("active")]).toEqual([true, false]);

    await accept((await invitation()).token);
    expect(await get()).toMatchObject({ status: "active", invitation: null, emailVerified: true, lastSignInAt: null });
    expect([await listed("invited"), await listed("active")]).toEqual([false, true]);
    const session = await tenant.browser.auth.login.mutate({ email, password: PASSWORD });
    expect((await get()).lastSignInAt).toBeInstanceOf(Date);
    expect(session.user.id).toBe(id);
  });

  it("accepts also by choosing a password through a reset link", async () => {
    const { email, invitation, accept, get } = await invited();
    const { token } = await invitation();
    await tenant.browser.auth.password.forgot.mutate({ email });
    await accept((await emailTo(tenant.tenant.id, email, "reset_password")).token);
    expect((await get()).status).toBe("active");
    expect(await errorOf(accept(token))).toMatchObject({ code: "link_expired" });
  });

  it("reads the name of the inviter and the tenant, and nothing about a changed password", async () => {
    const { user: host } = await somebody(tenant, { name: "Hedy Lamarr" });
    const byName = await invited({ invitedBy: host.id });
    const invitation = await byName.invitation();
    expect(invitation.subject).toBe("You are invited to Inviting & Co");
    expect(invitation.text).toContain("Hedy Lamarr invited you to create an account.");
    const byNobody = await invited();
    expect((await byNobody.invitation()).text).toContain("Inviting & Co invited you to create an account.");

    const { pathname, search } = new URL(invitation.link);
    const page = await send(`${pathname}${search}`);
    expect(page.text).toContain("<h1>Choose a password</h1>");
    expect(page.text).not.toMatch(/signed out/i);
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const body = `${new URLSearchParams({ token: invitation.token, password: PASSWORD, repeated: PASSWORD })}`;
    const done = await send(pathname, { method: "POST", headers, body });
    expect(done.text).toContain("<h1>Password set</h1>");
    expect(done.text).not.toMatch(/signed out/i);
    expect(await emailKindsTo(tenant.tenant.id, byName.email)).toEqual(["invitation"]);
  });

  it("is invited again at the new email when their email is corrected", async () => {
    const { id, email, invitation, accept, get } = await invited();
    const typo = await invitation();
    const right = `right-${email}`;
    const { user } = await tenant.client.users.update.mutate({ id, email: right });
    expect(user).toMatchObject({ email: right, status: "invited" });
    expect(await emailKindsTo(tenant.tenant.id, right)).toEqual(["invitation"]);
    expect(await emailKindsTo(tenant.tenant.id, email)).toEqual(["invitation"]);
    expect(await errorOf(accept(typo.token))).toMatchObject({ code: "link_expired" });
    await accept((await emailTo(tenant.tenant.id, right, "invitation")).token);
    expect((await get()).status).toBe("active");
  });
});

describe("an invitation that is resent", () => {
  it("is valid for 72 hours, and revokes the earlier link", async () => {
    const { id, email, invitation, accept, get } = await invited();
    const first = await invitation();
    await wait(73 * HOUR);
    expect(await errorOf(accept(first.token))).toMatchObject({ code: "link_expired" });
    expect((await get()).status).toBe("invited");
    const { user } = await invite(id);
    expect(user.invitation?.expiresAt.getTime()).toBe((user.invitation?.invitedAt.getTime() ?? 0) + 72 * HOUR * 1000);
    const second = await invitation();
    expect(second.token).not.toBe(first.token);
    expect(await emailKindsTo(tenant.tenant.id, email)).toEqual(["invitation", "invitation"]);
    await wait(71 * HOUR);
    await accept(second.token);
    expect((await get()).status).toBe("active");
  });

  it("can be the first, for a user who was created without one", async () => {
    const email = `later-${++count}@example.com`;
    const { user } = await tenant.client.users.create.mutate({ email });
    expect(user).toMatchObject({ status: "active", invitation: null });
    expect((await invite(user.id)).user.status).toBe("invited");
    expect(await emailKindsTo(tenant.tenant.id, email)).toEqual(["invitation"]);
  });

  it("is refused for users with a password, banned users and unknown ids", async () => {
    const { id, invitation, accept } = await invited();
    await accept((await invitation()).token);
    expect(await errorOf(invite(id))).toMatchObject({ code: "invitation_accepted", httpStatus: 409 });
    const { user } = await somebody(tenant);
    expect(await errorOf(invite(user.id))).toMatchObject({ code: "invitation_accepted" });
    const banned = await invited();
    await tenant.client.users.ban.mutate({ id: banned.id });
    expect(await errorOf(invite(banned.id))).toMatchObject({ code: "user_banned" });
    expect(await errorOf(invite("usr_nobody"))).toMatchObject({ code: "user_not_found" });
    const pending = await invited();
    expect(await errorOf(invite(pending.id, { invitedBy: "usr_nobody" }))).toMatchObject({ code: "user_not_found" });
    expect(await emailKindsTo(tenant.tenant.id, pending.email)).toEqual(["invitation"]);
  });
});

describe("an invitation that is revoked", () => {
  it("bans its user, whose link and sign-in are refused", async () => {
    const { id, email, invitation, accept } = await invited();
    const { token } = await invitation();
    expect((await revoke(id)).user).toMatchObject({ status: "banned", invitation: null });
    expect((await revoke(id)).user.status).toBe("banned");
    expect(await errorOf(accept(token))).toMatchObject({ code: "link_expired" });
    await tenant.browser.auth.password.forgot.mutate({ email });
    await tenant.browser.auth.register.mutate({ email, password: PASSWORD });
    expect(await emailKindsTo(tenant.tenant.id, email)).toEqual(["invitation"]);
    const login = tenant.browser.auth.login.mutate({ email, password: PASSWORD });
    expect(await errorOf(login)).toMatchObject({ code: "invalid_credentials" });
  });

  it("can be sent again once the user is unbanned", async () => {
    const { id, invitation, accept, get } = await invited();
    await revoke(id);
    await tenant.client.users.unban.mutate({ id });
    expect((await get()).status).toBe("active");
    await invite(id);
    await accept((await invitation()).token);
    expect((await get()).status).toBe("active");
  });

  it("must be open: a user who has accepted keeps their account", async () => {
    const { id, email, invitation, accept } = await invited();
    await accept((await invitation()).token);
    expect(await errorOf(revoke(id))).toMatchObject({ code: "invitation_not_found", httpStatus: 409 });
    await tenant.browser.auth.login.mutate({ email, password: PASSWORD });
    expect(await errorOf(revoke("usr_nobody"))).toMatchObject({ code: "user_not_found" });
  });

  it("is either revoked or accepted under concurrent calls", async () => {
    for (let i = 0; i < 5; i++) {
      const { id, email, invitation, accept, get } = await invited();
      const { token } = await invitation();
      const [accepted, revoked] = await Promise.allSettled([accept(token), revoke(id)]);
      const login = tenant.browser.auth.login.mutate({ email, password: PASSWORD });
      const isIn = await login.then(
        () => true,
        () => false,
      );
      const expected = revoked.status === "fulfilled" ? [false, "banned"] : [true, "active"];
      expect([isIn, (await get()).status]).toEqual(expected);
      expect([accepted, revoked].filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    }
  });
});

describe("an email that is taken", () => {
  it("is reported with the id of its user only to callers that may read users", async () => {
    const { id, email } = await invited();
    const duplicate = tenant.client.users.create.mutate({ email, invite: true });
    expect(await errorOf(duplicate)).toMatchObject({ code: "email_taken", details: { userId: id } });
    const scoped = async (...scopes: string[]) => {
      const input = { kind: "restricted", name: "x", scopes } as const;
      const { key } = await tenant.client.apiKeys.create.mutate(input);
      return (await errorOf(clientFor({ key }).users.create.mutate({ email }))).details;
    };
    expect(await scoped("users.create")).toEqual({});
    expect(await scoped("users.create", "users:read")).toEqual({ userId: id });
  });
});

it("refuses an invitation together with a password, and an inviter without an invitation", async () => {
  const email = `both-${++count}@example.com`;
  const { users } = tenant.client;
  for (const more of [{ password: PASSWORD, invite: true }, { invitedBy: "usr_x" }]) {
    expect(await errorOf(users.create.mutate({ email, ...more }))).toMatchObject({ code: "invalid_input" });
  }
});
