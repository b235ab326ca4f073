import { env } from "cloudflare:workers";
import type { ReceivedLetter } from "../src/email/mailbox-store.ts";

/** What a tenant was mailed, or one of its users, newest first; all that was posted before has arrived. */
export async function lettersOf(tenantId: string, to?: string): Promise<ReceivedLetter[]> {
  return await env.TENANT_STATE.getByName(tenantId).received({ to, limit: 500 });
}

/** The newest letter of a kind to an address, with what it brings. Fails where there is none. */
export async function letterTo(tenantId: string, to: string, kind: ReceivedLetter["kind"]) {
  const letter = (await lettersOf(tenantId, to)).find((one) => one.kind === kind);
  if (letter === undefined) throw new Error(`There is no ${kind} to ${to}.`);
  const { link = "", code = "" } = letter.values;
  const token = link === "" ? "" : (new URL(link).searchParams.get("token") ?? "");
  return { ...letter, link, token, code };
}

/** What kinds of letters an address got, newest first. */
export async function kindsTo(tenantId: string, to: string): Promise<string[]> {
  return (await lettersOf(tenantId, to)).map(({ kind }) => kind);
}
