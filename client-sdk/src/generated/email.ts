// Copied from server/src/shared/email.ts by `npm run generate`. Do not edit.

import { DOMAIN_NAME_FORM, isAscii, readDomainName, shown } from "./domain-name.ts";

/** Maximum lengths: 254 characters (RFC 5321 §4.5.3.1.3), 64 before the @ (§4.5.3.1.1). */
export const MAX_EMAIL_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;

/** Characters before the @ that need no quotation marks, besides dots between them (RFC 5322 §3.2.3, atext). */
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LOCAL = new RegExp(`^${ATOM}(?:\\.${ATOM})*$`);

/** The form of an email as a regular expression, for the contract. `readEmail` decides. */
export const EMAIL_FORM = `^(?=[^@]{1,${MAX_LOCAL_LENGTH}}@)${ATOM}(?:\\.${ATOM})*@${DOMAIN_NAME_FORM}$`;

/**
 * Reads an email: a dot-atom (RFC 5322), an @ and a domain name. It stays as written, except that a domain beyond ASCII becomes
 * A-labels, to which email can be sent. Returns the email, or a message about its problem.
 */
export function readEmail(text: string): { readonly email: string } | { readonly problem: string } {
  const at = text.lastIndexOf("@");
  if (at === -1) return { problem: "Write an email with an @, such as anne@example.com." };
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  const problem = problemOfLocal(local);
  if (problem !== undefined) return { problem };
  const read = readDomainName(domain);
  if ("problem" in read) return read;
  const email = `${local}@${isAscii(domain) ? domain : read.name}`;
  if (email.length <= MAX_EMAIL_LENGTH) return { email };
  return { problem: `An email has at most ${MAX_EMAIL_LENGTH} characters; this one has ${email.length}.` };
}

function problemOfLocal(local: string): string | undefined {
  if (local === "") return "Write a name before the @, such as anne@example.com.";
  if (local.length > MAX_LOCAL_LENGTH) {
    return `An email has at most ${MAX_LOCAL_LENGTH} characters before the @; this one has ${local.length}.`;
  }
  if (LOCAL.test(local)) return undefined;
  if (!isAscii(local)) return "Characters beyond ASCII aren't supported before the @.";
  if (/^\.|\.\.|\.$/.test(local)) return "Before the @, a dot is allowed only between two other characters.";
  return `${shown(/[^A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]/.exec(local)?.[0] ?? "")} isn't allowed before the @.`;
}

/** The lower-case form in which emails are compared. Dots and `+tags` count, since providers treat them differently. */
export function emailKey(email: string): string {
  return email.toLowerCase();
}
