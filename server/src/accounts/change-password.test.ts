import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { emailKindsTo, emailTo } from "../../test/mailbox.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { somebody } from "../../test/people.ts";
import { createWorld, type World } from "../../test/world.ts";

const NEXT = "another unlikely sentence";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

/** Signs in a user twice: here and elsewhere. */
async function signedIn() {
  const person = await somebody(world.acme);
  const elsewhere = await person.signIn();
  const here = await person.signIn();
  const { auth } = clientFor({ token: here.accessToken });
  const change = async (more: { currentPassword?: string; endOtherSessions?: boolean } = {}) =>
    await auth.password.change.mutate({ currentPassword: person.credentials.password, newPassword: NEXT, ...more });
  return { ...person, here, elsewhere, auth, change };
}

const isOpen = async ({ refreshToken }: { refreshToken: string }) =>
  await world.acme.browser.auth.refresh.mutate({ refreshToken }).then(
    () => true,
    () => false,
  );
const login = async (email: string, password: string) =>
  await world.acme.browser.auth.login.mutate({ email, password });

describe("rule 7: a change of password", () => {
  it("rule 7: replaces the current password by the new one", async () => {
    const { change, credentials } = await signedIn();
    await change();
    await login(credentials.email, NEXT);
    const old = login(credentials.email, credentials.password);
    expect(await errorOf(old)).toMatchObject({ code: "invalid_credentials" });
  });

  it("rule 7: is refused for a wrong current password, which counts as a failed sign-in", async () => {
    const { change, credentials, elsewhere } = await signedIn();
    for (let i = 0; i < 5; i++) {
      expect(await errorOf(change({ currentPassword: "not the sentence" }))).toMatchObject({
        code: "invalid_credentials",
      });
    }
    expect(await errorOf(change())).toMatchObject({ code: "too_many_attempts" });
    expect(await isOpen(elsewhere)).toBe(true);
    expect(await emailKindsTo(world.acme.tenant.id, credentials.email)).toEqual(["verify_email"]);
  });

  it("rule 7: ends all other sessions by default, and keeps the caller's", async () => {
    const { change, here, elsewhere, auth } = await signedIn();
    expect(await change()).toEqual({ endedSessionCount: 1 });
    expect(await isOpen(elsewhere)).toBe(false);
    expect(await errorOf(clientFor({ token: elsewhere.accessToken }).auth.me.query())).toMatchObject({
      code: "session_ended",
    });
    await auth.me.query();
    expect(await isOpen(here)).toBe(true);
  });

  it("rule 7: keeps the other sessions if endOtherSessions is false", async () => {
    const { change, elsewhere } = await signedIn();
    expect(await change({ endOtherSessions: false })).toEqual({ endedSessionCount: 0 });
    expect(await isOpen(elsewhere)).toBe(true);
  });
});

describe("a change of password", () => {
  it("rule 12: notifies the user by email", async () => {
    const { change, credentials } = await signedIn();
    await change();
    const { values } = await emailTo(world.acme.tenant.id, credentials.email, "password_changed");
    expect(values).toMatchObject({ when: expect.stringContaining("T"), ip: expect.stringContaining("10.") });
  });

  it("revokes every link that was sent before", async () => {
    const { change, credentials } = await signedIn();
    const { email } = credentials;
    await world.acme.browser.auth.password.forgot.mutate({ email });
    const { token } = await emailTo(world.acme.tenant.id, email, "reset_password");
    await change();
    const reset = world.acme.browser.auth.password.reset.mutate({ token, password: "a third unlikely sentence" });
    expect(await errorOf(reset)).toMatchObject({ code: "link_expired" });
    await login(email, NEXT);
  });

  it("succeeds for one of two concurrent changes, whose password is set", async () => {
    const { credentials, auth } = await signedIn();
    const passwords = ["the first unlikely sentence", "the other unlikely sentence"];
    const results = await Promise.allSettled(
      passwords.map((newPassword) =>
        auth.password.change.mutate({ currentPassword: credentials.password, newPassword }),
      ),
    );
    const changed = passwords.filter((_, i) => results[i]?.status === "fulfilled");
    expect(changed).toHaveLength(1);
    await login(credentials.email, changed[0] ?? "");
  });

  it("refuses a sign-in that was verifying the old password meanwhile", async () => {
    const { credentials, change } = await signedIn();
    const clock = new MovedClock();
    const { app } = isolate(clock);
    const sessions: typeof app.sessions = Object.assign(Object.create(app.sessions), {
      create: async (...args: Parameters<typeof app.sessions.create>) => {
        await change();
        return await app.sessions.create(...args);
      },
    });
    const slow = isolate(clock, { sessions }).clientFor({ key: world.acme.publishableKey });
    expect(await errorOf(slow.auth.login.mutate(credentials))).toMatchObject({ code: "session_ended" });
  });
});
