import * as z from "zod";
import * as inputs from "./inputs.ts";
import { type WindowState, waitOf } from "./key-use.ts";
import { refillsAt } from "./key-use-policy.ts";
import type { ApiKeyRow } from "./store.ts";
import { VERIFICATION_CODES, type Verification } from "./verify.ts";

const limits = z.array(z.object({ calls: z.int(), perSeconds: z.int() }));

const common = {
  id: z.string(),
  mode: inputs.mode,
  name: z.string(),
  hint: z.string().describe("The last four characters of the key."),
  allowedIpRanges: z.array(z.string()),
  limits,
  metadata: z.record(z.string(), z.unknown()),
  createdBy: z.string().describe("Id of the API key or user that created it."),
  createdAt: z.date(),
  lastUsedAt: z.date().nullable().describe("Time of the last use, accurate to a few minutes."),
  expiresAt: z.date().nullable(),
  replacedBy: z.string().nullable().describe("Id of the key that replaced it; null if it wasn't rotated."),
  retiresAt: z.date().nullable().describe("Time until which it works beside its replacement."),
  revokedAt: z.date().nullable(),
  revokeReason: z
    .enum(["revoked", "leaked"])
    .nullable()
    .describe("leaked: the key was reported with apiKeys.reportLeak."),
  leakSource: z.string().nullable().describe("Place where a leaked key was found, according to the report."),
};

export const keyOutput = z
  .object({
    ...common,
    kind: inputs.kind,
    scopes: z.array(z.string()).describe("Scopes of a restricted key; empty for other kinds."),
    allowedOrigins: z.array(z.string()).describe("Origins that may use a publishable key; empty for any."),
  })
  .meta({ id: "ApiKey", description: "An API key of a tenant, without the key itself." });

export const customerKeyOutput = z
  .object({
    ...common,
    prefix: z.string(),
    ownerId: z.string().nullable(),
    scopes: z.array(z.string()),
    enabled: z.boolean(),
    quota: z
      .object({
        remaining: z.int().describe("Units of quota that remain."),
        refill: z.object({ amount: z.int(), every: z.enum(["day", "month"]) }).nullable(),
        refillsAt: z.date().nullable(),
      })
      .nullable()
      .describe("Usage quota of the key; null for unlimited use."),
  })
  .meta({ id: "CustomerKey", description: "A key that a tenant issued to a customer, without the key itself." });

export const verificationOutput = z
  .object({
    valid: z.boolean(),
    code: z.enum(VERIFICATION_CODES).describe("valid, or the reason why the key isn't valid."),
    keyId: z
      .string()
      .nullable()
      .describe("Id of the key; null if the tenant has no such key, as are the following fields."),
    name: z.string().nullable(),
    ownerId: z.string().nullable(),
    scopes: z.array(z.string()),
    missingScopes: z.array(z.string()).describe("Requested scopes that the key lacks."),
    metadata: z.record(z.string(), z.unknown()),
    expiresAt: z.date().nullable().describe("Time when the key expires, or when its overlap with the new key ends."),
    remaining: z
      .int()
      .nullable()
      .describe("Units of quota that remain; null if the key has no quota or wasn't counted."),
    refillsAt: z.date().nullable(),
    limits: z.array(
      z.object({
        calls: z.int(),
        perSeconds: z.int(),
        remaining: z.int(),
        resetAfterSeconds: z.int().describe("Seconds until the window resets."),
      }),
    ),
    retryAfterSeconds: z.int().nullable().describe("Seconds to wait after a rate limit was reached; null otherwise."),
  })
  .meta({ id: "KeyVerification", description: "Result of the verification of a customer's key." });

export const platformKeyOutput = z
  .object({ ...common, scopes: z.array(z.string()) })
  .meta({ id: "PlatformKey", description: "A key of the platform, without the key itself." });

export function platformKeyView(row: ApiKeyRow): z.infer<typeof platformKeyOutput> {
  return { ...commonView(row), scopes: [...row.scopes] };
}

export function keyView(row: ApiKeyRow): z.infer<typeof keyOutput> {
  const { kind, scopes, allowedOrigins } = row;
  // The store returns other keys only to the procedures for them.
  if (kind === "customer" || kind === "platform") throw new Error(`A ${kind} key is shown as one.`);
  return { ...commonView(row), kind, scopes: [...scopes], allowedOrigins: [...allowedOrigins] };
}

/** `remaining` is the counted remainder of the quota; the row's own if null. */
export function customerKeyView(
  row: ApiKeyRow,
  remaining: number | null,
  now: Date,
): z.infer<typeof customerKeyOutput> {
  const { prefix, ownerId, scopes, enabled, quota } = row;
  const left = quota && {
    remaining: remaining ?? quota.remaining,
    refill: quota.refill,
    refillsAt: refillsAt(quota, now.getTime()),
  };
  return { ...commonView(row), prefix: prefix ?? "ck", ownerId, scopes: [...scopes], enabled, quota: left };
}

export function verificationView(
  { code, key, missingScopes, decision }: Verification,
  now: Date,
): z.infer<typeof verificationOutput> {
  const ends = [key?.expiresAt, key?.retiresAt].filter((end) => end !== null && end !== undefined);
  return {
    valid: code === "valid",
    code,
    keyId: key?.id ?? null,
    name: key?.name ?? null,
    ownerId: key?.ownerId ?? null,
    scopes: [...(key?.scopes ?? [])],
    missingScopes: [...missingScopes],
    metadata: { ...key?.metadata },
    expiresAt: ends.length === 0 ? null : new Date(Math.min(...ends.map((end) => end.getTime()))),
    remaining: decision?.remaining ?? null,
    refillsAt: key?.quota && decision ? refillsAt(key.quota, now.getTime()) : null,
    limits: (decision?.windows ?? []).map((window: WindowState) => ({ ...window })),
    retryAfterSeconds: decision?.outcome === "rate_limited" ? waitOf(decision) : null,
  };
}

function commonView(row: ApiKeyRow) {
  const { id, mode, name, hint, allowedIpRanges, limits, metadata, createdBy, createdAt, lastUsedAt } = row;
  const { expiresAt, replacedBy, retiresAt, revokedAt, revokeReason, leakSource } = row;
  return {
    ...{
      id,
      mode,
      name,
      hint,
      allowedIpRanges: [...allowedIpRanges],
      limits: [...limits],
      metadata: { ...metadata },
    },
    ...{ createdBy, createdAt, lastUsedAt, expiresAt, replacedBy, retiresAt, revokedAt, revokeReason, leakSource },
  };
}
