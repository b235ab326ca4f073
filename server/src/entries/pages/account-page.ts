import type { ChallengeOffer } from "../../attempts/challenges/challenge.ts";
import type { SessionState } from "../../sessions/session-store.ts";
import type { AppError } from "../../shared/errors/app-error.ts";
import { html } from "../../shared/html/markup.ts";
import { accountData } from "./account-data.ts";
import { accountSections } from "./account-sections.ts";
import { offersNewPasskeys } from "./account-sign-in-sections.ts";
import { solvedIn } from "./challenge-form.ts";
import { backupCodesPage } from "./enrolment.ts";
import { endFlow } from "./flow-store.ts";
import { SHOW_PASSWORD, accountPage as textPage } from "./layout.ts";
import { failure, type PageVisit, pathOf, redirect, show, signedInAt, userApi } from "./page-visit.ts";
import { PASSKEY_SCRIPT } from "./passkey-script.ts";
import { problemOf, returnedError } from "./problems.ts";

type Api = ReturnType<typeof userApi>["auth"];

/** Shows the account of the signed-in user. */
export async function showAccount(visit: PageVisit): Promise<Response> {
  const state = await signedInAt(visit);
  if (state === undefined) return isFromElsewhere(visit) ? reopen(visit) : redirect(visit, pathOf(visit, "sign-in"));
  return await accountPage(visit, state, returnedTo(visit));
}

/** What another page reports when it leads back here. */
function returnedTo({ visit: { url }, texts }: PageVisit): PageState {
  const error = returnedError(url);
  if (error !== undefined) return stateAfter(error, problemOf(error, texts));
  const done = url.searchParams.get("done");
  if (done === "linked") return { notice: texts.account.linkedNow };
  return done === "added" ? { notice: texts.account.added } : {};
}

function stateAfter({ code }: AppError, problem: string, status?: number): PageState {
  return { problem, status, mustSignIn: code === "reauthentication_required" };
}

/**
 * The session's cookie is strict, so a browser that follows a link from another site sends it only with the next request from this
 * page itself.
 */
function isFromElsewhere({ visit: { request }, isOwnHost }: PageVisit): boolean {
  return isOwnHost && request.headers.get("sec-fetch-site") === "cross-site";
}

function reopen(visit: PageVisit): Response {
  const path = pathOf(visit, "account");
  const body = html`<p class="back"><a href="${path}">${visit.texts.account.title}</a></p>\n`;
  const response = show(visit, { title: visit.texts.account.title, body });
  response.headers.set("refresh", `0;url=${path}`);
  return response;
}

/** Performs an action of the account page. */
export async function submitAccount(visit: PageVisit, form: URLSearchParams): Promise<Response> {
  const state = await signedInAt(visit);
  if (state === undefined) return redirect(visit, pathOf(visit, "sign-in"));
  const { auth } = userApi(visit, state);
  try {
    const result = await act(visit, auth, form, state);
    if (result instanceof Response) return result;
    return await accountPage(visit, (await signedInAt(visit)) ?? state, { notice: result });
  } catch (thrown) {
    const { error, problem, status, challenge } = failure(visit, thrown);
    if (error.code === "session_ended") return redirect(visit, pathOf(visit, "sign-in"));
    const text = error.code === "invalid_credentials" ? visit.texts.problems.currentPassword : problem;
    return await accountPage(visit, state, { ...stateAfter(error, text, status), challenge });
  }
}

