import { requireOtherThanEnterprise } from "../accounts/enterprise-domain.ts";
import { newUser } from "../accounts/register.ts";
import { assertMayRegister, domainOf } from "../accounts/registration-policy.ts";
import { resetAttempts } from "../attempts/count-attempt.ts";
import { notifySecurityChange } from "../factors/security-notice.ts";
import { planLimitExceeded, requireUserCapacity } from "../plans/plan.ts";
import { newId } from "../ports/ids.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { AccountRow, UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { accountOfOwner } from "../sign-in/enter-by-email.ts";
import type { ProvidersDeps } from "./deps.ts";
import type { FoundIdentity } from "./identity-store.ts";
import type { Profile } from "./profile.ts";
import type { IdentityProvider } from "./provider-store.ts";

/**
 * The user of an identity, and the identity itself. A new identity is linked to the account with its email only if the provider is
 * authoritative for the email and the tenant allows it, or nobody has proved the account's email before; without such an account it
 * gets a new one.
 *
 * Throws `provider_email_unverified`, `provider_email_not_allowed`, `identity_not_linked`, `registration_closed`,
 * `enterprise_sign_in_required`, `plan_limit_exceeded` and `user_banned`.
 */
export async function userOfIdentity(
  app: ProvidersDeps,
  tenant: Tenant,
  provider: IdentityProvider,
  profile: Profile,
  ip: string,
): Promise<FoundIdentity> {
  const { issuer, subject, email } = profile;
  if (provider.kind === "enterprise") await requireOwnDomain(app, provider, email);
  const found = await app.identities.find(tenant.id, issuer, subject);
  if (found !== undefined) {
    // An administrator may have changed the user's email to another domain.
    if (provider.kind === "enterprise") await requireOwnDomain(app, provider, found.user.email);
    return found;
  }
  if (email === null || !profile.isVerified)
    throw new AppError("provider_email_unverified", { provider: provider.slug });
  const now = app.clock.now();
  const existing = await app.auth.findForLogin(tenant.id, emailKey(email));
  if (existing === undefined) {
    const created = await createUser(app, tenant, provider, { ...profile, email });
    if (created !== undefined) return created;
  }
  const allowsLink = provider.kind === "enterprise" || provider.settings.linksVerifiedEmail === true;
  const mayLink = profile.isAuthoritative && allowsLink;
  // An account whose email nobody has proved may be a stranger's, and never keeps the email's owner out.
  const isUnproved = existing?.user.firstVerifiedAt === null && isProof(provider, profile);
  if (!mayLink && !isUnproved) throw new AppError("identity_not_linked", { provider: provider.slug });
  // Everything that was added before the first proof of the email is removed.
  const { user } = await accountOfOwner(app, tenant, { email, name: profile.name, ip, isInvited: true });
  const isFirst = user.firstVerifiedAt !== null && user.firstVerifiedAt >= now;
  if (!mayLink && !isFirst) throw new AppError("identity_not_linked", { provider: provider.slug });
  return await linkTo(app, user, provider, profile, ip);
}

/** Links an identity to a user, and notifies them. Throws `identity_taken` if it belongs to another, or the user has changed. */
export async function linkTo(
  app: ProvidersDeps,
  user: UserRow,
  provider: IdentityProvider,
  profile: Profile,
  ip: string,
): Promise<FoundIdentity> {
  const identity = identityOf(user, provider, profile, app.clock.now());
  const linked = await app.identities.link(identity, user);
  if (linked === undefined) {
    const found = await app.identities.find(user.tenantId, profile.issuer, profile.subject);
    if (found?.user.id === user.id) return found;
    throw new AppError("identity_taken");
  }
  await notifySecurityChange(app, linked, "identity_linked", ip);
  return { identity, user: linked };
}

/** Throws `provider_email_not_allowed` unless the email is at one of the enterprise provider's verified domains. */
async function requireOwnDomain(
  { emailDomains }: Pick<ProvidersDeps, "emailDomains">,
  { id, tenantId, slug }: IdentityProvider,
  email: string | null,
): Promise<void> {
  if (email !== null && (await emailDomains.isOfProvider(tenantId, domainOf(email), id))) return;
  throw new AppError("provider_email_not_allowed", { provider: slug });
}

/**
 * Whether a verified email is proved to be the person's. The word of a provider that speaks for nobody's domain, such as one that
 * anybody set up, leaves the first proof to the owner.
 */
function isProof({ preset }: Pick<IdentityProvider, "preset">, { isAuthoritative }: Profile): boolean {
  return isAuthoritative || preset !== "oidc";
}

/** Creates a user with their first identity. Undefined if an account has the email by now. */
async function createUser(
  app: ProvidersDeps,
  tenant: Tenant,
  provider: IdentityProvider,
  profile: Profile & { readonly email: string },
): Promise<FoundIdentity | undefined> {
  // An enterprise provider creates its users the first time they sign in.
  if (provider.kind !== "enterprise") {
    assertMayRegister(tenant, profile.email);
    // Otherwise the sign-in policy would refuse a user who was just created.
    await requireOtherThanEnterprise(app, tenant, profile.email);
  }
  await requireUserCapacity(app, tenant);
  const now = app.clock.now();
  const draft = newUser(tenant.id, { email: profile.email, name: profile.name, emailVerified: true }, now);
  const user = { ...draft, firstVerifiedAt: isProof(provider, profile) ? now : null };
  const identity = identityOf(user, provider, profile, now);
  const outcome = await app.identities.createUser(user, identity);
  if (outcome === "plan_limit") throw planLimitExceeded(tenant.limits.users);
  if (outcome === "taken") return undefined;
  // Failed attempts from before the account existed don't count against its owner.
  await resetAttempts(app, tenant, user.emailKey);
  return { identity, user };
}

function identityOf(
  { tenantId, id: userId }: UserRow,
  provider: IdentityProvider,
  { issuer, subject, email }: Profile,
  now: Date,
): AccountRow {
  const details = { providerId: provider.id, email, lastUsedAt: now.getTime(), tuples: [] };
  return { id: newId("acc", now), tenantId, userId, issuer, subject, secret: null, details, createdAt: now };
}
