import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { PLATFORM_SLUG, type Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";

/** Whether the tenant lets somebody with this email sign up by themselves, in whatever way. The same for known emails. */
export function mayRegister(tenant: Tenant, email: string): boolean {
  // The platform's users are its admins, who are invited.
  if (tenant.slug === PLATFORM_SLUG) return false;
  const { registration, registrationDomains } = settingsOf(tenant);
  if (registration === "domains") return registrationDomains.includes(domainOf(email));
  return registration === "open";
}

/** Throws `registration_closed`. */
export function assertMayRegister(tenant: Tenant, email: string): void {
  if (mayRegister(tenant, email)) return;
  throw new AppError("registration_closed", { registration: settingsOf(tenant).registration });
}

/** The domain of an email, in the form in which domains are compared. */
export function domainOf(email: string): string {
  return emailKey(email).split("@").at(-1) ?? "";
}
