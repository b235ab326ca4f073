import { NO_VERSION } from "../shared/cache.ts";
import { formOfText } from "../shared/ip-address.ts";
import type { Tenant } from "../shared/tenant.ts";
import { hashKey, kindOfKey } from "./api-key.ts";
import type { ApiKeysDeps } from "./deps.ts";
import { countedOf, type KeyUse, type UseDecision } from "./key-use.ts";
import type { ApiKeyRow } from "./store.ts";
import { keyProblemOf } from "./usable.ts";

/** A tenant's request to verify a key that one of its customers sent. */
export interface VerifyRequest {
  readonly key: string;
  /** Scopes that the customer's request requires; the key must have all of them. */
  readonly scopes: readonly string[];
  readonly cost: number;
  /** The customer's IP address. */
  readonly ip: string | undefined;
}

export const VERIFICATION_CODES = [
  "valid",
  "key_malformed",
  "key_invalid",
  "key_revoked",
  "key_expired",
  "key_replaced",
  "key_disabled",
  "ip_not_allowed",
  "insufficient_scope",
  "rate_limited",
  "quota_exceeded",
] as const;
export type VerificationCode = (typeof VERIFICATION_CODES)[number];

export interface Verification {
  readonly code: VerificationCode;
  /** The key, valid or not; null if the tenant has no such key. */
  readonly key: ApiKeyRow | null;
  readonly missingScopes: readonly string[];
  /** State of the limits and the quota; null if the use wasn't counted. */
  readonly decision: UseDecision | null;
}

type Deps = Pick<ApiKeysDeps, "clock" | "customerKeyCache" | "keyUsage" | "keyLastUse">;

const UNKNOWN: Verification = { code: "key_invalid", key: null, missingScopes: [], decision: null };

/**
 * Verifies a customer's key, and counts the use if the key is valid. An invalid key is a result, not an error. With the
 * key's row in the cache this takes one call of the tenant's object, which counts only if the row is still current.
 */
export async function verifyKey(app: Deps, tenant: Tenant, request: VerifyRequest): Promise<Verification> {
  if (kindOfKey(request.key) !== "customer") return { ...UNKNOWN, code: "key_malformed" };
  const now = app.clock.now();
  const hash = await hashKey(request.key);
  const usage = app.keyUsage(tenant.id);
  const recent = app.customerKeyCache.recent(tenant.id, hash, now);
  const assumed = recent && evaluate(recent.value, request, now);
  const { version, decision } = await usage.countUseAt(recent?.version ?? NO_VERSION, assumed?.use ?? null);
  if (assumed !== undefined && version === recent?.version) return await conclude(app, assumed, decision, now);
  // Read after the request came in, so that the row is current for this request even if it changes meanwhile.
  const key = await app.customerKeyCache.get(tenant.id, hash, version, now);
  if (key === undefined) return UNKNOWN;
  const evaluated = evaluate(key, request, now);
  return await conclude(app, evaluated, evaluated.use && (await usage.countUse(evaluated.use)), now);
}

/** The result as far as the key's row decides it; `use` is what to count if the key is valid so far. */
interface Evaluated extends Omit<Verification, "decision"> {
  readonly key: ApiKeyRow;
  readonly use: KeyUse | null;
}

function evaluate(key: ApiKeyRow, request: VerifyRequest, now: Date): Evaluated {
  const missingScopes = request.scopes.filter((scope) => !key.scopes.includes(scope));
  const problem =
    keyProblemOf(key, now, formOfText(request.ip ?? "")) ??
    (missingScopes.length > 0 ? "insufficient_scope" : undefined);
  if (problem !== undefined) return { code: problem, key, missingScopes, use: null };
  const use = { ...countedOf(key), cost: request.cost, now: now.getTime() };
  return { code: "valid", key, missingScopes, use };
}

async function conclude(
  app: Deps,
  { use, ...evaluated }: Evaluated,
  decision: UseDecision | null,
  now: Date,
): Promise<Verification> {
  if (use === null || decision === null) return { ...evaluated, decision };
  if (decision.outcome !== "allowed") return { ...evaluated, code: decision.outcome, decision };
  const { id, lastUsedAt } = evaluated.key;
  if (use.cost > 0) await app.keyLastUse.note(id, lastUsedAt?.getTime() ?? 0, now);
  return { ...evaluated, decision };
}
