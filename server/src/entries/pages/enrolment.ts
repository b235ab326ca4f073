import { html, type Markup } from "../../shared/html/markup.ts";
import { anonymousApi, failure, type PageVisit, pathOf, redirect, show, signedInAt, userApi } from "./page-visit.ts";
import { continueSignIn } from "./second-factor-page.ts";

/** Somebody who enrols a factor, with the procedures that they call. */
export interface Enroller {
  readonly auth: ReturnType<typeof anonymousApi>["auth"];
  /** Of a sign-in that lacks a factor; empty for a signed-in user. */
  readonly signInToken: string;
}

/** A user whose sign-in lacks a factor, or a signed-in one. Undefined for anybody else. */
export async function enroller(visit: PageVisit): Promise<Enroller | undefined> {
  const signInToken = visit.flow.data.begun?.signInToken;
  if (signInToken !== undefined) return { auth: anonymousApi(visit).auth, signInToken };
  const state = await signedInAt(visit);
  return state && { auth: userApi(visit, state).auth, signInToken: "" };
}

/** Goes on after a factor was enrolled: with the sign-in, or at the account. */
export async function afterEnrolment(visit: PageVisit, { signInToken }: Enroller): Promise<Response> {
  return signInToken === "" ? redirect(visit, `${pathOf(visit, "account")}?done=added`) : await continueSignIn(visit);
}

/** Shows backup codes, this once. */
export function backupCodesPage(visit: PageVisit, codes: readonly string[]): Response {
  const { title, intro, submit } = visit.texts.backupCodes;
  const body = html`<p>${intro}</p>
<ul class="codes">
${codes.map((code) => html`<li><code>${code}</code></li>\n`)}</ul>
<form method="post" action="${pathOf(visit, "authenticator")}">
<button class="button" type="submit" name="step" value="done">${submit}</button>
</form>
`;
  return show(visit, { title, body });
}

/** What a page shows after a failed step. */
export interface Failed {
  readonly problem?: string;
  readonly status?: number;
  /** The way on, where only a new sign-in helps. */
  readonly next?: Markup;
}

/** The problem of a failed step. A user whose sign-in is too long ago, or has expired, is offered a new one. */
export function failedStep(visit: PageVisit, thrown: unknown): Failed {
  const { error, problem, status } = failure(visit, thrown);
  if (error.code !== "reauthentication_required" && error.code !== "sign_in_expired") return { problem, status };
  const { signInAgain } = visit.texts.account;
  return { problem, status, next: html`<a class="button" href="${pathOf(visit, "sign-in")}">${signInAgain}</a>\n` };
}
