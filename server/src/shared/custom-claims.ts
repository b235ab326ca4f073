import * as z from "zod";
import { utf8 } from "../ports/encoding.ts";
import { isJson } from "../ports/json.ts";
import type { UserRow } from "./rows.ts";

/** Maximum size of a token's custom claims as JSON in bytes, since every request carries the token. */
export const MAX_CLAIMS_BYTES = 1024;
export const MAX_CLAIMS = 32;

/** Claims with a meaning to verifiers: RFC 7519 §4.1, RFC 9068 §2.2, other registered claims, and our own. */
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
const value = z.unknown().refine((input) => isJson(input), "Use JSON of at most 8 levels.");
/** A field of the user. Paths into metadata have at most 8 keys, the maximum depth of metadata. */
const from = z
  .string()
  .regex(
    /^(email|emailVerified|name|externalId|metadata(\.[^.\s]{1,64}){1,8})$/,
    "Use email, emailVerified, name, externalId or metadata.<key>, with a dot before each key within: metadata.address.city.",
  );

/** A tenant's custom claims: each has a name, and a fixed value or a field of the user. */
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

/** The custom claims of a user's token. Fields that the user lacks, and claims beyond the size limit, are left out. */
export function claimsFor(
  claims: CustomClaims,
  user: Pick<UserRow, "email" | "emailVerifiedAt" | "name" | "externalId" | "metadata">,
) {
  let included: Readonly<Record<string, unknown>> = {};
  for (const one of claims) {
    const found = "from" in one ? fieldOf(user, one.from) : one.value;
    if (found === undefined || found === null) continue;
    const more = { ...included, [one.claim]: found };
    if (sizeOf(more) <= MAX_CLAIMS_BYTES) included = more;
  }
  return included;
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
