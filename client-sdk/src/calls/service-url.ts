import { CfAuthError } from "./error.ts";

/**
 * The normalized URL of the service: lower-case scheme and host, no default port, no trailing slash (WHATWG URL Standard). Throws
 * `invalid_input` for a URL that `fetch` can't reach, so that an unset variable fails when the client is created.
 */
export function serviceUrl(url: string): string {
  try {
    const { protocol, username, password, search, hash, origin, pathname } = new URL(url);
    // `fetch` refuses a name and password. A query or fragment would swallow the path of each call.
    if (/^https?:$/.test(protocol) && !(username + password + search + hash)) {
      return origin + pathname.replace(/\/+$/, "");
    }
  } catch {
    // A relative URL fails below.
  }
  throw new CfAuthError({
    code: "invalid_input",
    // The part before an @ may be a password.
    message: `url is "${`${url}`.replace(/.*@/, "…@")}", not an http(s) URL without credentials, query and fragment.`,
    action: "Set url to the service's address, such as https://auth.example.com.",
    retryable: false,
  });
}
