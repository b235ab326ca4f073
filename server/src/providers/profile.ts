import { domainOf } from "../accounts/registration-policy.ts";
import { readEmail } from "../shared/email.ts";
import type { Assertion, Claims } from "./assertion.ts";
import type { IdentityProvider } from "./provider-store.ts";

/** A person as a provider describes them. */
export interface Profile {
  readonly issuer: string;
  readonly subject: string;
  /** Null if the provider gives none, or none that is an email. */
  readonly email: string | null;
  /** Whether the provider has verified that the email is theirs. */
  readonly isVerified: boolean;
  /** Whether the provider decides who has an email at this domain, so that its word is as good as a link in an email. */
  readonly isAuthoritative: boolean;
  readonly name: string | null;
  readonly claims: Claims;
}

const MAX_NAME = 200;
const MAX_SUBJECT = 255;
const GMAIL = ["gmail.com", "googlemail.com"];

/**
 * Reads a provider's assertion. `isOwnDomain` says whether a domain is a verified one of an enterprise provider. That of an
 * organization alone speaks for its emails without a claim. `sentName` is Apple's, which is outside of the signed claims and only a name.
 */
export function profileOf(
  { preset, kind }: Pick<IdentityProvider, "preset" | "kind">,
  { issuer, subject, claims }: Assertion,
  { isOwnDomain, sentName }: { readonly isOwnDomain: (domain: string) => boolean; readonly sentName: string | null },
): Profile {
  const read = typeof claims.email === "string" ? readEmail(claims.email) : undefined;
  const email = read !== undefined && "email" in read ? read.email : null;
  const domain = email === null ? "" : domainOf(email);
  // Anybody can have an account at the provider of a preset, so that one speaks for a domain only by a claim.
  const isOwn = kind === "enterprise" && preset === "oidc" && isOwnDomain(domain);
  const isAuthoritative = isOwn || isAuthority(preset, claims, domain);
  const isVerified = email !== null && isVerifiedBy(preset, claims, isOwn) && (kind === "social" || isAuthoritative);
  const name = nameOf(claims.name) ?? nameOf(sentName);
  return { issuer, subject, email, isVerified, isAuthoritative: isVerified && isAuthoritative, name, claims };
}

/** Whether a subject can be stored. OpenID Connect Core 1.0 §2 limits it to 255 characters. */
export function isSubject(subject: string): boolean {
  return subject !== "" && subject.length <= MAX_SUBJECT;
}

function isVerifiedBy(preset: IdentityProvider["preset"], claims: Claims, isOwn: boolean): boolean {
  // Anyone can enter any email in a Microsoft organization of their own; this claim says that its domain was verified.
  if (preset === "microsoft") return isTrue(claims.xms_edov);
  // Many enterprise providers leave the claim out, and their domain was verified by DNS.
  return isOwn ? claims.email_verified === undefined || isTrue(claims.email_verified) : isTrue(claims.email_verified);
}

/** Google speaks for gmail.com and for the domain in `hd`; Microsoft for emails whose domain it has verified. */
function isAuthority(preset: IdentityProvider["preset"], claims: Claims, domain: string): boolean {
  if (preset === "google") {
    return GMAIL.includes(domain) || (typeof claims.hd === "string" && claims.hd.toLowerCase() === domain);
  }
  return preset === "microsoft" && isTrue(claims.xms_edov);
}

/** Apple and LinkedIn send texts, and Microsoft numbers. */
function isTrue(claim: unknown): boolean {
  return claim === true || claim === "true" || claim === 1 || claim === "1";
}

/** A name as accounts may have one: one line without control characters. */
function nameOf(value: unknown): string | null {
  if (typeof value !== "string" || !value.isWellFormed()) return null;
  const line = value.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
  return line === "" || line.length > MAX_NAME ? null : line;
}

/** The name in the form field `user`, which Apple sends the first time. */
export function appleName(field: string | null): string | null {
  try {
    const { name } = JSON.parse(field ?? "") as { name?: { firstName?: unknown; lastName?: unknown } };
    const parts = [name?.firstName, name?.lastName].filter((part) => typeof part === "string" && part !== "");
    return parts.length === 0 ? null : parts.join(" ").slice(0, MAX_NAME);
  } catch {
    return null;
  }
}
