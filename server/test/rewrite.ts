import { env } from "cloudflare:workers";

/** Changes rows of a tenant or its keys directly in D1, and raises the tenant's version as the service would. */
export async function rewrite(tenantId: string, sql: string, ...values: (string | number)[]): Promise<void> {
  await env.DB.prepare(sql)
    .bind(...values)
    .run();
  await env.TENANT_STATE.getByName(tenantId).tenantChanged();
}
