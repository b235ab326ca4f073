import * as z from "zod";
import { PRESETS } from "./presets.ts";
import { providerSettings } from "./provider-settings.ts";

export const providerIdInput = z.string().min(1).max(64).describe("The identity provider's id.");

export const providerSlugInput = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, "Use lower-case letters, digits and hyphens; at most 40.")
  .describe("Name of the provider in the addresses of its sign-in, unique in the tenant.");

export const presetInput = z
  .enum(PRESETS)
  .describe("The provider whose deviations from OpenID Connect apply; oidc for any other that has none.");

const clientId = z.string().min(1).max(500).describe("The client id that the provider issued.");
const clientSecret = z
  .string()
  .min(1)
  .max(4000)
  .describe("The client secret that the provider issued. It is stored encrypted and never returned.");
const name = z.string().min(1).max(100).describe("Name that people see, such as Google.");
const settings = providerSettings.describe("Settings; all of them have defaults.");

export const providerInput = z.strictObject({
  kind: z
    .enum(["social", "enterprise"])
    .default("social")
    .describe("social: for everybody. enterprise: for the emails of its verified domains, and their only way in."),
  protocol: z.literal("oidc").default("oidc").describe("The protocol: OpenID Connect."),
  preset: presetInput.default("oidc"),
  slug: providerSlugInput,
  name,
  issuer: z
    .string()
    .max(500)
    .optional()
    .describe("The issuer's URL: https, public, on port 443. Required for the preset oidc; others have their own."),
  clientId,
  clientSecret: clientSecret.optional(),
  settings: settings.default({}),
  enabled: z.boolean().default(true),
});

export const providerChange = z.strictObject({
  id: providerIdInput,
  name: name.optional(),
  clientId: clientId.optional(),
  clientSecret: clientSecret.nullable().optional().describe("A new client secret; null removes it."),
  settings: settings.optional().describe("Replaces all settings."),
  enabled: z.boolean().optional().describe("Whether people can sign in with it."),
});
