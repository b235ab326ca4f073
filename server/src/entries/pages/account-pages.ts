import { CONFIRM_PURPOSES } from "../../accounts/change-email.ts";
import { RESET_PURPOSES } from "../../accounts/change-password.ts";
import type { LinkPage } from "../../email/links.ts";
import { readBody } from "../../pipeline/body-limit.ts";
import { type Context, createAnonymousContext, type RequestInfo, readPage } from "../../pipeline/context.ts";
import type { AppDeps } from "../../pipeline/deps.ts";
import { decodeUtf8, requireUtf8Encoded } from "../../pipeline/document.ts";
import { appErrorOf } from "../../pipeline/error-shape.ts";
import { t } from "../../pipeline/init.ts";
import { appRouter } from "../../router.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { definitionOf } from "../../shared/errors/catalog.ts";
import type { Tenant } from "../../shared/tenant.ts";
import { inTimeOf } from "../../shared/tenant-clock.ts";
import { settingsOf } from "../../shared/tenant-settings.ts";
import { inspectLink, linkError } from "../../verification/link-state.ts";
import { isTokenFor } from "../../verification/token.ts";
import { accountPage, type PageText } from "./layout.ts";
import { confirmed, failed, type LinkUse, mayResubmit, passwordSet, problemOf, QUESTIONS } from "./texts.ts";

const PATH = /^\/t\/([0-9a-z_-]{1,64})\/(verify-email|confirm|reset-password)$/;
export const MAX_FORM = 16 * 1024;

const callerOf = t.createCallerFactory(appRouter);

/** A request for a page of a tenant. */
interface Visit {
  readonly tenant: Tenant;
  readonly page: LinkPage;
  readonly path: string;
}

/**
 * The pages of the links in emails, for tenants without pages of their own. Opening one changes nothing, since email scanners
 * follow links (ASVS 7.6.2). Its button calls the procedure that an app would, through the same pipeline.
 */
export async function accountPages(app: AppDeps, request: Request, info: RequestInfo): Promise<Response | undefined> {
  const { pathname, searchParams } = new URL(request.url);
  const [, name = "", page] = PATH.exec(pathname) ?? [];
  if (page === undefined) return undefined;
  const host = new URL(request.url).hostname;
  const context = await createAnonymousContext(app, info, await readPage(app, request), { tenant: name, host });
  const { tenant } = context;
  if (tenant === undefined) throw new AppError("tenant_not_found");
  // The path matches no others.
  const visit = { tenant, page: page as LinkPage, path: pathname };
  switch (request.method) {
    case "GET":
    case "HEAD":
      return await showLink(inTimeOf(app, tenant), visit, searchParams.get("token") ?? "");
    case "POST":
      return await submit(context, visit, await readForm(request));
    default:
      throw new AppError("method_not_allowed");
  }
}

/** Shows the state of the link, or the form that uses it. Changes nothing. */
async function showLink(app: AppDeps, visit: Visit, token: string): Promise<Response> {
  const purposes = visit.page === "reset-password" ? RESET_PURPOSES : CONFIRM_PURPOSES;
  const link = await inspectLink(app, visit.tenant, token, purposes);
  if (link.state === "done") return show(visit, confirmed(link.outcome), 200);
  return link.state === "valid" ? show(visit, formOf(visit, token), 200) : refused(visit, token, linkError(link));
}

async function submit(context: Context, visit: Visit, form: URLSearchParams): Promise<Response> {
  const [token, password] = [form.get("token") ?? "", form.get("password") ?? ""];
  if (visit.page === "reset-password" && password !== form.get("repeated")) {
    return show(visit, formOf(visit, token, "The two passwords don’t match."), 400);
  }
  try {
    return show(visit, await perform(callerOf(context).auth, visit, { token, password }), 200);
  } catch (thrown) {
    const error = appErrorOf(thrown);
    if (!mayResubmit(error)) return refused(visit, token, error);
    return show(visit, formOf(visit, token, problemOf(error)), definitionOf(error.code).status);
  }
}

async function perform(
  auth: ReturnType<typeof callerOf>["auth"],
  { page }: Visit,
  { token, password }: { token: string; password: string },
): Promise<PageText> {
  if (page !== "reset-password") return confirmed(await auth.email.confirm({ token }));
  return passwordSet((await auth.password.reset({ token, password })).email, isInvitation(token));
}

/** The page with its form, and the problem of the last attempt. */
function formOf(visit: Visit, token: string, problem?: string): PageText {
  const { tenant, page, path } = visit;
  const { button, ...question } = QUESTIONS[useOf(visit, token)];
  const { minPasswordLength: minLength } = settingsOf(tenant);
  const password = page === "reset-password" ? { minLength, isFirst: isInvitation(token) } : undefined;
  return { ...question, problem, form: { action: path, token, button, password } };
}

function useOf({ page }: Visit, token: string): LinkUse {
  return page === "reset-password" && isInvitation(token) ? "invitation" : page;
}

function isInvitation(token: string): boolean {
  return isTokenFor(token, ["invitation"]);
}

function refused(visit: Visit, token: string, error: AppError): Response {
  return show(visit, failed(error, useOf(visit, token)), definitionOf(error.code).status);
}

function show({ tenant }: Visit, text: PageText, status: number): Response {
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
