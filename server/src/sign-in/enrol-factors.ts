import { type Reauthentication, reauthenticate } from "../accounts/own-account.ts";
import { brandOf } from "../email/message.ts";
import { newBackupCodes } from "../factors/backup-codes.ts";
import { missingFactors } from "../factors/second-factor.ts";
import { notifySecurityChange } from "../factors/security-notice.ts";
import { emailCodeSecret, stepUpSubject } from "../factors/show-factor.ts";
import { MAX_EMAILS_PER_HOUR } from "../factors/sign-in-state-store.ts";
import { type Enrolment, enrolmentOf, newTotpSecret, stepOfCode } from "../factors/totp.ts";
import { sha256 } from "../ports/encoding.ts";
import type { Caller } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { factorsAt, type Method } from "../shared/factors.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";
import { CODE_SECONDS } from "../verification/token.ts";
import type { SignInDeps } from "./deps.ts";
import { type Begun, begunSignIn, keepFactors } from "./step-up.ts";

/** A user who may change their factors: signed in and reauthenticated, or about to enrol the factor that a sign-in lacks. */
export interface Enrolling {
  readonly tenant: Tenant;
  readonly user: UserRow;
  readonly by: { readonly sessionId: string } | { readonly begun: Begun; readonly signInToken: string };
}

/** Identifies who enrols a factor: a caller with a session, or a client with a sign-in token. */
export interface EnrollingRequest {
  readonly tenant: Tenant;
  readonly caller: Caller;
  /** Empty for a signed-in caller. */
  readonly signInToken: string;
}

/**
 * Finds the user whose factors may be changed. A sign-in that lacks a factor may only enrol one if the user has none. Throws
 * `unauthenticated`, `sign_in_expired`, `factor_required`, and the errors of `reauthenticate`.
 */
export async function enrolling(
  app: SignInDeps,
  { tenant, caller, signInToken }: EnrollingRequest,
  source: Omit<Reauthentication, "password">,
): Promise<Enrolling> {
  if (signInToken !== "") {
    const begun = await begunSignIn(app, tenant, signInToken);
    const { enroll } = await missingFactors(app, tenant, begun.user, begun.factors);
    if (enroll.length === 0) throw new AppError("factor_not_enrollable");
    return { tenant, user: begun.user, by: { begun, signInToken } };
  }
  if (!("sessionId" in caller)) throw new AppError("unauthenticated");
  const state = await reauthenticate(app, caller, { ...source, password: undefined });
  return { tenant: state.tenant, user: state.user, by: { sessionId: state.session.id } };
}

/** Starts to enrol an authenticator app. Throws `factor_already_enrolled`, and `factor_not_enrollable` if the tenant refuses it. */
export async function startTotp(app: SignInDeps, { tenant, user }: Enrolling): Promise<Enrolment> {
  requireMethod(tenant, "totp");
  const secret = newTotpSecret();
  const stored = await app.totpSecrets.encrypt(secret, { tenantId: user.tenantId, userId: user.id });
  if (!(await app.factors.startTotp(user, stored, app.clock.now()))) throw new AppError("factor_already_enrolled");
  return enrolmentOf(secret, { issuer: brandOf(tenant), label: user.email });
}

/**
 * Confirms an authenticator app by its first code, and notifies the user. Returns backup codes if the user had none left. The
 * code counts as shown in the session, or in the sign-in that lacks a factor. Throws `factor_invalid`.
 */
export async function confirmTotp(app: SignInDeps, enrolled: Enrolling, code: string, ip: string): Promise<string[]> {
  const { user } = enrolled;
  const row = await app.factors.findTotp(user);
  const now = app.clock.now();
  const step = row && stepOfCode(await app.totpSecrets.decrypt(row), code, now);
  if (row === undefined || step === undefined) throw new AppError("factor_invalid");
  const { codes, hashes } = await newBackupCodes();
  const confirmed = await app.factors.confirmTotp(user, { secret: row.secret, step, codes: hashes, now });
  if (confirmed === undefined) throw new AppError("factor_invalid");
  await countAsShown(app, enrolled, confirmed.user, "otp");
  await notifySecurityChange(app, user, "totp_added", ip);
  return confirmed.codesAdded ? [...codes] : [];
}

/** Counts a factor that was enrolled now as shown: in the session, or in the sign-in that lacks one. */
export async function countAsShown(
  app: Pick<SignInDeps, "sessions" | "signInStates" | "clock">,
  { by }: Enrolling,
  user: UserRow,
  method: Method,
): Promise<void> {
  const now = app.clock.now();
  const shown = factorsAt([method], now);
  if ("sessionId" in by) await app.sessions.addFactors(by.sessionId, shown, now);
  else await keepFactors(app, by.begun, user, { ...by.begun.factors, ...shown });
}

/** Removes the authenticator app, and notifies the user. Throws `factor_not_found`. */
export async function removeTotp(app: SignInDeps, { user }: Pick<Enrolling, "user">, ip: string): Promise<void> {
  if ((await app.factors.removeTotp(user)) === undefined) throw new AppError("factor_not_found");
  await notifySecurityChange(app, user, "totp_removed", ip);
}

/** Replaces the user's backup codes, and notifies the user. Throws `factor_not_found` without a factor that they could replace. */
export async function createBackupCodes(
  app: SignInDeps,
  { user }: Pick<Enrolling, "user">,
  ip: string,
): Promise<readonly string[]> {
  const { totp, passkeys } = await app.factors.enrolled(user);
  if (totp === undefined && passkeys.length === 0) throw new AppError("factor_not_found");
  const { codes, hashes } = await newBackupCodes();
  await app.factors.replaceBackupCodes(user, hashes, app.clock.now());
  await notifySecurityChange(app, user, "backup_codes_created", ip);
  return codes;
}

/** Throws `factor_not_enrollable` if the tenant doesn't accept the method. */
export function requireMethod(tenant: Tenant, method: "totp" | "passkey"): void {
  if (!settingsOf(tenant).secondFactorMethods.includes(method)) throw new AppError("factor_not_enrollable");
}

/**
 * Emails a code that counts as a factor: to a signed-in user who steps up, or in a sign-in that lacks a factor. A new code
 * voids the earlier one. Beyond five in an hour, whatever sign-ins and sessions request them, none is sent. Throws
 * `factor_not_accepted` for an email that isn't verified.
 */
export async function sendFactorCode(
  app: SignInDeps,
  tenant: Tenant,
  of: { readonly user: UserRow } & ({ readonly signInToken: string } | { readonly sessionId: string }),
): Promise<void> {
  const { user } = of;
  if (user.emailVerifiedAt === null) throw new AppError("factor_not_accepted", { methods: [] });
  const now = app.clock.now();
  const code = app.codes.next(tenant);
  const subject = stepUpSubject(user);
  const codeHash = await app.passwords.hash(code);
  const state = {
    kind: "email",
    tenantId: tenant.id,
    subject,
    userId: user.id,
    codeHash,
    seconds: CODE_SECONDS,
    perHour: MAX_EMAILS_PER_HOUR,
    // It is the session's, or the sign-in's.
    reusesSecret: true,
  } as const;
  if (!(await app.signInStates.issueLimited(state, now, emailCodeSecret(of)))) return;
  // The hash has a salt: two codes of one moment are two emails.
  const key = `sign_in_code ${user.id} ${(await sha256(codeHash)).slice(0, 16)}`;
  await app
    .outbox(user.tenantId)
    .enqueue({ kind: "sign_in_code", key, to: user.email, userId: user.id, values: { code } });
}
