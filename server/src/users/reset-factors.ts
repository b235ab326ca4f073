import type { UserRow } from "../shared/rows.ts";
import { after } from "../shared/session-lifetimes.ts";
import type { Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";
import type { UsersDeps } from "./deps.ts";
import { findUserOrThrow, userOrThrow } from "./find.ts";

type Deps = Pick<UsersDeps, "users" | "factors" | "clock" | "outbox">;

/**
 * Requests that a user's second factors be removed, because the user has lost them. The removal waits for the tenant's delay and the
 * user's next sign-in; the user is emailed, and cancels it by showing a second factor. Safe to repeat: the first time stays. Throws
 * `user_not_found`.
 */
export async function requestFactorReset(app: Deps, tenant: Tenant, id: string): Promise<UserRow> {
  const user = await findUserOrThrow(app, tenant.id, id);
  if (user.factorsResetAt !== null) return user;
  const at = after(app.clock.now(), settingsOf(tenant).factorResetDelayHours * 60 * 60);
  const key = `factors_reset ${user.id} ${at.getTime()}`;
  // The email goes first: no reset is unannounced.
  const values = { when: at.toISOString() };
  await app.outbox(tenant.id).enqueue({ kind: "factors_reset", key, to: user.email, userId: user.id, values });
  return userOrThrow(await app.factors.setReset(user, at));
}

/** Takes the request back. Safe to repeat. Throws `user_not_found`. */
export async function cancelFactorReset(app: Deps, tenant: Tenant, id: string): Promise<UserRow> {
  const user = await findUserOrThrow(app, tenant.id, id);
  return user.factorsResetAt === null ? user : userOrThrow(await app.factors.setReset(user, null));
}
