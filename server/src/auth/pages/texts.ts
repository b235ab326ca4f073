import type { AppError } from "../../errors/app-error.ts";
import type { ErrorCode } from "../../errors/catalog.ts";
import type { LinkPage } from "../../mail/link-to.ts";
import type { Confirmation } from "../confirm-email.ts";
import type { PageText } from "./layout.ts";

/** What a page says before its button is pressed. */
export const QUESTIONS: Readonly<Record<LinkPage | "invitation", PageText & { readonly button: string }>> = {
  "verify-email": {
    title: "Confirm your address",
    paragraphs: ["Press the button to confirm that you read mail at the address the letter came to."],
    button: "Confirm my address",
  },
  confirm: {
    title: "Confirm the change",
    paragraphs: ["Press the button to agree to the change of your account’s address."],
    button: "Agree to the change",
  },
  "reset-password": {
    title: "Choose a new password",
    paragraphs: ["You will be signed out everywhere, and sign in with the new one."],
    button: "Set the new password",
  },
  invitation: {
    title: "Choose a password",
    paragraphs: ["Your account is ready. Choose the password that you will sign in with."],
    button: "Set the password",
  },
};

/** What has been done, and what comes next. */
export function confirmed({ result, email }: Pick<Confirmation, "result" | "email">): PageText {
  const known = { verified: VERIFIED, waiting: WAITING, changed: CHANGED }[result];
  return { ...known, paragraphs: known.paragraphs.map((paragraph) => paragraph.replace("{email}", () => email)) };
}

const VERIFIED = {
  title: "Your address is confirmed",
  paragraphs: ["{email} is confirmed. You can close this page and sign in."],
};
const WAITING = {
  title: "One more step",
  paragraphs: [
    "This end agrees to the change to {email}.",
    "Now follow the link in the letter that was sent to the other address.",
  ],
};
const CHANGED = {
  title: "Your address is changed",
  paragraphs: ["Your account’s address is {email} now. Use it from the next sign-in on."],
};

export function passwordSet(email: string, isFirst: boolean): PageText {
  if (isFirst) return { title: "Your password is set", paragraphs: [`Sign in with ${email} and your password.`] };
  return {
    title: "Your new password is set",
    paragraphs: [`Sign in with ${email} and the new password. You have been signed out everywhere else.`],
  };
}

/** Where to get another letter, by the page that the old one led to. */
const ANOTHER: Readonly<Record<LinkPage, string>> = {
  "verify-email": "Request another email where you sign in, and follow the link in the newest one.",
  confirm: "Change the email in your account once more, and follow the links in the newest emails.",
  "reset-password":
    "If you know the password, sign in. Otherwise choose “forgot password” where you sign in, and follow the link in the newest email.",
};

/** Failures after which the same page can be used again. */
const AGAIN: readonly ErrorCode[] = ["weak_password", "invalid_input", "rate_limited", "busy", "internal"];

export function maySendAgain({ code }: AppError): boolean {
  return AGAIN.includes(code);
}

/** What went wrong, where the form is shown again. */
export function problemOf({ code, details }: AppError): string {
  if (code === "weak_password") return `That password is too easy to guess. ${details.reason} Choose another.`;
  if (code === "invalid_input") return "That password is too long. Choose one of at most 1,024 bytes.";
  if (code === "internal") return "Something went wrong on our side. Please try again.";
  return "Too many people are doing this right now. Wait a minute, then press the button again.";
}

const DEAD_LINKS: { readonly [Code in ErrorCode]?: { readonly title: string; readonly problem: string } } = {
  link_used: { title: "This link was used before", problem: "It works once, and nothing was changed now." },
  link_expired: { title: "This link has expired", problem: "Its time is over, or a newer email was sent since." },
  link_invalid: { title: "This link is not complete", problem: "It may not have been copied whole." },
};

/** What went wrong for good, and what to do next. */
export function failed(error: AppError, page: LinkPage): PageText {
  const dead = DEAD_LINKS[error.code];
  if (dead !== undefined) return { ...dead, paragraphs: [ANOTHER[page]] };
  if (error.code === "email_taken") {
    const problem = "Another account has this address. Nothing was changed.";
    return { title: "The address is taken", problem, paragraphs: ["Change yours to another one in your account."] };
  }
  return { title: "This did not work", problem: error.message, paragraphs: [error.action] };
}
