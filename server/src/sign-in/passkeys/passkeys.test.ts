import { decodeJwt } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../../test/client.ts";
import { missingOf } from "../../../test/factors.ts";
import { emailKindsTo } from "../../../test/mailbox.ts";
import { isolate, StandingClock } from "../../../test/moved.ts";
import { somebody } from "../../../test/people.ts";
import { SoftwareAuthenticator, type Tampered } from "../../../test/software-authenticator.ts";
import { createTenant, createWorld, type World } from "../../../test/world.ts";

/** The origin of the hosted pages, and of PUBLIC_URL. */
const ORIGIN = "http://auth.test";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;
/** A tenant and one of its users who is signed in, on a clock that stands still. */
async function setting(settings: object = {}) {
  const tenant = await createTenant(world.admin, `passkeys-${++tenants}`);
  if (Object.keys(settings).length > 0) await tenant.client.tenants.update.mutate({ settings });
  const person = await somebody(tenant);
  const clock = new StandingClock();
  const { app, clientFor } = isolate(clock);
  const anyone = clientFor({ key: tenant.publishableKey });
  const login = () => anyone.auth.login.mutate(person.credentials);
  const session = await login();
  const signedIn = clientFor({ token: session.accessToken });
  return { tenant, person, clock, app, clientFor, anyone, login, session, signedIn };
}

type Client = Awaited<ReturnType<typeof setting>>["anyone"];

async function register(client: Client, authenticator: SoftwareAuthenticator, tampered: Tampered = {}, extra: object = {}) {
  const { options, challengeToken } = await client.auth.passkeys.register.start.mutate(extra);
  const passkey = await authenticator.create(options, tampered);
  return await client.auth.passkeys.register.finish.mutate({ challengeToken, passkey, ...extra });
}

async function signIn(anyone: Client, authenticator: SoftwareAuthenticator, tampered: Tampered = {}) {
  const { options, challengeToken } = await anyone.auth.passkeys.signIn.start.mutate();
  const passkey = await authenticator.get(options, tampered);
  return await anyone.auth.passkeys.signIn.finish.mutate({ challengeToken, passkey });
}

/** The same with a passkey. */
async function registered(options: Partial<ConstructorParameters<typeof SoftwareAuthenticator>[0]> = {}) {
  const all = await setting();
  const authenticator = new SoftwareAuthenticator({ origin: ORIGIN, ...options });
  return { ...all, authenticator, ...(await register(all.signedIn, authenticator)) };
}

const invalid = (reason: string) => ({ code: "passkey_invalid", details: { reason } });

describe("a passkey", () => {
  it.each(["ES256", "EdDSA", "RS256"] as const)("signs in without an email, with %s", async (algorithm) => {
    const { anyone, authenticator, person } = await registered({ algorithm });
    const { user, accessToken } = await signIn(anyone, authenticator);
    expect(user.id).toBe(person.user.id);
    expect(decodeJwt(accessToken)).toMatchObject({ amr: ["passkey", "mfa"], acr: "aal2" });
  });

  it("is listed with its name and last use, and can be renamed", async () => {
    const { signedIn, anyone, authenticator, passkey, clock } = await registered();
    expect(passkey).toMatchObject({ name: "Unknown device", lastUsedAt: null, userVerified: true, backedUp: false });
    await signedIn.auth.passkeys.rename.mutate({ id: passkey.id, name: "My phone" });
    await signIn(anyone, authenticator);
    const { items, nextCursor } = await signedIn.auth.passkeys.list.query({});
    expect({ items, nextCursor }).toEqual({
      items: [{ ...passkey, name: "My phone", lastUsedAt: clock.now() }],
      nextCursor: null,
    });
    expect(await signedIn.auth.factors.list.query()).toMatchObject({ passkeyCount: 1, backupCodesLeft: 10 });
  });

  it("needs a sign-in within the last 5 minutes to be registered and removed", async () => {
    const { clock, signedIn, passkey } = await registered();
    clock.advance(299);
    await signedIn.auth.passkeys.register.start.mutate({});
    clock.advance(2);
    const { auth } = signedIn;
    // The access token has expired as well, so a server would refresh it first.
    for (const call of [auth.passkeys.register.start.mutate({}), auth.passkeys.remove.mutate({ id: passkey.id })])
      expect(["reauthentication_required", "token_expired"]).toContain((await errorOf(call)).code);
  });

  it("comes with backup codes if the user had none", async () => {
    const { backupCodes, signedIn } = await registered();
    expect(backupCodes).toHaveLength(10);
    const second = await register(signedIn, new SoftwareAuthenticator({ origin: ORIGIN }));
    expect(second.backupCodes).toEqual([]);
  });

  it("rule 12: is announced by email when it is added and removed", async () => {
    const { signedIn, tenant, person, passkey } = await registered();
    await signedIn.auth.passkeys.remove.mutate({ id: passkey.id });
    const kinds = await emailKindsTo(tenant.tenant.id, person.user.email);
    expect(kinds.filter((kind) => kind === "security_changed")).toHaveLength(2);
  });

  it("is refused after it was removed", async () => {
    const { signedIn, anyone, authenticator, passkey } = await registered();
    await signedIn.auth.passkeys.remove.mutate({ id: passkey.id });
    expect(await errorOf(signIn(anyone, authenticator))).toMatchObject(invalid("unknown"));
    expect(await errorOf(signedIn.auth.passkeys.remove.mutate({ id: passkey.id }))).toMatchObject({
      code: "passkey_not_found",
    });
  });

  it("rule 11: of a banned user is refused", async () => {
    const { anyone, authenticator, tenant, person } = await registered();
    await tenant.client.users.ban.mutate({ id: person.user.id });
    expect(await errorOf(signIn(anyone, authenticator))).toMatchObject({ code: "user_banned" });
  });

  it("rule 11: is refused where the tenant has turned it off", async () => {
    const { anyone, authenticator, tenant } = await registered();
    const { options, challengeToken } = await anyone.auth.passkeys.signIn.start.mutate();
    await tenant.client.tenants.update.mutate({ settings: { signInMethods: ["password"] } });
    const finish = anyone.auth.passkeys.signIn.finish.mutate({
      challengeToken,
      passkey: await authenticator.get(options),
    });
    expect(await errorOf(finish)).toMatchObject({ code: "sign_in_method_off" });
    expect(await errorOf(anyone.auth.passkeys.signIn.start.mutate())).toMatchObject({ code: "sign_in_method_off" });
  });
});
