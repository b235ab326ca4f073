import { setDeviceCookie } from "../../sessions/cookies.ts";
import { html, type Markup } from "../../shared/html/markup.ts";
import { after } from "../../shared/session-lifetimes.ts";
import { settingsOf } from "../../shared/tenant-settings.ts";
import { challengeField, solvedIn } from "./challenge-form.ts";
import { enterpriseSignIn } from "./enterprise-page.ts";
import { finishSignIn, modeOf } from "./finish-sign-in.ts";
import type { FlowData } from "./flow-store.ts";
import { advance, anonymousApi, type Failure, failure, type PageVisit, pathOf, redirect, show } from "./page-visit.ts";
import { isStart, offersPasskeys, passkeyForm, startPasskey, usedPasskey, withoutPasskeys } from "./passkey-form.ts";
import { PASSKEY_SCRIPT } from "./passkey-script.ts";
import { type Attempted, codeField } from "./sign-in-form.ts";

type Begun = NonNullable<FlowData["begun"]>;

/** Ways to show a second factor on these pages, the strongest first. */
const METHODS = ["passkey", "totp", "email_code", "backup_code", "password"] as const;
type Method = (typeof METHODS)[number];

/** Shows the page of a sign-in that lacks a factor. */
export async function showSecondFactor(visit: PageVisit): Promise<Response> {
  const { begun } = visit.flow.data;
  if (begun === undefined) return redirect(visit, pathOf(visit, "sign-in"));
  const offered = offeredIn(visit, begun);
  const [first] = offered;
  if (first === undefined && begun.enroll.includes("totp")) return redirect(visit, pathOf(visit, "authenticator"));
  if (first === undefined && begun.enroll.includes("passkey")) return redirect(visit, pathOf(visit, "passkey"));
  const requested = visit.visit.url.searchParams.get("method");
  return factorPage(visit, begun, { method: offered.find((method) => method === requested) ?? first });
}

/** Takes a factor, or emails a code. */
export async function submitSecondFactor(visit: PageVisit, form: URLSearchParams): Promise<Response> {
  const { begun } = visit.flow.data;
  if (begun === undefined) return redirect(visit, pathOf(visit, "sign-in"));
  const { signInToken } = begun;
  const method = METHODS.find((one) => one === form.get("method"));
  try {
    if (form.get("step") === "send") {
      await anonymousApi(visit).auth.factors.email.send({ signInToken });
      return redirect(visit, `${pathOf(visit, "second-factor")}?method=email_code`);
    }
    if (method === "passkey" && isStart(form)) return await startPasskey(visit, passkeyStart(visit, begun));
    return await stepUp(visit, begun, { method, form });
  } catch (thrown) {
    const { error, ...failed } = failure(visit, thrown);
    const next = await enterpriseSignIn(visit, error);
    if (next !== undefined) return next;
    if (error.code === "sign_in_expired") return await advance(visit, { begun: undefined }, "sign-in");
    return factorPage(visit, begun, { method, ...failed });
  }
}

async function stepUp(
  visit: PageVisit,
  begun: Begun,
  { method, form }: { method: Method | undefined; form: URLSearchParams },
): Promise<Response> {
  const { signInToken } = begun;
  const factor = await factorIn(visit, begun, { method, form });
  const trustDevice = visit.isOwnHost && form.get("trust") === "on";
  const mode = modeOf(visit);
  const input = { signInToken, method, ...factor, trustDevice, mode, ...solvedIn(form) };
  const { deviceToken, ...signedIn } = await anonymousApi(visit).auth.stepUp(input);
  if (deviceToken !== null) {
    const seconds = settingsOf(visit.tenant).trustedDeviceDays * 24 * 60 * 60;
    setDeviceCookie(visit.context, { token: deviceToken, expiresAt: after(visit.app.clock.now(), seconds) });
  }
  return await finishSignIn(visit, signedIn);
}

