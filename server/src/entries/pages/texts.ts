import type { Confirmation } from "../../accounts/change-email.ts";
import type { LinkPage } from "../../email/links.ts";
import type { AppError } from "../../shared/errors/app-error.ts";
import type { ErrorCode } from "../../shared/errors/catalog.ts";
import type { PageText } from "./layout.ts";

/** The purpose of a link. An invitation leads to the page that sets a password, too. */
export type LinkUse = LinkPage | "invitation";

/** The text of a page before its button is pressed. */
export const QUESTIONS: Readonly<Record<LinkUse, PageText & { readonly button: string }>> = {
  "verify-email": {
    title: "Confirm your email",
    paragraphs: ["Confirm that this email belongs to you to finish setting up your account."],
    button: "Confirm email",
  },
  confirm: {
    title: "Confirm your new email",
    paragraphs: ["Confirm that you want to change the email of your account."],
    button: "Confirm change",
  },
  "reset-password": {
    title: "Choose a new password",
    paragraphs: ["You will be signed out on all your devices. Then sign in with the new password."],
    button: "Set new password",
  },
  invitation: {
    title: "Choose a password",
    paragraphs: ["Choose the password that you will sign in with."],
    button: "Set password",
  },
};

/** The text of a confirmed email, with the next step. */
export function confirmed({ result, email }: Pick<Confirmation, "result" | "email">): PageText {
  return { verified, waiting, changed }[result](email);
}

function verified(email: string): PageText {
  return { title: "Email confirmed", paragraphs: [`${email} is confirmed. You can sign in now.`], isDone: true };
}

function waiting(email: string): PageText {
  return {
    title: "One more step",
    paragraphs: [
      `The change to ${email} must be confirmed from both emails. Open the link that we sent to the other one.`,
    ],
  };
}

function changed(email: string): PageText {
  return {
    title: "Email changed",
    paragraphs: [`Your account’s email is now ${email}. Use it the next time you sign in.`],
    isDone: true,
  };
}

export function passwordSet(email: string, isFirst: boolean): PageText {
  if (isFirst) {
    return { title: "Password set", paragraphs: [`Sign in as ${email} with your password.`], isDone: true };
  }
  return {
    title: "Password changed",
    paragraphs: [`Sign in as ${email} with your new password. All your other sessions were signed out.`],
    isDone: true,
  };
}

/** The way to get a new link, by purpose. */
const NEW_LINK: Readonly<Record<LinkUse, string>> = {
  "verify-email": "Sign in to request a new one, then open the link in the latest email.",
  confirm: "Change your email in your account settings again, then open the links in the latest emails.",
  "reset-password": "Choose “Forgot password” where you sign in, then open the link in the latest email.",
  invitation: "Ask the person who invited you for a new invitation.",
};

/** After a link that set a password: it may have been the reader who used it. */
const AFTER_USE: { readonly [Use in LinkUse]?: string } = {
  "reset-password": "If you chose a new password with it, sign in. To choose another, request a new link.",
  invitation: "If you chose a password with it, sign in. If not, ask the person who invited you for a new invitation.",
};

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

/** The problem that is shown above the form. */
export function formProblem({ code, details }: AppError): string {
  if (code === "weak_password") return weakText(details);
  if (code === "invalid_input") return "This password is too long. Use at most 1,024 bytes.";
  if (code === "internal_error") return "Something went wrong on our side. Try again.";
  return "Too many attempts. Wait a minute, then try again.";
}

function weakText({ rule, minLength, reason }: AppError["details"]): string {
  if (rule === "length") return `This password is too short. Use at least ${minLength} characters.`;
  if (rule === "repetition") return "This password repeats one character. Choose a different one.";
  if (rule === "common") return "This password is too common. Choose a different one.";
  if (rule === "context") return "This password is based on your email or our name. Choose a different one.";
  return `This password is too weak. ${reason}`;
}

const DEAD_LINKS: { readonly [Code in ErrorCode]?: { readonly title: string; readonly problem: string } } = {
  link_used: { title: "This link was already used", problem: "Each link works once. Nothing was changed." },
  link_expired: {
    title: "This link has expired",
    problem: "Links work for a limited time, and only the latest one works. Nothing was changed.",
  },
  link_invalid: {
    title: "This link is incomplete",
    problem: "Part of it may be missing. Open it from the email again, or copy all of it.",
  },
};

/** The text of a final error, with the next step. */
export function failed(error: AppError, use: LinkUse): PageText {
  const dead = DEAD_LINKS[error.code];
  if (dead !== undefined) {
    const next = (error.code === "link_used" ? AFTER_USE[use] : undefined) ?? NEW_LINK[use];
    return { ...dead, paragraphs: [next] };
  }
  if (error.code === "email_taken") {
    const problem = "Another account uses this email. Nothing was changed.";
    return { title: "Email already in use", problem, paragraphs: ["Choose another email in your account settings."] };
  }
  return { title: "Something went wrong", problem: error.message, paragraphs: [error.action] };
}
