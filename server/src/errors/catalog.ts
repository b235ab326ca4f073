import { EXPIRY_RANGE } from "@cf-auth/engine";

/**
 * Every error a caller can meet: its stable code, its HTTP status, what it means and what to do next.
 * The SDK's error codes and the error pages are generated from here.
 */
interface ErrorDefinition {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 503;
  readonly message: string;
  /** What the reader can do about it. */
  readonly action: string;
  /** Whether the same call may succeed later, unchanged. */
  readonly retryable?: true;
}

export const errors = {
  // The request itself.
  invalid_input: {
    status: 400,
    message: "The input does not have the shape this procedure takes.",
    action: "Correct the fields named in details.issues.",
  },
  invalid_json: {
    status: 400,
    message: "The request body is not valid JSON of the form this API takes.",
    action: "Send a JSON body, or use the client SDK.",
  },
  procedure_not_found: {
    status: 404,
    message: "There is no procedure at this path.",
    action: "Check the path against the API reference; the SDK has a method for each procedure.",
  },
  method_not_allowed: {
    status: 405,
    message: "This procedure does not answer to this HTTP method.",
    action: "Use POST.",
  },
  websocket_required: {
    status: 400,
    message: "This address opens a WebSocket.",
    action: "Connect with a WebSocket client.",
  },
  unsupported_media_type: {
    status: 415,
    message: "This content type is not taken.",
    action: "Send application/json.",
  },
  body_too_large: {
    status: 413,
    message: "The request body is too large.",
    action:
      "Split the request into parts of at most details.maxBytes, or put large graphs into R2 and reload them.",
  },
  batch_too_large: {
    status: 413,
    message: "The batch has more calls or checks than are taken at once.",
    action: "Split it into smaller batches.",
  },
  rate_limited: {
    status: 429,
    message: "Too many calls in a short time.",
    action: "Wait for the time in details.retryAfterSeconds, then try again.",
    retryable: true,
  },
  busy: {
    status: 503,
    message: "Too many passwords are being checked at once.",
    action: "Wait for the time in details.retryAfterSeconds, then try again.",
    retryable: true,
  },
  // A change that its client repeats.
  idempotency_key_invalid: {
    status: 400,
    message: "The idempotency key is not 16 to 200 visible ASCII characters.",
    action: 'Send a random text for each change, such as a UUID, without " and \\ in it; the SDK does so by itself.',
  },
  idempotency_batch_not_allowed: {
    status: 400,
    message: "The batch has an idempotency key and several calls, one of them a change.",
    action: "Send each change that has a key in a request of its own.",
  },
  idempotency_key_reused: {
    status: 422,
    message: "The idempotency key was used before, with another input or by another browser; nothing was changed.",
    action: "Use a new key for each change, and repeat a call with the input that it had.",
  },
  idempotency_key_in_use: {
    status: 409,
    message: "The call was made before with this idempotency key, and is still running.",
    action: "Wait for the time in details.retryAfterSeconds, then repeat it with the same key.",
    retryable: true,
  },
  idempotency_outcome_unknown: {
    status: 409,
    message: "The call was made before with this idempotency key and was cut off; it is not made again.",
    action: "Look whether it has changed anything before you use another key; details.requestId is the first call's.",
  },
  idempotency_response_too_large: {
    status: 409,
    message: "The call was made before with this idempotency key, and its answer was too large to be kept.",
    action:
      "Look at what it has changed; for the answer alone, call with another key. details.requestId is the first call's.",
  },
  internal_error: {
    status: 500,
    message: "Something went wrong on our side.",
    action: "Try again; if it stays, report the request id to the platform's operators.",
    retryable: true,
  },
  misconfigured: {
    status: 503,
    message: "The service lacks a setting it cannot run without.",
    action: "The operators find the missing setting in the Worker's log.",
  },
  // Who is calling.
  unauthenticated: {
    status: 401,
    message: "This procedure needs a key or a signed-in user.",
    action: "Pass an API key or an access token.",
  },
  forbidden: {
    status: 403,
    message: "This caller may not do this.",
    action: "Use a caller of a kind that the procedure names in its reference.",
  },
  insufficient_permission: {
    status: 403,
    message: "This admin lacks the permission that this call needs.",
    action: "Have a superadmin give it, as details.permission and details.tenant say; null stands for the platform.",
  },
  key_malformed: {
    status: 401,
    message: "This is not an API key: its form or its checksum is wrong.",
    action: "Copy the key again, whole.",
  },
  key_invalid: {
    status: 401,
    message: "There is no such API key.",
    action: "Check that the key belongs to this deployment; create another if it is lost.",
  },
  key_revoked: {
    status: 401,
    message: "This API key has been revoked.",
    action: "Create another key.",
  },
  key_expired: {
    status: 401,
    message: "This API key has expired.",
    action: "Create another key.",
  },
  key_replaced: {
    status: 401,
    message: "This API key has been replaced by another.",
    action: "Use the key that took its place.",
  },
  key_disabled: {
    status: 401,
    message: "This API key is switched off.",
    action: "Have whoever issued it switch it on.",
  },
  customer_key_not_allowed: {
    status: 401,
    message: "This is a key that a tenant issued to its customer; it opens nothing here.",
    action: "Use a key of the tenant's own: pk_, sk_ or rk_.",
  },
  ip_not_allowed: {
    status: 403,
    message: "This API key may not be used from this address.",
    action: "Call from an address in the key's allowedIpRanges, or have the address added.",
  },
  origin_not_allowed: {
    status: 403,
    message: "This API key can't be used on pages of this origin.",
    action:
      "Add details.origin to the key's allowedOrigins exactly as it stands there, or call from a page that is listed.",
  },
  insufficient_scope: {
    status: 403,
    message: "This restricted key lacks the scope that this call needs.",
    action: "Use a key with the scope in details.scope, or have it added.",
  },
  token_malformed: {
    status: 401,
    message: "The bearer credential is neither an API key nor an access token.",
    action: "Send the access token exactly as it was issued.",
  },
  token_invalid: {
    status: 401,
    message: "The access token was not issued here, or was altered.",
    action: "Sign in again.",
  },
  token_expired: {
    status: 401,
    message: "The access token has expired.",
    action: "Refresh it with the refresh token, or sign in again.",
  },
  session_ended: {
    status: 401,
    message: "The session has ended.",
    action: "Sign in again.",
  },
  environment_mismatch: {
    status: 403,
    message: "The key is of another environment than its tenant.",
    action: "Use a live key for a live tenant, and a test key for a test tenant.",
  },
  test_tenant_only: {
    status: 403,
    message: "Only test tenants have this.",
    action: 'Have a tenant created with environment "test", and call with its secret key.',
  },
  tenant_required: {
    status: 400,
    message: "The request does not say which tenant it is about.",
    action: "Pass a key or token of the tenant, the x-tenant-id header, or use the tenant's own host.",
  },
  tenant_not_found: {
    status: 404,
    message: "There is no such tenant.",
    action: "Check the tenant's id or slug.",
  },
  tenant_mismatch: {
    status: 403,
    message: "The credentials belong to another tenant than the one the request names.",
    action: "Leave the tenant out, or use credentials of that tenant.",
  },
  tenant_suspended: {
    status: 403,
    message: "The tenant is suspended.",
    action: "Ask the platform's operators.",
  },
  // The platform.
  bootstrap_secret_invalid: {
    status: 403,
    message: "The bootstrap secret is wrong, or none is configured.",
    action: "Use the deployment's BOOTSTRAP_SECRET.",
  },
  already_bootstrapped: {
    status: 409,
    message: "The platform has its first admin already; the bootstrap works once.",
    action: "Sign in as a platform admin.",
  },
  last_superadmin: {
    status: 409,
    message: "Nobody else could manage the platform then; nothing was changed.",
    action: "Make somebody else a superadmin first, who has chosen a password.",
  },
  permission_already_granted: {
    status: 409,
    message: "This admin has the permission already.",
    action: "Go on: nothing needs to be taken.",
  },
  conflict: {
    status: 409,
    message: "Admins were changed again and again meanwhile; nothing was changed.",
    action: "Try again.",
    retryable: true,
  },
  tenant_deleted: {
    status: 403,
    message: "The tenant has been deleted.",
    action: "Ask the platform's operators: it can be restored until it is purged.",
  },
  parent_invalid: {
    status: 409,
    message: "The tenant cannot stand there.",
    action: "Name a parent that is there, is not deleted, is not below the tenant, and leaves a level for it.",
  },
  audit_chain_broken: {
    status: 409,
    message: "The tenant's log has been changed since it was written.",
    action: "Call audit.verify to see where, and compare with a backup of the database.",
  },
  plan_limit_exceeded: {
    status: 429,
    message: "The tenant's plan does not allow more of this.",
    action:
      "Ask the platform's operators for another plan, or remove what is not needed; details say which limit it is.",
  },
  plan_not_found: {
    status: 404,
    message: "There is no such plan.",
    action: "Check the slug against plans.list.",
  },
  plan_already_exists: {
    status: 409,
    message: "There is a plan of this slug already. A plan stays what it is.",
    action: "Choose another slug, and put tenants on the new plan.",
  },
  plan_in_use: {
    status: 409,
    message: "Tenants are on this plan.",
    action: "Put them on another plan first.",
  },
  slug_taken: {
    status: 409,
    message: "Another tenant has this slug or host.",
    action: "Choose another.",
  },
  key_not_found: {
    status: 404,
    message: "The tenant has no API key with this id.",
    action: "List the tenant's keys to find its id.",
  },
  key_not_active: {
    status: 409,
    message: "This API key has ended or has been replaced, so nothing can be changed about it.",
    action: "Use another key: details.replacedBy names the one that took its place, if any.",
  },
  key_exceeds_own_rights: {
    status: 403,
    message: "A restricted key cannot make or change a key that may do more than itself.",
    action: "Ask for no more than the key has, as details.problems says, or use a secret key.",
  },
  invalid_scope: {
    status: 400,
    message: "There is no such scope.",
    action: "Choose from those in details.scopes.",
  },
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
  invitation_not_found: {
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
  password_reset_required: {
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
  refresh_token_invalid: {
    status: 401,
    message: "This is not a refresh token that was issued here.",
    action: "Sign in again.",
  },
  refresh_token_reused: {
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
    action: "Keep less in them; details.maxBytes says how much they may be as JSON.",
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
  // Permissions.
  malformed_subject: {
    status: 400,
    message: "A subject is not well-formed.",
    action: "Write it as type:id, type:id#relation or type:*.",
  },
  malformed_object: {
    status: 400,
    message: "An object is not well-formed.",
    action: "Write it as type:id.",
  },
  malformed_relation: {
    status: 400,
    message: "A relation is not well-formed.",
    action: "Write the name of a relation of the model.",
  },
  unknown_type: {
    status: 400,
    message: "The model has no such type.",
    action: "Check the type against the model, or put a model that has it.",
  },
  unknown_relation: {
    status: 400,
    message: "The type has no such relation.",
    action: "Check the relation against the model, or put a model that has it.",
  },
  subject_not_allowed: {
    status: 400,
    message: "The model does not allow such a subject for this relation.",
    action: "Use one of the kinds of subject in details.allowed.",
  },
  duplicate_tuple: {
    status: 400,
    message: "The same tuple is both written and deleted, or given twice on different terms.",
    action: "Leave out one of the two; details.tuple says which tuple it is.",
  },
  precondition_failed: {
    status: 409,
    message: "A precondition of the write does not hold; nothing was changed.",
    action: "Read the tuple in details, decide anew, and write again.",
  },
  revision_not_found: {
    status: 409,
    message: "The graph has no such revision, or does not keep it any more.",
    action: "Use a revision between details.oldest and details.newest.",
  },
  graph_contention: {
    status: 503,
    message:
      "The graph was changed so much while the answer was made that it could not be completed; nothing was changed.",
    action: "Wait for the time in details.retryAfterSeconds, then try again, or ask about a smaller part of the graph.",
    retryable: true,
  },
  revision_too_large: {
    status: 409,
    message: "The graph at that revision is too large to be loaded beside the present one.",
    action: "Ask about the newest revision.",
  },
  event_not_found: {
    status: 409,
    message: "The tenant has had no such event, or does not keep it for those who follow any more.",
    action: "Go on after details.oldest or later; what was before that is in audit.list.",
  },
  ticket_invalid: {
    status: 401,
    message: "The ticket is not known here, was used before, or has expired.",
    action: "Get another with events.ticket, and connect at once.",
  },
  too_many_changes: {
    status: 409,
    message: "More has changed since that revision than is sent at the start of a stream.",
    action: "Read the log with authz.changes first, and connect with the last revision read.",
  },
  tuple_limit_reached: {
    status: 409,
    message: "The graph would be larger than this tenant may have; nothing was changed.",
    action: "Delete tuples, or have the platform's operators raise the limit in details.",
  },
  import_in_progress: {
    status: 409,
    message: "Another import from R2 is running.",
    action: "Wait until authz.graph.job says that it is over.",
  },
  import_superseded: {
    status: 409,
    message: "The graph was changed as a whole while the import ran; nothing was imported.",
    action: "Begin the import again if it is still wanted.",
  },
  graph_file_changed: {
    status: 409,
    message: "The file in R2 was changed while it was read; nothing was imported.",
    action: "Reload again.",
  },
  invalid_model: {
    status: 400,
    message: "The model is not valid.",
    action: "Correct what details.problems lists.",
  },
  model_not_found: {
    status: 409,
    message: "The tenant has no model yet.",
    action: "Put one with authz.model.put.",
  },
  model_version_not_found: {
    status: 404,
    message: "The tenant's model has no such version.",
    action: "Leave the version out to get the newest.",
  },
  invalid_csv: {
    status: 400,
    message: "The CSV is not valid; nothing was changed.",
    action: "Correct the lines that details.problems lists.",
  },
  graph_file_not_found: {
    status: 404,
    message: "There is no graph file for this tenant in R2.",
    action: "Import a graph, export it to R2, or put a file at the key in details.key.",
  },
  export_too_large: {
    status: 413,
    message: "The graph is too large to be sent in one answer.",
    action: 'Export it to R2 with destination "r2".',
  },
  invalid_context: {
    status: 400,
    message: "A condition can't use a value of its context, or fails with it.",
    action:
      "Give the parameter in details.parameter a value of its type: in the request's context, or, where details.tuple " +
      "names a stored tuple, by writing that tuple again with another context. Values beside the parameters are ignored " +
      "in a question's context, and refused in a tuple's.",
  },
  invalid_expiry: {
    status: 400,
    message: "A tuple can't expire at this time; nothing was changed.",
    action: `Choose a time from ${EXPIRY_RANGE}, or leave expiresAt out for a tuple that never expires.`,
  },
  too_many_contextual_tuples: {
    status: 413,
    message: "The question brings more contextual tuples than are taken at once.",
    action: "Store what always holds, and bring only what this question needs.",
  },
  invalid_snapshot: {
    status: 500,
    message: "A stored snapshot of the graph cannot be read.",
    action: "Report the request id to the platform's operators.",
  },
  depth_limit_exceeded: {
    status: 422,
    message: "The question is undecided within the allowed depth.",
    action: "Shorten the chain of tuples between object and subject.",
  },
  work_limit_exceeded: {
    status: 422,
    message: "The question is undecided within the allowed work.",
    action: "Ask about a smaller part of the graph.",
  },
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof errors;

export function definitionOf(code: ErrorCode): ErrorDefinition {
  return errors[code];
}
