import type { ErrorDefinition } from "./error-definition.ts";

/** Errors about sign-in, users and emails. */
export const ACCOUNT_ERRORS = {
  // Signing in.
  weak_password: {
    status: 400,
    message: "The password is too weak.",
    action: "Choose another password; details.reason says why this one was rejected.",
  },
  email_taken: {
    status: 409,
    message: "Another user has this email.",
    action: "Use another email, or change the existing user. details.userId is their id if the caller may read users.",
  },
  external_id_taken: {
    status: 409,
    message: "Another user has this external id.",
    action: "Change the user in details.userId, or leave out externalId.",
  },
  invitation_accepted: {
    status: 409,
    message: "The user already has a password, so there is no invitation to accept. No email was sent.",
    action: "Ask the user to sign in, or call users.forceReset to have them choose a new password.",
  },
  invitation_not_found: {
    status: 409,
    message: "The user has no open invitation. Nothing was changed.",
    action: "Call users.ban to keep the user from signing in, or users.invitations.send to invite them.",
  },
  email_unchanged: {
    status: 400,
    message: "The account already has this email. No email was sent.",
    action: "Enter a different email.",
  },
  email_unverified: {
    status: 403,
    message: "The user's email is not verified.",
    action: "Follow the link in the verification email, or request another with auth.email.resend.",
  },
  secret_version_newest: {
    status: 409,
    message: "New passwords are hashed with this version of the pepper.",
    action: "Name an older version of passwordPepper; dashboard.secrets lists them.",
  },
  password_reset_required: {
    status: 403,
    message: "The user must choose a new password before signing in.",
    action: "Follow the link in the password reset email, or request another with auth.password.forgot.",
  },
  // Identity providers.
  enterprise_sign_in_required: {
    status: 403,
    message: "People with an email of this domain sign in at their organization.",
    action: "Call auth.providers.start with the email, and sign in at the organization's provider.",
  },
  provider_not_found: {
    status: 404,
    message: "The tenant has no such identity provider, or it is disabled.",
    action: "Choose a provider of auth.providers.list. providers.list shows all of them to the tenant's servers.",
  },
  provider_slug_taken: {
    status: 409,
    message: "Another identity provider of the tenant has this slug.",
    action: "Use another slug, or change that provider with providers.update.",
  },
  provider_limit_reached: {
    status: 409,
    message: "The tenant has as many identity providers or email domains as it can have.",
    action: "Delete one that isn't needed. details.max is the limit.",
  },
  provider_in_use: {
    status: 409,
    message: "Email domains belong to the identity provider.",
    action: "Remove them with emailDomains.remove first, or call providers.update with enabled: false.",
  },
  provider_unavailable: {
    status: 422,
    message: "The identity provider doesn't answer.",
    action: "Try again in a minute, or sign in another way.",
    retryable: true,
  },
  provider_cancelled: {
    status: 400,
    message: "The sign-in at the identity provider was cancelled.",
    action: "Begin again, and agree at the provider.",
  },
  provider_error: {
    status: 400,
    message: "The identity provider refused the sign-in.",
    action:
      "Begin again. If it recurs, compare the client id, client secret and redirect URI with the provider's; details.error is its error code.",
  },
  provider_response_invalid: {
    status: 400,
    message: "The identity provider's answer is invalid, so nobody was signed in.",
    action:
      "Begin again. If it recurs, check the provider's issuer and client with providers.get; details.reason says what was wrong.",
  },
  provider_flow_invalid: {
    status: 400,
    message: "The sign-in has expired, was completed before, or was begun in another browser.",
    action: "Go back to the app, and begin again in this browser.",
  },
  provider_email_unverified: {
    status: 403,
    message: "The identity provider doesn't confirm that the email belongs to this account.",
    action: "Verify the email at the provider, or sign in another way and link the account with auth.identities.",
  },
  provider_email_not_allowed: {
    status: 403,
    message: "The identity provider may not sign in this email.",
    action: "Use an account with an email of the provider's domains; emailDomains.list shows them.",
  },
  provider_groups_not_synced: {
    status: 503,
    message: "The groups of the identity provider couldn't be stored, so nobody was signed in.",
    action:
      "Try again in a minute. If it recurs, check that the tenant's model has each relation of the provider's settings.groups.",
    retryable: true,
  },
  identity_not_linked: {
    status: 409,
    message: "An account has this email, and isn't linked to this identity provider.",
    action: "Sign in to the account as before, then link the provider with auth.identities.link.",
  },
  identity_taken: {
    status: 409,
    message: "Another account is linked to this identity, or this account has changed meanwhile.",
    action: "Sign in with the identity, or unlink it from the other account first.",
  },
  identity_not_found: {
    status: 404,
    message: "The user has no such linked identity.",
    action: "Choose one of auth.identities.list.",
  },
  url_not_allowed: {
    status: 400,
    message: "Requests may not be sent to this URL.",
    action: "Use a public https URL of another service, on port 443, with a host name.",
  },
  email_domain_not_found: {
    status: 404,
    message: "The tenant has no such email domain.",
    action: "Add it with emailDomains.add.",
  },
  email_domain_unverified: {
    status: 409,
    message: "The DNS record that verifies the domain wasn't found.",
    action: "Create the TXT record details.name with the value details.value, wait until DNS shows it, and call again.",
    retryable: true,
  },
  // Factors.
  factor_required: {
    status: 403,
    message: "Another factor is required to sign in.",
    action:
      "Call auth.stepUp with details.signInToken and one of details.methods. If there is none, enrol one of details.enroll first, with auth.factors.",
  },
  factor_invalid: {
    status: 400,
    message: "The code is wrong, was used before, or has expired.",
    action: "Enter the newest code. Each code works once, and an emailed code accepts at most 5 attempts.",
  },
  factor_not_accepted: {
    status: 400,
    message: "This factor is not accepted here. Nothing was changed.",
    action: "Use one of details.methods.",
  },
  factor_not_enrollable: {
    status: 403,
    message: "This factor can't be enrolled here. Nothing was changed.",
    action:
      "Complete the sign-in with a factor that the user has, then enrol another. The tenant's setting secondFactorMethods lists those that it accepts.",
  },
  factor_already_enrolled: {
    status: 409,
    message: "The user has an authenticator app already. Nothing was changed.",
    action: "Remove it first with auth.factors.totp.remove.",
  },
  factor_not_found: {
    status: 404,
    message: "The user has no such factor.",
    action: "List the user's factors with auth.factors.list.",
  },
  passkey_invalid: {
    status: 400,
    message: "The passkey wasn't accepted.",
    action:
      "Start again with a new challenge. details.reason names the failed check, such as challenge, origin, rp_id, user_verification, counter or unknown.",
  },
  passkey_already_registered: {
    status: 409,
    message: "The passkey is registered already. Nothing was changed.",
    action: "Use another authenticator. List the user's passkeys with auth.passkeys.list.",
  },
  passkey_limit_reached: {
    status: 409,
    message: "The user has the maximum of 20 passkeys. Nothing was changed.",
    action: "Remove one first with auth.passkeys.remove.",
  },
  passkey_not_found: {
    status: 404,
    message: "The user has no passkey with this id.",
    action: "List the user's passkeys with auth.passkeys.list.",
  },
  last_sign_in_method: {
    status: 409,
    message: "This is the last way in which the user can sign in. Nothing was changed.",
    action: "Add another first: verify the email, set a password, or add a passkey.",
  },
  sign_in_expired: {
    status: 401,
    message: "The sign-in has expired, was completed, or the user's credentials have changed.",
    action: "Start the sign-in again.",
  },
  registration_closed: {
    status: 403,
    message: "The tenant doesn't let people with this email sign up by themselves.",
    action:
      "Ask the tenant's administrators for an invitation. The tenant's setting registration decides who may sign up.",
  },
  return_url_not_registered: {
    status: 400,
    message: "The return URL is not registered with the tenant.",
    action: "Add the exact URL to the tenant's setting returnUrls, or correct redirect_uri.",
  },
  code_exchange_refused: {
    status: 400,
    message: "The code is invalid, was used before, has expired, or belongs to another app, return URL or verifier.",
    action: "Start the sign-in again. A code works once, within 60 seconds.",
  },
  link_other_browser: {
    status: 403,
    message: "The link works only in the browser that asked for it.",
    action: "Open it there, or ask for another link in this browser.",
  },
  sign_in_method_off: {
    status: 403,
    message: "The tenant doesn't allow this way of signing in.",
    action: "Use another way. An administrator can allow it with the tenant's setting signInMethods.",
  },
  reauthentication_required: {
    status: 403,
    message: "This action requires a sign-in within the last few minutes.",
    action:
      "Call auth.stepUp with one of details.methods, or send the password in the input, then send the request again.",
  },
  link_invalid: {
    status: 400,
    message: "The link is invalid or incomplete.",
    action: "Copy the whole link from the newest email, or request another email.",
  },
  link_used: {
    status: 400,
    message: "The link was used before; each link works once.",
    action:
      "Sign in, or request another link: auth.password.forgot for a password, auth.email.change for a change of email.",
  },
  link_expired: {
    status: 400,
    message: "The link has expired or was replaced by a newer one.",
    action:
      "Follow the link in the newest email, or request another: auth.email.resend to verify an email, auth.password.forgot for a password, auth.email.change for a change of email. Ask the sender of an invitation to send it again.",
  },
  code_invalid: {
    status: 400,
    message: "The code is wrong, was used before, or has expired.",
    action:
      "Enter the code from the newest email; it accepts at most 5 attempts. If you followed its link, sign in. Otherwise request another with auth.email.resend.",
  },
  invalid_credentials: {
    status: 401,
    message: "The email or the password is wrong.",
    action:
      "Try again, or reset the password. If the tenant requires verified emails, follow the link in the verification email first.",
  },
  user_banned: {
    status: 403,
    message: "The user is banned and can't sign in.",
    action: "Ask the tenant's administrators to unban the user.",
  },
  too_many_attempts: {
    status: 429,
    message: "Too many failed attempts.",
    action:
      "Wait details.retryAfterSeconds seconds. If it is null, reset the password, or call users.unlock from the tenant's server.",
    retryable: true,
  },
  challenge_required: {
    status: 403,
    message: "A challenge is required after too many failed attempts.",
    action: "Solve the challenge in details.challenge, then send the request again with its token as challenge.token.",
  },
  refresh_token_invalid: {
    status: 401,
    message: "The refresh token was not issued by this tenant.",
    action: "Sign in again.",
  },
  refresh_token_reused: {
    status: 401,
    message: "The refresh token was used before, so the session was ended for security.",
    action: "Sign in again. If you didn't use the token twice, change the password.",
  },
  session_not_found: {
    status: 404,
    message: "The user has no session with this id.",
    action: "Find the session's id with users.sessions.list or auth.sessions.list.",
  },
  cookie_host_required: {
    status: 400,
    message: "Cookie mode works on the tenant's own host only. The request was sent to details.host.",
    action:
      'Call the tenant\'s subdomain or its own host, or use mode "bearer" and send the refresh token in the input.',
  },
  cross_site_request: {
    status: 403,
    message: "A request that uses the session cookie must come from the tenant's own pages.",
    action: "Call from the tenant's own host, or from a same-site origin in its setting allowedOrigins.",
  },
  // Administering users.
  user_not_found: {
    status: 404,
    message: "The tenant has no user with this id, email or external id.",
    action: "Check the value, or find the user with users.search or users.list.",
  },
  metadata_too_large: {
    status: 413,
    message: "The user's metadata would be too large. Nothing was changed.",
    action: "Reduce the metadata to at most details.maxBytes bytes of JSON.",
  },
  invalid_password_hash: {
    status: 400,
    message: "The password hash has an unsupported format. Nothing was changed.",
    action: "Correct details.problem: send the hash in a format that docs/operating.md lists.",
  },
  // Emails.
  invalid_template: {
    status: 400,
    message: "The email template is invalid. Nothing was changed.",
    action: "Correct the problems that details.problems lists.",
  },
} as const satisfies Record<string, ErrorDefinition>;
