import { tellOldAddress } from "../accounts/change-email.ts";
import { nameKey } from "../accounts/inputs.ts";
import { moveAccount, resetAttempts } from "../attempts/count-attempt.ts";
import { brandOf } from "../email/message.ts";
import { endSessionsOf } from "../sessions/end-sessions.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { newCode, sendProof } from "../verification/issue-token.ts";
import { newProof } from "../verification/token.ts";
import { conflict } from "./create.ts";
import { deleteUser } from "./delete-user.ts";
import type { UsersDeps } from "./deps.ts";
import { findUser, found } from "./find.ts";
import { sendInvitation } from "./invitations.ts";
import type { UserValues } from "./store.ts";

/** A user's metadata have at most so many bytes as JSON. */
export const METADATA_BYTES = 8192;

/** What may be changed of a user by those who administer them. */
export interface UserChange {
  readonly name?: string | null | undefined;
  /** A JSON merge patch (RFC 7396): null removes a key. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly email?: string | undefined;
  /** Null for none. */
  readonly externalId?: string | null | undefined;
}

type ChangeDeps = Pick<
  UsersDeps,
  "users" | "proofs" | "clock" | "codes" | "passwords" | "outbox" | "config" | "attempts"
>;

/**
 * Changes a user. An email that is changed is not verified: it is sent an email for that, or another invitation where one
 * was open, and the old one is notified. Throws `user_not_found`, `email_taken`, `external_id_taken` and
 * `metadata_too_large`; then nothing is changed.
 */
export async function updateUser(app: ChangeDeps, tenant: Tenant, id: string, change: UserChange): Promise<UserRow> {
  const before = await findUser(app, tenant.id, id);
  const values = valuesOf(before, change);
  if (Object.keys(values).length === 0) return before;
  const after = await app.users.update(before, values, { metadataBytes: METADATA_BYTES, now: app.clock.now() });
  if (after !== undefined && "taken" in after) throw conflict(tenant, after);
  if (after === undefined) {
    // Otherwise somebody has deleted the user meanwhile.
    if (change.metadata === undefined) throw new AppError("user_not_found");
    const message = `The user's metadata would have more than ${METADATA_BYTES} bytes as JSON; nothing was changed.`;
    throw new AppError("metadata_too_large", { maxBytes: METADATA_BYTES }, message);
  }
  if (values.email === undefined) return after;
  await moveAccount(app, tenant, { from: before.emailKey, to: after.emailKey });
  if (before.invitationExpiresAt !== null) return await sendInvitation(app, tenant, after, brandOf(tenant));
  await announceNewEmail(app, tenant, before, values.email);
  return after;
}

function valuesOf(before: UserRow, { name, email, metadata, externalId }: UserChange): UserValues {
  return {
    ...(name !== undefined && { name, nameKey: nameKey(name) }),
    ...(email !== undefined && email !== before.email && { email, emailKey: emailKey(email) }),
    ...(metadata !== undefined && { metadata }),
    ...(externalId !== undefined && { externalId }),
  };
}

/** To the new address a letter to verify it by, and to the old one that it is the user's no more. */
async function announceNewEmail(app: ChangeDeps, tenant: Tenant, user: UserRow, email: string): Promise<void> {
  const proof = await newProof("verify_email", app.clock.now());
  const { code, stored } = await newCode(app, tenant, proof);
  const draft = { proof, tenantId: tenant.id, to: { user: user.id }, code: stored, unlimited: true } as const;
  const [sent] = await app.proofs.issue(draft);
  if (sent !== undefined) await sendProof(app, tenant, proof, sent, { code });
  await tellOldAddress(app, user, email, proof.hash);
}

type EndDeps = Pick<UsersDeps, "users" | "sessions" | "clock" | "revocations">;

/** Lets a user in no more, and ends every session. Safe to repeat. Throws `user_not_found`. */
export async function banUser(app: EndDeps, tenantId: string, id: string): Promise<UserRow> {
  const user = found(await app.users.ban(tenantId, id, app.clock.now()));
  await endSessionsOf(app, tenantId, { user: id }, "banned");
  return user;
}

/** Lets a user in again. Safe to repeat. Throws `user_not_found`. */
export async function unbanUser({ users }: Pick<UsersDeps, "users">, tenantId: string, id: string): Promise<UserRow> {
  return found(await users.unban(tenantId, id));
}

/**
 * Forgets the failed attempts at a user's password and codes: delays, challenges and the stop after the hundredth end.
 * Password and sessions stay. Safe to repeat. Throws `user_not_found`.
 */
export async function unlockUser(
  app: Pick<UsersDeps, "users" | "attempts">,
  tenant: Pick<Tenant, "id">,
  id: string,
): Promise<UserRow> {
  const user = await findUser(app, tenant.id, id);
  await resetAttempts(app, tenant, user.emailKey);
  return user;
}

/** Throws `user_not_found`. */
export async function removeUser(
  app: EndDeps & Pick<UsersDeps, "outbox" | "attempts">,
  tenantId: string,
  id: string,
): Promise<void> {
  if (!(await deleteUser(app, tenantId, id))) throw new AppError("user_not_found");
}

/**
 * Has a user choose another password: the present one lets nobody in, every session ends, and a link is sent to the
 * stored address. Nobody but the user learns or chooses a password. Throws `user_not_found`.
 */
export async function forceReset(
  app: EndDeps & Pick<UsersDeps, "proofs" | "outbox" | "config">,
  tenant: Tenant,
  id: string,
): Promise<UserRow> {
  const user = found(await app.users.requireReset(tenant.id, id, app.clock.now()));
  await endSessionsOf(app, tenant.id, { user: id }, "password_changed");
  const proof = await newProof("reset_password", app.clock.now());
  const [sent] = await app.proofs.issue({ proof, tenantId: tenant.id, to: { user: id }, unlimited: true });
  if (sent !== undefined) await sendProof(app, tenant, proof, sent);
  return user;
}

/** Ends one session of a user, or all. Throws `user_not_found`, and `session_not_found` where it is not the user's. */
export async function endUserSessions(
  app: EndDeps,
  tenantId: string,
  { id, session }: { readonly id: string; readonly session?: string },
): Promise<number> {
  await findUser(app, tenantId, id);
  if (session === undefined) return await endSessionsOf(app, tenantId, { user: id }, "revoked");
  const state = await app.sessions.find(session);
  if (state?.user.id !== id || state.tenant.id !== tenantId) throw new AppError("session_not_found");
  return await endSessionsOf(app, tenantId, { session }, "revoked");
}
