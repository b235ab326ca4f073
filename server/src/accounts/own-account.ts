import type { AttemptRequest } from "../attempts/count-attempt.ts";
import type { SessionState } from "../sessions/session-store.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { after } from "../shared/session-lifetimes.ts";
import type { AccountsDeps } from "./deps.ts";
import { guessPassword } from "./verify-password.ts";

/** So long after it was shown a factor need not be shown again, in seconds. */
const FRESH_SECONDS = 5 * 60;

/** Who is signed in, by what a caller's token says. */
export interface SignedIn {
  readonly sessionId: string;
}

/** The caller's session with its user and tenant, which is the caller's own whichever the request is about. */
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
 * The caller's account, where the caller shows anew who they are (ASVS 7.5.1): by the password, given now, and whatever
 * else is asked of a sign-in within the last five minutes. Answers the hash that the password matched, too. Once the account
 * is stopped (rule 8) no password is looked at here either: the session goes on, and a reset by email is the way out.
 *
 * Throws `session_ended`, `reauthentication_required`, and what a wrong password throws.
 */
export async function freshAccount(
  app: Deps,
  caller: SignedIn,
  proof: { readonly password: string } & Pick<AttemptRequest, "ip" | "challenge">,
): Promise<SessionState & { passwordHash: string }> {
  const state = await ownAccount(app, caller);
  const { session, user, tenant } = state;
  const since = after(app.clock.now(), -FRESH_SECONDS).getTime() / 1000;
  const isMissing = (method: string) => method !== "pwd" && (session.factors[method] ?? 0) < since;
  const missing = app.requiredFactors(tenant, user).filter(isMissing);
  if (missing.length > 0) throw new AppError("reauthentication_required", { missing });
  // Whoever fails elsewhere does not slow down somebody who is signed in.
  const passwordHash = await guessPassword(app, tenant, user, { ...proof, session: session.id });
  return { ...state, passwordHash };
}
