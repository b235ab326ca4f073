import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../../test/client.ts";
import { titleOf } from "../../../test/page-browser.ts";
import { send } from "../../../test/raw.ts";
import { createTenant, createWorld, type World } from "../../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;
const newTenant = async () => await createTenant(world.admin, `texts-${++tenants}`);
const load = async (slug: string, page: string, language = "en") =>
  await send(`/t/${slug}/${page}`, { headers: { "accept-language": language } });
const footOf = (text: string) => /<footer>([\s\S]*)<\/footer>/.exec(text)?.[1]?.trim().split("\n");
const termsIn = (text: string) => /<p class="terms">(.*?) ?<\/p>/.exec(text)?.[1];

describe("a tenant's texts", () => {
  it("replace the titles and stand below them, in their own language only", async () => {
    const { client, tenant } = await newTenant();
    const pageTexts = {
      en: {
        signInTitle: "Welcome back",
        signInText: "Use your work email.",
        signUpTitle: "Join us",
        signUpText: "Free.",
      },
      de: { signInTitle: "Willkommen" },
    };
    expect((await client.tenants.settings.update.mutate({ pageTexts })).pageTexts).toEqual(pageTexts);
    const signIn = await load(tenant.slug, "sign-in");
    expect([titleOf(signIn), signIn.text.includes("<p>Use your work email.</p>")]).toEqual(["Welcome back", true]);
    const signUp = await load(tenant.slug, "sign-up");
    expect([titleOf(signUp), signUp.text.includes("<p>Free.</p>")]).toEqual(["Join us", true]);
    const german = await load(tenant.slug, "sign-in", "de");
    expect([titleOf(german), german.text.includes("work email")]).toEqual(["Willkommen", false]);
    expect(titleOf(await load(tenant.slug, "sign-up", "de"))).toBe(`Konto bei ${tenant.slug} erstellen`);
  });

  it("are shown as text, whatever they have", async () => {
    const { client, tenant } = await newTenant();
    const text = `</p><script>alert(1)</script><img src=x onerror='y'> & "z" {{brand}}`;
    await client.tenants.settings.update.mutate({ pageTexts: { en: { signInTitle: text, signInText: text } } });
    const page = await load(tenant.slug, "sign-in");
    const escaped =
      "&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&#39;y&#39;&gt; &amp; &quot;z&quot; {{brand}}";
    expect(page.text).toContain(`<h1>${escaped}</h1>`);
    expect(page.text).toContain(`<p>${escaped}</p>`);
    expect(page.text).toContain(`<title>${escaped} – `);
    expect(page.text).not.toMatch(/<script>|<img/);
  });

  it("are inherited and reset one by one", async () => {
    const parent = await newTenant();
    const slug = `texts-${++tenants}`;
    const created = await world.admin.tenants.create.mutate({ slug, name: slug, parentId: parent.tenant.id });
    const child = clientFor({ key: created.secretKey }).tenants.settings;
    const en = { signInTitle: "Parent", signInText: "Parent's text" };
    await parent.client.tenants.settings.update.mutate({ pageTexts: { en }, termsUrl: "https://parent.example/terms" });
    const own = { pageTexts: { en: { signInTitle: "Child" } }, privacyUrl: "https://child.example/privacy" };
    expect((await child.update.mutate(own)).pageTexts).toEqual({ en: { ...en, signInTitle: "Child" } });
    expect(footOf((await load(slug, "sign-in")).text)).toEqual([
      '<a href="https://parent.example/terms">Terms</a>',
      '<a href="https://child.example/privacy">Privacy</a>',
    ]);
    await child.update.mutate({ pageTexts: { en: { signInTitle: null } } });
    expect(titleOf(await load(slug, "sign-in"))).toBe("Parent");
    await parent.client.tenants.settings.update.mutate({ pageTexts: null });
    expect((await child.get.query()).pageTexts).toEqual({ en: {} });
  });

  it.each<object>([
    { pageTexts: { en: { signInTitle: "" } } },
    { pageTexts: { en: { signInTitle: " " } } },
    { pageTexts: { en: { signInTitle: "x".repeat(101) } } },
    { pageTexts: { en: { signUpText: "x".repeat(501) } } },
    { pageTexts: { de: { signInText: "two\nlines" } } },
    { pageTexts: { de: { signInText: "\u202eesrever" } } },
    { pageTexts: { fr: { signInTitle: "Bonjour" } } },
    { pageTexts: { en: { title: "x" } } },
    { termsUrl: "javascript:alert(1)" },
    { termsUrl: "http://acme.example/terms" },
    { privacyUrl: "https://user:secret@acme.example" },
    { supportUrl: "mailto:help@acme.example" },
    { supportUrl: `https://acme.example/${"x".repeat(1000)}` },
  ])("refuse %j, and nothing changes", async (settings) => {
    const { client } = world.acme;
    const before = await client.tenants.settings.get.query();
    expect(await errorOf(client.tenants.settings.update.mutate(settings))).toMatchObject({ code: "invalid_input" });
    expect(await client.tenants.settings.get.query()).toEqual(before);
  });
});

describe("a tenant's links", () => {
  const links = {
    termsUrl: 'https://acme.example/terms?a="b"&c=d',
    privacyUrl: "https://acme.example/privacy",
    supportUrl: "https://help.acme.example",
  };

  it("are at the foot of every page, in its language", async () => {
    const { client, tenant } = await newTenant();
    const pages = ["sign-in", "sign-up", "forgot-password", "verify-email?token=x", "confirm?token=x"];
    expect(footOf((await load(tenant.slug, "sign-in")).text)).toBeUndefined();
    await client.tenants.settings.update.mutate(links);
    for (const [language, labels] of [
      ["en", ["Terms", "Privacy", "Support"]],
      ["de", ["Nutzungsbedingungen", "Datenschutz", "Hilfe"]],
    ] as const) {
      for (const page of pages) {
        expect(footOf((await load(tenant.slug, page, language)).text), page).toEqual([
          `<a href="https://acme.example/terms?a=&quot;b&quot;&amp;c=d">${labels[0]}</a>`,
          `<a href="https://acme.example/privacy">${labels[1]}</a>`,
          `<a href="https://help.acme.example">${labels[2]}</a>`,
        ]);
      }
    }
  });

  it("say on the sign-up page that who signs up accepts the terms, where people can sign up", async () => {
    const { client, tenant } = await newTenant();
    const terms = async (language = "en") => termsIn((await load(tenant.slug, "sign-up", language)).text);
    expect(await terms()).toBeUndefined();
    await client.tenants.settings.update.mutate({ termsUrl: "https://acme.example/terms" });
    expect(await terms()).toBe('By signing up, you accept the <a href="https://acme.example/terms">terms</a>.');
    await client.tenants.settings.update.mutate({ privacyUrl: "https://acme.example/privacy" });
    expect(await terms("de")).toBe(
      'Mit der Registrierung akzeptieren Sie die <a href="https://acme.example/terms">Nutzungsbedingungen</a>. ' +
        'Die <a href="https://acme.example/privacy">Datenschutzerklärung</a> beschreibt, wie Ihre Daten verwendet werden.',
    );
    expect(termsIn((await load(tenant.slug, "sign-in")).text)).toBeUndefined();
    await client.tenants.settings.update.mutate({ registration: "invitation" });
    expect(await terms()).toBeUndefined();
  });
});
