import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { type clientFor, errorOf } from "../../test/client.ts";
import { emailKindsTo, emailsOf, emailTo } from "../../test/mailbox.ts";
import { somebody, userOf } from "../../test/people.ts";
import { countedIsolate, type Work } from "../../test/work.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe("registering sends one email:", () => {
  it("to a new address, a link and a code to verify it by", async () => {
    const { credentials } = await somebody(world.acme);
    expect(await emailKindsTo(world.acme.tenant.id, credentials.email)).toEqual(["verify_email"]);
    const { link, code } = await emailTo(world.acme.tenant.id, credentials.email, "verify_email");
    expect(link).toMatch(/^http:\/\/auth\.test\/t\/acme\/verify-email\?token=ev_[\w-]{43}$/);
    expect(code).toMatch(/^\d{8}$/);
  });

  it.each([(email: string) => email, (email: string) => email.toUpperCase()])(
    "to one that is taken, that it is, at the address as it is stored, and nothing is changed",
    async (typed) => {
      const { user, credentials } = await somebody(world.acme, { name: "Anne" });
      const again = { email: typed(credentials.email), password: "another unlikely sentence", name: "Eve" };
      expect(await world.acme.browser.auth.register.mutate(again)).toEqual({ next: "login" });
      const emails = await emailsOf(world.acme.tenant.id, credentials.email);
      expect(emails.map(({ kind, to }) => [kind, to])).toEqual([
        ["already_registered", credentials.email],
        ["verify_email", credentials.email],
      ]);
      expect(await userOf(world.acme.client, credentials.email)).toEqual(user);
      expect((await world.acme.browser.auth.login.mutate(credentials)).user.id).toBe(user.id);
      const other = world.acme.browser.auth.login.mutate({ ...credentials, password: again.password });
      expect(await errorOf(other)).toMatchObject({ code: "invalid_credentials" });
    },
  );

  it("to one that is taken, with a link to choose another password", async () => {
    const { credentials } = await somebody(world.acme);
    await world.acme.browser.auth.register.mutate({ ...credentials, password: "another unlikely sentence" });
    const { token } = await emailTo(world.acme.tenant.id, credentials.email, "already_registered");
    const password = "a third unlikely sentence";
    await world.acme.browser.auth.password.reset.mutate({ token, password });
    await world.acme.browser.auth.login.mutate({ ...credentials, password });
  });

  it("and no more than five in an hour that say it is taken, with the same answer", async () => {
    const { credentials } = await somebody(world.acme);
    for (let i = 0; i < 7; i++) {
      expect(await world.acme.browser.auth.register.mutate(credentials)).toEqual({ next: "login" });
    }
    const kinds = await emailKindsTo(world.acme.tenant.id, credentials.email);
    expect(kinds.filter((kind) => kind === "already_registered")).toHaveLength(5);
  });
});

describe("rule 9: where emails have to be verified first, whoever registers one can't tell whether it was free", () => {
  let tenants = 0;
  const PASSWORD = "another unlikely sentence";

  /** A tenant with an email that somebody has verified, one that somebody has not, and one that nobody has. */
  async function strictTenant() {
    const tenant = await createTenant(world.admin, `strict-${++tenants}`);
    const [verified, unverified] = [await somebody(tenant), await somebody(tenant)];
    const { token } = await emailTo(tenant.tenant.id, verified.credentials.email, "verify_email");
    await tenant.browser.auth.email.confirm.mutate({ token });
    await tenant.client.tenants.settings.update.mutate({ requireVerifiedEmail: true });
    const emails = [verified.credentials.email, unverified.credentials.email, `nobody-${tenants}@example.com`];
    return { tenant, verified, emails };
  }

  it("rule 9: by signing in, however often: the same code, the same counters and the same work", async () => {
    const { tenant, emails } = await strictTenant();
    // It stands still: after the fifth failure an attempt has to wait for a second, however long the calls take.
    const now = new Date();
    const { clientFor: counted, workOf } = countedIsolate({ now: () => now });
    const client = () => counted({ key: tenant.publishableKey });
    // The isolate has come to know the key then.
    for (const i of [1, 2]) await client().auth.password.forgot.mutate({ email: `first-${i}@example.com` });
    const seen: { answer: unknown; work: Work }[][] = [];
    for (const email of emails) {
      // From an address of its own: refusals of one address are counted together in the audit log.
      const { auth } = client();
      const steps: { answer: unknown; work: Work }[] = [
        await workOf(async () => await auth.register.mutate({ email, password: PASSWORD })),
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
      { next: "verify_email" },
      ...Array(5).fill("invalid_credentials"),
      "too_many_attempts",
    ]);
  });

  it("and its owner signs in once it is verified, whatever was tried before", async () => {
    const { tenant, emails } = await strictTenant();
    const credentials = { email: emails.at(-1) ?? "", password: PASSWORD };
    await tenant.browser.auth.register.mutate(credentials);
    for (let i = 0; i < 6; i++) await failure(tenant.browser.auth.login.mutate(credentials));
    const { token } = await emailTo(tenant.tenant.id, credentials.email, "verify_email");
    await tenant.browser.auth.email.confirm.mutate({ token });
    expect((await tenant.browser.auth.login.mutate(credentials)).user.email).toBe(credentials.email);
  });
});

