import type { Caller } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { settle } from "../shared/pending-store.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { ApiKeysDeps } from "./deps.ts";
import { requireWithinOwnRights } from "./own-rights.ts";
import { propertiesOf, type RequestedProperties } from "./properties.ts";
import type { ApiKeyRow } from "./store.ts";

type Deps = Pick<
  ApiKeysDeps,
  "apiKeys" | "scopes" | "platformScopes" | "clock" | "revocations" | "connections" | "pending"
>;

/** The keys that a procedure works on: the tenant's own, those of its customers, or the platform's. */
export type KeyFamily = "own" | "customers" | "platform";

/** Tries before `conflict`, where other calls change the same key in between. */
const MAX_TRIES = 5;

/** Throws `key_not_found`. */
export async function requireKey(
  { apiKeys }: Pick<ApiKeysDeps, "apiKeys">,
  tenant: Tenant,
  family: KeyFamily,
  id: string,
): Promise<ApiKeyRow> {
  const row = await apiKeys.find(tenant.id, id);
  if (row === undefined || familyOf(row) !== family) throw new AppError("key_not_found");
  return row;
}

function familyOf({ kind }: ApiKeyRow): KeyFamily {
  if (kind === "platform") return "platform";
  return kind === "customer" ? "customers" : "own";
}

/** Runs `work` on the key's current row, and again while it returns undefined because another call changed the row. Throws `conflict`. */
export async function withKey<T>(
  app: Pick<ApiKeysDeps, "apiKeys">,
  tenant: Tenant,
  { family, id }: { family: KeyFamily; id: string },
  work: (row: ApiKeyRow) => Promise<T | undefined>,
): Promise<T> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const done = await work(await requireKey(app, tenant, family, id));
    if (done !== undefined) return done;
  }
  throw new AppError("conflict");
}

/** Makes every isolate reread the tenant's keys, and closes the key's open connections `inMs` milliseconds from now. */
export async function propagateKeyChange(
  app: Pick<ApiKeysDeps, "revocations" | "connections">,
  tenantId: string,
  id: string,
  inMs: number,
): Promise<void> {
  await app.revocations(tenantId).tenantChanged();
  await app.connections(tenantId).cutOff([id], inMs);
}

/** Throws `key_not_active` for a key that was revoked or replaced. */
export function requireChangeable({ revokedAt, replacedBy }: ApiKeyRow): void {
  if (revokedAt !== null) throw new AppError("key_not_active", { reason: "key_revoked", replacedBy });
  if (replacedBy !== null) throw new AppError("key_not_active", { reason: "key_replaced", replacedBy });
}

/**
 * Changes a key from the next call on, and closes its connections, which clients reopen. Throws what `requireKey` and
 * `propertiesOf` throw, `key_not_active` and `key_exceeds_own_rights`.
 */
export async function changeKey(
  app: Deps,
  tenant: Tenant,
  caller: Caller,
  { family, id }: { family: KeyFamily; id: string },
  requested: RequestedProperties,
): Promise<ApiKeyRow> {
  const now = app.clock.now();
  const changed = await withKey(app, tenant, { family, id }, async (row) => {
    requireChangeable(row);
    const change = propertiesOf(app, row, requested, row.quotaSerial);
    await requireWithinOwnRights(app, tenant, caller, row);
    await requireWithinOwnRights(app, tenant, caller, { ...row, ...change });
    return await app.apiKeys.update(row, change, now);
  });
  await settle(app, tenant.id, now, async () => await propagateKeyChange(app, tenant.id, id, 0));
  return changed;
}
