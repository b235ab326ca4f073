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
    message: "The input is invalid: a field is missing, unknown or has an invalid value.",
    action: "Correct the fields that details.issues lists, then send the request again.",
  },
  invalid_json: {
    status: 400,
    message: "The request body is not valid JSON in the form this API accepts.",
    action: 'Send a JSON body such as {"json": {}}, or use the client SDK.',
  },
  procedure_not_found: {
    status: 404,
    message: "No procedure exists at this path.",
    action: "Check the path against the API reference at /reference; the SDK has one method per procedure.",
  },
  method_not_allowed: {
    status: 405,
    message: "This path doesn't accept this HTTP method.",
    action: "Use POST for procedures, and the method in the API reference for other paths.",
  },
  websocket_required: {
    status: 400,
    message: "This path accepts WebSocket connections only.",
    action: "Connect with a WebSocket client, which sends the header Upgrade: websocket.",
  },
  unsupported_media_type: {
    status: 415,
    message: "The content type of the request is not supported.",
    action: "Send the header content-type: application/json.",
  },
  body_too_large: {
    status: 413,
    message: "The request body is too large.",
    action:
      "Split the request into parts of at most details.maxBytes bytes. Upload a large graph with PUT /authz/graph.csv, then call authz.graph.reload.",
  },
  batch_too_large: {
    status: 413,
    message: "The batch has more items than one request may have.",
    action: "Split the batch into requests of at most details.max items.",
  },
  rate_limited: {
    status: 429,
    message: "Too many requests in a short time.",
    action: "Wait details.retryAfterSeconds seconds, then send the request again.",
    retryable: true,
  },
  busy: {
    status: 503,
    message: "The service is verifying too many passwords at the same time.",
    action: "Wait details.retryAfterSeconds seconds, then send the request again.",
    retryable: true,
  },
  // A change that its client repeats.
  idempotency_key_invalid: {
    status: 400,
    message: "The idempotency key must have 16 to 200 visible ASCII characters.",
    action: 'Send a random key for each change, such as a UUID, without " and \\. The SDK creates keys itself.',
  },
  idempotency_batch_not_allowed: {
    status: 400,
    message: "An idempotency key can't be used for a batch that includes a change.",
    action: "Send each change that has an idempotency key as a request of its own.",
  },
  idempotency_key_reused: {
    status: 422,
    message: "The idempotency key was used before with another input or by another browser. Nothing was changed.",
    action: "Use a new key for each change; repeat a request with the same input as before.",
  },
  idempotency_key_in_use: {
    status: 409,
    message: "A request with this idempotency key is still running.",
    action: "Wait details.retryAfterSeconds seconds, then repeat the request with the same key.",
    retryable: true,
  },
  idempotency_outcome_unknown: {
    status: 409,
    message:
      "The first request with this idempotency key was interrupted, so its outcome is unknown. It was not run again.",
    action: "Check whether the change was made before you use a new key. details.requestId is the first request's id.",
  },
  idempotency_response_too_large: {
    status: 409,
    message: "The first request with this idempotency key succeeded, but its response was too large to store.",
    action: "Read what was changed, or send the request with a new key. details.requestId is the first request's id.",
  },
  internal_error: {
    status: 500,
    message: "An unexpected error occurred in the service.",
    action: "Try again in a minute. If the error persists, report the request id to the platform's operators.",
    retryable: true,
  },
  misconfigured: {
    status: 503,
    message: "The service is not configured: a required setting is missing or invalid.",
    action: "Operators: correct the settings that the Worker's log lists, then deploy again.",
  },
  // Who is calling.
  unauthenticated: {
    status: 401,
    message: "This procedure requires an API key or a signed-in user.",
    action: "Send an API key in x-api-key, or an access token as Authorization: Bearer.",
  },
  forbidden: {
    status: 403,
    message: "This kind of caller isn't allowed to call this procedure.",
    action: "Use one of the kinds of caller that the API reference lists for the procedure.",
  },
  insufficient_permission: {
    status: 403,
    message: "The admin lacks the permission that this procedure requires.",
    action:
      "Ask a superadmin to grant details.permission for the tenant details.tenant, or for the platform if it is null.",
  },
  key_malformed: {
    status: 401,
    message: "The API key is malformed: its format or checksum is wrong.",
    action: "Copy the whole API key again.",
  },
  key_invalid: {
    status: 401,
    message: "The API key doesn't exist in this deployment.",
    action: "Check that the key belongs to this deployment, or create a new key with apiKeys.create.",
  },
  key_revoked: {
    status: 401,
    message: "The API key was revoked.",
    action: "Create a new key with apiKeys.create.",
  },
  key_expired: {
    status: 401,
    message: "The API key has expired.",
    action: "Create a new key with apiKeys.create.",
  },
  key_replaced: {
    status: 401,
    message: "The API key was rotated and its overlap has ended.",
    action: "Use the key that replaced it.",
  },
  key_disabled: {
    status: 401,
    message: "The API key is disabled.",
    action: "Ask the issuer of the key to enable it with apiKeys.customers.update.",
  },
  customer_key_not_allowed: {
    status: 401,
    message: "A customer's key can't be used to call this API.",
    action: "Use one of the tenant's own keys, which start with pk_, sk_ or rk_.",
  },
  ip_not_allowed: {
    status: 403,
    message: "This API key can't be used from this IP address.",
    action: "Call from an IP address in the key's allowedIpRanges, or add this address to them with apiKeys.update.",
  },
  origin_not_allowed: {
    status: 403,
    message: "This API key can't be used on pages of this origin.",
    action:
      "Add details.origin exactly as written to the key's allowedOrigins, or call from a page of a listed origin.",
  },
  insufficient_scope: {
    status: 403,
    message: "The restricted key lacks the scope that this procedure requires.",
    action: "Use a key with the scope details.scope, or add the scope with apiKeys.update.",
  },
  token_malformed: {
    status: 401,
    message: "The bearer credential is neither an API key nor an access token.",
    action: "Send the access token exactly as it was issued, as Authorization: Bearer.",
  },
  token_invalid: {
    status: 401,
    message: "The access token was not issued by this deployment, or was altered.",
    action: "Sign in again.",
  },
  token_expired: {
    status: 401,
    message: "The access token has expired.",
    action: "Refresh it with auth.refresh, or sign in again.",
  },
  session_ended: {
    status: 401,
    message: "The session has ended.",
    action: "Sign in again.",
  },
  environment_mismatch: {
    status: 403,
    message: "The API key's environment differs from its tenant's.",
    action: "Use a live key for a live tenant, and a test key for a test tenant.",
  },
  test_tenant_only: {
    status: 403,
    message: "Only test tenants support this procedure.",
    action: 'Create a tenant with environment "test", then call with its secret key.',
  },
  tenant_required: {
    status: 400,
    message: "The request doesn't name a tenant.",
    action: "Send a key or token of the tenant, set the x-tenant-id header, or call the tenant's own host.",
  },
  tenant_not_found: {
    status: 404,
    message: "No tenant has this id or slug.",
    action: "Check the tenant's id or slug.",
  },
  tenant_mismatch: {
    status: 403,
    message: "The credentials belong to another tenant than the one that the request names.",
    action: "Leave out the tenant, or use credentials of the tenant that you name.",
  },
  tenant_suspended: {
    status: 403,
    message: "The tenant is suspended.",
    action: "Ask the platform's operators to resume the tenant.",
  },
  // The platform.
  bootstrap_secret_invalid: {
    status: 403,
    message: "The bootstrap secret is wrong, or none is configured.",
    action: "Send the deployment's BOOTSTRAP_SECRET.",
  },
  already_bootstrapped: {
    status: 409,
    message: "The platform already has its first admin.",
    action: "Sign in as a platform admin; ask a superadmin to invite more with platform.admins.invite.",
  },
  last_superadmin: {
    status: 409,
    message: "This is the last superadmin who can sign in. Nothing was changed.",
    action: "Give the role superadmin to another admin who has chosen a password, then try again.",
  },
  permission_already_granted: {
    status: 409,
    message: "The admin already has this permission.",
    action: "No action needed: the admin can manage the tenant already.",
  },
  conflict: {
    status: 409,
    message: "Other changes were made at the same time. Nothing was changed.",
    action: "Send the request again.",
    retryable: true,
  },
  tenant_deleted: {
    status: 403,
    message: "The tenant is deleted.",
    action: "Ask the platform's operators to restore it, which is possible until it is purged.",
  },
  parent_invalid: {
    status: 409,
    message: "The tenant can't be placed under this parent.",
    action: "Choose a parent that exists, isn't deleted, isn't a descendant, and is at most 4 levels deep.",
  },
  audit_chain_broken: {
    status: 409,
    message: "The tenant's audit log was altered after it was written.",
    action: "Call audit.verify to find the first broken event, then compare it with a backup of the database.",
  },
  plan_limit_exceeded: {
    status: 429,
    message: "The tenant's plan doesn't allow more of this.",
    action:
      "Ask the platform's operators for another plan, or remove what you don't need. details.limit names the limit.",
  },
  plan_not_found: {
    status: 404,
    message: "No plan has this slug.",
    action: "Check the slug against plans.list.",
  },
  plan_already_exists: {
    status: 409,
    message: "A plan with this slug already exists. Plans can't be changed.",
    action: "Choose another slug, then move tenants to the new plan with tenants.setPlan.",
  },
  plan_in_use: {
    status: 409,
    message: "Tenants are on this plan.",
    action: "Move them to another plan with tenants.setPlan, then delete this one.",
  },
  slug_taken: {
    status: 409,
    message: "Another tenant has this slug or host.",
    action: "Choose another slug or host.",
  },
  key_not_found: {
    status: 404,
    message: "The tenant has no API key with this id.",
    action: "Find the key's id with apiKeys.list or apiKeys.customers.list.",
  },
  key_not_active: {
    status: 409,
    message: "The API key has ended or was rotated, so it can't be changed.",
    action: "Change another key: details.replacedBy is the id of the key that replaced it, or null.",
  },
  key_exceeds_own_rights: {
    status: 403,
    message: "A restricted key can't create or change a key with more rights than its own.",
    action:
      "Request a subset of the key's own scopes, IP ranges and lifetime (see details.problems), or use a secret key.",
  },
  invalid_scope: {
    status: 400,
    message: "The scope doesn't exist.",
    action: "Choose scopes from details.scopes.",
  },
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
  password_reset_required: {
    status: 403,
    message: "The user must choose a new password before signing in.",
    action: "Follow the link in the password reset email, or request another with auth.password.forgot.",
  },
  factor_required: {
    status: 403,
    message: "An additional factor is required.",
    action: "Sign in again with the factors in details.missing.",
  },
  reauthentication_required: {
    status: 403,
    message: "This action requires a sign-in within the last few minutes.",
    action: "Sign in again with the factors in details.missing, then send the request again.",
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
  // Permissions.
  malformed_subject: {
    status: 400,
    message: "The subject is malformed.",
    action: "Write the subject as type:id, type:id#relation or type:*.",
  },
  malformed_object: {
    status: 400,
    message: "The object is malformed.",
    action: "Write the object as type:id.",
  },
  malformed_relation: {
    status: 400,
    message: "The relation is malformed.",
    action: "Write the name of one of the model's relations.",
  },
  unknown_type: {
    status: 400,
    message: "The model doesn't define this type.",
    action: "Check the type against authz.model.get, or put a model that defines it.",
  },
  unknown_relation: {
    status: 400,
    message: "The type doesn't define this relation.",
    action: "Check the relation against authz.model.get, or put a model that defines it.",
  },
  subject_not_allowed: {
    status: 400,
    message: "The model doesn't allow this kind of subject for this relation.",
    action: "Use one of the subject kinds in details.allowed.",
  },
  duplicate_tuple: {
    status: 400,
    message: "The same tuple is written and deleted, or written twice with different conditions or expiry times.",
    action: "Remove one of the two changes of details.tuple.",
  },
  precondition_failed: {
    status: 409,
    message: "A precondition of the write isn't met. Nothing was changed.",
    action: "Read the tuple in details, then decide again and write again.",
  },
  revision_not_found: {
    status: 409,
    message: "The graph doesn't have this revision, or no longer stores it.",
    action: "Use a revision from details.oldest to details.newest.",
  },
  graph_contention: {
    status: 503,
    message: "The graph changed too often while the request ran. Nothing was changed.",
    action:
      "Wait details.retryAfterSeconds seconds, then send the request again, or request a smaller part of the graph.",
    retryable: true,
  },
  revision_too_large: {
    status: 409,
    message: "The graph at this revision is too large to load next to the current one.",
    action: "Query the newest revision.",
  },
  event_not_found: {
    status: 409,
    message: "The tenant doesn't have this event, or no longer stores it for live delivery.",
    action: "Continue after details.oldest or later; read earlier events with audit.list.",
  },
  ticket_invalid: {
    status: 401,
    message: "The ticket is invalid, was used before, or has expired.",
    action: "Request another with events.ticket, and connect within 30 seconds.",
  },
  too_many_changes: {
    status: 409,
    message: "Too many changes were made since that revision to stream them.",
    action: "Read them with authz.changes, then connect with the last revision that you read.",
  },
  tuple_limit_reached: {
    status: 409,
    message: "The graph would exceed one of the tenant's limits. Nothing was changed.",
    action: "Delete tuples, or ask the platform's operators to raise the limit that details names.",
  },
  import_in_progress: {
    status: 409,
    message: "Another import from R2 is running.",
    action: "Wait until the job in authz.graph.job is no longer running, then start the import again.",
  },
  import_superseded: {
    status: 409,
    message: "The whole graph was changed while the import ran. Nothing was imported.",
    action: "Start the import again if you still need it.",
  },
  graph_file_changed: {
    status: 409,
    message: "The file in R2 changed while it was read. Nothing was imported.",
    action: "Call authz.graph.reload again.",
  },
  invalid_model: {
    status: 400,
    message: "The model is invalid.",
    action: "Correct the problems that details.problems lists.",
  },
  model_not_found: {
    status: 409,
    message: "The tenant has no model.",
    action: "Put one with authz.model.put.",
  },
  model_version_not_found: {
    status: 404,
    message: "The tenant's model has no such version.",
    action: "Leave out version to get the newest, or choose one from authz.model.list.",
  },
  invalid_csv: {
    status: 400,
    message: "The CSV is invalid. Nothing was changed.",
    action: "Correct the lines that details.problems lists.",
  },
  graph_file_not_found: {
    status: 404,
    message: "The tenant has no graph file in R2.",
    action: "Export the graph to R2, or upload a file to the key in details.key.",
  },
  export_too_large: {
    status: 413,
    message: "The graph is too large for one response.",
    action: 'Export it to R2 with destination "r2".',
  },
  invalid_context: {
    status: 400,
    message: "A condition can't use a value of its context, or fails with it.",
    action:
      "Give the parameter details.parameter a value of its type in the request's context. If details.tuple names a stored " +
      "tuple, write that tuple again with a corrected context.",
  },
  invalid_expiry: {
    status: 400,
    message: "The expiry time of a tuple is out of range. Nothing was changed.",
    action: `Choose a time from ${EXPIRY_RANGE}, or leave out expiresAt for a tuple that never expires.`,
  },
  too_many_contextual_tuples: {
    status: 413,
    message: "The request has too many contextual tuples.",
    action: "Store permanent tuples with authz.write, and send only those that this request needs.",
  },
  invalid_snapshot: {
    status: 500,
    message: "A stored snapshot of the graph can't be read.",
    action: "Report the request id to the platform's operators.",
  },
  depth_limit_exceeded: {
    status: 422,
    message: "The check couldn't be decided within the depth limit.",
    action: "Shorten the chain of tuples between the object and the subject, or raise maxDepth.",
  },
  work_limit_exceeded: {
    status: 422,
    message: "The check couldn't be decided within the work limit.",
    action: "Query a smaller part of the graph, or raise maxWork.",
  },
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof errors;

export function definitionOf(code: ErrorCode): ErrorDefinition {
  return errors[code];
}
