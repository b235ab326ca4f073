/**
 * `npm run pages:screenshots [folder]`: takes a picture of every hosted page, at 360 and 1280 pixels, light and dark, in English and
 * German. Requires a Chromium of this machine.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as sdk from "@cf-auth/client";
import { CHROMIUM, startChromium } from "../test/chromium.ts";
import { CLIENT, IdentityProvider } from "../test/identity-provider.ts";
import { buildWorker } from "./build.ts";
import { pageHost, TOUR_SETTINGS, tourPages } from "./page-tour.ts";
import { signInAdmin } from "./seed.ts";
import { startStack } from "./stack.ts";

const WIDTHS = [360, 1280];
const THEMES = ["light", "dark"] as const;
const LANGUAGES = ["en", "de"];

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
  vars: { LOOPBACK_PROVIDERS: "true" },
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
  await server.tenants.settings.update({ ...TOUR_SETTINGS, brandColor: "#7c3aed" });
  let count = 0;
  for (const width of WIDTHS)
    for (const colorScheme of THEMES)
      for (const locale of LANGUAGES) {
        const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, locale });
        await tourPages(context, { url, origin, slug: "acme", server }, async (name, page) => {
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
