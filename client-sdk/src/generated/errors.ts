// Generated from the router by `npm run generate`. Do not edit.

/** Stable error codes of the service. Branch on these. */
export type ServiceErrorCode =
  /** 403. This API key may not be used from this address. */
  | "address_refused"
  /** 409. Admins were changed again and again meanwhile; nothing was changed. */
  | "admins_changed"
  /** 409. The tenant's log has been changed since it was written. */
  | "audit_broken"
  /** 413. The batch has more calls or checks than are taken at once. */
  | "batch_too_large"
  /** 413. The request body is too large. */
  | "body_too_large"
  /** 409. The platform has its first admin already; the bootstrap works once. */
  | "bootstrap_done"
  /** 403. The bootstrap secret is wrong, or none is configured. */
  | "bootstrap_refused"
  /** 503. Too many passwords are being checked at once. */
  | "busy"
  /** 403. After so many failed attempts a challenge has to be met first. */
  | "challenge_required"
  /** 409. More has changed since that revision than is sent at the start of a stream. */
  | "changes_too_many"
  /** 400. The code is wrong, has been used, or has expired. */
  | "code_invalid"
  /** 400. The same tuple is both written and deleted, or given twice on different terms. */
  | "conflicting_changes"
  /** 400. Cookies work on the tenant's own host only; this request came to the host in details.host. */
  | "cookie_host_required"
  /** 403. A request that relies on a cookie has to come from the tenant's own pages. */
  | "cross_site_request"
  /** 422. The question is undecided within the allowed depth. */
  | "depth_exceeded"
  /** 409. Another user has this email. */
  | "email_taken"
  /** 400. This is the account's email already; nothing was sent. */
  | "email_unchanged"
  /** 403. The email has to be verified before its user may go on. */
  | "email_unverified"
  /** 403. The key is of another environment than its tenant. */
  | "environment_mismatch"
  /** 409. The tenant has had no such event, or does not keep it for those who follow any more. */
  | "event_unknown"
  /** 413. The graph is too large to be sent in one answer. */
  | "export_too_large"
  /** 409. Another user has this external id. */
  | "external_id_taken"
  /** 403. This user has to show more than was shown to sign in. */
  | "factor_required"
  /** 403. This caller may not do this. */
  | "forbidden"
  /** 503. The graph was changed so much while the answer was made that it could not be completed; nothing was changed. */
  | "graph_changing"
  /** 409. The file in R2 was changed while it was read; nothing was imported. */
  | "graph_file_changed"
  /** 404. There is no graph file for this tenant in R2. */
  | "graph_file_missing"
  /** 409. The graph would be larger than this tenant may have; nothing was changed. */
  | "graph_full"
  /** 409. The call was made before with this idempotency key, and its answer was too large to be kept. */
  | "idempotency_answer_too_large"
  /** 400. The batch has an idempotency key and several calls, one of them a change. */
  | "idempotency_batch"
  /** 409. The call was made before with this idempotency key, and is still running. */
  | "idempotency_in_progress"
  /** 400. The idempotency key is not 16 to 200 visible ASCII characters. */
  | "idempotency_key_invalid"
  /** 422. The idempotency key was used before, with another input or by another browser; nothing was changed. */
  | "idempotency_key_reused"
  /** 409. The call was made before with this idempotency key and was cut off; it is not made again. */
  | "idempotency_outcome_unknown"
  /** 409. The graph was changed as a whole while the import ran; nothing was imported. */
  | "import_overtaken"
  /** 409. Another import from R2 is running. */
  | "import_running"
  /** 500. Something went wrong on our side. */
  | "internal"
  /** 400. A condition can't use a value of its context, or fails with it. */
  | "invalid_context"
  /** 401. The email or the password is wrong. */
  | "invalid_credentials"
  /** 400. The CSV is not valid; nothing was changed. */
  | "invalid_csv"
  /** 400. A tuple can't expire at this time; nothing was changed. */
  | "invalid_expiry"
  /** 400. The input does not have the shape this procedure takes. */
  | "invalid_input"
  /** 400. The request body is not valid JSON of the form this API takes. */
  | "invalid_json"
  /** 400. The model is not valid. */
  | "invalid_model"
  /** 400. A hash cannot be checked here; nothing was changed. */
  | "invalid_password_hash"
  /** 500. A stored snapshot of the graph cannot be read. */
  | "invalid_snapshot"
  /** 400. The text cannot be that of such a letter; nothing was changed. */
  | "invalid_template"
  /** 409. This user has a password already, so there is nothing to accept; nothing was sent. */
  | "invitation_accepted"
  /** 409. This user has no open invitation; nothing was changed. */
  | "invitation_missing"
  /** 409. This API key was changed again and again meanwhile; nothing was changed. */
  | "key_changed"
  /** 401. This API key is switched off. */
  | "key_disabled"
  /** 403. A restricted key cannot make or change a key that may do more than itself. */
  | "key_exceeds_own"
  /** 401. This API key has expired. */
  | "key_expired"
  /** 401. This is not an API key: its form or its checksum is wrong. */
  | "key_malformed"
  /** 409. This API key has ended or has been replaced, so nothing can be changed about it. */
  | "key_not_active"
  /** 404. The tenant has no API key with this id. */
  | "key_not_found"
  /** 401. This is a key that a tenant issued to its customer; it opens nothing here. */
  | "key_of_customer"
  /** 401. This API key has been replaced by another. */
  | "key_replaced"
  /** 401. This API key has been revoked. */
  | "key_revoked"
  /** 401. There is no such API key. */
  | "key_unknown"
  /** 409. Nobody else could manage the platform then; nothing was changed. */
  | "last_superadmin"
  /** 400. This link has expired: its time is over, or a newer one was sent in its place. */
  | "link_expired"
  /** 400. This is not a link that was sent here, or it wasn't copied whole. */
  | "link_invalid"
  /** 400. This link was used before; it works once. */
  | "link_used"
  /** 403. Only test tenants have this. */
  | "live_refused"
  /** 400. An object is not well-formed. */
  | "malformed_object"
  /** 400. A relation is not well-formed. */
  | "malformed_relation"
  /** 400. A subject is not well-formed. */
  | "malformed_subject"
  /** 413. The user's metadata would be larger than they may be; nothing was changed. */
  | "metadata_too_large"
  /** 405. This procedure does not answer to this HTTP method. */
  | "method_not_allowed"
  /** 503. The service lacks a setting it cannot run without. */
  | "misconfigured"
  /** 409. The tenant has no model yet. */
  | "model_missing"
  /** 404. The tenant's model has no such version. */
  | "model_version_unknown"
  /** 403. This API key can't be used on pages of this origin. */
  | "origin_refused"
  /** 409. The graph at that revision is too large to be loaded beside the present one. */
  | "past_too_large"
  /** 409. This admin has the permission already. */
  | "permission_held"
  /** 403. This admin lacks the permission that this call needs. */
  | "permission_missing"
  /** 429. The tenant's plan does not allow more of this. */
  | "plan_exceeded"
  /** 409. Tenants are on this plan. */
  | "plan_in_use"
  /** 409. There is a plan of this slug already. A plan stays what it is. */
  | "plan_taken"
  /** 404. There is no such plan. */
  | "plan_unknown"
  /** 409. A precondition of the write does not hold; nothing was changed. */
  | "precondition_failed"
  /** 429. Too many calls in a short time. */
  | "rate_limited"
  /** 403. This needs a sign-in that is only a few minutes old. */
  | "reauthentication_required"
  /** 401. This is not a refresh token that was issued here. */
  | "refresh_invalid"
  /** 401. This refresh token was used before, so the session has been ended for safety. */
  | "refresh_reused"
  /** 403. The password has to be chosen anew before its user may sign in. */
  | "reset_required"
  /** 409. The graph has no such revision, or does not keep it any more. */
  | "revision_unknown"
  /** 403. This restricted key lacks the scope that this call needs. */
  | "scope_missing"
  /** 400. There is no such scope. */
  | "scope_unknown"
  /** 401. The session has ended. */
  | "session_ended"
  /** 404. The user has no session with this id. */
  | "session_not_found"
  /** 409. Another tenant has this slug or host. */
  | "slug_taken"
  /** 400. The model does not allow such a subject for this relation. */
  | "subject_not_allowed"
  /** 403. The tenant has been deleted. */
  | "tenant_deleted"
  /** 403. The credentials belong to another tenant than the one the request names. */
  | "tenant_mismatch"
  /** 409. The tenant cannot stand there. */
  | "tenant_misplaced"
  /** 400. The request does not say which tenant it is about. */
  | "tenant_required"
  /** 403. The tenant is suspended. */
  | "tenant_suspended"
  /** 404. There is no such tenant. */
  | "tenant_unknown"
  /** 401. The ticket is not known here, was used before, or has expired. */
  | "ticket_invalid"
  /** 401. The access token has expired. */
  | "token_expired"
  /** 401. The access token was not issued here, or was altered. */
  | "token_invalid"
  /** 401. The bearer credential is neither an API key nor an access token. */
  | "token_malformed"
  /** 429. Too many failed attempts. */
  | "too_many_attempts"
  /** 413. The question brings more contextual tuples than are taken at once. */
  | "too_many_tuples"
  /** 401. This procedure needs a key or a signed-in user. */
  | "unauthenticated"
  /** 404. There is no procedure at this path. */
  | "unknown_procedure"
  /** 400. The type has no such relation. */
  | "unknown_relation"
  /** 400. The model has no such type. */
  | "unknown_type"
  /** 415. This content type is not taken. */
  | "unsupported_media_type"
  /** 403. This user may not sign in. */
  | "user_banned"
  /** 404. The tenant has no user with this id, email or external id. */
  | "user_not_found"
  /** 400. The password is too easy to guess. */
  | "weak_password"
  /** 400. This address opens a WebSocket. */
  | "websocket_required"
  /** 422. The question is undecided within the allowed work. */
  | "work_exceeded";
