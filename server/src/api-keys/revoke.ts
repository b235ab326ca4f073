import type { App } from "../app.ts";
import { endSessionsOf } from "../auth/end-sessions.ts";
import { AppError } from "../errors/app-error.ts";
import { settle } from "../tenants/settle.ts";
import type { ApiKeyRow } from "./store.ts";

type Needs = Pick<App, "apiKeys" | "clock" | "revocations" | "sessions" | "pending">;

/**
 * Ends a key from the next call on, and what was opened with it. Safe to repeat: the first time and reason stay, and what
 * was broken off is finished. Throws `key_not_found`.
 */
export async function revokeKey(
  app: Needs,
  { tenantId, id }: Pick<ApiKeyRow, "tenantId" | "id">,
  reason: NonNullable<ApiKeyRow["revokeReason"]>,
  where: string | null = null,
): Promise<ApiKeyRow> {
  const now = app.clock.now();
  const row = await app.apiKeys.revoke(tenantId, id, { at: now, reason, where });
  if (row === undefined) throw new AppError("key_not_found");
  await settle(app, tenantId, now, async () => {
    await app.revocations(tenantId).tenantChanged();
    if (row.kind !== "customer") await endSessionsOf(app, tenantId, { key: row.id }, "key_revoked");
  });
  return row;
}
