import { html, Markup } from "../../shared/html/markup.ts";
import {
  advance,
  anonymousApi,
  failure,
  type PageVisit,
  pathOf,
  redirect,
  show,
  signedInAt,
  userApi,
} from "./page-visit.ts";
import { continueSignIn } from "./second-factor-page.ts";
import { codeField } from "./sign-in-form.ts";

/** The procedures by which somebody enrols: a user whose sign-in lacks a factor, or a signed-in one. Undefined for anybody else. */
async function enroller(visit: PageVisit) {
  const signInToken = visit.flow.data.begun?.signInToken;
  if (signInToken !== undefined) return { factors: anonymousApi(visit).auth.factors, signInToken };
  const state = await signedInAt(visit);
  return state && { factors: userApi(visit, state).auth.factors, signInToken: "" };
}

/** Shows the page that sets up an authenticator app. Opening it changes nothing: its form starts the setup. */
export async function showAuthenticator(visit: PageVisit): Promise<Response> {
  if ((await enroller(visit)) === undefined) return redirect(visit, pathOf(visit, "sign-in"));
  return visit.flow.data.totp === undefined ? startPage(visit, {}) : setupPage(visit, {});
}

/** Starts the setup, confirms it by the first code, or goes on after it. */
export async function submitAuthenticator(visit: PageVisit, form: URLSearchParams): Promise<Response> {
  const by = await enroller(visit);
  if (by === undefined) return redirect(visit, pathOf(visit, "sign-in"));
  const { factors, signInToken } = by;
  const step = form.get("step");
  if (step === "done") {
    return signInToken === "" ? redirect(visit, pathOf(visit, "account")) : await continueSignIn(visit);
  }
  const isStart = step === "start";
  try {
    if (isStart) {
      const { secret, qrCode } = await factors.totp.start({ signInToken });
      return await advance(visit, { totp: { secret, qrCode } }, "authenticator");
    }
    const code = (form.get("code") ?? "").replaceAll(/\s/g, "") || "-";
    const { backupCodes } = await factors.totp.confirm({ signInToken, code });
    return backupCodesPage(visit, backupCodes);
  } catch (thrown) {
    const { problem, status } = failure(visit, thrown);
    return isStart || visit.flow.data.totp === undefined
      ? startPage(visit, { problem, status })
      : setupPage(visit, { problem, status });
  }
}

interface Failed {
  readonly problem?: string;
  readonly status?: number;
}

function startPage(visit: PageVisit, { problem, status }: Failed): Response {
  const { title, intro } = visit.texts.authenticator;
  const body = html`<p>${intro}</p>
<form method="post" action="${pathOf(visit, "authenticator")}">
<button class="button" type="submit" name="step" value="start">${visit.texts.secondFactor.submit}</button>
</form>
`;
  return show(visit, { title, body, problem, status });
}

function setupPage(visit: PageVisit, { problem, status }: Failed): Response {
  const { title, intro, alt, secret: secretText, submit } = visit.texts.authenticator;
  const { secret = "", qrCode = "" } = visit.flow.data.totp ?? {};
  // The QR code is an image of our own.
  const body = html`<p>${intro}</p>
<div class="qr" role="img" aria-label="${alt}">${new Markup(qrCode)}</div>
<p>${secretText}</p>
<code class="secret">${secret.match(/.{1,4}/g)?.join(" ")}</code>
<form method="post" action="${pathOf(visit, "authenticator")}">
${codeField(visit, { problem })}<button class="button" type="submit">${submit}</button>
</form>
`;
  return show(visit, { title, body, problem, status });
}

/** Shows backup codes, this once. */
export function backupCodesPage(visit: PageVisit, codes: readonly string[]): Response {
  const { title, intro, submit } = visit.texts.backupCodes;
  const list = html`<p>${intro}</p>
<ul class="codes">
${codes.map((code) => html`<li><code>${code}</code></li>\n`)}</ul>
`;
  const body = html`${codes.length === 0 ? undefined : list}<form method="post" action="${pathOf(visit, "authenticator")}">
<button class="button" type="submit" name="step" value="done">${codes.length === 0 ? visit.texts.secondFactor.submit : submit}</button>
</form>
`;
  return show(visit, { title: codes.length === 0 ? visit.texts.authenticator.title : title, body });
}
