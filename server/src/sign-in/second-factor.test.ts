import { env } from "cloudflare:workers";
import { decodeJwt } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { enrolledSetting, factorSetting } from "../../test/factor-setting.ts";
import { missingOf } from "../../test/factors.ts";
import { emailKindsTo, emailTo } from "../../test/mailbox.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { PARALLEL } from "../../test/parallel.ts";
import { createWorld, type World } from "../../test/world.ts";

const NEXT = "another unlikely sentence";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

const setting = async () => await factorSetting(world);
const enrolled = async () => await enrolledSetting(world);

describe("an authenticator app", () => {
  it("rule 11: is required at every sign-in once it is enrolled", async () => {
    const { login, anyone, app, clock } = await enrolled();
    const missing = await missingOf(login());
    expect(missing).toMatchObject({ methods: ["totp", "backup_code"], enroll: [] });
    clock.advance(30);
    const { signInToken } = missing;
    const session = await anyone.auth.stepUp.mutate({ signInToken, method: "totp", code: app.code() });
    const { amr, acr, factors } = decodeJwt<{ factors: object }>(session.accessToken);
    expect({ amr, acr, methods: Object.keys(factors) }).toEqual({
      amr: ["pwd", "otp", "mfa"],
      acr: "aal2",
      methods: ["pwd", "otp"],
    });
  });

  it("is not enrolled before its first code was entered", async () => {
    const { clientFor, login } = await setting();
    const { auth } = clientFor({ token: (await login()).accessToken });
    await auth.factors.totp.start.mutate({});
    expect(await errorOf(auth.factors.totp.confirm.mutate({ code: "000000" }))).toMatchObject({
      code: "factor_invalid",
    });
    await login();
    expect(await auth.factors.list.query()).toMatchObject({ totp: null, required: false, backupCodesLeft: 0 });
  });

  it("is shown as a QR code and an otpauth URI with the tenant's and the user's names", async () => {
    const { clientFor, login, person, slug } = await setting();
    const { auth } = clientFor({ token: (await login()).accessToken });
    const { secret, uri, qrCode } = await auth.factors.totp.start.mutate({});
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const url = new URL(uri);
    expect(decodeURIComponent(url.pathname)).toBe(`/${slug}:${person.user.email}`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      ...{ issuer: `${slug}`, secret, algorithm: "SHA1", digits: "6", period: "30" },
    });
    expect(qrCode).toMatch(/^<svg .*<\/svg>$/);
  });

  it(`rule 16: accepts each step once, also in ${PARALLEL} parallel tries`, async () => {
    const { login, anyone, app, clock } = await enrolled();
    clock.advance(30);
    const tokens = await Promise.all(Array.from({ length: 4 }, async () => (await missingOf(login())).signInToken));
    const tries = Array.from({ length: PARALLEL }, (_, i) =>
      anyone.auth.stepUp
        .mutate({ signInToken: tokens[i % tokens.length] ?? "", method: "totp", code: app.code() })
        .then(
          () => "ok",
          () => "refused",
        ),
    );
    expect((await Promise.all(tries)).filter((outcome) => outcome === "ok")).toHaveLength(1);
  });

  it("rule 17: accepts the step before and after the present one, and none further away", async () => {
    const { login, anyone, app, clock } = await enrolled();
    clock.advance(600);
    const show = async (steps: number) => {
      const { signInToken } = await missingOf(login());
      return await anyone.auth.stepUp.mutate({ signInToken, method: "totp", code: app.code(steps) });
    };
    for (const steps of [-2, 2]) expect(await errorOf(show(steps))).toMatchObject({ code: "factor_invalid" });
    await show(-1);
    await show(1);
    expect(await errorOf(show(0)), "a step before one that was used").toMatchObject({ code: "factor_invalid" });
  });

  it("rule 18: is delayed after five wrong codes, apart from wrong passwords", async () => {
    const { login, anyone, app } = await enrolled();
    const { signInToken } = await missingOf(login());
    const wrong = () => errorOf(anyone.auth.stepUp.mutate({ signInToken, method: "totp", code: "000000" }));
    const codes: string[] = [];
    for (let i = 0; i < 6; i++) codes.push((await wrong()).code);
    expect(codes).toEqual([...Array(5).fill("factor_invalid"), "too_many_attempts"]);
    const right = anyone.auth.stepUp.mutate({ signInToken, method: "totp", code: app.code(1) });
    expect(await errorOf(right)).toMatchObject({ code: "too_many_attempts" });
    await missingOf(login());
  });

  it("stores its secret encrypted, and never shows it again", async () => {
    const { app, signedIn, session } = await enrolled();
    const rows = await env.DB.prepare("SELECT * FROM totp_factors WHERE user_id = ?").bind(session.user.id).all();
    expect(JSON.stringify(rows.results)).not.toContain(app.secret);
    expect(await errorOf(signedIn.auth.factors.totp.start.mutate({}))).toMatchObject({
      code: "factor_already_enrolled",
    });
  });

  it("rule 12: is announced by email when it is added and removed", async () => {
    const { tenant, signedIn, person, login } = await enrolled();
    await signedIn.auth.factors.totp.remove.mutate();
    await login();
    const kinds = await emailKindsTo(tenant.tenant.id, person.user.email);
    expect(kinds.filter((kind) => kind === "security_changed")).toHaveLength(2);
  });

  it("is encrypted again with the newest version of JWT_SECRET", async () => {
    const { app, clock, login, tenant } = await enrolled();
    const secret = (id: string, fill: string) => `${id}:${btoa(fill.repeat(32))}`;
    const newer = `${secret("v9", "j")},${env.JWT_SECRET}`;
    const rotated = isolate(clock, {}, { JWT_SECRET: newer });
    const { reencryptTotpSecrets } = await import("../factors/totp-secrets.ts");
    expect(await reencryptTotpSecrets(rotated.app)).toMatchObject({ lost: 0 });
    clock.advance(30);
    const { signInToken } = await missingOf(login());
    const anyone = rotated.clientFor({ key: tenant.publishableKey });
    await anyone.auth.stepUp.mutate({ signInToken, method: "totp", code: app.code() });
  });
});

