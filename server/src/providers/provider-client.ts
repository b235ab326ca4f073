import {
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type Client,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type CustomFetchOptions,
  customFetch,
  expectNoNonce,
  getValidatedIdTokenClaims,
  jwksCache,
  None,
  nopkce,
  processAuthorizationCodeResponse,
  processUserInfoResponse,
  userInfoRequest,
  validateApplicationLevelSignature,
  validateAuthResponse,
} from "oauth4webapi";
import { fromBase64Url } from "../ports/encoding.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { OutboundRequests } from "../shared/outbound-url.ts";
import type { Assertion } from "./assertion.ts";
import { readGithubUser } from "./github.ts";
import { PRESET } from "./presets.ts";
import { requireAnswer } from "./provider-error.ts";
import type { KnownProvider } from "./provider-metadata.ts";
import type { IdentityProvider } from "./provider-store.ts";

/** The parts of a request to a provider that its answer is checked against. */
export interface ProviderRequest {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** The address to which a browser is sent to sign in at the provider. */
export function authorizationUrl(
  { server }: Pick<KnownProvider, "server">,
  { preset, clientId, settings }: Pick<IdentityProvider, "preset" | "clientId" | "settings">,
  {
    redirectUri,
    state,
    nonce,
    codeChallenge,
    loginHint,
  }: Omit<ProviderRequest, "verifier"> & {
    readonly codeChallenge: string;
    readonly loginHint: string | null;
  },
): string {
  const rules = PRESET[preset];
  const url = new URL(server.authorization_endpoint ?? "");
  const parameters: Record<string, string> = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: (settings.scopes ?? rules.scopes).join(" "),
    state,
    ...(rules.pkce !== false && { code_challenge: codeChallenge, code_challenge_method: "S256" }),
    ...(rules.nonce !== false && rules.isGithub !== true && { nonce }),
    ...(rules.formPost === true && { response_mode: "form_post" }),
    ...(loginHint !== null && { login_hint: loginHint }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

interface Exchange {
  readonly requests: OutboundRequests;
  readonly provider: IdentityProvider;
  readonly clientSecret: string | null;
  readonly known: KnownProvider;
  /** Whether http is allowed, for a provider on loopback. */
  readonly isLoopback: boolean;
}

/**
 * Validates a provider's answer, exchanges its code, and validates the ID token with its signature, or reads the person from the
 * provider's API. Throws the errors of `oauth4webapi`, `OutboundError`, `provider_unavailable` and `provider_response_invalid`.
 */
export async function exchangeProviderCode(
  exchange: Exchange,
  answer: URLSearchParams,
  { redirectUri, state, nonce, verifier }: ProviderRequest,
): Promise<Assertion> {
  const { provider, clientSecret, known, requests } = exchange;
  const rules = PRESET[provider.preset];
  const client: Client = { client_id: provider.clientId };
  // Checks state, iss (RFC 9207) and error.
  const parameters = validateAuthResponse(
    answerIssuer(known.server, rules.issuerTemplate, answer),
    client,
    answer,
    state,
  );
  const options = optionsOf(exchange);
  const auth = authOf(known.server, rules.clientAuth, clientSecret);
  const used = rules.pkce === false ? nopkce : verifier;
  const made = await authorizationCodeGrantRequest(known.server, client, auth, parameters, redirectUri, used, options);
  const { server, response } = await issuerOf(known.server, rules.issuerTemplate, requireAnswer(made));
  const isOpenId = rules.isGithub !== true;
  const tokens = await processAuthorizationCodeResponse(server, client, response, {
    requireIdToken: isOpenId,
    expectedNonce: isOpenId && rules.nonce !== false ? nonce : expectNoNonce,
  });
  if (!isOpenId) return await readGithubUser(requests, server.issuer, tokens.access_token);
  await validateApplicationLevelSignature(server, response, options);
  const claims = getValidatedIdTokenClaims(tokens);
  if (claims === undefined) throw new AppError("provider_response_invalid", { reason: "id_token_missing" });
  const issuer = rules.issuerTemplate === undefined ? provider.issuer : server.issuer;
  const isComplete = claims.email !== undefined || known.server.userinfo_endpoint === undefined;
  if (isComplete) return { issuer, subject: claims.sub, claims };
  const info = requireAnswer(await userInfoRequest(known.server, client, tokens.access_token, options));
  // Its subject must be that of the ID token (OpenID Connect Core 1.0 §5.3.2).
  const more = await processUserInfoResponse(known.server, client, claims.sub, info);
  return { issuer, subject: claims.sub, claims: { ...more, ...claims } };
}

function optionsOf({ requests, known, isLoopback }: Exchange) {
  const send = async (url: string, { method, headers, body }: CustomFetchOptions<string, unknown>) =>
    await requests.fetch(url, {
      method,
      headers: { ...headers },
      ...(body !== undefined && body !== null && { body: `${body}` }),
    });
  return {
    [customFetch]: send,
    [jwksCache]: known.keys,
    // The address policy has decided which addresses may use http.
    ...(isLoopback && { [allowInsecureRequests]: true }),
  };
}

function authOf(server: AuthorizationServer, preset: "basic" | "post" | undefined, secret: string | null): ClientAuth {
  if (secret === null) return None();
  // Basic is the default (OpenID Connect Discovery 1.0 §3).
  const { token_endpoint_auth_methods_supported: supported = ["client_secret_basic"] } = server;
  const usesBasic = preset === undefined ? supported.includes("client_secret_basic") : preset === "basic";
  return usesBasic ? ClientSecretBasic(secret) : ClientSecretPost(secret);
}

const TENANT_ID = "{tenantid}";
/** The id of a Microsoft organization. */
const ORGANIZATION = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The metadata against which `iss` of the answer is checked. That of a template names an organization. */
function answerIssuer(server: AuthorizationServer, template: string | undefined, answer: URLSearchParams) {
  const iss = answer.get("iss");
  if (template === undefined || iss === null) return server;
  const [start = "", end = ""] = template.split(TENANT_ID);
  const organization = iss.slice(start.length, -end.length);
  return ORGANIZATION.test(organization) ? { ...server, issuer: template.replace(TENANT_ID, organization) } : server;
}

/**
 * The metadata with the issuer that the ID token must have. With a template it contains the id of the organization that the token
 * names in `tid`; the library then requires that both agree, and the signature.
 */
async function issuerOf(server: AuthorizationServer, template: string | undefined, response: Response) {
  if (template === undefined) return { server, response };
  const text = await response.text();
  const copy = new Response(text, { status: response.status, headers: response.headers });
  const organization = organizationIn(text);
  if (organization === undefined) return { server, response: copy };
  return { server: { ...server, issuer: template.replace(TENANT_ID, organization) }, response: copy };
}

function organizationIn(text: string): string | undefined {
  try {
    const { id_token: token } = JSON.parse(text) as { id_token?: unknown };
    const [, payload = ""] = `${token}`.split(".");
    const { tid } = JSON.parse(new TextDecoder().decode(fromBase64Url(payload))) as { tid?: unknown };
    return typeof tid === "string" && ORGANIZATION.test(tid) ? tid : undefined;
  } catch {
    return undefined;
  }
}
