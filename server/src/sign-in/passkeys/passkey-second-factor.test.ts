import { decodeJwt } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../../test/client.ts";
import { missingOf } from "../../../test/factors.ts";
import {
  authenticatorWith,
  invalidPasskey,
  registerPasskey,
  signInWithPasskey,
  stepUpWithPasskey,
  tenantWithPerson,
  withPasskey,
} from "../../../test/passkeys.ts";
import { createWorld, type World } from "../../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe("a passkey as second factor", () => {
  it("rule 11: is required at every sign-in by password if it doesn't verify its user", async () => {
    const { login, anyone, authenticator } = await withPasskey(world, { userVerified: false });
    const { methods, signInToken } = await missingOf(login());
    expect(methods).toEqual(["passkey", "backup_code"]);
    const { accessToken } = await stepUpWithPasskey(anyone, authenticator, signInToken);
    expect(decodeJwt(accessToken)).toMatchObject({ amr: ["pwd", "security_key", "mfa"], acr: "aal2" });
  });

  it("is optional if it verifies its user, and counts as passkey", async () => {
    const { login, anyone, authenticator, set } = await withPasskey(world);
    await login();
    await set({ secondFactor: "required" });
    const { signInToken } = await missingOf(login());
    const { accessToken } = await stepUpWithPasskey(anyone, authenticator, signInToken);
    expect(decodeJwt(accessToken)).toMatchObject({ amr: ["pwd", "passkey", "mfa"] });
  });

  it("counts as security key with a cleared user verification bit", async () => {
    const { login, anyone, authenticator, set } = await withPasskey(world);
    await set({ secondFactor: "required" });
    const { signInToken } = await missingOf(login());
    const { accessToken } = await stepUpWithPasskey(anyone, authenticator, signInToken, { userVerified: false });
    expect(decodeJwt(accessToken)).toMatchObject({ amr: ["pwd", "security_key", "mfa"] });
  });

  it("is enrolled in a sign-in that lacks a factor, which it completes", async () => {
    const { login, anyone, tenant, person } = await tenantWithPerson(world);
    await tenant.client.tenants.settings.update.mutate({ secondFactor: "required" });
    const { enroll, signInToken } = await missingOf(login());
    expect(enroll).toEqual(["totp", "passkey"]);
    const authenticator = authenticatorWith();
    expect((await registerPasskey(anyone, authenticator, { signInToken })).backupCodes).toHaveLength(10);
    const { user, accessToken } = await anyone.auth.stepUp.mutate({ signInToken });
    expect(user.id).toBe(person.user.id);
    expect(decodeJwt(accessToken)).toMatchObject({ amr: ["pwd", "passkey", "mfa"], acr: "aal2" });
    await signInWithPasskey(anyone, authenticator);
  });

  it("isn't enrolled in a sign-in whose user has a factor already", async () => {
    const { login, anyone } = await withPasskey(world, { userVerified: false });
    const { signInToken } = await missingOf(login());
    const start = anyone.auth.passkeys.register.start.mutate({ signInToken });
    expect(await errorOf(start)).toMatchObject({ code: "factor_not_enrollable" });
  });

  it("isn't enrolled in a sign-in where the tenant accepts other factors only", async () => {
    const { login, anyone, set } = await tenantWithPerson(world);
    await set({ secondFactor: "required", secondFactorMethods: ["totp"] });
    const { signInToken } = await missingOf(login());
    const start = anyone.auth.passkeys.register.start.mutate({ signInToken });
    expect(await errorOf(start)).toMatchObject({ code: "factor_not_enrollable" });
  });

  it("adds a factor to a session", async () => {
    const { signedIn, anyone, authenticator, login, clientFor, clock } = await withPasskey(world);
    const { accessToken, refreshToken } = await login();
    clock.advance(200);
    const session = clientFor({ token: accessToken });
    const { options, challengeToken } = await session.auth.passkeys.stepUp.start.mutate({});
    expect(options).toMatchObject({
      userVerification: "preferred",
      allowCredentials: [{ id: authenticator.credentialId }],
    });
    const passkey = await authenticator.get(options);
    const shown = { method: "passkey", challengeToken, passkey } as const;
    const raised = await anyone.auth.stepUp.mutate({ ...shown, refreshToken });
    const { factors } = decodeJwt<{ factors: Record<string, number> }>(raised.accessToken);
    expect(Object.keys(factors)).toEqual(["pwd", "passkey"]);
    // Another session of the same user can't use it.
    const started = await signedIn.auth.passkeys.stepUp.start.mutate({});
    const own = { challengeToken: started.challengeToken, passkey: await authenticator.get(started.options) };
    const elsewhere = anyone.auth.stepUp.mutate({ ...own, method: "passkey", refreshToken: raised.refreshToken });
    expect(await errorOf(elsewhere)).toMatchObject(invalidPasskey("challenge"));
  });

  it("can't be another user's", async () => {
    const { anyone, authenticator, tenant, set, login } = await withPasskey(world);
    await set({ secondFactor: "required" });
    const thief = await errorOf(anyone.auth.passkeys.stepUp.start.mutate({ signInToken: "unknown" }));
    expect(thief).toMatchObject({ code: "sign_in_expired" });
    const email = "other@example.com";
    await tenant.client.users.create.mutate({ email, password: "an unlikely sentence" });
    const other = await missingOf(anyone.auth.login.mutate({ email, password: "an unlikely sentence" }));
    const own = authenticatorWith();
    await registerPasskey(anyone, own, { signInToken: other.signInToken });
    const { signInToken } = await missingOf(login());
    const { options, challengeToken } = await anyone.auth.passkeys.stepUp.start.mutate({ signInToken });
    const passkey = await own.get(options);
    const mixed = anyone.auth.stepUp.mutate({ signInToken, method: "passkey", challengeToken, passkey });
    expect(await errorOf(mixed)).toMatchObject(invalidPasskey("unknown"));
    await stepUpWithPasskey(anyone, authenticator, signInToken);
  });

  it("cancels an administrator's reset of factors, because it isn't lost", async () => {
    const { anyone, authenticator, clock, tenant, person } = await withPasskey(world);
    await tenant.client.users.factors.requestReset.mutate({ id: person.user.id });
    await signInWithPasskey(anyone, authenticator);
    clock.advance(25 * 60 * 60);
    await signInWithPasskey(anyone, authenticator);
  });

  it("needs the challenge token and the response", async () => {
    const { login, anyone } = await withPasskey(world, { userVerified: false });
    const { signInToken } = await missingOf(login());
    const incomplete = anyone.auth.stepUp.mutate({ signInToken, method: "passkey" });
    expect(await errorOf(incomplete)).toMatchObject({ code: "invalid_input" });
  });

  it("can't be shown by somebody without one", async () => {
    const { signedIn } = await tenantWithPerson(world);
    expect(await errorOf(signedIn.auth.passkeys.stepUp.start.mutate({}))).toMatchObject({ code: "factor_not_found" });
  });
});
