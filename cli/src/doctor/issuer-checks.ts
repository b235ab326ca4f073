import { CfAuthError } from "@cf-auth/client";
import { type Check, finding, OK } from "./check.ts";
import type { Facts } from "./facts.ts";

const METADATA = "/.well-known/openid-configuration";
const KEYS = "/.well-known/jwks.json";

/** Checks of what verifiers of access tokens read. */
export const ISSUER_CHECKS: readonly Check[] = [
  {
    name: "issuer",
    run: async (facts) => {
      const base = await tenantUrl(facts);
      if (base === undefined) return "skipped";
      const issuer = await issuerAt(base, facts);
      if (issuer === undefined) {
        return finding(
          `${base}${METADATA} names no issuer.`,
          "Check that a proxy or a firewall rule lets /t/* and /.well-known/* through.",
        );
      }
      const { origin } = new URL(base);
      const expected = new URL(issuer).origin;
      if (expected === origin) return OK;
      return finding(
        `The issuer is ${issuer}, and not at ${origin}: verifiers that expect this URL refuse every access token.`,
        `Use ${expected} as URL, or set PUBLIC_URL of the deployment to ${origin} and deploy.`,
      );
    },
  },
  {
    name: "signing-keys",
    run: async (facts) => {
      const base = await tenantUrl(facts);
      if (base === undefined) return "skipped";
      const { keys } = Object(await documentAt(`${base}${KEYS}`, facts));
      if (Array.isArray(keys) && keys.length > 0) return OK;
      return finding(
        `${base}${KEYS} has no keys, so access tokens can't be verified.`,
        "Check that a proxy or a firewall rule lets /t/* through. A new tenant gets its first key with its first sign-in.",
      );
    },
  },
];

/** Where the tenant's documents are, by its slug if that is known. */
async function tenantUrl(facts: Facts): Promise<string | undefined> {
  const { url, tenant, profile } = facts.settings;
  const found = await facts.tenant();
  if (found instanceof CfAuthError || (await facts.probe())?.health === undefined) return undefined;
  const name = found?.slug ?? tenant ?? profile?.session?.tenant;
  return name === undefined ? undefined : `${url}/t/${encodeURIComponent(name)}`;
}

/** Metadata requested by slug, or at a tenant's own host, redirects to the issuer's. */
async function issuerAt(base: string, { io }: Facts): Promise<string | undefined> {
  const response = await io.fetch(`${base}${METADATA}`, { redirect: "manual", signal: io.signal });
  const location = response.headers.get("location");
  if (location?.endsWith(METADATA)) return location.slice(0, -METADATA.length);
  const { issuer } = Object(await response.json().catch(() => undefined));
  return typeof issuer === "string" && URL.canParse(issuer) ? issuer : undefined;
}

async function documentAt(url: string, { io }: Facts): Promise<unknown> {
  const response = await io.fetch(url, { signal: io.signal });
  return await response.json().catch(() => undefined);
}
