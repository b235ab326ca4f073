import type { App } from "../app.ts";
import { AppError } from "../errors/app-error.ts";
import type { Tenant } from "../tenants/tenant.ts";
import { emailKey } from "./email.ts";
import { passGate } from "./gate.ts";
import { rehash } from "./rehash.ts";
import { type Client, openSession, type Tokens } from "./session.ts";
import type { UserRow } from "./store.ts";

type Needs = Pick<
  App,
  "auth" | "sessions" | "clock" | "passwords" | "signingKeys" | "accessTokens" | "refreshTokens" | "attempts"
>;

/**
 * Throws `too_many_attempts`, `invalid_credentials`, `busy`, and what the gate throws. An address nobody has takes the
 * same work as a wrong password and answers the same.
 */
export async function login(
  app: Needs,
  tenant: Tenant,
  client: Client,
  { email, password }: { email: string; password: string },
): Promise<Tokens & { user: UserRow }> {
  const account = emailKey(email);
  const attempts = app.attempts(tenant.id);
  const { allowed, retryAfterSeconds } = await attempts.beginAttempt(account, app.clock.now().getTime());
  if (!allowed) throw new AppError("too_many_attempts", { retryAfterSeconds });

  const found = await app.auth.findForLogin(tenant.id, account);
  const matches = await verify(app, password, found?.passwordHash).catch(async (error) => {
    // Nobody has looked at the password, so it was no guess.
    await attempts.returnAttempt(account);
    throw error;
  });
  if (!found?.passwordHash || !matches) throw new AppError("invalid_credentials");

  passGate(tenant, found.user);
  await attempts.clearAttempts(account);
  await rehash(app, found.user.id, password, found.passwordHash);
  return { user: found.user, ...(await openSession(app, tenant, found.user, client, ["pwd"])) };
}

async function verify({ passwords }: Needs, password: string, stored: string | null | undefined): Promise<boolean> {
  return stored ? await passwords.verify(password, stored) : await passwords.verifyNobody(password);
}
