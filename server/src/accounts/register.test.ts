import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { emailKindsTo, emailsOf, emailTo } from "../../test/mailbox.ts";
import { somebody, userOf } from "../../test/people.ts";
import { countedIsolate, type Work } from "../../test/work.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe("registration", () => {
  it("sends a new email a link and a code to verify it", async () => {
    const { credentials } = await somebody(world.acme);
    expect(await emailKindsTo(world.acme.tenant.id, credentials.email)).toEqual(["verify_email"]);
    const { link, code } = await emailTo(world.acme.tenant.id, credentials.email, "verify_email");
    expect(link).toMatch(/^http:\/\/auth\.test\/t\/acme\/verify-email\?token=ev_[\w-]{43}$/);
    expect(code).toMatch(/^\d{8}$/);
  });

  it.each([(email: string) => email, (email: string) => email.toUpperCase()])(
    "notifies the owner of a taken email at its stored spelling, and changes nothing",
    async (typed) => {
      const { user, credentials } = await somebody(world.acme, { name: "Anne" });
      const duplicate = { email: typed(credentials.email), password: "another unlikely sentence", name: "Eve" };
      expect(await world.acme.browser.auth.register.mutate(duplicate)).toEqual({
        next: "login",
        registrationToken: expect.any(String),
      });
      const emails = await emailsOf(world.acme.tenant.id, credentials.email);
      expect(emails.map(({ kind, to }) => [kind, to])).toEqual([
        ["already_registered", credentials.email],
        ["verify_email", credentials.email],
      ]);
      expect(await userOf(world.acme.client, credentials.email)).toEqual(user);
      expect((await world.acme.browser.auth.login.mutate(credentials)).user.id).toBe(user.id);
      const other = world.acme.browser.auth.login.mutate({ ...credentials, password: duplicate.password });
      expect(await errorOf(other)).toMatchObject({ code: "invalid_credentials" });
    },
  );

  it("sends the owner of a taken email a link to choose a new password", async () => {
    const { credentials } = await somebody(world.acme);
    await world.acme.browser.auth.register.mutate({ ...credentials, password: "another unlikely sentence" });
    const { token } = await emailTo(world.acme.tenant.id, credentials.email, "already_registered");
    const password = "a third unlikely sentence";
    await world.acme.browser.auth.password.reset.mutate({ token, password });
    await world.acme.browser.auth.login.mutate({ ...credentials, password });
  });

  it("notifies the owner of a taken email at most five times an hour, with the same response", async () => {
    const { credentials } = await somebody(world.acme);
    for (let i = 0; i < 7; i++) {
      expect(await world.acme.browser.auth.register.mutate(credentials)).toEqual({
        next: "login",
        registrationToken: expect.any(String),
      });
    }
    const kinds = await emailKindsTo(world.acme.tenant.id, credentials.email);
    expect(kinds.filter((kind) => kind === "already_registered")).toHaveLength(5);
  });
});

describe("rule 9: where emails must be verified, registration does not reveal whether an email was free", () => {
  let tenants = 0;
  const PASSWORD = "another unlikely sentence";

  /** Creates a tenant with a verified email, an unverified one, and one that no user has. */
  async function strictTenant() {
    const tenant = await createTenant(world.admin, `strict-${++tenants}`);
    const [verified, unverified] = [await somebody(tenant), await somebody(tenant)];
    const { token } = await emailTo(tenant.tenant.id, verified.credentials.email, "verify_email");
    await tenant.browser.auth.email.confirm.mutate({ token, registrationToken: verified.registrationToken });
    await tenant.client.tenants.settings.update.mutate({ requireVerifiedEmail: true });
    const emails = [verified.credentials.email, unverified.credentials.email, `nobody-${tenants}@example.com`];
    return { tenant, verified, emails };
  }

  it("rule 9: sign-ins after it get the same codes and counters, and do the same work", async () => {
    const { tenant, emails } = await strictTenant();
    // The clock stands still, because attempts after the fifth failure are delayed by a second.
    const now = new Date();
    const { clientFor: counted, workOf } = countedIsolate({ now: () => now });
    const client = () => counted({ key: tenant.publishableKey });
    // Fills the key cache of the isolate.
    for (const i of [1, 2]) await client().auth.password.forgot.mutate({ email: `first-${i}@example.com` });
    const seen: { answer: unknown; work: Work }[][] = [];
    for (const email of emails) {
      // From its own IP: the audit log counts refusals by IP.
      const { auth } = client();
      const steps: { answer: unknown; work: Work }[] = [
        await workOf(async () => (await auth.register.mutate({ email, password: PASSWORD })).next),
      ];
      for (let i = 0; i < 6; i++) {
        const login = async () => (await failure(auth.login.mutate({ email, password: PASSWORD }))).code;
        steps.push(await workOf(login));
      }
      seen.push(steps);
    }
    const [taken, own, free] = seen;
    expect(free).toEqual(taken);
    expect(own).toEqual(taken);
    expect(free?.map(({ answer }) => answer)).toEqual([
      "verify_email",
      ...Array(5).fill("invalid_credentials"),
      "too_many_attempts",
    ]);
  });

  it("rule 9: the owner signs in after verification, despite failed attempts before it", async () => {
    const { tenant, emails } = await strictTenant();
    const credentials = { email: emails.at(-1) ?? "", password: PASSWORD };
    const { registrationToken } = await tenant.browser.auth.register.mutate(credentials);
    for (let i = 0; i < 6; i++) await failure(tenant.browser.auth.login.mutate(credentials));
    const { token } = await emailTo(tenant.tenant.id, credentials.email, "verify_email");
    await tenant.browser.auth.email.confirm.mutate({ token, registrationToken });
    expect((await tenant.browser.auth.login.mutate(credentials)).user.email).toBe(credentials.email);
  });
});

describe("decoy emails", () => {
  it("rule 9: leave nothing behind", async () => {
    const tenant = await createTenant(world.admin, "silent");
    await tenant.browser.auth.password.forgot.mutate({ email: "nobody@example.com" });
    await tenant.browser.auth.email.resend.mutate({ email: "nobody@example.com" });
    expect(await emailsOf(tenant.tenant.id)).toEqual([]);
    expect((await tenant.client.emails.outbox.list.query({})).items).toEqual([]);
    const rows = env.DB.prepare("SELECT count(*) AS rows FROM verification_tokens WHERE tenant_id = ?");
    expect(await rows.bind(tenant.tenant.id).first("rows")).toBe(0);
  });
});

/** Catches the error of a call, without its request id. */
async function failure(call: Promise<unknown>) {
  const { requestId: _, ...error } = await errorOf(call);
  return error;
}
