import { forgetAccount } from "../attempts/count-attempt.ts";
import { endSessionsOf } from "../sessions/end-sessions.ts";
import type { UserRow } from "../shared/rows.ts";
import type { UsersDeps } from "./deps.ts";

type Deps = Pick<UsersDeps, "users" | "sessions" | "clock" | "revocations" | "attempts" | "outbox">;

/**
 * Deletes a user and all their personal data, and notifies them by email. The first step marks the user as deleted: from
 * then on they can't sign in, and `finishDeletions` completes an interrupted deletion. Returns whether the user existed.
 */
export async function deleteUser(app: Deps, tenantId: string, userId: string): Promise<boolean> {
  const user = await app.users.markDeleted(tenantId, userId);
  if (user === undefined) return false;
  await finishDeletion(app, user);
  return true;
}

/** Completes a deletion. Safe to repeat. The email is queued first, because its recipient is deleted; its key makes it one. */
async function finishDeletion(app: Deps, { id, tenantId, email, emailKey }: UserRow): Promise<void> {
  await endSessionsOf(app, tenantId, { user: id }, "deleted");
  const head = { kind: "account_deleted", key: `account_deleted ${id}` } as const;
  await app.outbox(tenantId).enqueue({ ...head, to: email, userId: id, values: {} });
  await forgetAccount(app, { id: tenantId }, emailKey);
  await app.users.remove(tenantId, id);
}

/** Maximum number of deletions per run; the rest waits for the next run. */
const MAX_PER_RUN = 100;

/** Completes interrupted deletions. */
export async function finishDeletions(app: Deps): Promise<{ finished: number } | undefined> {
  const users = await app.users.listPendingDeletions(MAX_PER_RUN);
  const results = await Promise.allSettled(users.map((user) => finishDeletion(app, user)));
  for (const result of results) if (result.status === "rejected") throw result.reason;
  return users.length === 0 ? undefined : { finished: users.length };
}
