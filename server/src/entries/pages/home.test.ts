import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { codeIn, send } from "../../../test/raw.ts";
import { createWorld, type World } from "../../../test/world.ts";
import { SDK_VERSION } from "../../generated/version.ts";

/** As Chromium sends it when a person opens a page. */
const BROWSER = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8" };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe("the entry of the service", () => {
  it.each([{ accept: "application/json" }, { accept: "*/*" }, {}])(
    "reports name, version and paths as JSON to programs: %j",
    async (headers) => {
      const { status, body, headers: answered } = await send("/", { headers });
      expect([status, answered.get("vary")]).toEqual([200, "Accept"]);
      expect(body).toEqual({
        name: "cf-auth",
        version: SDK_VERSION,
        deployment: env.VERSION.id,
        links: {
          reference: "/reference",
          openapi: "/openapi.json",
          llms: "/llms.txt",
          health: "/trpc/system.health",
          mailbox: "/dev/mailbox",
        },
      });
    },
  );

  it("is a page for browsers, whose links all lead somewhere, under a policy that loads nothing of others", async () => {
    const { text, headers } = await send("/", { headers: BROWSER });
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(headers.get("vary")).toBe("Accept");
    expect(headers.get("content-security-policy")?.replace(/nonce-[\w-]{36}/, "nonce-…")).toBe(
      "default-src 'none'; style-src 'nonce-…'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(text).toContain(SDK_VERSION);
    const links = [...text.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, path = ""]) => path);
    expect(links.sort()).toEqual(["/dev/mailbox", "/llms.txt", "/openapi.json", "/reference", "/trpc/system.health"]);
    for (const path of links) expect((await send(path, { headers: BROWSER })).status, path).toBe(200);
    expect(text).not.toMatch(/<(script|img|iframe)|\bsrc=|url\(|@import|\son\w+=/i);
  });

  it("names no mailbox under a name that is not local", async () => {
    expect((await send("/", {}, "auth.example.com")).text).not.toContain("mailbox");
    expect((await send("/", { headers: BROWSER }, "auth.example.com")).text).not.toContain("mailbox");
  });

  it("is read only", async () => {
    const post = await send("/", { method: "POST", body: "x" });
    expect([post.status, codeIn(post.body)]).toEqual([405, "method_not_allowed"]);
    expect((await send("/", { method: "HEAD" })).status).toBe(200);
  });
});

it("shows a tenant's users the way to the product on the tenant's own host", async () => {
  const open = async () => (await send("/", { headers: BROWSER }, "acme.auth.test")).text;
  await world.acme.client.tenants.settings.update.mutate({ brandName: "Acme" });
  const without = await open();
  expect(without).toContain("<h1>Sign-in for Acme</h1>");
  expect(without).not.toMatch(/cf-auth|<a /);
  await world.acme.client.tenants.settings.update.mutate({ appUrl: "https://app.acme.example/" });
  expect(await open()).toContain('href="https://app.acme.example/">Continue to Acme</a>');
});

describe("an error", () => {
  it.each([
    ["GET", "/nowhere", 404, "Page not found", "procedure_not_found"],
    ["GET", "/t/nobody/verify-email?token=x", 404, "Page not found", "tenant_not_found"],
    ["PUT", "/t/acme/verify-email?token=x", 405, "This page can’t be shown", "method_not_allowed"],
  ])("is a page to a browser: %s %s", async (method, path, status, title, code) => {
    const { status: answered, text, headers } = await send(path, { method, headers: BROWSER });
    expect(answered).toBe(status);
    expect(text).toContain(`<h1>${title}</h1>`);
    expect(text).toContain(`<code>${code}</code>`);
    expect(text).toContain(`<code>${headers.get("x-request-id")}</code>`);
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none';.* frame-ancestors 'none'$/);
  });

  it("stays JSON to programs, and under /trpc to everybody", async () => {
    expect(codeIn((await send("/nowhere", { headers: { accept: "application/json" } })).body)).toBe(
      "procedure_not_found",
    );
    const { body } = await send("/trpc/nothing.there", { headers: BROWSER });
    expect(codeIn(body)).toBe("procedure_not_found");
  });
});
