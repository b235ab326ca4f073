import type { AuditEntry } from "../audit/entry.ts";
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
import { type AdminActor, changeGrant, changeRole, type RoleChange, revokeAll } from "./change-admin.ts";
import type { PlatformDeps } from "./deps.ts";
import { indexGrants } from "./grant-index.ts";
import type { GrantView } from "./grant-index-store.ts";
import { notifyAdminChanged } from "./notify-admins.ts";

/** An admin as returned to other admins. */
export interface AdminView {
  readonly user: UserRow;
  readonly role: AdminRole | null;
  /** Whether the admin can sign in: they have chosen a password and aren't banned. */
  readonly isActive: boolean;
}

/** The roles of users of the platform's tenant. */
export async function adminsOf(app: PlatformDeps, platformId: string, users: readonly UserRow[]): Promise<AdminView[]> {
  const [roles, active] = await Promise.all([
    rolesOf(app, platformId),
    app.platform.ableToSignIn(users.map(({ id }) => id)),
  ]);
  return users.map((user) => ({ user, role: roles.get(user.id) ?? null, isActive: active.has(user.id) }));
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
 * Creates an admin and emails them a link to choose a password. Safe to repeat until they have chosen one: an interrupted
 * call is completed, and another link is sent. Throws `email_taken` and the errors of `changeRole`.
 */
export async function inviteAdmin(
  app: PlatformDeps,
  platform: Tenant,
  by: AdminActor,
  { role, ...of }: { readonly email: string; readonly name: string | null; readonly role: AdminRole | null },
): Promise<{ user: UserRow } & RoleChange> {
  const user = (await findInvited(app, platform, of.email)) ?? (await createUser(app, platform, of));
  const changed = await changeRole(app, by, user.id, role);
  const inviter = await findUserOrThrow(app, platform.id, by.admin.userId);
  await sendInvitation(app, platform, user, inviter.name ?? inviter.email);
  return { user, ...changed };
}

/** The user with this email who was invited and has no password. Throws `email_taken` if the user has a password. */
async function findInvited(app: PlatformDeps, { id }: Tenant, email: string): Promise<UserRow | undefined> {
  const found = await app.auth.findForLogin(id, emailKey(email));
  if (found?.passwordHash) throw new AppError("email_taken", { userId: found.user.id });
  return found?.user;
}

/** Sets an admin's role, closes their open connections and notifies them. Throws `user_not_found` and the errors of `changeRole`. */
export async function setRole(
  app: PlatformDeps,
  by: AdminActor,
  id: string,
  role: AdminRole | null,
): Promise<RoleChange> {
  const user = await findUserOrThrow(app, by.admin.tenantId, id);
  const changed = await changeRole(app, by, id, role);
  await closeConnections(app, by, id);
  const change = role === null ? "You no longer have a role on the platform." : `You are now ${role} of the platform.`;
  if (changed.revision !== null) await notifyAdminChanged(app, by, user, { change, revision: changed.revision });
  return changed;
}

/**
 * Grants an admin a role on a tenant, or revokes it, and notifies the admin. The index of grants is written in one batch
 * with the audit entry. Throws `user_not_found` and `insufficient_permission`.
 */
export async function setGrant(
  app: PlatformDeps,
  by: AdminActor,
  id: string,
  { tenant, grant, isGranted }: { readonly tenant: Tenant; readonly grant: Grant; readonly isGranted: boolean },
  entry: AuditEntry,
): Promise<boolean> {
  const user = await findUserOrThrow(app, by.admin.tenantId, id);
  const revision = await changeGrant(app, by, id, { tenantId: tenant.id, relation: grant, isGranted });
  await indexGrants(app, by.admin.tenantId, id, entry);
  if (!isGranted) await closeConnections(app, by, id);
  const change = isGranted
    ? `You are now ${grant} of the tenant ${tenant.name} and its child tenants.`
    : `You are no longer ${grant} of the tenant ${tenant.name}.`;
  if (revision !== null) await notifyAdminChanged(app, by, user, { change, revision });
  return revision !== null;
}

/**
 * Revokes all rights of an admin, deletes the user and notifies them. They have no rights from the first step on; a repeat
 * completes an interrupted call. Throws `user_not_found` and the errors of `changeRole`.
 */
export async function removeAdmin(app: PlatformDeps, by: AdminActor, id: string): Promise<void> {
  await findUserOrThrow(app, by.admin.tenantId, id);
  await revokeAll(app, by, id);
  await closeConnections(app, by, id);
  await app.platform.removeFirstAdmin(id);
  await removeUser(app, by.admin.tenantId, id);
}

/** Closes all open connections of an admin. Clients reconnect to the streams that they still may follow. */
async function closeConnections(
  { connections }: Pick<PlatformDeps, "connections">,
  { admin }: AdminActor,
  id: string,
): Promise<void> {
  await connections(admin.tenantId).cutOff([id], 0);
}
