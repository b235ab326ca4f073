import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { enrol } from "../../test/factors.ts";
import { emailKindsTo, emailTo } from "../../test/mailbox.ts";
import { PASSWORD, userOf } from "../../test/people.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

// "Pre-hijacked accounts" (Sudhodanan and Paverd, USENIX Security 2022): an attacker registers a victim's email first, and waits.

let world: World;
let tenant: World["acme"];
beforeAll(async () => {
  world = await createWorld();
  tenant = await createTenant(world.admin, "hijacked");
  await tenant.client.tenants.settings.update.mutate({
    signInMethods: ["password", "passkey", "email_code", "magic_link"],
  });
});

let victims = 0;
/** An attacker with an account under the victim's email: a password, a session, an authenticator app, backup codes, a device. */
async function attacked() {
  const email = `victim-${++victims}@example.com`;
  const credentials = { email, password: "the attacker's sentence" };
  await tenant.browser.auth.register.mutate(credentials);
  const session = await tenant.browser.auth.login.mutate(credentials);
  const signedIn = clientFor({ token: session.accessToken });
  await enrol(signedIn);
  const user = await userOf(tenant.client, email);
  await env.DB.prepare(
    "INSERT INTO accounts (id, tenant_id, user_id, issuer, subject, created_at) VALUES (?, ?, ?, ?, ?, 0)",
  )
    .bind(`acc_${victims}`, tenant.tenant.id, user.id, "https://issuer.example", `attacker-${victims}`)
    .run();
  return { email, credentials, session, signedIn, user };
}

type Attacked = Awaited<ReturnType<typeof attacked>>;
const auth = () => tenant.browser.auth;

const ENTRANCES: [string, (of: Attacked) => Promise<unknown>][] = [
  [
    "the link of the verification email",
    async ({ email }) => {
      const { token } = await emailTo(tenant.tenant.id, email, "verify_email");
      const { resetToken } = await auth().email.confirm.mutate({ token });
      await auth().password.reset.mutate({ token: resetToken ?? "", password: PASSWORD });
      await auth().login.mutate({ email, password: PASSWORD });
    },
  ],
  [
    "the code of the verification email",
    async ({ email }) => {
      const { code } = await emailTo(tenant.tenant.id, email, "verify_email");
      const { resetToken } = await auth().email.confirmCode.mutate({ email, code });
      await auth().password.reset.mutate({ token: resetToken ?? "", password: PASSWORD });
      await auth().login.mutate({ email, password: PASSWORD });
    },
  ],
  [
    "a reset of the password",
    async ({ email }) => {
      await auth().password.forgot.mutate({ email });
      const { token } = await emailTo(tenant.tenant.id, email, "reset_password");
      await auth().password.reset.mutate({ token, password: PASSWORD });
      await auth().login.mutate({ email, password: PASSWORD });
    },
  ],
  [
    "registration, which finds the email taken",
    async ({ email }) => {
      await auth().register.mutate({ email, password: PASSWORD });
      const { token } = await emailTo(tenant.tenant.id, email, "already_registered");
      await auth().password.reset.mutate({ token, password: PASSWORD });
      await auth().login.mutate({ email, password: PASSWORD });
    },
  ],
  [
    "an emailed code",
    async ({ email }) => {
      const { requestToken } = await auth().emailSignIn.start.mutate({ email });
      const { code } = await emailTo(tenant.tenant.id, email, "sign_in_code");
      await auth().emailSignIn.complete.mutate({ email, code, requestToken });
    },
  ],
  [
    "a magic link",
    async ({ email }) => {
      const { requestToken } = await auth().emailSignIn.start.mutate({ email, use: "link" });
      const { token } = await emailTo(tenant.tenant.id, email, "sign_in_link");
      await auth().emailSignIn.complete.mutate({ token, requestToken });
    },
  ],
];

describe("an account that somebody else registered", () => {
  it.each(ENTRANCES)("belongs to its email's owner who enters by %s", async (_, enter) => {
    const of = await attacked();
    await enter(of);
    const { session, signedIn, credentials, user, email } = of;
    expect(await errorOf(signedIn.auth.me.query())).toMatchObject({ code: "session_ended" });
    const refresh = auth().refresh.mutate({ refreshToken: session.refreshToken });
    expect(await errorOf(refresh)).toMatchObject({ code: "session_ended" });
    expect(await errorOf(auth().login.mutate(credentials))).toMatchObject({ code: "invalid_credentials" });
    for (const table of ["totp_factors", "backup_codes", "trusted_devices", "passkeys"]) {
      const rows = env.DB.prepare(`SELECT count(*) AS rows FROM ${table} WHERE user_id = ?`).bind(user.id);
      expect(await rows.first("rows"), table).toBe(0);
    }
    const foreign = env.DB.prepare("SELECT count(*) AS rows FROM accounts WHERE user_id = ? AND issuer <> 'password'");
    expect(await foreign.bind(user.id).first("rows")).toBe(0);
    expect(await userOf(tenant.client, email)).toMatchObject({
      id: user.id,
      emailVerified: true,
      hasSecondFactor: false,
    });
  });

  it("keeps a change of email that the attacker began from being finished", async () => {
    const { email, signedIn, credentials } = await attacked();
    const newEmail = `attacker-${victims}@example.com`;
    await signedIn.auth.email.change.mutate({ newEmail, password: credentials.password });
    const { token: verify } = await emailTo(tenant.tenant.id, email, "verify_email");
    await auth().email.confirm.mutate({ token: verify });
    const { token } = await emailTo(tenant.tenant.id, newEmail, "confirm_new_email");
    expect(await errorOf(auth().email.confirm.mutate({ token }))).toMatchObject({ code: "link_expired" });
    expect((await userOf(tenant.client, email)).email).toBe(email);
  });
});

describe("an account that its owner registered", () => {
  it("keeps everything when the same client confirms the email", async () => {
    const email = "owner@example.com";
    const credentials = { email, password: PASSWORD };
    const { registrationToken } = await auth().register.mutate(credentials);
    const session = await auth().login.mutate(credentials);
    const { token } = await emailTo(tenant.tenant.id, email, "verify_email");
    expect(await auth().email.confirm.mutate({ token, registrationToken })).toMatchObject({ resetToken: null });
    await clientFor({ token: session.accessToken }).auth.me.query();
    await auth().login.mutate(credentials);
    expect(await emailKindsTo(tenant.tenant.id, email)).not.toContain("security_changed");
  });

  it("loses nothing by later proofs", async () => {
    const email = "proved@example.com";
    const credentials = { email, password: PASSWORD };
    const { registrationToken } = await auth().register.mutate(credentials);
    const { token } = await emailTo(tenant.tenant.id, email, "verify_email");
    await auth().email.confirm.mutate({ token, registrationToken });
    const { requestToken } = await auth().emailSignIn.start.mutate({ email });
    const { code } = await emailTo(tenant.tenant.id, email, "sign_in_code");
    await auth().emailSignIn.complete.mutate({ email, code, requestToken });
    await auth().login.mutate(credentials);
  });
});
