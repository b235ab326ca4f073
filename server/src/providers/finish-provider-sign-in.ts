import type { AuditEntry } from "../audit/entry.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { factorsAt } from "../shared/factors.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { issueAppCode } from "../sign-in/app-codes.ts";
import type { AuthorizationRequest } from "../sign-in/authorization-request.ts";
import { assertMayEnter } from "../sign-in/sign-in-policy.ts";
import type { ProvidersDeps } from "./deps.ts";
import { userOfIdentity } from "./enter-by-identity.ts";
import { syncGroups } from "./group-sync.ts";
import type { FoundIdentity } from "./identity-store.ts";
import { issueLinkCode } from "./link-identity.ts";
import { issuePageCode } from "./page-code.ts";
import { appleName, isSubject, type Profile, profileOf } from "./profile.ts";
import { exchangeProviderCode } from "./provider-client.ts";
import { providerErrorOf } from "./provider-error.ts";
import { type AnsweredFlow, metadataOf, type Purpose, takeFlow } from "./provider-flow.ts";
import type { IdentityProvider } from "./provider-store.ts";

/** A provider's answer, as the browser brings it. */
export interface ProviderAnswer {
  /** The provider in the path of the callback. */
  readonly slug: string;
  /** Query or form. */
  readonly parameters: URLSearchParams;
  /** The secret of the browser's flow cookie. */
  readonly cookie: string | undefined;
  readonly ip: string;
  readonly entry: AuditEntry;
}

/** What becomes of the browser after a provider's answer. Errors are shown on our own page, never sent to an app. */
export type ProviderOutcome =
  | { readonly kind: "code"; readonly url: string }
  | {
      readonly kind: "factor";
      readonly signInToken: string;
      readonly error: AppError;
      readonly request: AuthorizationRequest;
    }
  | { readonly kind: "error"; readonly error: AppError; readonly purpose: Purpose };

const MAX_METADATA_BYTES = 8192;
const MAX_CLAIM = 1000;

/**
 * Completes a sign-in at a provider. The app gets a one-time code once every factor was shown; until then the outcome has the
 * token of a sign-in that lacks a factor. The hosted pages get a code at once, and demand the factor themselves. An error is the
 * outcome of the call in the audit log, whatever page it leads to. Throws `provider_flow_invalid` where no app is known to whom this
 * answer belongs.
 */
export async function finishProviderSignIn(
  app: ProvidersDeps,
  tenant: Tenant,
  answer: ProviderAnswer,
): Promise<ProviderOutcome> {
  const { slug, cookie, parameters, entry } = answer;
  const state = parameters.get("state") ?? "";
  const answered = await takeFlow(app, tenant, { slug, state, cookie });
  const { request, linking, returnsTo } = answered.flow;
  // The hosted pages complete what succeeds here, and count it.
  entry.isSignIn = linking === null && returnsTo === "app";
  try {
    return { kind: "code", url: await enter(app, tenant, answered, answer) };
  } catch (thrown) {
    const error = providerErrorOf(thrown);
    if (!(error instanceof AppError)) throw error;
    entry.isSignIn = linking === null;
    entry.error = error.code;
    const { signInToken } = error.details;
    if (error.code !== "factor_required" || typeof signInToken !== "string") {
      return { kind: "error", error, purpose: { request, linking, returnsTo } };
    }
    return { kind: "factor", signInToken, error, request };
  }
}

async function enter(
  app: ProvidersDeps,
  tenant: Tenant,
  answered: AnsweredFlow,
  { parameters, ip, entry }: ProviderAnswer,
): Promise<string> {
  const { provider, flow } = answered;
  const profile = await readProfile(app, tenant, answered, parameters);
  if (flow.linking !== null) {
    entry.subject = flow.linking.userId;
    return await issueLinkCode(app, tenant, flow.request, { provider, linking: flow.linking, profile });
  }
  const found = await userOfIdentity(app, tenant, provider, profile, ip);
  entry.subject = found.user.id;
  // Before a banned user's groups are written.
  assertMayEnter(tenant, found.user);
  const user = await applyClaims(app, tenant, provider, found, profile);
  const factors = factorsAt([provider.kind === "enterprise" ? "sso" : "social"], app.clock.now());
  return flow.returnsTo === "pages"
    ? await issuePageCode(app, tenant, flow.request, { user, factors })
    : await issueAppCode(app, tenant, flow.request, { user, factors });
}

/** The person that the provider's answer asserts. Throws what `providerErrorOf` returns. */
async function readProfile(
  app: ProvidersDeps,
  tenant: Tenant,
  { provider, request }: AnsweredFlow,
  parameters: URLSearchParams,
): Promise<Profile> {
  const known = await metadataOf(app, provider);
  const clientSecret = await app.providerSecrets.decrypt(provider);
  const isLoopback = app.config.allowsLoopback;
  const exchange = { requests: app.outboundRequests, provider, clientSecret, known, isLoopback };
  const assertion = await exchangeProviderCode(exchange, parameters, request);
  if (!isSubject(assertion.subject)) throw new AppError("provider_response_invalid", { reason: "subject" });
  const own = provider.kind === "enterprise" ? await app.emailDomains.domainsOf(tenant.id, provider.id) : [];
  const sentName = provider.preset === "apple" ? appleName(parameters.get("user")) : null;
  return profileOf(provider, assertion, { isOwnDomain: (domain) => own.includes(domain), sentName });
}

/** Maps claims to the user's metadata, and an enterprise provider's groups to tuples. */
async function applyClaims(
  app: ProvidersDeps,
  tenant: Tenant,
  provider: IdentityProvider,
  { identity, user }: FoundIdentity,
  { claims, email }: Profile,
): Promise<UserRow> {
  const tuples = identity.details?.tuples ?? [];
  const details = { providerId: provider.id, email, lastUsedAt: app.clock.now().getTime(), tuples };
  if (provider.kind === "enterprise") await syncGroups(app, tenant, provider, identity, { claims, details });
  else await app.identities.setDetails(identity, details);
  const { metadata: fields = {} } = provider.settings;
  const patch = Object.fromEntries(
    Object.entries(fields).map(([field, claim]) => [field, metadataOfClaim(claims[claim])]),
  );
  if (Object.keys(patch).length === 0) return user;
  // Metadata that is full stays as it is: it decides nothing.
  return (await app.identities.patchMetadata(user, patch, MAX_METADATA_BYTES)) ?? user;
}

/** A claim as metadata: a text, number or boolean, or a list of texts. Null removes the field. */
function metadataOfClaim(claim: unknown): unknown {
  if (typeof claim === "number" || typeof claim === "boolean") return claim;
  if (typeof claim === "string") return claim.length <= MAX_CLAIM && claim.isWellFormed() ? claim : null;
  if (!Array.isArray(claim) || claim.length > MAX_CLAIM) return null;
  const isText = (one: unknown) => typeof one === "string" && one.length <= MAX_CLAIM && one.isWellFormed();
  return claim.every(isText) ? claim : null;
}
