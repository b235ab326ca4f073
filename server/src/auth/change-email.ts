import type { App } from "../app.ts";
import { AppError } from "../errors/app-error.ts";
import type { Tenant } from "../tenants/tenant.ts";
import { emailKey } from "./email.ts";
import { newProof, type ProofPurpose } from "./proofs/proof.ts";
import type { OpenProof } from "./proofs/proof-store.ts";
import { sendProof } from "./proofs/send-proof.ts";
import type { UserRow } from "./store.ts";

const RETRY_AFTER_SECONDS = 60 * 60;

/**
 * Begins a change of a user's address: both the present and the new one are sent a link, and both have to agree. Whether
 * the new one is taken is not looked at before that, so that nobody learns it who does not read mail there too.
 *
 * Throws `rate_limited` after several in an hour.
 */
export async function beginEmailChange(
  app: Pick<App, "proofs" | "clock" | "outbox" | "config">,
  tenant: Tenant,
  user: UserRow,
  newEmail: string,
): Promise<void> {
  const now = app.clock.now();
  const [present, next] = [await newProof("confirm_email_change", now), await newProof("confirm_new_email", now)];
  const draft = (proof: typeof present, email: string, counterpart: string) => ({
    proof,
    tenantId: tenant.id,
    to: { user: user.id },
    change: { newEmail, email, counterpart },
  });
  const issued = await app.proofs.issue(draft(present, user.email, next.hash), draft(next, newEmail, present.hash));
  if (issued.length < 2) throw new AppError("rate_limited", { retryAfterSeconds: RETRY_AFTER_SECONDS });
  await sendProof(app, tenant, present, user.email, { newEmail });
  await sendProof(app, tenant, next, newEmail);
}

export const CHANGE_PURPOSES = ["confirm_email_change", "confirm_new_email"] as const satisfies ProofPurpose[];

/**
 * Agrees to a change of address at one end. Once both have agreed it is done, in one step, and the old address is told.
 * Whether it is. Throws `link_invalid`, and `email_taken` where the new address is another user's.
 */
export async function agreeToEmailChange(
  app: Pick<App, "proofs" | "clock" | "outbox">,
  open: OpenProof,
): Promise<{ isChanged: boolean; email: string }> {
  const { proof, user } = open;
  const email = proof.payload ?? "";
  const outcome = await app.proofs.agreeToChange(open, { email, emailKey: emailKey(email) }, app.clock.now());
  if (outcome === "unusable") throw new AppError("link_invalid");
  if (outcome === "taken") throw new AppError("email_taken");
  if (outcome === "changed") await tellOldAddress(app, user, email, proof.hash);
  return { isChanged: outcome === "changed", email };
}

/** Tells an address that it is the user's no more. `reason` tells this change from another. */
export async function tellOldAddress(
  { outbox }: Pick<App, "outbox">,
  { id, tenantId, email }: Pick<UserRow, "id" | "tenantId" | "email">,
  newEmail: string,
  reason: string,
): Promise<void> {
  const key = `email_changed ${id} ${reason.slice(0, 16)}`;
  await outbox(tenantId).post({ kind: "email_changed", key, to: email, values: { newEmail } });
}
