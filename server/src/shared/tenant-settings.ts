import * as z from "zod";
import { isLocalHost } from "../ports/mail-config.ts";
import { customClaims } from "./custom-claims.ts";
import { BRAND_COLOR } from "./html/brand-color.ts";
import { domainNameInput, email } from "./inputs/formats.ts";
import { LANGUAGES } from "./languages.ts";
import { isSharedDomain, problemOfOrigin } from "./origin.ts";
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

/** The origin of an Android app: the SHA-256 of its signing certificate. */
const ANDROID_ORIGIN = /^android:apk-key-hash:[A-Za-z0-9_-]{43}$/;

/** An entry of `passkeyOrigins`. */
const passkeyOrigin = z
  .string()
  .max(300)
  .check(({ value, issues }) => {
    if (ANDROID_ORIGIN.test(value)) return;
    const wildcard = value.includes("*") ? "Passkeys need the exact origin, without a wildcard." : undefined;
    const message = wildcard ?? problemOfOrigin(value);
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

/** URL that hosted pages link to. Localhost may use http. */
const linkUrl = z
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

/** Text for people, and for email headers: one line without control characters. */
const oneLineOf = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine(
      (text) => text.isWellFormed() && !/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u.test(text),
      "Write one line of text.",
    )
    .refine((text) => text.trim() !== "", "Write more than spaces.");

const pageTitle = oneLineOf(100).nullish();
const pageText = oneLineOf(500).nullish();

/** A tenant's own texts of its pages in a language. null resets one. */
const textsOfLanguage = z
  .strictObject({
    signInTitle: pageTitle.describe("Title of the sign-in page. Defaults to the brand name in a sentence."),
    signInText: pageText.describe("Text below it. Defaults to none."),
    signUpTitle: pageTitle.describe("Title of the sign-up page. Defaults to the brand name in a sentence."),
    signUpText: pageText.describe("Text below it. Defaults to none."),
  })
  .meta({ id: "PageTexts", description: "Texts of a tenant's hosted pages in one language, as plain text." });

/**
 * Regions near which a Durable Object can be created. Source: Cloudflare's documentation of Durable Objects, Data location,
 * Supported locations.
 */
export const LOCATIONS = ["wnam", "enam", "sam", "weur", "eeur", "apac", "oc", "afr", "me"] as const;
export type Location = (typeof LOCATIONS)[number];

/** Ways to sign in that a tenant can turn on and off. */
export const SIGN_IN_METHODS = ["password", "email_code", "magic_link", "passkey"] as const;
export const SECOND_FACTOR_METHODS = ["totp", "passkey", "email"] as const;

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
  signInMethods: z
    .array(z.enum(SIGN_IN_METHODS))
    .max(SIGN_IN_METHODS.length)
    .describe(
      "Ways to sign in besides identity providers: password, email_code, magic_link and passkey. Defaults to password and passkey.",
    ),
  magicLinkAnyBrowser: z
    .boolean()
    .describe(
      "Whether a magic link works in another browser than the one that requested it. Defaults to false, which protects from forwarded and intercepted links.",
    ),
  registration: z
    .enum(["open", "domains", "invitation", "closed"])
    .describe(
      "People who may sign up: open to everyone, only emails of registrationDomains, by invitation, or closed, where only the tenant's servers create users. Defaults to open.",
    ),
  registrationDomains: z
    .array(domainNameInput)
    .max(100)
    .describe(
      "Email domains whose users may sign up where registration is domains. Subdomains don't match. Defaults to none.",
    ),
  secondFactor: z
    .enum(["optional", "required"])
    .describe(
      "Whether every user must show a second factor to sign in. Users who have one must show it in any case. Defaults to optional.",
    ),
  secondFactorMethods: z
    .array(z.enum(SECOND_FACTOR_METHODS))
    .min(1)
    .max(SECOND_FACTOR_METHODS.length)
    .describe(
      "Second factors: totp (authenticator app), passkey, and email (a code, the weakest). Backup codes belong to the first two. Defaults to totp and passkey.",
    ),
  secondFactorRelations: z
    .array(z.strictObject({ relation: z.string().min(1).max(50), object: z.string().min(1).max(600) }))
    .max(10)
    .describe(
      "Relations in the tenant's graph whose users must show a second factor, such as member of team:admins. The user is the subject user:{id}. If the graph can't be asked, the factor is required. Defaults to none.",
    ),
  trustedDeviceDays: z
    .int()
    .min(0)
    .max(30)
    .describe(
      "Days for which a user may trust a device, so that it needs no second factor: 0 to 30. 0 turns this off. Defaults to 30.",
    ),
  factorResetDelayHours: z
    .int()
    .min(0)
    .max(14 * 24)
    .describe(
      "Hours between an administrator's reset of a user's factors and its effect, during which the user can cancel it: 0 to 336. Defaults to 24.",
    ),
  newDeviceEmails: z
    .boolean()
    .describe("Whether users are emailed about a sign-in from a new device. Defaults to true."),
  returnUrls: z
    .array(page)
    .max(50)
    .describe(
      "Addresses of the product to which the hosted pages return after a sign-in. Compared exactly; only the port of a loopback address may differ. Defaults to none.",
    ),
  passkeyRpId: domainNameInput
    .refine((name) => !isSharedDomain(name), "Anyone can have a page under this domain. Name a domain of your own.")
    .nullable()
    .describe(
      "Domain that passkeys are bound to (the RP ID of WebAuthn), such as example.com for pages at app.example.com. A change makes existing passkeys useless. Defaults to the host of the hosted pages.",
    ),
  passkeyOrigins: z
    .array(passkeyOrigin)
    .max(50)
    .describe(
      "Further origins whose pages and apps may use passkeys, compared exactly: pages of other domains (related origins), and android:apk-key-hash:… of Android apps. The hosted pages and those entries of allowedOrigins that are at passkeyRpId need no entry. Defaults to none.",
    ),
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
  signInLinkUrl: page.nullable().describe("URL that magic links open. Defaults to a hosted page of this service."),
  appUrl: linkUrl.nullable().describe("URL of the product, to which hosted pages link. Defaults to no link."),
  termsUrl: linkUrl
    .nullable()
    .describe(
      "URL of the terms, to which hosted pages link, and which people accept when they sign up. Defaults to none.",
    ),
  privacyUrl: linkUrl.nullable().describe("URL of the privacy policy, to which hosted pages link. Defaults to none."),
  supportUrl: linkUrl.nullable().describe("URL of the support, to which hosted pages link. Defaults to none."),
  pageTexts: z
    .strictObject({ en: textsOfLanguage.nullish(), de: textsOfLanguage.nullish() })
    .describe(
      "Texts of hosted pages by language. Only those that are sent change; null resets one. Defaults to the texts of the catalogue.",
    ),
  brandName: oneLineOf(100).nullable().describe("Sender name of emails. Defaults to the tenant's name."),
  brandLogoUrl: z
    .url({ protocol: /^https$/ })
    .max(1000)
    .nullable()
    .describe("URL of a logo at the top of emails. Defaults to the logo of tenants.logo, or the brand name as text."),
  brandColor: z
    .string()
    .regex(BRAND_COLOR, "Write six lower-case hexadecimal digits, such as #2563eb.")
    .nullable()
    .describe(
      "Color of buttons and links on hosted pages, such as #2563eb. It is darkened or lightened where it would be hard to read. Defaults to blue.",
    ),
  language: z
    .enum(LANGUAGES)
    .nullable()
    .describe(
      "Language of hosted pages and emails: en or de. Defaults to the browser's language for pages, and to English for emails.",
    ),
  replyToEmail: email.nullable().describe("Reply-to email of emails. Defaults to none."),
  location: z
    .enum(LOCATIONS)
    .nullable()
    .describe(
      "Region near which the Durable Objects of new tenants below this one are created. They stay there. Defaults to the region of the first request.",
    ),
};

/** The stored settings may have more, such as the logo of `tenants.logo`. */
export const tenantSettings = z
  .object(shape)
  .meta({ id: "TenantSettings", description: "Sign-in settings of a tenant." });

export type TenantSettings = z.infer<typeof tenantSettings>;

const DEFAULTS: TenantSettings = {
  minPasswordLength: 15,
  requireVerifiedEmail: false,
  signInMethods: ["password", "passkey"],
  magicLinkAnyBrowser: false,
  registration: "open",
  registrationDomains: [],
  secondFactor: "optional",
  secondFactorMethods: ["totp", "passkey"],
  secondFactorRelations: [],
  trustedDeviceDays: 30,
  factorResetDelayHours: 24,
  newDeviceEmails: true,
  returnUrls: [],
  passkeyRpId: null,
  passkeyOrigins: [],
  accessTokenSeconds: 5 * MINUTE,
  sessionIdleSeconds: 14 * DAY,
  sessionAbsoluteSeconds: 30 * DAY,
  tokenAlgorithm: "EdDSA",
  accessTokenClaims: [],
  allowedOrigins: [],
  verifyEmailUrl: null,
  resetPasswordUrl: null,
  signInLinkUrl: null,
  appUrl: null,
  termsUrl: null,
  privacyUrl: null,
  supportUrl: null,
  pageTexts: {},
  brandName: null,
  brandLogoUrl: null,
  brandColor: null,
  language: null,
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
