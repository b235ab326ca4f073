import { html } from "../../shared/html/markup.ts";
import { afterEnrolment, backupCodesPage, enroller, type Failed, failedStep } from "./enrolment.ts";
import { type PageVisit, pathOf, redirect, show } from "./page-visit.ts";
import { createdPasskey, isStart, passkeyForm, startPasskey, withoutPasskeys } from "./passkey-form.ts";
import { PASSKEY_SCRIPT } from "./passkey-script.ts";

/** Shows the page that creates a passkey. */
export async function showPasskey(visit: PageVisit): Promise<Response> {
  if ((await enroller(visit)) === undefined) return redirect(visit, pathOf(visit, "sign-in"));
  return passkeyPage(visit, {});
}

/** Starts to create a passkey, or registers it. */
export async function submitPasskey(visit: PageVisit, form: URLSearchParams): Promise<Response> {
  const by = await enroller(visit);
  if (by === undefined) return redirect(visit, pathOf(visit, "sign-in"));
  const { signInToken } = by;
  const { register } = by.auth.passkeys;
  const start = async () => await register.start({ signInToken });
  if (isStart(form)) return await startPasskey(visit, start);
  try {
    const created = await createdPasskey(visit, form, start);
    const { backupCodes } = await register.finish({ signInToken, ...created });
    return backupCodes.length > 0 ? backupCodesPage(visit, backupCodes) : await afterEnrolment(visit, by);
  } catch (thrown) {
    return passkeyPage(visit, failedStep(visit, thrown));
  }
}

function passkeyPage(visit: PageVisit, { problem, status, next }: Failed): Response {
  const { passkeys, secondFactor } = visit.texts;
  const { begun } = visit.flow.data;
  const form = passkeyForm(visit, { kind: "create", page: "passkey", label: passkeys.create, isMain: true });
  const back = begun === undefined ? "account" : begun.enroll.includes("totp") ? "authenticator" : "sign-in";
  const label = {
    account: visit.texts.account.back,
    authenticator: passkeys.totpInstead,
    "sign-in": secondFactor.startOver,
  };
  const body = html`<p>${passkeys.intro}</p>
${next ?? html`${form}${withoutPasskeys(visit)}`}<p class="back"><a href="${pathOf(visit, back)}">${label[back]}</a></p>
`;
  return show(visit, {
    title: passkeys.title,
    body,
    problem,
    status,
    scripts: next === undefined ? [PASSKEY_SCRIPT] : [],
  });
}
