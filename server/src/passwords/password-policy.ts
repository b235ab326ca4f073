import { normalForm } from "@cf-auth/blocklist/layout";
import { AppError } from "../shared/errors/app-error.ts";
import type { Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";
import type { Blocklist } from "./blocklist.ts";

const PRODUCT = "cf-auth";
/** Shorter ones stand in ordinary words too often. */
const MIN_WORD_LENGTH = 4;
/** What has to be left of a password without them: the least that any password has. */
const MIN_OTHER_CHARACTERS = 8;

/**
 * Whether too little is left of the password without the words that a guesser would begin with: the product's name,
 * the tenant's name and slug, the words of that name, and the local part of the address. Case, spaces and signs do not
 * count, so "Acme-2024!" is "acme2024". A password without any of these words is not looked at.
 */
export function isMadeOfContext(
  password: string,
  { tenant, email }: { tenant: Pick<Tenant, "name" | "slug">; email: string },
): boolean {
  const local = email.slice(0, email.lastIndexOf("@"));
  const names = [
    PRODUCT,
    tenant.name,
    tenant.slug,
    local,
    ...tenant.name.split(/\s+/),
    ...local.split(/[^\p{L}\p{N}]+/u),
  ];
  const words = names.map(squeeze).filter((word) => word.length >= MIN_WORD_LENGTH);
  // The longest first, so that a word within another does not leave that one's rest behind.
  words.sort((a, b) => b.length - a.length);
  const whole = squeeze(password);
  const rest = words.reduce((text, word) => text.replaceAll(word, ""), whole);
  return rest !== whole && [...rest].length < MIN_OTHER_CHARACTERS;
}

/** Without spaces, punctuation and the signs of a keyboard, in the form in which passwords are looked up. */
function squeeze(text: string): string {
  return normalForm(text).replace(/[\p{Z}\p{P}\p{Sc}\p{Sk}\p{Sm}]/gu, "");
}

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
  { blocklist }: { readonly blocklist: Blocklist },
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
