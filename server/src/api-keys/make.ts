import { newId } from "../ports/ids.ts";
import { hashKey, type KeyKind, type KeyMode, newKey } from "./api-key.ts";
import type { ApiKeyRow } from "./store.ts";

/** What a key may, from where and how often, and what its tenant says of it. A successor has the same. */
export type KeyProperties = Pick<
  ApiKeyRow,
  | "name"
  | "expiresAt"
  | "scopes"
  | "allowedOrigins"
  | "allowedIpRanges"
  | "limits"
  | "metadata"
  | "ownerId"
  | "enabled"
  | "quota"
  | "prefix"
>;

export interface KeyRequest extends Partial<KeyProperties> {
  readonly tenantId: string;
  readonly kind: KeyKind;
  readonly mode: KeyMode;
  readonly name: string;
  readonly createdBy: string;
  readonly now: Date;
}

const UNLESS_TOLD: Omit<KeyProperties, "name"> = {
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

/** A new key and the row that stands for it, not yet written. Of a row that is given, only what is asked for is taken over. */
export async function makeKey({ now, ...request }: KeyRequest): Promise<{ key: string; row: ApiKeyRow }> {
  const key = newKey(request.kind, request.mode, request.prefix ?? undefined);
  const row: ApiKeyRow = {
    ...UNLESS_TOLD,
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
