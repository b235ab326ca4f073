import type { Entry } from "../audit/entry.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { removeUser } from "../users/administer.ts";
import { createUser } from "../users/create.ts";
import { findUserOrThrow } from "../users/find.ts";
import { sendInvitation } from "../users/invitations.ts";
import { rolesOf } from "./admin-graph.ts";
import type { AdminRole, Grant } from "./admin-model.ts";
import { type By, type Changed, changeGrant, changeRole, takeAll } from "./change-admin.ts";
import type { PlatformDeps } from "./deps.ts";
import { indexGrants } from "./grant-index.ts";
import type { GrantView } from "./grant-index-store.ts";
import { tellOfChange } from "./notify-admins.ts";

/** An admin as other admins see them. */
export interface AdminView {
  readonly user: UserRow;
  readonly role: AdminRole | null;
  /** Whether they have chosen a password. */
  readonly isAble: boolean;
}

/** The roles of users of the platform's tenant. */
export async function adminsOf(app: PlatformDeps, platformId: string, users: readonly UserRow[]): Promise<AdminView[]> {
  const [roles, able] = await Promise.all([rolesOf(app, platformId), app.platform.able(users.map(({ id }) => id))]);
  return users.map((user) => ({ user, role: roles.get(user.id) ?? null, isAble: able.has(user.id) }));
}

/** Throws `user_not_found`. */
export async function adminOf(
  app: PlatformDeps,
  platformId: string,
  id: string,
): Promise<AdminView & { grants: GrantView[] }> {
  const user = await findUserOrThrow(app, platformId, id);
  const [[view], grants] = await Promise.all([
    adminsOf(app, platformId, [user]),
    app.grantIndex.list(id, app.clock.now()),
  ]);
  if (view === undefined) throw new AppError("user_not_found");
  return { ...view, grants };
}

/**
 * Makes an admin, who is sent a link to choose a password by. Safe to repeat until they have: what was cut off is taken up
 * again, and another link is sent. Throws `email_taken`, and what `changeRole` throws.
 */
export async function inviteAdmin(
  app: PlatformDeps,
  platform: Tenant,
  by: By,
  { role, ...of }: { readonly email: string; readonly name: string | null; readonly role: AdminRole | null },
): Promise<{ user: UserRow } & Changed> {
  const user = (await invited(app, platform, of.email)) ?? (await createUser(app, platform, of));
  const changed = await changeRole(app, by, user.id, role);
  const inviter = await findUserOrThrow(app, platform.id, by.admin.userId);
  await sendInvitation(app, platform, user, inviter.name ?? inviter.email);
  return { user, ...changed };
}

/** Whoever was invited under the address before, and has not chosen a password. Throws `email_taken` of somebody who has. */
async function invited(app: PlatformDeps, { id }: Tenant, email: string): Promise<UserRow | undefined> {
  const found = await app.auth.findForLogin(id, emailKey(email));
  if (found?.passwordHash) throw new AppError("email_taken", { userId: found.user.id });
  return found?.user;
}

/** Throws `user_not_found`, and what `changeRole` throws. What lies open by the old role ends, and the admin is told. */
export async function setRole(app: PlatformDeps, by: By, id: string, role: AdminRole | null): Promise<Changed> {
  const user = await findUserOrThrow(app, by.admin.tenantId, id);
  const changed = await changeRole(app, by, id, role);
  await cutOff(app, by, id);
  const change = role === null ? "You no longer have a role on the platform." : `You are now ${role} of the platform.`;
  if (changed.revision !== null) await tellOfChange(app, by, user, { change, revision: changed.revision });
  return changed;
}

/**
 * Grants an admin a role on a tenant, or revokes it, and notifies the admin. The index of grants is written in one batch
 * with the audit entry. Throws `user_not_found` and `insufficient_permission`.
 */
export async function setGrant(
  app: PlatformDeps,
  by: By,
  id: string,
  { tenant, grant, held }: { readonly tenant: Tenant; readonly grant: Grant; readonly held: boolean },
  entry: Entry,
): Promise<boolean> {
  const user = await findUserOrThrow(app, by.admin.tenantId, id);
  const revision = await changeGrant(app, by, id, { tenantId: tenant.id, relation: grant, held });
  await indexGrants(app, by.admin.tenantId, id, entry);
  if (!held) await cutOff(app, by, id);
  const change = held
    ? `You are now ${grant} of the tenant ${tenant.name} and its child tenants.`
    : `You are no longer ${grant} of the tenant ${tenant.name}.`;
  if (revision !== null) await tellOfChange(app, by, user, { change, revision });
  return revision !== null;
}

/**
 * Takes everything from an admin, and deletes them as a user, who is told. What was cut off is completed by a repeat: from
 * the first step on they may do nothing. Throws `user_not_found`, and what `changeRole` throws.
 */
export async function removeAdmin(app: PlatformDeps, by: By, id: string): Promise<void> {
  await findUserOrThrow(app, by.admin.tenantId, id);
  await takeAll(app, by, id);
  await cutOff(app, by, id);
  await app.platform.forget(id);
  await removeUser(app, by.admin.tenantId, id);
}

/** Ends the connections that an admin has open, wherever they lie; what they still may follow they open again. */
async function cutOff({ connections }: Pick<PlatformDeps, "connections">, { admin }: By, id: string): Promise<void> {
  await connections(admin.tenantId).cutOff([id], 0);
}
