import { expect, it } from "vitest";
import { isSecretName } from "./secret-names.ts";

it.each([
  "JWT_SECRET",
  "SECRETS",
  "PASSWORD_PEPPER",
  "PASSWORD",
  "SMOKE_KEY",
  "AWS_SECRET_ACCESS_KEY",
  "CLOUDFLARE_API_TOKEN",
  "clientSecret",
  "domainSigningPrivateKey",
  "apiToken",
])("%s is a secret's", (name) => {
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
  "MONKEY",
  "secretName",
  "nextSigningKeyLength",
  "tokenType",
])("%s is not", (name) => {
  expect(isSecretName(name)).toBe(false);
});
