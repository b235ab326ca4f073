import { normalForm } from "@cf-auth/blocklist/layout";
import type { Tenant } from "../shared/tenant.ts";

const PRODUCT = "cf-auth";
/** Shorter ones stand in ordinary words too often. */
const SHORTEST_WORD = 4;
/** What has to be left of a password without them: the least that any password has. */
const NEEDED_CHARACTERS = 8;

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
  const words = names.map(squeeze).filter((word) => word.length >= SHORTEST_WORD);
  // The longest first, so that a word within another does not leave that one's rest behind.
  words.sort((a, b) => b.length - a.length);
  const whole = squeeze(password);
  const rest = words.reduce((text, word) => text.replaceAll(word, ""), whole);
  return rest !== whole && [...rest].length < NEEDED_CHARACTERS;
}

/** Without spaces, punctuation and the signs of a keyboard, in the form in which passwords are looked up. */
function squeeze(text: string): string {
  return normalForm(text).replace(/[\p{Z}\p{P}\p{Sc}\p{Sk}\p{Sm}]/gu, "");
}
