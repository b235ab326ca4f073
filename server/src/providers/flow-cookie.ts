import { readCookie } from "../sessions/cookies.ts";
import type { Tenant } from "../shared/tenant.ts";

/**
 * The cookie of a sign-in at a provider, which binds the provider's answer to the browser that began: otherwise somebody could send
 * their own answer to another person. It is named by tenant, since tenants share a host, and lasts as long as the flow.
 */
function nameOf({ id }: Pick<Tenant, "id">): string {
  return `__Host-provider-${id}`;
}

export function readFlowCookie(header: string | null, tenant: Pick<Tenant, "id">): string | undefined {
  return readCookie(header, nameOf(tenant));
}

/**
 * The `Set-Cookie` of a flow's secret. A provider's form comes by POST from its own site, where browsers send only cookies with
 * SameSite=None.
 */
export function flowCookie(tenant: Pick<Tenant, "id">, secret: string, seconds: number, isFormPost: boolean): string {
  const sameSite = isFormPost ? "None" : "Lax";
  return `${nameOf(tenant)}=${secret}; Max-Age=${seconds}; Path=/; Secure; HttpOnly; SameSite=${sameSite}`;
}

/** The `Set-Cookie` that deletes the cookie. */
export function noFlowCookie(tenant: Pick<Tenant, "id">): string {
  return `${nameOf(tenant)}=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax`;
}
