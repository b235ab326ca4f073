import { CfAuthError } from "@cf-auth/client";
import { type Check, finding, OK } from "./check.ts";

const NEW_KEY = "Create a key with `cf-auth keys create`, and set CF_AUTH_KEY or run `cf-auth login --key-stdin`.";
/** The next step for codes of an API key. */
const KEY_FIXES: Readonly<Record<string, string>> = {
  key_malformed: "Copy the whole key again: it has a checksum, and this one is cut off or mistyped.",
  key_invalid: "Use a key of this deployment, or set CF_AUTH_URL to the deployment of the key.",
  key_expired: NEW_KEY,
  key_revoked: NEW_KEY,
  key_replaced: "Use the key that replaced this one at its rotation.",
  key_disabled: "Enable the key with `cf-auth keys update`, or use another one.",
};
const ORIGIN_ERRORS: readonly string[] = ["origin_not_allowed"];

/** Checks of what calls are made with. */
export const CREDENTIAL_CHECKS: readonly Check[] = [
  {
    name: "credentials",
    run: async (facts) => {
      const { settings, profileError } = facts;
      if (profileError !== undefined && settings.key === undefined) return "skipped";
      if (settings.withholdsKey) {
        return finding(
          `CF_AUTH_KEY isn't sent to ${settings.url}, because only cf-auth.json names this URL.`,
          `If you trust it, set CF_AUTH_URL=${settings.url} beside the key.`,
        );
      }
      if (settings.key === undefined && settings.profile?.session === undefined) {
        return finding("Nobody is signed in at the service.", "Run `cf-auth login`, or set CF_AUTH_KEY.");
      }
      if ((await facts.connection()) === undefined) return "skipped";
      const error = await facts.credentialError();
      if (error === undefined || ORIGIN_ERRORS.includes(error.code)) return OK;
      const fix = settings.key === undefined ? "Run `cf-auth login`." : (KEY_FIXES[error.code] ?? error.action);
      return finding(`${error.message} (${error.code})`, fix);
    },
  },
  {
    name: "key-kind",
    run: ({ settings: { key }, options: { origin } }) => {
      if (key === undefined) return "skipped";
      const [kind = ""] = key.split("_");
      if (kind === "pk" && origin === undefined) {
        return finding(
          "The key is publishable (pk_…): it is for pages, and most commands refuse it.",
          "Use a secret or restricted key of the tenant, or a platform key. Check a page's key with --origin.",
        );
      }
      if (origin !== undefined && kind !== "pk") {
        return finding(
          `The key for the page at ${origin} isn't publishable (${kind}_…): visitors could read it, and use it.`,
          "Use the publishable key (pk_…) in the page. If this key was in a page, rotate it.",
        );
      }
      return OK;
    },
  },
  {
    name: "tenant",
    run: async (facts) => {
      const tenant = await facts.tenant();
      if (tenant === undefined) return "skipped";
      const name = facts.settings.tenant ?? "of the credentials";
      const status = tenant instanceof CfAuthError ? tenant.code.replace("tenant_", "") : tenant.status;
      switch (status) {
        case "not_found":
          return finding(
            `The tenant ${name} doesn't exist at this service.`,
            "Correct `tenant` in cf-auth.json, CF_AUTH_TENANT or --tenant. `cf-auth tenants list` shows all.",
          );
        case "mismatch":
          return finding(
            `The credentials belong to another tenant than ${name}.`,
            "Use a key of this tenant, or correct `tenant` in cf-auth.json, CF_AUTH_TENANT or --tenant.",
          );
        case "suspended":
          return finding(`The tenant ${name} is suspended.`, "Resume it as an admin with `cf-auth tenants resume`.");
        case "deleted":
          return finding(
            `The tenant ${name} is deleted.`,
            "Restore it as an admin with `cf-auth tenants restore`, before its data is purged.",
          );
        default:
          return OK;
      }
    },
  },
];
