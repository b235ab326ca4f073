import type { EmailTexts } from "./email-texts.ts";

const NOT_YOU = "If this wasn’t you, reset your password and sign out of your other sessions.";
const IGNORE = "If this wasn’t you, ignore this message.";

/** Default emails in English. */
export const en: EmailTexts = {
  emails: {
    verify_email: {
      subject: "Confirm your email for {{brand}}",
      blocks: [
        "Confirm that this email belongs to you to finish setting up your {{brand}} account. The link expires in 24 hours.",
        { link: "Confirm email" },
        "Or enter this code where {{brand}} asks for it. It expires in 10 minutes.",
        { code: true },
        { note: `You received this message because this email was used for an account at {{brand}}. ${IGNORE}` },
      ],
    },
    already_registered: {
      subject: "You already have an account at {{brand}}",
      blocks: [
        "Someone tried to create an account at {{brand}} with this email, but you already have one. Sign in with your password, or choose a new one if you forgot it. The link works once and expires in 30 minutes.",
        { link: "Choose new password" },
        {
          note: `You received this message because this email was entered to sign up for {{brand}}. ${IGNORE} Your account was not changed.`,
        },
      ],
    },
    reset_password: {
      subject: "Reset your {{brand}} password",
      blocks: [
        "Choose a new password for your {{brand}} account. The link works once and expires in 30 minutes.",
        { link: "Choose new password" },
        {
          note: `You received this message because a password reset was requested for your {{brand}} account. ${IGNORE} Your password stays the same.`,
        },
      ],
    },
    password_changed: {
      subject: "Your {{brand}} password was changed",
      blocks: [
        "The password of your {{brand}} account was changed on {{when}} from the IP address {{ip}}.",
        `If this was you, no action is needed. ${NOT_YOU}`,
      ],
    },
    confirm_email_change: {
      subject: "Confirm the new email of your {{brand}} account",
      blocks: [
        "A change of your {{brand}} account’s email to {{newEmail}} was requested. Confirm it here and with the link that we sent to the new email. The link expires in 24 hours.",
        { link: "Confirm change" },
        "If this wasn’t you, don’t open the link. Someone else may be signed in to your account: reset your password now.",
      ],
    },
    confirm_new_email: {
      subject: "Confirm your new email for {{brand}}",
      blocks: [
        "Confirm that this email belongs to you to use it for your {{brand}} account. The link expires in 24 hours.",
        { link: "Confirm email" },
        {
          note: `You received this message because someone wants to use this email for their account at {{brand}}. ${IGNORE}`,
        },
      ],
    },
    email_changed: {
      subject: "The email of your {{brand}} account was changed",
      blocks: [
        "Your {{brand}} account now uses {{newEmail}}. You can no longer sign in with this email.",
        "If this wasn’t you, contact {{brand}} right away: someone else may have access to your account.",
      ],
    },
    sign_in_code: {
      subject: "Your code for {{brand}}",
      blocks: [
        "Enter this code where {{brand}} asks for it. It works once and expires in 10 minutes.",
        { code: true },
        { note: `Never give this code to anyone, not even to people who say they work for {{brand}}. ${IGNORE}` },
      ],
    },
    sign_in_link: {
      subject: "Sign in to {{brand}}",
      blocks: [
        "Open this link in the browser in which you asked for it. It works once and expires in 10 minutes.",
        { link: "Sign in" },
        { note: `Never forward this message: its link signs in to your account. ${IGNORE}` },
      ],
    },
    new_device: {
      subject: "New sign-in to your {{brand}} account",
      blocks: [
        "On {{when}}, your {{brand}} account was used on a device that is new to us: {{device}}, in {{location}}, with the IP address {{ip}}.",
        `If this was you, no action is needed. ${NOT_YOU}`,
      ],
    },
    security_changed: {
      subject: "The security of your {{brand}} account was changed",
      blocks: [
        "On {{when}}, your {{brand}} account was changed from the IP address {{ip}}. {{change}}",
        `If this was you, no action is needed. ${NOT_YOU}`,
      ],
    },
    factors_reset: {
      subject: "The second factors of your {{brand}} account will be removed",
      blocks: [
        "An administrator of {{brand}} was asked to remove the second factors of your account. From {{when}} on, you can sign in without them, and add new ones.",
        "If you didn’t ask for this, sign in before that time with your second factor. This cancels the removal. Then contact {{brand}}: someone may be trying to get into your account.",
      ],
    },
    session_stolen: {
      subject: "You were signed out of {{brand}} for your security",
      blocks: [
        "On {{when}}, an outdated session of your {{brand}} account was used from the IP address {{ip}}. It may have been stolen, so we ended it. Sign in again to continue.",
        NOT_YOU,
      ],
    },
    invitation: {
      subject: "You are invited to {{brand}}",
      blocks: [
        "{{inviter}} invited you to create an account. Choose a password to accept. The link works once and expires in 3 days.",
        { link: "Accept invitation" },
        {
          note: "You received this message because you were invited to {{brand}}. If you don’t want to join, ignore this message.",
        },
      ],
    },
    account_deleted: {
      subject: "Your {{brand}} account was deleted",
      blocks: [
        "Your {{brand}} account was deleted with all its data.",
        "If this wasn’t you, contact {{brand}} right away.",
      ],
    },
    api_key_leaked: {
      subject: "A leaked API key of {{tenant}} was revoked",
      blocks: [
        "The API key “{{name}}” of {{tenant}}, ending in {{hint}}, was reported as leaked on {{when}}. It was revoked and no longer works.",
        "Create a new key to replace it, and review the audit log for what the leaked key was used for.",
        { note: "You received this message because you created this API key." },
      ],
    },
    webhook_disabled: {
      subject: "A webhook of {{tenant}} was disabled",
      blocks: [
        "The webhook of {{tenant}} at {{host}} was disabled on {{when}}, because its deliveries failed. It receives no more events.",
        "Repair the receiver, enable the webhook, then replay the events that it missed. Events are stored for 7 days.",
        { note: "You received this message because you created this webhook." },
      ],
    },
    admin_changed: {
      subject: "Your permissions on {{brand}} were changed",
      blocks: [
        "{{change}} {{by}} made this change on {{when}}.",
        "If this is wrong, contact {{by}} or another superadmin.",
        { note: "You received this message because you are an admin of {{brand}}." },
      ],
    },
    break_glass: {
      subject: "{{admin}} has emergency access to {{tenant}}",
      blocks: [
        "{{admin}} took emergency access to manage {{tenant}}. It ends on {{until}}. Their reason: “{{reason}}”",
        "If this is wrong, end the access with platform.endBreakGlass and review the audit log of {{tenant}}.",
        { note: "You received this message because you manage {{tenant}}." },
      ],
    },
  },
  changes: {
    totp_added: "An authenticator app was added.",
    totp_removed: "The authenticator app was removed.",
    passkey_added: "A passkey was added.",
    passkey_removed: "A passkey was removed.",
    backup_codes_created: "New backup codes were created. Earlier ones no longer work.",
    backup_code_used: "A backup code was used to sign in.",
    identity_linked: "An account of another service was linked, which can now sign in.",
    identity_unlinked: "The link to an account of another service was removed.",
    factors_reset: "All second factors were removed, as an administrator had requested.",
    password_removed: "The password was removed, because it was set before this email was confirmed.",
  },
  unknownLocation: "an unknown location",
};
