import type { Confirmation } from "../../accounts/change-email.ts";
import type { LinkPage } from "../../email/links.ts";
import type { AppError } from "../../shared/errors/app-error.ts";
import type { ErrorCode } from "../../shared/errors/catalog.ts";
import type { PageTexts } from "../../shared/texts/page-texts.ts";
import type { PageText } from "./layout.ts";

/** The purpose of a link. An invitation leads to the page that sets a password, too. */
export type LinkUse = LinkPage | "invitation" | "sign-in-link";

/** The text of a confirmed email, with the next step. */
export function confirmed({ result, email }: Pick<Confirmation, "result" | "email">, { links }: PageTexts): PageText {
  if (result === "verified") return { title: links.verified, paragraphs: [links.verifiedText(email)], isDone: true };
  if (result === "waiting") return { title: links.waiting, paragraphs: [links.waitingText(email)] };
  return { title: links.changed, paragraphs: [links.changedText(email)], isDone: true };
}

export function passwordSet(email: string, isFirst: boolean, { links }: PageTexts): PageText {
  if (isFirst) return { title: links.passwordSet, paragraphs: [links.passwordSetText(email)], isDone: true };
  return { title: links.passwordChanged, paragraphs: [links.passwordChangedText(email)], isDone: true };
}

/** Failures after which the same page can be used again. */
const RESUBMITTABLE: readonly ErrorCode[] = [
  "weak_password",
  "invalid_input",
  "rate_limited",
  "busy",
  "internal_error",
];

export function mayResubmit({ code }: AppError): boolean {
  return RESUBMITTABLE.includes(code);
}

/** The text of a final error, with the next step. */
export function failed(error: AppError, use: LinkUse, { links, failed: title }: PageTexts): PageText {
  const dead = deadLink(error.code, links);
  if (dead !== undefined) {
    const afterUse = use === "reset-password" || use === "invitation" ? links.afterUse[use] : undefined;
    const next = (error.code === "link_used" ? afterUse : undefined) ?? links.next[use];
    return { ...dead, paragraphs: [next] };
  }
  if (error.code === "email_taken") {
    return { title: links.taken, problem: links.takenText, paragraphs: [links.takenNext] };
  }
  return { title, problem: error.message, paragraphs: [error.action] };
}

function deadLink(code: ErrorCode, links: PageTexts["links"]): { title: string; problem: string } | undefined {
  if (code === "link_used") return { title: links.used, problem: links.usedText };
  if (code === "link_expired") return { title: links.expired, problem: links.expiredText };
  if (code === "link_invalid") return { title: links.invalid, problem: links.invalidText };
  if (code === "link_other_browser") return { title: links.otherBrowser, problem: links.otherBrowserText };
  return undefined;
}
