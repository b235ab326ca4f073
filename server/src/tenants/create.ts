import type { KeyKind } from "../api-keys/api-key.ts";
import { makeKey } from "../api-keys/create.ts";
import type { AuditEntry } from "../audit/entry.ts";
import { newId } from "../ports/ids.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { purgeObject } from "../shared/purgeable.ts";
import type { TenantRow } from "../shared/rows.ts";
import { MAX_LEVELS, searchKey } from "../shared/tenant.ts";
import { type Location, settingsOf } from "../shared/tenant-settings.ts";
import type { TenantsDeps } from "./deps.ts";
import { inheritGraphSettings } from "./graph-settings.ts";

/** Input of a new tenant. */
export interface TenantInput extends Pick<TenantRow, "slug" | "name" | "host" | "environment" | "parentId"> {
  /** Region of its Durable Objects. Defaults to its parent's setting. */
  readonly location?: Location | undefined;
}

type Deps = Pick<TenantsDeps, "tenants" | "createObjects" | "graph" | "state" | "signingKeys" | "clock">;

/**
 * Creates a tenant with its first keys, which are returned only once. The last step that can fail is the write to the
 * database, which includes the audit entry. Throws `slug_taken` and `parent_invalid`.
 */
export async function createTenant(
  app: Deps,
  input: TenantInput,
  createdBy: string,
  audit: (tenantId: string) => AuditEntry,
): Promise<{ tenant: TenantRow; publishableKey: string; secretKey: string }> {
  const tenant = newTenant(input, app.clock.now());
  const publishable = await firstKey(tenant, "publishable", createdBy);
  const secret = await firstKey(tenant, "secret", createdBy);
  const signingKey = await app.signingKeys.create(tenant.id, tenant.createdAt);
  const keys = [publishable.row, secret.row];
  // The graph has its ancestors' limits from the start. The tenant is marked as pending, so that the schedule propagates
  // changes that its ancestors get meanwhile.
  const parent = input.parentId === null ? undefined : await app.tenants.find(input.parentId);
  const location = input.location ?? (parent && settingsOf(parent).location) ?? null;
  // Before the first request to either, which decides where it is.
  if (location !== null) await app.createObjects(tenant.id, location);
  if (parent !== undefined) await inheritGraphSettings(app, tenant.id, parent);
  const written = await app.tenants.create({ tenant, signingKey, keys, entry: audit(tenant.id) });
  if (typeof written !== "string") return { tenant: written, publishableKey: publishable.key, secretKey: secret.key };
  // Removes the prepared objects. One that remains is harmless: no tenant has its id.
  if (parent !== undefined || location !== null) await purgeObject(app.graph(tenant.id)).catch(() => undefined);
  if (location !== null) await purgeObject(app.state(tenant.id)).catch(() => undefined);
  if (written === "taken") throw new AppError("slug_taken", { slug: input.slug, host: input.host });
  throw new AppError("parent_invalid", { parentId: input.parentId, levels: MAX_LEVELS });
}

export function newTenant({ location, ...input }: TenantInput, now: Date): TenantRow {
  return {
    id: newId("ten", now),
    ...input,
    nameKey: searchKey(input.name),
    level: 1,
    status: "active",
    suspendedAt: null,
    deletedAt: null,
    purgeAt: null,
    purgedAt: null,
    settings: {},
    ownSettings: location === undefined ? {} : { location },
    plan: null,
    limits: {},
    userCount: 0,
    clockOffsetSeconds: 0,
    sessionsEndedAt: null,
    backedUpAt: null,
    pendingSince: input.parentId === null ? null : now,
    createdAt: now,
  };
}

async function firstKey(tenant: TenantRow, kind: KeyKind, createdBy: string) {
  const now = tenant.createdAt;
  const name = "Created with the tenant";
  return await makeKey({ tenantId: tenant.id, kind, mode: tenant.environment, name, createdBy, expiresAt: null, now });
}
