import { rehash, verifyPassword } from "../accounts/verify-password.ts";
import { countAttempt, type AttemptRequest, runAttempt } from "../attempts/count-attempt.ts";
import type { Entry } from "../audit/entry.ts";
import { type SessionClient, openSession, type Tokens } from "../sessions/session.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { SignInDeps } from "./deps.ts";
import { isUnverified, assertCanSignIn } from "./sign-in-policy.ts";

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
 * Throws what `countAttempt` throws, `invalid_credentials`, `busy`, and what the sign-in policy throws. An email that
 * nobody has takes the same work as a wrong password and gets the same result. So does an email that has to be verified
 * first: otherwise whoever has just registered it could tell whether it was free.
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
  }: { email: string; password: string; entry: Entry } & Pick<AttemptRequest, "ip" | "challenge">,
): Promise<Tokens & { user: UserRow }> {
  const account = emailKey(email);
  // The row is read meanwhile, and looked at only once the attempt has been counted.
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
  // It was no wrong guess, whatever the gate says.
  const [opening, counting] = [open(), attempt.succeed()];
  await Promise.allSettled([opening, counting]);
  await counting;
  return { user, ...(await opening) };
}
