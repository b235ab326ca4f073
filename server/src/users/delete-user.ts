import { forgetAccount } from "../attempts/count-attempt.ts";
import { endSessionsOf } from "../sessions/end-sessions.ts";
import type { UserRow } from "../shared/rows.ts";
import type { UsersDeps } from "./deps.ts";

type Deps = Pick<UsersDeps, "users" | "sessions" | "clock" | "revocations" | "attempts" | "outbox">;

/**
 * Deletes a user with all that is personal, and says so by mail. The first step marks the user, so that nobody signs in
 * any more and whatever is broken off afterwards is finished by `finishDeletions`. Whether there was such a user.
 */
export async function deleteUser(app: Deps, tenantId: string, userId: string): Promise<boolean> {
  const user = await app.users.markDeleted(tenantId, userId);
  if (user === undefined) return false;
  await finishDeletion(app, user);
  return true;
}

/** Safe to repeat. The letter goes first, since nobody knows its address afterwards; it is one letter however often. */
async function finishDeletion(app: Deps, { id, tenantId, email, emailKey }: UserRow): Promise<void> {
  await endSessionsOf(app, tenantId, { user: id }, "deleted");
  const head = { kind: "account_deleted", key: `account_deleted ${id}` } as const;
  await app.outbox(tenantId).post({ ...head, to: email, userId: id, values: {} });
  await forgetAccount(app, { id: tenantId }, emailKey);
  await app.users.remove(tenantId, id);
}

/** How many are finished in one run; the rest waits for the next. */
const AT_ONCE = 100;

/** Finishes what was broken off. */
export async function finishDeletions(app: Deps): Promise<{ finished: number } | undefined> {
  const users = await app.users.beingDeleted(AT_ONCE);
  const results = await Promise.allSettled(users.map((user) => finishDeletion(app, user)));
  for (const result of results) if (result.status === "rejected") throw result.reason;
  return users.length === 0 ? undefined : { finished: users.length };
}
