import { html } from "../../shared/html/markup.ts";
import { challengeField, solvedIn } from "./challenge-form.ts";
import { enterpriseSignIn } from "./enterprise-page.ts";
import { finishSignIn, missingFactor, modeOf } from "./finish-sign-in.ts";
import { accountPage } from "./layout.ts";
import { offerPassword } from "./link-pages.ts";
import { confirmed } from "./link-texts.ts";
import { advance, anonymousApi, type Failure, failure, type PageVisit, pathOf, redirect, show } from "./page-visit.ts";
import { registeredHere, signInRegistered } from "./registered-sign-in.ts";
import { codeField } from "./sign-in-form.ts";
import { device, emailSignIn } from "./sign-in-page.ts";

/** Shows what was emailed, and the field for its code. */
export async function showCheckEmail(visit: PageVisit): Promise<Response> {
  return visit.flow.data.sent === undefined ? redirect(visit, pathOf(visit, "sign-in")) : checkEmailPage(visit, {});
}

/** Takes the code of an email, or sends another email. */
export async function submitCheckEmail(visit: PageVisit, form: URLSearchParams): Promise<Response> {
  const { email, sent } = visit.flow.data;
  if (sent === undefined || email === undefined) return redirect(visit, pathOf(visit, "sign-in"));
  try {
    if (form.get("step") === "resend") return await sendAgain(visit, email, sent);
    return sent === "verify" ? await verify(visit, email, form) : await signInByCode(visit, email, form);
  } catch (thrown) {
    const next = await missingFactor(visit, thrown);
    const failed = failure(visit, thrown);
    return next ?? (await enterpriseSignIn(visit, failed.error)) ?? checkEmailPage(visit, failed);
  }
}

async function signInByCode(visit: PageVisit, email: string, form: URLSearchParams): Promise<Response> {
  const { requestToken = "" } = visit.flow.data;
  const input = { email, code: codeOf(form), requestToken, mode: modeOf(visit), ...device(visit), ...solvedIn(form) };
  return await finishSignIn(visit, await anonymousApi(visit).auth.emailSignIn.complete(input));
}

/** Confirms the email of a new account, and signs in who registered it in this browser. */
async function verify(visit: PageVisit, email: string, form: URLSearchParams): Promise<Response> {
  const { tenant, flow, texts, language } = visit;
  const registered = await registeredHere(visit, email);
  const input = { email, code: codeOf(form), registrationToken: flow.data.registrationToken ?? "", ...solvedIn(form) };
  const { resetToken } = await anonymousApi(visit).auth.email.confirmCode(input);
  if (resetToken !== null) return offerPassword(visit, email, resetToken);
  const signedIn = registered && (await signInRegistered(visit, registered));
  if (signedIn !== undefined) return signedIn;
  const next = { path: pathOf(visit, "sign-in"), label: texts.links.signIn };
  return accountPage(tenant, { ...confirmed({ result: "verified", email }, texts), next }, 200, language);
}

function codeOf(form: URLSearchParams): string {
  return (form.get("code") ?? "").replaceAll(/[\s-]/g, "") || "-";
}

async function sendAgain(visit: PageVisit, email: string, sent: string): Promise<Response> {
  if (sent === "code" || sent === "link") return await emailSignIn(visit, email, sent);
  const { auth } = anonymousApi(visit);
  if (sent === "verify") await auth.email.resend({ email });
  else await auth.password.forgot({ email });
  return await advance(visit, {}, "check-email");
}

function checkEmailPage(visit: PageVisit, { problem, status, challenge }: Partial<Failure>): Response {
  const { texts, flow } = visit;
  const { sent = "code", email = "" } = flow.data;
  const action = pathOf(visit, "check-email");
  const form = html`<form method="post" action="${action}">
${challengeField(challenge)}${codeField(visit, { problem })}<button class="button" type="submit">${texts.checkEmail.submit}</button>
</form>
`;
  const body = html`<p>${texts.checkEmail[sent](email)}</p>
${sent === "code" || sent === "verify" ? form : undefined}<form method="post" action="${action}">
<button class="button other" type="submit" name="step" value="resend">${texts.checkEmail.resend}</button>
</form>
<p class="back"><a href="${pathOf(visit, "sign-in")}">${texts.checkEmail.back}</a></p>
`;
  return show(visit, { title: texts.checkEmail.title, body, problem, challenge, status });
}
