import type { App } from "../app.ts";
import type { Entry } from "../audit/entry.ts";
import { actorOf, type Caller } from "../callers/caller.ts";
import { AppError } from "../errors/app-error.ts";
import type { Tenant } from "../tenants/tenant.ts";
import { requireSameEnvironment } from "../testing/environment.ts";
import type { KeyKind, KeyMode } from "./api-key.ts";
import { makeKey } from "./make.ts";
import { requireNoMoreThanOwn } from "./own-rights.ts";
import { propertiesOf, type WantedProperties } from "./properties.ts";
import type { ApiKeyRow } from "./store.ts";

type Needs = Pick<App, "apiKeys" | "scopes" | "clock">;

/** The audit entry of the call that makes a key, once its id is known. */
export type KeyAudit = (keyId: string) => Entry;

export interface WantedKey extends WantedProperties {
  readonly kind: KeyKind;
  readonly name: string;
  /** That of the tenant's environment, which is all it can be. */
  readonly mode?: KeyMode | undefined;
  readonly prefix?: string | undefined;
}

/**
 * A new key of the tenant, which is shown this once. Throws `invalid_input`, `invalid_scope`, `environment_mismatch` and
 * `key_exceeds_own_rights`.
 */
export async function createKey(
  app: Needs,
  tenant: Tenant,
  caller: Caller,
  { kind, mode = tenant.environment, prefix, ...wanted }: WantedKey,
  audit: KeyAudit,
): Promise<{ key: string; row: ApiKeyRow }> {
  requireSameEnvironment({ mode }, tenant);
  if (kind === "restricted" && wanted.scopes === undefined) {
    throw new AppError("invalid_input", { issues: [{ path: "scopes", message: "List at least one scope." }] });
  }
  const properties = propertiesOf(app, { kind, mode }, wanted, 0);
  const { key, row } = await makeKey({
    ...properties,
    tenantId: tenant.id,
    kind,
    mode,
    name: wanted.name,
    prefix: prefix ?? null,
    createdBy: actorOf(caller),
    now: app.clock.now(),
  });
  await requireNoMoreThanOwn(app, tenant, caller, row);
  await app.apiKeys.create(row, audit(row.id));
  return { key, row };
}
