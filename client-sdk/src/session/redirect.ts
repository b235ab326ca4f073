import { claimsOf } from "../calls/credentials.ts";
import { CfAuthError } from "../calls/error.ts";
import { newKey } from "../calls/retry.ts";

/** A sign-in on the hosted pages, as the page stores it until the browser comes back. */
interface Pending {
  readonly state: string;
  readonly verifier: string;
  readonly returnUrl: string;
}

/** Options of `session.signInWithRedirect`. */
export interface RedirectOptions {
  /** URL of this app to which the browser returns. Registered in the tenant's setting `returnUrls`. */
  readonly returnUrl: string;
  /** Whether the sign-up page opens first. Defaults to false. */
  readonly signUp?: boolean | undefined;
}

/** The service, and the name under which the sign-in is stored. */
interface Target {
  readonly url: string;
  readonly key?: string | undefined;
  readonly tenant?: string | undefined;
  readonly name: string;
}

/** Stores a new sign-in in this tab, and returns the URL that begins it (RFC 6749 §4.1.1, RFC 7636 §4.3). */
export async function beginRedirect(
  { url, key = "", tenant, name }: Target,
  { returnUrl, signUp }: RedirectOptions,
): Promise<string> {
  // 128 and 256 random bits; RFC 7636 §4.1 requires 43 characters of a verifier.
  const [state, verifier] = [newKey(), newKey() + newKey()];
  const pending: Pending = { state, verifier, returnUrl };
  sessionStorage.setItem(name, JSON.stringify(pending));
  const query = new URLSearchParams({
    response_type: "code",
    client_id: key,
    redirect_uri: returnUrl,
    state,
    code_challenge: base64url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))),
    code_challenge_method: "S256",
    ...(signUp && { prompt: "create" }),
  });
  return `${url}${tenant ? `/t/${tenant}` : ""}/sign-in?${query}`;
}

/**
 * Reads the answer in a return URL, once. Undefined for a URL without an answer. Throws `redirect_failed` for an error, and for an
 * answer that isn't to this tab's sign-in.
 */
export function answerIn(url: string, name: string) {
  const { searchParams: answer } = new URL(url);
  const [state, code, error, iss] = ["state", "code", "error", "iss"].map((part) => answer.get(part));
  if (!state || !(code || error)) return undefined;
  const pending: Partial<Pending> = JSON.parse(sessionStorage.getItem(name) ?? "{}");
  sessionStorage.removeItem(name);
  if (state !== pending.state) throw failed("state_mismatch");
  // RFC 9207 §2.4: an answer without it may be another service's.
  if (error || !iss) throw failed(error || "iss_missing");
  return { iss, input: { code, codeVerifier: pending.verifier, returnUrl: pending.returnUrl } };
}

/** Whether the tokens are of the issuer that answered (RFC 9207 §2.4). */
export function isIssuedBy(accessToken: string, iss: string): boolean {
  return claimsOf(accessToken).iss === iss;
}

/** Removes the answer from the address bar, so that no bookmark and no reload has it. */
export function cleanAddress(): void {
  const url = new URL(location.href);
  for (const part of ["state", "code", "error", "iss"]) url.searchParams.delete(part);
  history.replaceState(history.state, "", url.href);
}

export function failed(reason: string): CfAuthError {
  return new CfAuthError({
    code: "redirect_failed",
    message: `The sign-in on the hosted pages failed: ${reason}.`,
    action: "Call session.signInWithRedirect once more. access_denied: the user went back.",
    retryable: false,
    details: { reason },
  });
}

function base64url(bytes: ArrayBuffer): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
