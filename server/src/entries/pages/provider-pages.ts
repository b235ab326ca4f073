import { brandOf } from "../../email/message.ts";
import type { Visit } from "../../pipeline/context.ts";
import { appErrorOf } from "../../pipeline/error-shape.ts";
import { finishProviderSignIn, type ProviderOutcome } from "../../providers/finish-provider-sign-in.ts";
import { noFlowCookie, readFlowCookie } from "../../providers/flow-cookie.ts";
import { goToProvider, type Purpose } from "../../providers/provider-flow.ts";
import type { AppError } from "../../shared/errors/app-error.ts";
import { definitionOf } from "../../shared/errors/catalog.ts";
import { html } from "../../shared/html/markup.ts";
import { settingsOf } from "../../shared/tenant-settings.ts";
import { withAnswer } from "../../sign-in/app-codes.ts";
import { begunOf } from "./finish-sign-in.ts";
import { type FlowData, saveFlow } from "./flow-store.ts";
import { readForm } from "./forms.ts";
import { runPageCall } from "./page-call.ts";
import { openVisit, type PageVisit, pathOf, redirect, show } from "./page-visit.ts";
import { problemOf, withProblem } from "./problems.ts";

type Parameters = Readonly<Record<string, string>>;

const SUMMARY = "Signs a person in at an identity provider.";

/** Sends a browser to the identity provider of a flow that `auth.providers.start` or a page began. */
export async function showProvider(visit: Visit, { tenant = "", provider = "" }: Parameters): Promise<Response> {
  const opened = await openVisit(visit, tenant);
  const call = { path: "auth.providers.open", summary: SUMMARY };
  try {
    return await runPageCall(opened.context, call, async ({ app, tenant: of }) => {
      const flow = visit.url.searchParams.get("flow") ?? "";
      const { location, cookie } = await goToProvider(app, of, { slug: provider, flow });
      return redirect(opened, location, cookie);
    });
  } catch (thrown) {
    return stopped(opened, appErrorOf(thrown));
  }
}

/** Takes the answer of an identity provider: in the query, or in a form that the provider's page sends. */
export async function takeProviderAnswer(visit: Visit, { tenant = "", provider = "" }: Parameters): Promise<Response> {
  const parameters = visit.request.method === "POST" ? await readForm(visit.request) : visit.url.searchParams;
  const opened = await openVisit(visit, tenant);
  const call = { path: "auth.providers.callback", summary: SUMMARY };
  try {
    return await runPageCall(opened.context, call, async ({ app, tenant: of, entry }) => {
      const cookie = readFlowCookie(visit.request.headers.get("cookie"), of);
      const { ip } = visit.info;
      const outcome = await finishProviderSignIn(app, of, { slug: provider, parameters, cookie, ip, entry });
      return await leadOn(opened, outcome, noFlowCookie(of));
    });
  } catch (thrown) {
    return stopped(opened, appErrorOf(thrown));
  }
}

/** An app is sent only a code that its own request asked for. Factors and errors are a matter of these pages. */
async function leadOn(visit: PageVisit, outcome: ProviderOutcome, cookie: string): Promise<Response> {
  if (outcome.kind === "code") return redirect(visit, outcome.url, cookie);
  if (outcome.kind === "error") return await afterError(visit, outcome.error, outcome.purpose, cookie);
  const { request, error } = outcome;
  return await restart(visit, { request, begun: begunOf(error) }, pathOf(visit, "second-factor"), cookie);
}

async function afterError(
  visit: PageVisit,
  error: AppError,
  { request, linking, returnsTo }: Purpose,
  cookie: string,
): Promise<Response> {
  const { code } = error;
  // The visit may be at another host of the tenant.
  if (returnsTo === "pages") return redirect(visit, withAnswer(request, { error: code, state: request.state }), cookie);
  if (linking !== null) return problemPage(visit, error, cookie);
  return await restart(visit, { request }, withProblem(pathOf(visit, "sign-in"), code), cookie);
}

/** Goes on with the request of the app that began, whether or not this browser has visited a page before. */
async function restart(visit: PageVisit, data: FlowData, location: string, cookie: string): Promise<Response> {
  const { app, tenant, flow } = visit;
  const set = await saveFlow(app, tenant, { ...flow, data }, { isRenewed: true });
  return redirect(visit, location, cookie, set);
}

/** A sign-in that can't go on: the visit continues at its page. Without a visit nothing is known of the app that began. */
function stopped(visit: PageVisit, error: AppError): Response {
  const { secret, data } = visit.flow;
  if (secret === undefined) return problemPage(visit, error);
  return redirect(visit, withProblem(pathOf(visit, data.provider?.isLink ? "account" : "sign-in"), error.code));
}

function problemPage(visit: PageVisit, error: AppError, ...cookies: string[]): Response {
  const { texts, tenant } = visit;
  const { appUrl } = settingsOf(tenant);
  const brand = brandOf(tenant);
  const back = html`<a class="button" href="${appUrl ?? pathOf(visit, "sign-in")}">${appUrl === null ? texts.links.signIn : texts.brandHome(brand)}</a>\n`;
  const body = html`${back}<p class="reference">${texts.reference} <code>${error.code}</code> <code>${visit.visit.info.id}</code></p>
`;
  const { status } = definitionOf(error.code);
  return show(visit, { title: texts.failed, body, problem: problemOf(error, texts), status }, ...cookies);
}
