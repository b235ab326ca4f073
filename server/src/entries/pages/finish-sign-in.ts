import type { AppError } from "../../shared/errors/app-error.ts";
import { after } from "../../shared/session-lifetimes.ts";
import { issueAppCode, withAnswer } from "../../sign-in/app-codes.ts";
import type { AuthorizationRequest } from "../../sign-in/authorization-request.ts";
import { sessionOf } from "../../sign-in/refresh.ts";
import { endFlow, type FlowData, saveFlow } from "./flow-store.ts";
import { advance, failure, type PageVisit, pathOf, redirect, userApi } from "./page-visit.ts";

/** Seconds after a sign-in on the shared host within which account pages open. */
const FRESH_SECONDS = 10 * 60;

/**
 * The storage of the session that a page opens. Only a sign-in without an app stays in the browser, on the tenant's own host; any
 * other session serves these pages alone.
 */
export function modeOf({ isOwnHost, flow }: PageVisit): "cookie" | "bearer" {
  return isOwnHost && flow.data.request === undefined ? "cookie" : "bearer";
}

/** Completes a sign-in: returns to the app with a one-time code, or leads to the account. */
export async function finishSignIn(
  visit: PageVisit,
  { refreshToken }: { readonly refreshToken: string },
): Promise<Response> {
  const { app, tenant, flow } = visit;
  const { request } = flow.data;
  if (modeOf(visit) === "cookie") return redirect(visit, pathOf(visit, "account"), await endFlow(app, tenant, flow));
  const state = await sessionOf(app, tenant, refreshToken);
  if (request !== undefined) {
    const { user, session } = state;
    const location = await issueAppCode(app, tenant, request, { user, factors: session.factors });
    // The app opens its own session.
    await userApi(visit, state).auth.logout({});
    return redirect(visit, location, await endFlow(app, tenant, flow));
  }
  const until = after(app.clock.now(), FRESH_SECONDS).getTime();
  const data = { session: { id: state.session.id, until } };
  const options = { isRenewed: true, seconds: FRESH_SECONDS };
  return redirect(visit, pathOf(visit, "account"), await saveFlow(app, tenant, { ...flow, data }, options));
}

/** Leads on after an error of a sign-in that lacks a factor; undefined for other errors. */
export async function missingFactor(visit: PageVisit, thrown: unknown): Promise<Response | undefined> {
  const { error } = failure(visit, thrown);
  if (error.code !== "factor_required") return undefined;
  return await advance(visit, { begun: begunOf(error) }, "second-factor");
}

/** The sign-in that an error `factor_required` is about. */
export function begunOf({ details }: AppError): NonNullable<FlowData["begun"]> {
  // Made by `assertCanSignIn`.
  const { signInToken, methods, enroll } = details as unknown as NonNullable<FlowData["begun"]>;
  return { signInToken, methods, enroll };
}

/** The answer to an app whose request is refused or canceled (RFC 6749 §4.1.2.1, RFC 9207). */
export function refusalOf(
  { app, tenant }: Pick<PageVisit, "app" | "tenant">,
  { returnUrl, state }: Pick<AuthorizationRequest, "returnUrl" | "state">,
  error: string,
): string {
  return withAnswer({ returnUrl }, { error, ...(state !== "" && { state }), iss: app.accessTokens.issuer(tenant.id) });
}
