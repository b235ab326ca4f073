import * as z from "zod";
import { utf8 } from "../ports/encoding.ts";
import { isJson } from "../ports/json.ts";
import { readRange } from "../shared/ip-address.ts";
import { origin } from "../shared/tenant-settings.ts";
import { CUSTOMER_PREFIX_PATTERN, isOwnPrefix, OWN_KINDS } from "./api-key.ts";

const DAY = 24 * 60 * 60;
export const MAX_KEY_METADATA_BYTES = 4096;
const MAX_COUNT = 1_000_000_000;

export const kind = z
  .enum(OWN_KINDS)
  .describe(
    "publishable: identifies the tenant, for browsers. secret: full access to the tenant, for servers. restricted: only what its scopes allow, for servers.",
  );
export const mode = z.enum(["live", "test"]);
export const keyId = z.string().max(64);

export const name = z.string().min(1).max(200);

/** Scopes of restricted keys. `properties.ts` checks that they exist, since only the router knows them. */
export const scopes = z
  .array(z.string().max(100))
  .max(100)
  .describe(
    "Scopes of a restricted key: a procedure's path, a family such as authz.*, or the reads of a family such as authz:read.",
  );

export const platformScopes = scopes.describe(
  "Scopes of a platform key: a procedure's path, a family such as tenants.*, or the reads of a family such as dashboard:read; metrics for GET /metrics.",
);

/** Scopes of customers' keys. */
export const ownScopes = z
  .array(z.string().regex(/^[\x21-\x7e]{1,100}$/, "Write 1 to 100 visible ASCII characters."))
  .max(100)
  .describe("Scopes that the tenant defines, at most 100. They are compared byte by byte.");

export const allowedOrigins = z
  .array(origin)
  .max(50)
  .describe(
    "Origins of the pages that may use a publishable key. https://*.example.com allows all subdomains. Empty allows any origin.",
  );

export const allowedIpRanges = z
  .array(
    z
      .string()
      .max(100)
      .refine((text) => readRange(text) !== undefined, "Write an IP address, or a CIDR range such as 192.0.2.0/24."),
  )
  .max(100)
  .describe("IPv4 and IPv6 addresses and CIDR ranges that may use the key, at most 100. Empty allows any IP address.");

const limit = z.strictObject({
  calls: z.int().min(1).max(MAX_COUNT),
  perSeconds: z
    .int()
    .min(1)
    .max(31 * DAY),
});

export const limits = z
  .array(limit)
  .max(4)
  .refine((all) => new Set(all.map(({ perSeconds }) => perSeconds)).size === all.length, "Use each perSeconds once.")
  .describe("Rate limits of the key, at most 4. A window starts with its first call. Every limit applies.");

export const metadata = z
  .record(z.string().max(64), z.unknown())
  .refine((value) => isJson(value), "Use JSON of at most 8 levels.")
  .refine(
    (value) => !isJson(value) || utf8(JSON.stringify(value)).length <= MAX_KEY_METADATA_BYTES,
    `Metadata has at most ${MAX_KEY_METADATA_BYTES} bytes as JSON.`,
  )
  .describe("Custom data that the tenant stores with the key: at most 4,096 bytes of JSON, 8 levels deep.");

export const ownerId = z.string().min(1).max(200).describe("The tenant's own id of the customer who owns the key.");
export const enabled = z.boolean().describe("Whether the key is enabled.");
export const prefix = z
  .string()
  .regex(CUSTOMER_PREFIX_PATTERN, "Use 2 to 16 lower-case letters and digits, starting with a letter.")
  .refine((text) => !isOwnPrefix(text), "This prefix is reserved for the tenant's own keys.")
  .describe("Prefix of the key, such as the tenant's name: 2 to 16 lower-case letters and digits. Defaults to ck.");

export const refill = z.strictObject({ amount: z.int().min(0).max(MAX_COUNT), every: z.enum(["day", "month"]) });

export const quota = z
  .strictObject({
    remaining: z.int().min(0).max(MAX_COUNT).describe("Units of quota that remain from now on."),
    refill: refill
      .optional()
      .describe(
        "Raises remaining to amount at the start of each day or month (UTC), unless more is left. Defaults to no refill.",
      ),
  })
  .describe("Usage quota of the key. Defaults to unlimited use.");

export const search = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe("Part of the name, or the last four characters of the key.");
export const status = z
  .enum(["active", "ended"])
  .optional()
  .describe("active: the key works. ended: it was revoked, expired or was replaced. Defaults to both.");

const overlapSeconds = z
  .int()
  .min(0)
  .max(30 * DAY)
  .describe("Seconds that the old key still works beside the new one: 0 to 2,592,000 (30 days).");

export const rotation = z.strictObject({
  id: keyId,
  overlapSeconds,
  expiresAt: z.date().nullish().describe("Expiry time of the new key; null for no expiry. Defaults to the old key's."),
});
