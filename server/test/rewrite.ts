import { env } from "cloudflare:workers";

/** Changes rows of a tenant, or of its keys, behind the service, and tells every isolate as the service would. */
export async function rewrite(tenantId: string, sql: string, ...values: (string | number)[]): Promise<void> {
  await env.DB.prepare(sql)
    .bind(...values)
    .run();
  await env.TENANT_STATE.getByName(tenantId).tenantChanged();
}
