import { brandOf } from "../../email/message.ts";
import { appErrorOf } from "../../pipeline/error-shape.ts";
import { html } from "../../shared/html/markup.ts";
import { settingsOf } from "../../shared/tenant-settings.ts";
import { type AuthorizationParameters, authorizationRequestOf } from "../../sign-in/authorization-request.ts";
import { challengeField, solvedIn } from "./challenge-form.ts";
import { enterpriseSignIn } from "./enterprise-page.ts";
import { finishSignIn, missingFactor, modeOf, refusalOf } from "./finish-sign-in.ts";
import { saveFlow } from "./flow-store.ts";
import { SHOW_PASSWORD } from "./layout.ts";
import { otherMethodButtons, otherMethods } from "./other-methods.ts";
import { advance, anonymousApi, failure, type PageVisit, pathOf, redirect, show } from "./page-visit.ts";
import { isStart, startPasskey, usedPasskey } from "./passkey-form.ts";
import { PASSKEY_SCRIPT } from "./passkey-script.ts";
import { problemOf, returnedError } from "./problems.ts";
import {
  type Attempted,
  crossLink,
  emailField,
  emailMethodButtons,
  formMethods,
  showPasswordBox,
} from "./sign-in-form.ts";
import { introOf, ownTexts } from "./tenant-texts.ts";

/**
 * Shows the sign-in page. With the parameters of an app it first stores the app's request, and goes on without them in the URL
 * (rule 46: an unregistered return URL or an unknown key is an error here, and redirects nowhere).
 */
export async function showSignIn(visit: PageVisit): Promise<Response> {
  const { searchParams } = visit.visit.url;
  if (searchParams.has("client_id")) return await startForApp(visit, searchParams);
  const error = returnedError(visit.visit.url);
  return await signInPage(visit, error === undefined ? {} : { problem: problemOf(error, visit.texts) });
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

/** Signs in with a password or a passkey, or emails a code or a link. */
export async function submitSignIn(visit: PageVisit, form: URLSearchParams): Promise<Response> {
  const [email, method] = [form.get("email") ?? "", form.get("method") ?? "password"];
  try {
    if (method === "code" || method === "link") return await emailSignIn(visit, email, method);
    if (method === "passkey") return await passkeySignIn(visit, form);
    return await passwordSignIn(visit, email, form);
  } catch (thrown) {
    const { error, problem, status, challenge } = failure(visit, thrown);
    const next = (await missingFactor(visit, thrown)) ?? (await enterpriseSignIn(visit, error, email));
    if (next !== undefined) return next;
    // The password was right: the owner of the email goes on by confirming it.
    if (error.code === "email_unverified" && email !== "") {
      return await advance(visit, { email, sent: "verify" }, "check-email");
    }
    return await signInPage(visit, { email, problem, challenge }, status);
  }
}

async function passwordSignIn(visit: PageVisit, email: string, form: URLSearchParams): Promise<Response> {
  const password = form.get("password") ?? "";
  const credentials = { email, password, mode: modeOf(visit), ...device(visit), ...solvedIn(form) };
  return await finishSignIn(visit, await anonymousApi(visit).auth.login(credentials));
}

async function passkeySignIn(visit: PageVisit, form: URLSearchParams): Promise<Response> {
  const { signIn } = anonymousApi(visit).auth.passkeys;
  const start = async () => await signIn.start();
  if (isStart(form)) return await startPasskey(visit, start);
  const used = await usedPasskey(visit, form, start);
  return await finishSignIn(visit, await signIn.finish({ ...used, mode: modeOf(visit) }));
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

async function signInPage(visit: PageVisit, attempted: Attempted, status = 200): Promise<Response> {
  const { texts, tenant, flow } = visit;
  const { registration } = settingsOf(tenant);
  const { hasPassword, hasAny: hasForm } = formMethods(visit);
  const others = await otherMethods(visit);
  const email = attempted.email ?? flow.data.email;
  const invalid = attempted.problem === undefined ? undefined : html` aria-describedby="problem"`;
  const password = html`<div class="row"><label for="password">${texts.fields.password}</label><a href="${pathOf(visit, "forgot-password")}">${texts.signIn.forgot}</a></div>
<input class="field" id="password" name="password" type="password" autocomplete="current-password"${invalid}${email ? html` autofocus` : undefined}>
${showPasswordBox(visit)}<button class="button" type="submit" name="method" value="password">${texts.signIn.submit}</button>
`;
  const form = html`<form method="post" action="${pathOf(visit, "sign-in")}">
${challengeField(attempted.challenge)}${emailField(visit, { ...attempted, email }, { autofill: others.hasPasskeys })}${hasPassword ? password : undefined}${emailMethodButtons(visit, texts.signIn)}</form>
`;
  const hasAny = hasForm || others.hasPasskeys || others.providers.length > 0;
  const own = ownTexts(visit);
  const body = html`${introOf(own.signInText)}${hasAny ? undefined : html`<p>${texts.signIn.noMethod}</p>\n`}${hasForm ? form : undefined}${otherMethodButtons(visit, others)}${registration === "open" || registration === "domains" ? crossLink(visit, texts.signIn.noAccount, "sign-up", texts.signIn.signUp) : undefined}${cancelLink(visit)}`;
  const scripts = [...(hasPassword ? [SHOW_PASSWORD] : []), ...(others.hasPasskeys ? [PASSKEY_SCRIPT] : [])];
  const title = own.signInTitle ?? texts.signIn.title(brandOf(tenant));
  const { problem, challenge } = attempted;
  return show(visit, { title, body, problem, challenge, scripts, status });
}

/** The way back to the app without signing in. */
export function cancelLink(visit: PageVisit) {
  const { request } = visit.flow.data;
  if (request === undefined) return undefined;
  return html`<p class="back"><a href="${refusalOf(visit, request, "access_denied")}">${visit.texts.signIn.cancel}</a></p>
`;
}
