import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { failAtEachStep } from "../../test/faults.ts";
import { emailKindsTo, emailTo } from "../../test/mailbox.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { somebody } from "../../test/people.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import { finishDeletions } from "./delete-user.ts";

/** Each test makes its call dozens of times. */
vi.setConfig({ testTimeout: 10 * 60_000 });

const NEXT = "another unlikely sentence";

let world: World;
let tenant: Awaited<ReturnType<typeof createTenant>>;
beforeAll(async () => {
  world = await createWorld();
  tenant = await createTenant(world.admin, "faulty-users");
});
beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  return () => vi.restoreAllMocks();
});

/** Client with a new IP each time, because sign-ins are limited by IP. */
const browser = () => clientFor({ key: tenant.publishableKey });
const codeOf = async (call: Promise<unknown>) =>
  await call.then(
    () => "ok",
    async (error) => (await errorOf(Promise.reject(error))).code,
  );
const rowOf = async (id: string) => await env.DB.prepare("SELECT * FROM users WHERE id = ?").bind(id).first();

/** Signs in a user twice. */
async function signedIn() {
  const { user, credentials, signIn } = await somebody({ browser: browser(), client: tenant.client });
  const [here, there] = [await signIn(), await signIn()];
  const refresh = async ({ refreshToken }: typeof here) =>
    await codeOf(browser().auth.refresh.mutate({ refreshToken }));
  const me = async ({ accessToken }: typeof here) => await codeOf(clientFor({ token: accessToken }).auth.me.query());
  return { id: user.id, email: user.email, credentials, here, there, refresh, me };
}

describe("rule 24: a call that disables a user also ends their sessions, whichever step fails:", () => {
  it("users.ban ends the sessions in the same step; a repeat revokes the access tokens", async () => {
    await failAtEachStep({
      setup: signedIn,
      call: async (faulty, { id }) => await faulty({ key: tenant.secretKey }).users.ban.mutate({ id }),
      check: async ({ id, here, refresh, me }) => {
        const isBanned = (await rowOf(id))?.status === "banned";
        await tenant.client.users.unban.mutate({ id });
        expect(await refresh(here)).toBe(isBanned ? "session_ended" : "ok");
        await tenant.client.users.ban.mutate({ id });
        expect(await me(here)).toBe("user_banned");
      },
    });
  });

  it("users.forceReset ends the sessions in the same step; a repeat revokes the access tokens", async () => {
    await failAtEachStep({
      setup: signedIn,
      call: async (faulty, { id }) => await faulty({ key: tenant.secretKey }).users.forceReset.mutate({ id }),
      check: async ({ id, email, here, refresh, me }) => {
        if ((await rowOf(id))?.reset_required === 1) expect(await refresh(here)).toBe("password_reset_required");
        await tenant.client.users.forceReset.mutate({ id });
        expect([await me(here), await refresh(here)]).toEqual(["session_ended", "password_reset_required"]);
        const { token } = await emailTo(tenant.tenant.id, email, "reset_password");
        await browser().auth.password.reset.mutate({ token, password: NEXT });
        expect(await refresh(here)).toBe("session_ended");
      },
    });
  });

  it("auth.password.change ends the other sessions in the same step", async () => {
    await failAtEachStep({
      setup: signedIn,
      call: async (faulty, { here, credentials }) =>
        await faulty({ token: here.accessToken }).auth.password.change.mutate({
          currentPassword: credentials.password,
          newPassword: NEXT,
        }),
      check: async ({ email, credentials, here, there, refresh }) => {
        const isChanged = (await codeOf(browser().auth.login.mutate({ email, password: NEXT }))) === "ok";
        expect(await refresh(there)).toBe(isChanged ? "session_ended" : "ok");
        expect(await refresh(here)).toBe("ok");
        const old = codeOf(browser().auth.login.mutate(credentials));
        expect(await old).toBe(isChanged ? "invalid_credentials" : "ok");
      },
    });
  });

  it("auth.password.reset ends the sessions in the same step", async () => {
    await failAtEachStep({
      setup: async () => {
        const person = await signedIn();
        await browser().auth.password.forgot.mutate({ email: person.email });
        return { ...person, ...(await emailTo(tenant.tenant.id, person.email, "reset_password")) };
      },
      call: async (faulty, { token }) =>
        await faulty({ key: tenant.publishableKey }).auth.password.reset.mutate({ token, password: NEXT }),
      check: async ({ token, email, here, refresh }) => {
        const isChanged = (await codeOf(browser().auth.login.mutate({ email, password: NEXT }))) === "ok";
        expect(await refresh(here)).toBe(isChanged ? "session_ended" : "ok");
        const repeated = codeOf(browser().auth.password.reset.mutate({ token, password: NEXT }));
        expect(await repeated).toBe(isChanged ? "link_used" : "ok");
      },
    });
  });

  it("a repeat of users.sessions.endAll ends the sessions that an interrupted endAll left", async () => {
    const calls = [
      async (faulty: typeof clientFor, { id }: { id: string }) =>
        await faulty({ key: tenant.secretKey }).users.sessions.endAll.mutate({ id }),
      async (faulty: typeof clientFor, { here }: { here: { accessToken: string } }) =>
        await faulty({ token: here.accessToken }).auth.sessions.endAll.mutate(),
    ];
    for (const call of calls) {
      await failAtEachStep({
        setup: signedIn,
        call,
        check: async ({ id, here, there, refresh, me }) => {
          await tenant.client.users.sessions.endAll.mutate({ id });
          for (const session of [here, there]) {
            expect([await me(session), await refresh(session)]).toEqual(["session_ended", "session_ended"]);
          }
        },
      });
    }
  });
});

