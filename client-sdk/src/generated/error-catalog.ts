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
  "address_refused": {
    "action": "Call from an address in the key's allowedAddresses, or have the address added.",
    "message": "This API key may not be used from this address.",
    "retryable": false,
    "status": 403
  },
  "admins_changed": {
    "action": "Try again.",
    "message": "Admins were changed again and again meanwhile; nothing was changed.",
    "retryable": true,
    "status": 409
  },
  "audit_broken": {
    "action": "Call audit.verify to see where, and compare with a backup of the database.",
    "message": "The tenant's log has been changed since it was written.",
    "retryable": false,
    "status": 409
  },
  "batch_too_large": {
    "action": "Split it into smaller batches.",
    "message": "The batch has more calls or checks than are taken at once.",
    "retryable": false,
    "status": 413
  },
  "body_too_large": {
    "action": "Split the request into parts of at most details.maximumBytes, or put large graphs into R2 and reload them.",
    "message": "The request body is too large.",
    "retryable": false,
    "status": 413
  },
  "bootstrap_done": {
    "action": "Sign in as a platform admin.",
    "message": "The platform has its first admin already; the bootstrap works once.",
    "retryable": false,
    "status": 409
  },
  "bootstrap_refused": {
    "action": "Use the deployment's BOOTSTRAP_SECRET.",
    "message": "The bootstrap secret is wrong, or none is configured.",
    "retryable": false,
    "status": 403
  },
  "busy": {
    "action": "Wait for the time in details.retryAfterSeconds, then try again.",
    "message": "Too many passwords are being checked at once.",
    "retryable": true,
    "status": 503
  },
  "challenge_required": {
    "action": "Meet the challenge in details.challenge, and call again with its token as challenge.token.",
    "message": "After so many failed attempts a challenge has to be met first.",
    "retryable": false,
    "status": 403
  },
  "changes_too_many": {
    "action": "Read the log with authz.changes first, and connect with the last revision read.",
    "message": "More has changed since that revision than is sent at the start of a stream.",
    "retryable": false,
    "status": 409
  },
  "code_invalid": {
    "action": "Type the code of the newest email; it may be tried five times. Where its link was followed already, sign in: the email is confirmed. Otherwise request another by auth.email.resend.",
    "message": "The code is wrong, has been used, or has expired.",
    "retryable": false,
    "status": 400
  },
  "conflicting_changes": {
    "action": "Leave out one of the two; details.tuple says which tuple it is.",
    "message": "The same tuple is both written and deleted, or given twice on different terms.",
    "retryable": false,
    "status": 400
  },
  "cookie_host_required": {
    "action": "Call the tenant's subdomain of this service, or its own host if it has one. Or use mode \"bearer\" and send the refresh token in the input.",
    "message": "Cookies work on the tenant's own host only; this request came to the host in details.host.",
    "retryable": false,
    "status": 400
  },
  "cross_site_request": {
    "action": "Call from the tenant's own host, or from an origin of the same site in its setting allowedOrigins.",
    "message": "A request that relies on a cookie has to come from the tenant's own pages.",
    "retryable": false,
    "status": 403
  },
  "depth_exceeded": {
    "action": "Shorten the chain of tuples between object and subject.",
    "message": "The question is undecided within the allowed depth.",
    "retryable": false,
    "status": 422
  },
  "email_taken": {
    "action": "Use another email, or change the user in details.userId, which is there for callers that may read users.",
    "message": "Another user has this email.",
    "retryable": false,
    "status": 409
  },
  "email_unchanged": {
    "action": "Give another email.",
    "message": "This is the account's email already; nothing was sent.",
    "retryable": false,
    "status": 400
  },
  "email_unverified": {
    "action": "Follow the link in the verification email, or send another with auth.email.resend.",
    "message": "The email has to be verified before its user may go on.",
    "retryable": false,
    "status": 403
  },
  "environment_mismatch": {
    "action": "Use a live key for a live tenant, and a test key for a test tenant.",
    "message": "The key is of another environment than its tenant.",
    "retryable": false,
    "status": 403
  },
  "event_unknown": {
    "action": "Go on after details.oldest or later; what was before that is in audit.list.",
    "message": "The tenant has had no such event, or does not keep it for those who follow any more.",
    "retryable": false,
    "status": 409
  },
  "export_too_large": {
    "action": "Export it to R2 with destination \"r2\".",
    "message": "The graph is too large to be sent in one answer.",
    "retryable": false,
    "status": 413
  },
  "external_id_taken": {
    "action": "Change the user in details.userId, or leave the external id out.",
    "message": "Another user has this external id.",
    "retryable": false,
    "status": 409
  },
  "factor_required": {
    "action": "Sign in with what details.missing names, too.",
    "message": "This user has to show more than was shown to sign in.",
    "retryable": false,
    "status": 403
  },
  "forbidden": {
    "action": "Use a caller of a kind that the procedure names in its reference.",
    "message": "This caller may not do this.",
    "retryable": false,
    "status": 403
  },
  "graph_changing": {
    "action": "Wait for the time in details.retryAfterSeconds, then try again, or ask about a smaller part of the graph.",
    "message": "The graph was changed so much while the answer was made that it could not be completed; nothing was changed.",
    "retryable": true,
    "status": 503
  },
  "graph_file_changed": {
    "action": "Reload again.",
    "message": "The file in R2 was changed while it was read; nothing was imported.",
    "retryable": false,
    "status": 409
  },
  "graph_file_missing": {
    "action": "Import a graph, export it to R2, or put a file at the key in details.key.",
    "message": "There is no graph file for this tenant in R2.",
    "retryable": false,
    "status": 404
  },
  "graph_full": {
    "action": "Delete tuples, or have the platform's operators raise the limit in details.",
    "message": "The graph would be larger than this tenant may have; nothing was changed.",
    "retryable": false,
    "status": 409
  },
  "idempotency_answer_too_large": {
    "action": "Look at what it has changed; for the answer alone, call with another key. details.requestId is the first call's.",
    "message": "The call was made before with this idempotency key, and its answer was too large to be kept.",
    "retryable": false,
    "status": 409
  },
  "idempotency_batch": {
    "action": "Send each change that has a key in a request of its own.",
    "message": "The batch has an idempotency key and several calls, one of them a change.",
    "retryable": false,
    "status": 400
  },
  "idempotency_in_progress": {
    "action": "Wait for the time in details.retryAfterSeconds, then repeat it with the same key.",
    "message": "The call was made before with this idempotency key, and is still running.",
    "retryable": true,
    "status": 409
  },
  "idempotency_key_invalid": {
    "action": "Send a random text for each change, such as a UUID, without \" and \\ in it; the SDK does so by itself.",
    "message": "The idempotency key is not 16 to 200 visible ASCII characters.",
    "retryable": false,
    "status": 400
  },
  "idempotency_key_reused": {
    "action": "Use a new key for each change, and repeat a call with the input that it had.",
    "message": "The idempotency key was used before, with another input or by another browser; nothing was changed.",
    "retryable": false,
    "status": 422
  },
  "idempotency_outcome_unknown": {
    "action": "Look whether it has changed anything before you use another key; details.requestId is the first call's.",
    "message": "The call was made before with this idempotency key and was cut off; it is not made again.",
    "retryable": false,
    "status": 409
  },
  "import_overtaken": {
    "action": "Begin the import again if it is still wanted.",
    "message": "The graph was changed as a whole while the import ran; nothing was imported.",
    "retryable": false,
    "status": 409
  },
  "import_running": {
    "action": "Wait until authz.graph.job says that it is over.",
    "message": "Another import from R2 is running.",
    "retryable": false,
    "status": 409
  },
  "internal": {
    "action": "Try again; if it stays, report the request id to the platform's operators.",
    "message": "Something went wrong on our side.",
    "retryable": true,
    "status": 500
  },
  "invalid_context": {
    "action": "Give the parameter in details.parameter a value of its type: in the request's context, or, where details.tuple names a stored tuple, by writing that tuple again with another context. Values beside the parameters are ignored in a question's context, and refused in a tuple's.",
    "message": "A condition can't use a value of its context, or fails with it.",
    "retryable": false,
    "status": 400
  },
  "invalid_credentials": {
    "action": "Try again, or reset the password. Where the tenant requires verified emails, follow the link in the verification email first.",
    "message": "The email or the password is wrong.",
    "retryable": false,
    "status": 401
  },
  "invalid_csv": {
    "action": "Correct the lines that details.problems lists.",
    "message": "The CSV is not valid; nothing was changed.",
    "retryable": false,
    "status": 400
  },
  "invalid_expiry": {
    "action": "Choose a time from 1970-01-01T00:00:01Z to 2106-02-07T06:28:15Z, or leave expiresAt out for a tuple that never expires.",
    "message": "A tuple can't expire at this time; nothing was changed.",
    "retryable": false,
    "status": 400
  },
  "invalid_input": {
    "action": "Correct the fields named in details.issues.",
    "message": "The input does not have the shape this procedure takes.",
    "retryable": false,
    "status": 400
  },
  "invalid_json": {
    "action": "Send a JSON body, or use the client SDK.",
    "message": "The request body is not valid JSON of the form this API takes.",
    "retryable": false,
    "status": 400
  },
  "invalid_model": {
    "action": "Correct what details.problems lists.",
    "message": "The model is not valid.",
    "retryable": false,
    "status": 400
  },
  "invalid_password_hash": {
    "action": "Give it in a form that docs/operating.md lists, as details.problem says.",
    "message": "A hash cannot be checked here; nothing was changed.",
    "retryable": false,
    "status": 400
  },
  "invalid_snapshot": {
    "action": "Report the request id to the platform's operators.",
    "message": "A stored snapshot of the graph cannot be read.",
    "retryable": false,
    "status": 500
  },
  "invalid_template": {
    "action": "Correct what details.problems lists.",
    "message": "The text cannot be that of such a letter; nothing was changed.",
    "retryable": false,
    "status": 400
  },
  "invitation_accepted": {
    "action": "Have them sign in, or choose another password by users.forceReset.",
    "message": "This user has a password already, so there is nothing to accept; nothing was sent.",
    "retryable": false,
    "status": 409
  },
  "invitation_missing": {
    "action": "Ban the user with users.ban if nobody is to sign in as them.",
    "message": "This user has no open invitation; nothing was changed.",
    "retryable": false,
    "status": 409
  },
  "key_changed": {
    "action": "Try again.",
    "message": "This API key was changed again and again meanwhile; nothing was changed.",
    "retryable": true,
    "status": 409
  },
  "key_disabled": {
    "action": "Have whoever issued it switch it on.",
    "message": "This API key is switched off.",
    "retryable": false,
    "status": 401
  },
  "key_exceeds_own": {
    "action": "Ask for no more than the key has, as details.problems says, or use a secret key.",
    "message": "A restricted key cannot make or change a key that may do more than itself.",
    "retryable": false,
    "status": 403
  },
  "key_expired": {
    "action": "Create another key.",
    "message": "This API key has expired.",
    "retryable": false,
    "status": 401
  },
  "key_malformed": {
    "action": "Copy the key again, whole.",
    "message": "This is not an API key: its form or its checksum is wrong.",
    "retryable": false,
    "status": 401
  },
  "key_not_active": {
    "action": "Use another key: details.replacedBy names the one that took its place, if any.",
    "message": "This API key has ended or has been replaced, so nothing can be changed about it.",
    "retryable": false,
    "status": 409
  },
  "key_not_found": {
    "action": "List the tenant's keys to find its id.",
    "message": "The tenant has no API key with this id.",
    "retryable": false,
    "status": 404
  },
  "key_of_customer": {
    "action": "Use a key of the tenant's own: pk_, sk_ or rk_.",
    "message": "This is a key that a tenant issued to its customer; it opens nothing here.",
    "retryable": false,
    "status": 401
  },
  "key_replaced": {
    "action": "Use the key that took its place.",
    "message": "This API key has been replaced by another.",
    "retryable": false,
    "status": 401
  },
  "key_revoked": {
    "action": "Create another key.",
    "message": "This API key has been revoked.",
    "retryable": false,
    "status": 401
  },
  "key_unknown": {
    "action": "Check that the key belongs to this deployment; create another if it is lost.",
    "message": "There is no such API key.",
    "retryable": false,
    "status": 401
  },
  "last_superadmin": {
    "action": "Make somebody else a superadmin first, who has chosen a password.",
    "message": "Nobody else could manage the platform then; nothing was changed.",
    "retryable": false,
    "status": 409
  },
  "link_expired": {
    "action": "Follow the link in the newest email, or request another: auth.email.resend to verify an email, auth.password.forgot for a password, auth.email.change for a change of email. An invitation is sent again by whoever invited.",
    "message": "This link has expired: its time is over, or a newer one was sent in its place.",
    "retryable": false,
    "status": 400
  },
  "link_invalid": {
    "action": "Copy the whole link from the newest email, or request another.",
    "message": "This is not a link that was sent here, or it wasn't copied whole.",
    "retryable": false,
    "status": 400
  },
  "link_used": {
    "action": "Sign in, or request another link: auth.password.forgot for a password, auth.email.change for a change of email.",
    "message": "This link was used before; it works once.",
    "retryable": false,
    "status": 400
  },
  "live_refused": {
    "action": "Have a tenant created with environment \"test\", and call with its secret key.",
    "message": "Only test tenants have this.",
    "retryable": false,
    "status": 403
  },
  "malformed_object": {
    "action": "Write it as type:id.",
    "message": "An object is not well-formed.",
    "retryable": false,
    "status": 400
  },
  "malformed_relation": {
    "action": "Write the name of a relation of the model.",
    "message": "A relation is not well-formed.",
    "retryable": false,
    "status": 400
  },
  "malformed_subject": {
    "action": "Write it as type:id, type:id#relation or type:*.",
    "message": "A subject is not well-formed.",
    "retryable": false,
    "status": 400
  },
  "metadata_too_large": {
    "action": "Keep less in them; details.maximumBytes says how much they may be as JSON.",
    "message": "The user's metadata would be larger than they may be; nothing was changed.",
    "retryable": false,
    "status": 413
  },
  "method_not_allowed": {
    "action": "Use POST.",
    "message": "This procedure does not answer to this HTTP method.",
    "retryable": false,
    "status": 405
  },
  "misconfigured": {
    "action": "The operators find the missing setting in the Worker's log.",
    "message": "The service lacks a setting it cannot run without.",
    "retryable": false,
    "status": 503
  },
  "model_missing": {
    "action": "Put one with authz.model.put.",
    "message": "The tenant has no model yet.",
    "retryable": false,
    "status": 409
  },
  "model_version_unknown": {
    "action": "Leave the version out to get the newest.",
    "message": "The tenant's model has no such version.",
    "retryable": false,
    "status": 404
  },
  "origin_refused": {
    "action": "Add details.origin to the key's allowedOrigins exactly as it stands there, or call from a page that is listed.",
    "message": "This API key can't be used on pages of this origin.",
    "retryable": false,
    "status": 403
  },
  "past_too_large": {
    "action": "Ask about the newest revision.",
    "message": "The graph at that revision is too large to be loaded beside the present one.",
    "retryable": false,
    "status": 409
  },
  "permission_held": {
    "action": "Go on: nothing needs to be taken.",
    "message": "This admin has the permission already.",
    "retryable": false,
    "status": 409
  },
  "permission_missing": {
    "action": "Have a superadmin give it, as details.permission and details.tenant say; null stands for the platform.",
    "message": "This admin lacks the permission that this call needs.",
    "retryable": false,
    "status": 403
  },
  "plan_exceeded": {
    "action": "Ask the platform's operators for another plan, or remove what is not needed; details say which limit it is.",
    "message": "The tenant's plan does not allow more of this.",
    "retryable": false,
    "status": 429
  },
  "plan_in_use": {
    "action": "Put them on another plan first.",
    "message": "Tenants are on this plan.",
    "retryable": false,
    "status": 409
  },
  "plan_taken": {
    "action": "Choose another slug, and put tenants on the new plan.",
    "message": "There is a plan of this slug already. A plan stays what it is.",
    "retryable": false,
    "status": 409
  },
  "plan_unknown": {
    "action": "Check the slug against plans.list.",
    "message": "There is no such plan.",
    "retryable": false,
    "status": 404
  },
  "precondition_failed": {
    "action": "Read the tuple in details, decide anew, and write again.",
    "message": "A precondition of the write does not hold; nothing was changed.",
    "retryable": false,
    "status": 409
  },
  "rate_limited": {
    "action": "Wait for the time in details.retryAfterSeconds, then try again.",
    "message": "Too many calls in a short time.",
    "retryable": true,
    "status": 429
  },
  "reauthentication_required": {
    "action": "Sign in again with what details.missing names, then call again.",
    "message": "This needs a sign-in that is only a few minutes old.",
    "retryable": false,
    "status": 403
  },
  "refresh_invalid": {
    "action": "Sign in again.",
    "message": "This is not a refresh token that was issued here.",
    "retryable": false,
    "status": 401
  },
  "refresh_reused": {
    "action": "Sign in again. If it was not you who used it, change the password.",
    "message": "This refresh token was used before, so the session has been ended for safety.",
    "retryable": false,
    "status": 401
  },
  "reset_required": {
    "action": "Follow the link in the letter, or have another sent with auth.password.forgot.",
    "message": "The password has to be chosen anew before its user may sign in.",
    "retryable": false,
    "status": 403
  },
  "revision_unknown": {
    "action": "Use a revision between details.oldest and details.newest.",
    "message": "The graph has no such revision, or does not keep it any more.",
    "retryable": false,
    "status": 409
  },
  "scope_missing": {
    "action": "Use a key with the scope in details.scope, or have it added.",
    "message": "This restricted key lacks the scope that this call needs.",
    "retryable": false,
    "status": 403
  },
  "scope_unknown": {
    "action": "Choose from those in details.scopes.",
    "message": "There is no such scope.",
    "retryable": false,
    "status": 400
  },
  "session_ended": {
    "action": "Sign in again.",
    "message": "The session has ended.",
    "retryable": false,
    "status": 401
  },
  "session_not_found": {
    "action": "List the user's sessions to find its id.",
    "message": "The user has no session with this id.",
    "retryable": false,
    "status": 404
  },
  "slug_taken": {
    "action": "Choose another.",
    "message": "Another tenant has this slug or host.",
    "retryable": false,
    "status": 409
  },
  "subject_not_allowed": {
    "action": "Use one of the kinds of subject in details.allowed.",
    "message": "The model does not allow such a subject for this relation.",
    "retryable": false,
    "status": 400
  },
  "tenant_deleted": {
    "action": "Ask the platform's operators: it can be restored until it is purged.",
    "message": "The tenant has been deleted.",
    "retryable": false,
    "status": 403
  },
  "tenant_mismatch": {
    "action": "Leave the tenant out, or use credentials of that tenant.",
    "message": "The credentials belong to another tenant than the one the request names.",
    "retryable": false,
    "status": 403
  },
  "tenant_misplaced": {
    "action": "Name a parent that is there, is not deleted, is not below the tenant, and leaves a level for it.",
    "message": "The tenant cannot stand there.",
    "retryable": false,
    "status": 409
  },
  "tenant_required": {
    "action": "Pass a key or token of the tenant, the x-tenant-id header, or use the tenant's own host.",
    "message": "The request does not say which tenant it is about.",
    "retryable": false,
    "status": 400
  },
  "tenant_suspended": {
    "action": "Ask the platform's operators.",
    "message": "The tenant is suspended.",
    "retryable": false,
    "status": 403
  },
  "tenant_unknown": {
    "action": "Check the tenant's id or slug.",
    "message": "There is no such tenant.",
    "retryable": false,
    "status": 404
  },
  "ticket_invalid": {
    "action": "Get another with events.ticket, and connect at once.",
    "message": "The ticket is not known here, was used before, or has expired.",
    "retryable": false,
    "status": 401
  },
  "token_expired": {
    "action": "Refresh it with the refresh token, or sign in again.",
    "message": "The access token has expired.",
    "retryable": false,
    "status": 401
  },
  "token_invalid": {
    "action": "Sign in again.",
    "message": "The access token was not issued here, or was altered.",
    "retryable": false,
    "status": 401
  },
  "token_malformed": {
    "action": "Send the access token exactly as it was issued.",
    "message": "The bearer credential is neither an API key nor an access token.",
    "retryable": false,
    "status": 401
  },
  "too_many_attempts": {
    "action": "Wait for the time in details.retryAfterSeconds. If it is null, reset the password, or have the tenant's server call users.unlock.",
    "message": "Too many failed attempts.",
    "retryable": true,
    "status": 429
  },
  "too_many_tuples": {
    "action": "Store what always holds, and bring only what this question needs.",
    "message": "The question brings more contextual tuples than are taken at once.",
    "retryable": false,
    "status": 413
  },
  "unauthenticated": {
    "action": "Pass an API key or an access token.",
    "message": "This procedure needs a key or a signed-in user.",
    "retryable": false,
    "status": 401
  },
  "unknown_procedure": {
    "action": "Check the path against the API reference; the SDK has a method for each procedure.",
    "message": "There is no procedure at this path.",
    "retryable": false,
    "status": 404
  },
  "unknown_relation": {
    "action": "Check the relation against the model, or put a model that has it.",
    "message": "The type has no such relation.",
    "retryable": false,
    "status": 400
  },
  "unknown_type": {
    "action": "Check the type against the model, or put a model that has it.",
    "message": "The model has no such type.",
    "retryable": false,
    "status": 400
  },
  "unsupported_media_type": {
    "action": "Send application/json.",
    "message": "This content type is not taken.",
    "retryable": false,
    "status": 415
  },
  "user_banned": {
    "action": "Ask the tenant's administrators.",
    "message": "This user may not sign in.",
    "retryable": false,
    "status": 403
  },
  "user_not_found": {
    "action": "Check it, or find the user with users.search or users.list.",
    "message": "The tenant has no user with this id, email or external id.",
    "retryable": false,
    "status": 404
  },
  "weak_password": {
    "action": "Choose another, as details.reason says.",
    "message": "The password is too easy to guess.",
    "retryable": false,
    "status": 400
  },
  "websocket_required": {
    "action": "Connect with a WebSocket client.",
    "message": "This address opens a WebSocket.",
    "retryable": false,
    "status": 400
  },
  "work_exceeded": {
    "action": "Ask about a smaller part of the graph.",
    "message": "The question is undecided within the allowed work.",
    "retryable": false,
    "status": 422
  }
};
