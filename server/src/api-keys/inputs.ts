import * as z from "zod";
import { readRange } from "../callers/address-range.ts";
import { utf8 } from "../ports/encoding.ts";
import { isJson } from "../ports/json.ts";
import { origin } from "../tenants/settings.ts";
import { CUSTOMER_PREFIX_PATTERN, isOwnPrefix } from "./api-key.ts";

const DAY = 24 * 60 * 60;
export const MAX_KEY_METADATA_BYTES = 4096;
const MOST = 1_000_000_000;

export const kind = z
  .enum(["publishable", "secret", "restricted"])
  .describe(
    "publishable: names the tenant, for browsers; secret: may do everything to the tenant, for servers; restricted: what its scopes name, for servers.",
  );
export const mode = z.enum(["live", "test"]);
export const keyId = z.string().max(64);

export const name = z.string().min(1).max(200);

/** Of restricted keys: which there are is known by the router only. */
export const scopes = z
  .array(z.string().max(100))
  .max(100)
  .describe(
    "What a restricted key may call: a procedure's path, a family such as authz.*, or what only reads: authz:read.",
  );

/** Of customers' keys. */
export const ownScopes = z
  .array(z.string().regex(/^[\x21-\x7e]{1,100}$/, "Write 1 to 100 visible ASCII characters."))
  .max(100)
  .describe("Words of the tenant's own, compared byte by byte.");

export const allowedOrigins = z
  .array(origin)
  .max(50)
  .describe(
    "The origins of the pages that a publishable key may be used on; https://*.example.com for all below a domain. Empty for any.",
  );

export const allowedIpRanges = z
  .array(
    z
      .string()
      .max(100)
      .refine((text) => readRange(text) !== undefined, "Write an address, or a range such as 192.0.2.0/24."),
  )
  .max(100)
  .describe("IPv4 and IPv6 addresses and ranges that the key may come from; empty for any.");

const limit = z.strictObject({
  calls: z.int().min(1).max(MOST),
  perSeconds: z
    .int()
    .min(1)
    .max(31 * DAY),
});

export const limits = z
  .array(limit)
  .max(4)
  .refine((all) => new Set(all.map(({ perSeconds }) => perSeconds)).size === all.length, "Name each window once.")
  .describe("How many calls a window takes, which begins with the first of them; all of the limits hold.");

export const metadata = z
  .record(z.string().max(64), z.unknown())
  .refine((value) => isJson(value), "Give JSON, at most eight levels deep.")
  .refine(
    (value) => !isJson(value) || utf8(JSON.stringify(value)).length <= MAX_KEY_METADATA_BYTES,
    `Metadata has at most ${MAX_KEY_METADATA_BYTES} bytes as JSON.`,
  )
  .describe("What the tenant keeps with the key.");

export const ownerId = z.string().min(1).max(200).describe("Whose key it is, as the tenant calls its customer.");
export const enabled = z.boolean().describe("Whether the key works at present.");
export const prefix = z
  .string()
  .regex(CUSTOMER_PREFIX_PATTERN, "Use 2 to 16 lower-case letters and digits, starting with a letter.")
  .refine((text) => !isOwnPrefix(text), "So begin the tenant's own keys.")
  .describe("What the key begins with, such as the tenant's name; ck unless told.");

export const refill = z.strictObject({ amount: z.int().min(0).max(MOST), every: z.enum(["day", "month"]) });

export const quota = z
  .strictObject({
    remaining: z.int().min(0).max(MOST).describe("What there is to use up from now on."),
    refill: refill
      .optional()
      .describe(
        "To what it is raised when a day or a month (UTC) begins; more than that stays. Defaults to no refill.",
      ),
  })
  .describe("How much can be used; as much as one likes without one.");

export const search = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe("Part of the name, or the last four characters of the key.");
export const state = z
  .enum(["active", "ended"])
  .optional()
  .describe("active: works; ended: does no more. All unless told.");

export const overlapSeconds = z
  .int()
  .min(0)
  .max(30 * DAY)
  .describe("How long the key works beside its successor: 0 to 30 days.");