it("the schedule completes an interrupted users.delete, with one email", async () => {
  await failAtEachStep({
    setup: async () => await somebody({ browser: browser(), client: tenant.client }),
    call: async (faulty, { user }) => await faulty({ key: tenant.secretKey }).users.delete.mutate({ id: user.id }),
    check: async ({ user, credentials }) => {
      const isBegun = (await rowOf(user.id))?.status !== "active";
      await finishDeletions(isolate(new MovedClock()).app);
      expect(await rowOf(user.id)).toEqual(isBegun ? null : expect.objectContaining({ status: "active" }));
      if (!isBegun) return;
      expect(await codeOf(browser().auth.login.mutate(credentials))).toBe("invalid_credentials");
      const kinds = await emailKindsTo(tenant.tenant.id, user.email);
      expect(kinds.filter((kind) => kind === "account_deleted")).toHaveLength(1);
    },
  });
});

let invited = 0;
it("a repeat of an interrupted users.create creates the user, or names the existing one, who can be invited", async () => {
  await failAtEachStep({
    setup: async () => ({ email: `faulty-${++invited}@example.com` }),
    call: async (faulty, { email }) =>
      await faulty({ key: tenant.secretKey }).users.create.mutate({ email, invite: true }),
    check: async ({ email }) => {
      const repeated = await tenant.client.users.create.mutate({ email, invite: true }).catch(async (error) => {
        const { code, details } = await errorOf(Promise.reject(error));
        expect(code).toBe("email_taken");
        return await tenant.client.users.invitations.send.mutate({ id: `${details.userId}` });
      });
      expect(repeated.user.status).toBe("invited");
      const { token } = await emailTo(tenant.tenant.id, email, "invitation");
      await browser().auth.password.reset.mutate({ token, password: NEXT });
    },
  });
});

it("a repeat of an interrupted users.import finds the created users and creates the rest", async () => {
  await failAtEachStep({
    setup: async () => Array.from({ length: 60 }, () => ({ email: `faulty-${++invited}@example.com` })),
    call: async (faulty, users) => await faulty({ key: tenant.secretKey }).users.import.mutate({ users }),
    check: async (users) => {
      const {
        createdCount: created,
        existingCount: existing,
        failedCount: failed,
      } = await tenant.client.users.import.mutate({ users });
      expect([created + existing, failed]).toEqual([60, 0]);
    },
  });
});

describe("an interrupted call about a platform admin:", () => {
  it("a repeat of platform.admins.invite invites the admin with the requested role", async () => {
    await failAtEachStep({
      setup: async () => ({ email: `faulty-${++invited}@platform.example` }),
      call: async (faulty, { email }) =>
        await faulty({ token: world.token }).platform.admins.invite.mutate({ email, role: "support" }),
      check: async ({ email }) => {
        const { id } = await world.admin.platform.admins.invite.mutate({ email, role: "support" });
        const { admin } = await world.admin.platform.admins.get.query({ id });
        expect(admin).toMatchObject({ email, role: "support", status: "invited" });
        expect(await emailKindsTo((await world.admin.tenants.get.query()).id, email)).toContain("invitation");
      },
    });
  });

  it("platform.admins.setRole leaves the old or the new role, and a repeat sets the new one", async () => {
    const { id } = await world.admin.platform.admins.invite.mutate({ email: "role@platform.example", role: null });
    const roleOf = async () => (await world.admin.platform.admins.get.query({ id })).admin.role;
    await failAtEachStep({
      setup: async () => await world.admin.platform.admins.setRole.mutate({ id, role: "readonly" }),
      call: async (faulty) =>
        await faulty({ token: world.token }).platform.admins.setRole.mutate({ id, role: "support" }),
      check: async (_, outcome) => {
        expect(["support", ...("answer" in outcome ? [] : ["readonly"])]).toContain(await roleOf());
        await world.admin.platform.admins.setRole.mutate({ id, role: "support" });
        expect(await roleOf()).toBe("support");
      },
    });
  });

  it("a repeat of platform.admins.remove removes the rest; the schedule completes the deletion", async () => {
    await failAtEachStep({
      setup: async () => {
        const email = `faulty-${++invited}@platform.example`;
        return await world.admin.platform.admins.invite.mutate({ email, role: "superadmin" });
      },
      call: async (faulty, { id }) => await faulty({ token: world.token }).platform.admins.remove.mutate({ id }),
      check: async ({ id }) => {
        const repeated = await codeOf(world.admin.platform.admins.remove.mutate({ id }));
        await finishDeletions(isolate(new MovedClock()).app);
        expect(["ok", "user_not_found"]).toContain(repeated);
        expect(await codeOf(world.admin.platform.admins.get.query({ id }))).toBe("user_not_found");
        expect((await world.admin.authz.read.query({ subject: `admin:${id}` })).items).toEqual([]);
      },
    });
  });
});
