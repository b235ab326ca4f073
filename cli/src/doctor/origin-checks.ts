import { CfAuthError, createClient } from "@cf-auth/client";
import { type Check, finding, OK } from "./check.ts";
import { errorOf } from "./error-of.ts";

/** Checks of a page that calls the service, at the origin of `--origin`. */
export const ORIGIN_CHECKS: readonly Check[] = [
  {
    name: "origin",
    run: async (facts) => {
      const { io, settings, options } = facts;
      const { origin } = options;
      if (origin === undefined || (await facts.probe())?.health === undefined) return "skipped";
      if (URL.parse(origin)?.origin !== origin) {
        return finding(`${origin} isn't an origin.`, "Write scheme and host only, such as https://app.example.com.");
      }
      const preflight = await io.fetch(`${settings.url}/trpc/system.health`, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST" },
        signal: io.signal,
      });
      const allowed = preflight.headers.get("access-control-allow-origin");
      if (allowed === "*" || allowed === origin) return OK;
      return finding(
        `Browsers stop calls of pages at ${origin}: the response to a preflight doesn't allow the origin.`,
        "Check that no proxy or firewall rule answers OPTIONS requests, or removes the CORS headers.",
      );
    },
  },
  {
    name: "origin-of-key",
    run: async (facts) => {
      const { io, settings, options } = facts;
      const { key, url } = settings;
      const { origin } = options;
      const isUsable = origin !== undefined && URL.parse(origin)?.origin === origin;
      if (!isUsable || !key?.startsWith("pk_") || url === undefined) return "skipped";
      if ((await facts.probe())?.health === undefined) return "skipped";
      const client = createClient({ url, key, headers: { origin }, fetch: io.fetch, onWarning: () => {} });
      const answer = await client.system.health({ signal: io.signal }).catch(errorOf);
      if (!(answer instanceof CfAuthError) || answer.code !== "origin_not_allowed") return OK;
      return finding(
        `The publishable key doesn't allow pages at ${origin}.`,
        `Add ${origin} to the key: \`cf-auth keys update KEY_ID --allowed-origins ${origin}\`.`,
      );
    },
  },
];
