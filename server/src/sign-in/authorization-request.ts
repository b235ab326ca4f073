import { keyEndOf } from "../api-keys/usable.ts";
import { sha256 } from "../ports/encoding.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";
import type { SignInDeps } from "./deps.ts";

/**
 * A request of an app to sign its user in on the hosted pages: an authorization request of OAuth 2.1 with PKCE (RFC 7636). The
 * answer goes to `returnUrl` with a one-time code, the app's `state`, and our issuer (RFC 9207).
 */
export interface AuthorizationRequest {
  /** Id of the app's publishable key. */
  readonly keyId: string;
  readonly returnUrl: string;
  readonly state: string;
  /** SHA-256 of the app's verifier, base64url. */
  readonly codeChallenge: string;
}

/** The parameters of a request, as the app sent them. */
export interface AuthorizationParameters {
  /** The app's publishable key. */
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly codeChallenge: string;
  readonly codeChallengeMethod: string;
  readonly responseType: string;
}

const MAX_STATE = 1024;
/** SHA-256 in base64url. */
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;

/**
 * Validates a request. Throws `return_url_not_registered` and `key_invalid`: then nothing may be sent to the return URL (SECURITY
 * rule 46). Throws `invalid_input` for the rest.
 */
export async function authorizationRequestOf(
  { apiKeys, clock }: Pick<SignInDeps, "apiKeys" | "clock">,
  tenant: Tenant,
  { clientId, ...parameters }: AuthorizationParameters,
): Promise<AuthorizationRequest> {
  if (!isRegistered(tenant, parameters.redirectUri)) throw new AppError("return_url_not_registered");
  const keyId = await publishableKeyOf({ apiKeys, clock }, tenant, clientId);
  return requestOfKey(tenant, keyId, parameters);
}

/** Validates a request of a key that was identified. Throws `return_url_not_registered`, and `invalid_input` for the rest. */
export function requestOfKey(
  tenant: Tenant,
  keyId: string,
  { redirectUri, state, codeChallenge, codeChallengeMethod, responseType }: Omit<AuthorizationParameters, "clientId">,
): AuthorizationRequest {
  if (!isRegistered(tenant, redirectUri)) throw new AppError("return_url_not_registered");
  const issues = [
    responseType !== "code" && { path: "response_type", message: "Use code." },
    // Without PKCE, or with its plain method, a stolen code would be enough (RFC 9700 §2.1.1).
    codeChallengeMethod !== "S256" && { path: "code_challenge_method", message: "Use S256." },
    !CHALLENGE.test(codeChallenge) && {
      path: "code_challenge",
      message: "Use the SHA-256 of the verifier, base64url.",
    },
    (state === "" || state.length > MAX_STATE) && { path: "state", message: "Use 1 to 1,024 characters." },
  ].filter((issue) => issue !== false);
  if (issues.length > 0) throw new AppError("invalid_input", { issues });
  return { keyId, returnUrl: redirectUri, state, codeChallenge };
}

/** The id of one of the tenant's publishable keys that can be used. Throws `key_invalid`. */
async function publishableKeyOf(
  { apiKeys, clock }: Pick<SignInDeps, "apiKeys" | "clock">,
  tenant: Pick<Tenant, "id">,
  key: string,
): Promise<string> {
  const found = (await apiKeys.findByHash(await sha256(key)))?.key;
  const isOwn = found?.tenantId === tenant.id && found.kind === "publishable" && found.enabled;
  if (!isOwn || keyEndOf(found, clock.now()) !== undefined) throw new AppError("key_invalid");
  return found.id;
}

/** Whether a return URL is registered: byte by byte, but for the port of a loopback address (RFC 8252 §7.3). */
export function isRegistered(tenant: Pick<Tenant, "settings">, returnUrl: string): boolean {
  const { returnUrls } = settingsOf(tenant);
  return returnUrls.some((registered) => registered === returnUrl || isSameLoopback(registered, returnUrl));
}

const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|\[::1\])(?::\d{1,5})?(?=[/?]|$)/;

function isSameLoopback(registered: string, returnUrl: string): boolean {
  const [own] = LOOPBACK.exec(registered) ?? [];
  const [requested] = LOOPBACK.exec(returnUrl) ?? [];
  if (own === undefined || requested === undefined || URL.parse(returnUrl) === null) return false;
  const withoutPort = (text: string) => text.replace(/:\d{1,5}$/, "");
  return (
    withoutPort(own) === withoutPort(requested) && registered.slice(own.length) === returnUrl.slice(requested.length)
  );
}
