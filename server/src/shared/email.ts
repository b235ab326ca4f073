import { DOMAIN_NAME_FORM, isAscii, readDomainName, shown } from "./domain-name.ts";

/** RFC 5321 §4.5.3.1.3 leaves 254 characters for an email, §4.5.3.1.1 has 64 before the @. */
export const MAX_EMAIL_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;

/** RFC 5322 §3.2.3, atext: what may stand before the @ without quotation marks, besides dots between. */
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LOCAL = new RegExp(`^${ATOM}(?:\\.${ATOM})*$`);

/** The form of an email as a regular expression, for the contract. `readEmail` is the judge. */
export const EMAIL_FORM = `^(?=[^@]{1,${MAX_LOCAL_LENGTH}}@)${ATOM}(?:\\.${ATOM})*@${DOMAIN_NAME_FORM}$`;

/**
 * Reads an email: a dot-atom (RFC 5322), an @ and a domain name. It stays as it was written, but for a domain with letters
 * beyond ASCII, which becomes A-labels: what is stored is what mail can be sent to. Or what is wrong, for people to read.
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
  if (local === "") return "There is nothing before the @.";
  if (local.length > MAX_LOCAL_LENGTH) {
    return `There are at most ${MAX_LOCAL_LENGTH} characters before the @; here are ${local.length}.`;
  }
  if (LOCAL.test(local)) return undefined;
  if (!isAscii(local)) return "Characters beyond ASCII aren't supported before the @.";
  if (/^\.|\.\.|\.$/.test(local)) return "Before the @, a dot can only stand between two other characters.";
  return `${shown(/[^A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]/.exec(local)?.[0] ?? "")} can't stand before the @.`;
}

/** The form in which emails are compared: lower case. Providers differ in what they ignore beyond that (dots, `+tags`). */
export function emailKey(email: string): string {
  return email.toLowerCase();
}
