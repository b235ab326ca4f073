import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../../test/client.ts";
import { bytesOf, bytesOfText, joined, PIXELS, pngOf, webpOf } from "../../../test/images.ts";
import { emailTo } from "../../../test/mailbox.ts";
import { isolate, MovedClock } from "../../../test/moved.ts";
import { PASSWORD } from "../../../test/people.ts";
import { send } from "../../../test/raw.ts";
import { createTenant, createWorld, type World } from "../../../test/world.ts";
import { runSchedule } from "../../schedule.ts";
import { MAX_LOGO_BYTES } from "./logo.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;
const newTenant = async () => await createTenant(world.admin, `logo-${++tenants}`);
type TestTenant = Awaited<ReturnType<typeof newTenant>>;

async function below({ tenant }: TestTenant) {
  const slug = `logo-${++tenants}`;
  const created = await world.admin.tenants.create.mutate({ slug, name: slug, parentId: tenant.id });
  return { ...created, client: clientFor({ key: created.secretKey }) };
}

const base64 = (bytes: Uint8Array) => bytes.toBase64();
const pathOf = (url: string | null) => new URL(url ?? "").pathname;
const load = async (path: string) => await exports.default.fetch(`http://auth.test${path}`);
const statusOf = async (path: string) => {
  const { status, body } = await load(path);
  await body?.cancel();
  return status;
};
const filesOf = async (id: string) => (await env.FILES.list({ prefix: `tenants/${id}/logo/` })).objects;
const pageOf = async (slug: string, page = "sign-in") => await send(`/t/${slug}/${page}`);
const imagesIn = (text: string) => text.match(/<(?:img|source)[^>]*>/g) ?? [];

describe("tenants.logo.set", () => {
  it.each([
    ["png", "image/png"],
    ["jpeg", "image/jpeg"],
    ["webp", "image/webp"],
  ] as const)("stores the bytes of a %s, and serves them with its type, cached for good", async (name, type) => {
    const { client, tenant } = await newTenant();
    const { url, darkUrl } = await client.tenants.logo.set.mutate({ image: PIXELS[name] });
    expect([url, darkUrl]).toEqual([
      expect.stringMatching(`^http://auth.test/t/${tenant.id}/logo/[0-9a-f]{32}$`),
      null,
    ]);
    const response = await load(pathOf(url));
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytesOf(PIXELS[name]));
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": type,
      "cache-control": "public, max-age=31536000, immutable",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
    });
  });

  it("shows the logo on pages in place of the initial, one for each theme, with the brand as text", async () => {
    const { client, tenant } = await newTenant();
    await client.tenants.settings.update.mutate({ brandName: 'A "quoted" brand' });
    const before = await pageOf(tenant.slug);
    expect([imagesIn(before.text), before.text.includes('class="mark"')]).toEqual([[], true]);
    expect(before.headers.get("content-security-policy")).not.toContain("img-src");
    const images = { image: PIXELS.png, darkImage: PIXELS.webp };
    const { url, darkUrl } = await client.tenants.logo.set.mutate(images);
    expect(await client.tenants.logo.get.query()).toEqual({ url, darkUrl });
    for (const name of ["sign-in", "forgot-password", "verify-email?token=x"]) {
      const page = await pageOf(tenant.slug, name);
      expect(page.headers.get("content-security-policy")).toContain("; img-src 'self';");
      expect(imagesIn(page.text)).toEqual([
        `<source media="(prefers-color-scheme:dark)" srcset="${pathOf(darkUrl)}">`,
        `<img class="logo" src="${pathOf(url)}" alt="A &quot;quoted&quot; brand">`,
      ]);
      expect(page.text).not.toContain('class="mark"');
    }
    const { url: next } = await client.tenants.logo.set.mutate({ image: PIXELS.jpeg });
    expect(imagesIn((await pageOf(tenant.slug)).text)).toEqual([expect.stringContaining(`src="${pathOf(next)}"`)]);
    // Emails that were sent before still show theirs.
    expect(await statusOf(pathOf(url))).toBe(200);
  });

  it("heads emails, unless brandLogoUrl names another image", async () => {
    const { client, browser, tenant } = await newTenant();
    const { url } = await client.tenants.logo.set.mutate({ image: PIXELS.png });
    const shown = async () => (await client.emails.templates.preview.query({ kind: "verify_email" })).html;
    expect(await shown()).toContain(`<img src="${url}" alt="${tenant.name}" height="40" style="max-width:100%;`);
    await browser.auth.register.mutate({ email: "anne@example.com", password: PASSWORD });
    const { html } = await emailTo(tenant.id, "anne@example.com", "verify_email");
    expect(html).toContain(`<img src="${url}" alt="${tenant.name}" height="40" style="max-width:100%;`);
    const brandLogoUrl = "https://cdn.example.com/logo.png";
    await client.tenants.settings.update.mutate({ brandLogoUrl });
    expect(await shown()).toContain(`<img src="${brandLogoUrl}"`);
    expect(await shown()).not.toContain(`${url}`);
  });

  it.each([
    ["an SVG", "format", bytesOfText('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ["a page", "format", bytesOfText("<!doctype html><script>alert(1)</script>")],
    ["a PNG that is also a page", "format", joined(bytesOf(PIXELS.png), bytesOfText("<script>alert(1)</script>"))],
    ["a truncated header", "format", bytesOf(PIXELS.png).slice(0, 30)],
    ["a truncated image", "format", bytesOf(PIXELS.jpeg).slice(0, -1)],
    ["too many bytes", "bytes", pngOf({ length: MAX_LOGO_BYTES + 1 })],
    ["too wide an image", "pixels", pngOf({ width: 2001 })],
    ["too high an image", "pixels", webpOf({ width: 1, height: 2001 })],
  ])("refuses %s with the reason, and changes nothing", async (_, reason, bytes) => {
    const { client, tenant } = await newTenant();
    const before = await client.tenants.logo.set.mutate({ image: PIXELS.png });
    for (const [field, input] of [
      ["image", { image: base64(bytes) }],
      ["darkImage", { image: PIXELS.webp, darkImage: base64(bytes) }],
    ] as const) {
      const error = await errorOf(client.tenants.logo.set.mutate(input));
      expect(error).toMatchObject({ code: "logo_invalid", details: { field, reason } });
    }
    expect(await client.tenants.logo.get.query()).toEqual(before);
    expect(await filesOf(tenant.id)).toHaveLength(1);
  });

  it("takes an image at the limits", async () => {
    const { client } = await newTenant();
    const image = base64(pngOf({ width: 2000, height: 2000, length: MAX_LOGO_BYTES }));
    expect(bytesOf(image)).toHaveLength(MAX_LOGO_BYTES);
    expect((await client.tenants.logo.set.mutate({ image })).url).not.toBeNull();
    expect(await errorOf(client.tenants.logo.set.mutate({ image: "no base64!" }))).toMatchObject({
      code: "logo_invalid",
      details: { reason: "format" },
    });
  });

  it("keeps at most 20 images besides new ones, and the present one among them", async () => {
    const { client, tenant } = await newTenant();
    for (let width = 1; width <= 21; width++) {
      await client.tenants.logo.set.mutate({ image: base64(pngOf({ width })), darkImage: PIXELS.png });
    }
    expect((await filesOf(tenant.id)).length).toBeLessThanOrEqual(20);
    const { url, darkUrl } = await client.tenants.logo.get.query();
    for (const one of [url, darkUrl]) expect(await statusOf(pathOf(one))).toBe(200);
  });

  it("is for the tenant's servers and admins", async () => {
    const { browser } = world.acme;
    for (const caller of [browser, clientFor({ tenant: "acme" })]) {
      const { code } = await errorOf(caller.tenants.logo.set.mutate({ image: PIXELS.png }));
      expect(["forbidden", "unauthenticated"]).toContain(code);
    }
    const admin = clientFor({ token: world.token, tenant: "acme" });
    expect((await admin.tenants.logo.set.mutate({ image: PIXELS.png })).url).not.toBeNull();
    const { items } = await world.acme.client.audit.list.query({ event: "tenants.logo.set" });
    expect(JSON.stringify(items)).not.toContain(PIXELS.png.slice(0, 20));
    expect(items[0]?.details).toEqual({ fields: ["image"] });
  });
});

