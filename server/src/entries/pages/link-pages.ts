import { CONFIRM_PURPOSES } from "../../accounts/change-email.ts";
import { RESET_PURPOSES } from "../../accounts/change-password.ts";
import type { LinkPage } from "../../email/links.ts";
import type { Visit } from "../../pipeline/context.ts";
import { appErrorOf } from "../../pipeline/error-shape.ts";
import type { AppError } from "../../shared/errors/app-error.ts";
import { definitionOf } from "../../shared/errors/catalog.ts";
import { settingsOf } from "../../shared/tenant-settings.ts";
import { inspectLink, linkError } from "../../verification/link-state.ts";
import { isTokenFor } from "../../verification/token.ts";
import { readForm } from "./forms.ts";
import { accountPage, type PageText } from "./layout.ts";
import { confirmed, failed, type LinkUse, mayResubmit, passwordSet } from "./link-texts.ts";
import { anonymousApi, openVisit, type PageVisit, pathOf } from "./page-visit.ts";
import { problemOf } from "./problems.ts";

/** A visit to the page of a link. */
type LinkVisit = PageVisit & { readonly page: LinkPage };

/**
 * Shows the page of a link in an email, for tenants without pages of their own. Opening one changes nothing, since email
 * scanners follow links (ASVS 7.6.2).
 */
export async function showLinkPage(visit: Visit, parameters: Readonly<Record<string, string>>): Promise<Response> {
  return await showLink(await openLink(visit, parameters), visit.url.searchParams.get("token") ?? "");
}

/** Answers the page's button: calls the procedure that an app would, through the same pipeline. */
export async function submitLinkPage(visit: Visit, parameters: Readonly<Record<string, string>>): Promise<Response> {
  return await submit(await openLink(visit, parameters), await readForm(visit.request));
}

async function openLink(visit: Visit, { tenant = "", page = "" }): Promise<LinkVisit> {
  // The route matches no others.
  return { ...(await openVisit(visit, tenant)), page: page as LinkPage };
}

/** Shows the state of the link, or the form that uses it. Changes nothing. */
async function showLink(visit: LinkVisit, token: string): Promise<Response> {
  const purposes = visit.page === "reset-password" ? RESET_PURPOSES : CONFIRM_PURPOSES;
  const link = await inspectLink(visit.app, visit.tenant, token, purposes);
  if (link.state === "done") return show(visit, done(visit, confirmed(link.outcome, visit.texts)), 200);
  return link.state === "valid" ? show(visit, formOf(visit, token), 200) : refused(visit, token, linkError(link));
}

async function submit(visit: LinkVisit, form: URLSearchParams): Promise<Response> {
  const [token, password] = [form.get("token") ?? "", form.get("password") ?? ""];
  if (visit.page === "reset-password" && password !== form.get("repeated")) {
    return show(visit, formOf(visit, token, visit.texts.links.mismatch), 400);
  }
  try {
    return await perform(visit, { token, password });
  } catch (thrown) {
    const error = appErrorOf(thrown);
    if (!mayResubmit(error)) return refused(visit, token, error);
    return show(visit, formOf(visit, token, problemOf(error, visit.texts)), definitionOf(error.code).status);
  }
}

async function perform(visit: LinkVisit, { token, password }: { token: string; password: string }): Promise<Response> {
  const { auth } = anonymousApi(visit);
  const { texts, page } = visit;
  if (page === "reset-password") {
    const { email } = await auth.password.reset({ token, password });
    return show(visit, done(visit, passwordSet(email, isInvitation(token), texts)), 200);
  }
  // The browser that signed up keeps the password that it chose.
  const registrationToken = visit.flow.data.registrationToken ?? "";
  const confirmation = await auth.email.confirm({ token, registrationToken });
  if (confirmation.resetToken !== null) return offerPassword(visit, confirmation.email, confirmation.resetToken);
  return show(visit, done(visit, confirmed(confirmation, texts)), 200);
}

/** The page after the first proof of an email whose earlier password was removed: its owner chooses one. */
export function offerPassword(visit: PageVisit, email: string, resetToken: string): Response {
  const { links } = visit.texts;
  const { form } = formOf({ ...visit, page: "reset-password" }, resetToken);
  return show(visit, { title: links.verified, paragraphs: [links.removed(email)], form }, 200);
}

/** Where everything is done, the next step is to sign in. */
function done(visit: LinkVisit, text: PageText): PageText {
  const next = text.isDone === true ? signInHere(visit) : undefined;
  return next === undefined ? text : { ...text, next };
}

/** The way to sign in on these pages; undefined where the product's own address is the next step. */
function signInHere(visit: LinkVisit): PageText["next"] {
  const { flow, tenant, texts } = visit;
  if (flow.data.request === undefined && settingsOf(tenant).appUrl !== null) return undefined;
  return { path: pathOf(visit, "sign-in"), label: texts.links.signIn };
}

/** The page with its form, and the problem of the last attempt. */
function formOf(visit: LinkVisit, token: string, problem?: string): PageText {
  const { tenant, page, texts } = visit;
  const { button, title, paragraphs } =
    texts.links[isInvitation(token) && page === "reset-password" ? "invitation" : page];
  const { minPasswordLength: minLength } = settingsOf(tenant);
  const password = page === "reset-password" ? { minLength, isFirst: isInvitation(token) } : undefined;
  return { title, paragraphs, problem, form: { action: pathOf(visit, page), token, button, password } };
}

function useOf({ page }: LinkVisit, token: string): LinkUse {
  return page === "reset-password" && isInvitation(token) ? "invitation" : page;
}

function isInvitation(token: string): boolean {
  return isTokenFor(token, ["invitation"]);
}

/** A link that can't be used says so, and offers the next step. */
function refused(visit: LinkVisit, token: string, error: AppError): Response {
  const use = useOf(visit, token);
  const text = failed(error, use, visit.texts);
  const { links } = visit.texts;
  const newLink = { path: pathOf(visit, "forgot-password"), label: links.newLink };
  const next = use === "reset-password" ? newLink : use === "verify-email" ? signInHere(visit) : undefined;
  return show(visit, next === undefined ? text : { ...text, next }, definitionOf(error.code).status);
}

function show({ tenant, language }: PageVisit, text: PageText, status: number): Response {
  return accountPage(tenant, text, status, language);
}
