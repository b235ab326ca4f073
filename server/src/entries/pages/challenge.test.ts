import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { clientFor } from "../../../test/client.ts";
import { enrol } from "../../../test/factors.ts";
import {
  type AttemptTenant,
  attemptTenant,
  failAttempts,
  PASSWORD,
  registerPerson,
  WRONG,
} from "../../../test/failed-attempts.ts";
import { emailTo } from "../../../test/mailbox.ts";
import { type LoadedPage, PageBrowser, problemIn, titleOf } from "../../../test/page-browser.ts";
import { solve } from "../../../test/proof-of-work.ts";
import { siteverify } from "../../../test/siteverify.ts";
import { createWorld, type World } from "../../../test/world.ts";
import worker from "../../worker.ts";

const PROBLEM = "Too many failed attempts. Try again once your browser has been checked.";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

/** The proof of work that a page shows; undefined without one. */
function puzzleOf({ text }: LoadedPage) {
  const [, puzzle, bits] = /data-text="([^"]+)" data-bits="(\d+)"/.exec(text) ?? [];
  return puzzle === undefined ? undefined : { text: puzzle, bits: Number(bits) };
}

/** Solves the page's challenge, as its script does. */
async function solved(page: LoadedPage): Promise<{ challenge: string }> {
  const puzzle = puzzleOf(page);
  if (puzzle === undefined) throw new Error(`The page has no challenge: ${titleOf(page)}, ${problemIn(page)}`);
  return { challenge: await solve(puzzle) };
}

function expectChallenge(page: LoadedPage): void {
  expect([page.status, problemIn(page)]).toEqual([403, PROBLEM]);
  expect(page.text).toContain('<input type="hidden" name="challenge" value="">');
  expect(page.text).toContain('role="status">This one step needs JavaScript.');
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/; script-src 'nonce-[\w-]{36}'; (connect-src 'self'; )?form-action 'self'/);
}

/** A tenant and a browser at its own host. */
async function setting(settings: object = {}) {
  const tenant = await attemptTenant(world);
  await tenant.client.tenants.settings.update.mutate({
    signInMethods: ["password", "email_code"],
    newDeviceEmails: false,
    ...settings,
  });
  const { slug, id } = tenant.tenant;
  const browser = new PageBrowser({ host: `${slug}.auth.test` });
  return { tenant, id, browser, at: (page: string) => `/t/${slug}/${page}` };
}

/** Longer than the delay after ten failures, so that a code that is sent before still works after them. */
const STEP_SECONDS = 40;

/** Ten failures of a kind, after which every attempt needs a challenge. */
async function failTen(tenant: AttemptTenant, email: string, how: Parameters<typeof failAttempts>[3]): Promise<void> {
  await failAttempts(tenant, 10, [email], { stepSeconds: STEP_SECONDS, ...how });
  await tenant.wait(STEP_SECONDS);
}

