import { notifySecurityChange } from "../factors/security-notice.ts";
import { isLastWayIn } from "../factors/ways-in-store.ts";
import type { SessionState } from "../sessions/session-store.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { challengeOf, withAnswer } from "../sign-in/app-codes.ts";
import type { AuthorizationRequest } from "../sign-in/authorization-request.ts";
import type { ProvidersDeps } from "./deps.ts";
import { linkTo } from "./enter-by-identity.ts";
import { removeGroups } from "./group-sync.ts";
import type { FoundIdentity } from "./identity-store.ts";
import type { Profile } from "./profile.ts";
import { beginFlow, type Linking, type Purpose, providerToUse } from "./provider-flow.ts";
import type { IdentityProvider } from "./provider-store.ts";

/** Lifetime of a link code in seconds, as of every code of the hosted pages (SECURITY rule 39). */
const CODE_SECONDS = 60;

/** What the state of a link code has. */
interface LinkCode {
  readonly step: "link_code";
  readonly providerId: string;
  readonly sessionId: string;
  readonly codeChallenge: string;
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
}

/**
 * Starts to link an identity to a user who has been reauthenticated. Returns the address at which a browser goes to the provider.
 * Throws `provider_not_found`.
 */
export async function startLink(
  app: Pick<ProvidersDeps, "identityProviders" | "enterpriseDomains" | "signInStates" | "clock" | "config">,
  { tenant, user, session }: SessionState,
  { slug, ...purpose }: Pick<Purpose, "request" | "returnsTo"> & { readonly slug: string },
): Promise<{ url: string; expiresAt: Date }> {
  const provider = await providerToUse(app, tenant, { slug });
  const linking = { userId: user.id, sessionId: session.id };
  return await beginFlow(app, tenant, { ...purpose, provider, linking, loginHint: null });
}

/**
 * Issues a one-time code for an identity that was shown at its provider, and returns the address of the app that receives it. Only
 * the session that began can use it, so that nobody has another person's identity linked to their own account.
 */
export async function issueLinkCode(
  app: Pick<ProvidersDeps, "signInStates" | "clock" | "accessTokens">,
  tenant: Tenant,
  request: AuthorizationRequest,
  { provider, linking, profile }: { provider: IdentityProvider; linking: Linking; profile: Profile },
): Promise<string> {
  if (provider.kind === "enterprise") throw new AppError("provider_not_found");
  const { issuer, subject, email } = profile;
  const { sessionId, userId } = linking;
  const { codeChallenge } = request;
  const data: LinkCode = {
    step: "link_code",
    providerId: provider.id,
    sessionId,
    codeChallenge,
    issuer,
    subject,
    email,
  };
  const state = { kind: "provider", tenantId: tenant.id, userId, seconds: CODE_SECONDS } as const;
  const code = await app.signInStates.issue({ ...state, data: { ...data } }, app.clock.now());
  return withAnswer(request, { link_code: code, state: request.state, iss: app.accessTokens.issuer(tenant.id) });
}

/**
 * Links the identity of a code to the signed-in user, who has been reauthenticated, and notifies them. Throws
 * `code_exchange_refused`, and `identity_taken` if the identity belongs to another user.
 */
export async function completeLink(
  app: ProvidersDeps,
  tenant: Tenant,
  user: UserRow,
  { sessionId, code, codeVerifier, ip }: { sessionId: string; code: string; codeVerifier: string; ip: string },
): Promise<FoundIdentity> {
  const state = await app.signInStates.use(tenant.id, "provider", code, app.clock.now());
  const data = state?.data as Partial<LinkCode> | undefined;
  const isMeant =
    data?.step === "link_code" &&
    state?.userId === user.id &&
    data.sessionId === sessionId &&
    data.codeChallenge === (await challengeOf(codeVerifier));
  const { providerId = "", issuer = "", subject = "", email = null } = data ?? {};
  const provider = isMeant ? await app.identityProviders.find(tenant.id, { id: providerId }) : undefined;
  if (provider === undefined) throw new AppError("code_exchange_refused");
  const profile = { issuer, subject, email, isVerified: false, isAuthoritative: false, name: null, claims: {} };
  return await linkTo(app, user, provider, profile, ip);
}

/**
 * Unlinks an identity of the signed-in user, and notifies them. Throws `identity_not_found`, and `last_sign_in_method` if the user
 * could not sign in any more.
 */
export async function unlink(
  app: ProvidersDeps,
  tenant: Tenant,
  user: UserRow,
  { identityId, ip }: { readonly identityId: string; readonly ip: string },
): Promise<void> {
  const removed = await app.identities.unlink(user, identityId, isLastWayIn(tenant, user, identityId));
  if (removed === "last") throw new AppError("last_sign_in_method");
  if (removed === undefined) throw new AppError("identity_not_found");
  await removeGroups(app, removed);
  await notifySecurityChange(app, user, "identity_unlinked", ip);
}
