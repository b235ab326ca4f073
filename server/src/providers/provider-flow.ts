import { calculatePKCECodeChallenge } from "oauth4webapi";
import { enterpriseProviderFor } from "../accounts/enterprise-domain.ts";
import { originOf } from "../email/links.ts";
import { newStateSecret, type SignInState } from "../factors/sign-in-state-store.ts";
import { sha256 } from "../ports/encoding.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { after } from "../shared/session-lifetimes.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { AuthorizationRequest } from "../sign-in/authorization-request.ts";
import type { ProvidersDeps } from "./deps.ts";
import { flowCookie } from "./flow-cookie.ts";
import { PRESET } from "./presets.ts";
import { authorizationUrl, type ProviderRequest } from "./provider-client.ts";
import { providerErrorOf } from "./provider-error.ts";
import type { IdentityProvider } from "./provider-store.ts";

/** Seconds in which a sign-in at a provider must be completed. */
const FLOW_SECONDS = 10 * 60;

/** A signed-in user who links an identity. */
export interface Linking {
  readonly userId: string;
  readonly sessionId: string;
}

/** What a sign-in at a provider is for. */
export interface Purpose {
  /** The request of an app, or of the hosted pages, validated before a browser is sent anywhere. */
  readonly request: AuthorizationRequest;
  /** Who receives the answer: an app a code for its own session, the hosted pages one that they complete themselves. */
  readonly returnsTo: "app" | "pages";
  /** Null for a sign-in. */
  readonly linking: Linking | null;
}

/** What the state of a flow has. Neither `state` nor the cookie's secret is in it, but for their hashes. */
export interface Flow extends Purpose {
  readonly step: "begun" | "at_provider";
  readonly providerId: string;
  readonly loginHint: string | null;
  /** At the provider: what its answer must contain, and the hash of the browser's cookie. */
  readonly nonce: string;
  readonly cookieHash: string;
}

/**
 * Finds the provider of a sign-in, by its slug or by the domain of an email. Throws `provider_not_found`: for an email whose domain
 * has no provider, too.
 */
export async function providerToUse(
  app: Pick<ProvidersDeps, "identityProviders" | "enterpriseDomains">,
  tenant: Tenant,
  by: { readonly slug: string } | { readonly email: string },
): Promise<IdentityProvider> {
  const named = "slug" in by ? by : await enterpriseProviderFor(app, tenant, by.email);
  const provider = named && (await app.identityProviders.find(tenant.id, { slug: named.slug }));
  if (provider === undefined || !provider.enabled) throw new AppError("provider_not_found");
  return provider;
}

/**
 * Begins a flow. Returns the address at which a browser goes to the provider; it works once, within 10 minutes.
 */
export async function beginFlow(
  app: Pick<ProvidersDeps, "signInStates" | "clock" | "config">,
  tenant: Tenant,
  {
    provider,
    loginHint,
    ...purpose
  }: Purpose & {
    readonly provider: IdentityProvider;
    readonly loginHint: string | null;
  },
): Promise<{ url: string; expiresAt: Date }> {
  const now = app.clock.now();
  const flow: Flow = { ...purpose, step: "begun", providerId: provider.id, loginHint, nonce: "", cookieHash: "" };
  const secret = await issue(app, tenant, flow, now);
  const url = new URL(`${pagesOf(tenant, app.config.publicUrl)}/auth/${provider.slug}`);
  url.searchParams.set("flow", secret);
  return { url: url.href, expiresAt: after(now, FLOW_SECONDS) };
}

/**
 * Sends the browser to the provider, and binds the flow to it by a cookie. Throws `provider_flow_invalid`, `provider_not_found`,
 * `provider_unavailable` and `provider_response_invalid`.
 */
