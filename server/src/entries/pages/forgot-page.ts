import { html } from "../../shared/html/markup.ts";
import { enterpriseSignIn } from "./enterprise-page.ts";
import { advance, anonymousApi, failure, type PageVisit, pathOf, show } from "./page-visit.ts";
import { type Attempted, emailField } from "./sign-in-form.ts";

/** Shows the form that requests a link to choose a new password. */
export async function showForgot(visit: PageVisit): Promise<Response> {
  return forgotPage(visit, { email: visit.flow.data.email });
}

/** Emails the link, if an account has the email. The answer is the same without one. */
export async function submitForgot(visit: PageVisit, form: URLSearchParams): Promise<Response> {
  const email = form.get("email") ?? "";
  try {
    await anonymousApi(visit).auth.password.forgot({ email });
    return await advance(visit, { email, sent: "reset" }, "check-email");
  } catch (thrown) {
    const { error, problem, status } = failure(visit, thrown);
    return (await enterpriseSignIn(visit, error, email)) ?? forgotPage(visit, { email, problem }, status);
  }
}

function forgotPage(visit: PageVisit, attempted: Attempted, status = 200): Response {
  const { title, intro, submit } = visit.texts.forgot;
  const body = html`<p>${intro}</p>
<form method="post" action="${pathOf(visit, "forgot-password")}">
${emailField(visit, attempted)}<button class="button" type="submit">${submit}</button>
</form>
<p class="back"><a href="${pathOf(visit, "sign-in")}">${visit.texts.checkEmail.back}</a></p>
`;
  return show(visit, { title, body, problem: attempted.problem, status });
}
