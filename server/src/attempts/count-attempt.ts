import { sha256 } from "../ports/encoding.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { addressGroup } from "../shared/ip-address.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { AttemptCounter, AttemptDecision, AttemptKind } from "./attempts.ts";
import type { ChallengeSubject } from "./challenges/challenge.ts";
import type { AttemptsDeps } from "./deps.ts";

/**
 * The source of an attempt: the IP address of the client, or that of the end user whom a tenant's server names. The latter only
 * selects a counter per IP address: an account never trusts it. Null if neither is known.
 */
export type AttemptSource = string | { readonly clientIp: string } | null;

/** The group of IP addresses that a source counts as; null if none is known. */
export function sourceGroup(source: AttemptSource): string | null {
  if (source === null) return null;
  return addressGroup(typeof source === "string" ? source : source.clientIp);
}

/** An attempt at a password or a code, of any account. */
export interface AttemptRequest {
  readonly kind: AttemptKind;
  /** The account's `emailKey`, whether or not the account exists. */
  readonly account: string;
  /** See `attemptSourceOf`. */
  readonly ip: AttemptSource;
  /** The session of the signed-in user who reauthenticates. */
  readonly session?: string | undefined;
  /** The secret of a device that the account trusts. */
  readonly device?: string | undefined;
  /** The token of a solved challenge. */
  readonly challenge: { readonly token: string } | undefined;
}

/** An attempt that was counted as a failure, and stays one unless a method is called. */
export interface CountedAttempt {
  /** Clears the failures: the secret was right. */
  succeed(): Promise<void>;
  /** Takes back the count: the secret wasn't checked. */
  refund(): Promise<void>;
}

/** Checks the secret of a counted attempt. If the check throws, the attempt is refunded. */
export async function runAttempt<T>(attempt: CountedAttempt, check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    await attempt.refund();
    throw error;
  }
}

type Deps = Pick<AttemptsDeps, "attempts" | "challenges" | "clock">;

/** 128 bits of a hash: short, and hides the text that strangers type into a form. */
const ACCOUNT_HASH_LENGTH = 32;

/**
 * Counts an attempt before its secret is checked, whether or not the account exists. Every check of a secret calls this
 * first. Throws `too_many_attempts` and `challenge_required`.
 */
export async function countAttempt(
  app: Deps,
  tenant: Pick<Tenant, "id">,
  request: AttemptRequest,
): Promise<CountedAttempt> {
  const now = app.clock.now();
  const subject = {
    tenantId: tenant.id,
    kind: request.kind,
    account: await accountHash(request.account),
    ip: ownIp(request.ip),
  };
  const attempts = app.attempts(tenant.id);
  const decision = await beginAttempt(app, attempts, { subject, request, now });
  switch (decision.outcome) {
    case "stopped":
      throw new AppError("too_many_attempts", { retryAfterSeconds: null });
    case "wait":
      throw new AppError("too_many_attempts", { retryAfterSeconds: decision.retryAfterSeconds });
    case "challenge":
      throw new AppError("challenge_required", { challenge: await app.challenges.offer(subject, now) });
    case "allowed":
      return {
        succeed: async () => await attempts.succeedAttempt(decision.counted, app.clock.now().getTime()),
        refund: async () => await attempts.refundAttempt(decision.counted),
      };
  }
}

/** Checks a challenge's token only if the attempt requires one, so that no token is used up for nothing. */
async function beginAttempt(
  { challenges }: Deps,
  attempts: AttemptCounter,
  { subject, request, now }: { subject: ChallengeSubject; request: AttemptRequest; now: Date },
): Promise<AttemptDecision> {
  const { kind, account, ip } = subject;
  const { session, device, challenge } = request;
  const address = ip === null ? null : addressGroup(ip);
  const named = Object(request.ip) as Partial<{ readonly clientIp: string }>;
  const own = {
    ...(named.clientIp !== undefined && { bucket: addressGroup(named.clientIp) }),
    ...(session !== undefined && { session }),
    ...(device !== undefined && { device: await accountHash(device) }),
  };
  const attempt = { kind, account, address, now: now.getTime(), ...own };
  const decision = await attempts.beginAttempt({ ...attempt, challenge: null });
  if (decision.outcome !== "challenge" || challenge === undefined) return decision;
  const met = await challenges.check(challenge.token, subject, now);
  if (met === undefined) return decision;
  return await attempts.beginAttempt({ ...attempt, challenge: { id: met.id, expiresAt: met.expiresAt.getTime() } });
}

type Counters = Pick<AttemptsDeps, "attempts">;

/**
 * Clears the failures of an account after its owner proved their identity another way. The IP address in `from` is trusted
 * from then on, so failures elsewhere don't lock the owner out.
 */
export async function resetAttempts(
  { attempts }: Counters,
  tenant: Pick<Tenant, "id">,
  account: string,
  from?: { readonly ip: AttemptSource; readonly now: Date },
): Promise<void> {
  const ip = from === undefined ? null : ownIp(from.ip);
  const trusted =
    from === undefined || ip === null ? undefined : { address: addressGroup(ip), now: from.now.getTime() };
  await attempts(tenant.id).resetAttempts(await accountHash(account), trusted);
}

/** Clears the failures of new accounts in one call. */
export async function resetManyAttempts(
  { attempts }: Counters,
  tenant: Pick<Tenant, "id">,
  accounts: readonly string[],
): Promise<void> {
  if (accounts.length > 0) await attempts(tenant.id).resetManyAttempts(await Promise.all(accounts.map(accountHash)));
}

/** Deletes everything about an account by its email, which has no owner now or gets another one. */
export async function forgetAccount({ attempts }: Counters, tenant: Pick<Tenant, "id">, account: string) {
  await attempts(tenant.id).forgetAccount(await accountHash(account));
}

/** Moves an account to another email, and clears the failures at both. */
export async function moveAccount(
  app: Counters,
  tenant: Pick<Tenant, "id">,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  if (from !== to) await forgetAccount(app, tenant, from);
  await resetAttempts(app, tenant, to);
}

/** True if the account was signed in to from the address within the last 30 days. */
export async function isTrustedAddress(
  { attempts }: Counters,
  tenant: Pick<Tenant, "id">,
  { account, ip, now }: { readonly account: string; readonly ip: string; readonly now: Date },
): Promise<boolean> {
  return await attempts(tenant.id).isTrusted(await accountHash(account), addressGroup(ip), now.getTime());
}

/** The address that an account may trust. */
function ownIp(source: AttemptSource): string | null {
  return typeof source === "string" ? source : null;
}

async function accountHash(account: string): Promise<string> {
  return (await sha256(account)).slice(0, ACCOUNT_HASH_LENGTH);
}