describe("backup codes", () => {
  it("rule 16: each works once, also in 50 parallel tries", async () => {
    const { login, anyone, backupCodes, signedIn } = await enrolled();
    expect(new Set(backupCodes).size).toBe(10);
    const tokens: string[] = [];
    for (let i = 0; i < 50; i++) tokens.push(i < 4 ? (await missingOf(login())).signInToken : (tokens[i % 4] ?? ""));
    const code = backupCodes[0] ?? "";
    const tries = tokens.map((token) =>
      anyone.auth.stepUp
        .mutate({ signInToken: token, method: "backup_code", code: code.toUpperCase().replaceAll("-", " ") })
        .then(
          () => "ok",
          () => "refused",
        ),
    );
    expect((await Promise.all(tries)).filter((outcome) => outcome === "ok")).toHaveLength(1);
    expect(await signedIn.auth.factors.list.query()).toMatchObject({ backupCodesLeft: 9 });
  });

  it("rule 15: are stored as hashes of 120 random bits", async () => {
    const { backupCodes, session } = await enrolled();
    for (const code of backupCodes) expect(code).toMatch(/^(?:[0-9a-hjkmnp-tv-z]{4}-){5}[0-9a-hjkmnp-tv-z]{4}$/);
    const rows = await env.DB.prepare("SELECT * FROM backup_codes WHERE user_id = ?").bind(session.user.id).all();
    expect(rows.results).toHaveLength(10);
    for (const code of backupCodes) expect(JSON.stringify(rows.results)).not.toContain(code);
  });

  it("are replaced as a whole", async () => {
    const { login, anyone, backupCodes, signedIn } = await enrolled();
    const { codes } = await signedIn.auth.factors.backupCodes.create.mutate();
    const use = async (code = "") => {
      const { signInToken } = await missingOf(login());
      return await anyone.auth.stepUp.mutate({ signInToken, method: "backup_code", code });
    };
    expect(await errorOf(use(backupCodes[0]))).toMatchObject({ code: "factor_invalid" });
    await use(codes[0]);
  });
});

