import { NO_VERSION } from "../shared/cache.ts";
import { formOfText } from "../shared/ip-address.ts";
import type { Tenant } from "../shared/tenant.ts";
import { hashKey, kindOfKey } from "./api-key.ts";
import type { ApiKeysDeps } from "./deps.ts";
import { countedOf, type KeyUse, type UseDecision } from "./key-use.ts";
import type { ApiKeyRow } from "./store.ts";
import { problemOf } from "./usable.ts";

/** What a tenant asks about a key that one of its customers came with. */
export interface Question {
  readonly key: string;
  /** What the customer is about to do needs all of these. */
  readonly scopes: readonly string[];
  readonly cost: number;
  /** Where the customer comes from. */
  readonly ip: string | undefined;
}

export const VERDICTS = [
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
export type Verdict = (typeof VERDICTS)[number];

export interface Verification {
  readonly code: Verdict;
  /** The key, where the tenant has it; whether or not it is valid. */
  readonly key: ApiKeyRow | null;
  readonly missingScopes: readonly string[];
  /** How it stands with limits and quota; null where nothing was asked of them. */
  readonly decision: UseDecision | null;
}

type Deps = Pick<ApiKeysDeps, "clock" | "knownCustomerKeys" | "keyUsage" | "keyLastUse">;

const UNKNOWN: Verification = { code: "key_invalid", key: null, missingScopes: [], decision: null };

/**
 * Whether a customer's key is good for what is asked, and counts the use if so. Never throws for a bad key. It takes one
 * call of the tenant's state where this isolate knows the key's row, which decides by that row only if it still holds.
 */
export async function verifyKey(app: Deps, tenant: Tenant, question: Question): Promise<Verification> {
  if (kindOfKey(question.key) !== "customer") return { ...UNKNOWN, code: "key_malformed" };
  const now = app.clock.now();
  const hash = await hashKey(question.key);
  const usage = app.keyUsage(tenant.id);
  const recent = app.knownCustomerKeys.recent(tenant.id, hash, now);
  const guess = recent && judge(recent.value, question, now);
  const { version, decision } = await usage.countUseAt(recent?.version ?? NO_VERSION, guess?.use ?? null);
  if (guess !== undefined && version === recent?.version) return await conclude(app, guess, decision, now);
  // Read after the question came, so that it holds for this question whatever changes meanwhile.
  const key = await app.knownCustomerKeys.get(tenant.id, hash, version, now);
  if (key === undefined) return UNKNOWN;
  const judged = judge(key, question, now);
  return await conclude(app, judged, judged.use && (await usage.countUse(judged.use)), now);
}

/** A verdict as far as the key's row goes; `use` is there to be counted where the key is good so far. */
interface Judged extends Omit<Verification, "decision"> {
  readonly key: ApiKeyRow;
  readonly use: KeyUse | null;
}

function judge(key: ApiKeyRow, question: Question, now: Date): Judged {
  const missingScopes = question.scopes.filter((scope) => !key.scopes.includes(scope));
  const problem =
    problemOf(key, now, formOfText(question.ip ?? "")) ?? (missingScopes.length > 0 ? "insufficient_scope" : undefined);
  if (problem !== undefined) return { code: problem, key, missingScopes, use: null };
  const use = { ...countedOf(key), cost: question.cost, now: now.getTime() };
  return { code: "valid", key, missingScopes, use };
}

async function conclude(
  app: Deps,
  { use, ...judged }: Judged,
  decision: UseDecision | null,
  now: Date,
): Promise<Verification> {
  if (use === null || decision === null) return { ...judged, decision };
  if (decision.outcome !== "allowed") return { ...judged, code: decision.outcome, decision };
  const { id, lastUsedAt } = judged.key;
  if (use.cost > 0) await app.keyLastUse.note(id, lastUsedAt?.getTime() ?? 0, now);
  return { ...judged, decision };
}
