import type { AdminNeed } from "@cf-auth/server/declaration";

const TEXTS: Readonly<Record<AdminNeed["on"], (permission: string) => string>> = {
  tenant: (permission) => `An admin needs \`${permission}\` for the tenant.`,
  platform: (permission) => `An admin needs \`${permission}\` for the platform.`,
  named: (permission) => `An admin needs \`${permission}\` for the tenant that is named, or for the platform.`,
  listed: (permission) => `An admin is shown the tenants for which they have \`${permission}\`.`,
};

/** The permission that an admin requires, as text. */
export function adminNeedText({ on, permission }: AdminNeed): string {
  return TEXTS[on](permission);
}
