import { type AuditEvent, recordAuditEvent } from "../audit/entry.ts";
import { log } from "../ports/logger.ts";
import { endSessionsOf } from "../sessions/end-sessions.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { settle } from "../shared/pending-store.ts";
import type { Tenant } from "../shared/tenant.ts";
import { inTimeOf } from "../shared/tenant-clock.ts";
import { hashKey, kindOfKey } from "./api-key.ts";
import type { ApiKeysDeps } from "./deps.ts";
import type { ApiKeyRow } from "./store.ts";

type Deps = Pick<ApiKeysDeps, "apiKeys" | "clock" | "revocations" | "sessions" | "pending">;

/**
 * Revokes a key from the next call on, and ends its sessions. Safe to repeat: the first time and reason stay, and an
 * interrupted revocation is completed. Throws `key_not_found`.
 */
export async function revokeKey(
  app: Deps,
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

/** Limit for following keys that were created by keys. */
const MAX_GENERATIONS = 10;

/**
 * Emails the creator of a leaked key: the user who created it, or the key that created it. A failure is logged and not
 * thrown, because the key stays revoked anyway.
 */
export async function notifyOfLeak(
  app: Pick<ApiKeysDeps, "apiKeys" | "auth" | "outbox" | "clock">,
  tenant: Tenant,
  key: ApiKeyRow,
): Promise<void> {
  try {
    const creator = await creatorOf(app, key);
    const user = creator === undefined ? undefined : await app.auth.findUser(creator);
    if (user === undefined || user.status !== "active") return;
    const values = { tenant: tenant.name, name: key.name, hint: key.hint, when: app.clock.now().toISOString() };
    const email = { kind: "api_key_leaked", key: `leak ${key.id}`, to: user.email, userId: user.id, values } as const;
    await app.outbox(user.tenantId).enqueue(email);
  } catch (error) {
    log("error", "The email about a leaked key couldn't be queued.", { id: key.id, error });
  }
}

/** The id of the user who created a key or another thing, directly or through keys; undefined if no user did. */
export async function creatorOf(
  { apiKeys }: Pick<ApiKeysDeps, "apiKeys">,
  { tenantId, createdBy }: Pick<ApiKeyRow, "tenantId" | "createdBy">,
): Promise<string | undefined> {
  let creator: string | undefined = createdBy;
  for (let i = 0; i < MAX_GENERATIONS && creator?.startsWith("key_"); i++) {
    creator = (await apiKeys.find(tenantId, creator))?.createdBy;
  }
  return creator?.startsWith("usr_") ? creator : undefined;
}

export interface LeakReport {
  readonly key: string;
  readonly source: string | null;
}

/** The result of a report. It depends on the text's format and checksum alone, not on whether the key exists. */
export type LeakResult = "not_a_key" | "publishable" | "received";

/**
 * Revokes a leaked key, records it in the tenant's audit log and emails the key's creator. The result doesn't say
 * whether the key exists. Publishable keys are public, so reporting one does nothing.
 */
export async function reportLeak(
  app: ApiKeysDeps,
  { key, source }: LeakReport,
  origin: Pick<AuditEvent, "actor" | "ip" | "requestId">,
): Promise<LeakResult> {
  const kind = kindOfKey(key);
  if (kind === undefined) return "not_a_key";
  if (kind === "publishable") return "publishable";
  const found = await app.apiKeys.findByHash(await hashKey(key));
  if (found === undefined) return "received";
  const inTime = inTimeOf(app, found.tenant);
  const row = await revokeKey(inTime, found.key, "leaked", source);
  if (found.key.revokedAt !== null) return "received";
  const { tenantId } = row;
  await recordAuditEvent(app, { ...origin, tenantId, event: "apiKeys.leaked", subject: null, outcome: "ok" });
  app.meter.count(row.tenantId, "events");
  await notifyOfLeak(app, found.tenant, row);
  return "received";
}
