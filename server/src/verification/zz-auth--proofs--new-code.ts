import type { App } from "../app.ts";
import type { Tenant } from "../shared/tenant.ts";
import { after } from "../shared/session-lifetimes.ts";
import { CODE_SECONDS, type NewProof } from "./token.ts";

/**
 * A code to type in place of a proof's link, and how it is stored: like a password, since it has so few bits that any
 * other hash of it is guessed in a moment, and mixed with a pepper that no copy of the database has (ASVS 6.5.2). Throws
 * `busy`.
 */
export async function newCode(
  { codes, passwords }: Pick<App, "codes" | "passwords">,
  tenant: Pick<Tenant, "environment">,
  { createdAt }: NewProof,
): Promise<{ code: string; stored: { hash: string; expiresAt: Date } }> {
  const code = codes.next(tenant);
  return { code, stored: { hash: await passwords.hash(code), expiresAt: after(createdAt, CODE_SECONDS) } };
}
