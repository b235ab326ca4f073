import type { KeyKind } from "../api-keys/api-key.ts";
import { makeKey } from "../api-keys/create.ts";
import type { Entry } from "../audit/entry.ts";
import { newId } from "../ports/ids.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { purgeObject } from "../shared/purgeable.ts";
import type { TenantRow } from "../shared/rows.ts";
import { MAX_LEVELS, searchKey } from "../shared/tenant.ts";
import type { TenantsDeps } from "./deps.ts";
import { inheritGraphSettings } from "./graph-settings.ts";

/** What whoever creates a tenant says of it. */
export type NamedTenant = Pick<TenantRow, "slug" | "name" | "host" | "environment" | "parentId">;

type Deps = Pick<TenantsDeps, "tenants" | "graph" | "signingKeys" | "clock">;

/**
 * A tenant with the keys it starts with, which are shown this once: the write to the database, with the audit entry in it,
 * is the last step that can fail. Throws `slug_taken` and, where it can't be placed below the parent that is named,
 * `parent_invalid`.
 */
export async function createTenant(
  app: Deps,
  named: NamedTenant,
  createdBy: string,
  audit: (tenantId: string) => Entry,
): Promise<{ tenant: TenantRow; publishableKey: string; secretKey: string }> {
  const tenant = newTenant(named, app.clock.now());
  const publishable = await startingKey(tenant, "publishable", createdBy);
  const secret = await startingKey(tenant, "secret", createdBy);
  const signingKey = await app.signingKeys.create(tenant.id, tenant.createdAt);
  const keys = [publishable.row, secret.row];
  // Its graph has the limits of those above it from the first moment on. What is changed above it meanwhile it learns from
  // the schedule, as its row is marked as pending.
  const parent = named.parentId === null ? undefined : await app.tenants.find(named.parentId);
  if (parent !== undefined) await inheritGraphSettings(app, tenant.id, parent);
  const written = await app.tenants.create({ tenant, signingKey, keys, entry: audit(tenant.id) });
  if (typeof written !== "string") return { tenant: written, publishableKey: publishable.key, secretKey: secret.key };
  // What was prepared is of no use. Where it stays nonetheless, nobody ever asks for it.
  if (parent !== undefined) await purgeObject(app.graph(tenant.id)).catch(() => undefined);
  if (written === "taken") throw new AppError("slug_taken", { slug: named.slug, host: named.host });
  throw new AppError("parent_invalid", { parentId: named.parentId, levels: MAX_LEVELS });
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
    pendingSince: named.parentId === null ? null : now,
    createdAt: now,
  };
}

async function startingKey(tenant: TenantRow, kind: KeyKind, createdBy: string) {
  const now = tenant.createdAt;
  const name = "Created with the tenant";
  return await makeKey({ tenantId: tenant.id, kind, mode: tenant.environment, name, createdBy, expiresAt: null, now });
}