describe("a second factor is required", () => {
  const require: [string, (all: Awaited<ReturnType<typeof setting>>) => Promise<unknown>][] = [
    [
      "of every user by a setting",
      ({ tenant }) => tenant.client.tenants.settings.update.mutate({ secondFactor: "required" }),
    ],
    [
      "of one user by an administrator",
      ({ tenant, person }) => tenant.client.users.update.mutate({ id: person.user.id, secondFactorRequired: true }),
    ],
    [
      "of users with a relation in the tenant's graph",
      async ({ tenant, person }) => {
        await tenant.client.authz.model.put.mutate({
          model: "model\n  schema 1.1\ntype user\ntype team\n  relations\n    define member: [user]",
        });
        const object = "team:admins";
        await tenant.client.authz.write.mutate({
          writes: [{ subject: `user:${person.user.id}`, relation: "member", object }],
        });
        await tenant.client.tenants.settings.update.mutate({ secondFactorRelations: [{ relation: "member", object }] });
      },
    ],
    [
      "if the graph can't tell, as without a model",
      ({ tenant }) =>
        tenant.client.tenants.settings.update.mutate({
          secondFactorRelations: [{ relation: "member", object: "team:admins" }],
        }),
    ],
  ];

  it.each(require)("rule 11: %s, at sign-in and at refresh", async (_, demand) => {
    const all = await setting();
    const { refreshToken } = await all.login();
    await demand(all);
    expect(await missingOf(all.login())).toMatchObject({ methods: [], enroll: ["totp", "passkey"] });
    await missingOf(all.anyone.auth.refresh.mutate({ refreshToken }));
    const row = env.DB.prepare("SELECT count(*) AS rows FROM sessions WHERE user_id = ?").bind(all.person.user.id);
    expect(await row.first("rows")).toBe(1);
  });

  it("not of users without that relation", async () => {
    const { tenant, login } = await setting();
    await tenant.client.authz.model.put.mutate({
      model: "model\n  schema 1.1\ntype user\ntype team\n  relations\n    define member: [user]",
    });
    await tenant.client.tenants.settings.update.mutate({
      secondFactorRelations: [{ relation: "member", object: "team:admins" }],
    });
    await login();
  });

  it("of a user who has none: they enrol one in the sign-in", async () => {
    const { tenant, login, anyone, clock } = await setting();
    await tenant.client.tenants.settings.update.mutate({ secondFactor: "required" });
    const { signInToken } = await missingOf(login());
    const { secret } = await anyone.auth.factors.totp.start.mutate({ signInToken });
    const { codeAt } = await import("../factors/totp.ts");
    const code = codeAt(secret, clock.now());
    expect(await errorOf(anyone.auth.stepUp.mutate({ signInToken }))).toMatchObject({ code: "factor_required" });
    expect((await anyone.auth.factors.totp.confirm.mutate({ signInToken, code })).backupCodes).toHaveLength(10);
    await anyone.auth.stepUp.mutate({ signInToken });
    expect(await errorOf(anyone.auth.stepUp.mutate({ signInToken }))).toMatchObject({ code: "sign_in_expired" });
  });

  it("and a sign-in that lacks it enrols no other where the user has one", async () => {
    const { login, anyone } = await enrolled();
    const { signInToken } = await missingOf(login());
    const start = anyone.auth.factors.totp.start.mutate({ signInToken });
    expect(await errorOf(start)).toMatchObject({ code: "factor_not_enrollable" });
    expect(await errorOf(anyone.auth.factors.totp.start.mutate({}))).toMatchObject({ code: "unauthenticated" });
  });

  it("a sign-in ends after ten minutes, and with any change of credentials", async () => {
    const { login, anyone, app, clock, person } = await enrolled();
    const { signInToken: late } = await missingOf(login());
    clock.advance(10 * 60 + 1);
    const show = (signInToken: string) => anyone.auth.stepUp.mutate({ signInToken, method: "totp", code: app.code() });
    expect(await errorOf(show(late))).toMatchObject({ code: "sign_in_expired" });
    const { signInToken } = await missingOf(login());
    await env.DB.prepare("UPDATE users SET credentials_version = credentials_version + 1 WHERE id = ?")
      .bind(person.user.id)
      .run();
    expect(await errorOf(show(signInToken))).toMatchObject({ code: "sign_in_expired" });
  });

  it("rule 35: no other tenant completes the sign-in", async () => {
    const { login, app, clock, clientFor } = await enrolled();
    const { signInToken } = await missingOf(login());
    clock.advance(30);
    const foreign = clientFor({ key: world.globex.publishableKey });
    const attempt = foreign.auth.stepUp.mutate({ signInToken, method: "totp", code: app.code() });
    expect(await errorOf(attempt)).toMatchObject({ code: "sign_in_expired" });
  });
});