export async function goToProvider(
  app: ProvidersDeps,
  tenant: Tenant,
  { slug, flow: secret }: { readonly slug: string; readonly flow: string },
): Promise<{ location: string; cookie: string }> {
  const now = app.clock.now();
  const begun = await app.signInStates.find(tenant.id, "provider", secret, now);
  const provider = await app.identityProviders.find(tenant.id, { slug });
  if (provider === undefined || !provider.enabled) throw new AppError("provider_not_found");
  if (begun === undefined || flowOf(begun).step !== "begun" || flowOf(begun).providerId !== provider.id) {
    throw new AppError("provider_flow_invalid");
  }
  const known = await metadataOf(app, provider);
  if ((await app.signInStates.use(tenant.id, "provider", secret, now)) === undefined) {
    throw new AppError("provider_flow_invalid");
  }
  // The cookie's secret is also the PKCE verifier, which therefore only this browser has.
  const verifier = newStateSecret();
  const nonce = newStateSecret();
  const flow: Flow = { ...flowOf(begun), step: "at_provider", nonce, cookieHash: await sha256(verifier) };
  const state = await issue(app, tenant, flow, now);
  const location = authorizationUrl(known, provider, {
    ...{ redirectUri: callbackUrl(tenant, app.config.publicUrl, provider.slug), state, nonce },
    codeChallenge: await calculatePKCECodeChallenge(verifier),
    loginHint: flow.loginHint,
  });
  return { location, cookie: flowCookie(tenant, verifier, FLOW_SECONDS, PRESET[provider.preset].formPost === true) };
}

/** A flow whose provider has answered to the browser that began it. */
export interface AnsweredFlow {
  readonly provider: IdentityProvider;
  readonly flow: Flow;
  readonly request: ProviderRequest;
}

/**
 * Uses up the flow that a provider answers: once, only from the browser that began it, and only at the address of the provider that
 * it was sent to (RFC 9700 §4.4). Throws `provider_flow_invalid`.
 */
export async function takeFlow(
  app: Pick<ProvidersDeps, "signInStates" | "identityProviders" | "clock" | "config">,
  tenant: Tenant,
  { slug, state, cookie }: { readonly slug: string; readonly state: string; readonly cookie: string | undefined },
): Promise<AnsweredFlow> {
  const now = app.clock.now();
  const found = await app.signInStates.find(tenant.id, "provider", state, now);
  const provider = await app.identityProviders.find(tenant.id, { slug });
  if (found === undefined || provider === undefined || !provider.enabled || cookie === undefined) {
    throw new AppError("provider_flow_invalid");
  }
  const flow = flowOf(found);
  const isSameBrowser = flow.step === "at_provider" && flow.cookieHash === (await sha256(cookie));
  if (!isSameBrowser || flow.providerId !== provider.id) throw new AppError("provider_flow_invalid");
  if ((await app.signInStates.use(tenant.id, "provider", state, now)) === undefined) {
    throw new AppError("provider_flow_invalid");
  }
  const redirectUri = callbackUrl(tenant, app.config.publicUrl, slug);
  return { provider, flow, request: { redirectUri, state, nonce: flow.nonce, verifier: cookie } };
}

/** A provider's metadata. Throws what `providerErrorOf` returns. */
export async function metadataOf({ providerMetadata, clock }: ProvidersDeps, provider: IdentityProvider) {
  try {
    return await providerMetadata.of(provider, clock.now());
  } catch (error) {
    throw providerErrorOf(error);
  }
}

/** The redirect URI that a tenant registers at a provider. */
export function callbackUrl(tenant: Pick<Tenant, "slug" | "host">, publicUrl: string, slug: string): string {
  return `${pagesOf(tenant, publicUrl)}/callback/${slug}`;
}

function pagesOf(tenant: Pick<Tenant, "slug" | "host">, publicUrl: string): string {
  return `${originOf(tenant, publicUrl)}/t/${tenant.slug}`;
}

async function issue({ signInStates }: Pick<ProvidersDeps, "signInStates">, { id }: Tenant, flow: Flow, now: Date) {
  const state = {
    kind: "provider",
    tenantId: id,
    userId: flow.linking?.userId ?? null,
    seconds: FLOW_SECONDS,
  } as const;
  return await signInStates.issue({ ...state, data: { ...flow } }, now);
}

function flowOf({ data }: Pick<SignInState, "data">): Flow {
  // Written by `issue`.
  return data as unknown as Flow;
}
