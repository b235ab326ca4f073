import type { KeyKind } from "../api-keys/api-key.ts";
import { makeKey } from "../api-keys/make.ts";
import type { App } from "../app.ts";
import { AppError } from "../errors/app-error.ts";
import { newId } from "../ports/ids.ts";
import type { TenantRow } from "./store.ts";
import type { Environment } from "./tenant.ts";

/** What whoever creates a tenant says of it. */
export type NamedTenant = Pick<TenantRow, "slug" | "name" | "host" | "environment">;

type Needs = Pick<App, "tenants" | "signingKeys" | "clock">;

/** A tenant with the keys it starts with, which are shown this once. Throws `slug_taken`. */
export async function createTenant(
  app: Needs,
  request: { slug: string; name: string; host: string | null; environment: Environment; createdBy: string },
): Promise<{ tenant: TenantRow; publishableKey: string; secretKey: string }> {
  const { slug, name, host, environment, createdBy } = request;
  const tenant = newTenant({ slug, name, host, environment }, app.clock.now());
  const publishable = await startingKey(tenant, "publishable", createdBy);
  const secret = await startingKey(tenant, "secret", createdBy);
  const signingKey = await app.signingKeys.create(tenant.id, tenant.createdAt);
  const keys = [publishable.row, secret.row];
  if (!(await app.tenants.create({ tenant, signingKey, keys }))) throw new AppError("slug_taken", { slug, host });
  return { tenant, publishableKey: publishable.key, secretKey: secret.key };
}

export function newTenant(named: NamedTenant, now: Date): TenantRow {
  return {
    id: newId("ten", now),
    ...named,
    parentId: null,
    status: "active",
    settings: {},
    clockOffsetSeconds: 0,
    createdAt: now,
  };
}

async function startingKey(tenant: TenantRow, kind: KeyKind, createdBy: string) {
  const now = tenant.createdAt;
  const name = "Created with the tenant";
  return await makeKey({ tenantId: tenant.id, kind, mode: tenant.environment, name, createdBy, expiresAt: null, now });
}
