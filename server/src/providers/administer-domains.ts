import { newStateSecret } from "../factors/sign-in-state-store.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { isSharedDomain } from "../shared/origin.ts";
import type { Tenant } from "../shared/tenant.ts";
import { findProviderOrThrow } from "./administer-providers.ts";
import type { ProvidersDeps } from "./deps.ts";
import type { EmailDomain } from "./email-domain-store.ts";
import { providerErrorOf } from "./provider-error.ts";

/** Email domains of one tenant. */
const MAX_DOMAINS = 500;

/** The name of the TXT record that verifies a domain. */
export function recordNameOf(domain: string): string {
  return `_cf-auth.${domain}`;
}

/** The value of the TXT record that verifies a domain. */
export function recordValueOf({ challenge }: Pick<EmailDomain, "challenge">): string {
  return `cf-auth-verification=${challenge}`;
}

/**
 * Adds an email domain, or gives an existing one another enterprise provider. Throws `provider_not_found`,
 * `provider_limit_reached`, and `invalid_input` for a domain that anybody can have a part of.
 */
export async function addDomain(
  app: Pick<ProvidersDeps, "emailDomains" | "identityProviders" | "clock">,
  tenant: Tenant,
  { domain, providerId }: { readonly domain: string; readonly providerId: string | null },
): Promise<EmailDomain> {
  if (isSharedDomain(domain)) {
    const message = `Anyone can have a name under ${domain}. Name a domain of your own below it.`;
    throw new AppError("invalid_input", { issues: [{ path: "domain", message }] });
  }
  const provider = providerId === null ? undefined : await findProviderOrThrow(app, tenant, { id: providerId });
  // A social provider may sign in anybody.
  if (provider !== undefined && provider.kind !== "enterprise") throw new AppError("provider_not_found");
  if ((await app.emailDomains.count(tenant.id)) >= MAX_DOMAINS) {
    throw new AppError("provider_limit_reached", { max: MAX_DOMAINS });
  }
  const row = { tenantId: tenant.id, domain, challenge: newStateSecret(), verifiedAt: null, providerId };
  return await app.emailDomains.add({ ...row, createdAt: app.clock.now() });
}

/**
 * Verifies a domain by its TXT record; safe to repeat. From then on its enterprise provider is the only way in for its emails.
 * Throws `email_domain_not_found`, `email_domain_unverified` and `provider_unavailable`.
 */
export async function verifyDomain(
  app: Pick<ProvidersDeps, "emailDomains" | "outboundRequests" | "clock">,
  tenant: Tenant,
  domain: string,
): Promise<EmailDomain> {
  const found = await app.emailDomains.find(tenant.id, domain);
  if (found === undefined) throw new AppError("email_domain_not_found");
  if (found.verifiedAt !== null) return found;
  const [name, value] = [recordNameOf(domain), recordValueOf(found)];
  const texts = await app.outboundRequests.texts(name).catch((error: unknown) => {
    throw providerErrorOf(error);
  });
  if (!texts.includes(value)) throw new AppError("email_domain_unverified", { name, value });
  const verified = await app.emailDomains.verify(tenant.id, domain, app.clock.now());
  if (verified === undefined) throw new AppError("email_domain_not_found");
  return verified;
}

/** Removes a domain: its users sign in by other means again. Throws `email_domain_not_found`. */
export async function removeDomain(
  app: Pick<ProvidersDeps, "emailDomains">,
  tenant: Tenant,
  domain: string,
): Promise<void> {
  if (!(await app.emailDomains.remove(tenant.id, domain))) throw new AppError("email_domain_not_found");
}
