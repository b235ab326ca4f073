import type { AttemptRequest } from "../attempts/count-attempt.ts";
import { firstFactorProofs, hasTwoFactors, missingFactors, requiresSecondFactor } from "../factors/second-factor.ts";
import type { SessionState } from "../sessions/session-store.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { factorsAt, factorsSince, hasFirstFactor } from "../shared/factors.ts";
import { after } from "../shared/session-lifetimes.ts";
import type { AccountsDeps } from "./deps.ts";
import { verifyCurrentPassword } from "./verify-password.ts";

/** Maximum age of a factor in seconds, after which it must be presented again. */
const MAX_FACTOR_AGE_SECONDS = 5 * 60;

/** Signed-in caller, as identified by its access token. */
export interface SignedIn {
  readonly sessionId: string;
}

/** Finds the caller's session with its user and tenant, whichever tenant the request is about. */
export async function ownAccount(
  { sessions }: Pick<AccountsDeps, "sessions">,
  { sessionId }: SignedIn,
): Promise<SessionState> {
  const state = await sessions.find(sessionId);
  if (state === undefined || state.session.endedAt !== null) throw new AppError("session_ended");
  return state;
}

type Deps = Pick<
  AccountsDeps,
  "sessions" | "auth" | "clock" | "passwords" | "attempts" | "challenges" | "factors" | "hasRelation"
>;

/** Proof of a caller who reauthenticates: a password now, or factors that the session has shown lately. */
export type Reauthentication = { readonly password: string | undefined } & Pick<AttemptRequest, "ip" | "challenge">;

/**
 * Reauthenticates the caller (ASVS 7.5.1): by the password now, or any first factor within the last 5 minutes, and by a second
 * one within the same time where the user must show one. Returns the caller's account, and the hash that a password matched. While
 * the account is locked (rule 8) no password is checked here either: the session continues, and a reset by email unlocks the
 * account.
 *
 * Throws `session_ended`, `reauthentication_required`, and the errors of `verifyCurrentPassword`.
 */
export async function reauthenticate(
  app: Deps,
  caller: SignedIn,
  { password, ...source }: Reauthentication,
): Promise<SessionState & { passwordHash: string | undefined }> {
  const state = await ownAccount(app, caller);
  const { session, user, tenant } = state;
  const now = app.clock.now();
  const recent = factorsSince(session.factors, after(now, -MAX_FACTOR_AGE_SECONDS));
  const shown = password === undefined ? recent : { ...recent, ...factorsAt(["pwd"], now) };
  if (!hasFirstFactor(shown)) {
    const stored = await app.auth.findWithPassword(user.id);
    const methods = await firstFactorProofs(app, tenant, user, stored?.passwordHash != null);
    throw new AppError("reauthentication_required", { methods });
  }
  if (!hasTwoFactors(tenant, user, shown) && (await requiresSecondFactor(app, tenant, user))) {
    const { methods } = await missingFactors(app, tenant, user, shown);
    throw new AppError("reauthentication_required", { methods });
  }
  if (password === undefined) return { ...state, passwordHash: undefined };
  // Counted by session, so that attempts from elsewhere don't slow down the signed-in user.
  const passwordHash = await verifyCurrentPassword(app, tenant, user, { ...source, password, session: session.id });
  return { ...state, passwordHash };
}
