import type { KeyKind } from "../api-keys/api-key.ts";
import { makeKey } from "../api-keys/make.ts";
import type { App } from "../app.ts";
import { placeGraphSettings } from "../authz/inherit-settings.ts";
import { AppError } from "../errors/app-error.ts";
import { newId } from "../ports/ids.ts";
import type { TenantRow } from "./store.ts";
import { LEVELS, searchKey } from "./tenant.ts";

/** What whoever creates a tenant says of it. */
export type NamedTenant = Pick<TenantRow, "slug" | "name" | "host" | "environment" | "parentId">;

type Needs = Pick<App, "tenants" | "tenantTree" | "graph" | "signingKeys" | "clock">;

/**
 * A tenant with the keys it starts with, which are shown this once. Throws `slug_taken` and, where it cannot stand below
 * the parent that is named, `tenant_misplaced`.
 */
export async function createTenant(
  app: Needs,
  named: NamedTenant,
  createdBy: string,
): Promise<{ tenant: TenantRow; publishableKey: string; secretKey: string }> {
  const tenant = newTenant(named, app.clock.now());
  const publishable = await startingKey(tenant, "publishable", createdBy);
  const secret = await startingKey(tenant, "secret", createdBy);
  const signingKey = await app.signingKeys.create(tenant.id, tenant.createdAt);
  const keys = [publishable.row, secret.row];
  const written = await app.tenants.create({ tenant, signingKey, keys });
  if (written === "taken") throw new AppError("slug_taken", { slug: named.slug, host: named.host });
  if (written === "misplaced") throw new AppError("tenant_misplaced", { parentId: named.parentId, levels: LEVELS });
  const asWritten = (await app.tenants.find(tenant.id)) ?? tenant;
  if (tenant.parentId !== null) await placeGraphSettings(app, asWritten);
  return { tenant: asWritten, publishableKey: publishable.key, secretKey: secret.key };
}

export function newTenant(named: NamedTenant, now: Date): TenantRow {
  return {
    id: newId("ten", now),
    ...named,
    nameKey: searchKey(named.name),
    level: 1,
    status: "active",
    suspendedAt: null,
    deletedAt: null,
    purgeAt: null,
    purgedAt: null,
    settings: {},
    ownSettings: {},
    plan: null,
    limits: {},
    userCount: 0,
    clockOffsetSeconds: 0,
    sessionsEndedAt: null,
    pendingSince: null,
    createdAt: now,
  };
}

async function startingKey(tenant: TenantRow, kind: KeyKind, createdBy: string) {
  const now = tenant.createdAt;
  const name = "Created with the tenant";
  return await makeKey({ tenantId: tenant.id, kind, mode: tenant.environment, name, createdBy, expiresAt: null, now });
}
