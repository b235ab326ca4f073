import type { App } from "../app.ts";
import { AppError } from "../errors/app-error.ts";
import { settingsOf } from "../tenants/settings.ts";
import type { Tenant } from "../tenants/tenant.ts";
import { isMadeOfContext } from "./context-words.ts";

/** Longer ones are refused, never cut. */
export const MAX_PASSWORD_BYTES = 1024;

/** Whose password it is to be. */
export interface PasswordOwner {
  readonly tenant: Pick<Tenant, "name" | "slug" | "settings">;
  readonly email: string;
}

/**
 * Throws `weak_password` with the reason, and with the rule it breaks. Composition is nobody's business: length is
 * what counts, and that nobody would guess it.
 */
export async function checkPassword(
  { blocklist }: Pick<App, "blocklist">,
  owner: PasswordOwner,
  password: string,
): Promise<void> {
  const needed = settingsOf(owner.tenant).minPasswordLength;
  const characters = lengthOf(password);
  if (characters < needed) {
    throw weak("length", `The password has ${characters} characters; at least ${needed} are required.`, {
      minLength: needed,
    });
  }
  if (new Set(normalizePassword(password)).size === 1) throw weak("repetition", "The password repeats one character.");
  if (isMadeOfContext(password, owner)) {
    throw weak("context", "The password is based on the name of the product or tenant, or on the email.");
  }
  if (await blocklist.has(password)) throw weak("common", "The password is in the list of common passwords.");
}

/** NIST SP 800-63B-4 §3.1.1.2: the same password typed on two keyboards is the same password. */
export function normalizePassword(password: string): string {
  return password.normalize("NFKC");
}

/** In code points, of whichever form has fewer: one that unfolds into many is one that was typed. */
function lengthOf(password: string): number {
  return Math.min([...password].length, [...normalizePassword(password)].length);
}

function weak(rule: string, reason: string, more: Record<string, unknown> = {}): AppError {
  return new AppError("weak_password", { rule, reason, ...more });
}
