import { setDeviceCookie } from "../../sessions/cookies.ts";
import { html, type Markup } from "../../shared/html/markup.ts";
import { after } from "../../shared/session-lifetimes.ts";
import { settingsOf } from "../../shared/tenant-settings.ts";
import { finishSignIn, modeOf } from "./finish-sign-in.ts";
import type { FlowData } from "./flow-store.ts";
import { advance, anonymousApi, failure, type PageVisit, pathOf, redirect, show } from "./page-visit.ts";
import { codeField } from "./sign-in-form.ts";

type Begun = NonNullable<FlowData["begun"]>;

/** Ways to show a second factor on these pages, the strongest first. A passkey needs a script, and a page of its own. */
const METHODS = ["totp", "email_code", "backup_code", "password"] as const;
type Method = (typeof METHODS)[number];

/** Shows the page of a sign-in that lacks a factor. */
export async function showSecondFactor(visit: PageVisit): Promise<Response> {
  const { begun } = visit.flow.data;
  if (begun === undefined) return redirect(visit, pathOf(visit, "sign-in"));
  const [first] = offeredIn(begun);
  if (first === undefined && begun.enroll.includes("totp")) return redirect(visit, pathOf(visit, "authenticator"));
  const requested = METHODS.find((method) => method === visit.visit.url.searchParams.get("method"));
  return factorPage(visit, begun, {
    method: requested !== undefined && begun.methods.includes(requested) ? requested : first,
  });
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
    return await stepUp(visit, begun, { method, form });
  } catch (thrown) {
    const { error, problem, status } = failure(visit, thrown);
    if (error.code === "sign_in_expired") return await advance(visit, { begun: undefined }, "sign-in");
    return factorPage(visit, begun, { method, problem, status });
  }
}

async function stepUp(
  visit: PageVisit,
  { signInToken }: Begun,
  { method, form }: { method: Method | undefined; form: URLSearchParams },
): Promise<Response> {
  const value = form.get("code") || "-";
  const factor = method === undefined ? {} : method === "password" ? { password: value } : { code: value };
  const trustDevice = visit.isOwnHost && form.get("trust") === "on";
  const mode = modeOf(visit);
  const input = { signInToken, method, ...factor, trustDevice, mode };
  const { deviceToken, ...signedIn } = await anonymousApi(visit).auth.stepUp(input);
  if (deviceToken !== null) {
    const seconds = settingsOf(visit.tenant).trustedDeviceDays * 24 * 60 * 60;
    setDeviceCookie(visit.context, { token: deviceToken, expiresAt: after(visit.app.clock.now(), seconds) });
  }
  return await finishSignIn(visit, signedIn);
}

/** Continues after a factor was enrolled in the sign-in. */
export async function continueSignIn(visit: PageVisit): Promise<Response> {
  return await submitSecondFactor(visit, new URLSearchParams());
}

function offeredIn({ methods }: Begun): Method[] {
  return METHODS.filter((method) => methods.includes(method));
}

function factorPage(
  visit: PageVisit,
  begun: Begun,
  { method, problem, status }: { method: Method | undefined; problem?: string; status?: number },
): Response {
  const { texts } = visit;
  const others = offeredIn(begun).filter((other) => other !== method);
  const body = html`<p>${method === undefined ? texts.secondFactor.none : texts.secondFactor[method]}</p>
${method === undefined ? undefined : factorForm(visit, method, problem)}${others.length === 0 ? undefined : html`<p class="or">${texts.or}</p>\n`}${others.map((other) => otherMethod(visit, other))}<p class="back"><a href="${pathOf(visit, "sign-in")}">${texts.secondFactor.startOver}</a></p>
`;
  return show(visit, { title: texts.secondFactor.title, body, problem, status });
}

function factorForm(visit: PageVisit, method: Method, problem: string | undefined): Markup {
  const { texts, tenant, isOwnHost } = visit;
  const days = settingsOf(tenant).trustedDeviceDays;
  const field =
    method === "password"
      ? html`<label for="code">${texts.fields.password}</label>
<input class="field" id="code" name="code" type="password" autocomplete="current-password" required autofocus>
`
      : codeField(visit, { problem }, method !== "backup_code");
  // A trusted device needs a cookie that outlasts the visit.
  const trust =
    isOwnHost && days > 0
      ? html`<label class="check"><input type="checkbox" name="trust">${texts.secondFactor.trust(days)}</label>
`
      : undefined;
  return html`<form method="post" action="${pathOf(visit, "second-factor")}">
<input type="hidden" name="method" value="${method}">
${field}${trust}<button class="button" type="submit">${texts.secondFactor.submit}</button>
</form>
`;
}

const LABELS = {
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
