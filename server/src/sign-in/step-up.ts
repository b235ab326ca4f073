import { verifyCurrentPassword } from "../accounts/verify-password.ts";
import type { AttemptRequest } from "../attempts/count-attempt.ts";
import { hasTwoFactors, missingFactors } from "../factors/second-factor.ts";
import { emailCodeSecret, showTypedFactor } from "../factors/show-factor.ts";
import type { SignInState } from "../factors/sign-in-state-store.ts";
import type { SessionClient } from "../sessions/session.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { type Factors, factorsAt, factorsSince, hasFirstFactor, type Method } from "../shared/factors.ts";
import type { UserRow } from "../shared/rows.ts";
import { after } from "../shared/session-lifetimes.ts";
import type { Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";
import { completeSignIn, type SignedIn } from "./complete-sign-in.ts";
import type { SignInDeps } from "./deps.ts";
import { showPasskey, type UsedPasskey } from "./passkeys/use-passkey.ts";
import { type RefreshClient, refresh, sessionOf } from "./refresh.ts";
import { assertCanSignIn, type BegunSignIn, SIGN_IN_SECONDS } from "./sign-in-policy.ts";

/** One factor that the user shows. */
export type ShownFactor =
  | { readonly method: "password"; readonly password: string }
  | { readonly method: "totp" | "backup_code" | "email_code"; readonly code: string }
  | ({ readonly method: "passkey" } & UsedPasskey);

/** A step-up: of a sign-in that lacks a factor, or of a session. */
export interface StepUp {
  /** Undefined where the factor was enrolled a moment ago. */
  readonly factor: ShownFactor | undefined;
  readonly source: Pick<AttemptRequest, "ip" | "challenge">;
}

/** New tokens, with the factors that were shown. */
export type SteppedUp = SignedIn & { readonly factors: Factors };

/** A sign-in that lacks a factor, with its user. */
export interface Begun {
  readonly state: SignInState;
  readonly user: UserRow;
  readonly factors: Factors;
}

/**
 * Finds a sign-in that lacks a factor. Throws `sign_in_expired` if it was completed, or credentials have changed; also where its first
 * factor was shown long ago, as by the error of a refresh: a stolen session is no recent sign-in.
 */
export async function begunSignIn(
  { signInStates, auth, clock }: Pick<SignInDeps, "signInStates" | "auth" | "clock">,
  tenant: Pick<Tenant, "id">,
  signInToken: string,
): Promise<Begun> {
  const state = await signInStates.find(tenant.id, "second_factor", signInToken, clock.now());
  const user = state?.userId ? await auth.findUser(state.userId) : undefined;
  if (state === undefined || user === undefined) throw new AppError("sign_in_expired");
  // Written by `assertCanSignIn` and `keepFactors`.
  const { factors, credentialsVersion } = state.data as unknown as BegunSignIn;
  if (credentialsVersion !== user.credentialsVersion) throw new AppError("sign_in_expired");
  if (!hasFirstFactor(factorsSince(factors, after(clock.now(), -SIGN_IN_SECONDS))))
    throw new AppError("sign_in_expired");
  return { state, user, factors };
}

/** Keeps factors that were shown in a sign-in that has begun, for its next step. */
export async function keepFactors(
  { signInStates, clock }: Pick<SignInDeps, "signInStates" | "clock">,
  { state }: Pick<Begun, "state">,
  user: Pick<UserRow, "credentialsVersion">,
  factors: Factors,
): Promise<void> {
  const data: BegunSignIn = { factors, credentialsVersion: user.credentialsVersion };
  if (!(await signInStates.change(state, { data: { ...data } }, clock.now()))) throw new AppError("sign_in_expired");
}

/**
 * Completes a sign-in that lacks a factor, and opens its session. Throws `sign_in_expired`, the errors of `showFactor` and those
 * of `completeSignIn`; then the sign-in can go on, unless it has expired.
 */
export async function stepUpSignIn(
  app: SignInDeps,
  tenant: Tenant,
  client: RefreshClient,
  { signInToken, factor, source }: StepUp & { readonly signInToken: string },
): Promise<SteppedUp> {
  const begun = await begunSignIn(app, tenant, signInToken);
  const { user } = begun;
  client.entry.subject = user.id;
  if (factor !== undefined) {
    const { methods } = await missingFactors(app, tenant, user, begun.factors);
    if (!methods.includes(factor.method)) throw new AppError("factor_not_accepted", { methods });
  }
  const shown = await showFactor(app, tenant, user, { factor, owner: { signInToken }, source, client });
  const factors = { ...begun.factors, ...factorsAt(shown === undefined ? [] : [shown], app.clock.now()) };
  await keepFactors(app, begun, user, factors);
  await assertCanSignIn(app, { tenant, user, factors });
  const now = app.clock.now();
  const isFirst = await app.signInStates.use(tenant.id, "second_factor", signInToken, now);
  if (isFirst === undefined) throw new AppError("sign_in_expired");
  const { entry, requestId: _, ...sessionClient } = client;
  return { ...(await completeSignIn(app, tenant, sessionClient, { user, factors, entry })), factors };
}

/**
 * Adds a factor to a session, and exchanges its refresh token, so that a stolen earlier one isn't stepped up with it. Throws
 * the errors of `refresh` and `showFactor`.
 */
export async function stepUpSession(
  app: SignInDeps,
  tenant: Tenant,
  client: RefreshClient,
  { refreshToken, factor, source }: StepUp & { readonly refreshToken: string },
): Promise<SteppedUp> {
  const { session, user } = await sessionOf(app, tenant, refreshToken);
  client.entry.subject = user.id;
  if (session.endedAt !== null) throw new AppError("session_ended");
  const owner = { sessionId: session.id };
  const own = { ...source, session: session.id };
  const shown = await showFactor(app, tenant, user, { factor, owner, source: own, client });
  const now = app.clock.now();
  const added = factorsAt(shown === undefined ? [] : [shown], now);
  const tokens = await refresh(app, tenant, client, refreshToken, added);
  return { user, factors: { ...session.factors, ...added }, ...tokens };
}

/**
 * Checks a factor of a user who has begun to sign in or is signed in. Throws `factor_invalid`, `invalid_credentials`,
 * `passkey_invalid`, `busy`, and the errors of `countAttempt`.
 */
async function showFactor(
  app: SignInDeps,
  tenant: Tenant,
  user: UserRow,
  {
    factor,
    owner,
    source,
    client,
  }: Pick<StepUp, "factor"> & {
    owner: { readonly signInToken: string } | { readonly sessionId: string };
    source: Pick<AttemptRequest, "ip" | "session" | "challenge">;
    client: Pick<RefreshClient, "entry">;
  },
): Promise<Method | undefined> {
  if (factor === undefined) return undefined;
  if (factor.method === "password") {
    await verifyCurrentPassword(app, tenant, user, { ...source, password: factor.password });
    return "pwd";
  }
  if (factor.method === "passkey") {
    return await showPasskey(app, tenant, user, { ...factor, owner, entry: client.entry });
  }
  return await showTypedFactor(app, tenant, user, { ...factor, request: emailCodeSecret(owner) }, source);
}

/**
 * Trusts the client's device, if the tenant allows it and two factors were shown just now: a device that is trusted already shows none.
 * Returns the secret to send with the next sign-ins.
 */
export async function trustDevice(
  { trustedDevices, auth, clock }: Pick<SignInDeps, "trustedDevices" | "auth" | "clock">,
  tenant: Tenant,
  { user: { id: userId }, factors }: Pick<SteppedUp, "user" | "factors">,
  { userAgent }: Pick<SessionClient, "userAgent">,
): Promise<{ token: string; expiresAt: Date } | undefined> {
  const seconds = settingsOf(tenant).trustedDeviceDays * 24 * 60 * 60;
  // An enrolment a moment ago has changed the credentials since they were read.
  const user = seconds === 0 ? undefined : await auth.findUser(userId);
  const now = clock.now();
  if (user === undefined || !hasTwoFactors(tenant, user, factorsSince(factors, after(now, -SIGN_IN_SECONDS))))
    return undefined;
  return await trustedDevices.add(user, { userAgent, seconds, now });
}
