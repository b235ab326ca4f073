import { brandOf } from "../../email/message.ts";
import { html } from "../../shared/html/markup.ts";
import { settingsOf } from "../../shared/tenant-settings.ts";
import { enterpriseSignIn } from "./enterprise-page.ts";
import { SHOW_PASSWORD } from "./layout.ts";
import { otherMethodButtons, otherMethods } from "./other-methods.ts";
import { advance, anonymousApi, failure, type PageVisit, pathOf, show } from "./page-visit.ts";
import {
  type Attempted,
  crossLink,
  emailField,
  emailMethodButtons,
  formMethods,
  newPasswordField,
  showPasswordBox,
} from "./sign-in-form.ts";
import { cancelLink, emailSignIn } from "./sign-in-page.ts";
import { introOf, ownTexts, signUpTerms } from "./tenant-texts.ts";

/** Shows the sign-up page. */
export async function showSignUp(visit: PageVisit): Promise<Response> {
  return await signUpPage(visit, {});
}

/** Registers with a password, or begins with an emailed code or link. The answer is the same whether or not the email is free. */
export async function submitSignUp(visit: PageVisit, form: URLSearchParams): Promise<Response> {
  const [email, name, method] = [form.get("email") ?? "", form.get("name") ?? "", form.get("method")];
  try {
    if (method === "code" || method === "link") return await emailSignIn(visit, email, method);
    const password = form.get("newPassword") ?? "";
    const registration = { email, password, ...(name.trim() !== "" && { name }) };
    const { registrationToken } = await anonymousApi(visit).auth.register(registration);
    return await advance(visit, { email, sent: "verify", registrationToken }, "check-email");
  } catch (thrown) {
    const { error, problem, status } = failure(visit, thrown);
    const next = await enterpriseSignIn(visit, error, email);
    return next ?? (await signUpPage(visit, { email, name, problem }, status));
  }
}

async function signUpPage(visit: PageVisit, attempted: Attempted, status = 200): Promise<Response> {
  const { texts, tenant } = visit;
  const { registration } = settingsOf(tenant);
  const isOpen = registration === "open" || registration === "domains";
  const { hasPassword, hasAny: hasForm } = formMethods(visit);
  // A passkey needs an account.
  const others = { providers: (await otherMethods(visit)).providers, hasPasskeys: false };
  const fields = html`<label for="name">${texts.fields.name}</label>
<input class="field" id="name" name="name" autocomplete="name" maxlength="200" value="${attempted.name ?? ""}">
${newPasswordField(visit, texts.fields.password, false)}${showPasswordBox(visit)}<button class="button" type="submit" name="method" value="password">${texts.signUp.submit}</button>
`;
  const form = html`<form method="post" action="${pathOf(visit, "sign-up")}">
${emailField(visit, attempted)}${hasPassword ? fields : undefined}${emailMethodButtons(visit, texts.signUp)}</form>
`;
  const ways = html`${hasForm ? form : undefined}${otherMethodButtons(visit, others)}${signUpTerms(visit)}`;
  const own = ownTexts(visit);
  const body = html`${introOf(own.signUpText)}${isOpen ? ways : html`<p>${texts.problems.registration_closed}</p>\n`}${crossLink(visit, texts.signUp.hasAccount, "sign-in", texts.signUp.signIn)}${cancelLink(visit)}`;
  const scripts = isOpen && hasPassword ? [SHOW_PASSWORD] : [];
  const title = own.signUpTitle ?? texts.signUp.title(brandOf(tenant));
  return show(visit, { title, body, problem: attempted.problem, scripts, status });
}
