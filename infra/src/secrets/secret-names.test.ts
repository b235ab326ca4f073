import { expect, it } from "vitest";
import { isSecretName } from "./secret-names.ts";

it.each([
  "JWT_SECRET",
  "SECRETS",
  "PASSWORD_PEPPER",
  "PASSWORD",
  "SMOKE_KEY",
  "KEYS",
  "AWS_SECRET_ACCESS_KEY",
  "cf-auth:SMOKE_KEY",
  "CLOUDFLARE_API_TOKEN",
  "clientSecret",
  "domainSigningPrivateKey",
  "api-key",
  "db_passwd",
  "apiToken",
])("treats %s as a secret's name", (name) => {
  expect(isSecretName(name)).toBe(true);
});

it.each([
  "TURNSTILE_SITE_KEY",
  "PUBLIC_KEY",
  "publishableKey",
  "AWS_ACCESS_KEY_ID",
  "PASSWORD_HASH",
  "PASSWORD_BLOCKLIST",
  "TOKENIZER",
  "cf-auth:TURNSTILE_SITE_KEY",
  "site-key",
  "MONKEY",
  "secretName",
  "nextSigningKeyLength",
  "tokenType",
  "tokens",
  "key",
  "partitionKey",
])("treats %s as no secret's name", (name) => {
  expect(isSecretName(name)).toBe(false);
});
