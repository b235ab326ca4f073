import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { procedures } from "../../test/inputs.ts";
import { emailTo } from "../../test/mailbox.ts";
import { StandingClock } from "../../test/moved.ts";
import { PageBrowser } from "../../test/page-browser.ts";
import { PASSWORD, somebody } from "../../test/people.ts";
import { newApp, RETURN_URL } from "../../test/provider-sign-in.ts";
import { countedIsolate, type Work } from "../../test/work.ts";
import { createWorld } from "../../test/world.ts";

/** A call with the email of an account, or one that no account has. */
interface Call {
  readonly path: string;
  readonly input: (email: string) => object | Promise<object>;
  /** Whether a signed-in user makes it. Defaults to a stranger with a publishable key. */
  readonly isSignedIn?: true;
  readonly hashes: number;
  readonly emails: number;
  /** Its error; undefined for a success. */
  readonly error?: string;
}

const WRONG_CODE = { code: "12345678", requestToken: "of-another-request" };

/** Every call of a stranger or user that names an account by its email. */
const CALLS: readonly Call[] = [
  { path: "auth.register", input: (email) => ({ email, password: "another unlikely sentence" }), hashes: 2, emails: 1 },
  {
    path: "auth.login",
    input: (email) => ({ email, password: "not the sentence" }),
    ...{ hashes: 1, emails: 0, error: "invalid_credentials" },
  },
  { path: "auth.emailSignIn.start", input: (email) => ({ email, use: "code" }), hashes: 1, emails: 1 },
  { path: "auth.emailSignIn.start", input: (email) => ({ email, use: "link" }), hashes: 0, emails: 1 },
  {
    path: "auth.emailSignIn.complete",
    input: (email) => ({ email, ...WRONG_CODE }),
    ...{ hashes: 1, emails: 0, error: "factor_invalid" },
  },
  { path: "auth.password.forgot", input: (email) => ({ email }), hashes: 0, emails: 1 },
  { path: "auth.email.resend", input: (email) => ({ email }), hashes: 1, emails: 1 },
  {
    path: "auth.email.confirmCode",
    input: (email) => ({ email, code: "12345678" }),
    ...{ hashes: 1, emails: 0, error: "code_invalid" },
  },
  {
    path: "auth.email.change",
    input: (newEmail) => ({ newEmail, password: PASSWORD }),
    isSignedIn: true,
    ...{ hashes: 1, emails: 1 },
  },
  // It depends on the email's domain alone.
  {
    path: "auth.providers.start",
    input: async (email) => ({ email, ...(await newApp()).request }),
    ...{ hashes: 0, emails: 0, error: "provider_not_found" },
  },
];

/** A tenant with accounts in different states. */
let setting: Awaited<ReturnType<typeof createSetting>>;
beforeAll(async () => {
  setting = await createSetting();
});

async function createSetting() {
  const tenant = (await createWorld()).acme;
  const signInMethods = ["password", "email_code", "magic_link", "passkey"] as const;
  await tenant.client.tenants.settings.update.mutate({ signInMethods: [...signInMethods], returnUrls: [RETURN_URL] });
  const [unverified, verified, banned] = [await somebody(tenant), await somebody(tenant), await somebody(tenant)];
  const { token } = await emailTo(tenant.tenant.id, verified.user.email, "verify_email");
  await tenant.browser.auth.email.confirm.mutate({ token, registrationToken: verified.registrationToken });
  await tenant.client.users.ban.mutate({ id: banned.user.id });
  const { accessToken } = await (await somebody(tenant)).signIn();
  const emails = { unverified: unverified.user.email, verified: verified.user.email, banned: banned.user.email };
  return { tenant, emails, token: accessToken };
}

/** Values that are random, or of the call's time. */
const RANDOM = ["requestId", "requestToken", "registrationToken", "expiresAt"];

/** What a caller can see of a response: status, headers by name, and the body apart from what is random. */
async function seenIn(response: Response) {
  const text = JSON.stringify(await response.json(), (name, value: unknown) =>
    RANDOM.includes(name) ? `${typeof value} of ${`${value}`.length}` : value,
  );
  return { status: response.status, headers: [...response.headers.keys()].sort(), body: JSON.parse(text) };
}