describe("rule 9: known and unknown addresses are not told apart", () => {
  /** Each takes an address that somebody has, and one that nobody has. */
  const ways = [
    ["register", (auth, email) => auth.register.mutate({ email, password: "another unlikely sentence" })],
    ["login", async (auth, email) => await failure(auth.login.mutate({ email, password: "not the sentence" }))],
    ["forgot", (auth, email) => auth.password.forgot.mutate({ email })],
    ["resend", (auth, email) => auth.email.resend.mutate({ email })],
    ["a code", async (auth, email) => await failure(auth.email.confirmCode.mutate({ email, code: "12345678" }))],
  ] satisfies [string, (auth: ReturnType<typeof clientFor>["auth"], email: string) => Promise<unknown>][];

  it.each(ways)("rule 9: by %s: the same answer, and the same work", async (name, way) => {
    const { credentials } = await somebody(world.acme);
    const { clientFor: counted, workOf } = countedIsolate();
    const { auth } = counted({ key: world.acme.publishableKey });
    // The isolate has come to know the key then.
    for (const i of [1, 2]) await way(auth, `first-${i}-${name}@example.com`.replace(" ", "-"));
    const known = await workOf(async () => await way(auth, credentials.email));
    const unknown = await workOf(async () => await way(auth, `nobody-${name}@example.com`.replace(" ", "-")));
    expect(known.answer).toEqual(unknown.answer);
    expect(known.work).toEqual(unknown.work);
    expect(known.work.statements.length).toBeGreaterThan(0);
    const [hashes, emails] = WORK[name] ?? [];
    expect([known.work.hashes, known.work.emails.length]).toEqual([hashes, emails]);
  });

  const WORK: Record<string, [hashes: number, emails: number]> = {
    register: [2, 1],
    login: [1, 0],
    forgot: [0, 1],
    resend: [1, 1],
    "a code": [1, 0],
  };

  it("rule 9: by a change of address: whether the new one is free is told to whoever reads mail there", async () => {
    const [taken, { signIn, credentials }] = [await somebody(world.acme), await somebody(world.acme)];
    const { accessToken } = await signIn();
    const { clientFor: counted, workOf } = countedIsolate();
    const { auth } = counted({ token: accessToken });
    const change = (newEmail: string) => auth.email.change.mutate({ newEmail, password: credentials.password });
    await change("warm-up@example.com");
    const known = await workOf(async () => await change(taken.credentials.email));
    const unknown = await workOf(async () => await change("nobody-there@example.com"));
    expect(known).toEqual(unknown);
    expect(known.answer).toEqual({ accepted: true });
  });

  it("rule 9: emails to nobody leave nothing behind", async () => {
    const tenant = await createTenant(world.admin, "silent");
    await tenant.browser.auth.password.forgot.mutate({ email: "nobody@example.com" });
    await tenant.browser.auth.email.resend.mutate({ email: "nobody@example.com" });
    expect(await emailsOf(tenant.tenant.id)).toEqual([]);
    expect((await tenant.client.emails.outbox.list.query({})).items).toEqual([]);
    const rows = env.DB.prepare("SELECT count(*) AS rows FROM verification_tokens WHERE tenant_id = ?");
    expect(await rows.bind(tenant.tenant.id).first("rows")).toBe(0);
  });
});

/** An error without what is each call's own. */
async function failure(call: Promise<unknown>) {
  const { requestId: _, ...error } = await errorOf(call);
  return error;
}
