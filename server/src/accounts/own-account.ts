import type { AttemptRequest } from "../attempts/count-attempt.ts";
import type { SessionState } from "../sessions/session-store.ts";
import { AppError } from "../shared/errors/app-error.ts";
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
  "sessions" | "auth" | "clock" | "passwords" | "attempts" | "challenges" | "requiredFactors"
>;

/**
 * Reauthenticates the caller (ASVS 7.5.1): by the password now, and by every other required factor within the last 5
 * minutes. Returns the caller's account and the hash that the password matched. While the account is locked (rule 8) no
 * password is checked here either: the session continues, and a reset by email unlocks the account.
 *
 * Throws `session_ended`, `reauthentication_required`, and the errors of `verifyCurrentPassword`.
 */
export async function reauthenticate(
  app: Deps,
  caller: SignedIn,
  credentials: { readonly password: string } & Pick<AttemptRequest, "ip" | "challenge">,
): Promise<SessionState & { passwordHash: string }> {
  const state = await ownAccount(app, caller);
  const { session, user, tenant } = state;
  const since = after(app.clock.now(), -MAX_FACTOR_AGE_SECONDS).getTime() / 1000;
  const isMissing = (method: string) => method !== "pwd" && (session.factors[method] ?? 0) < since;
  const missing = app.requiredFactors(tenant, user).filter(isMissing);
  if (missing.length > 0) throw new AppError("reauthentication_required", { missing });
  // Counted by session, so that attempts from elsewhere don't slow down the signed-in user.
  const passwordHash = await verifyCurrentPassword(app, tenant, user, { ...credentials, session: session.id });
  return { ...state, passwordHash };
}