describe("rule 8: a challenge on a hosted page", () => {
  it("is shown with the password, and each token is tried once", async () => {
    const { tenant, browser, at } = await setting();
    const person = await registerPerson(tenant);
    await failTen(tenant, person.email, {});
    const sent = { ...person, method: "password" };
    const first = await browser.submit(await browser.open(at("sign-in")), sent);
    expectChallenge(first);
    expect(first.text).toContain(`value="${person.email}"`);

    const without = await browser.submit(first, sent);
    const invalid = await browser.submit(without, { ...sent, challenge: "no token" });
    const tooLong = await browser.submit(invalid, { ...sent, challenge: "x".repeat(3000) });
    for (const page of [without, invalid, tooLong]) expectChallenge(page);
    expect(new Set([first, without, invalid, tooLong].map((page) => puzzleOf(page)?.text)).size).toBe(4);

    const challenge = await solved(tooLong);
    const wrong = await browser.submit(tooLong, { ...sent, password: WRONG, ...challenge });
    expect([problemIn(wrong), puzzleOf(wrong)]).toEqual(["The email or the password is wrong.", undefined]);
    await tenant.wait();
    const challenged = await browser.submit(await browser.open(at("sign-in")), sent);
    const reused = await browser.submit(challenged, { ...sent, ...challenge });
    expectChallenge(reused);
    const done = await browser.submit(reused, { ...sent, ...(await solved(reused)) });
    expect(titleOf(done)).toBe("Your account");
  });

  it("is shown with the code of a sign-in", async () => {
    const { tenant, browser, at, id } = await setting();
    const { email } = await registerPerson(tenant);
    await failTen(tenant, email, { kind: "sign_in_code" });
    const page = await browser.submit(await browser.open(at("sign-in")), { email, password: "", method: "code" });
    const { code = "" } = await emailTo(id, email, "sign_in_code");
    const challenged = await browser.submit(page, { code });
    expectChallenge(challenged);
    const done = await browser.submit(challenged, { code, ...(await solved(challenged)) });
    expect(titleOf(done)).toBe("Your account");
  });

  it("is shown with the code that confirms an email", async () => {
    const { tenant, browser, at, id } = await setting();
    const email = "new@example.com";
    const page = await browser.submit(await browser.open(at("sign-up")), {
      ...{ email, name: "", newPassword: PASSWORD, method: "password" },
    });
    const { code = "" } = await emailTo(id, email, "verify_email");
    // A new account begins without failures.
    await failTen(tenant, email, { kind: "code" });
    const challenged = await browser.submit(page, { code });
    expectChallenge(challenged);
    const done = await browser.submit(challenged, { code, ...(await solved(challenged)) });
    expect(titleOf(done)).toBe("Your account");
  });

  it("is shown with a second factor", async () => {
    const { tenant, browser, at } = await setting();
    const person = await registerPerson(tenant);
    const { accessToken } = await tenant.browser.auth.login.mutate(person);
    let now = await tenant.wait(1);
    const { app } = await enrol(clientFor({ token: accessToken }), { now: () => now });
    // From this address, which the account trusts after the password.
    await failTen(tenant, person.email, { kind: "totp", ip: browser.ip });
    const page = await browser.submit(await browser.open(at("sign-in")), { ...person, method: "password" });
    expect(titleOf(page)).toBe("Confirm that it’s you");
    now = await tenant.wait(1);
    const code = app.code();
    const challenged = await browser.submit(page, { code });
    expectChallenge(challenged);
    const done = await browser.submit(challenged, { code, ...(await solved(challenged)) });
    expect(titleOf(done)).toBe("Your account");
  });

  it("is shown with the password on the account page, in each form that asks for it", async () => {
    const { tenant, browser, at } = await setting();
    const person = await registerPerson(tenant);
    const page = await browser.submit(await browser.open(at("sign-in")), { ...person, method: "password" });
    const { items: users } = await tenant.client.users.list.query({});
    const { items: sessions } = await tenant.client.users.sessions.list.query({ id: users[0]?.id ?? "" });
    await failTen(tenant, person.email, { session: sessions[0]?.id });
    const change = { action: "password", password: WRONG, newPassword: "another unlikely sentence" };
    const challenged = await browser.submit(page, change);
    expectChallenge(challenged);
    expect(challenged.text.match(/name="challenge"/g)).toHaveLength(3);
    expect(challenged.text.match(/data-challenge/g)?.length).toBeGreaterThan(0);
    const right = { ...change, password: PASSWORD };
    expectChallenge(await browser.submit(challenged, { ...right, challenge: "no token" }));
    const done = await browser.submit(challenged, { ...right, ...(await solved(challenged)) });
    expect(done.text).toContain("Your password was changed.");
  });

  it("is Cloudflare's widget where the deployment has it, and only that page may load it", async () => {
    const { tenant, at } = await setting();
    const person = await registerPerson(tenant);
    await failTen(tenant, person.email, {});
    const deployment = { ...env, TURNSTILE_SITE_KEY: "0x-site", TURNSTILE_SECRET_KEY: "0x-secret" };
    const sendRequest: ConstructorParameters<typeof PageBrowser>[0] = {
      host: `${tenant.tenant.slug}.auth.test`,
      async sendRequest(path, { method = "GET", headers, body = null }, host) {
        const init = { method, headers: new Headers(headers), body };
        const request = new Request<unknown, IncomingRequestCfProperties>(`http://${host}${path}`, init);
        const response = await worker.fetch(request, deployment, createExecutionContext());
        const text = await response.text();
        return { status: response.status, headers: response.headers, text, body: undefined };
      },
    };
    const cloudflare = siteverify("0x-secret", { widget: { action: "password" } });
    const global = vi.spyOn(globalThis, "fetch");
    global.mockImplementation(async (url, init) => await cloudflare.fetch(`${url}`, init ?? {}));
    try {
      const browser = new PageBrowser(sendRequest);
      const before = await browser.open(at("sign-in"));
      expect(before.headers.get("content-security-policy")).not.toContain("cloudflare");
      const page = await browser.submit(before, { ...person, method: "password" });
      const policy = page.headers.get("content-security-policy") ?? "";
      expect(policy).toMatch(/; script-src 'nonce-[\w-]{36}' https:\/\/challenges\.cloudflare\.com; /);
      expect(policy).toContain("; frame-src https://challenges.cloudflare.com; ");
      expect(policy.match(/cloudflare/g)).toHaveLength(2);
      expect(page.text).toContain('data-site-key="0x-site" data-action="password" data-language="en"');
      expect(page.text).not.toContain("0x-secret");
      const refused = await browser.submit(page, { ...person, method: "password", challenge: "unheard-of" });
      expect([refused.status, refused.text.includes("data-site-key")]).toEqual([403, true]);
      const done = await browser.submit(refused, { ...person, method: "password", challenge: "widget" });
      expect(titleOf(done)).toBe("Your account");
      expect(cloudflare.seen).toHaveLength(2);
    } finally {
      global.mockRestore();
    }
  });
});
