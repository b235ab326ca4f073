import type { ErrorDefinition } from "./error-definition.ts";

/** Errors about signing in, users and their mail. */
export const ACCOUNT_ERRORS = {
  // Signing in.
  weak_password: {
    status: 400,
    message: "The password is too easy to guess.",
    action: "Choose another, as details.reason says.",
  },
  email_taken: {
    status: 409,
    message: "Another user has this email.",
    action: "Use another email, or change the user in details.userId, which is there for callers that may read users.",
  },
  external_id_taken: {
    status: 409,
    message: "Another user has this external id.",
    action: "Change the user in details.userId, or leave the external id out.",
  },
  invitation_accepted: {
    status: 409,
    message: "This user has a password already, so there is nothing to accept; nothing was sent.",
    action: "Have them sign in, or choose another password by users.forceReset.",
  },
  invitation_missing: {
    status: 409,
    message: "This user has no open invitation; nothing was changed.",
    action: "Ban the user with users.ban if nobody is to sign in as them.",
  },
  email_unchanged: {
    status: 400,
    message: "This is the account's email already; nothing was sent.",
    action: "Give another email.",
  },
  email_unverified: {
    status: 403,
    message: "The email has to be verified before its user may go on.",
    action: "Follow the link in the verification email, or send another with auth.email.resend.",
  },
  reset_required: {
    status: 403,
    message: "The password has to be chosen anew before its user may sign in.",
    action: "Follow the link in the letter, or have another sent with auth.password.forgot.",
  },
  factor_required: {
    status: 403,
    message: "This user has to show more than was shown to sign in.",
    action: "Sign in with what details.missing names, too.",
  },
  reauthentication_required: {
    status: 403,
    message: "This needs a sign-in that is only a few minutes old.",
    action: "Sign in again with what details.missing names, then call again.",
  },
  link_invalid: {
    status: 400,
    message: "This is not a link that was sent here, or it wasn't copied whole.",
    action: "Copy the whole link from the newest email, or request another.",
  },
  link_used: {
    status: 400,
    message: "This link was used before; it works once.",
    action:
      "Sign in, or request another link: auth.password.forgot for a password, auth.email.change for a change of email.",
  },
  link_expired: {
    status: 400,
    message: "This link has expired: its time is over, or a newer one was sent in its place.",
    action:
      "Follow the link in the newest email, or request another: auth.email.resend to verify an email, auth.password.forgot for a password, auth.email.change for a change of email. An invitation is sent again by whoever invited.",
  },
  code_invalid: {
    status: 400,
    message: "The code is wrong, has been used, or has expired.",
    action:
      "Type the code of the newest email; it may be tried five times. Where its link was followed already, sign in: the email is confirmed. Otherwise request another by auth.email.resend.",
  },
  invalid_credentials: {
    status: 401,
    message: "The email or the password is wrong.",
    action:
      "Try again, or reset the password. Where the tenant requires verified emails, follow the link in the verification email first.",
  },
  user_banned: {
    status: 403,
    message: "This user may not sign in.",
    action: "Ask the tenant's administrators.",
  },
  too_many_attempts: {
    status: 429,
    message: "Too many failed attempts.",
    action:
      "Wait for the time in details.retryAfterSeconds. If it is null, reset the password, or have the tenant's server call users.unlock.",
    retryable: true,
  },
  challenge_required: {
    status: 403,
    message: "After so many failed attempts a challenge has to be met first.",
    action: "Meet the challenge in details.challenge, and call again with its token as challenge.token.",
  },
  refresh_invalid: {
    status: 401,
    message: "This is not a refresh token that was issued here.",
    action: "Sign in again.",
  },
  refresh_reused: {
    status: 401,
    message: "This refresh token was used before, so the session has been ended for safety.",
    action: "Sign in again. If it was not you who used it, change the password.",
  },
  session_not_found: {
    status: 404,
    message: "The user has no session with this id.",
    action: "List the user's sessions to find its id.",
  },
  cookie_host_required: {
    status: 400,
    message: "Cookies work on the tenant's own host only; this request came to the host in details.host.",
    action:
      'Call the tenant\'s subdomain of this service, or its own host if it has one. Or use mode "bearer" and send the refresh token in the input.',
  },
  cross_site_request: {
    status: 403,
    message: "A request that relies on a cookie has to come from the tenant's own pages.",
    action: "Call from the tenant's own host, or from an origin of the same site in its setting allowedOrigins.",
  },
  // Administering users.
  user_not_found: {
    status: 404,
    message: "The tenant has no user with this id, email or external id.",
    action: "Check it, or find the user with users.search or users.list.",
  },
  metadata_too_large: {
    status: 413,
    message: "The user's metadata would be larger than they may be; nothing was changed.",
    action: "Keep less in them; details.maximumBytes says how much they may be as JSON.",
  },
  invalid_password_hash: {
    status: 400,
    message: "A hash cannot be checked here; nothing was changed.",
    action: "Give it in a form that docs/operating.md lists, as details.problem says.",
  },
  // Letters.
  invalid_template: {
    status: 400,
    message: "The text cannot be that of such a letter; nothing was changed.",
    action: "Correct what details.problems lists.",
  },
} as const satisfies Record<string, ErrorDefinition>;
