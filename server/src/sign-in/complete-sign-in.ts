import type { AuditEntry } from "../audit/entry.ts";
import { notifySecurityChange } from "../factors/security-notice.ts";
import { log } from "../ports/logger.ts";
import { openSession, type SessionClient, type Tokens } from "../sessions/session.ts";
import { deviceOf } from "../sessions/session-view.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";
import type { SignInDeps } from "./deps.ts";
import { assertCanSignIn, type Candidate } from "./sign-in-policy.ts";

/** A session that was opened, with its user. */
export type SignedIn = Tokens & { readonly user: UserRow };

/** A user who was just authenticated. */
export interface CompletedSignIn extends Omit<Candidate, "tenant"> {
  readonly entry: AuditEntry;
  /** Id of the session. Defaults to a new one. */
  readonly sessionId?: string | undefined;
}

type Deps = Pick<
  SignInDeps,
  | "sessions"
  | "clock"
  | "signingKeys"
  | "accessTokens"
  | "refreshTokens"
  | "factors"
  | "hasRelation"
  | "enterpriseDomains"
  | "signInStates"
  | "outbox"
>;

/**
 * Ends every way of signing in: applies the sign-in policy to a user who was just authenticated by these factors, and opens a
 * session. Emails the user about a device that is new. Throws the errors of `assertCanSignIn` and `openSession`.
 */
export async function completeSignIn(
  app: Deps,
  tenant: Tenant,
  client: SessionClient,
  { user: found, factors, entry, sessionId, isDomainOpen = false }: CompletedSignIn,
): Promise<SignedIn> {
  entry.subject = found.id;
  const user = await afterReset(app, found, client);
  await assertCanSignIn(app, { tenant, user, factors, isDomainOpen });
  const { isNewDevice, ...tokens } = await openSession(app, tenant, user, client, { factors, entry, sessionId });
  if (isNewDevice && settingsOf(tenant).newDeviceEmails) await notifyNewDevice(app, user, client);
  return { user, ...tokens };
}

/** The user after an administrator's reset of their factors, if it is due. */
async function afterReset(app: Deps, user: UserRow, { ip }: SessionClient): Promise<UserRow> {
  const now = app.clock.now();
  if (user.factorsResetAt === null || user.factorsResetAt > now) return user;
  const reset = await app.factors.removeAll(user, now);
  if (reset === undefined) return user;
  await notifySecurityChange(app, reset, "factors_reset", ip);
  return reset;
}

/** The session is open already, so a failure doesn't undo the sign-in. */
async function notifyNewDevice(
  { outbox, clock }: Pick<Deps, "outbox" | "clock">,
  { id, tenantId, email }: UserRow,
  { userAgent, location, ip }: SessionClient,
): Promise<void> {
  const now = clock.now();
  const values = {
    device: deviceOf(userAgent),
    location,
    when: now.toISOString(),
    ip,
  };
  const key = `new_device ${id} ${now.getTime()}`;
  await outbox(tenantId)
    .enqueue({ kind: "new_device", key, to: email, userId: id, values })
    .catch((error: unknown) => {
      log("error", "The email about a sign-in from a new device couldn't be queued.", { tenantId, error });
    });
}
