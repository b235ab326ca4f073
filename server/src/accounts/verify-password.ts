import { type AttemptRequest, countAttempt, runAttempt } from "../attempts/count-attempt.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { AccountsDeps } from "./deps.ts";

/**
 * Checks the password of a user who is signed in, as a guess like any other. Answers the hash that it matched. Throws what
 * `countAttempt` throws, `busy`, and `invalid_credentials`.
 */
export async function guessPassword(
  app: Pick<AccountsDeps, "auth" | "clock" | "passwords" | "attempts" | "challenges">,
  tenant: Pick<Tenant, "id">,
  user: Pick<UserRow, "id" | "emailKey">,
  { password, ...guess }: { password: string } & Pick<AttemptRequest, "ip" | "session" | "challenge">,
): Promise<string> {
  const attempt = await countAttempt(app, tenant, { ...guess, kind: "password", account: user.emailKey });
  const stored = (await app.auth.findWithPassword(user.id))?.passwordHash ?? null;
  const matches = await runAttempt(attempt, async () => await verifyPassword(app, password, stored));
  if (stored === null || !matches) throw new AppError("invalid_credentials");
  await attempt.succeed();
  return stored;
}

/** The same work whether or not there is a password. */
export async function verifyPassword(
  { passwords }: Pick<AccountsDeps, "passwords">,
  password: string,
  stored: string | null | undefined,
): Promise<boolean> {
  return stored ? await passwords.verify(password, stored) : await passwords.verifyDecoy(password);
}

/**
 * Replaces a hash that is not what a new one would be, now that its password is at hand. It can wait: where the isolate
 * is too busy, the next sign-in does it.
 */
export async function rehash(
  { auth, passwords }: Pick<AccountsDeps, "auth" | "passwords">,
  userId: string,
  password: string,
  stored: string,
): Promise<void> {
  if (await passwords.isCurrent(stored)) return;
  try {
    await auth.replacePasswordHash(userId, { from: stored, to: await passwords.hash(password) });
  } catch (error) {
    if (!(error instanceof AppError && error.code === "busy")) throw error;
  }
}
