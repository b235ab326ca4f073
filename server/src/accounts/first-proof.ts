import { notifySecurityChange } from "../factors/security-notice.ts";
import { sha256 } from "../ports/encoding.ts";
import { endSessionsOf } from "../sessions/end-sessions.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { Verified } from "../verification/first-proof-store.ts";
import { newVerificationToken } from "../verification/token.ts";
import type { AccountsDeps } from "./deps.ts";

/** Hash of a registration token from the input, where it is empty if the client has none. */
export async function registrationHashOf(registrationToken: string): Promise<string | null> {
  return registrationToken === "" ? null : await sha256(registrationToken);
}

type Deps = Pick<AccountsDeps, "sessions" | "revocations" | "clock" | "verificationTokens" | "outbox" | "factors">;

/**
 * After the first proof of an email: if credentials from before were removed, revokes the access tokens of their sessions, notifies
 * the user, and returns a token by which they choose a password. Null if nothing was removed.
 */
export async function afterFirstProof(
  app: Deps,
  tenant: Pick<Tenant, "id">,
  { user, isCleared }: Verified,
  ip: string,
): Promise<string | null> {
  if (!isCleared) return null;
  await endSessionsOf(app, tenant.id, { user: user.id }, "password_changed");
  await notifySecurityChange(app, user, "password_removed", ip);
  return await newResetToken(app, user);
}

/** A token for `auth.password.reset`, as `auth.password.forgot` would email it. */
async function newResetToken(app: Deps, { id, tenantId }: UserRow): Promise<string | null> {
  const token = await newVerificationToken("reset_password", app.clock.now());
  const [issued] = await app.verificationTokens.issue({ token, tenantId, to: { user: id }, unlimited: true });
  return issued === undefined ? null : token.value;
}
