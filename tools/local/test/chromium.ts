import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/opt/google/chrome/chrome"];

/** A Chromium of this machine, if there is one; `CHROMIUM` names one elsewhere. */
export const CHROMIUM = [process.env.CHROMIUM ?? "", ...PATHS].find((path) => path !== "" && existsSync(path));

if (CHROMIUM === undefined) {
  console.warn(
    "Nothing is tried in a browser: there is no Chromium here. `apt-get install chromium`, or set CHROMIUM.",
  );
}

/** How long to wait for what a page does: until it is clear that it never will. */
export const HANGING_MS = 5 * 60_000;

/** Starts it without a window. Names under `.localhost` are this machine, as secure as if they had TLS. */
export async function startChromium(): Promise<Browser> {
  const args = ["--host-resolver-rules=MAP *.localhost 127.0.0.1", "--disable-dev-shm-usage"];
  return await chromium.launch({ executablePath: CHROMIUM ?? "", chromiumSandbox: false, args, timeout: HANGING_MS });
}