/** The factor of a form, as `auth.stepUp` takes it. */
async function factorIn(
  visit: PageVisit,
  begun: Begun,
  { method, form }: { method: Method | undefined; form: URLSearchParams },
) {
  const value = form.get("code") || "-";
  if (method === undefined) return {};
  if (method === "passkey") return await usedPasskey(visit, form, passkeyStart(visit, begun));
  return method === "password" ? { password: value } : { code: value };
}

function passkeyStart(visit: PageVisit, { signInToken }: Begun) {
  return async () => await anonymousApi(visit).auth.passkeys.stepUp.start({ signInToken });
}

/** Continues after a factor was enrolled in the sign-in. */
export async function continueSignIn(visit: PageVisit): Promise<Response> {
  return await submitSecondFactor(visit, new URLSearchParams());
}

function offeredIn(visit: PageVisit, { methods }: Begun): Method[] {
  return METHODS.filter((method) => methods.includes(method) && (method !== "passkey" || offersPasskeys(visit)));
}

function factorPage(
  visit: PageVisit,
  begun: Begun,
  { method, problem, status, challenge }: { method: Method | undefined } & Partial<Omit<Failure, "error">>,
): Response {
  const { texts } = visit;
  const others = offeredIn(visit, begun).filter((other) => other !== method);
  const body = html`<p>${method === undefined ? texts.secondFactor.none : texts.secondFactor[method]}</p>
${method === undefined ? undefined : factorForm(visit, method, { problem, challenge })}${others.length === 0 ? undefined : html`<p class="or">${texts.or}</p>\n`}${others.map((other) => otherMethod(visit, other))}<p class="back"><a href="${pathOf(visit, "sign-in")}">${texts.secondFactor.startOver}</a></p>
`;
  const scripts = method === "passkey" ? [PASSKEY_SCRIPT] : [];
  return show(visit, { title: texts.secondFactor.title, body, problem, challenge, status, scripts });
}

function factorForm(visit: PageVisit, method: Method, { problem, challenge }: Attempted): Markup {
  const { texts } = visit;
  if (method === "passkey") {
    const label = texts.secondFactor.usePasskey;
    const form = { kind: "use", page: "second-factor", label, isMain: true, fields: trustBox(visit) } as const;
    return html`${passkeyForm(visit, form)}${withoutPasskeys(visit)}`;
  }
  const field =
    method === "password"
      ? html`<label for="code">${texts.fields.password}</label>
<input class="field" id="code" name="code" type="password" autocomplete="current-password" required autofocus>
`
      : codeField(visit, { problem }, method !== "backup_code");
  return html`<form method="post" action="${pathOf(visit, "second-factor")}">
<input type="hidden" name="method" value="${method}">
${challengeField(challenge)}${field}${trustBox(visit)}<button class="button" type="submit">${texts.secondFactor.submit}</button>
</form>
`;
}

/** A trusted device needs a cookie that outlasts the visit. */
function trustBox({ texts, tenant, isOwnHost }: PageVisit): Markup | undefined {
  const days = settingsOf(tenant).trustedDeviceDays;
  if (!isOwnHost || days === 0) return undefined;
  return html`<label class="check"><input type="checkbox" name="trust">${texts.secondFactor.trust(days)}</label>
`;
}

const LABELS = {
  passkey: "usePasskey",
  totp: "useTotp",
  backup_code: "useBackupCode",
  email_code: "useEmailCode",
  password: "usePassword",
} as const;

/** An email is sent by a form; the others are only shown. */
function otherMethod(visit: PageVisit, method: Method): Markup {
  const label = visit.texts.secondFactor[LABELS[method]];
  const path = pathOf(visit, "second-factor");
  if (method !== "email_code") return html`<a class="button other" href="${path}?method=${method}">${label}</a>\n`;
  return html`<form method="post" action="${path}">
<button class="button other" type="submit" name="step" value="send">${label}</button>
</form>
`;
}
