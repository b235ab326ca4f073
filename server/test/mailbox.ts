import { env } from "cloudflare:workers";
import type { ReceivedLetter } from "../src/mail/mailbox-store.ts";

/** What a tenant was mailed, or one of its users, newest first; all that was posted before has arrived. */
export async function lettersOf(tenantId: string, to?: string): Promise<ReceivedLetter[]> {
  return await env.TENANT_STATE.getByName(tenantId).received({ to, limit: 500 });
}
