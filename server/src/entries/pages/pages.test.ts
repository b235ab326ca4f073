import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../../test/client.ts";
import { holdingsOf } from "../../../test/holdings.ts";
import { emailTo } from "../../../test/mailbox.ts";
import { problemIn } from "../../../test/page-browser.ts";
import { somebody, userOf } from "../../../test/people.ts";
import { codeIn, send } from "../../../test/raw.ts";
import { createTenant, createTestTenant, createWorld, type World } from "../../../test/world.ts";

const NEXT = "another unlikely sentence";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

/** The page that a link leads to. */
async function look(link: string, method = "GET") {
  const { pathname, search, hostname } = new URL(link);
  return await send(`${pathname}${search}`, { method }, hostname);
}

let visitors = 0;
/** Submits the form of a page as a browser does, with these fields. */
async function press(page: { text: string }, filled: Record<string, string> = {}) {
  const action = /<form method="post" action="([^"]+)">/.exec(page.text)?.[1] ?? "";
  const token = /name="token" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "cf-connecting-ip": `198.18.0.${++visitors}`,
  };
  return await send(action, { method: "POST", headers, body: `${new URLSearchParams({ token, ...filled })}` });
}

const titleOf = ({ text }: { text: string }) => /<h1>([^<]*)<\/h1>/.exec(text)?.[1];

/** Somebody new who is to verify an email, and somebody who has, with the links of a reset and of a change of email. */
async function withLinks(tenant: Parameters<typeof somebody>[0] & { tenant: { id: string } } = world.acme) {
  const [person, { user: unverified }] = [await somebody(tenant), await somebody(tenant)];
  const { email } = person.user;
  const { token } = await emailTo(tenant.tenant.id, email, "verify_email");
  await tenant.browser.auth.email.confirm.mutate({ token, registrationToken: person.registrationToken });
  const { accessToken } = await person.signIn();
  const newEmail = `new-${email}`;
  const { auth } = clientFor({ token: accessToken });
  await auth.email.change.mutate({ newEmail, password: person.credentials.password });
  await tenant.browser.auth.password.forgot.mutate({ email });
  const linkTo = async (to: string, kind: Parameters<typeof emailTo>[2]) =>
    (await emailTo(tenant.tenant.id, to, kind)).link;
  return {
    ...person,
    newEmail,
    unverified,
    verify: await linkTo(unverified.email, "verify_email"),
    reset: await linkTo(email, "reset_password"),
    confirm: await linkTo(email, "confirm_email_change"),
    confirmNew: await linkTo(newEmail, "confirm_new_email"),
  };
}

