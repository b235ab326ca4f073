import * as z from "zod";
import { isLocalHost } from "../ports/mail-config.ts";
import { customClaims } from "./custom-claims.ts";
import { email } from "./inputs/formats.ts";
import { problemOfOrigin } from "./origin.ts";
import type { Tenant } from "./tenant.ts";

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
/** Maximum lifetime in seconds of an access token after its session has ended. */
export const MAX_ACCESS_TOKEN_SECONDS = 15 * MINUTE;

/** An entry of `allowedOrigins`, of keys and of settings. */
export const origin = z
  .string()
  .max(300)
  .check(({ value, issues }) => {
    const message = problemOfOrigin(value);
    if (message !== undefined) issues.push({ code: "custom", message, input: value });
  });

const LOOPBACK = /^(?:(?:[^.]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * URL of a tenant's page that links in emails open, with the query parameter `token`. It requires https, because the token is a
 * secret; localhost may use http.
 */
const page = z
  .url({ protocol: /^https?$/ })
  .max(1000)
  .refine(
    (text) => text.startsWith("https:") || LOOPBACK.test(URL.parse(text)?.hostname ?? ""),
    "Use https. Only a page on localhost may use http.",
  );

/** URL of a tenant's product. Localhost may use http. */
const appUrl = z
  .url({
    protocol: /^https?$/,
    abort: true,
    // Without the condition this message would also replace that about the length.
    error: ({ code }) =>
      code === "invalid_format" ? "Write an https URL, such as https://app.example.com." : undefined,
  })
  .max(1000)
  .refine((text) => {
    const { protocol, hostname, username, password } = new URL(text);
    return (protocol === "https:" || isLocalHost(hostname)) && username === "" && password === "";
  }, "Write an https URL without credentials; http is for localhost only.");

/** A sender name for email headers: one line without control characters. */
const brandName = z
  .string()
  .min(1)
  .max(100)
  .refine((text) => text.isWellFormed() && !/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u.test(text), "Write one line of text.")
  .refine((text) => text.trim() !== "", "Write a name.");

/**
 * Regions near which a Durable Object can be created. Source: Cloudflare's documentation of Durable Objects, Data location,
 * Supported locations.
 */
export const LOCATIONS = ["wnam", "enam", "sam", "weur", "eeur", "apac", "oc", "afr", "me"] as const;
export type Location = (typeof LOCATIONS)[number];

/** Settings of a tenant (SECURITY.md, Numbers). */
const shape = {
  minPasswordLength: z
    .int()
    .min(8)
    .max(64)
    .describe(
      "Minimum password length in characters: 8 to 64. Defaults to 15, the minimum for a password that is the only factor.",
    ),
  requireVerifiedEmail: z
    .boolean()
    .describe("Whether users must verify their email before they can sign in. Defaults to false."),
  accessTokenSeconds: z
    .int()
    .min(MINUTE)
    .max(MAX_ACCESS_TOKEN_SECONDS)
    .describe(
      "Lifetime of an access token in seconds: 60 to 900. Defaults to 300. Offline verifiers accept it until then, even if its session has ended.",
    ),
  sessionIdleSeconds: z
    .int()
    .min(5 * MINUTE)
    .max(90 * DAY)
    .describe(
      "Seconds without a refresh after which a session ends: 300 to 7,776,000 (90 days). Defaults to 1,209,600 (14 days).",
    ),
  sessionAbsoluteSeconds: z
    .int()
    .min(15 * MINUTE)
    .max(365 * DAY)
    .describe(
      "Seconds after sign-in at which a session ends: 900 to 31,536,000 (365 days). Defaults to 2,592,000 (30 days).",
    ),
  tokenAlgorithm: z
    .enum(["EdDSA", "ES256"])
    .describe("Signing algorithm of access tokens. Defaults to EdDSA. A change takes effect within 30 minutes."),
  accessTokenClaims: customClaims.describe("Custom claims, added to every access token. Defaults to none."),
  allowedOrigins: z
    .array(origin)
    .max(50)
    .describe(
      "Origins of browser apps that may call with cookies. https://*.example.com allows all subdomains. Defaults to none.",
    ),
  verifyEmailUrl: page.nullable().describe("URL that links in emails open. Defaults to a hosted page of this service."),
  resetPasswordUrl: page
    .nullable()
    .describe("URL that links in emails open. Defaults to a hosted page of this service."),
  appUrl: appUrl.nullable().describe("URL of the product, to which hosted pages link. Defaults to no link."),
  brandName: brandName.nullable().describe("Sender name of emails. Defaults to the tenant's name."),
  brandLogoUrl: z
    .url({ protocol: /^https$/ })
    .max(1000)
    .nullable()
    .describe("URL of a logo at the top of emails. Defaults to the brand name as text."),
  replyToEmail: email.nullable().describe("Reply-to email of emails. Defaults to none."),
  location: z
    .enum(LOCATIONS)
    .nullable()
    .describe(
      "Region near which the Durable Objects of new tenants below this one are created. They stay there. Defaults to the region of the first request.",
    ),
};

export const tenantSettings = z
  .strictObject(shape)
  .meta({ id: "TenantSettings", description: "Sign-in settings of a tenant." });

export type TenantSettings = z.infer<typeof tenantSettings>;

const DEFAULTS: TenantSettings = {
  minPasswordLength: 15,
  requireVerifiedEmail: false,
  accessTokenSeconds: 5 * MINUTE,
  sessionIdleSeconds: 14 * DAY,
  sessionAbsoluteSeconds: 30 * DAY,
  tokenAlgorithm: "EdDSA",
  accessTokenClaims: [],
  allowedOrigins: [],
  verifyEmailUrl: null,
  resetPasswordUrl: null,
  appUrl: null,
  brandName: null,
  brandLogoUrl: null,
  replyToEmail: null,
  location: null,
};

/** A change of some settings; null resets one to its inherited value or default. */
export const settingsChange = z.strictObject(nullish(shape));

/** The effective settings: those of the tenant and its ancestors over the defaults. They are validated before they are stored. */
export function settingsOf({ settings }: Pick<Tenant, "settings">): TenantSettings {
  return { ...DEFAULTS, ...settings };
}

/** The same fields, each optional and nullable. */
export function nullish<Shape extends Record<string, z.ZodType>>(of: Shape) {
  const entries = Object.entries(of).map(([name, type]) => [name, type.nullish()]);
  return Object.fromEntries(entries) as { [Name in keyof Shape]: z.ZodOptional<z.ZodNullable<Shape[Name]>> };
}