describe("an emailed code", () => {
  it("is the weakest factor: accepted only where the tenant says so and the user has no other", async () => {
    const { tenant, person, login, anyone } = await setting();
    const { token } = await emailTo(tenant.tenant.id, person.user.email, "verify_email");
    const registered = { token, registrationToken: person.registrationToken };
    await tenant.browser.auth.email.confirm.mutate(registered);
    await tenant.client.tenants.settings.update.mutate({
      secondFactor: "required",
      secondFactorMethods: ["totp", "email"],
    });
    const { signInToken, methods } = await missingOf(login());
    expect(methods).toEqual(["email_code"]);
    await anyone.auth.factors.email.send.mutate({ signInToken });
    const { code } = await emailTo(tenant.tenant.id, person.user.email, "sign_in_code");
    const wrong = code === "00000000" ? "00000001" : "00000000";
    const show = (typed: string) => anyone.auth.stepUp.mutate({ signInToken, method: "email_code", code: typed });
    expect(await errorOf(show(wrong))).toMatchObject({ code: "factor_invalid" });
    const session = await show(code);
    expect(decodeJwt(session.accessToken)).toMatchObject({ amr: ["pwd", "email"], acr: "aal1" });
  });

  it("doesn't replace an authenticator app", async () => {
    const { tenant, login, anyone } = await enrolled();
    await tenant.client.tenants.settings.update.mutate({ secondFactorMethods: ["totp", "email"] });
    const { signInToken } = await missingOf(login());
    const show = anyone.auth.stepUp.mutate({ signInToken, method: "email_code", code: "00000000" });
    expect(await errorOf(show)).toMatchObject({
      code: "factor_not_accepted",
      details: { methods: ["totp", "backup_code"] },
    });
  });
});

describe("step-up of a session", () => {
  it("adds the factor with its time, and exchanges the refresh token", async () => {
    const { session, anyone, app, clock } = await enrolled();
    clock.advance(3600);
    const next = await anyone.auth.stepUp.mutate({
      ...{ refreshToken: session.refreshToken, method: "totp", code: app.code() },
    });
    const { factors, auth_time } = decodeJwt<{ factors: Record<string, number>; auth_time: number }>(next.accessToken);
    const now = Math.floor(clock.now().getTime() / 1000);
    expect(auth_time).toBe(now);
    expect(factors).toEqual({ pwd: now - 3600, otp: now });
    await anyone.auth.refresh.mutate({ refreshToken: next.refreshToken });
    expect(await errorOf(anyone.auth.refresh.mutate({ refreshToken: session.refreshToken }))).toMatchObject({
      code: "refresh_token_reused",
    });
  });

  it("rule 26: is required for sensitive changes after five minutes", async () => {
    const { session, anyone, app, clock, clientFor, person } = await enrolled();
    clock.advance(5 * 60 + 30);
    const { accessToken, refreshToken } = await anyone.auth.refresh.mutate({ refreshToken: session.refreshToken });
    const { auth } = clientFor({ token: accessToken });
    const { password } = person.credentials;
    const sensitive = [
      () => auth.email.change.mutate({ newEmail: "eve@example.com", password }),
      () => auth.password.change.mutate({ currentPassword: password, newPassword: NEXT }),
      () => auth.account.delete.mutate({ password }),
      () => auth.factors.totp.remove.mutate(),
      () => auth.factors.backupCodes.create.mutate(),
    ];
    for (const change of sensitive) expect((await errorOf(change())).code).toBe("reauthentication_required");
    const next = await anyone.auth.stepUp.mutate({ refreshToken, method: "totp", code: app.code() });
    const stepped = clientFor({ token: next.accessToken });
    expect(await errorOf(stepped.auth.factors.totp.remove.mutate())).toMatchObject({
      code: "reauthentication_required",
      details: { methods: ["password"] },
    });
    await stepped.auth.email.change.mutate({ newEmail: "eve@example.com", password });
    const fresh = await anyone.auth.stepUp.mutate({ refreshToken: next.refreshToken, method: "password", password });
    await clientFor({ token: fresh.accessToken }).auth.factors.totp.remove.mutate();
  });
});

it("rule 12: a sign-in on a device that is new to the user is announced by email", async () => {
  const { tenant, person, clientFor } = await setting();
  const on = (agent: string) => clientFor({ key: tenant.publishableKey, headers: { "user-agent": agent } });
  for (const agent of ["first", "first", "second"]) await on(agent).auth.login.mutate(person.credentials);
  const kinds = await emailKindsTo(tenant.tenant.id, person.user.email);
  expect(kinds.filter((kind) => kind === "new_device")).toHaveLength(1);
});

it("platform admins must have a second factor", async () => {
  const anyone = isolate(new StandingClock()).clientFor({ tenant: "platform" });
  const { ADMIN } = await import("../../test/world.ts");
  expect(await missingOf(anyone.auth.login.mutate(ADMIN))).toMatchObject({ methods: ["totp", "backup_code"] });
});
