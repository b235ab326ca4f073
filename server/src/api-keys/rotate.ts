import { actorOf, type Caller } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { settleQuietly } from "../shared/pending-store.ts";
import { after } from "../shared/session-lifetimes.ts";
import type { Tenant } from "../shared/tenant.ts";
import { type KeyFamily, propagateKeyChange, requireChangeable, withKey } from "./change.ts";
import type { KeyAudit } from "./create.ts";
import { makeKey } from "./create.ts";
import type { ApiKeysDeps } from "./deps.ts";
import { requireWithinOwnRights } from "./own-rights.ts";
import { propertiesOf } from "./properties.ts";
import type { ApiKeyRow, ApiKeyStore } from "./store.ts";
import { keyEndOf } from "./usable.ts";

type Deps = Pick<
  ApiKeysDeps,
  "apiKeys" | "scopes" | "platformScopes" | "clock" | "revocations" | "connections" | "pending"
>;

export interface Rotation {
  readonly id: string;
  readonly overlapSeconds: number;
  /** Expiry time of the successor. Defaults to that of the key. */
  readonly expiresAt?: Date | null | undefined;
}

export interface Rotated {
  readonly key: string;
  readonly successor: ApiKeyRow;
  readonly retiresAt: Date;
}

/**
 * Creates a successor with the same properties, limits and quota, which counts together with the key. The key and its
 * connections work until the overlap is over or the key expires. Throws `key_not_found`, `key_not_active`,
 * `key_exceeds_own_rights` and `invalid_input`.
 */
export async function rotateKey(
  app: Deps,
  tenant: Tenant,
  caller: Caller,
  family: KeyFamily,
  { id, overlapSeconds, expiresAt }: Rotation,
  audit: KeyAudit,
): Promise<Rotated> {
  const now = app.clock.now();
  const rotated = await withKey(app, tenant, { family, id }, async (row) => {
    requireChangeable(row);
    const end = keyEndOf(row, now);
    if (end !== undefined) throw new AppError("key_not_active", { reason: end, replacedBy: null });
    const requested = { ...row, ...propertiesOf(app, row, { expiresAt }, 0) };
    await requireWithinOwnRights(app, tenant, caller, requested);
    const { key, row: made } = await makeKey({ ...requested, createdBy: actorOf(caller), now });
    const successor = { ...made, countsAs: row.countsAs ?? row.id, quotaSerial: row.quotaSerial };
    const retiresAt = after(now, overlapSeconds);
    const isWritten = await app.apiKeys.replace(row, successor, { retiresAt, now, entry: audit(successor.id) });
    return isWritten ? { key, successor, retiresAt } : undefined;
  });
  // The successor is returned only once, so a failure from here on must not lose it.
  await settleQuietly(app, tenant.id, now, async () => {
    await propagateKeyChange(app, tenant.id, id, overlapSeconds * 1000);
  });
  return rotated;
}

/** More rotations than a key has during one session. */
const MAX_ROTATIONS = 10;

type Keys = Pick<ApiKeyStore, "find">;

/**
 * True if two keys are the same to their user: one key, or one that replaced the other by rotation. During a rollout
 * some tabs of a page have the old key, and some its successor.
 */
export async function isSameKey(keys: Keys, tenantId: string, a: string | null, b: string | null): Promise<boolean> {
  if (a === b) return true;
  if (a === null || b === null) return false;
  return (await isReplacedBy(keys, tenantId, a, b)) || (await isReplacedBy(keys, tenantId, b, a));
}

async function isReplacedBy(keys: Keys, tenantId: string, id: string, successor: string): Promise<boolean> {
  let next: ApiKeyRow["replacedBy"] = id;
  for (let i = 0; i < MAX_ROTATIONS && next !== null; i++) {
    next = (await keys.find(tenantId, next))?.replacedBy ?? null;
    if (next === successor) return true;
  }
  return false;
}
