import type { LetterKind } from "./letter.ts";
import { type Block, letterHtml, letterText } from "./letter-layout.ts";
import type { Template } from "./template.ts";

interface DefaultLetter {
  readonly subject: string;
  readonly blocks: readonly Block[];
}

const NOT_YOU = "If this was not you, reset your password and end your other sessions.";
const IGNORE = "If you did not ask for this, there is nothing you need to do.";

const LETTERS: { readonly [Kind in LetterKind]: DefaultLetter } = {
  verify_email: {
    subject: "Confirm your address for {{brand}}",
    blocks: [
      "Please confirm that this address is yours.",
      { link: "Confirm the address" },
      "Or type this code where you are asked for it. It is good for ten minutes:",
      { code: true },
      IGNORE,
    ],
  },
  already_registered: {
    subject: "You have an account with {{brand}}",
    blocks: [
      "Somebody, most likely you, tried to register with this address. It has an account already, so nothing was changed.",
      { link: "Choose a new password if you have forgotten yours" },
      IGNORE,
    ],
  },
  reset_password: {
    subject: "Reset your password for {{brand}}",
    blocks: [
      "Somebody asked to reset the password of this account. The link is good for half an hour, once.",
      { link: "Choose a new password" },
      `${IGNORE} Your password stays as it is.`,
    ],
  },
  password_changed: {
    subject: "Your password for {{brand}} was changed",
    blocks: ["The password of your account was changed on {{when}}, from the network address {{ip}}.", NOT_YOU],
  },
  confirm_email_change: {
    subject: "Confirm the new address of your account with {{brand}}",
    blocks: [
      "Somebody asked to change the address of your account from this one to {{newEmail}}.",
      { link: "Agree to the change" },
      "If it was not you, do not follow the link, and reset your password: somebody else is signed in to your account.",
    ],
  },
  confirm_new_email: {
    subject: "Confirm your new address for {{brand}}",
    blocks: [
      "This is to become the address of an account with {{brand}}. Please confirm that it is yours.",
      { link: "Confirm the address" },
      IGNORE,
    ],
  },
  email_changed: {
    subject: "The address of your account with {{brand}} was changed",
    blocks: [
      "Your account now has the address {{newEmail}}. This address is not used any more.",
      "If this was not you, write to {{brand}} at once: somebody else has your account.",
    ],
  },
  session_stolen: {
    subject: "You were signed out of {{brand}}, to be safe",
    blocks: [
      "On {{when}} somebody at the network address {{ip}} used an old copy of a session of yours. Since it may have been stolen, that session was ended. Please sign in again.",
      NOT_YOU,
    ],
  },
  invitation: {
    subject: "You are invited to {{brand}}",
    blocks: [
      "{{inviter}} has invited you to {{brand}}. To accept, choose the password that you will sign in with.",
      { link: "Choose a password" },
      "The link works once, within three days. If you don't want to join, ignore this email.",
    ],
  },
  account_deleted: {
    subject: "Your account with {{brand}} was deleted",
    blocks: [
      "Your account was deleted, with all that belonged to it.",
      "If this was not you, write to {{brand}} at once.",
    ],
  },
  api_key_leaked: {
    subject: "An API key of {{tenant}} was found by somebody else, and revoked",
    blocks: [
      "On {{when}} somebody reported the API key “{{name}}” of {{tenant}}, which ends in {{hint}}: it lay where they could read it. It was revoked at once and opens nothing any more.",
      "Make another key where it was in use, and look at what was done with it.",
    ],
  },
  admin_changed: {
    subject: "What you may do on {{brand}} was changed",
    blocks: [
      "{{change}} {{by}} changed that on {{when}}.",
      "If this is not right, write to {{by}} or to another superadmin.",
    ],
  },
  break_glass: {
    subject: "{{admin}} manages {{tenant}} in an emergency",
    blocks: [
      "{{admin}} has taken the permission to manage the tenant {{tenant}}, until {{until}}. The reason that was given: “{{reason}}”",
      "If this is not right, end it with platform.endBreakGlass, and look at what was done in the tenant's log.",
    ],
  },
};

/** What a letter says where the tenant has set nothing of its own. `logo` is the URL of a picture. */
export function defaultTemplate(kind: LetterKind, logo: string | null): Template {
  const { subject, blocks } = LETTERS[kind];
  return { subject, text: letterText(blocks), html: letterHtml(blocks, logo) };
}
