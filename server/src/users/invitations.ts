import { brandOf } from "../email/message.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { sendTokenEmail } from "../verification/issue-token.ts";
import { newVerificationToken } from "../verification/token.ts";
import type { UsersDeps } from "./deps.ts";
import { findUserOrThrow } from "./find.ts";

type SendDeps = Pick<UsersDeps, "verificationTokens" | "clock" | "outbox" | "config">;

/**
 * Sends a user a link to choose a password. The link is valid for 72 hours and replaces earlier ones. Returns the updated
 * user.
 */
export async function sendInvitation(app: SendDeps, tenant: Tenant, user: UserRow, inviter: string): Promise<UserRow> {
  const token = await newVerificationToken("invitation", app.clock.now());
  const email = await app.verificationTokens.invite(tenant.id, user.id, token);
  if (email === undefined) return user;
  await sendTokenEmail(app, tenant, token, { userId: user.id, email }, { inviter });
  return { ...user, invitedAt: token.createdAt, invitationExpiresAt: token.expiresAt };
}

/**
 * Invites a user without a password, or resends the invitation. Throws `user_not_found`, `user_banned`, and
 * `invitation_accepted` if the user has a password.
 */
export async function inviteUser(
  app: SendDeps & Pick<UsersDeps, "users" | "auth">,
  tenant: Tenant,
  id: string,
  inviter: string,
): Promise<UserRow> {
  const user = await findUserOrThrow(app, tenant.id, id);
  if (user.status !== "active") throw new AppError("user_banned");
  if ((await app.auth.findWithPassword(id))?.passwordHash) throw new AppError("invitation_accepted");
  return await sendInvitation(app, tenant, user, inviter);
}

/**
 * Revokes an open invitation: its link stops working, and its user is banned. Safe to repeat. Throws `user_not_found`, and
 * `invitation_not_found` if none is open.
 */
export async function revokeInvitation(
  app: Pick<UsersDeps, "users" | "clock">,
  tenantId: string,
  id: string,
): Promise<UserRow> {
  const revoked = await app.users.revokeInvitation(tenantId, id, app.clock.now());
  if (revoked !== undefined) return revoked;
  const user = await findUserOrThrow(app, tenantId, id);
  if (user.status === "banned" && user.invitedAt !== null && user.lastSignInAt === null) return user;
  throw new AppError("invitation_not_found");
}

/** Name of the inviter: name or else email of a user; defaults to the tenant's brand. Throws `user_not_found`. */
export async function inviterOf(
  app: Pick<UsersDeps, "users">,
  tenant: Tenant,
  invitedBy: string | undefined,
): Promise<string> {
  if (invitedBy === undefined) return brandOf(tenant);
  const { name, email } = await findUserOrThrow(app, tenant.id, invitedBy);
  return name ?? email;
}
