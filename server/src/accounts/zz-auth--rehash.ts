import type { App } from "../app.ts";
import { AppError } from "../shared/errors/app-error.ts";

/**
 * Replaces a hash that is not what a new one would be, now that its password is at hand. It can wait: where the isolate
 * is too busy, the next sign-in does it.
 */
export async function rehash(
  { auth, passwords }: Pick<App, "auth" | "passwords">,
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
