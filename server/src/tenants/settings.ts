import * as z from "zod";
import { customClaims } from "../auth/custom-claims.ts";
import { email } from "../auth/email-input.ts";
import { problemOfOrigin } from "../origins/origin.ts";
import { isLocalHost } from "../ports/mail-config.ts";
import type { Tenant } from "./tenant.ts";

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
/** No token of a session that has ended is good for longer anywhere. */
export const LONGEST_ACCESS_TOKEN_SECONDS = 15 * MINUTE;

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
 * Where a page of the tenant's own takes what an email brings, in the query parameter `token`. Nobody on the way may read
 * that: without https only on the developer's own machine.
 */
const page = z
  .url({ protocol: /^https?$/ })
  .max(1000)
  .refine(
    (text) => text.startsWith("https:") || LOOPBACK.test(URL.parse(text)?.hostname ?? ""),
    "Use https. Only a page on localhost may use http.",
  );

/** Where a tenant's product is; `http:` is for a developer's machine. */
const appUrl = z
  .url({
    protocol: /^https?$/,
    abort: true,
    // It would stand in for what is said of the length, too.
    error: ({ code }) =>
      code === "invalid_format" ? "Write an https URL, such as https://app.example.com." : undefined,
  })
  .max(1000)
  .refine((text) => {
    const { protocol, hostname, username, password } = new URL(text);
    return (protocol === "https:" || isLocalHost(hostname)) && username === "" && password === "";
  }, "Write an https URL without credentials; http is for localhost only.");

/** A name that goes into headers of mail: one line without control characters. */
const brandName = z
  .string()
  .min(1)
  .max(100)
  .refine((text) => text.isWellFormed() && !/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u.test(text), "Write one line of text.")
  .refine((text) => text.trim() !== "", "Write a name.");

/** What a tenant may set for itself (SECURITY.md, Numbers). */
const shape = {
  minPasswordLength: z.int().min(8).max(64).describe("15 is what a password needs that is the only factor."),
  requireVerifiedEmail: z.boolean().describe("Refuse to sign in a user whose address is not verified."),
  accessTokenSeconds: z
    .int()
    .min(MINUTE)
    .max(LONGEST_ACCESS_TOKEN_SECONDS)
    .describe("So long an access token is good, and who verifies offline may not know that its session has ended."),
  sessionIdleSeconds: z
    .int()
    .min(5 * MINUTE)
    .max(90 * DAY)
    .describe("Without a refresh for so long, a session ends."),
  sessionAbsoluteSeconds: z
    .int()
    .min(15 * MINUTE)
    .max(365 * DAY)
    .describe("So long after sign-in, a session ends in any case."),
  tokenAlgorithm: z
    .enum(["EdDSA", "ES256"])
    .describe("What access tokens are signed with; a change takes effect within half an hour."),
  accessTokenClaims: customClaims.describe("Claims of the tenant's own, in every access token."),
  allowedOrigins: z
    .array(origin)
    .max(50)
    .describe("Origins of browser apps that may call with cookies; https://*.example.com for all below a domain."),
  verifyEmailUrl: page.nullable().describe("Where links in mail lead; a page of this service unless set."),
  resetPasswordUrl: page.nullable().describe("Where links in mail lead; a page of this service unless set."),
  appUrl: appUrl
    .nullable()
    .describe("The product's own URL, to which hosted pages link back; they show no link if it is not set."),
  brandName: brandName.nullable().describe("Whom letters are from; the tenant's name unless set."),
  brandLogoUrl: z
    .url({ protocol: /^https$/ })
    .max(1000)
    .nullable()
    .describe("A picture at the head of letters, in place of the name."),
  replyToEmail: email.nullable().describe("Where answers to letters go; nowhere unless set."),
};

export const tenantSettings = z
  .strictObject(shape)
  .meta({ id: "TenantSettings", description: "How a tenant's users sign in." });

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
};

/** Some of the settings; null returns one to what it is without. */
export const settingsChange = z.strictObject(nullish(shape));

/** What the tenant, or one above it, has set, over the defaults. It was validated before it was stored. */
export function settingsOf({ settings }: Pick<Tenant, "settings">): TenantSettings {
  return { ...DEFAULTS, ...settings };
}

/** The same fields, each of which may be left out or be null. */
export function nullish<Shape extends Record<string, z.ZodType>>(of: Shape) {
  const entries = Object.entries(of).map(([name, type]) => [name, type.nullish()]);
  return Object.fromEntries(entries) as { [Name in keyof Shape]: z.ZodOptional<z.ZodNullable<Shape[Name]>> };
}
