import { actorOf, type Caller } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { settleQuietly } from "../shared/pending-store.ts";
import { after } from "../shared/session-lifetimes.ts";
import type { Tenant } from "../shared/tenant.ts";
import { propagateKeyChange, type KeyFamily, requireChangeable, withKey } from "./change.ts";
import type { KeyAudit } from "./create.ts";
import { makeKey } from "./create.ts";
import type { ApiKeysDeps } from "./deps.ts";
import { requireWithinOwnRights } from "./own-rights.ts";
import { propertiesOf } from "./properties.ts";
import type { ApiKeyRow, ApiKeyStore } from "./store.ts";
import { keyEndOf } from "./usable.ts";

type Deps = Pick<ApiKeysDeps, "apiKeys" | "scopes" | "clock" | "revocations" | "connections" | "pending">;

export interface Rotation {
  readonly id: string;
  readonly overlapSeconds: number;
  /** When the successor ends; with the key itself unless told. */
  readonly expiresAt?: Date | null | undefined;
}

export interface Rotated {
  readonly key: string;
  readonly successor: ApiKeyRow;
  readonly retiresAt: Date;
}

/**
 * Makes a successor with the same properties, which is counted together with the key: a rotation gives nobody a new quota.
 * The key, and what it has opened, works beside it until the overlap is over, or it ends by itself. Throws `key_not_found`, `key_not_active`,
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
    const wanted = { ...row, ...propertiesOf(app, row, { expiresAt }, 0) };
    await requireWithinOwnRights(app, tenant, caller, wanted);
    const { key, row: made } = await makeKey({ ...wanted, createdBy: actorOf(caller), now });
    const successor = { ...made, countsAs: row.countsAs ?? row.id, quotaSerial: row.quotaSerial };
    const retiresAt = after(now, overlapSeconds);
    const isWritten = await app.apiKeys.replace(row, successor, { retiresAt, now, entry: audit(successor.id) });
    return isWritten ? { key, successor, retiresAt } : undefined;
  });
  // The successor is shown this once: nothing that fails from here on may lose it.
  await settleQuietly(app, tenant.id, now, async () => {
    await propagateKeyChange(app, tenant.id, id, overlapSeconds * 1000);
  });
  return rotated;
}

/** Nobody rotates a key more often while one session lasts. */
const MAX_ROTATIONS = 10;

type Keys = Pick<ApiKeyStore, "find">;

/**
 * Whether two keys of a tenant are one to whoever uses them: the same, or one took the place of the other by rotation. While a
 * deployment of a page is rolled out, some of its tabs have one and some the other.
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
