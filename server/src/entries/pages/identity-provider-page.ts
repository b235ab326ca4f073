import { enterpriseProviderFor } from "../../accounts/enterprise-domain.ts";
import { reauthenticate } from "../../accounts/own-account.ts";
import { newStateSecret } from "../../factors/sign-in-state-store.ts";
import { attemptSourceOf } from "../../pipeline/context.ts";
import { appErrorOf } from "../../pipeline/error-shape.ts";
import { startLink } from "../../providers/link-identity.ts";
import { beginFlow, providerToUse } from "../../providers/provider-flow.ts";
import type { SessionState } from "../../sessions/session-store.ts";
import { challengeOf } from "../../sign-in/app-codes.ts";
import type { AuthorizationRequest } from "../../sign-in/authorization-request.ts";
import { type FlowData, saveFlow } from "./flow-store.ts";
import { runPageCall } from "./page-call.ts";
import { contextOf, type PageVisit, pathOf, redirect, signedInAt } from "./page-visit.ts";
import { withProblem } from "./problems.ts";

/** The path that leads to an identity provider, to sign in or to link an account. A link, since forms may not leave this host. */
export function identityProviderPath(visit: PageVisit, slug: string, purpose: "sign-in" | "link"): string {
  const query = new URLSearchParams({ provider: slug, ...(purpose === "link" && { link: "true" }) });
  return `${pathOf(visit, "identity-provider")}?${query}`;
}

/** Leads to an identity provider, for those who come from one of these pages. */
export async function showIdentityProvider(visit: PageVisit): Promise<Response> {
  const { request, url } = visit.visit;
  const isLink = url.searchParams.has("link");
  const page = pathOf(visit, isLink ? "account" : "sign-in");
  // Another site can't send anybody to sign in at a provider.
  if ((request.headers.get("sec-fetch-site") ?? "same-origin") !== "same-origin") return redirect(visit, page);
  const slug = url.searchParams.get("provider") ?? "";
  try {
    return isLink ? await beginLink(visit, slug) : await beginSignIn(visit, slug);
  } catch (thrown) {
    return redirect(visit, withProblem(page, appErrorOf(thrown).code));
  }
}

/** For an app's visit the provider's answer leads to the app, and otherwise back to these pages. */
async function beginSignIn(visit: PageVisit, slug: string): Promise<Response> {
  const { flow, context } = visit;
  const call = { path: "auth.providers.start", summary: "Starts a sign-in at an identity provider." };
  const { request, change } =
    flow.data.request === undefined ? await pageRequest(visit, false) : { request: flow.data.request, change: {} };
  const { url } = await runPageCall(context, call, async ({ app, tenant }) => {
    const provider = await providerToUse(app, tenant, { slug });
    const { email = "" } = flow.data;
    const isOfEmail = email !== "" && (await enterpriseProviderFor(app, tenant, email))?.id === provider.id;
    const returnsTo = flow.data.request === undefined ? "pages" : "app";
    const loginHint = isOfEmail ? email : null;
    return await beginFlow(app, tenant, { provider, request, returnsTo, linking: null, loginHint });
  });
  return await leave(visit, change, url);
}

async function beginLink(visit: PageVisit, slug: string): Promise<Response> {
  const state = await signedInAt(visit);
  if (state === undefined) return redirect(visit, pathOf(visit, "sign-in"));
  const { request, change } = await pageRequest(visit, true);
  const call = { path: "auth.identities.link", summary: "Starts to link an account of an identity provider." };
  const { url } = await runPageCall(contextOf(visit, state), call, async (context) => {
    const proof = { password: undefined, challenge: undefined, ip: attemptSourceOf(context) };
    const own: SessionState = await reauthenticate(context.app, { sessionId: state.session.id }, proof);
    context.entry.subject = own.user.id;
    return await startLink(context.app, own, { slug, request, returnsTo: "pages" });
  });
  return await leave(visit, change, url);
}

/** A request of these pages to themselves, and what their visit keeps to complete it. */
async function pageRequest(
  visit: PageVisit,
  isLink: boolean,
): Promise<{ request: AuthorizationRequest; change: FlowData }> {
  const { isOwnHost, app } = visit;
  const [state, verifier] = [newStateSecret(), newStateSecret()];
  const origin = isOwnHost ? visit.visit.url.origin : app.config.publicUrl;
  const returnUrl = `${origin}${pathOf(visit, "provider-return")}`;
  const request = { keyId: "", returnUrl, state, codeChallenge: await challengeOf(verifier) };
  return { request, change: { provider: { state, verifier, isLink } } };
}

async function leave(visit: PageVisit, change: FlowData, url: string): Promise<Response> {
  const { app, tenant, flow } = visit;
  if (Object.keys(change).length === 0) return redirect(visit, url);
  return redirect(visit, url, await saveFlow(app, tenant, { ...flow, data: { ...flow.data, ...change } }));
}
