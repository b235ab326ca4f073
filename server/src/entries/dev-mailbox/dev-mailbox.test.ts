import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { LINK, resetEmail } from "../../../test/email-queue.ts";
import { codeIn, send } from "../../../test/raw.ts";
import { createTenant, createWorld, type World } from "../../../test/world.ts";
import worker from "../../worker.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.acme.client.tenants.settings.update.mutate({ brandName: "<b>Acme</b>" });
  await env.TENANT_STATE.getByName(world.acme.tenant.id).enqueue(resetEmail("a"));
  await scheduler.wait(2);
  await env.TENANT_STATE.getByName(world.globex.tenant.id).enqueue(resetEmail("b", "bob@example.com"));
});

interface Item {
  readonly id: string;
  readonly tenant: { readonly id: string };
}

async function itemsAt(path: string): Promise<Item[]> {
  return ((await send(path)).body as { items: Item[] }).items;
}

/** The policy of a page, without its nonce. */
function policyOf({ headers }: { headers: Headers }): string {
  return (headers.get("content-security-policy") ?? "").replaceAll(/nonce-[\w-]{36}/g, "nonce-…");
}

describe("for tests", () => {
  it("lists the emails of every tenant as soon as they are queued, newest first", async () => {
    const items = await itemsAt("/dev/mailbox.json");
    expect(items).toMatchObject([
      { tenant: { slug: "globex" }, to: "bob@example.com", kind: "reset_password", values: { link: LINK } },
      { tenant: { slug: "acme" }, to: "anne@example.com", subject: "Reset your <b>Acme</b> password" },
      // The platform's admin has enrolled a second factor.
      { tenant: { slug: "platform" }, kind: "security_changed" },
    ]);
  });

  it.each([
    ["to=anne@example.com", 1],
    ["to=nobody@example.com", 0],
    ["tenant=acme", 1],
    ["tenant=acme&to=bob@example.com", 0],
    ["kind=invitation", 0],
    ["q=ANNE", 1],
    ["q=reset", 2],
    ["q=%20globex", 1],
    ["q=nothing+like+it", 0],
    ["q=e&kind=&tenant=", 3],
    ["limit=1", 1],
  ])("has those asked for: %s", async (query, count) => {
    expect(await itemsAt(`/dev/mailbox.json?${query}`)).toHaveLength(count);
  });

  it("lists no emails of an unknown tenant", async () => {
    expect(codeIn((await send("/dev/mailbox.json?tenant=nobody")).body)).toBe("tenant_not_found");
  });
});

