import type { Context, MiddlewareHandler } from "hono";
import { CfAuthError } from "../calls/error.ts";
import type { FactorRequirements, VerifiedToken, Verifier } from "../verify.ts";
import { errorResponse, unauthenticated } from "./error-response.ts";

/** What `authenticate` puts into the context: `c.get("auth")`. */
export interface AuthVariables<Auth extends VerifiedToken | undefined = VerifiedToken> {
  auth: Auth;
}

export interface AuthenticateOptions extends FactorRequirements {
  /** Of `@cf-auth/client/verify`; a function where it depends on the request's bindings. Keep it across requests. */
  readonly verifier: Verifier | ((c: Context) => Verifier);
  /** Whether a request without a token goes on, with `c.get("auth")` undefined. A bad token is refused all the same. */
  readonly optional?: boolean | undefined;
}

/**
 * Lets requests through that bring a good access token as `Authorization: Bearer`, and answers 401 to the others (RFC 6750
 * §3): `unauthenticated`, or the code of the verifier. A sign-in that is too old or shows too little is 401 too, with the
 * challenge of RFC 9470; without the tenant's keys the answer is 503.
 *
 * A cookie is never looked at: the only one there is holds a refresh token, for the tenant's own host.
 *
 * @example
 * const app = new Hono().use("/api/*", authenticate({ verifier }));
 * app.get("/api/me", (c) => c.text(c.get("auth").userId));
 * app.delete("/api/me", authenticate({ verifier, maxFactorAgeSeconds: 300 }), (c) => c.body(null, 204));
 */
export function authenticate(
  options: AuthenticateOptions & { readonly optional: true },
): MiddlewareHandler<{ Variables: AuthVariables<VerifiedToken | undefined> }>;
export function authenticate(
  options: AuthenticateOptions & { readonly optional?: false | undefined },
): MiddlewareHandler<{ Variables: AuthVariables }>;
export function authenticate({ verifier, optional, ...wanted }: AuthenticateOptions): MiddlewareHandler {
  return async (c, next) => {
    const header = c.req.header("authorization");
    if (header === undefined && optional) {
      // Whatever stood there before is no proof of anything.
      c.set("auth", undefined);
      return await next();
    }
    const token = /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1];
    if (token === undefined) return unauthenticated(c);
    try {
      const of = typeof verifier === "function" ? verifier(c) : verifier;
      c.set("auth", await of.verify(token, wanted));
    } catch (error) {
      if (!(error instanceof CfAuthError)) throw error;
      const { code, message, action, retryable, details } = error;
      const refusal = { code, message, action, retryable, details };
      c.error = error;
      if (retryable) return errorResponse(c, { ...refusal, status: 503 }, { "retry-after": "1" });
      return errorResponse(c, { ...refusal, status: 401 }, challenge(error, wanted));
    }
    await next();
  };
}

const STEP_UP: readonly string[] = ["factor_required", "reauthentication_required"];

/** What to come back with: a good token (RFC 6750 §3), or one of a sign-in that is more recent or shows more (RFC 9470 §3). */
function challenge(
  { code, message }: CfAuthError,
  { maxFactorAgeSeconds }: FactorRequirements,
): Record<string, string> {
  const error = STEP_UP.includes(code) ? "insufficient_user_authentication" : "invalid_token";
  const maxAge = code === "reauthentication_required" ? `, max_age="${maxFactorAgeSeconds}"` : "";
  return { "www-authenticate": `Bearer error="${error}", error_description="${message}"${maxAge}` };
}
