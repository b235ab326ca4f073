import { CONFIRM_PURPOSES } from "../../accounts/change-email.ts";
import { RESET_PURPOSES } from "../../accounts/change-password.ts";
import type { LinkPage } from "../../email/links.ts";
import { readBody } from "../../pipeline/body-limit.ts";
import type { Visit } from "../../pipeline/context.ts";
import { type Context, createAnonymousContext, readPage } from "../../pipeline/context.ts";
import type { AppDeps } from "../../pipeline/deps.ts";
import { decodeUtf8, requireUtf8Encoded } from "../../pipeline/document.ts";
import { appErrorOf } from "../../pipeline/error-shape.ts";
import { t } from "../../pipeline/procedure.ts";
import { appRouter } from "../../router.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { definitionOf } from "../../shared/errors/catalog.ts";
import type { Tenant } from "../../shared/tenant.ts";
import { inTimeOf } from "../../shared/tenant-clock.ts";
import { settingsOf } from "../../shared/tenant-settings.ts";
import { inspectLink, linkError } from "../../verification/link-state.ts";
import { isTokenFor } from "../../verification/token.ts";
import { accountPage, type PageText } from "./layout.ts";
import { confirmed, failed, formProblem, type LinkUse, mayResubmit, passwordSet, QUESTIONS } from "./texts.ts";

export const MAX_FORM = 16 * 1024;

const callerOf = t.createCallerFactory(appRouter);

/** A request for a page of a tenant. */
interface PageVisit {
  readonly tenant: Tenant;
  readonly page: LinkPage;
  readonly path: string;
}

/**
 * Shows the page of a link in an email, for tenants without pages of their own. Opening one changes nothing, since email
 * scanners follow links (ASVS 7.6.2).
 */
export async function showLinkPage(visit: Visit, parameters: Readonly<Record<string, string>>): Promise<Response> {
  const { page } = await openPage(visit, parameters);
  return await showLink(inTimeOf(visit.app, page.tenant), page, visit.url.searchParams.get("token") ?? "");
}

/** Answers the page's button: calls the procedure that an app would, through the same pipeline. */
export async function submitLinkPage(visit: Visit, parameters: Readonly<Record<string, string>>): Promise<Response> {
  const { context, page } = await openPage(visit, parameters);
  return await submit(context, page, await readForm(visit.request));
}

async function openPage(visit: Visit, { tenant: name = "", page = "" }) {
  const { app, url, info } = visit;
  const named = { tenant: name, host: url.hostname };
  const context = await createAnonymousContext(app, info, await readPage(visit), named);
  const { tenant } = context;
  if (tenant === undefined) throw new AppError("tenant_not_found");
  // The route matches no others.
  return { context, page: { tenant, page: page as LinkPage, path: url.pathname } };
}

/** Shows the state of the link, or the form that uses it. Changes nothing. */
async function showLink(app: AppDeps, visit: PageVisit, token: string): Promise<Response> {
  const purposes = visit.page === "reset-password" ? RESET_PURPOSES : CONFIRM_PURPOSES;
  const link = await inspectLink(app, visit.tenant, token, purposes);
  if (link.state === "done") return show(visit, confirmed(link.outcome), 200);
  return link.state === "valid" ? show(visit, formOf(visit, token), 200) : refused(visit, token, linkError(link));
}

async function submit(context: Context, visit: PageVisit, form: URLSearchParams): Promise<Response> {
  const [token, password] = [form.get("token") ?? "", form.get("password") ?? ""];
  if (visit.page === "reset-password" && password !== form.get("repeated")) {
    return show(visit, formOf(visit, token, "The two passwords don’t match."), 400);
  }
  try {
    return show(visit, await perform(callerOf(context).auth, visit, { token, password }), 200);
  } catch (thrown) {
    const error = appErrorOf(thrown);
    if (!mayResubmit(error)) return refused(visit, token, error);
    return show(visit, formOf(visit, token, formProblem(error)), definitionOf(error.code).status);
  }
}

async function perform(
  auth: ReturnType<typeof callerOf>["auth"],
  { page }: PageVisit,
  { token, password }: { token: string; password: string },
): Promise<PageText> {
  if (page !== "reset-password") return confirmed(await auth.email.confirm({ token }));
  return passwordSet((await auth.password.reset({ token, password })).email, isInvitation(token));
}

/** The page with its form, and the problem of the last attempt. */
function formOf(visit: PageVisit, token: string, problem?: string): PageText {
  const { tenant, page, path } = visit;
  const { button, ...question } = QUESTIONS[useOf(visit, token)];
  const { minPasswordLength: minLength } = settingsOf(tenant);
  const password = page === "reset-password" ? { minLength, isFirst: isInvitation(token) } : undefined;
  return { ...question, problem, form: { action: path, token, button, password } };
}

function useOf({ page }: PageVisit, token: string): LinkUse {
  return page === "reset-password" && isInvitation(token) ? "invitation" : page;
}

function isInvitation(token: string): boolean {
  return isTokenFor(token, ["invitation"]);
}

function refused(visit: PageVisit, token: string, error: AppError): Response {
  return show(visit, failed(error, useOf(visit, token)), definitionOf(error.code).status);
}

function show({ tenant }: PageVisit, text: PageText, status: number): Response {
  return accountPage(tenant, text, status);
}

async function readForm(request: Request): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get("content-type") ?? "")) {
    throw new AppError("unsupported_media_type");
  }
  const form = decodeUtf8(await readBody(request, MAX_FORM));
  requireUtf8Encoded(form);
  return new URLSearchParams(form);
}
