import type { SecurityChange } from "../email/texts/email-texts.ts";
import type { UserRow } from "../shared/rows.ts";
import type { FactorsDeps } from "./deps.ts";

/** Emails a user about a change of their account. */
export async function notifySecurityChange(
  { outbox, clock }: Pick<FactorsDeps, "outbox" | "clock">,
  { id, tenantId, email }: Pick<UserRow, "id" | "tenantId" | "email">,
  change: SecurityChange,
  ip: string,
): Promise<void> {
  const now = clock.now();
  const key = `security_changed ${id} ${change} ${now.getTime()}`;
  const values = { change, when: now.toISOString(), ip };
  await outbox(tenantId).enqueue({ kind: "security_changed", key, to: email, userId: id, values });
}
