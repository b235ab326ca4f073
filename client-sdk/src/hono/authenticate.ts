import type { Context, MiddlewareHandler } from "hono";
import { CfAuthError } from "../calls/error.ts";
import type { FactorRequirements, VerifiedToken, Verifier } from "../verify.ts";
import { errorResponse, unauthenticated } from "./error-response.ts";

/** Variables that `authenticate` sets: `c.get("auth")`. */
export interface AuthVariables<Auth extends VerifiedToken | undefined = VerifiedToken> {
  auth: Auth;
}

/** Options of `authenticate`. */
export interface AuthenticateOptions extends FactorRequirements {
  /** A verifier of `@cf-auth/client/verify`, or a function if it depends on the request's bindings. Keep it across requests. */
  readonly verifier: Verifier | ((c: Context) => Verifier);
  /** Whether to accept requests without a token, with `c.get("auth")` undefined. Defaults to `false`. Invalid tokens are refused. */
  readonly optional?: boolean | undefined;
}

/**
 * Hono middleware that requires a valid access token as `Authorization: Bearer`. Others get 401 (RFC 6750 §3) with code `unauthenticated`
 * or a code of the verifier. A sign-in that is too old, or lacks a factor, gets 401 with the challenge of RFC 9470. If the tenant's keys
 * are unavailable, the response is 503.
 *
 * Cookies are ignored: the only one holds a refresh token, for the tenant's own host.
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
export function authenticate({ verifier, optional, ...requirements }: AuthenticateOptions): MiddlewareHandler {
  return async (c, next) => {
    const header = c.req.header("authorization");
    if (header === undefined && optional) {
      // Clears a value that other middleware may have set.
      c.set("auth", undefined);
      return await next();
    }
    const token = /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1];
    if (token === undefined) return unauthenticated(c);
    try {
      const of = typeof verifier === "function" ? verifier(c) : verifier;
      c.set("auth", await of.verify(token, requirements));
    } catch (error) {
      if (!(error instanceof CfAuthError)) throw error;
      const { code, message, action, retryable, details } = error;
      const body = { code, message, action, retryable, details };
      c.error = error;
      if (retryable) return errorResponse(c, { ...body, status: 503 }, { "retry-after": "1" });
      return errorResponse(c, { ...body, status: 401 }, challenge(error, requirements));
    }
    await next();
  };
}

const STEP_UP: readonly string[] = ["factor_required", "reauthentication_required"];

/** The challenge: a valid token (RFC 6750 §3), or a more recent or stronger sign-in (RFC 9470 §3). */
function challenge(
  { code, message }: CfAuthError,
  { maxFactorAgeSeconds }: FactorRequirements,
): Record<string, string> {
  const error = STEP_UP.includes(code) ? "insufficient_user_authentication" : "invalid_token";
  const maxAge = code === "reauthentication_required" ? `, max_age="${maxFactorAgeSeconds}"` : "";
  return { "www-authenticate": `Bearer error="${error}", error_description="${message}"${maxAge}` };
}