describe("a logo", () => {
  it("is inherited by tenants below, until they set their own", async () => {
    const parent = await newTenant();
    const child = await below(parent);
    const images = { image: PIXELS.png, darkImage: PIXELS.webp };
    const inherited = await parent.client.tenants.logo.set.mutate(images);
    expect(await child.client.tenants.logo.get.query()).toEqual(inherited);
    const own = await child.client.tenants.logo.set.mutate({ image: PIXELS.jpeg });
    // No dark image is left over from the parent's.
    expect(own).toEqual({ url: expect.stringContaining(child.tenant.id), darkUrl: null });
    expect(imagesIn((await pageOf(child.tenant.slug)).text)).toHaveLength(1);
    expect(await child.client.tenants.logo.remove.mutate()).toEqual(inherited);
    expect(await child.client.tenants.logo.remove.mutate()).toEqual(inherited);
    expect(await filesOf(child.tenant.id)).toEqual([]);
    expect(await statusOf(pathOf(own.url))).toBe(404);
    expect(await parent.client.tenants.logo.remove.mutate()).toEqual({ url: null, darkUrl: null });
    expect(imagesIn((await pageOf(child.tenant.slug)).text)).toEqual([]);
  });

  it("is unknown under another hash or another tenant", async () => {
    const { client, tenant } = await newTenant();
    const { url } = await client.tenants.logo.set.mutate({ image: PIXELS.png });
    const path = pathOf(url);
    expect(await statusOf(path.replace(tenant.id, tenant.slug))).toBe(200);
    for (const other of [
      path.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
      path.replace(tenant.id, "globex"),
      path.replace(tenant.id, "nobody"),
      `/t/${tenant.id}/logo/..%2fgraph.csv`,
    ]) {
      expect(await statusOf(other), other).toBe(404);
    }
  });

  it("doesn't appear among the settings, which can't set it", async () => {
    const { client } = await newTenant();
    const before = await client.tenants.settings.get.query();
    await client.tenants.logo.set.mutate({ image: PIXELS.png });
    expect(await client.tenants.settings.get.query()).toEqual(before);
    const forged = { logo: ["ten_other", "0".repeat(32)] } as object;
    expect(await errorOf(client.tenants.settings.update.mutate(forged))).toMatchObject({ code: "invalid_input" });
  });

  it("is served while its tenant is suspended, and gone when it is deleted and purged", async () => {
    const { client, tenant } = await newTenant();
    const { url } = await client.tenants.logo.set.mutate({ image: PIXELS.png });
    const admin = clientFor({ token: world.token, tenant: tenant.slug }).tenants;
    await admin.suspend.mutate();
    expect(await statusOf(pathOf(url))).toBe(200);
    await admin.delete.mutate({ slug: tenant.slug, retentionDays: 0 });
    expect(await statusOf(pathOf(url))).toBe(404);
    const clock = new MovedClock();
    const { app } = isolate(clock);
    clock.advance(60);
    await runSchedule(app);
    expect(await filesOf(tenant.id)).toEqual([]);
  });
});
