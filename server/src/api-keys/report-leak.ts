import type { App } from "../app.ts";
import type { AuditEvent } from "../audit/entry.ts";
import { writeDown } from "../audit/write-down.ts";
import { inTimeOf } from "../tenants/clock.ts";
import { hashKey, kindOfKey } from "./api-key.ts";
import { revokeKey } from "./revoke.ts";
import { tellOfLeak } from "./tell-of-leak.ts";

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
  app: App,
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
