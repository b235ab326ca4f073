import { brandOf } from "../email/message.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { sendProof } from "../verification/issue-token.ts";
import { newProof } from "../verification/token.ts";
import type { UsersDeps } from "./deps.ts";
import { findUser } from "./find.ts";

type SendDeps = Pick<UsersDeps, "proofs" | "clock" | "outbox" | "config">;

/**
 * Sends a user a link to choose a password by, good for 72 hours, in the place of earlier ones. The user as they are then.
 */
export async function sendInvitation(app: SendDeps, tenant: Tenant, user: UserRow, inviter: string): Promise<UserRow> {
  const proof = await newProof("invitation", app.clock.now());
  const email = await app.proofs.invite(tenant.id, user.id, proof);
  if (email === undefined) return user;
  await sendProof(app, tenant, proof, { userId: user.id, email }, { inviter });
  return { ...user, invitedAt: proof.createdAt, invitationExpiresAt: proof.expiresAt };
}

/**
 * Invites a user who has no password yet, also again. Throws `user_not_found`, `user_banned`, and `invitation_accepted`
 * where there is a password.
 */
export async function inviteUser(
  app: SendDeps & Pick<UsersDeps, "users" | "auth">,
  tenant: Tenant,
  id: string,
  inviter: string,
): Promise<UserRow> {
  const user = await findUser(app, tenant.id, id);
  if (user.status !== "active") throw new AppError("user_banned");
  if ((await app.auth.findWithPassword(id))?.passwordHash) throw new AppError("invitation_accepted");
  return await sendInvitation(app, tenant, user, inviter);
}

/**
 * Ends an open invitation: its link opens nothing, and its user, who has no other way in, is banned. Safe to repeat. Throws
 * `user_not_found`, and `invitation_not_found` where none is open.
 */
export async function revokeInvitation(
  app: Pick<UsersDeps, "users" | "clock">,
  tenantId: string,
  id: string,
): Promise<UserRow> {
  const revoked = await app.users.revokeInvitation(tenantId, id, app.clock.now());
  if (revoked !== undefined) return revoked;
  const user = await findUser(app, tenantId, id);
  if (user.status === "banned" && user.invitedAt !== null && user.lastSignInAt === null) return user;
  throw new AppError("invitation_not_found");
}

/** Whom an invitation is from: a user of the tenant, by name or else by email, or the tenant. Throws `user_not_found`. */
export async function inviterOf(
  app: Pick<UsersDeps, "users">,
  tenant: Tenant,
  invitedBy: string | undefined,
): Promise<string> {
  if (invitedBy === undefined) return brandOf(tenant);
  const { name, email } = await findUser(app, tenant.id, invitedBy);
  return name ?? email;
}
