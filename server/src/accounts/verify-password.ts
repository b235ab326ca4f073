import { type AttemptRequest, countAttempt, runAttempt } from "../attempts/count-attempt.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { AccountsDeps } from "./deps.ts";

/**
 * Verifies the password of a signed-in user, and counts the attempt like a sign-in. Returns the hash that it matched. Throws
 * `busy`, `invalid_credentials`, and the errors of `countAttempt`.
 */
export async function verifyCurrentPassword(
  app: Pick<AccountsDeps, "auth" | "clock" | "passwords" | "attempts" | "challenges">,
  tenant: Pick<Tenant, "id">,
  user: Pick<UserRow, "id" | "emailKey">,
  { password, ...source }: { password: string } & Pick<AttemptRequest, "ip" | "session" | "challenge">,
): Promise<string> {
  const attempt = await countAttempt(app, tenant, { ...source, kind: "password", account: user.emailKey });
  const stored = (await app.auth.findWithPassword(user.id))?.passwordHash ?? null;
  const matches = await runAttempt(attempt, async () => await verifyPassword(app, password, stored));
  if (stored === null || !matches) throw new AppError("invalid_credentials");
  await attempt.succeed();
  return stored;
}

/** Verifies a password against a hash, with the same work if there is no hash. */
export async function verifyPassword(
  { passwords }: Pick<AccountsDeps, "passwords">,
  password: string,
  stored: string | null | undefined,
): Promise<boolean> {
  return stored ? await passwords.verify(password, stored) : await passwords.verifyDecoy(password);
}

/**
 * Replaces an outdated hash while its password is available. If the isolate is too busy, the next sign-in replaces it.
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