/** Returns what was done, or the page that it leads to. */
async function act(
  visit: PageVisit,
  auth: Api,
  form: URLSearchParams,
  { user }: SessionState,
): Promise<string | Response> {
  const { texts, app, tenant, flow } = visit;
  const { account } = texts;
  const field = (name: string) => form.get(name) ?? "";
  const password = field("password") === "" ? undefined : field("password");
  switch (form.get("action")) {
    case "profile":
      await auth.account.update({ name: field("name").trim() === "" ? null : field("name") });
      return account.saved;
    case "resend":
      await auth.email.resend({ email: user.email });
      return texts.checkEmail.sent;
    case "email":
      await auth.email.change({ newEmail: field("newEmail"), password, ...solvedIn(form) });
      return account.emailSent;
    case "password":
      await auth.password.change({ currentPassword: password, newPassword: field("newPassword"), ...solvedIn(form) });
      return account.passwordChanged;
    case "passkey-rename":
      await auth.passkeys.rename({ id: field("id"), name: field("passkeyName") });
      return account.saved;
    case "passkey-remove":
      await auth.passkeys.remove({ id: field("id") });
      return account.passkeyRemoved;
    case "unlink":
      await auth.identities.unlink({ id: field("id") });
      return account.unlinked;
    case "totp-remove":
      await auth.factors.totp.remove();
      return account.totpRemoved;
    case "backup-codes":
      return backupCodesPage(visit, (await auth.factors.backupCodes.create()).codes);
    case "devices":
      await auth.factors.devices.forget();
      return account.devicesForgotten;
    case "session":
      await auth.sessions.end({ id: field("id") });
      return account.ended;
    case "others":
      await auth.sessions.endOthers();
      return account.ended;
    case "export":
      return download(await auth.account.export());
    case "delete":
      if (form.get("confirm") !== "on") return await accountPageOf(visit, texts.problems.deleteConfirm);
      await auth.account.delete({ password, ...solvedIn(form) });
      return goodbye(visit, account.deleted, account.deletedText, await endFlow(app, tenant, flow));
    case "sign-out":
      await auth.logout({});
      return goodbye(visit, account.signedOut, account.signedOutText, await endFlow(app, tenant, flow));
    default:
      return redirect(visit, pathOf(visit, "account"));
  }
}

async function accountPageOf(visit: PageVisit, problem: string): Promise<Response> {
  const state = await signedInAt(visit);
  if (state === undefined) return redirect(visit, pathOf(visit, "sign-in"));
  return await accountPage(visit, state, { problem, status: 400 });
}

function goodbye(visit: PageVisit, title: string, text: string, cookie: string): Response {
  const { tenant, language, texts, context } = visit;
  const next = { path: pathOf(visit, "sign-in"), label: texts.links.signIn };
  const response = textPage(tenant, { title, paragraphs: [text], isDone: true, next }, 200, language);
  for (const set of [...context.answer.getSetCookie(), cookie]) response.headers.append("set-cookie", set);
  return response;
}

function download(data: unknown): Response {
  const headers = {
    "content-type": "application/json",
    "content-disposition": 'attachment; filename="account.json"',
    "cache-control": "no-store",
  };
  return new Response(`${JSON.stringify(data, null, 2)}\n`, { headers });
}

/** What the page reports beside the account. */
interface PageState {
  readonly problem?: string;
  readonly notice?: string;
  readonly status?: number | undefined;
  readonly challenge?: ChallengeOffer | undefined;
  /** Whether the user has to sign in again first. */
  readonly mustSignIn?: boolean;
}

async function accountPage(
  visit: PageVisit,
  state: SessionState,
  { mustSignIn = false, ...page }: PageState,
): Promise<Response> {
  const { account } = visit.texts;
  const data = await accountData(visit, state);
  const signIn = html`<a class="button" href="${pathOf(visit, "sign-in")}">${account.signInAgain}</a>\n`;
  const corner = html`<form method="post" action="${pathOf(visit, "account")}"><button class="button other small" type="submit" name="action" value="sign-out">${account.signOut}</button></form>`;
  const scripts = [SHOW_PASSWORD, ...(offersNewPasskeys(visit) ? [PASSKEY_SCRIPT] : [])];
  const body = html`${mustSignIn ? signIn : undefined}<p>${account.signedInAs(state.user.email)}</p>
${accountSections(visit, { ...data, challenge: page.challenge })}`;
  return show(visit, { ...page, title: account.title, body, corner, isWide: true, scripts });
}
