import type { App } from "../../app.ts";
import { readCredentials } from "../../callers/credentials.ts";
import { resolveCaller } from "../../callers/resolve.ts";
import { AppError } from "../../errors/app-error.ts";
import { definitionOf } from "../../errors/catalog.ts";
import type { LinkPage } from "../../mail/link-to.ts";
import { brandOf } from "../../mail/message.ts";
import { floating } from "../../ports/defer.ts";
import { readBody } from "../../rpc/body-limit.ts";
import { type Context, type RequestInfo, readPage } from "../../rpc/context.ts";
import { caughtAppError } from "../../rpc/error-shape.ts";
import { t } from "../../rpc/init.ts";
import { appRouter } from "../../rpc/router.ts";
import { settingsOf } from "../../tenants/settings.ts";
import type { Tenant } from "../../tenants/tenant.ts";
import { type PageText, pageResponse } from "./layout.ts";
import { confirmed, failed, maySendAgain, passwordSet, problemOf, QUESTIONS } from "./texts.ts";

const PATH = /^\/t\/([0-9a-z_-]{1,64})\/(verify-email|confirm|reset-password)$/;
const MAXIMUM_FORM = 16 * 1024;

const callerOf = t.createCallerFactory(appRouter);

/** One request for a page, of a tenant. */
interface Visit {
  readonly tenant: Tenant;
  readonly page: LinkPage;
  readonly path: string;
}

/**
 * The pages that links in letters lead to, where the tenant has none of its own. To look at one changes nothing, since
 * scanners of mail follow links (ASVS 7.6.2); its button calls the procedure that an app would, with all that guards it.
 */
export async function accountPages(app: App, request: Request, info: RequestInfo): Promise<Response | undefined> {
  const { pathname, searchParams } = new URL(request.url);
  const [, name = "", page] = PATH.exec(pathname) ?? [];
  if (page === undefined) return undefined;
  const context = await contextOf(app, request, info, name);
  // The path matches no others.
  const visit = { tenant: context.tenant, page: page as LinkPage, path: pathname };
  switch (request.method) {
    case "GET":
    case "HEAD":
      return ask(visit, searchParams.get("token") ?? "");
    case "POST":
      return await act(context, visit, await readForm(request));
    default:
      throw new AppError("method_not_allowed");
  }
}

/** Nobody in particular, at the tenant that the path names: what else a browser may bring does not count here. */
async function contextOf(app: App, request: Request, info: RequestInfo, name: string) {
  const page = await readPage(app, request);
  const named = readCredentials(new Headers({ "x-tenant-id": name }), new URL(request.url));
  const credentials = { ...named, bearer: { ...named.bearer, address: info.ip } };
  const again = async () => await resolveCaller(app, credentials, page.host);
  const resolved = await again();
  const { tenant } = resolved;
  if (tenant === undefined) throw new AppError("tenant_unknown");
  return {
    app,
    request: info,
    page,
    cookie: undefined,
    answer: new Headers(),
    repeats: { key: undefined, isAlone: true, defer: floating },
    again,
    ...resolved,
    tenant,
  } satisfies Context;
}

function ask(visit: Visit, token: string): Response {
  if (token === "") return refused(visit, new AppError("link_invalid"));
  return show(visit, formOf(visit, token), 200);
}

async function act(context: Context, visit: Visit, form: URLSearchParams): Promise<Response> {
  const [token, password] = [form.get("token") ?? "", form.get("password") ?? ""];
  if (visit.page === "reset-password" && password !== form.get("repeated")) {
    return show(visit, formOf(visit, token, "The two passwords are not the same."), 400);
  }
  try {
    return show(visit, await perform(callerOf(context).auth, visit, { token, password }), 200);
  } catch (thrown) {
    const error = caughtAppError(thrown);
    if (!maySendAgain(error)) return refused(visit, error);
    return show(visit, formOf(visit, token, problemOf(error)), definitionOf(error.code).status);
  }
}

async function perform(
  auth: ReturnType<typeof callerOf>["auth"],
  { page }: Visit,
  { token, password }: { token: string; password: string },
): Promise<PageText> {
  if (page !== "reset-password") return confirmed(await auth.email.confirm({ token }));
  return passwordSet((await auth.password.reset({ token, password })).email);
}

/** The page with its button, and what was wrong the last time it was pressed. */
function formOf({ tenant, page, path }: Visit, token: string, problem?: string): PageText {
  const { button, ...question } = QUESTIONS[page];
  const { passwordMinimumCharacters: minimumCharacters } = settingsOf(tenant);
  const password = page === "reset-password" ? { minimumCharacters } : undefined;
  return { ...question, problem, form: { action: path, token, button, password } };
}

function refused(visit: Visit, error: AppError): Response {
  return show(visit, failed(error, visit.page), definitionOf(error.code).status);
}

function show({ tenant }: Visit, text: PageText, status: number): Response {
  return pageResponse(brandOf(tenant), text, status);
}

async function readForm(request: Request): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get("content-type") ?? "")) {
    throw new AppError("unsupported_media_type");
  }
  return new URLSearchParams(new TextDecoder().decode(await readBody(request, MAXIMUM_FORM)));
}
