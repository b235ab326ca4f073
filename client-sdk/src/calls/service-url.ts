import { CfAuthError } from "./error.ts";

const ACTION =
  "Pass the service's public address, such as https://auth.example.com. If it comes from an environment variable, set that variable: CF_AUTH_URL.";

/**
 * The service's address as every part of the SDK uses it: scheme and host in lower case, no default port, no slash at the end
 * (WHATWG URL Standard). Throws `invalid_input` for anything that `fetch` could never reach, so that a variable that isn't set
 * is found when the client is made and not by its first call.
 */
export function serviceUrl(url: string): string {
  const { protocol, username, password, search, hash, origin, pathname } = parse(url);
  // A name and password would be refused by `fetch`, and a query or fragment would swallow the path of each call.
  if (/^https?:$/.test(protocol) && !(username || password || search || hash)) {
    return origin + pathname.replace(/\/+$/, "");
  }
  throw invalid("must be an http: or https: address without credentials, query or fragment");
}

function parse(url: string): URL {
  try {
    return new URL(url);
  } catch (cause) {
    throw invalid(url ? `${JSON.stringify(url)} is not an absolute address` : "is empty or not set", cause);
  }
}

function invalid(problem: string, cause?: unknown): CfAuthError {
  const message = `The option url ${problem}.`;
  return new CfAuthError({ code: "invalid_input", message, action: ACTION, retryable: false, cause });
}
