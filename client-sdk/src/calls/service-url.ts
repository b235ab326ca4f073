import { CfAuthError } from "./error.ts";

/**
 * The service's address as every part of the SDK uses it: scheme and host in lower case, no default port, no slash at the end
 * (WHATWG URL Standard). Throws `invalid_input` for anything that `fetch` could never reach, so that a variable that isn't set
 * is found when the client is made and not by its first call.
 */
export function serviceUrl(url: string): string {
  try {
    const { protocol, username, password, search, hash, origin, pathname } = new URL(url);
    // A name and password would be refused by `fetch`, and a query or fragment would swallow the path of each call.
    if (/^https?:$/.test(protocol) && !(username + password + search + hash)) {
      return origin + pathname.replace(/\/+$/, "");
    }
  } catch {
    // No absolute address: refused like one of the wrong kind.
  }
  throw new CfAuthError({
    code: "invalid_input",
    // What comes before an @ may be a password.
    message: `url is "${`${url}`.replace(/.*@/, "…@")}", not an http(s) URL without credentials, query and fragment.`,
    action: "Set url to the service's address.",
    retryable: false,
  });
}
