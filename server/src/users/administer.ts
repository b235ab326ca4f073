import type { App } from "../app.ts";
import { tellOldAddress } from "../auth/change-email.ts";
import { moveAccount, resetAttempts } from "../auth/count-attempt.ts";
import { deleteUser } from "../auth/delete-user.ts";
import { emailKey } from "../auth/email.ts";
import { endSessionsOf } from "../auth/end-sessions.ts";
import { nameKey } from "../auth/name.ts";
import { newCode } from "../auth/proofs/new-code.ts";
import { newProof } from "../auth/proofs/proof.ts";
import { sendProof } from "../auth/proofs/send-proof.ts";
import type { UserRow } from "../auth/store.ts";
import { AppError } from "../errors/app-error.ts";
import { brandOf } from "../mail/message.ts";
import type { Tenant } from "../tenants/tenant.ts";
import { conflict } from "./create.ts";
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

type ChangeNeeds = Pick<App, "users" | "proofs" | "clock" | "codes" | "passwords" | "outbox" | "config" | "attempts">;

/**
 * Changes a user. An email that is changed is not verified: it is sent an email for that, or another invitation where one
 * was open, and the old one is notified. Throws `user_not_found`, `email_taken`, `external_id_taken` and
 * `metadata_too_large`; then nothing is changed.
 */
export async function updateUser(app: ChangeNeeds, tenant: Tenant, id: string, change: UserChange): Promise<UserRow> {
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
async function announceNewEmail(app: ChangeNeeds, tenant: Tenant, user: UserRow, email: string): Promise<void> {
  const proof = await newProof("verify_email", app.clock.now());
  const { code, stored } = await newCode(app, tenant, proof);
  const draft = { proof, tenantId: tenant.id, to: { user: user.id }, code: stored, unlimited: true } as const;
  const [sent] = await app.proofs.issue(draft);
  if (sent !== undefined) await sendProof(app, tenant, proof, sent, { code });
  await tellOldAddress(app, user, email, proof.hash);
}

type EndNeeds = Pick<App, "users" | "sessions" | "clock" | "revocations">;

/** Lets a user in no more, and ends every session. Safe to repeat. Throws `user_not_found`. */
export async function banUser(app: EndNeeds, tenantId: string, id: string): Promise<UserRow> {
  const user = found(await app.users.ban(tenantId, id, app.clock.now()));
  await endSessionsOf(app, tenantId, { user: id }, "banned");
  return user;
}

/** Lets a user in again. Safe to repeat. Throws `user_not_found`. */
export async function unbanUser({ users }: Pick<App, "users">, tenantId: string, id: string): Promise<UserRow> {
  return found(await users.unban(tenantId, id));
}

/**
 * Forgets the failed attempts at a user's password and codes: delays, challenges and the stop after the hundredth end.
 * Password and sessions stay. Safe to repeat. Throws `user_not_found`.
 */
export async function unlockUser(
  app: Pick<App, "users" | "attempts">,
  tenant: Pick<Tenant, "id">,
  id: string,
): Promise<UserRow> {
  const user = await findUser(app, tenant.id, id);
  await resetAttempts(app, tenant, user.emailKey);
  return user;
}

/** Throws `user_not_found`. */
export async function removeUser(
  app: EndNeeds & Pick<App, "outbox" | "attempts">,
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
  app: EndNeeds & Pick<App, "proofs" | "outbox" | "config">,
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
  app: EndNeeds,
  tenantId: string,
  { id, session }: { readonly id: string; readonly session?: string },
): Promise<number> {
  await findUser(app, tenantId, id);
  if (session === undefined) return await endSessionsOf(app, tenantId, { user: id }, "revoked");
  const state = await app.sessions.find(session);
  if (state?.user.id !== id || state.tenant.id !== tenantId) throw new AppError("session_not_found");
  return await endSessionsOf(app, tenantId, { session }, "revoked");
}