describe("to look at", () => {
  it("lists the emails and shows each, with nothing of them as markup, and runs and loads only its own", async () => {
    const list = await send("/dev/mailbox");
    expect(list.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(policyOf(list)).toBe(
      "default-src 'none'; style-src 'nonce-…'; script-src 'nonce-…'; img-src data:; form-action 'self'; " +
        "connect-src 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(list.headers.get("referrer-policy")).toBe("no-referrer");
    expect(list.text).toContain('<meta name="viewport" content="width=device-width,initial-scale=1">');
    expect(list.text).toContain("Reset your &lt;b&gt;Acme&lt;/b&gt; password");
    expect(list.text).not.toContain("<b>");

    const [, path = ""] = /href="(\/dev\/mailbox\/ten_\w+\/eml_\w+)">[^<]*Acme/.exec(list.text) ?? [];
    const email = await send(path);
    expect(email.text).toContain("anne@example.com");
    expect(email.text).toContain(`href="${LINK}" target="_blank" rel="noopener">`);
    expect(email.text).toContain(`src="${path}.html"`);
    expect(email.text).not.toContain("<b>");
    expect(email.text.match(/<script/g)).toHaveLength(1);
    expect(policyOf(email)).toBe(policyOf(list));
  });

  it("gives an email in its frame no script and no content of others, with an origin only to be measured", async () => {
    const [item] = await itemsAt("/dev/mailbox.json?tenant=acme");
    const html = await send(`/dev/mailbox/${item?.tenant.id}/${item?.id}.html`);
    const sandbox = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";
    expect(html.headers.get("content-security-policy")).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; " +
        `sandbox ${sandbox}; frame-ancestors 'self'`,
    );
    expect((await send(`/dev/mailbox/${item?.tenant.id}/${item?.id}`)).text).toContain(`sandbox="${sandbox}"`);
    expect(html.text).toMatch(/^<!doctype html>/);
  });

  it("opens every link of an email in a new tab, whatever target its template names", async () => {
    const { client, tenant } = await createTenant(world.admin, "linking");
    const html =
      '<p>{{link}}</p><a href="{{link}}" target="_self" rel="opener">One</a>' +
      '<a class="button" href="https://example.com/" target="_top">Two</a><a href="mailto:a@example.com">Three</a>';
    await client.emails.templates.put.mutate({ kind: "reset_password", html });
    await env.TENANT_STATE.getByName(tenant.id).enqueue(resetEmail("targets"));
    const [item] = await itemsAt("/dev/mailbox.json?tenant=linking");
    const { text } = await send(`/dev/mailbox/${tenant.id}/${item?.id}.html`);
    const links = [...text.matchAll(/<a [^>]*>/g)].map(([link]) => link);
    expect(links).toHaveLength(3);
    for (const link of links) {
      expect(link).toContain('target="_blank"');
      expect(link).toContain('rel="noopener noreferrer"');
    }
  });

  it("says that nothing matches a filter, or that nothing has come yet, and offers what can be filtered by", async () => {
    const none = await send("/dev/mailbox?q=nothing+like+%22%3Eit");
    expect(none.text).toContain("No email matches");
    expect(none.text).toContain('value="nothing like &quot;&gt;it"');
    const some = await send("/dev/mailbox?kind=reset_password&tenant=acme");
    expect(some.text).toContain('<option value="reset_password" selected>Reset password</option>');
    expect(some.text).toContain('<option value="acme" selected>acme</option>');
    const { tenant } = await createTenant(world.admin, "silent");
    expect((await send(`/dev/mailbox?tenant=${tenant.slug}`)).text).toContain("No email matches");
  });

  it.each(["/dev/mailbox/", "/dev/mailbox/x", "/dev/mailbox/ten_x/eml_x/y", "/dev/mailboxes"])(
    "has no page at %s",
    async (path) => expect(codeIn((await send(path)).body)).toBe("procedure_not_found"),
  );

  it("shows no email under another tenant", async () => {
    const [email] = await itemsAt("/dev/mailbox.json?tenant=acme");
    const path = `/dev/mailbox/${world.globex.tenant.id}/${email?.id}`;
    expect((await send(path)).status).toBe(404);
  });

  it("takes nothing", async () => {
    expect((await send("/dev/mailbox", { method: "POST" })).status).toBe(405);
  });
});

describe("there is no such place", () => {
  const paths = ["/dev/mailbox", "/dev/mailbox.json"];

  it.each(paths)("under a name that is not local: %s", async (path) => {
    expect((await send(path, {}, "evil.example.com")).status).toBe(404);
  });

  it.each(paths)("where emails are sent: %s", async (path) => {
    const deployed = { ...env, EMAIL_PROVIDER: "cloudflare", EMAIL_FROM: "auth@example.com" } as unknown as Env;
    const request = new Request<unknown, IncomingRequestCfProperties>(`http://auth.test${path}`);
    expect((await worker.fetch(request, deployed, createExecutionContext())).status).toBe(404);
  });

  it("where a deployment that is not local asks for it: that one does not serve", async () => {
    const deployed = { ...env, EMAIL_PROVIDER: "mailbox", PUBLIC_URL: "https://auth.example.com" } as unknown as Env;
    const request = new Request<unknown, IncomingRequestCfProperties>("https://auth.example.com/dev/mailbox");
    expect((await worker.fetch(request, deployed, createExecutionContext())).status).toBe(503);
  });
});
