import { notifyOldEmail } from "../accounts/change-email.ts";
import { nameKey } from "../accounts/inputs.ts";
import { moveAccount, resetAttempts } from "../attempts/count-attempt.ts";
import { brandOf } from "../email/message.ts";
import { endSessionsOf } from "../sessions/end-sessions.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { newCode, sendTokenEmail } from "../verification/issue-token.ts";
import { newVerificationToken } from "../verification/token.ts";
import { conflictError } from "./create.ts";
import { deleteUser } from "./delete-user.ts";
import type { UsersDeps } from "./deps.ts";
import { findUserOrThrow, userOrThrow } from "./find.ts";
import { sendInvitation } from "./invitations.ts";
import type { UserValues } from "./store.ts";

/** Maximum size of a user's metadata in bytes of JSON. */
export const MAX_METADATA_BYTES = 8192;

/** Change of a user by the tenant's servers or an admin. */
export interface UserChange {
  readonly name?: string | null | undefined;
  /** A JSON merge patch (RFC 7396): null removes a key. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly email?: string | undefined;
  /** External id; null removes it. */
  readonly externalId?: string | null | undefined;
  readonly secondFactorRequired?: boolean | undefined;
}

type ChangeDeps = Pick<
  UsersDeps,
  "users" | "verificationTokens" | "clock" | "codes" | "passwords" | "outbox" | "config" | "attempts"
>;

/**
 * Updates a user. A new email is unverified: it receives a verification email, or a new invitation if one was open, and the
 * old email is notified. Throws `user_not_found`, `email_taken`, `external_id_taken` and `metadata_too_large`; then nothing
 * changes.
 */
export async function updateUser(app: ChangeDeps, tenant: Tenant, id: string, change: UserChange): Promise<UserRow> {
  const before = await findUserOrThrow(app, tenant.id, id);
  const values = valuesOf(before, change);
  if (Object.keys(values).length === 0) return before;
  const after = await app.users.update(before, values, { metadataBytes: MAX_METADATA_BYTES, now: app.clock.now() });
  if (after !== undefined && "conflict" in after) throw conflictError(tenant, after);
  if (after === undefined) {
    // Without new metadata, the only cause is a concurrent deletion.
    if (change.metadata === undefined) throw new AppError("user_not_found");
    const message = `The user's metadata would exceed ${MAX_METADATA_BYTES} bytes of JSON. Nothing was changed.`;
    throw new AppError("metadata_too_large", { maxBytes: MAX_METADATA_BYTES }, message);
  }
  if (values.email === undefined) return after;
  await moveAccount(app, tenant, { from: before.emailKey, to: after.emailKey });
  if (before.invitationExpiresAt !== null) return await sendInvitation(app, tenant, after, brandOf(tenant));
  await announceNewEmail(app, tenant, before, values.email);
  return after;
}

function valuesOf(
  before: UserRow,
  { name, email, metadata, externalId, secondFactorRequired }: UserChange,
): UserValues {
  return {
    ...(name !== undefined && { name, nameKey: nameKey(name) }),
    ...(email !== undefined && email !== before.email && { email, emailKey: emailKey(email) }),
    ...(metadata !== undefined && { metadata }),
    ...(externalId !== undefined && { externalId }),
    ...(secondFactorRequired !== undefined && { secondFactorRequired }),
  };
}

/** Sends a verification email to the new email, and notifies the old one. */
async function announceNewEmail(app: ChangeDeps, tenant: Tenant, user: UserRow, email: string): Promise<void> {
  const token = await newVerificationToken("verify_email", app.clock.now());
  const { code, stored } = await newCode(app, tenant, token);
  const draft = { token, tenantId: tenant.id, to: { user: user.id }, code: stored, unlimited: true } as const;
  const [sent] = await app.verificationTokens.issue(draft);
  if (sent !== undefined) await sendTokenEmail(app, tenant, token, sent, { code });
  await notifyOldEmail(app, user, email, token.hash);
}

type EndDeps = Pick<UsersDeps, "users" | "sessions" | "clock" | "revocations">;

/** Bans a user and ends all sessions. Safe to repeat. Throws `user_not_found`. */
export async function banUser(app: EndDeps, tenantId: string, id: string): Promise<UserRow> {
  const user = userOrThrow(await app.users.ban(tenantId, id, app.clock.now()));
  await endSessionsOf(app, tenantId, { user: id }, "banned");
  return user;
}

/** Unbans a user. Safe to repeat. Throws `user_not_found`. */
export async function unbanUser({ users }: Pick<UsersDeps, "users">, tenantId: string, id: string): Promise<UserRow> {
  return userOrThrow(await users.unban(tenantId, id));
}

/**
 * Clears the failed attempts at a user's password and codes, so that delays, challenges and the lock after 100 failures end.
 * Keeps password and sessions. Safe to repeat. Throws `user_not_found`.
 */
export async function unlockUser(
  app: Pick<UsersDeps, "users" | "attempts">,
  tenant: Pick<Tenant, "id">,
  id: string,
): Promise<UserRow> {
  const user = await findUserOrThrow(app, tenant.id, id);
  await resetAttempts(app, tenant, user.emailKey);
  return user;
}

/** Deletes a user. Throws `user_not_found`. */
export async function removeUser(
  app: EndDeps & Pick<UsersDeps, "outbox" | "attempts">,
  tenantId: string,
  id: string,
): Promise<void> {
  if (!(await deleteUser(app, tenantId, id))) throw new AppError("user_not_found");
}

/**
 * Forces a user to choose a new password: the current password stops working, all sessions end, and a link is sent to the
 * stored email. Only the user learns or chooses the password. Throws `user_not_found`.
 */
export async function forceReset(
  app: EndDeps & Pick<UsersDeps, "verificationTokens" | "outbox" | "config">,
  tenant: Tenant,
  id: string,
): Promise<UserRow> {
  const user = userOrThrow(await app.users.requireReset(tenant.id, id, app.clock.now()));
  await endSessionsOf(app, tenant.id, { user: id }, "password_changed");
  const token = await newVerificationToken("reset_password", app.clock.now());
  const [sent] = await app.verificationTokens.issue({ token, tenantId: tenant.id, to: { user: id }, unlimited: true });
  if (sent !== undefined) await sendTokenEmail(app, tenant, token, sent);
  return user;
}

/** Ends one session of a user, or all. Throws `user_not_found`, and `session_not_found` if the user has no such session. */
export async function endUserSessions(
  app: EndDeps,
  tenantId: string,
  { id, session }: { readonly id: string; readonly session?: string },
): Promise<number> {
  await findUserOrThrow(app, tenantId, id);
  if (session === undefined) return await endSessionsOf(app, tenantId, { user: id }, "revoked");
  const state = await app.sessions.find(session);
  if (state?.user.id !== id || state.tenant.id !== tenantId) throw new AppError("session_not_found");
  return await endSessionsOf(app, tenantId, { session }, "revoked");
}
