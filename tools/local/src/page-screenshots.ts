/**
 * `npm run pages:screenshots [folder]`: takes a picture of every hosted page, at 360 and 1280 pixels, light and dark, in English and
 * German. Requires a Chromium of this machine.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as sdk from "@cf-auth/client";
import type { Browser } from "playwright-core";
import { CHROMIUM, startChromium } from "../test/chromium.ts";
import { CLIENT, IdentityProvider } from "../test/identity-provider.ts";
import { buildWorker } from "./build.ts";
import { challengedPerson, pageHost, TOUR_SETTINGS, tourPages } from "./page-tour.ts";
import { signInAdmin } from "./seed.ts";
import { startStack } from "./stack.ts";

const WIDTHS = [360, 1280];
const THEMES = ["light", "dark"] as const;
const LANGUAGES = ["en", "de"];

const LINKS = {
  termsUrl: "https://acme.example/terms",
  privacyUrl: "https://acme.example/privacy",
  supportUrl: "https://help.acme.example",
};
const TEXTS = {
  en: { signInTitle: "Welcome back to Acme", signInText: "Sign in with the email that your company has given to you." },
  de: {
    signInTitle: "Willkommen zurück bei Acme",
    signInText: "Melden Sie sich mit der E-Mail-Adresse Ihrer Firma an.",
  },
};

/** A logo for each theme, drawn by the browser. */
async function drawLogo(by: Browser): Promise<{ image: string; darkImage: string }> {
  const page = await by.newPage();
  const draw = async (color: string, type: string) =>
    await page.evaluate<string>(`{
      const canvas = Object.assign(document.createElement("canvas"), { width: 480, height: 96 });
      const context = canvas.getContext("2d");
      context.fillStyle = "#7c3aed";
      context.roundRect(0, 0, 96, 96, 24);
      context.fill();
      context.fillStyle = "${color}";
      context.font = "600 52px system-ui";
      context.fillText("Acme Cloud", 116, 67);
      canvas.toDataURL("${type}").split(",")[1];
    }`);
  const logo = { image: await draw("#18181b", "image/png"), darkImage: await draw("#fafafa", "image/webp") };
  await page.close();
  return logo;
}

const folder = process.argv[2] ?? ".cf-auth/screenshots";
if (CHROMIUM === undefined) process.exit(1);
mkdirSync(folder, { recursive: true });
const state = mkdtempSync(join(tmpdir(), "cf-auth-pages-"));
await buildWorker();
const stack = await startStack({
  state,
  port: 0,
  unlimited: true,
  logsRequests: false,
  vars: { ALLOW_LOOPBACK: "true" },
});
const browser = await startChromium();
let provider: IdentityProvider | undefined;
try {
  const { url } = stack;
  const admin = sdk.createClient({ url, token: await signInAdmin(sdk, stack) });
  const { host, origin } = pageHost(url, "acme");
  const { secretKey } = await admin.tenants.create({ slug: "acme", name: "Acme", host });
  const server = sdk.createClient({ url, key: secretKey });
  provider = await IdentityProvider.start({}, `${origin}/t/acme/callback/google`);
  await server.providers.create({ slug: "google", name: "Google", issuer: provider.issuer, ...CLIENT });
  await server.tenants.settings.update({ ...TOUR_SETTINGS, brandColor: "#7c3aed", ...LINKS });
  await server.tenants.logo.set(await drawLogo(browser));
  const connect = (key: string) => sdk.createClient({ url, key });
  const challenged = await challengedPerson(admin, { url, slug: "challenged", connect });
  await challenged.server.tenants.settings.update({ ...LINKS, pageTexts: TEXTS });
  let count = 0;
  for (const width of WIDTHS)
    for (const colorScheme of THEMES)
      for (const locale of LANGUAGES) {
        const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, locale });
        await tourPages(context, { url, origin, slug: "acme", server, challenged }, async (name, page) => {
          const file = `${name}-${width}-${colorScheme}-${locale}.png`;
          await page.screenshot({ path: join(folder, file), fullPage: true });
          count++;
        });
        await context.close();
      }
  console.log(`${count} screenshots in ${folder}`);
} finally {
  await browser.close();
  await provider?.stop();
  await stack.stop();
  rmSync(state, { recursive: true, force: true });
}
