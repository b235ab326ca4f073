import type { PasskeyRow } from "../../factors/factor-store.ts";
import { notifySecurityChange } from "../../factors/security-notice.ts";
import { isLastWayIn } from "../../factors/ways-in-store.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { UserRow } from "../../shared/rows.ts";
import type { SignInDeps } from "../deps.ts";
import type { Enrolling } from "../enrol-factors.ts";

/** Renames one of the user's passkeys. Throws `passkey_not_found`. */
export async function renamePasskey(
  { passkeys }: Pick<SignInDeps, "passkeys">,
  user: UserRow,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<PasskeyRow> {
  const renamed = await passkeys.rename(user, id, name);
  if (renamed === undefined) throw new AppError("passkey_not_found");
  return renamed;
}

/** Removes one of the user's passkeys, and notifies the user. Throws `passkey_not_found` and `last_sign_in_method`. */
export async function removePasskey(
  app: SignInDeps,
  { tenant, user }: Pick<Enrolling, "tenant" | "user">,
  id: string,
  ip: string,
): Promise<void> {
  const removed = await app.passkeys.remove(user, id, isLastWayIn(tenant, user, id));
  if (removed === undefined) {
    const { passkeys } = await app.factors.enrolled(user);
    throw new AppError(passkeys.some((one) => one.id === id) ? "last_sign_in_method" : "passkey_not_found");
  }
  await notifySecurityChange(app, user, "passkey_removed", ip);
}
