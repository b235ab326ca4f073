import type { AttemptKind } from "../attempts/attempts.ts";
import { type AttemptRequest, countAttempt, runAttempt } from "../attempts/count-attempt.ts";
import type { AttemptsDeps } from "../attempts/deps.ts";
import type { PasswordsDeps } from "../passwords/deps.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { Method } from "../shared/factors.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { hashBackupCode } from "./backup-codes.ts";
import type { FactorsDeps } from "./deps.ts";
import { stepOfCode } from "./totp.ts";

/** A second factor that is typed, and the secret of the emailed code's state. */
export interface TypedFactor {
  readonly method: "totp" | "backup_code" | "email_code";
  readonly code: string;
  /** Names the request for an emailed code, which only its client can make: see `emailCodeSecret`. */
  readonly request: string;
}

type Source = Pick<AttemptRequest, "ip" | "session" | "challenge" | "device">;
type Deps = FactorsDeps & Pick<AttemptsDeps, "attempts" | "challenges"> & Pick<PasswordsDeps, "passwords">;

const KINDS: Readonly<Record<TypedFactor["method"], AttemptKind>> = {
  totp: "totp",
  backup_code: "backup_code",
  email_code: "sign_in_code",
};

/**
 * Checks a second factor that a user types, and counts the attempt; each kind has its own counters. Every code works once, also
 * in parallel calls. Returns the method. Throws `factor_invalid`, `busy`, and the errors of `countAttempt`.
 */
export async function showTypedFactor(
  app: Deps,
  tenant: Tenant,
  user: UserRow,
  factor: TypedFactor,
  source: Source,
): Promise<Method> {
  const attempt = await countAttempt(app, tenant, { ...source, kind: KINDS[factor.method], account: user.emailKey });
  const method = await runAttempt(attempt, async () => await CHECKS[factor.method](app, tenant, user, factor));
  if (method === undefined) throw new AppError("factor_invalid");
  if (method !== "email") await withoutReset(app, user);
  await attempt.succeed();
  return method;
}

/** The user without an administrator's reset of their factors: one that was shown isn't lost. */
export async function withoutReset({ factors }: Pick<FactorsDeps, "factors">, user: UserRow): Promise<UserRow> {
  if (user.factorsResetAt === null) return user;
  return (await factors.setReset(user, null)) ?? user;
}

type Check = (app: Deps, tenant: Tenant, user: UserRow, factor: TypedFactor) => Promise<Method | undefined>;

const CHECKS: Readonly<Record<TypedFactor["method"], Check>> = {
  totp: async (app, _, user, { code }) => {
    const row = await app.factors.findTotp(user);
    if (row === undefined || row.confirmedAt === null) return undefined;
    const now = app.clock.now();
    const step = stepOfCode(await app.totpSecrets.decrypt(row), code, now);
    return step !== undefined && (await app.factors.useTotpStep(user, step, now)) ? "otp" : undefined;
  },

  backup_code: async (app, _, user, { code }) => {
    return (await app.factors.useBackupCode(user, await hashBackupCode(code), app.clock.now())) ? "backup" : undefined;
  },

  email_code: async (app, tenant, user, { code, request }) => {
    const sent = { request, subject: stepUpSubject(user) };
    return (await useEmailCode(app, tenant, sent, code)) === undefined ? undefined : "email";
  },
};

/** An emailed code: the secret of its state, and what it is about, so that a code of one use is none of another. */
export interface SentCode {
  readonly request: string;
  readonly subject: string;
}

/** Uses an emailed code up, within five attempts. Returns its state; undefined if the code is wrong, was used or has expired. */
export async function useEmailCode(
  { signInStates, passwords, clock }: Pick<Deps, "signInStates" | "passwords" | "clock">,
  tenant: Pick<Tenant, "id">,
  { request, subject }: SentCode,
  code: string,
) {
  const now = clock.now();
  const state = await signInStates.countTry(tenant.id, "email", { secret: request, subject }, now);
  const stored = state?.codeHash ?? null;
  // The same work without a state.
  const matches = stored === null ? await passwords.verifyDecoy(code) : await passwords.verify(code, stored);
  return matches ? await signInStates.use(tenant.id, "email", request, now) : undefined;
}

/** What the emailed code of a user's step-up is about. */
export function stepUpSubject({ id }: Pick<UserRow, "id">): string {
  return `step-up ${id}`;
}

/** The name of a step-up's emailed code: only who holds the sign-in token or the session can ask for it. */
export function emailCodeSecret(of: { readonly signInToken: string } | { readonly sessionId: string }): string {
  return "signInToken" in of ? `sign-in ${of.signInToken}` : `session ${of.sessionId}`;
}
