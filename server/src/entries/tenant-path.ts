import type { Visit } from "../pipeline/context.ts";

/** The visit of a path that names the tenant: as if the header did. Keys of other tenants are refused by it. */
export function atTenant(visit: Visit, tenant: string | undefined): Visit {
  if (tenant === undefined) return visit;
  const headers = new Headers(visit.request.headers);
  headers.set("x-tenant-id", tenant);
  return { ...visit, request: new Request(visit.request, { headers }) };
}
