import { html } from "../../shared/html/markup.ts";
import { inspectSignInLink } from "../../sign-in/email-sign-in.ts";
import { finishSignIn, missingFactor, modeOf } from "./finish-sign-in.ts";
import { accountPage } from "./layout.ts";
import { failed } from "./link-texts.ts";
import { anonymousApi, failure, type PageVisit, pathOf, show } from "./page-visit.ts";
import { device } from "./sign-in-page.ts";

/** Shows the page of a magic link. Only its button signs in, since mail scanners open links (rule 27). */
export async function showSignInLink(visit: PageVisit): Promise<Response> {
  const token = visit.visit.url.searchParams.get("token") ?? "";
  const { app, tenant, flow, texts } = visit;
  try {
    await inspectSignInLink(app, tenant, token, flow.data.requestToken ?? "");
  } catch (thrown) {
    return dead(visit, thrown);
  }
  const { title, intro, submit } = texts.signInLink;
  const body = html`<p>${intro}</p>
<form method="post" action="${pathOf(visit, "sign-in-link")}">
<input type="hidden" name="token" value="${token}">
<button class="button" type="submit">${submit}</button>
</form>
`;
  // The URL has the link's token.
  return show(visit, { title, body, referrer: "no-referrer" });
}

/** Signs in by the link, in the browser that asked for it. */
export async function submitSignInLink(visit: PageVisit, form: URLSearchParams): Promise<Response> {
  const requestToken = visit.flow.data.requestToken ?? "";
  const token = form.get("token") || "-";
  try {
    const input = { token, requestToken, mode: modeOf(visit), ...device(visit) };
    return await finishSignIn(visit, await anonymousApi(visit).auth.emailSignIn.complete(input));
  } catch (thrown) {
    return (await missingFactor(visit, thrown)) ?? dead(visit, thrown);
  }
}

/** A link that can't be used says so, and offers the next step. */
function dead(visit: PageVisit, thrown: unknown): Response {
  const { tenant, texts, language } = visit;
  const { error, status, problem } = failure(visit, thrown);
  const next = { path: pathOf(visit, "sign-in"), label: texts.links.signIn };
  const text = failed(error, "sign-in-link", texts);
  const isLink = error.code.startsWith("link_");
  return accountPage(tenant, { ...text, ...(!isLink && { problem, paragraphs: [] }), next }, status, language);
}
