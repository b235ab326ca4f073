import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { UsersDeps } from "./deps.ts";
import type { UserLookup } from "./store.ts";

/** Finds a user by id. Throws `user_not_found`. */
export async function findUserOrThrow(
  { users }: Pick<UsersDeps, "users">,
  tenantId: string,
  id: string,
): Promise<UserRow> {
  return userOrThrow(await users.find(tenantId, id));
}

/** Finds a user by id, email or external id. Throws `user_not_found`. */
export async function findUserByOrThrow(
  { users }: Pick<UsersDeps, "users">,
  tenantId: string,
  name: UserLookup,
): Promise<UserRow> {
  return userOrThrow(await users.findBy(tenantId, name));
}

/** Finds users by their ids, in that order, and lists the ids that no user has. */
export async function findUsers(
  { users }: Pick<UsersDeps, "users">,
  tenantId: string,
  ids: readonly string[],
): Promise<{ items: UserRow[]; missing: string[] }> {
  const byId = new Map((await users.findMany(tenantId, ids)).map((user) => [user.id, user]));
  const requested = [...new Set(ids)];
  return {
    items: requested.flatMap((id) => byId.get(id) ?? []),
    missing: requested.filter((id) => !byId.has(id)),
  };
}

export function userOrThrow(user: UserRow | undefined): UserRow {
  if (user === undefined) throw new AppError("user_not_found");
  return user;
}
