import { normalForm } from "@cf-auth/blocklist/layout";
import { AppError } from "../shared/errors/app-error.ts";
import type { Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";
import type { Blocklist } from "./blocklist.ts";

const PRODUCT = "cf-auth";
/** Shorter names are part of too many ordinary words. */
const MIN_WORD_LENGTH = 4;
/** Characters that must be left of a password without context words: the minimum length of any password. */
const MIN_OTHER_CHARACTERS = 8;

/**
 * True if too little is left of the password without the words that attackers try first: the product's name, the
 * tenant's name and slug, the words of that name, and the local part of the email. Case, spaces and punctuation don't
 * count, so "Acme-2024!" is "acme2024". A password without any of these words always passes.
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
  // The longest first, so that a word within another one doesn't leave a part of it.
  words.sort((a, b) => b.length - a.length);
  const whole = squeeze(password);
  const rest = words.reduce((text, word) => text.replaceAll(word, ""), whole);
  return rest !== whole && [...rest].length < MIN_OTHER_CHARACTERS;
}

/** Removes spaces, punctuation and symbols, and normalizes the rest as lookups do. */
function squeeze(text: string): string {
  return normalForm(text).replace(/[\p{Z}\p{P}\p{Sc}\p{Sk}\p{Sm}]/gu, "");
}

/** Longer passwords are refused, never truncated. */
export const MAX_PASSWORD_BYTES = 1024;

/** The future owner of a password. */
export interface PasswordOwner {
  readonly tenant: Pick<Tenant, "name" | "slug" | "settings">;
  readonly email: string;
}

/**
 * Throws `weak_password` with the reason and the broken rule. There are no rules of composition: only length counts, and
 * that the password is hard to guess.
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

/** NIST SP 800-63B-4 §3.1.1.2: one password typed on two keyboards is the same password. */
export function normalizePassword(password: string): string {
  return password.normalize("NFKC");
}

/** Length in code points, of the typed or the normal form, whichever is shorter. */
function lengthOf(password: string): number {
  return Math.min([...password].length, [...normalizePassword(password)].length);
}

function weak(rule: string, reason: string, more: Record<string, unknown> = {}): AppError {
  return new AppError("weak_password", { rule, reason, ...more });
}
