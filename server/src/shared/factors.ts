/**
 * Ways in which a user proves who they are. RFC 8176 registers `pwd` and `otp`; the other names are our own.
 *
 * - `pwd` password · `email` code or link in an email · `social` identity provider · `sso` the email domain's own provider
 * - `passkey` a passkey that verified its user, so that it is two factors in one
 * - `otp` code of an authenticator app · `security_key` passkey that did not verify its user · `backup` backup code
 * - `device` a trusted device, on which a second factor was shown before; no factor by itself
 */
export const METHODS = ["pwd", "email", "social", "sso", "passkey", "otp", "security_key", "backup", "device"] as const;
export type Method = (typeof METHODS)[number];

/** Methods that were used, with the last time of each in seconds since 1970. */
export type Factors = Readonly<Record<string, number>>;

const FIRST: readonly string[] = ["pwd", "email", "social", "sso"];
const SECOND: readonly string[] = ["otp", "security_key", "backup"];

/** The factors of methods that are used now. */
export function factorsAt(methods: readonly Method[], now: Date): Factors {
  return Object.fromEntries(methods.map((method) => [method, Math.floor(now.getTime() / 1000)]));
}

/** Those factors that were shown at this time or later. A trusted device shows none. */
export function factorsSince(factors: Factors, since: Date): Factors {
  const seconds = Math.floor(since.getTime() / 1000);
  return Object.fromEntries(Object.entries(shownFactors(factors)).filter(([, time]) => time >= seconds));
}

/** The factors that a person showed: all but the trusted device. */
export function shownFactors(factors: Factors): Factors {
  return Object.fromEntries(Object.entries(factors).filter(([method]) => method !== "device"));
}

/** Whether one of the factors can begin a sign-in. */
export function hasFirstFactor(factors: Factors): boolean {
  return "passkey" in factors || FIRST.some((method) => method in factors);
}

/** Whether two different factors were shown: a passkey that verified its user, or a first and a second one. */
export function hasSecondFactor(factors: Factors): boolean {
  if ("passkey" in factors) return true;
  return hasFirstFactor(factors) && SECOND.some((method) => method in factors);
}

/** Whether an emailed code or link was shown beside another first factor, as the weakest second one. */
export function hasEmailBesideAnother(factors: Factors): boolean {
  return "email" in factors && FIRST.some((first) => first !== "email" && first in factors);
}

/**
 * Authentication assurance: `aal2` with two factors, otherwise `aal1`. The `acr` of access tokens, named after the levels of NIST
 * SP 800-63B-4.
 */
export function assuranceOf(factors: Factors): "aal1" | "aal2" {
  return hasSecondFactor(factors) ? "aal2" : "aal1";
}

/** The `amr` of access tokens (RFC 8176): the methods, and `mfa` where two factors were shown. */
export function methodReferences(factors: Factors): string[] {
  const methods = Object.keys(shownFactors(factors));
  return hasSecondFactor(factors) ? [...methods, "mfa"] : methods;
}
