import { html, Markup } from "../../shared/html/markup.ts";
import { afterEnrolment, backupCodesPage, enroller, type Failed, failedStep } from "./enrolment.ts";
import { advance, type PageVisit, pathOf, redirect, show } from "./page-visit.ts";
import { offersPasskeys } from "./passkey-form.ts";
import { codeField } from "./sign-in-form.ts";

/** Shows the page that sets up an authenticator app. Opening it changes nothing: its form starts the setup. */
export async function showAuthenticator(visit: PageVisit): Promise<Response> {
  if ((await enroller(visit)) === undefined) return redirect(visit, pathOf(visit, "sign-in"));
  return visit.flow.data.totp === undefined ? startPage(visit, {}) : setupPage(visit, {});
}

/** Starts the setup, confirms it by the first code, or goes on after it. */
export async function submitAuthenticator(visit: PageVisit, form: URLSearchParams): Promise<Response> {
  const by = await enroller(visit);
  if (by === undefined) return redirect(visit, pathOf(visit, "sign-in"));
  const { signInToken } = by;
  const { totp } = by.auth.factors;
  const step = form.get("step");
  if (step === "done") return await afterEnrolment(visit, by);
  const isStart = step === "start";
  try {
    if (isStart) {
      const { secret, qrCode } = await totp.start({ signInToken });
      return await advance(visit, { totp: { secret, qrCode } }, "authenticator");
    }
    const code = (form.get("code") ?? "").replaceAll(/\s/g, "") || "-";
    const { backupCodes } = await totp.confirm({ signInToken, code });
    return backupCodes.length > 0 ? backupCodesPage(visit, backupCodes) : await afterEnrolment(visit, by);
  } catch (thrown) {
    const failed = failedStep(visit, thrown);
    return isStart || visit.flow.data.totp === undefined ? startPage(visit, failed) : setupPage(visit, failed);
  }
}

function startPage(visit: PageVisit, { problem, status, next }: Failed): Response {
  const { title, intro } = visit.texts.authenticator;
  const start = html`<form method="post" action="${pathOf(visit, "authenticator")}">
<button class="button" type="submit" name="step" value="start">${visit.texts.secondFactor.submit}</button>
</form>
`;
  const body = html`<p>${intro}</p>
${next ?? start}${passkeyInstead(visit)}`;
  return show(visit, { title, body, problem, status });
}

/** The other factor that a sign-in may enrol. */
function passkeyInstead(visit: PageVisit): Markup | undefined {
  if (!visit.flow.data.begun?.enroll.includes("passkey") || !offersPasskeys(visit)) return undefined;
  return html`<p class="back"><a href="${pathOf(visit, "passkey")}">${visit.texts.passkeys.instead}</a></p>\n`;
}

function setupPage(visit: PageVisit, { problem, status, next }: Failed): Response {
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
${next}${passkeyInstead(visit)}`;
  return show(visit, { title, body, problem, status });
}
