import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor } from "../../../test/client.ts";
import { holdingsOf } from "../../../test/holdings.ts";
import { letterTo } from "../../../test/mailbox.ts";
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
/** What a browser sends when the button of a page is pressed, with these filled in. */
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
const problemIn = ({ text }: { text: string }) => /role="alert">([^<]*)</.exec(text)?.[1];

/** Somebody new who is to verify an email, and somebody who has, with the links of a reset and of a change of email. */
async function withLinks(tenant: Parameters<typeof somebody>[0] & { tenant: { id: string } } = world.acme) {
  const [person, { user: unverified }] = [await somebody(tenant), await somebody(tenant)];
  const { email } = person.user;
  const { token } = await letterTo(tenant.tenant.id, email, "verify_email");
  await tenant.browser.auth.email.confirm.mutate({ token });
  const { accessToken } = await person.signIn();
  const newEmail = `new-${email}`;
  const { auth } = clientFor({ token: accessToken });
  await auth.email.change.mutate({ newEmail, password: person.credentials.password });
  await tenant.browser.auth.password.forgot.mutate({ email });
  const linkTo = async (to: string, kind: Parameters<typeof letterTo>[2]) =>
    (await letterTo(tenant.tenant.id, to, kind)).link;
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

describe("the pages that links in letters lead to", () => {
  it("verify an address, when the button is pressed", async () => {
    const { unverified, verify } = await withLinks();
    const page = await look(verify);
    expect([page.status, titleOf(page)]).toEqual([200, "Confirm your address"]);
    const done = await press(page);
    expect([done.status, titleOf(done)]).toEqual([200, "Your address is confirmed"]);
    expect(done.text).toContain(unverified.email);
    expect((await userOf(world.acme.client, unverified.email)).emailVerified).toBe(true);
  });

  it("agree to a change of address, at one end and then at the other", async () => {
    const { user, newEmail, confirm, confirmNew } = await withLinks();
    const one = await press(await look(confirm));
    expect([titleOf(one), one.text.includes(newEmail)]).toEqual(["One more step", true]);
    const two = await press(await look(confirmNew));
    expect([titleOf(two), two.text.includes(newEmail)]).toEqual(["Your address is changed", true]);
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
    expect([done.status, titleOf(done)]).toEqual([200, "Your new password is set"]);
    await world.acme.browser.auth.login.mutate({ ...credentials, password: NEXT });
  });

  it("say what is wrong with a password, and can be used again then", async () => {
    const { credentials, reset } = await withLinks();
    let page = await look(reset);
    for (const [password, repeated, status, problem] of [
      ["short", "short", 400, /too easy to guess\. It has 5 characters; 15 are needed/],
      ["passwordpassword", "passwordpassword", 400, /among the passwords that are guessed first/],
      [NEXT, `${NEXT}!`, 400, /not the same/],
      ["é".repeat(600), "é".repeat(600), 400, /too long/],
    ] as const) {
      page = await press(page, { password, repeated });
      expect(page.status).toBe(status);
      expect(problemIn(page)).toMatch(problem);
      expect(page.text).not.toContain(password);
      expect(page.text).toContain('aria-invalid="true"');
    }
    expect(titleOf(await press(page, { password: NEXT, repeated: NEXT }))).toBe("Your new password is set");
    await world.acme.browser.auth.login.mutate({ ...credentials, password: NEXT });
  });

  it("say that an email is confirmed where a used link is opened or pressed again", async () => {
    const { unverified, newEmail, verify, confirm, confirmNew } = await withLinks();
    for (const [link, title, email] of [
      [verify, "Your address is confirmed", unverified.email],
      [confirm, "One more step", newEmail],
      [confirmNew, "Your address is changed", newEmail],
    ] as const) {
      const page = await look(link);
      await press(page);
      for (const again of [await press(page), await look(link)]) {
        expect([again.status, titleOf(again), problemIn(again)]).toEqual([200, title, undefined]);
        expect(again.text).toContain(email);
        expect(again.text).not.toContain("<form");
      }
    }
    expect(titleOf(await look(confirm))).toBe("Your address is changed");
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
      return (await letterTo(tenant.tenant.id, user.email, "reset_password")).link;
    };
    const [replaced, expired] = [await request(), await request()];
    await tenant.client.testing.clock.advance.mutate({ seconds: 25 * 60 * 60 });
    for (const [dead, title, next] of [
      [await look(reset), "This link was used before", /If you know the password, sign in/],
      [await press(page, fill), "This link was used before", /forgot password/],
      [await look(replaced), "This link has expired", /forgot password/],
      [await look(expired), "This link has expired", /forgot password/],
      [await look(verify), "This link has expired", /Request another email/],
      [await look(reset.slice(0, -1)), "This link is not complete", /forgot password/],
      [await look(reset.split("?")[0] ?? ""), "This link is not complete", /forgot password/],
      [await look(verify.replace("verify-email", "reset-password")), "This link is not complete", /forgot password/],
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
    expect([page.status, titleOf(page)]).toEqual([409, "The address is taken"]);
  });

  it("ask to wait where too much is asked at once, and can be used again then", async () => {
    const { verify } = await withLinks();
    const page = await look(verify);
    const headers = { "content-type": "application/x-www-form-urlencoded", "cf-connecting-ip": "198.18.99.1" };
    const { pathname } = new URL(verify);
    const tries = Array.from({ length: 105 }, () => send(pathname, { method: "POST", headers, body: "token=x" }));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([400, 429]));
    const waiting = await send(pathname, { method: "POST", headers, body: "token=x" });
    expect(problemIn(waiting)).toMatch(/Wait a minute/);
    expect(titleOf(await press(page))).toBe("Your address is confirmed");
  });

  it("have the name that the tenant goes by, and nothing of it does anything", async () => {
    const tenant = await createTenant(world.admin, "branded");
    await tenant.client.tenants.settings.update.mutate({ brandName: "<script>alert(1)</script> & Söhne" });
    const { verify } = await withLinks(tenant);
    const page = await look(verify);
    expect(page.text).toContain('<p class="brand">&lt;script&gt;alert(1)&lt;/script&gt; &amp; Söhne</p>');
    const planted = await look(`${verify}"><script>alert(1)</script>`);
    expect(planted.text).not.toContain("<script");
  });

  it("show an email as it is, whatever signs it has", async () => {
    const { browser, tenant } = world.acme;
    const email = "$&-$`{email}@example.com";
    await browser.auth.register.mutate({ email, password: NEXT });
    const done = await press(await look((await letterTo(tenant.id, email, "verify_email")).link));
    expect(done.text).toContain("$&amp;-$`{email}@example.com is confirmed");
  });

  it("are written down like the calls of an app, with whom it was done to", async () => {
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
  it("rule 55: sends no referrer, loads nothing and nobody, runs nothing, is framed by nobody and kept nowhere", async () => {
    const { client } = world.acme;
    await client.tenants.settings.update.mutate({ brandLogo: "https://cdn.example.com/logo.png" });
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
      expect(policy.replace(nonce, "…")).toBe(
        "default-src 'none'; style-src 'nonce-…'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(text).toContain(`<style nonce="${nonce}">`);
      expect(text).not.toMatch(/<(script|img|link|iframe|object|embed)|https?:|url\(|@import|\son\w+=/i);
    }
    await client.tenants.settings.update.mutate({ brandLogo: null });
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
      const { link, text, html } = await letterTo(world.acme.tenant.id, credentials.email, "reset_password");
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
    expect([page.status, titleOf(page)]).toEqual([400, "This link is not complete"]);
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
