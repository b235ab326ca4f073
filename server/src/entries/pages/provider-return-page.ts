import { clientOf } from "../../pipeline/context.ts";
import { signInByPageCode } from "../../providers/page-code.ts";
import { html } from "../../shared/html/markup.ts";
import { issueSession } from "../../sign-in/issue-session.ts";
import { finishSignIn, missingFactor, modeOf } from "./finish-sign-in.ts";
import { type FlowData, saveFlow } from "./flow-store.ts";
import { runPageCall } from "./page-call.ts";
import { failure, type PageVisit, pathOf, redirect, show, signedInAt, userApi } from "./page-visit.ts";
import { withProblem } from "./problems.ts";

type Expected = NonNullable<FlowData["provider"]>;

/** Presses the page's button. */
const SUBMIT = "document.forms[0].submit();";

/** Shows that an identity provider has answered. Only the button signs in or links, since opening a page must not (rule 27). */
export async function showProviderReturn(visit: PageVisit): Promise<Response> {
  const { searchParams } = visit.visit.url;
  const expected = expectedIn(visit, searchParams);
  if (expected === undefined) return await unexpected(visit);
  const error = searchParams.get("error");
  if (error !== null) return leadBack(visit, expected, error);
  const { signInLink, account } = visit.texts;
  const { title, intro, submit } = expected.isLink ? account.linkPage : signInLink;
  const code = searchParams.get(expected.isLink ? "link_code" : "code") ?? "";
  const body = html`<p>${intro}</p>
<form method="post" action="${pathOf(visit, "provider-return")}">
<input type="hidden" name="state" value="${expected.state}">
<input type="hidden" name="code" value="${code}">
<button class="button" type="submit">${submit}</button>
</form>
`;
  // The URL has the code.
  return show(visit, { title, body, scripts: [SUBMIT], referrer: "no-referrer" });
}

/** Signs in, or links the account, by the code of the answer. */
export async function submitProviderReturn(visit: PageVisit, form: URLSearchParams): Promise<Response> {
  const expected = expectedIn(visit, form);
  if (expected === undefined) return await unexpected(visit);
  const code = form.get("code") || "-";
  // The verifier is used once, whatever comes of it.
  const { app, tenant, flow } = visit;
  const rest = { ...flow, data: { ...flow.data, provider: undefined } };
  const set = await saveFlow(app, tenant, rest);
  try {
    return expected.isLink ? await link(visit, code, expected) : await signIn({ ...visit, flow: rest }, code, expected);
  } catch (thrown) {
    const next = await missingFactor({ ...visit, flow: rest }, thrown);
    return next ?? leadBack(visit, expected, failure(visit, thrown).error.code, set);
  }
}

async function signIn(visit: PageVisit, code: string, { verifier: codeVerifier }: Expected): Promise<Response> {
  const mode = modeOf(visit);
  const call = {
    path: "auth.providers.finish",
    summary: "Completes a sign-in at an identity provider.",
    isSignIn: true,
  };
  const signedIn = await runPageCall(visit.context, call, async (context) => {
    const { app, tenant, entry, deviceCookie: deviceToken } = context;
    const use = { code, codeVerifier, deviceToken, entry };
    return await issueSession(context, mode, () => {
      return signInByPageCode(app, tenant, clientOf(context, mode), use);
    });
  });
  return await finishSignIn(visit, signedIn);
}

async function link(visit: PageVisit, code: string, { verifier: codeVerifier }: Expected): Promise<Response> {
  const state = await signedInAt(visit);
  if (state === undefined) return redirect(visit, pathOf(visit, "sign-in"));
  await userApi(visit, state).auth.identities.complete({ code, codeVerifier });
  return redirect(visit, `${pathOf(visit, "account")}?done=linked`);
}

/** What the visit expects, if this is the answer to it. */
function expectedIn({ flow }: PageVisit, answer: URLSearchParams): Expected | undefined {
  const { provider } = flow.data;
  return provider !== undefined && provider.state === answer.get("state") ? provider : undefined;
}

/** Somebody who goes back after a sign-in is at their account. */
async function unexpected(visit: PageVisit): Promise<Response> {
  if ((await signedInAt(visit)) !== undefined) return redirect(visit, pathOf(visit, "account"));
  return redirect(visit, withProblem(pathOf(visit, "sign-in"), "provider_flow_invalid"));
}

function leadBack(visit: PageVisit, { isLink }: Expected, code: string, ...cookies: string[]): Response {
  return redirect(visit, withProblem(pathOf(visit, isLink ? "account" : "sign-in"), code), ...cookies);
}
