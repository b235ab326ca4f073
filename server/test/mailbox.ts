import { env } from "cloudflare:workers";
import type { ReceivedEmail } from "../src/email/mailbox-store.ts";

/** Lists emails of a tenant or of one recipient, newest first, after delivering those that are queued. */
export async function emailsOf(tenantId: string, to?: string): Promise<ReceivedEmail[]> {
  return await env.TENANT_STATE.getByName(tenantId).receivedEmails({ to, limit: 500 });
}

/** Finds the newest email of a kind to a recipient, with its link, token and code. Throws if there is none. */
export async function emailTo(tenantId: string, to: string, kind: ReceivedEmail["kind"]) {
  const email = (await emailsOf(tenantId, to)).find((one) => one.kind === kind);
  if (email === undefined) throw new Error(`No ${kind} was sent to ${to}.`);
  const { link = "", code = "" } = email.values;
  const token = link === "" ? "" : (new URL(link).searchParams.get("token") ?? "");
  return { ...email, link, token, code };
}

/** Lists the kinds of emails that a recipient got, newest first. */
export async function emailKindsTo(tenantId: string, to: string): Promise<string[]> {
  return (await emailsOf(tenantId, to)).map(({ kind }) => kind);
}
