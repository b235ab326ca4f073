import { newId } from "../ports/ids.ts";
import { hashKey, type KeyKind, type KeyMode, newKey } from "./api-key.ts";
import type { ApiKeyRow } from "./store.ts";

export interface KeyRequest {
  readonly tenantId: string;
  readonly kind: KeyKind;
  readonly mode: KeyMode;
  readonly name: string;
  readonly createdBy: string;
  readonly expiresAt: Date | null;
  readonly now: Date;
}

/** A new key and the row that stands for it, not yet written. */
export async function makeKey({ now, ...request }: KeyRequest): Promise<{ key: string; row: ApiKeyRow }> {
  const key = newKey(request.kind, request.mode);
  const hash = await hashKey(key);
  const row = { ...request, id: newId("key", now), hash, hint: key.slice(-4), createdAt: now, revokedAt: null };
  return { key, row };
}
