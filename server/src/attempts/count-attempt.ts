import { sha256 } from "../ports/encoding.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { addressGroup } from "../shared/ip-address.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { AttemptCounter, AttemptDecision, AttemptKind } from "./attempts.ts";
import type { ChallengeSubject } from "./challenges/challenge.ts";
import type { AttemptsDeps } from "./deps.ts";

/** A guess at a password or at a code, of whoever it may be. */
export interface AttemptRequest {
  readonly kind: AttemptKind;
  /** The account's `emailKey`, whether or not anybody has it. */
  readonly account: string;
  /** The client's address; null where it says nothing of who guesses: see `attemptSourceOf`. */
  readonly ip: string | null;
  /** The session of whoever has signed in to this account and shows anew who they are. */
  readonly session?: string;
  /** What the client sends to show that it met a challenge. */
  readonly challenge: { readonly token: string } | undefined;
}

/** An attempt that has been counted as a failure. Unless one of these is called it stays one. */
export interface CountedAttempt {
  /** The guess was right. */
  succeed(): Promise<void>;
  /** Nobody looked at it. */
  refund(): Promise<void>;
}

/** Looks at a guess that was counted; where that fails nobody has looked at it, so it was none. */
export async function runAttempt<T>(attempt: CountedAttempt, check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    await attempt.refund();
    throw error;
  }
}

type Deps = Pick<AttemptsDeps, "attempts" | "challenges" | "clock">;

/** 128 bits of a hash: short, and what strangers type into a form is not kept as it is. */
const ACCOUNT_HASH_LENGTH = 32;

/**
 * Counts a guess before it is looked at, whether or not the account exists: every way of guessing calls this first.
 * Throws `too_many_attempts` and `challenge_required`.
 */
export async function countAttempt(app: Deps, tenant: Pick<Tenant, "id">, request: AttemptRequest): Promise<CountedAttempt> {
  const now = app.clock.now();
  const subject = { tenantId: tenant.id, kind: request.kind, account: await accountHash(request.account), ip: request.ip };
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

/** A challenge's token is looked at where it is needed, so that none is used up for nothing. */
async function beginAttempt(
  { challenges }: Deps,
  attempts: AttemptCounter,
  { subject, request, now }: { subject: ChallengeSubject; request: AttemptRequest; now: Date },
): Promise<AttemptDecision> {
  const { kind, account, ip } = subject;
  const { session, challenge } = request;
  const address = ip === null ? null : addressGroup(ip);
  const attempt = { kind, account, address, now: now.getTime(), ...(session !== undefined && { session }) };
  const decision = await attempts.beginAttempt({ ...attempt, challenge: null });
  if (decision.outcome !== "challenge" || challenge === undefined) return decision;
  const met = await challenges.check(challenge.token, subject, now);
  if (met === undefined) return decision;
  return await attempts.beginAttempt({ ...attempt, challenge: { id: met.id, expiresAt: met.expiresAt.getTime() } });
}

type Counters = Pick<AttemptsDeps, "attempts">;

/**
 * Forgets the failures at an account, once its owner has shown in another way who they are. Where they did so themselves,
 * `from` says where, and that address is trusted from then on: whoever fails elsewhere does not keep them out.
 */
export async function resetAttempts(
  { attempts }: Counters,
  tenant: Pick<Tenant, "id">,
  account: string,
  from?: { readonly ip: string | null; readonly now: Date },
): Promise<void> {
  const trusted =
    from === undefined || from.ip === null ? undefined : { address: addressGroup(from.ip), now: from.now.getTime() };
  await attempts(tenant.id).resetAttempts(await accountHash(account), trusted);
}

/** Forgets the failures at accounts that were just made, in one call: nobody was there to fail at. */
export async function resetManyAttempts(
  { attempts }: Counters,
  tenant: Pick<Tenant, "id">,
  accounts: readonly string[],
): Promise<void> {
  if (accounts.length > 0) await attempts(tenant.id).resetManyAttempts(await Promise.all(accounts.map(accountHash)));
}

/** Forgets all that is known of an account by its email, which is nobody's now, or somebody else's soon. */
export async function forgetAccount({ attempts }: Counters, tenant: Pick<Tenant, "id">, account: string) {
  await attempts(tenant.id).forgetAccount(await accountHash(account));
}

/** An account has another email, and nothing that happened at either is held against its owner. */
export async function moveAccount(
  app: Counters,
  tenant: Pick<Tenant, "id">,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  if (from !== to) await forgetAccount(app, tenant, from);
  await resetAttempts(app, tenant, to);
}

/** Whether somebody has signed in to the account from the address within the last thirty days. */
export async function isTrustedAddress(
  { attempts }: Counters,
  tenant: Pick<Tenant, "id">,
  { account, ip, now }: { readonly account: string; readonly ip: string; readonly now: Date },
): Promise<boolean> {
  return await attempts(tenant.id).isTrusted(await accountHash(account), addressGroup(ip), now.getTime());
}

async function accountHash(account: string): Promise<string> {
  return (await sha256(account)).slice(0, ACCOUNT_HASH_LENGTH);
}
