import { decodeJwt } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../../test/client.ts";
import { emailKindsTo } from "../../../test/mailbox.ts";
import {
  authenticatorWith,
  invalidPasskey,
  registerPasskey,
  signInWithPasskey,
  tenantWithPerson,
  withPasskey,
} from "../../../test/passkeys.ts";
import { createWorld, type World } from "../../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe("a passkey", () => {
  it.each(["ES256", "EdDSA", "RS256"] as const)("signs in without an email, with %s", async (algorithm) => {
    const { anyone, authenticator, person } = await withPasskey(world, { algorithm });
    const { user, accessToken } = await signInWithPasskey(anyone, authenticator);
    expect(user.id).toBe(person.user.id);
    expect(decodeJwt(accessToken)).toMatchObject({ amr: ["passkey", "mfa"], acr: "aal2" });
  });

  it("is listed with its name and last use, and can be renamed", async () => {
    const { signedIn, anyone, authenticator, passkey, clock } = await withPasskey(world);
    expect(passkey).toMatchObject({ name: "Unknown device", lastUsedAt: null, userVerified: true, backedUp: false });
    await signedIn.auth.passkeys.rename.mutate({ id: passkey.id, name: "My phone" });
    await signInWithPasskey(anyone, authenticator);
    expect(await signedIn.auth.passkeys.list.query({})).toEqual({
      items: [{ ...passkey, name: "My phone", lastUsedAt: clock.now() }],
      nextCursor: null,
    });
    expect(await signedIn.auth.factors.list.query()).toMatchObject({ passkeyCount: 1, backupCodesLeft: 10 });
  });

  it("is listed by pages", async () => {
    const { signedIn, passkey, clock } = await withPasskey(world);
    clock.advance(1);
    const second = await registerPasskey(signedIn, authenticatorWith());
    const first = await signedIn.auth.passkeys.list.query({ limit: 1 });
    expect(first.items.map(({ id }) => id)).toEqual([passkey.id]);
    const rest = await signedIn.auth.passkeys.list.query({ limit: 1, cursor: first.nextCursor ?? "" });
    expect(rest).toMatchObject({ items: [{ id: second.passkey.id }], nextCursor: null });
  });

  it("rule 26: needs a factor within the last 5 minutes to be registered and removed", async () => {
    const { clock, clientFor, anyone, authenticator, passkey, session, tenant } = await withPasskey(world);
    await tenant.client.tenants.settings.update.mutate({ accessTokenSeconds: 900 });
    const { accessToken } = await anyone.auth.refresh.mutate({ refreshToken: session.refreshToken });
    const { auth } = clientFor({ token: accessToken });
    await auth.passkeys.register.start.mutate({});
    clock.advance(301);
    const required = { code: "reauthentication_required" };
    expect(await errorOf(auth.passkeys.register.start.mutate({}))).toMatchObject(required);
    expect(await errorOf(auth.passkeys.remove.mutate({ id: passkey.id }))).toMatchObject(required);
    await signInWithPasskey(anyone, authenticator);
    expect(await errorOf(auth.passkeys.remove.mutate({ id: passkey.id })), "in another session").toMatchObject(
      required,
    );
  });

  it("comes with backup codes if the user had none", async () => {
    const { backupCodes, signedIn } = await withPasskey(world);
    expect(backupCodes).toHaveLength(10);
    expect((await registerPasskey(signedIn, authenticatorWith())).backupCodes).toEqual([]);
  });

  it("rule 12: is announced by email when it is added and removed", async () => {
    const { signedIn, tenant, person, passkey } = await withPasskey(world);
    await signedIn.auth.passkeys.remove.mutate({ id: passkey.id });
    const kinds = await emailKindsTo(tenant.tenant.id, person.user.email);
    expect(kinds.filter((kind) => kind === "security_changed")).toHaveLength(2);
  });

  it("is refused after it was removed", async () => {
    const { signedIn, anyone, authenticator, passkey } = await withPasskey(world);
    await signedIn.auth.passkeys.remove.mutate({ id: passkey.id });
    expect(await errorOf(signInWithPasskey(anyone, authenticator))).toMatchObject(invalidPasskey("unknown"));
    const repeated = signedIn.auth.passkeys.remove.mutate({ id: passkey.id });
    expect(await errorOf(repeated)).toMatchObject({ code: "passkey_not_found" });
    expect(await signedIn.auth.factors.list.query()).toMatchObject({ passkeyCount: 0, backupCodesLeft: 0 });
  });

  it("of another user can't be renamed or removed", async () => {
    const { passkey, authenticator, anyone } = await withPasskey(world);
    const other = await withPasskey(world);
    const { rename, remove } = other.signedIn.auth.passkeys;
    const notFound = { code: "passkey_not_found" };
    expect(await errorOf(rename.mutate({ id: passkey.id, name: "Mine" }))).toMatchObject(notFound);
    expect(await errorOf(remove.mutate({ id: passkey.id }))).toMatchObject(notFound);
    await signInWithPasskey(anyone, authenticator);
  });

  it("rule 11: of a banned user is refused", async () => {
    const { anyone, authenticator, tenant, person } = await withPasskey(world);
    await tenant.client.users.ban.mutate({ id: person.user.id });
    expect(await errorOf(signInWithPasskey(anyone, authenticator))).toMatchObject({ code: "user_banned" });
  });

  it("rule 11: is refused without a verified email where the tenant requires one", async () => {
    const { anyone, authenticator, set } = await withPasskey(world);
    await set({ requireVerifiedEmail: true });
    expect(await errorOf(signInWithPasskey(anyone, authenticator))).toMatchObject({ code: "email_unverified" });
  });

  it("rule 11: is refused where the tenant has turned it off", async () => {
    const { anyone, authenticator, set } = await withPasskey(world);
    const { options, challengeToken } = await anyone.auth.passkeys.signIn.start.mutate();
    await set({ signInMethods: ["password"] });
    const passkey = await authenticator.get(options);
    const off = { code: "sign_in_method_off" };
    expect(await errorOf(anyone.auth.passkeys.signIn.finish.mutate({ challengeToken, passkey }))).toMatchObject(off);
    expect(await errorOf(anyone.auth.passkeys.signIn.start.mutate())).toMatchObject(off);
  });

  it("can't be registered where the tenant accepts none", async () => {
    const { signedIn } = await tenantWithPerson(world, { signInMethods: ["password"], secondFactorMethods: ["totp"] });
    expect(await errorOf(signedIn.auth.passkeys.register.start.mutate({}))).toMatchObject({
      code: "factor_not_enrollable",
    });
  });

  it("isn't registered twice in a tenant, also by another user", async () => {
    const { signedIn, authenticator } = await withPasskey(world);
    const repeated = await errorOf(registerPasskey(signedIn, authenticator));
    expect(repeated).toMatchObject({ code: "passkey_already_registered" });
    const { options } = await signedIn.auth.passkeys.register.start.mutate({});
    expect(options.excludeCredentials.map(({ id }) => id)).toEqual([authenticator.credentialId]);
  });

  it("is one of at most 20 of a user, also when they are added in parallel", async () => {
    const { signedIn } = await withPasskey(world);
    const added = await Promise.allSettled(
      Array.from({ length: 22 }, async () => await registerPasskey(signedIn, authenticatorWith())),
    );
    expect(added.filter(({ status }) => status === "fulfilled")).toHaveLength(19);
    expect(await errorOf(registerPasskey(signedIn, authenticatorWith()))).toMatchObject({
      code: "passkey_limit_reached",
    });
  });
});

describe("the last way to sign in", () => {
  it("isn't removed with a passkey", async () => {
    const { signedIn, anyone, authenticator, passkey, set } = await withPasskey(world);
    await set({ signInMethods: ["passkey"] });
    const remove = (id: string) => signedIn.auth.passkeys.remove.mutate({ id });
    expect(await errorOf(remove(passkey.id))).toMatchObject({ code: "last_sign_in_method" });
    await signInWithPasskey(anyone, authenticator);
    const second = await registerPasskey(signedIn, authenticatorWith());
    await remove(passkey.id);
    expect(await errorOf(remove(second.passkey.id))).toMatchObject({ code: "last_sign_in_method" });
  });

  it("isn't a security key, which can be removed", async () => {
    const { signedIn, passkey, set } = await withPasskey(world, { userVerified: false });
    await set({ signInMethods: ["passkey"] });
    await signedIn.auth.passkeys.remove.mutate({ id: passkey.id });
  });
});
