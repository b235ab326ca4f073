import type { UserRow } from "../shared/rows.ts";
import type { FactorsDeps } from "./deps.ts";

/** Changes of an account that its user is emailed about (SECURITY rule 12), as sentences of the email. */
const CHANGES = {
  totp_added: "An authenticator app was added.",
  totp_removed: "The authenticator app was removed.",
  passkey_added: "A passkey was added.",
  passkey_removed: "A passkey was removed.",
  backup_codes_created: "New backup codes were created. Earlier ones no longer work.",
  backup_code_used: "A backup code was used to sign in.",
  identity_linked: "An account of another service was linked, which can now sign in.",
  identity_unlinked: "The link to an account of another service was removed.",
  factors_reset: "All second factors were removed, as an administrator had requested.",
  password_removed: "The password was removed, because it was set before this email was confirmed.",
} as const;
export type SecurityChange = keyof typeof CHANGES;

/** Emails a user about a change of their account. */
export async function notifySecurityChange(
  { outbox, clock }: Pick<FactorsDeps, "outbox" | "clock">,
  { id, tenantId, email }: Pick<UserRow, "id" | "tenantId" | "email">,
  change: SecurityChange,
  ip: string,
): Promise<void> {
  const now = clock.now();
  const key = `security_changed ${id} ${change} ${now.getTime()}`;
  const values = { change: CHANGES[change], when: now.toISOString(), ip };
  await outbox(tenantId).enqueue({ kind: "security_changed", key, to: email, userId: id, values });
}
