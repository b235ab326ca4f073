import * as z from "zod";
import * as inputs from "./inputs.ts";
import { type WindowState, waitOf } from "./key-use.ts";
import { refillsAt } from "./key-use-policy.ts";
import type { ApiKeyRow } from "./store.ts";
import { VERDICTS, type Verification } from "./verify.ts";

const limits = z.array(z.object({ calls: z.int(), perSeconds: z.int() }));

const common = {
  id: z.string(),
  mode: inputs.mode,
  name: z.string(),
  hint: z.string().describe("The key's last four characters."),
  allowedIpRanges: z.array(z.string()),
  limits,
  metadata: z.record(z.string(), z.unknown()),
  createdBy: z.string().describe("The id of the key or the user that made it."),
  createdAt: z.date(),
  lastUsedAt: z.date().nullable().describe("A sample: within some minutes of the last use."),
  expiresAt: z.date().nullable(),
  replacedBy: z.string().nullable().describe("The id of the key that takes its place, once it has been rotated."),
  retiresAt: z.date().nullable().describe("Until when it works beside that."),
  revokedAt: z.date().nullable(),
  revokeReason: z.enum(["revoked", "leaked"]).nullable().describe("leaked: somebody found it and reported it."),
  leakSource: z.string().nullable().describe("Where it was found, as whoever reported it says."),
};

export const keyOutput = z
  .object({
    ...common,
    kind: inputs.kind,
    scopes: z.array(z.string()).describe("What a restricted key may call; empty of the others."),
    allowedOrigins: z.array(z.string()).describe("The pages that a publishable key may be used on; empty for any."),
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
        remaining: z.int().describe("What is left now."),
        refill: z.object({ amount: z.int(), every: z.enum(["day", "month"]) }).nullable(),
        refillsAt: z.date().nullable(),
      })
      .nullable()
      .describe("How much can be used; null where there is no end to it."),
  })
  .meta({ id: "CustomerKey", description: "A key that a tenant issued to its customer, without the key itself." });

export const verificationOutput = z
  .object({
    valid: z.boolean(),
    code: z.enum(VERDICTS).describe("Why it is not valid; valid where it is."),
    keyId: z.string().nullable().describe("Null where the tenant has no such key; so are the fields that follow."),
    name: z.string().nullable(),
    ownerId: z.string().nullable(),
    scopes: z.array(z.string()),
    missingScopes: z.array(z.string()).describe("What was asked for and the key has not."),
    metadata: z.record(z.string(), z.unknown()),
    expiresAt: z.date().nullable().describe("When the key ends, or its overlap with its successor."),
    remaining: z.int().nullable().describe("What is left of the quota; null where none was asked, or there is none."),
    refillsAt: z.date().nullable(),
    limits: z.array(
      z.object({
        calls: z.int(),
        perSeconds: z.int(),
        remaining: z.int(),
        resetAfterSeconds: z.int().describe("After so many seconds the window begins anew."),
      }),
    ),
    retryAfterSeconds: z.int().nullable().describe("How long to wait where a limit was met."),
  })
  .meta({ id: "KeyVerification", description: "Whether a customer's key is good for what is asked." });

export function keyView(row: ApiKeyRow): z.infer<typeof keyOutput> {
  const { kind, scopes, allowedOrigins } = row;
  // The store gives a family's keys to its own procedures only.
  if (kind === "customer") throw new Error("A customer's key is shown as one.");
  return { ...commonView(row), kind, scopes: [...scopes], allowedOrigins: [...allowedOrigins] };
}

/** `remaining` is counted elsewhere. */
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
