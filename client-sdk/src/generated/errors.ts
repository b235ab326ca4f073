// Generated from the router by `npm run generate`. Do not edit.

/** Stable error codes of the service. Branch on these. */
export type ServiceErrorCode =
  /** 409. The platform already has its first admin. */
  | "already_bootstrapped"
  /** 409. The tenant's audit log was altered after it was written. */
  | "audit_chain_broken"
  /** 409. A file of the backup is missing, was changed, or is encrypted with another key. Nothing of it was restored. */
  | "backup_invalid"
  /** 404. The backup doesn't exist. */
  | "backup_not_found"
  /** 409. The deployment makes no backups, because BACKUP_KEY isn't set. */
  | "backups_not_configured"
  /** 413. The batch has more items than one request may have. */
  | "batch_too_large"
  /** 413. The request body is too large. */
  | "body_too_large"
  /** 403. The bootstrap secret is wrong, or none is configured. */
  | "bootstrap_secret_invalid"
  /** 503. The service is verifying too many passwords at the same time. */
  | "busy"
  /** 403. A challenge is required after too many failed attempts. */
  | "challenge_required"
  /** 403. Only a tenant's server may name the IP address of its end user. */
  | "client_ip_not_allowed"
  /** 400. The code is invalid, was used before, has expired, or belongs to another app, return URL or verifier. */
  | "code_exchange_refused"
  /** 400. The code is wrong, was used before, or has expired. */
  | "code_invalid"
  /** 409. Other changes were made at the same time. Nothing was changed. */
  | "conflict"
  /** 400. Cookie mode works on the tenant's own host only. The request was sent to details.host. */
  | "cookie_host_required"
  /** 403. A request that uses the session cookie must come from the tenant's own pages. */
  | "cross_site_request"
  /** 401. A customer's key can't be used to call this API. */
  | "customer_key_not_allowed"
  /** 422. The check couldn't be decided within the depth limit. */
  | "depth_limit_exceeded"
  /** 400. The same tuple is written and deleted, or written twice with different conditions or expiry times. */
  | "duplicate_tuple"
  /** 404. The tenant has no such email domain. */
  | "email_domain_not_found"
  /** 409. The DNS record that verifies the domain wasn't found. */
  | "email_domain_unverified"
  /** 409. Another user has this email. */
  | "email_taken"
  /** 400. The account already has this email. No email was sent. */
  | "email_unchanged"
  /** 403. The user's email is not verified. */
  | "email_unverified"
  /** 403. People with an email of this domain sign in at their organization. */
  | "enterprise_sign_in_required"
  /** 403. The API key's environment differs from its tenant's. */
  | "environment_mismatch"
  /** 409. The tenant doesn't have this event, or no longer stores it for live delivery. */
  | "event_not_found"
  /** 413. The graph is too large for one response. */
  | "export_too_large"
  /** 409. Another user has this external id. */
  | "external_id_taken"
  /** 409. The user has an authenticator app already. Nothing was changed. */
  | "factor_already_enrolled"
  /** 400. The code is wrong, was used before, or has expired. */
  | "factor_invalid"
  /** 400. This factor is not accepted here. Nothing was changed. */
  | "factor_not_accepted"
  /** 403. This factor can't be enrolled here. Nothing was changed. */
  | "factor_not_enrollable"
  /** 404. The user has no such factor. */
  | "factor_not_found"
  /** 403. Another factor is required to sign in. */
  | "factor_required"
  /** 403. This kind of caller isn't allowed to call this procedure. */
  | "forbidden"
  /** 503. The graph changed too often while the request ran. Nothing was changed. */
  | "graph_contention"
  /** 409. The file in R2 changed while it was read. Nothing was imported. */
  | "graph_file_changed"
  /** 404. The tenant has no graph file in R2. */
  | "graph_file_not_found"
  /** 400. An idempotency key can't be used for a batch that includes a change. */
  | "idempotency_batch_not_allowed"
  /** 409. A request with this idempotency key is still running. */
  | "idempotency_key_in_use"
  /** 400. The idempotency key must have 16 to 200 visible ASCII characters. */
  | "idempotency_key_invalid"
  /** 422. The idempotency key was used before with another input or by another browser. Nothing was changed. */
  | "idempotency_key_reused"
  /** 409. The first request with this idempotency key was interrupted, so its outcome is unknown. It was not run again. */
  | "idempotency_outcome_unknown"
  /** 409. The first request with this idempotency key succeeded, but its response was too large to store. */
  | "idempotency_response_too_large"
  /** 404. The user has no such linked identity. */
  | "identity_not_found"
  /** 409. An account has this email, and isn't linked to this identity provider. */
  | "identity_not_linked"
  /** 409. Another account is linked to this identity, or this account has changed meanwhile. */
  | "identity_taken"
  /** 409. Another import from R2 is running. */
  | "import_in_progress"
  /** 409. The whole graph was changed while the import ran. Nothing was imported. */
  | "import_superseded"
  /** 403. The admin lacks the permission that this procedure requires. */
  | "insufficient_permission"
  /** 403. The key lacks the scope that this procedure requires. */
  | "insufficient_scope"
  /** 500. An unexpected error occurred in the service. */
  | "internal_error"
  /** 400. A condition can't use a value of its context, or fails with it. */
  | "invalid_context"
  /** 401. The email or the password is wrong. */
  | "invalid_credentials"
  /** 400. The CSV is invalid. Nothing was changed. */
  | "invalid_csv"
  /** 400. The expiry time of a tuple is out of range. Nothing was changed. */
  | "invalid_expiry"
  /** 400. The input is invalid: a field is missing, unknown or has an invalid value. */
  | "invalid_input"
  /** 400. The request body is not valid JSON in the form this API accepts. */
  | "invalid_json"
  /** 400. The model is invalid. */
  | "invalid_model"
  /** 400. The password hash has an unsupported format. Nothing was changed. */
  | "invalid_password_hash"
  /** 400. The scope doesn't exist. */
  | "invalid_scope"
  /** 500. A stored snapshot of the graph can't be read. */
  | "invalid_snapshot"
  /** 400. The email template is invalid. Nothing was changed. */
  | "invalid_template"
  /** 400. The file of tuples is invalid. Nothing was changed. */
  | "invalid_tuple_file"
  /** 409. The user already has a password, so there is no invitation to accept. No email was sent. */
  | "invitation_accepted"
  /** 409. The user has no open invitation. Nothing was changed. */
  | "invitation_not_found"
  /** 403. This API key can't be used from this IP address. */
  | "ip_not_allowed"
  /** 401. The API key is disabled. */
  | "key_disabled"
  /** 403. A restricted or platform key can't create or change a key with more rights than its own. */
  | "key_exceeds_own_rights"
  /** 401. The API key has expired. */
  | "key_expired"
  /** 401. The API key doesn't exist in this deployment. */
  | "key_invalid"
  /** 401. The API key is malformed: its format or checksum is wrong. */
  | "key_malformed"
  /** 409. The API key has ended or was rotated, so it can't be changed. */
  | "key_not_active"
  /** 404. The tenant has no API key with this id. */
  | "key_not_found"
  /** 401. The API key was rotated and its overlap has ended. */
  | "key_replaced"
  /** 401. The API key was revoked. */
  | "key_revoked"
  /** 409. This is the last way in which the user can sign in. Nothing was changed. */
  | "last_sign_in_method"
  /** 409. This is the last superadmin who can sign in. Nothing was changed. */
  | "last_superadmin"
  /** 400. The link has expired or was replaced by a newer one. */
  | "link_expired"
  /** 400. The link is invalid or incomplete. */
  | "link_invalid"
  /** 403. The link works only in the browser that asked for it. */
  | "link_other_browser"
  /** 400. The link was used before; each link works once. */
  | "link_used"
  /** 400. The image can't be used as a logo. */
  | "logo_invalid"
  /** 404. The tenant has no logo with this hash. */
  | "logo_not_found"
  /** 400. The object is malformed. */
  | "malformed_object"
  /** 400. The relation is malformed. */
  | "malformed_relation"
  /** 400. The subject is malformed. */
  | "malformed_subject"
  /** 413. The user's metadata would be too large. Nothing was changed. */
  | "metadata_too_large"
  /** 405. This path doesn't accept this HTTP method. */
  | "method_not_allowed"
  /** 503. The service is not configured: a required setting is missing or invalid. */
  | "misconfigured"
  /** 409. The tenant has no model. */
  | "model_not_found"
  /** 404. The tenant's model has no such version. */
  | "model_version_not_found"
  /** 403. This API key can't be used on pages of this origin. */
  | "origin_not_allowed"
  /** 409. The tenant can't be placed under this parent. */
  | "parent_invalid"
  /** 409. The passkey is registered already. Nothing was changed. */
  | "passkey_already_registered"
  /** 400. The passkey wasn't accepted. */
  | "passkey_invalid"
  /** 409. The user has the maximum of 20 passkeys. Nothing was changed. */
  | "passkey_limit_reached"
  /** 404. The user has no passkey with this id. */
  | "passkey_not_found"
  /** 403. The user must choose a new password before signing in. */
  | "password_reset_required"
  /** 409. The admin already has this permission. */
  | "permission_already_granted"
  /** 409. A plan with this slug already exists. Plans can't be changed. */
  | "plan_already_exists"
  /** 409. Tenants are on this plan. */
  | "plan_in_use"
  /** 429. The tenant's plan doesn't allow more of this. */
  | "plan_limit_exceeded"
  /** 404. No plan has this slug. */
  | "plan_not_found"
  /** 409. A precondition of the write isn't met. Nothing was changed. */
  | "precondition_failed"
  /** 404. No procedure exists at this path. */
  | "procedure_not_found"
  /** 400. The sign-in at the identity provider was cancelled. */
  | "provider_cancelled"
  /** 403. The identity provider may not sign in this email. */
  | "provider_email_not_allowed"
  /** 403. The identity provider doesn't confirm that the email belongs to this account. */
  | "provider_email_unverified"
  /** 400. The identity provider refused the sign-in. */
  | "provider_error"
  /** 400. The sign-in has expired, was completed before, or was begun in another browser. */
  | "provider_flow_invalid"
  /** 503. The groups of the identity provider couldn't be stored, so nobody was signed in. */
  | "provider_groups_not_synced"
  /** 409. Email domains belong to the identity provider. */
  | "provider_in_use"
  /** 409. The tenant has as many identity providers or email domains as it can have. */
  | "provider_limit_reached"
  /** 404. The tenant has no such identity provider, or it is disabled. */
  | "provider_not_found"
  /** 400. The identity provider's answer is invalid, so nobody was signed in. */
  | "provider_response_invalid"
  /** 409. Another identity provider of the tenant has this slug. */
  | "provider_slug_taken"
  /** 422. The identity provider doesn't answer. */
  | "provider_unavailable"
  /** 429. Too many requests in a short time. */
  | "rate_limited"
  /** 403. This action requires a sign-in within the last few minutes. */
  | "reauthentication_required"
  /** 401. The refresh token was not issued by this tenant. */
  | "refresh_token_invalid"
  /** 401. The refresh token was used before, so the session was ended for security. */
  | "refresh_token_reused"
  /** 403. The tenant doesn't let people with this email sign up by themselves. */
  | "registration_closed"
  /** 409. Another restore is under way. */
  | "restore_in_progress"
  /** 409. Everything can only be restored into an empty database. Nothing was changed. */
  | "restore_needs_empty"
  /** 409. The backup has too many users that the tenant has lost. */
  | "restore_too_large"
  /** 400. The return URL is not registered with the tenant. */
  | "return_url_not_registered"
  /** 409. The graph doesn't have this revision, or no longer stores it. */
  | "revision_not_found"
  /** 409. The graph at this revision is too large to load next to the current one. */
  | "revision_too_large"
  /** 409. New passwords are hashed with this version of the pepper. */
  | "secret_version_newest"
  /** 401. The session has ended. */
  | "session_ended"
  /** 404. The user has no session with this id. */
  | "session_not_found"
  /** 401. The sign-in has expired, was completed, or the user's credentials have changed. */
  | "sign_in_expired"
  /** 403. The tenant doesn't allow this way of signing in. */
  | "sign_in_method_off"
  /** 409. Another tenant has this slug or host. */
  | "slug_taken"
  /** 400. The model doesn't allow this kind of subject for this relation. */
  | "subject_not_allowed"
  /** 403. The tenant is deleted. */
  | "tenant_deleted"
  /** 403. The credentials belong to another tenant than the one that the request names. */
  | "tenant_mismatch"
  /** 404. No tenant has this id or slug. */
  | "tenant_not_found"
  /** 400. The request doesn't name a tenant. */
  | "tenant_required"
  /** 403. The tenant is suspended. */
  | "tenant_suspended"
  /** 403. Only test tenants support this procedure. */
  | "test_tenant_only"
  /** 401. The ticket is invalid, was used before, or has expired. */
  | "ticket_invalid"
  /** 401. The access token has expired. */
  | "token_expired"
  /** 401. The access token was not issued by this deployment, or was altered. */
  | "token_invalid"
  /** 401. The bearer credential is neither an API key nor an access token. */
  | "token_malformed"
  /** 429. Too many failed attempts. */
  | "too_many_attempts"
  /** 409. Too many changes were made since that revision to stream them. */
  | "too_many_changes"
  /** 413. The request has too many contextual tuples. */
  | "too_many_contextual_tuples"
  /** 409. The graph would exceed one of the tenant's limits. Nothing was changed. */
  | "tuple_limit_reached"
  /** 401. This procedure requires an API key or a signed-in user. */
  | "unauthenticated"
  /** 503. A component that the service depends on doesn't answer at the moment. */
  | "unavailable"
  /** 400. The type doesn't define this relation. */
  | "unknown_relation"
  /** 400. The model doesn't define this type. */
  | "unknown_type"
  /** 415. The content type of the request is not supported. */
  | "unsupported_media_type"
  /** 400. Requests may not be sent to this URL. */
  | "url_not_allowed"
  /** 403. The user is banned and can't sign in. */
  | "user_banned"
  /** 404. The tenant has no user with this id, email or external id. */
  | "user_not_found"
  /** 400. The password is too weak. */
  | "weak_password"
  /** 409. Too many deliveries of the webhook wait, so no more events can be replayed to it. */
  | "webhook_backlog_full"
  /** 409. The webhook is disabled, so it receives no events. */
  | "webhook_disabled"
  /** 409. The tenant has as many webhooks as it can have. */
  | "webhook_limit_reached"
  /** 404. The tenant has no webhook with this id. */
  | "webhook_not_found"
  /** 400. This path accepts WebSocket connections only. */
  | "websocket_required"
  /** 422. The check couldn't be decided within the work limit. */
  | "work_limit_exceeded";