describe("the pages of links in emails", () => {
  it("verify an address, when the button is pressed", async () => {
    const { unverified, verify } = await withLinks();
    const page = await look(verify);
    expect([page.status, titleOf(page)]).toEqual([200, "Confirm your email"]);
    const done = await press(page);
    expect([done.status, titleOf(done)]).toEqual([200, "Email confirmed"]);
    expect(done.text).toContain(unverified.email);
    expect((await userOf(world.acme.client, unverified.email)).emailVerified).toBe(true);
  });

  it("agree to a change of address, at one end and then at the other", async () => {
    const { user, newEmail, confirm, confirmNew } = await withLinks();
    const one = await press(await look(confirm));
    expect([titleOf(one), one.text.includes(newEmail)]).toEqual(["One more step", true]);
    const two = await press(await look(confirmNew));
    expect([titleOf(two), two.text.includes(newEmail)]).toEqual(["Email changed", true]);
    expect((await userOf(world.acme.client, newEmail)).id).toBe(user.id);
  });

  it("set another password", async () => {
    const { credentials, reset } = await withLinks();
    const page = await look(reset);
    expect([titleOf(page), page.text.match(/autocomplete="new-password"/g)?.length]).toEqual([
      "Choose a new password",
      2,
    ]);
    const done = await press(page, { password: NEXT, repeated: NEXT });
    expect([done.status, titleOf(done)]).toEqual([200, "Password changed"]);
    await world.acme.browser.auth.login.mutate({ ...credentials, password: NEXT });
  });

  it("say what is wrong with a password, and can be used again then", async () => {
    const { credentials, reset } = await withLinks();
    let page = await look(reset);
    for (const [password, repeated, status, problem] of [
      ["tiny!", "tiny!", 400, /too short\. Use at least 15 characters/],
      ["zzzzzzzzzzzzzzzz", "zzzzzzzzzzzzzzzz", 400, /repeats one character/],
      ["acme acme acme acme", "acme acme acme acme", 400, /based on your email or our name/],
      ["passwordpassword", "passwordpassword", 400, /too common/],
      [NEXT, `${NEXT}!`, 400, /don’t match/],
      ["é".repeat(600), "é".repeat(600), 400, /too long/],
    ] as const) {
      page = await press(page, { password, repeated });
      expect(page.status).toBe(status);
      expect(problemIn(page)).toMatch(problem);
      expect(page.text).not.toContain(password);
      expect(page.text).toContain('aria-invalid="true"');
    }
    expect(titleOf(await press(page, { password: NEXT, repeated: NEXT }))).toBe("Password changed");
    await world.acme.browser.auth.login.mutate({ ...credentials, password: NEXT });
  });

  it("say that an email is confirmed where a used link is opened or pressed again", async () => {
    const { unverified, newEmail, verify, confirm, confirmNew } = await withLinks();
    for (const [link, title, email] of [
      [verify, "Email confirmed", unverified.email],
      [confirm, "One more step", newEmail],
      [confirmNew, "Email changed", newEmail],
    ] as const) {
      const page = await look(link);
      await press(page);
      for (const repeated of [await press(page), await look(link)]) {
        expect([repeated.status, titleOf(repeated), problemIn(repeated)]).toEqual([200, title, undefined]);
        expect(repeated.text).toContain(email);
        expect(repeated.text).not.toContain("<form");
      }
    }
    expect(titleOf(await look(confirm))).toBe("Email changed");
  });

  it("say at once that a reset link was used, has expired or was replaced, or is not whole, and show no form", async () => {
    const tenant = await createTestTenant(world.admin, "dead-links");
    const { reset, verify } = await withLinks(tenant);
    const fill = { password: NEXT, repeated: NEXT };
    const page = await look(reset);
    await press(page, fill);
    const { user } = await somebody(tenant);
    const request = async () => {
      await tenant.browser.auth.password.forgot.mutate({ email: user.email });
      return (await emailTo(tenant.tenant.id, user.email, "reset_password")).link;
    };
    const [replaced, expired] = [await request(), await request()];
    await tenant.client.testing.clock.advance.mutate({ seconds: 25 * 60 * 60 });
    for (const [dead, title, next] of [
      [await look(reset), "This link was already used", /If you chose a new password with it, sign in/],
      [await press(page, fill), "This link was already used", /request a new link/],
      [await look(replaced), "This link has expired", /Forgot password/],
      [await look(expired), "This link has expired", /Forgot password/],
      [await look(verify), "This link has expired", /Sign in to request a new one/],
      [await look(reset.slice(0, -1)), "This link is incomplete", /Forgot password/],
      [await look(reset.split("?")[0] ?? ""), "This link is incomplete", /Forgot password/],
      [await look(verify.replace("verify-email", "reset-password")), "This link is incomplete", /Forgot password/],
    ] as const) {
      expect([dead.status, titleOf(dead)]).toEqual([400, title]);
      expect(dead.text).toMatch(next);
      expect(dead.text).not.toContain("<form");
    }
  });

  it("say so where the new address is another user's by now", async () => {
    const { newEmail, confirm, confirmNew } = await withLinks();
    await press(await look(confirm));
    await world.acme.client.users.create.mutate({ email: newEmail });
    const page = await press(await look(confirmNew));
    expect([page.status, titleOf(page)]).toEqual([409, "Email already in use"]);
  });

  it("ask to wait where too much is asked at once, and can be used again then", async () => {
    const { verify } = await withLinks();
    const page = await look(verify);
    const headers = { "content-type": "application/x-www-form-urlencoded", "cf-connecting-ip": "198.18.99.1" };
    const { pathname } = new URL(verify);
    // The limit is 100 in each minute of the clock. Of 201 in two minutes, one has more, whenever the minute begins.
    const tries = Array.from({ length: 201 }, () => send(pathname, { method: "POST", headers, body: "token=x" }));
    const answers = await Promise.all(tries);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400, 429]));
    const [waiting = { text: "" }] = answers.filter(({ status }) => status === 429);
    expect(problemIn(waiting)).toMatch(/Wait a minute/);
    expect(titleOf(await press(page))).toBe("Email confirmed");
  });

  it("have the name that the tenant goes by, and nothing of it does anything", async () => {
    const tenant = await createTenant(world.admin, "branded");
    await tenant.client.tenants.settings.update.mutate({ brandName: "<script>alert(1)</script> & Söhne" });
    const { verify } = await withLinks(tenant);
    const page = await look(verify);
    expect(page.text).toContain("&lt;</span>&lt;script&gt;alert(1)&lt;/script&gt; &amp; Söhne</p>");
    const planted = await look(`${verify}"><script>alert(1)</script>`);
    expect(planted.text).not.toContain("<script");
  });

  it("let somebody who was invited choose a first password, and say whom to ask for another invitation", async () => {
    const tenant = await createTestTenant(world.admin, "inviting");
    const invited = async (email: string) => {
      await tenant.client.users.create.mutate({ email, invite: true });
      return (await emailTo(tenant.tenant.id, email, "invitation")).link;
    };
    const [link, late] = [await invited("dora@example.com"), await invited("late@example.com")];
    const page = await look(link);
    expect([titleOf(page), page.text.includes("Repeat password")]).toEqual(["Choose a password", true]);
    const done = await press(page, { password: NEXT, repeated: NEXT });
    expect([titleOf(done), done.text.includes("Sign in as dora@example.com")]).toEqual(["Password set", true]);
    expect(titleOf(await look(link))).toBe("This link was already used");
    await tenant.client.testing.clock.advance.mutate({ seconds: 73 * 60 * 60 });
    const expired = await look(late);
    expect(titleOf(expired)).toBe("This link has expired");
    expect(expired.text).toContain("Ask the person who invited you for a new invitation.");
  });

  it("link back to the product where the tenant has set its URL, and nowhere else", async () => {
    const tenant = await createTenant(world.admin, "linked");
    const { verify, reset } = await withLinks(tenant);
    expect((await look(verify)).text).not.toContain("<a ");
    const appUrl = "https://app.linked.example/?a=1&b=%22%3E";
    await tenant.client.tenants.settings.update.mutate({ appUrl, brandName: "Linked & Co" });
    const href = 'href="https://app.linked.example/?a=1&amp;b=%22%3E"';
    expect((await look(verify)).text).toContain(`<a ${href}>Back to Linked &amp; Co</a>`);
    await press(await look(verify));
    for (const page of [
      await look(verify),
      await press(await look(reset), { password: NEXT, repeated: NEXT }),
      await look(verify.split("?")[0] ?? ""),
    ]) {
      expect(page.text).toContain(`<a class="button" ${href}>Continue to Linked &amp; Co</a>`);
    }
  });

  it.each([
    "http://app.acme.example/",
    "javascript:alert(1)",
    "https://user:password@app.acme.example/",
    "app.acme.example",
    "//app.acme.example",
  ])("take no %s as the product's URL", async (appUrl) => {
    const error = await errorOf(world.acme.client.tenants.settings.update.mutate({ appUrl }));
    expect(error).toMatchObject({ code: "invalid_input", details: { issues: [{ path: "appUrl" }] } });
  });

  it.each(["https://app.acme.example", "http://localhost:3000/", "http://app.acme.localhost:5173/"])(
    "take %s as the product's URL",
    async (appUrl) => {
      const tenant = await createTenant(world.admin, `app-${appUrl.length}`);
      expect((await tenant.client.tenants.settings.update.mutate({ appUrl })).appUrl).toBe(appUrl);
    },
  );

  it("show an email as it is, whatever signs it has", async () => {
    const { browser, tenant } = world.acme;
    const email = "$&-$`{email}@example.com";
    await browser.auth.register.mutate({ email, password: NEXT });
    const done = await press(await look((await emailTo(tenant.id, email, "verify_email")).link));
    expect(done.text).toContain("$&amp;-$`{email}@example.com is confirmed");
  });

  it("are audited like the calls of an app, with the affected user", async () => {
    const { user, unverified, verify, reset } = await withLinks();
    await press(await look(verify));
    await press(await look(reset), { password: NEXT, repeated: NEXT });
    const query = "SELECT event, actor, outcome FROM audit_events WHERE subject = ? ORDER BY id DESC LIMIT 1";
    const newest = async (id: string) => await env.DB.prepare(query).bind(id).first();
    const byNobody = { actor: "anonymous", outcome: "ok" };
    expect(await newest(user.id)).toEqual({ event: "auth.password.reset", ...byNobody });
    expect(await newest(unverified.id)).toEqual({ event: "auth.email.confirm", ...byNobody });
  });
});

