import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { LINK, resetLetter } from "../../test/letters.ts";
import { codeIn, send } from "../../test/raw.ts";
import { createWorld, type World } from "../../test/world.ts";
import worker from "../worker.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.acme.client.tenants.settings.update.mutate({ brandName: "<b>Acme</b>" });
  await env.TENANT_STATE.getByName(world.acme.tenant.id).post(resetLetter("a"));
  await scheduler.wait(2);
  await env.TENANT_STATE.getByName(world.globex.tenant.id).post(resetLetter("b", "bob@example.com"));
});

interface Item {
  readonly id: string;
  readonly tenant: { readonly id: string };
}

async function itemsAt(path: string): Promise<Item[]> {
  return ((await send(path)).body as { items: Item[] }).items;
}

describe("for tests", () => {
  it("has the letters of every tenant as soon as they are posted, newest first", async () => {
    const items = await itemsAt("/dev/mailbox.json");
    expect(items).toMatchObject([
      { tenant: { slug: "globex" }, to: "bob@example.com", kind: "reset_password", values: { link: LINK } },
      { tenant: { slug: "acme" }, to: "anne@example.com", subject: "Reset your password for <b>Acme</b>" },
    ]);
  });

  it.each([
    ["to=anne@example.com", 1],
    ["to=nobody@example.com", 0],
    ["tenant=acme", 1],
    ["tenant=acme&to=bob@example.com", 0],
    ["kind=invitation", 0],
    ["limit=1", 1],
  ])("has those asked for: %s", async (query, count) => {
    expect(await itemsAt(`/dev/mailbox.json?${query}`)).toHaveLength(count);
  });

  it("knows no letters of nobody", async () => {
    expect(codeIn((await send("/dev/mailbox.json?tenant=nobody")).body)).toBe("tenant_unknown");
  });
});

describe("to look at", () => {
  it("lists the letters and shows each, with nothing of them as markup, and lets nothing run or load", async () => {
    const list = await send("/dev/mailbox");
    expect(list.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(list.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(list.headers.get("referrer-policy")).toBe("no-referrer");
    expect(list.text).toContain("Reset your password for &lt;b&gt;Acme&lt;/b&gt;");
    expect(list.text).not.toContain("<b>");

    const [, path = ""] = /href="(\/dev\/mailbox\/ten_\w+\/ltr_\w+)">[^<]*Acme/.exec(list.text) ?? [];
    const letter = await send(path);
    expect(letter.text).toContain("anne@example.com");
    expect(letter.text).toContain(`<a href="${LINK}">`);
    expect(letter.text).toContain(`<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" src="${path}.html"`);
    expect(letter.text).not.toMatch(/<b>|<script/);

    const html = await send(`${path}.html`);
    const policy = html.headers.get("content-security-policy");
    expect(policy).toMatch(/default-src 'none'.*sandbox allow-popups allow-popups-to-escape-sandbox;/);
    expect(policy).not.toMatch(/script-src|allow-scripts|allow-same-origin/);
    expect(html.text).toMatch(/^<!doctype html>/);
  });

  it.each(["/dev/mailbox/", "/dev/mailbox/x", "/dev/mailbox/ten_x/ltr_x/y", "/dev/mailboxes"])(
    "has no page at %s",
    async (path) => expect(codeIn((await send(path)).body)).toBe("unknown_procedure"),
  );

  it("has no letter that is another tenant's", async () => {
    const [letter] = await itemsAt("/dev/mailbox.json?tenant=acme");
    const path = `/dev/mailbox/${world.globex.tenant.id}/${letter?.id}`;
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

  it.each(paths)("where letters are sent: %s", async (path) => {
    const deployed = { ...env, MAIL: "cloudflare", MAIL_FROM: "auth@example.com" } as unknown as Env;
    const request = new Request<unknown, IncomingRequestCfProperties>(`http://auth.test${path}`);
    expect((await worker.fetch(request, deployed, createExecutionContext())).status).toBe(404);
  });

  it("where a deployment that is not local asks for it: that one does not serve", async () => {
    const deployed = { ...env, MAIL: "mailbox", PUBLIC_URL: "https://auth.example.com" } as unknown as Env;
    const request = new Request<unknown, IncomingRequestCfProperties>("https://auth.example.com/dev/mailbox");
    expect((await worker.fetch(request, deployed, createExecutionContext())).status).toBe(503);
  });
});
