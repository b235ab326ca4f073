import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { UsersDeps } from "./deps.ts";
import type { UserName } from "./store.ts";

/** Throws `user_not_found`. */
export async function findUser({ users }: Pick<UsersDeps, "users">, tenantId: string, id: string): Promise<UserRow> {
  return found(await users.find(tenantId, id));
}

/** By email or the tenant's own id as well. Throws `user_not_found`. */
export async function findUserBy(
  { users }: Pick<UsersDeps, "users">,
  tenantId: string,
  name: UserName,
): Promise<UserRow> {
  return found(await users.findBy(tenantId, name));
}

/** Users by their ids, in that order, and the ids that no user has. */
export async function findUsers(
  { users }: Pick<UsersDeps, "users">,
  tenantId: string,
  ids: readonly string[],
): Promise<{ items: UserRow[]; missing: string[] }> {
  const byId = new Map((await users.findMany(tenantId, ids)).map((user) => [user.id, user]));
  const asked = [...new Set(ids)];
  return {
    items: asked.flatMap((id) => byId.get(id) ?? []),
    missing: asked.filter((id) => !byId.has(id)),
  };
}

export function found(user: UserRow | undefined): UserRow {
  if (user === undefined) throw new AppError("user_not_found");
  return user;
}