describe("rule 27: to look at a page", () => {
  it("rule 27: changes nothing, however often a scanner follows the link, and opens no session", async () => {
    const tenant = await createTenant(world.admin, "scanned");
    const { verify, reset, confirm, confirmNew } = await withLinks(tenant);
    const before = await holdingsOf(tenant.tenant.id);
    for (const link of [verify, reset, confirm, confirmNew]) {
      for (const method of ["GET", "HEAD", "GET"]) {
        const page = await look(link, method);
        expect([page.status, page.headers.get("set-cookie")]).toEqual([200, null]);
      }
    }
    expect(await holdingsOf(tenant.tenant.id)).toEqual(before);
    for (const link of [verify, confirm]) expect((await press(await look(link))).status).toBe(200);
  });

  it("rule 27: and no GET of a procedure makes a session, nor does the press of a button", async () => {
    const { credentials, reset } = await withLinks();
    const input = encodeURIComponent(JSON.stringify({ json: credentials }));
    const get = await send(`/trpc/auth.login?input=${input}`, { headers: { "x-tenant-id": "acme" } });
    expect([get.status, codeIn(get.body), get.headers.get("set-cookie")]).toEqual([405, "method_not_allowed", null]);
    const done = await press(await look(reset), { password: NEXT, repeated: NEXT });
    expect([done.headers.get("set-cookie"), /accessToken|rt_|eyJ/.test(done.text)]).toEqual([null, false]);
  });

  it.each(["PUT", "DELETE", "PATCH"])("%s is refused", async (method) => {
    const { verify } = await withLinks();
    expect((await look(verify, method)).status).toBe(405);
  });
});

