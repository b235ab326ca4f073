import { type AuditEvent, writeDown } from "../audit/entry.ts";
import { failureText } from "../ports/database.ts";
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
 * Ends a key from the next call on, and what was opened with it. Safe to repeat: the first time and reason stay, and what
 * was broken off is finished. Throws `key_not_found`.
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

/** Keys make keys; somebody made the first. */
const GENERATIONS = 10;

/**
 * Tells by mail whoever made the key, or the key that made it, if that is a user: an administrator who works for the
 * tenant. What was revoked stays so even if that fails, so a failure is logged and goes no further.
 */
export async function tellOfLeak(
  app: Pick<ApiKeysDeps, "apiKeys" | "auth" | "outbox" | "clock">,
  tenant: Tenant,
  key: ApiKeyRow,
): Promise<void> {
  try {
    const maker = await makerOf(app, key);
    const user = maker === undefined ? undefined : await app.auth.findUser(maker);
    if (user === undefined || user.status !== "active") return;
    const values = { tenant: tenant.name, name: key.name, hint: key.hint, when: app.clock.now().toUTCString() };
    const letter = { kind: "api_key_leaked", key: `leak ${key.id}`, to: user.email, userId: user.id, values } as const;
    await app.outbox(user.tenantId).enqueue(letter);
  } catch (error) {
    const message = "Nobody was told of a leaked key.";
    console.error(JSON.stringify({ level: "error", message, keyId: key.id, error: failureText(error) }));
  }
}

/** The id of a user, if it comes from one. */
async function makerOf(
  { apiKeys }: Pick<ApiKeysDeps, "apiKeys">,
  { tenantId, createdBy }: ApiKeyRow,
): Promise<string | undefined> {
  let maker: string | undefined = createdBy;
  for (let i = 0; i < GENERATIONS && maker?.startsWith("key_"); i++) {
    maker = (await apiKeys.find(tenantId, maker))?.createdBy;
  }
  return maker?.startsWith("usr_") ? maker : undefined;
}

export interface LeakReport {
  readonly key: string;
  readonly source: string | null;
}

/** What form and checksum say by themselves, and nothing of whether there is such a key. */
export type LeakAnswer = "not_a_key" | "publishable" | "received";

/**
 * Revokes a key that somebody found where it should not be, writes it down for its tenant and tells whoever made it. The
 * finder learns what the text says by itself: whether a key is in use is nobody's business. Publishable keys are meant to
 * be seen, so that reporting one does nothing.
 */
export async function reportLeak(
  app: ApiKeysDeps,
  { key, source }: LeakReport,
  origin: Pick<AuditEvent, "actor" | "ip" | "requestId">,
): Promise<LeakAnswer> {
  const kind = kindOfKey(key);
  if (kind === undefined) return "not_a_key";
  if (kind === "publishable") return "publishable";
  const found = await app.apiKeys.findByHash(await hashKey(key));
  if (found === undefined) return "received";
  const inTime = inTimeOf(app, found.tenant);
  const row = await revokeKey(inTime, found.key, "leaked", source);
  if (found.key.revokedAt !== null) return "received";
  const { tenantId } = row;
  await writeDown(app, { ...origin, tenantId, event: "apiKeys.leaked", subject: null, outcome: "ok" });
  app.meter.count(row.tenantId, "events");
  await tellOfLeak(app, found.tenant, row);
  return "received";
}
