import { brandOf } from "../../email/message.ts";
import { appErrorOf } from "../../pipeline/error-shape.ts";
import { html } from "../../shared/html/markup.ts";
import { settingsOf } from "../../shared/tenant-settings.ts";
import { type AuthorizationParameters, authorizationRequestOf } from "../../sign-in/authorization-request.ts";
import { finishSignIn, missingFactor, modeOf, refusalOf } from "./finish-sign-in.ts";
import { saveFlow } from "./flow-store.ts";
import { SHOW_PASSWORD } from "./layout.ts";
import { advance, anonymousApi, failure, type PageVisit, pathOf, redirect, show } from "./page-visit.ts";
import { type Attempted, crossLink, emailField, emailMethodButtons, showPasswordBox } from "./sign-in-form.ts";

/**
 * Shows the sign-in page. With the parameters of an app it first stores the app's request, and goes on without them in the URL
 * (rule 46: an unregistered return URL or an unknown key is an error here, and redirects nowhere).
 */
export async function showSignIn(visit: PageVisit): Promise<Response> {
  const { searchParams } = visit.visit.url;
  return searchParams.has("client_id") ? await startForApp(visit, searchParams) : signInPage(visit, {});
}

async function startForApp(visit: PageVisit, query: URLSearchParams): Promise<Response> {
  const { app, tenant } = visit;
  const parameters = parametersOf(query);
  try {
    const request = await authorizationRequestOf(app, tenant, parameters);
    // Another visit's progress has nothing to do with this request.
    const set = await saveFlow(app, tenant, { ...visit.flow, data: { request } }, { isRenewed: true });
    const page = query.get("prompt") === "create" ? "sign-up" : "sign-in";
    return redirect(visit, pathOf(visit, page), set);
  } catch (thrown) {
    if (appErrorOf(thrown).code !== "invalid_input") throw thrown;
    const { redirectUri: returnUrl, state, responseType } = parameters;
    const error = responseType === "code" ? "invalid_request" : "unsupported_response_type";
    return redirect(visit, refusalOf(visit, { returnUrl, state: state.slice(0, MAX_STATE) }, error));
  }
}

/** A state that is too long is cut, so that the answer's URL isn't. */
const MAX_STATE = 1024;

function parametersOf(query: URLSearchParams): AuthorizationParameters {
  const of = (name: string) => query.get(name) ?? "";
  return {
    clientId: of("client_id"),
    redirectUri: of("redirect_uri"),
    state: of("state"),
    codeChallenge: of("code_challenge"),
    codeChallengeMethod: of("code_challenge_method"),
    responseType: of("response_type"),
  };
}

/** Signs in with a password, or emails a code or a link. */
export async function submitSignIn(visit: PageVisit, form: URLSearchParams): Promise<Response> {
  const [email, method] = [form.get("email") ?? "", form.get("method") ?? "password"];
  try {
    return method === "code" || method === "link"
      ? await emailSignIn(visit, email, method)
      : await passwordSignIn(visit, email, form.get("password") ?? "");
  } catch (thrown) {
    const { error, problem, status } = failure(visit, thrown);
    // The password was right: the owner of the email goes on by confirming it.
    if (error.code === "email_unverified") return await advance(visit, { email, sent: "verify" }, "check-email");
    return signInPage(visit, { email, problem }, status);
  }
}

async function passwordSignIn(visit: PageVisit, email: string, password: string): Promise<Response> {
  try {
    return await finishSignIn(
      visit,
      await anonymousApi(visit).auth.login({ email, password, mode: modeOf(visit), ...device(visit) }),
    );
  } catch (thrown) {
    const next = await missingFactor(visit, thrown);
    if (next === undefined) throw thrown;
    return next;
  }
}

/** The device's secret, also for a session that isn't kept in a cookie. */
export function device({ context: { deviceCookie } }: PageVisit): { deviceToken?: string } {
  return deviceCookie === undefined ? {} : { deviceToken: deviceCookie };
}

/** Emails a code or a link that signs in or up. */
export async function emailSignIn(visit: PageVisit, email: string, use: "code" | "link"): Promise<Response> {
  const { requestToken } = await anonymousApi(visit).auth.emailSignIn.start({ email, use });
  return await advance(visit, { email, sent: use, requestToken }, "check-email");
}

function signInPage(visit: PageVisit, attempted: Attempted, status = 200): Response {
  const { texts, tenant, flow } = visit;
  const { signInMethods, registration } = settingsOf(tenant);
  const email = attempted.email ?? flow.data.email;
  const hasPassword = signInMethods.includes("password");
  const invalid = attempted.problem === undefined ? undefined : html` aria-describedby="problem"`;
  const password = html`<div class="row"><label for="password">${texts.fields.password}</label><a href="${pathOf(visit, "forgot-password")}">${texts.signIn.forgot}</a></div>
<input class="field" id="password" name="password" type="password" autocomplete="current-password"${invalid}${email ? html` autofocus` : undefined}>
${showPasswordBox(visit)}<button class="button" type="submit" name="method" value="password">${texts.signIn.submit}</button>
`;
  const hasAny = ["password", "email_code", "magic_link"].some((method) => signInMethods.some((one) => one === method));
  const body = html`${hasAny ? undefined : html`<p>${texts.signIn.noMethod}</p>\n`}<form method="post" action="${pathOf(visit, "sign-in")}">
${hasAny ? emailField(visit, { ...attempted, email }) : undefined}${hasPassword ? password : undefined}${emailMethodButtons(visit, texts.signIn)}</form>
${registration === "open" || registration === "domains" ? crossLink(visit, texts.signIn.noAccount, "sign-up", texts.signIn.signUp) : undefined}${cancelLink(visit)}`;
  const script = hasPassword ? SHOW_PASSWORD : undefined;
  const title = texts.signIn.title(brandOf(tenant));
  return show(visit, { title, body, problem: attempted.problem, script, status });
}

/** The way back to the app without signing in. */
export function cancelLink(visit: PageVisit) {
  const { request } = visit.flow.data;
  if (request === undefined) return undefined;
  return html`<p class="back"><a href="${refusalOf(visit, request, "access_denied")}">${visit.texts.signIn.cancel}</a></p>
`;
}