let addresses = 0;

/** Makes a call, each time from an IP address of its own: refusals of one are counted together. */
function caller({ fetch }: Pick<ReturnType<typeof countedIsolate>, "fetch">) {
  const { token, tenant } = setting;
  return async ({ path, input, isSignedIn }: Call, email: string) => {
    const by = isSignedIn ? { authorization: `Bearer ${token}` } : { "x-api-key": tenant.publishableKey };
    const ip = `203.0.113.${++addresses}`;
    const headers = { "content-type": "application/json", "cf-connecting-ip": ip, ...by };
    const body = JSON.stringify({ json: await input(email) });
    return await seenIn(await fetch(`http://auth.test/trpc/${path}`, { method: "POST", headers, body }));
  };
}

describe("rule 9: known and unknown emails", () => {
  it("are compared below in every call that takes one", () => {
    const strangers = procedures().filter(
      ({ callers, path }) =>
        // Platform admins are made once, with a secret.
        path !== "platform.bootstrap" &&
        (["anonymous", "publishable", "user"] as const).some((kind) => callers.includes(kind)),
    );
    const named = strangers.filter(({ input }) => {
      const { properties = {} } = z.toJSONSchema(input, { io: "input", unrepresentable: "any" });
      return Object.keys(properties).some((name) => /email|username|login$/i.test(name));
    });
    const walked = new Set(CALLS.map(({ path }) => path));
    expect(named.map(({ path }) => path).sort()).toEqual([...walked].sort());
  });

  it.each(CALLS.map((call) => [call.path, call] as const))(
    "get the same response after the same work from %s",
    async (_, call) => {
      const counted = countedIsolate(new StandingClock());
      const make = caller(counted);
      // Fills the isolate's caches. A user may make five changes an hour.
      for (const i of call.isSignedIn ? [1] : [1, 2]) await make(call, `first-${i}@example.com`);
      const unknown = await counted.workOf(async () => await make(call, "nobody@example.com"));
      const { error } = call;
      expect(unknown.answer.status < 400).toBe(error === undefined);
      expect(unknown.answer.body.error?.json.data.code).toBe(error);
      const { hashes, emails: sent, statements } = unknown.work;
      expect([hashes, sent.length]).toEqual([call.hashes, call.emails]);
      expect(statements.length).toBeGreaterThan(0);
      for (const [state, email] of Object.entries(setting.emails)) {
        expect(await counted.workOf(async () => await make(call, email)), state).toEqual(unknown);
      }
    },
  );
});

/** Forms of the hosted pages that take an email: the page, and the fields beside it. */
const FORMS: readonly (readonly [name: string, path: string, fields: Readonly<Record<string, string>>])[] = [
  ["sign-in by password", "sign-in", { password: "not the sentence", method: "password" }],
  ["sign-in by code", "sign-in", { password: "", method: "code" }],
  ["sign-up", "sign-up", { newPassword: "another unlikely sentence" }],
  ["forgotten password", "forgot-password", {}],
];

describe("rule 9: known and unknown emails on the hosted pages", () => {
  it.each(FORMS)("get the same page after the same work from the form for %s", async (_, path, fields) => {
    const { tenant, emails } = setting;
    const { fetch, workOf } = countedIsolate(new StandingClock());
    const sendRequest = async (to: string, init: RequestInit, host: string) => {
      const response = await fetch(`http://${host}${to}`, init);
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: undefined };
    };
    const submit = async (email: string): Promise<{ answer: unknown; work: Work }> => {
      const browser = new PageBrowser({ sendRequest });
      const { answer, work } = await workOf(async () => {
        const page = await browser.open(`/t/${tenant.tenant.slug}/${path}`);
        return await browser.submit(page, { ...fields, email });
      });
      // An email in a page is the one that was typed.
      const text = answer.text.replaceAll(email, "…").replaceAll(/[\w-]{20,}/g, "random");
      return { answer: { status: answer.status, path: answer.path.split("?")[0], text }, work };
    };
    for (const i of [1, 2]) await submit(`first-${i}@example.com`);
    const unknown = await submit("nobody@example.com");
    for (const [state, email] of Object.entries(emails)) expect(await submit(email), state).toEqual(unknown);
  });
});
