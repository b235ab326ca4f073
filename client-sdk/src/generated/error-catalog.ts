// Generated from the router by `npm run generate`. Do not edit.
import type { ServiceErrorCode } from "./errors.ts";

interface Definition {
  status: number;
  message: string;
  action: string;
  retryable: boolean;
}

/** Status, message, action and retryability of each error. */
export const ERROR_CATALOG: Readonly<Record<ServiceErrorCode, Definition>> = {
  "already_bootstrapped": {
    "action": "Sign in as a platform admin; ask a superadmin to invite more with platform.admins.invite.",
    "message": "The platform already has its first admin.",
    "retryable": false,
    "status": 409
  },
  "audit_chain_broken": {
    "action": "Call audit.verify to find the first broken event, then compare it with a backup of the database.",
    "message": "The tenant's audit log was altered after it was written.",
    "retryable": false,
    "status": 409
  },
  "backup_invalid": {
    "action": "Check that BACKUP_KEY has the version that made the backup, then restore an earlier one with `at`.",
    "message": "A file of the backup is missing, was changed, or is encrypted with another key. Nothing of it was restored.",
    "retryable": false,
    "status": 409
  },
  "backup_not_found": {
    "action": "List the tenant's backups with backups.list, and choose one of them or a later time.",
    "message": "The backup doesn't exist.",
    "retryable": false,
    "status": 404
  },
  "backups_not_configured": {
    "action": "Set BACKUP_KEY and deploy; see docs/backups.md.",
    "message": "The deployment makes no backups, because BACKUP_KEY isn't set.",
    "retryable": false,
    "status": 409
  },
  "batch_too_large": {
    "action": "Split the batch into requests of at most details.max items.",
    "message": "The batch has more items than one request may have.",
    "retryable": false,
    "status": 413
  },
  "body_too_large": {
    "action": "Split the request into parts of at most details.maxBytes bytes. Upload a large graph with PUT /authz/graph.csv, then call authz.graph.reload.",
    "message": "The request body is too large.",
    "retryable": false,
    "status": 413
  },
  "bootstrap_secret_invalid": {
    "action": "Send the deployment's BOOTSTRAP_SECRET.",
    "message": "The bootstrap secret is wrong, or none is configured.",
    "retryable": false,
    "status": 403
  },
  "busy": {
    "action": "Wait details.retryAfterSeconds seconds, then send the request again.",
    "message": "The service is verifying too many passwords at the same time.",
    "retryable": true,
    "status": 503
  },
  "challenge_required": {
    "action": "Solve the challenge in details.challenge, then send the request again with its token as challenge.token.",
    "message": "A challenge is required after too many failed attempts.",
    "retryable": false,
    "status": 403
  },
  "client_ip_not_allowed": {
    "action": "Leave out the header x-client-ip, or call with a secret key.",
    "message": "Only a tenant's server may name the IP address of its end user.",
    "retryable": false,
    "status": 403
  },
  "code_exchange_refused": {
    "action": "Start the sign-in again. A code works once, within 60 seconds.",
    "message": "The code is invalid, was used before, has expired, or belongs to another app, return URL or verifier.",
    "retryable": false,
    "status": 400
  },
  "code_invalid": {
    "action": "Enter the code from the newest email; it accepts at most 5 attempts. If you followed its link, sign in. Otherwise request another with auth.email.resend.",
    "message": "The code is wrong, was used before, or has expired.",
    "retryable": false,
    "status": 400
  },
  "conflict": {
    "action": "Send the request again.",
    "message": "Other changes were made at the same time. Nothing was changed.",
    "retryable": true,
    "status": 409
  },
  "cookie_host_required": {
    "action": "Call the tenant's subdomain or its own host, or use mode \"bearer\" and send the refresh token in the input.",
    "message": "Cookie mode works on the tenant's own host only. The request was sent to details.host.",
    "retryable": false,
    "status": 400
  },
  "cross_site_request": {
    "action": "Call from the tenant's own host, or from a same-site origin in its setting allowedOrigins.",
    "message": "A request that uses the session cookie must come from the tenant's own pages.",
    "retryable": false,
    "status": 403
  },
  "customer_key_not_allowed": {
    "action": "Use one of the tenant's own keys, which start with pk_, sk_ or rk_.",
    "message": "A customer's key can't be used to call this API.",
    "retryable": false,
    "status": 401
  },
  "depth_limit_exceeded": {
    "action": "Shorten the chain of tuples between the object and the subject, or raise maxDepth.",
    "message": "The check couldn't be decided within the depth limit.",
    "retryable": false,
    "status": 422
  },
  "duplicate_tuple": {
    "action": "Remove one of the two changes of details.tuple.",
    "message": "The same tuple is written and deleted, or written twice with different conditions or expiry times.",
    "retryable": false,
    "status": 400
  },
  "email_domain_not_found": {
    "action": "Add it with emailDomains.add.",
    "message": "The tenant has no such email domain.",
    "retryable": false,
    "status": 404
  },
  "email_domain_unverified": {
    "action": "Create the TXT record details.name with the value details.value, wait until DNS shows it, and call again.",
    "message": "The DNS record that verifies the domain wasn't found.",
    "retryable": true,
    "status": 409
  },
  "email_taken": {
    "action": "Use another email, or change the existing user. details.userId is their id if the caller may read users.",
    "message": "Another user has this email.",
    "retryable": false,
    "status": 409
  },
  "email_unchanged": {
    "action": "Enter a different email.",
    "message": "The account already has this email. No email was sent.",
    "retryable": false,
    "status": 400
  },
  "email_unverified": {
    "action": "Follow the link in the verification email, or request another with auth.email.resend.",
    "message": "The user's email is not verified.",
    "retryable": false,
    "status": 403
  },
  "enterprise_sign_in_required": {
    "action": "Call auth.providers.start with the email, and sign in at the organization's provider.",
    "message": "People with an email of this domain sign in at their organization.",
    "retryable": false,
    "status": 403
  },
  "environment_mismatch": {
    "action": "Use a live key for a live tenant, and a test key for a test tenant.",
    "message": "The API key's environment differs from its tenant's.",
    "retryable": false,
    "status": 403
  },
  "event_not_found": {
    "action": "Continue after details.oldest or later; read earlier events with audit.list.",
    "message": "The tenant doesn't have this event, or no longer stores it for live delivery.",
    "retryable": false,
    "status": 409
  },
  "export_too_large": {
    "action": "Export it to R2 with destination \"r2\".",
    "message": "The graph is too large for one response.",
    "retryable": false,
    "status": 413
  },
  "external_id_taken": {
    "action": "Change the user in details.userId, or leave out externalId.",
    "message": "Another user has this external id.",
    "retryable": false,
    "status": 409
  },
  "factor_already_enrolled": {
    "action": "Remove it first with auth.factors.totp.remove.",
    "message": "The user has an authenticator app already. Nothing was changed.",
    "retryable": false,
    "status": 409
  },
  "factor_invalid": {
    "action": "Enter the newest code. Each code works once, and an emailed code accepts at most 5 attempts.",
    "message": "The code is wrong, was used before, or has expired.",
    "retryable": false,
    "status": 400
  },
  "factor_not_accepted": {
    "action": "Use one of details.methods.",
    "message": "This factor is not accepted here. Nothing was changed.",
    "retryable": false,
    "status": 400
  },
  "factor_not_enrollable": {
    "action": "Complete the sign-in with a factor that the user has, then enrol another. The tenant's setting secondFactorMethods lists those that it accepts.",
    "message": "This factor can't be enrolled here. Nothing was changed.",
    "retryable": false,
    "status": 403
  },
  "factor_not_found": {
    "action": "List the user's factors with auth.factors.list.",
    "message": "The user has no such factor.",
    "retryable": false,
    "status": 404
  },
  "factor_required": {
    "action": "Call auth.stepUp with details.signInToken and one of details.methods. If there is none, enrol one of details.enroll first, with auth.factors.",
    "message": "Another factor is required to sign in.",
    "retryable": false,
    "status": 403
  },
  "forbidden": {
    "action": "Use one of the kinds of caller that the API reference lists for the procedure.",
    "message": "This kind of caller isn't allowed to call this procedure.",
    "retryable": false,
    "status": 403
  },
  "graph_contention": {
    "action": "Wait details.retryAfterSeconds seconds, then send the request again, or request a smaller part of the graph.",
    "message": "The graph changed too often while the request ran. Nothing was changed.",
    "retryable": true,
    "status": 503
  },
  "graph_file_changed": {
    "action": "Call authz.graph.reload again.",
    "message": "The file in R2 changed while it was read. Nothing was imported.",
    "retryable": false,
    "status": 409
  },
  "graph_file_not_found": {
    "action": "Export the graph to R2, or upload a file with PUT /authz/graph.csv.",
    "message": "The tenant has no graph file in R2.",
    "retryable": false,
    "status": 404
  },
  "idempotency_batch_not_allowed": {
    "action": "Send each change that has an idempotency key as a request of its own.",
    "message": "An idempotency key can't be used for a batch that includes a change.",
    "retryable": false,
    "status": 400
  },
  "idempotency_key_in_use": {
    "action": "Wait details.retryAfterSeconds seconds, then repeat the request with the same key.",
    "message": "A request with this idempotency key is still running.",
    "retryable": true,
    "status": 409
  },
  "idempotency_key_invalid": {
    "action": "Send a random key for each change, such as a UUID, without \" and \\. The SDK creates keys itself.",
    "message": "The idempotency key must have 16 to 200 visible ASCII characters.",
    "retryable": false,
    "status": 400
  },
  "idempotency_key_reused": {
    "action": "Use a new key for each change; repeat a request with the same input as before.",
    "message": "The idempotency key was used before with another input or by another browser. Nothing was changed.",
    "retryable": false,
    "status": 422
  },
  "idempotency_outcome_unknown": {
    "action": "Check whether the change was made before you use a new key. details.requestId is the first request's id.",
    "message": "The first request with this idempotency key was interrupted, so its outcome is unknown. It was not run again.",
    "retryable": false,
    "status": 409
  },
  "idempotency_response_too_large": {
    "action": "Read what was changed, or send the request with a new key. details.requestId is the first request's id.",
    "message": "The first request with this idempotency key succeeded, but its response was too large to store.",
    "retryable": false,
    "status": 409
  },
  "identity_not_found": {
    "action": "Choose one of auth.identities.list.",
    "message": "The user has no such linked identity.",
    "retryable": false,
    "status": 404
  },
  "identity_not_linked": {
    "action": "Sign in to the account as before, then link the provider with auth.identities.link.",
    "message": "An account has this email, and isn't linked to this identity provider.",
    "retryable": false,
    "status": 409
  },
  "identity_taken": {
    "action": "Sign in with the identity, or unlink it from the other account first.",
    "message": "Another account is linked to this identity, or this account has changed meanwhile.",
    "retryable": false,
    "status": 409
  },
  "import_in_progress": {
    "action": "Wait until the job in authz.graph.job is no longer running, then start the import again.",
    "message": "Another import from R2 is running.",
    "retryable": false,
    "status": 409
  },
  "import_superseded": {
    "action": "Start the import again if you still need it.",
    "message": "The whole graph was changed while the import ran. Nothing was imported.",
    "retryable": false,
    "status": 409
  },
  "insufficient_permission": {
    "action": "Ask a superadmin to grant details.permission for the tenant details.tenant, or for the platform if it is null.",
    "message": "The admin lacks the permission that this procedure requires.",
    "retryable": false,
    "status": 403
  },
  "insufficient_scope": {
    "action": "Use a key with the scope details.scope, or add the scope with apiKeys.update, or platform.keys.update for a platform key.",
    "message": "The key lacks the scope that this procedure requires.",
    "retryable": false,
    "status": 403
  },
  "internal_error": {
    "action": "Try again in a minute. If the error persists, report the request id to the platform's operators.",
    "message": "An unexpected error occurred in the service.",
    "retryable": true,
    "status": 500
  },
  "invalid_context": {
    "action": "Give the parameter details.parameter a value of its type in the request's context. If details.tuple names a stored tuple, write that tuple again with a corrected context.",
    "message": "A condition can't use a value of its context, or fails with it.",
    "retryable": false,
    "status": 400
  },
  "invalid_credentials": {
    "action": "Try again, or reset the password. If the tenant requires verified emails, follow the link in the verification email first.",
    "message": "The email or the password is wrong.",
    "retryable": false,
    "status": 401
  },
  "invalid_csv": {
    "action": "Correct the lines that details.problems lists.",
    "message": "The CSV is invalid. Nothing was changed.",
    "retryable": false,
    "status": 400
  },
  "invalid_expiry": {
    "action": "Choose a time from 1970-01-01T00:00:01Z to 2106-02-07T06:28:15Z, or leave out expiresAt for a tuple that never expires.",
    "message": "The expiry time of a tuple is out of range. Nothing was changed.",
    "retryable": false,
    "status": 400
  },
  "invalid_input": {
    "action": "Correct the fields that details.issues lists, then send the request again.",
    "message": "The input is invalid: a field is missing, unknown or has an invalid value.",
    "retryable": false,
    "status": 400
  },
  "invalid_json": {
    "action": "Send a JSON body such as {\"json\": {}}, or use the client SDK.",
    "message": "The request body is not valid JSON in the form this API accepts.",
    "retryable": false,
    "status": 400
  },
  "invalid_model": {
    "action": "Correct the problems that details.problems lists.",
    "message": "The model is invalid.",
    "retryable": false,
    "status": 400
  },
  "invalid_password_hash": {
    "action": "Correct details.problem: send the hash in a format that docs/operating.md lists.",
    "message": "The password hash has an unsupported format. Nothing was changed.",
    "retryable": false,
    "status": 400
  },
  "invalid_scope": {
    "action": "Choose scopes from details.scopes.",
    "message": "The scope doesn't exist.",
    "retryable": false,
    "status": 400
  },
  "invalid_snapshot": {
    "action": "Report the request id to the platform's operators.",
    "message": "A stored snapshot of the graph can't be read.",
    "retryable": false,
    "status": 500
  },
  "invalid_template": {
    "action": "Correct the problems that details.problems lists.",
    "message": "The email template is invalid. Nothing was changed.",
    "retryable": false,
    "status": 400
  },
  "invalid_tuple_file": {
    "action": "Correct the lines that details.problems lists.",
    "message": "The file of tuples is invalid. Nothing was changed.",
    "retryable": false,
    "status": 400
  },
  "invitation_accepted": {
    "action": "Ask the user to sign in, or call users.forceReset to have them choose a new password.",
    "message": "The user already has a password, so there is no invitation to accept. No email was sent.",
    "retryable": false,
    "status": 409
  },
  "invitation_not_found": {
    "action": "Call users.ban to keep the user from signing in, or users.invitations.send to invite them.",
    "message": "The user has no open invitation. Nothing was changed.",
    "retryable": false,
    "status": 409
  },
  "ip_not_allowed": {
    "action": "Call from an IP address in the key's allowedIpRanges, or add this address to them with apiKeys.update.",
    "message": "This API key can't be used from this IP address.",
    "retryable": false,
    "status": 403
  },
  "key_disabled": {
    "action": "Ask the issuer of the key to enable it with apiKeys.customers.update.",
    "message": "The API key is disabled.",
    "retryable": false,
    "status": 401
  },
  "key_exceeds_own_rights": {
    "action": "Request a subset of the key's own scopes, IP ranges and lifetime (see details.problems), or use a secret key.",
    "message": "A restricted or platform key can't create or change a key with more rights than its own.",
    "retryable": false,
    "status": 403
  },
  "key_expired": {
    "action": "Create a new key with apiKeys.create.",
    "message": "The API key has expired.",
    "retryable": false,
    "status": 401
  },
  "key_invalid": {
    "action": "Check that the key belongs to this deployment, or create a new key with apiKeys.create.",
    "message": "The API key doesn't exist in this deployment.",
    "retryable": false,
    "status": 401
  },
  "key_malformed": {
    "action": "Copy the whole API key again.",
    "message": "The API key is malformed: its format or checksum is wrong.",
    "retryable": false,
    "status": 401
  },
  "key_not_active": {
    "action": "Change another key: details.replacedBy is the id of the key that replaced it, or null.",
    "message": "The API key has ended or was rotated, so it can't be changed.",
    "retryable": false,
    "status": 409
  },
  "key_not_found": {
    "action": "Find the key's id with apiKeys.list or apiKeys.customers.list.",
    "message": "The tenant has no API key with this id.",
    "retryable": false,
    "status": 404
  },
  "key_replaced": {
    "action": "Use the key that replaced it.",
    "message": "The API key was rotated and its overlap has ended.",
    "retryable": false,
    "status": 401
  },
  "key_revoked": {
    "action": "Create a new key with apiKeys.create.",
    "message": "The API key was revoked.",
    "retryable": false,
    "status": 401
  },
  "last_sign_in_method": {
    "action": "Add another first: verify the email, set a password, or add a passkey.",
    "message": "This is the last way in which the user can sign in. Nothing was changed.",
    "retryable": false,
    "status": 409
  },
  "last_superadmin": {
    "action": "Give the role superadmin to another admin who has chosen a password, then try again.",
    "message": "This is the last superadmin who can sign in. Nothing was changed.",
    "retryable": false,
    "status": 409
  },
  "link_expired": {
    "action": "Follow the link in the newest email, or request another: auth.email.resend to verify an email, auth.password.forgot for a password, auth.email.change for a change of email. Ask the sender of an invitation to send it again.",
    "message": "The link has expired or was replaced by a newer one.",
    "retryable": false,
    "status": 400
  },
  "link_invalid": {
    "action": "Copy the whole link from the newest email, or request another email.",
    "message": "The link is invalid or incomplete.",
    "retryable": false,
    "status": 400
  },
  "link_other_browser": {
    "action": "Open it there, or ask for another link in this browser.",
    "message": "The link works only in the browser that asked for it.",
    "retryable": false,
    "status": 403
  },
  "link_used": {
    "action": "Sign in, or request another link: auth.password.forgot for a password, auth.email.change for a change of email.",
    "message": "The link was used before; each link works once.",
    "retryable": false,
    "status": 400
  },
  "logo_invalid": {
    "action": "Send a still PNG, JPEG or WebP image as base64, at most 128 KiB and 2,000 pixels a side. details.reason names what is wrong with details.field: format, bytes or pixels.",
    "message": "The image can't be used as a logo.",
    "retryable": false,
    "status": 400
  },
  "logo_not_found": {
    "action": "Get the logo's present URL with tenants.logo.get.",
    "message": "The tenant has no logo with this hash.",
    "retryable": false,
    "status": 404
  },
  "malformed_object": {
    "action": "Write the object as type:id.",
    "message": "The object is malformed.",
    "retryable": false,
    "status": 400
  },
  "malformed_relation": {
    "action": "Write the name of one of the model's relations.",
    "message": "The relation is malformed.",
    "retryable": false,
    "status": 400
  },
  "malformed_subject": {
    "action": "Write the subject as type:id, type:id#relation or type:*.",
    "message": "The subject is malformed.",
    "retryable": false,
    "status": 400
  },
  "metadata_too_large": {
    "action": "Reduce the metadata to at most details.maxBytes bytes of JSON.",
    "message": "The user's metadata would be too large. Nothing was changed.",
    "retryable": false,
    "status": 413
  },
  "method_not_allowed": {
    "action": "Use POST for procedures, and the method in the API reference for other paths.",
    "message": "This path doesn't accept this HTTP method.",
    "retryable": false,
    "status": 405
  },
  "misconfigured": {
    "action": "Correct the settings that the Worker's log lists, then deploy again.",
    "message": "The service is not configured: a required setting is missing or invalid.",
    "retryable": false,
    "status": 503
  },
  "model_not_found": {
    "action": "Put one with authz.model.put.",
    "message": "The tenant has no model.",
    "retryable": false,
    "status": 409
  },
  "model_version_not_found": {
    "action": "Leave out version to get the newest, or choose one from authz.model.list.",
    "message": "The tenant's model has no such version.",
    "retryable": false,
    "status": 404
  },
  "origin_not_allowed": {
    "action": "Add details.origin exactly as written to the key's allowedOrigins, or call from a page of a listed origin.",
    "message": "This API key can't be used on pages of this origin.",
    "retryable": false,
    "status": 403
  },
  "parent_invalid": {
    "action": "Choose a parent that exists, isn't deleted, isn't a descendant, and is at most 4 levels deep.",
    "message": "The tenant can't be placed under this parent.",
    "retryable": false,
    "status": 409
  },
  "passkey_already_registered": {
    "action": "Use another authenticator. List the user's passkeys with auth.passkeys.list.",
    "message": "The passkey is registered already. Nothing was changed.",
    "retryable": false,
    "status": 409
  },
  "passkey_invalid": {
    "action": "Start again with a new challenge. details.reason names the failed check, such as challenge, origin, rp_id, user_verification, counter or unknown.",
    "message": "The passkey wasn't accepted.",
    "retryable": false,
    "status": 400
  },
  "passkey_limit_reached": {
    "action": "Remove one first with auth.passkeys.remove.",
    "message": "The user has the maximum of 20 passkeys. Nothing was changed.",
    "retryable": false,
    "status": 409
  },
  "passkey_not_found": {
    "action": "List the user's passkeys with auth.passkeys.list.",
    "message": "The user has no passkey with this id.",
    "retryable": false,
    "status": 404
  },
  "password_reset_required": {
    "action": "Follow the link in the password reset email, or request another with auth.password.forgot.",
    "message": "The user must choose a new password before signing in.",
    "retryable": false,
    "status": 403
  },
  "permission_already_granted": {
    "action": "No action needed: the admin can manage the tenant already.",
    "message": "The admin already has this permission.",
    "retryable": false,
    "status": 409
  },
  "plan_already_exists": {
    "action": "Choose another slug, then move tenants to the new plan with tenants.setPlan.",
    "message": "A plan with this slug already exists. Plans can't be changed.",
    "retryable": false,
    "status": 409
  },
  "plan_in_use": {
    "action": "Move them to another plan with tenants.setPlan, then delete this one.",
    "message": "Tenants are on this plan.",
    "retryable": false,
    "status": 409
  },
  "plan_limit_exceeded": {
    "action": "Ask the platform's operators for another plan, or remove what you don't need. details.limit names the limit.",
    "message": "The tenant's plan doesn't allow more of this.",
    "retryable": false,
    "status": 429
  },
  "plan_not_found": {
    "action": "Check the slug against plans.list.",
    "message": "No plan has this slug.",
    "retryable": false,
    "status": 404
  },
  "precondition_failed": {
    "action": "Read the tuple in details, then decide again and write again.",
    "message": "A precondition of the write isn't met. Nothing was changed.",
    "retryable": false,
    "status": 409
  },
  "procedure_not_found": {
    "action": "Check the path against the API reference at /reference; the SDK has one method per procedure.",
    "message": "No procedure exists at this path.",
    "retryable": false,
    "status": 404
  },
  "provider_cancelled": {
    "action": "Begin again, and agree at the provider.",
    "message": "The sign-in at the identity provider was cancelled.",
    "retryable": false,
    "status": 400
  },
  "provider_email_not_allowed": {
    "action": "Use an account with an email of the provider's domains; emailDomains.list shows them.",
    "message": "The identity provider may not sign in this email.",
    "retryable": false,
    "status": 403
  },
  "provider_email_unverified": {
    "action": "Verify the email at the provider, or sign in another way and link the account with auth.identities.",
    "message": "The identity provider doesn't confirm that the email belongs to this account.",
    "retryable": false,
    "status": 403
  },
  "provider_error": {
    "action": "Begin again. If it recurs, compare the client id, client secret and redirect URI with the provider's; details.error is its error code.",
    "message": "The identity provider refused the sign-in.",
    "retryable": false,
    "status": 400
  },
  "provider_flow_invalid": {
    "action": "Go back to the app, and begin again in this browser.",
    "message": "The sign-in has expired, was completed before, or was begun in another browser.",
    "retryable": false,
    "status": 400
  },
  "provider_groups_not_synced": {
    "action": "Try again in a minute. If it recurs, check that the tenant's model has each relation of the provider's settings.groups.",
    "message": "The groups of the identity provider couldn't be stored, so nobody was signed in.",
    "retryable": true,
    "status": 503
  },
  "provider_in_use": {
    "action": "Remove them with emailDomains.remove first, or call providers.update with enabled: false.",
    "message": "Email domains belong to the identity provider.",
    "retryable": false,
    "status": 409
  },
  "provider_limit_reached": {
    "action": "Delete one that isn't needed. details.max is the limit.",
    "message": "The tenant has as many identity providers or email domains as it can have.",
    "retryable": false,
    "status": 409
  },
  "provider_not_found": {
    "action": "Choose a provider of auth.providers.list. providers.list shows all of them to the tenant's servers.",
    "message": "The tenant has no such identity provider, or it is disabled.",
    "retryable": false,
    "status": 404
  },
  "provider_response_invalid": {
    "action": "Begin again. If it recurs, check the provider's issuer and client with providers.get; details.reason says what was wrong.",
    "message": "The identity provider's answer is invalid, so nobody was signed in.",
    "retryable": false,
    "status": 400
  },
  "provider_slug_taken": {
    "action": "Use another slug, or change that provider with providers.update.",
    "message": "Another identity provider of the tenant has this slug.",
    "retryable": false,
    "status": 409
  },
  "provider_unavailable": {
    "action": "Try again in a minute, or sign in another way.",
    "message": "The identity provider doesn't answer.",
    "retryable": true,
    "status": 422
  },
  "rate_limited": {
    "action": "Wait details.retryAfterSeconds seconds, then send the request again.",
    "message": "Too many requests in a short time.",
    "retryable": true,
    "status": 429
  },
  "reauthentication_required": {
    "action": "Call auth.stepUp with one of details.methods, or send the password in the input, then send the request again.",
    "message": "This action requires a sign-in within the last few minutes.",
    "retryable": false,
    "status": 403
  },
  "refresh_token_invalid": {
    "action": "Sign in again.",
    "message": "The refresh token was not issued by this tenant.",
    "retryable": false,
    "status": 401
  },
  "refresh_token_reused": {
    "action": "Sign in again. If you didn't use the token twice, change the password.",
    "message": "The refresh token was used before, so the session was ended for security.",
    "retryable": false,
    "status": 401
  },
  "registration_closed": {
    "action": "Ask the tenant's administrators for an invitation. The tenant's setting registration decides who may sign up.",
    "message": "The tenant doesn't let people with this email sign up by themselves.",
    "retryable": false,
    "status": 403
  },
  "restore_in_progress": {
    "action": "Repeat the call that began it until it is done.",
    "message": "Another restore is under way.",
    "retryable": true,
    "status": 409
  },
  "restore_needs_empty": {
    "action": "Deploy with a new database and new objects, or restore one tenant with backups.restore.",
    "message": "Everything can only be restored into an empty database. Nothing was changed.",
    "retryable": false,
    "status": 409
  },
  "restore_too_large": {
    "action": "Restore everything into a new deployment; see docs/backups.md.",
    "message": "The backup has too many users that the tenant has lost.",
    "retryable": false,
    "status": 409
  },
  "return_url_not_registered": {
    "action": "Add the exact URL to the tenant's setting returnUrls, or correct redirect_uri.",
    "message": "The return URL is not registered with the tenant.",
    "retryable": false,
    "status": 400
  },
  "revision_not_found": {
    "action": "Use a revision from details.oldest to details.newest.",
    "message": "The graph doesn't have this revision, or no longer stores it.",
    "retryable": false,
    "status": 409
  },
  "revision_too_large": {
    "action": "Query the newest revision.",
    "message": "The graph at this revision is too large to load next to the current one.",
    "retryable": false,
    "status": 409
  },
  "secret_version_newest": {
    "action": "Name an older version of passwordPepper; dashboard.secrets lists them.",
    "message": "New passwords are hashed with this version of the pepper.",
    "retryable": false,
    "status": 409
  },
  "session_ended": {
    "action": "Sign in again.",
    "message": "The session has ended.",
    "retryable": false,
    "status": 401
  },
  "session_not_found": {
    "action": "Find the session's id with users.sessions.list or auth.sessions.list.",
    "message": "The user has no session with this id.",
    "retryable": false,
    "status": 404
  },
  "sign_in_expired": {
    "action": "Start the sign-in again.",
    "message": "The sign-in has expired, was completed, or the user's credentials have changed.",
    "retryable": false,
    "status": 401
  },
  "sign_in_method_off": {
    "action": "Use another way. An administrator can allow it with the tenant's setting signInMethods.",
    "message": "The tenant doesn't allow this way of signing in.",
    "retryable": false,
    "status": 403
  },
  "slug_taken": {
    "action": "Choose another slug or host.",
    "message": "Another tenant has this slug or host.",
    "retryable": false,
    "status": 409
  },
  "subject_not_allowed": {
    "action": "Use one of the subject kinds in details.allowed.",
    "message": "The model doesn't allow this kind of subject for this relation.",
    "retryable": false,
    "status": 400
  },
  "tenant_deleted": {
    "action": "Ask the platform's operators to restore it, which is possible until it is purged.",
    "message": "The tenant is deleted.",
    "retryable": false,
    "status": 403
  },
  "tenant_mismatch": {
    "action": "Leave out the tenant, or use credentials of the tenant that you name.",
    "message": "The credentials belong to another tenant than the one that the request names.",
    "retryable": false,
    "status": 403
  },
  "tenant_not_found": {
    "action": "Check the tenant's id or slug.",
    "message": "No tenant has this id or slug.",
    "retryable": false,
    "status": 404
  },
  "tenant_required": {
    "action": "Send a key or token of the tenant, set the x-tenant-id header, or call the tenant's own host.",
    "message": "The request doesn't name a tenant.",
    "retryable": false,
    "status": 400
  },
  "tenant_suspended": {
    "action": "Ask the platform's operators to resume the tenant.",
    "message": "The tenant is suspended.",
    "retryable": false,
    "status": 403
  },
  "test_tenant_only": {
    "action": "Create a tenant with environment \"test\", then call with its secret key.",
    "message": "Only test tenants support this procedure.",
    "retryable": false,
    "status": 403
  },
  "ticket_invalid": {
    "action": "Request another with events.ticket, and connect within 30 seconds.",
    "message": "The ticket is invalid, was used before, or has expired.",
    "retryable": false,
    "status": 401
  },
  "token_expired": {
    "action": "Refresh it with auth.refresh, or sign in again.",
    "message": "The access token has expired.",
    "retryable": false,
    "status": 401
  },
  "token_invalid": {
    "action": "Sign in again.",
    "message": "The access token was not issued by this deployment, or was altered.",
    "retryable": false,
    "status": 401
  },
  "token_malformed": {
    "action": "Send the access token exactly as it was issued, as Authorization: Bearer.",
    "message": "The bearer credential is neither an API key nor an access token.",
    "retryable": false,
    "status": 401
  },
  "too_many_attempts": {
    "action": "Wait details.retryAfterSeconds seconds. If it is null, reset the password, or call users.unlock from the tenant's server.",
    "message": "Too many failed attempts.",
    "retryable": true,
    "status": 429
  },
  "too_many_changes": {
    "action": "Read them with authz.changes, then connect with the last revision that you read.",
    "message": "Too many changes were made since that revision to stream them.",
    "retryable": false,
    "status": 409
  },
  "too_many_contextual_tuples": {
    "action": "Store permanent tuples with authz.write, and send only those that this request needs.",
    "message": "The request has too many contextual tuples.",
    "retryable": false,
    "status": 413
  },
  "tuple_limit_reached": {
    "action": "Delete tuples, or ask the platform's operators to raise the limit that details names.",
    "message": "The graph would exceed one of the tenant's limits. Nothing was changed.",
    "retryable": false,
    "status": 409
  },
  "unauthenticated": {
    "action": "Send an API key in x-api-key, or an access token as Authorization: Bearer.",
    "message": "This procedure requires an API key or a signed-in user.",
    "retryable": false,
    "status": 401
  },
  "unavailable": {
    "action": "Wait details.retryAfterSeconds seconds, then send the request again, a change with the same idempotency key as before.",
    "message": "A component that the service depends on doesn't answer at the moment.",
    "retryable": true,
    "status": 503
  },
  "unknown_relation": {
    "action": "Check the relation against authz.model.get, or put a model that defines it.",
    "message": "The type doesn't define this relation.",
    "retryable": false,
    "status": 400
  },
  "unknown_type": {
    "action": "Check the type against authz.model.get, or put a model that defines it.",
    "message": "The model doesn't define this type.",
    "retryable": false,
    "status": 400
  },
  "unsupported_media_type": {
    "action": "Send the header content-type: application/json.",
    "message": "The content type of the request is not supported.",
    "retryable": false,
    "status": 415
  },
  "url_not_allowed": {
    "action": "Use a public https URL of another service, on port 443, with a host name.",
    "message": "Requests may not be sent to this URL.",
    "retryable": false,
    "status": 400
  },
  "user_banned": {
    "action": "Ask the tenant's administrators to unban the user.",
    "message": "The user is banned and can't sign in.",
    "retryable": false,
    "status": 403
  },
  "user_not_found": {
    "action": "Check the value, or find the user with users.search or users.list.",
    "message": "The tenant has no user with this id, email or external id.",
    "retryable": false,
    "status": 404
  },
  "weak_password": {
    "action": "Choose another password; details.reason says why this one was rejected.",
    "message": "The password is too weak.",
    "retryable": false,
    "status": 400
  },
  "webhook_backlog_full": {
    "action": "Wait until fewer deliveries are unfinished, then repeat the call. details.max is the limit.",
    "message": "Too many deliveries of the webhook wait, so no more events can be replayed to it.",
    "retryable": true,
    "status": 409
  },
  "webhook_disabled": {
    "action": "Enable it with webhooks.update and enabled: true, then call webhooks.replay.",
    "message": "The webhook is disabled, so it receives no events.",
    "retryable": false,
    "status": 409
  },
  "webhook_limit_reached": {
    "action": "Delete one that isn't needed with webhooks.delete. details.max is the limit.",
    "message": "The tenant has as many webhooks as it can have.",
    "retryable": false,
    "status": 409
  },
  "webhook_not_found": {
    "action": "List the tenant's webhooks with webhooks.list.",
    "message": "The tenant has no webhook with this id.",
    "retryable": false,
    "status": 404
  },
  "websocket_required": {
    "action": "Connect with a WebSocket client, which sends the header Upgrade: websocket.",
    "message": "This path accepts WebSocket connections only.",
    "retryable": false,
    "status": 400
  },
  "work_limit_exceeded": {
    "action": "Query a smaller part of the graph, or raise maxWork.",
    "message": "The check couldn't be decided within the work limit.",
    "retryable": false,
    "status": 422
  }
};
