import { readBody } from "../../pipeline/body-limit.ts";
import { createAnonymousContext, readPage, type Visit } from "../../pipeline/context.ts";
import { decodeUtf8, requireUtf8Encoded } from "../../pipeline/document.ts";
import { type CallContext, runPipeline } from "../../pipeline/run.ts";
import { finishProviderSignIn, type ProviderOutcome } from "../../providers/finish-provider-sign-in.ts";
import { noFlowCookie, readFlowCookie } from "../../providers/flow-cookie.ts";
import { goToProvider } from "../../providers/provider-flow.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { errorPage } from "./error-page.ts";

const MAX_FORM = 16 * 1024;
const CALLER = ["anonymous"] as const;

type Parameters = Readonly<Record<string, string>>;
type PageContext = CallContext<typeof CALLER, "tenant">;

/** Sends a browser to the identity provider of a flow that `auth.providers.start` began. */
export async function showProvider(visit: Visit, { tenant = "", provider = "" }: Parameters): Promise<Response> {
  return await answer(visit, tenant, "auth.providers.open", async (context) => {
    const flow = visit.url.searchParams.get("flow") ?? "";
    const { location, cookie } = await goToProvider(context.app, context.tenant, { slug: provider, flow });
    return redirect(location, cookie);
  });
}

/** Takes the answer of an identity provider: in the query, or in a form that the provider's page sends. */
export async function takeProviderAnswer(visit: Visit, { tenant = "", provider = "" }: Parameters): Promise<Response> {
  const parameters = visit.request.method === "POST" ? await readForm(visit.request) : visit.url.searchParams;
  return await answer(visit, tenant, "auth.providers.callback", async ({ app, tenant: of, entry }) => {
    const cookie = readFlowCookie(visit.request.headers.get("cookie"), of);
    const { ip } = visit.info;
    const outcome = await finishProviderSignIn(app, of, { slug: provider, parameters, cookie, ip, entry });
    return show(outcome, visit.info.id, noFlowCookie(of));
  });
}

async function answer(
  visit: Visit,
  tenant: string,
  path: string,
  work: (context: PageContext) => Promise<Response>,
): Promise<Response> {
  const { app, url, info } = visit;
  const context = await createAnonymousContext(app, info, await readPage(visit), { tenant, host: url.hostname });
  const declaration = {
    summary: "Signs a person in at an identity provider.",
    caller: CALLER,
    rateLimit: "credentials",
    audit: path,
    about: "tenant",
  } as const;
  return await runPipeline(context, declaration, { path, type: "mutation", input: async () => ({}) }, work);
}

/** Errors and missing factors are shown here: an app is sent only a code that its own request asked for. */
function show(outcome: ProviderOutcome, requestId: string, cookie: string): Response {
  if (outcome.kind === "code") return redirect(outcome.url, cookie);
  const page = errorPage(outcome.error, requestId);
  page.headers.append("set-cookie", cookie);
  return page;
}

/** 303, so that a form becomes a GET without its fields. */
function redirect(location: string, cookie: string): Response {
  const headers = { location, "set-cookie": cookie, "cache-control": "no-store", "referrer-policy": "no-referrer" };
  return new Response(null, { status: 303, headers });
}

async function readForm(request: Request): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get("content-type") ?? "")) {
    throw new AppError("unsupported_media_type");
  }
  const form = decodeUtf8(await readBody(request, MAX_FORM));
  requireUtf8Encoded(form);
  return new URLSearchParams(form);
}