describe("rule 55: a page", () => {
  it("rule 55: sends no referrer, loads nothing, runs only its own script to show a password, and is never framed or cached", async () => {
    const { client } = world.acme;
    await client.tenants.settings.update.mutate({ brandLogoUrl: "https://cdn.example.com/logo.png" });
    const links = await withLinks();
    const verify = await look(links.verify);
    const pages = [
      verify,
      await look(links.reset),
      await look(links.confirm),
      await press(await look(links.reset), { password: "short", repeated: "short" }),
      await press(verify),
      await look(links.verify),
      await look(links.reset.slice(0, -1)),
    ];
    for (const { headers, text } of pages) {
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      const policy = headers.get("content-security-policy") ?? "";
      const nonce = /style-src 'nonce-([\w-]{36})'/.exec(policy)?.[1] ?? "none";
      const script = text.includes('type="password"') ? "script-src 'nonce-…'; " : "";
      expect(policy.replaceAll(nonce, "…")).toBe(
        `default-src 'none'; style-src 'nonce-…'; ${script}form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      );
      expect(text).toContain(`<style nonce="${nonce}">`);
      expect(text.match(/<script/g)?.length ?? 0).toBe(script === "" ? 0 : 1);
      if (script !== "") expect(text).toContain(`<script nonce="${nonce}">`);
      expect(text).not.toMatch(/<(img|link|iframe|object|embed)|\bsrc=|https?:|url\(|@import|\son\w+=/i);
    }
    await client.tenants.settings.update.mutate({ brandLogoUrl: null });
  });
});

describe("rule 54: links in mail", () => {
  it("rule 54: start with what is configured, whatever the request says of its host", async () => {
    const { credentials } = await somebody(world.acme);
    for (const headers of [
      { host: "evil.example" },
      { "x-forwarded-host": "evil.example", forwarded: "host=evil.example" },
    ]) {
      const { auth } = clientFor({ key: world.acme.publishableKey, headers });
      await auth.password.forgot.mutate({ email: credentials.email });
      const { link, text, html } = await emailTo(world.acme.tenant.id, credentials.email, "reset_password");
      expect(link).toMatch(/^http:\/\/auth\.test\/t\/acme\/reset-password\?token=/);
      expect(text + html).not.toContain("evil");
    }
  });
});

describe("a tenant's pages", () => {
  it("are at its own host and the service's, by slug and by id, and not at another tenant's host", async () => {
    const { verify } = await withLinks();
    const { search } = new URL(verify);
    const { id } = world.acme.tenant;
    for (const [host, tenant, status] of [
      ["auth.test", "acme", 200],
      ["auth.test", id, 200],
      ["acme.auth.test", "acme", 200],
      ["globex.auth.test", "acme", 403],
      ["auth.test", "nobody", 404],
    ] as const) {
      expect((await send(`/t/${tenant}/verify-email${search}`, {}, host)).status, `${host} ${tenant}`).toBe(status);
    }
  });

  it("take no link of another tenant", async () => {
    const { unverified, verify } = await withLinks();
    const page = await look(verify.replace("/t/acme/", "/t/globex/"));
    expect([page.status, titleOf(page)]).toEqual([400, "This link is incomplete"]);
    expect((await userOf(world.acme.client, unverified.email)).emailVerified).toBe(false);
  });

  it("take a form and nothing else, and no large one", async () => {
    const post = async (type: string, body: string) =>
      await send("/t/acme/verify-email", { method: "POST", headers: { "content-type": type }, body });
    expect((await post("application/json", "{}")).status).toBe(415);
    const large = { "content-type": "application/x-www-form-urlencoded", "content-length": "20000" };
    const answer = await send("/t/acme/verify-email", { method: "POST", headers: large, body: "x".repeat(20_000) });
    expect(answer.status).toBe(413);
  });
});
