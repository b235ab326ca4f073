import type { App } from "../app.ts";
import { AppError } from "../errors/app-error.ts";
import type { Tenant } from "../tenants/tenant.ts";
import { agreeToEmailChange, CHANGE_PURPOSES } from "./change-email.ts";
import { moveAccount, resetAttempts } from "./count-attempt.ts";
import { emailKey } from "./email.ts";
import { hashToken, isTokenFor } from "./proofs/proof.ts";
import type { UserRow } from "./store.ts";

const PURPOSES = ["verify_email", ...CHANGE_PURPOSES] as const;

/** What following a link has done. */
export interface Confirmation {
  /** The address is verified; or has agreed to a change that waits for the other one; or the change is done. */
  readonly result: "verified" | "waiting" | "changed";
  /** The address that the user has now, or will have. */
  readonly email: string;
  readonly userId: string;
}

/** Does what a link in an email is for, once. Throws `link_invalid`, and `email_taken` as a change of address does. */
export async function confirmEmail(
  app: Pick<App, "proofs" | "clock" | "outbox" | "attempts">,
  tenant: Pick<Tenant, "id">,
  token: string,
): Promise<Confirmation> {
  if (!isTokenFor(token, PURPOSES)) throw new AppError("link_invalid");
  const open = await app.proofs.find(tenant.id, await hashToken(token), PURPOSES, app.clock.now());
  if (open === undefined) throw new AppError("link_invalid");
  const userId = open.user.id;
  if (open.proof.purpose === "verify_email") {
    const user: UserRow | undefined = await app.proofs.verifyEmail(open.proof.hash, app.clock.now());
    if (user === undefined) throw new AppError("link_invalid");
    // Whoever failed at this email before it was verified failed at nobody's account.
    await resetAttempts(app, tenant, user.emailKey);
    return { result: "verified", email: user.email, userId };
  }
  const { isChanged, email } = await agreeToEmailChange(app, open);
  if (isChanged) await moveAccount(app, tenant, { from: open.user.emailKey, to: emailKey(email) });
  return { result: isChanged ? "changed" : "waiting", email, userId };
}
