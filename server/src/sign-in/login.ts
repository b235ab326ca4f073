import { rehash, verifyPassword } from "../accounts/verify-password.ts";
import { type AttemptRequest, countAttempt, runAttempt } from "../attempts/count-attempt.ts";
import type { AuditEntry } from "../audit/entry.ts";
import { openSession, type SessionClient, type Tokens } from "../sessions/session.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { SignInDeps } from "./deps.ts";
import { assertCanSignIn, isUnverified } from "./sign-in-policy.ts";

type Deps = Pick<
  SignInDeps,
  | "auth"
  | "sessions"
  | "clock"
  | "passwords"
  | "signingKeys"
  | "accessTokens"
  | "refreshTokens"
  | "attempts"
  | "challenges"
  | "requiredFactors"
>;

const METHODS = ["pwd"];

/**
 * Signs a user in with a password, and opens a session. An unknown email takes the same work as a wrong password and gets
 * the same result. So does an email that must be verified first: otherwise a stranger who just registered it could tell
 * whether it was free.
 *
 * Throws what `countAttempt` throws, `invalid_credentials`, `busy`, and what the sign-in policy throws.
 */
export async function login(
  app: Deps,
  tenant: Tenant,
  client: SessionClient,
  {
    email,
    password,
    entry,
    ...request
  }: { email: string; password: string; entry: AuditEntry } & Pick<AttemptRequest, "ip" | "challenge">,
): Promise<Tokens & { user: UserRow }> {
  const account = emailKey(email);
  // The row is read in parallel, and used only once the attempt was counted.
  const [attempt, found] = await Promise.all([
    countAttempt(app, tenant, { ...request, kind: "password", account }),
    app.auth.findForLogin(tenant.id, account),
  ]);
  const passwordHash = found === undefined || isUnverified(tenant, found.user) ? null : found.passwordHash;
  const matches = await runAttempt(attempt, async () => await verifyPassword(app, password, passwordHash));
  if (found === undefined || passwordHash === null || !matches) throw new AppError("invalid_credentials");

  const { user } = found;
  entry.subject = user.id;
  const open = async () => {
    assertCanSignIn(app, { tenant, user, methods: METHODS });
    await rehash(app, user.id, password, passwordHash);
    return await openSession(app, tenant, user, client, { methods: METHODS, entry });
  };
  // The password was right, even if the sign-in policy refuses the user.
  const [opening, counting] = [open(), attempt.succeed()];
  await Promise.allSettled([opening, counting]);
  await counting;
  return { user, ...(await opening) };
}
