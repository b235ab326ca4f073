import type { AuditEntry } from "../audit/entry.ts";
import { newId } from "../ports/ids.ts";
import { actorOf, type Caller } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { Tenant } from "../shared/tenant.ts";
import { requireSameEnvironment } from "../shared/tenant-status.ts";
import { hashKey, type KeyKind, type KeyMode, newKey } from "./api-key.ts";
import type { ApiKeysDeps } from "./deps.ts";
import { requireWithinOwnRights } from "./own-rights.ts";
import { propertiesOf, type RequestedProperties } from "./properties.ts";
import type { ApiKeyRow, KeyProperties } from "./store.ts";

export interface KeyFields extends Partial<KeyProperties> {
  readonly tenantId: string;
  readonly kind: KeyKind;
  readonly mode: KeyMode;
  readonly name: string;
  readonly createdBy: string;
  readonly now: Date;
}

const DEFAULT_PROPERTIES: Omit<KeyProperties, "name"> = {
  expiresAt: null,
  scopes: [],
  allowedOrigins: [],
  allowedIpRanges: [],
  limits: [],
  metadata: {},
  ownerId: null,
  enabled: true,
  quota: null,
  prefix: null,
};

/** A new key and its row, not yet written. Takes an existing row's properties, but not its identity or state. */
export async function makeKey({ now, ...request }: KeyFields): Promise<{ key: string; row: ApiKeyRow }> {
  const key = newKey(request.kind, request.mode, request.prefix ?? undefined);
  const row: ApiKeyRow = {
    ...DEFAULT_PROPERTIES,
    ...request,
    id: newId("key", now),
    hash: await hashKey(key),
    hint: key.slice(-4),
    createdAt: now,
    revokedAt: null,
    revokeReason: null,
    leakSource: null,
    quotaSerial: 0,
    countsAs: null,
    replacedBy: null,
    retiresAt: null,
    lastUsedAt: null,
    version: 1,
  };
  return { key, row };
}

type Deps = Pick<ApiKeysDeps, "apiKeys" | "scopes" | "platformScopes" | "clock">;

/** Makes the audit entry of the call that creates a key, once the key's id is known. */
export type KeyAudit = (keyId: string) => AuditEntry;

export interface RequestedKey extends RequestedProperties {
  readonly kind: KeyKind;
  readonly name: string;
  /** Must be the mode of the tenant's environment, which it defaults to. */
  readonly mode?: KeyMode | undefined;
  readonly prefix?: string | undefined;
}

/**
 * Creates a key of the tenant. The key is returned only once. Throws `invalid_input`, `invalid_scope`,
 * `environment_mismatch` and `key_exceeds_own_rights`.
 */
export async function createKey(
  app: Deps,
  tenant: Tenant,
  caller: Caller,
  { kind, mode = tenant.environment, prefix, ...requested }: RequestedKey,
  audit: KeyAudit,
): Promise<{ key: string; row: ApiKeyRow }> {
  requireSameEnvironment({ mode }, tenant);
  if ((kind === "restricted" || kind === "platform") && requested.scopes === undefined) {
    throw new AppError("invalid_input", { issues: [{ path: "scopes", message: "List at least one scope." }] });
  }
  const properties = propertiesOf(app, { kind, mode }, requested, 0);
  const { key, row } = await makeKey({
    ...properties,
    tenantId: tenant.id,
    kind,
    mode,
    name: requested.name,
    prefix: prefix ?? null,
    createdBy: actorOf(caller),
    now: app.clock.now(),
  });
  await requireWithinOwnRights(app, tenant, caller, row);
  await app.apiKeys.create(row, audit(row.id));
  return { key, row };
}
