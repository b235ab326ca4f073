import type { ChallengeOffer } from "../../attempts/challenges/challenge.ts";
import { type Context, createAnonymousContext, readPage, type Visit } from "../../pipeline/context.ts";
import type { AppDeps } from "../../pipeline/deps.ts";
import { appErrorOf } from "../../pipeline/error-shape.ts";
import { t } from "../../pipeline/procedure.ts";
import { appRouter } from "../../router.ts";
import { readDeviceCookie, readSessionCookie } from "../../sessions/cookies.ts";
import type { SessionState } from "../../sessions/session-store.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { definitionOf } from "../../shared/errors/catalog.ts";
import type { Markup } from "../../shared/html/markup.ts";
import { type Language, languageOf } from "../../shared/languages.ts";
import { bounded, sessionLimits } from "../../shared/session-lifetimes.ts";
import { PLATFORM_SLUG, type Tenant } from "../../shared/tenant.ts";
import { inTimeOf } from "../../shared/tenant-clock.ts";
import { settingsOf } from "../../shared/tenant-settings.ts";
import { type PageTexts, pageTexts } from "../../shared/texts/page-texts.ts";
import { requireLive, sessionOf } from "../../sign-in/refresh.ts";
import { assertMayEnter } from "../../sign-in/sign-in-policy.ts";
import { challengeIn } from "./challenge-form.ts";
import { type Flow, type FlowData, readFlow, saveFlow } from "./flow-store.ts";
import { readForm, requireOwnForm } from "./forms.ts";
import { type TenantPage, tenantPage } from "./layout.ts";
import { problemOf } from "./problems.ts";

const callerOf = t.createCallerFactory(appRouter);

/** A browser that visits a page of a tenant. */
export interface PageVisit {
  readonly visit: Visit;
  readonly context: Context;
  /** The dependencies, with the tenant's clock. */
  readonly app: AppDeps;
  readonly tenant: Tenant;
  readonly language: Language;
  readonly texts: PageTexts;
  readonly flow: Flow;
  /** Whether this is the tenant's own host, where the session may be a cookie. */
  readonly isOwnHost: boolean;
}

/** Identifies tenant, language and visit. Throws `tenant_not_found`, and what `createAnonymousContext` throws. */
export async function openVisit(visit: Visit, name: string): Promise<PageVisit> {
  const { url, info, request } = visit;
  const page = await readPage(visit);
  const anonymous = await createAnonymousContext(visit.app, info, page, { tenant: name, host: url.hostname });
  const { tenant } = anonymous;
  if (tenant === undefined) throw new AppError("tenant_not_found");
  const app = inTimeOf(visit.app, tenant);
  const language = languageOf(settingsOf(tenant).language, request.headers.get("accept-language"));
  const cookies = request.headers.get("cookie");
  const isOwnHost = page.host?.id === tenant.id;
  const context = {
    ...anonymous,
    // Procedures take cookies from JSON only. `openForm` has checked the form as strictly.
    page: { ...page, origin: undefined, site: "same-origin", contentType: "application/json" },
    cookie: isOwnHost ? readSessionCookie(cookies) : undefined,
    deviceCookie: isOwnHost ? readDeviceCookie(cookies) : undefined,
  };
  const flow = await readFlow(app, tenant, cookies);
  return { visit, context, app, tenant, language, texts: pageTexts(language), flow, isOwnHost };
}

/** Reads a submitted form of this host's own pages. Throws `cross_site_request` and the errors of `readForm`. */
export async function openForm({ visit: { request, url } }: PageVisit): Promise<URLSearchParams> {
  requireOwnForm(request, url.origin);
  return await readForm(request);
}

/** The procedures, as an app of an anonymous visitor calls them: through the same pipeline. */
export function anonymousApi({ context }: PageVisit) {
  return callerOf(context);
}

/** The procedures, as the signed-in user calls them. */
export function userApi(visit: PageVisit, state: SessionState) {
  return callerOf(contextOf(visit, state));
}

/** The context of the signed-in user. */
export function contextOf({ context }: PageVisit, { session, tenant }: SessionState): Context {
  const kind = tenant.slug === PLATFORM_SLUG ? "admin" : "user";
  const { tenantId, userId, id: sessionId } = session;
  return { ...context, caller: { kind, tenantId, userId, sessionId } };
}

/**
 * The session that shows account pages: of the cookie on the tenant's own host, or of a fresh sign-in of this visit. Undefined if
 * there is none, or it has ended.
 */
export async function signedInAt(visit: PageVisit): Promise<SessionState | undefined> {
  const { app, tenant, flow, context } = visit;
  const now = app.clock.now();
  const fresh = flow.data.session;
  try {
    const state =
      context.cookie !== undefined
        ? await sessionOf(app, tenant, context.cookie)
        : fresh !== undefined && fresh.until > now.getTime()
          ? await app.sessions.find(fresh.id)
          : undefined;
    if (state === undefined || state.tenant.id !== tenant.id) return undefined;
    requireLive(bounded(state.session, sessionLimits(state.tenant)), state.tenant, now);
    assertMayEnter(state.tenant, state.user);
    return state;
  } catch (thrown) {
    if (thrown instanceof AppError) return undefined;
    throw thrown;
  }
}

/** The path of one of the tenant's pages. */
export function pathOf({ tenant }: Pick<PageVisit, "tenant">, page: string): string {
  return `/t/${tenant.slug}/${page}`;
}

/** Leads to another page, by GET (RFC 9110 §15.4.4), with the cookies that procedures have set. */
export function redirect({ context }: PageVisit, location: string, ...cookies: string[]): Response {
  const headers = new Headers({ location, "cache-control": "no-store", "referrer-policy": "no-referrer" });
  for (const set of [...context.answer.getSetCookie(), ...cookies]) headers.append("set-cookie", set);
  return new Response(null, { status: 303, headers });
}

/** Stores what the visit has come to, and leads to the next page. */
export async function advance(visit: PageVisit, change: FlowData, page: string): Promise<Response> {
  const { app, tenant, flow } = visit;
  const set = await saveFlow(app, tenant, { ...flow, data: { ...flow.data, ...change } });
  return redirect(visit, pathOf(visit, page), set);
}

/** A page of the visit. */
export function show(
  visit: PageVisit,
  page: Omit<TenantPage, "language"> & { readonly body: Markup },
  ...cookies: string[]
): Response {
  const { tenant, language, flow, context } = visit;
  const returnUrl = flow.data.request?.returnUrl;
  const response = tenantPage(tenant, {
    referrer: "same-origin",
    ...page,
    language,
    // Chromium applies form-action to redirects, too.
    returnsTo: returnUrl === undefined ? undefined : formTarget(returnUrl),
  });
  for (const set of [...context.answer.getSetCookie(), ...cookies]) response.headers.append("set-cookie", set);
  return response;
}

/** The source expression of a URL's origin. CSP has none for IPv6 addresses. */
function formTarget(returnUrl: string): string {
  const { origin, hostname, protocol } = new URL(returnUrl);
  return hostname.startsWith("[") ? protocol : origin;
}

/** What a page shows of an error. */
export interface Failure {
  readonly error: AppError;
  readonly problem: string;
  readonly status: number;
  readonly challenge: ChallengeOffer | undefined;
}

/** The problem and the status of an error, for the page on which it happened. */
export function failure({ texts }: PageVisit, thrown: unknown): Failure {
  const error = appErrorOf(thrown);
  const { status } = definitionOf(error.code);
  return { error, problem: problemOf(error, texts), status, challenge: challengeIn(error) };
}
