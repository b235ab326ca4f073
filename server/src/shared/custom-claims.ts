import * as z from "zod";
import { utf8 } from "../ports/encoding.ts";
import { isJson } from "../ports/json.ts";
import type { UserRow } from "./rows.ts";

/** All custom claims of a token together, as JSON: a token goes along with every request. */
export const MAX_CLAIMS_BYTES = 1024;
export const MAX_CLAIMS = 32;

/** What verifiers give a meaning to: RFC 7519 §4.1, RFC 9068 §2.2, other registered claims of tokens, and our own. */
const RESERVED = new Set([
  ...["iss", "sub", "aud", "exp", "nbf", "iat", "jti"],
  ...["client_id", "auth_time", "acr", "amr", "scope", "roles", "groups", "entitlements"],
  ...["azp", "nonce", "at_hash", "c_hash", "s_hash", "cnf", "act", "may_act", "authorization_details"],
  ...["events", "toe", "txn", "sub_jwk", "sub_id", "token_introspection"],
  ...["sid", "factors"],
]);

const claim = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.:/-]{0,99}$/, "A claim's name is a letter, then letters, digits and any of _ . : / -")
  .refine((name) => !RESERVED.has(name), "This claim name is reserved.");
const value = z.unknown().refine((given) => isJson(given), "Give JSON, at most eight levels deep.");
/** As deep as metadata can be, which are JSON of at most eight levels. */
const from = z
  .string()
  .regex(
    /^(email|emailVerified|name|externalId|metadata(\.[^.\s]{1,64}){1,8})$/,
    "Use email, emailVerified, name, externalId or metadata.<key>, with a dot before each key within: metadata.address.city.",
  );

/** A tenant's own claims: each has a name, and a value of its own or one taken from the user. */
export const customClaims = z
  .array(z.union([z.strictObject({ claim, value }), z.strictObject({ claim, from })]))
  .max(MAX_CLAIMS)
  .refine((claims) => new Set(claims.map((one) => one.claim)).size === claims.length, "Use each claim name once.")
  .refine(
    (claims) =>
      sizeOf(Object.fromEntries(claims.map((one) => [one.claim, "value" in one ? one.value : ""]))) <= MAX_CLAIMS_BYTES,
    `Custom claims have at most ${MAX_CLAIMS_BYTES} bytes in all.`,
  );

export type CustomClaims = z.infer<typeof customClaims>;

/** The claims of one user's token. What the user has not is left out, and so is what would make them too large. */
export function claimsFor(
  claims: CustomClaims,
  user: Pick<UserRow, "email" | "emailVerifiedAt" | "name" | "externalId" | "metadata">,
) {
  let kept: Readonly<Record<string, unknown>> = {};
  for (const one of claims) {
    const found = "from" in one ? fieldOf(user, one.from) : one.value;
    if (found === undefined || found === null) continue;
    const more = { ...kept, [one.claim]: found };
    if (sizeOf(more) <= MAX_CLAIMS_BYTES) kept = more;
  }
  return kept;
}

function fieldOf(user: Parameters<typeof claimsFor>[1], from: string): unknown {
  if (from === "email") return user.email;
  if (from === "emailVerified") return user.emailVerifiedAt !== null;
  if (from === "name") return user.name;
  if (from === "externalId") return user.externalId;
  const [, ...keys] = from.split(".");
  return keys.reduce<unknown>(
    (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    user.metadata,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sizeOf(claims: Readonly<Record<string, unknown>>): number {
  return utf8(JSON.stringify(claims)).length;
}
