import { AppError } from "../shared/errors/app-error.ts";
import type { Factors } from "../shared/factors.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { domainOf } from "./registration-policy.ts";

/** The identity provider that signs in the users of an email domain. */
export interface EnterpriseProvider {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** Email domains whose users sign in at their own provider. */
export interface EnterpriseDomains {
  /** The enabled provider of a verified domain; undefined where users sign in by other means. */
  providerFor(tenantId: string, domain: string): Promise<EnterpriseProvider | undefined>;
  /** Whether the user has an identity of the provider. */
  isLinked(user: Pick<UserRow, "tenantId" | "id">, provider: EnterpriseProvider): Promise<boolean>;
}

interface Deps {
  readonly enterpriseDomains: EnterpriseDomains;
}

/** The provider at which people with this email sign in; undefined where they sign in by other means. */
export async function enterpriseProviderFor(
  { enterpriseDomains }: Deps,
  tenant: Pick<Tenant, "id">,
  email: string,
): Promise<EnterpriseProvider | undefined> {
  return await enterpriseDomains.providerFor(tenant.id, domainOf(email));
}

/**
 * Throws `enterprise_sign_in_required` for an email of a domain whose users sign in at their own provider. It depends on the domain
 * alone, so that it reveals no account.
 */
export async function requireOtherThanEnterprise(app: Deps, tenant: Pick<Tenant, "id">, email: string): Promise<void> {
  requireNone(await enterpriseProviderFor(app, tenant, email));
}

/**
 * Throws `enterprise_sign_in_required` for a user of such a domain who has shown these factors, unless they have signed in at its
 * provider. The domain may have moved to another one since.
 */
export async function requireProviderOfDomain(
  app: Deps,
  { user, factors }: { readonly user: UserRow; readonly factors: Factors },
): Promise<void> {
  const provider = await enterpriseProviderFor(app, { id: user.tenantId }, user.email);
  if (provider === undefined) return;
  if ("sso" in factors && (await app.enterpriseDomains.isLinked(user, provider))) return;
  requireNone(provider);
}

function requireNone(provider: EnterpriseProvider | undefined): void {
  if (provider !== undefined) throw new AppError("enterprise_sign_in_required", { provider: provider.slug });
}
