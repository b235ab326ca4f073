// Generated from the router by `npm run generate`. Do not edit.
import type { CallOptions } from "../calls/call-options.ts";
import type { PagePromise } from "../calls/page.ts";
import type {
  AccountExport,
  AddEmailDomainRequest,
  AddEmailDomainResponse,
  AdvanceTestClockRequest,
  AdvanceTestClockResponse,
  ApiKey,
  Backup,
  BanUserRequest,
  BanUserResponse,
  BatchCheckRequest,
  BatchCheckResponse,
  BootstrapPlatformRequest,
  BootstrapPlatformResponse,
  BreakGlassRequest,
  BreakGlassResponse,
  CancelUserFactorResetRequest,
  CancelUserFactorResetResponse,
  ChangeEmailRequest,
  ChangeEmailResponse,
  ChangePasswordRequest,
  ChangePasswordResponse,
  CheckRequest,
  CheckResponse,
  CompleteEmailSignInRequest,
  CompleteEmailSignInResponse,
  CompleteIdentityLinkRequest,
  CompleteIdentityLinkResponse,
  ConfirmEmailCodeRequest,
  ConfirmEmailCodeResponse,
  ConfirmEmailRequest,
  ConfirmEmailResponse,
  ConfirmFactorTotpRequest,
  ConfirmFactorTotpResponse,
  CreateApiKeyRequest,
  CreateApiKeyResponse,
  CreateBackupRequest,
  CreateBackupResponse,
  CreateCustomerKeyRequest,
  CreateCustomerKeyResponse,
  CreateFactorBackupCodeResponse,
  CreateIdentityProviderRequest,
  CreateIdentityProviderResponse,
  CreatePlanRequest,
  CreatePlatformKeyRequest,
  CreatePlatformKeyResponse,
  CreateTenantRequest,
  CreateTenantResponse,
  CreateUserRequest,
  CreateUserResponse,
  CreateWebhookRequest,
  CreateWebhookResponse,
  CustomerKey,
  DeleteAccountRequest,
  DeleteAccountResponse,
  DeleteIdentityProviderRequest,
  DeleteIdentityProviderResponse,
  DeletePlanRequest,
  DeletePlanResponse,
  DeleteTenantRequest,
  DeleteTuplesRequest,
  DeleteTuplesResponse,
  DeleteUserRequest,
  DeleteUserResponse,
  DeleteWebhookRequest,
  DeleteWebhookResponse,
  DeliveriesWebhookRequest,
  DeliveriesWebhookResponse,
  DiffModelRequest,
  DiffModelResponse,
  EmailTemplate,
  EndAllSessionsResponse,
  EndAllTenantSessionsResponse,
  EndAllUserSessionsRequest,
  EndAllUserSessionsResponse,
  EndBreakGlassRequest,
  EndBreakGlassResponse,
  EndOtherSessionsResponse,
  EndSessionRequest,
  EndSessionResponse,
  EndUserSessionRequest,
  EndUserSessionResponse,
  ExchangeCodeRequest,
  ExchangeCodeResponse,
  ExpandRequest,
  ExpandResponse,
  ExplainRequest,
  ExplainResponse,
  ExportAuditLogRequest,
  ExportAuditLogResponse,
  ExportGraphRequest,
  ExportGraphResponse,
  FilesBackupRequest,
  FilesBackupResponse,
  FinishPasskeyRegisterRequest,
  FinishPasskeyRegisterResponse,
  FinishPasskeySignInRequest,
  FinishPasskeySignInResponse,
  ForcePasswordResetRequest,
  ForcePasswordResetResponse,
  ForcePlatformResetsRequest,
  ForcePlatformResetsResponse,
  ForgetFactorDeviceResponse,
  ForgotPasswordRequest,
  ForgotPasswordResponse,
  GetApiKeyRequest,
  GetAssertionRequest,
  GetAssertionResponse,
  GetBackupRequest,
  GetCustomerKeyRequest,
  GetDashboardActivityRequest,
  GetDashboardActivityResponse,
  GetDashboardHealthResponse,
  GetDashboardHoursRequest,
  GetDashboardHoursResponse,
  GetDashboardLatencyRequest,
  GetDashboardLatencyResponse,
  GetDashboardOverviewRequest,
  GetDashboardOverviewResponse,
  GetDashboardTenantsRequest,
  GetDashboardTenantsResponse,
  GetDashboardTimeseriesRequest,
  GetDashboardTimeseriesResponse,
  GetDashboardTopTenantsRequest,
  GetDashboardTopTenantsResponse,
  GetEmailTemplateRequest,
  GetEventTicketRequest,
  GetEventTicketResponse,
  GetGraphStatsResponse,
  GetIdentityProviderRequest,
  GetIdentityProviderResponse,
  GetImportJobResponse,
  GetMeResponse,
  GetModelRequest,
  GetModelResponse,
  GetPlatformAdminRequest,
  GetPlatformAdminResponse,
  GetPlatformKeyRequest,
  GetSystemHealthResponse,
  GetUserRequest,
  GetUserResponse,
  GetUsersRequest,
  GetUsersResponse,
  GetWebhookRequest,
  GetWebhookResponse,
  GrantPlatformAdminRequest,
  GrantPlatformAdminResponse,
  GraphSettings,
  ImportGraphRequest,
  ImportGraphResponse,
  ImportJob,
  ImportUsersRequest,
  ImportUsersResponse,
  InvitePlatformAdminRequest,
  InvitePlatformAdminResponse,
  KeyVerification,
  ListApiKeysRequest,
  ListApiKeysResponse,
  ListAuditEventsRequest,
  ListAuditEventsResponse,
  ListBackupsRequest,
  ListBackupsResponse,
  ListChangesRequest,
  ListChangesResponse,
  ListCustomerKeysRequest,
  ListCustomerKeysResponse,
  ListEmailDomainsRequest,
  ListEmailDomainsResponse,
  ListEmailMailboxRequest,
  ListEmailMailboxResponse,
  ListEmailOutboxRequest,
  ListEmailOutboxResponse,
  ListEmailTemplatesRequest,
  ListEmailTemplatesResponse,
  ListEventsRequest,
  ListEventsResponse,
  ListFactorsResponse,
  ListIdentitiesResponse,
  ListIdentityProvidersRequest,
  ListIdentityProvidersResponse,
  ListModelVersionsRequest,
  ListModelVersionsResponse,
  ListObjectsRequest,
  ListObjectsResponse,
  ListPasskeysRequest,
  ListPasskeysResponse,
  ListPlansRequest,
  ListPlansResponse,
  ListPlatformAdminsRequest,
  ListPlatformAdminsResponse,
  ListPlatformKeysRequest,
  ListPlatformKeysResponse,
  ListRelationsRequest,
  ListRelationsResponse,
  ListSessionsRequest,
  ListSessionsResponse,
  ListSignInProvidersResponse,
  ListSigningKeysResponse,
  ListSubjectsRequest,
  ListSubjectsResponse,
  ListTenantsRequest,
  ListTenantsResponse,
  ListUserSessionsRequest,
  ListUserSessionsResponse,
  ListUsersRequest,
  ListUsersResponse,
  ListWebhooksRequest,
  ListWebhooksResponse,
  LoginRequest,
  LoginResponse,
  LogoutRequest,
  LogoutResponse,
  MoveTenantRequest,
  Plan,
  PlatformKey,
  PreviewEmailTemplateRequest,
  PreviewEmailTemplateResponse,
  PutAssertionRequest,
  PutAssertionResponse,
  PutEmailTemplateRequest,
  PutModelRequest,
  PutModelResponse,
  ReadBackupRequest,
  ReadBackupResponse,
  ReadRequest,
  ReadResponse,
  RefreshRequest,
  RefreshResponse,
  RegisterRequest,
  RegisterResponse,
  ReloadGraphRequest,
  RemoveEmailDomainRequest,
  RemoveEmailDomainResponse,
  RemoveFactorTotpResponse,
  RemovePasskeyRequest,
  RemovePasskeyResponse,
  RemovePlatformAdminRequest,
  RemovePlatformAdminResponse,
  RenamePasskeyRequest,
  RenamePasskeyResponse,
  ReplayWebhookRequest,
  ReplayWebhookResponse,
  ReportApiKeyLeakRequest,
  ReportApiKeyLeakResponse,
  RequestUserFactorResetRequest,
  RequestUserFactorResetResponse,
  ResendVerificationEmailRequest,
  ResendVerificationEmailResponse,
  ResetEmailTemplateRequest,
  ResetPasswordRequest,
  ResetPasswordResponse,
  RestoreBackupAllRequest,
  RestoreBackupAllResponse,
  RestoreBackupRequest,
  RestoreBackupResponse,
  RestoreSigningKeyResponse,
  RevokeApiKeyRequest,
  RevokeCustomerKeyRequest,
  RevokePlatformAdminRequest,
  RevokePlatformAdminResponse,
  RevokePlatformKeyRequest,
  RevokeUserInvitationRequest,
  RevokeUserInvitationResponse,
  RotateApiKeyRequest,
  RotateApiKeyResponse,
  RotateCustomerKeyRequest,
  RotateCustomerKeyResponse,
  RotatePlatformKeyRequest,
  RotatePlatformKeyResponse,
  RotateSigningKeyRequest,
  RotateSigningKeyResponse,
  RotateWebhookSecretRequest,
  RotateWebhookSecretResponse,
  SearchUsersRequest,
  SearchUsersResponse,
  SecretsDashboardResponse,
  SendFactorEmailRequest,
  SendFactorEmailResponse,
  SendUserInvitationRequest,
  SendUserInvitationResponse,
  SetPlatformAdminRoleRequest,
  SetPlatformAdminRoleResponse,
  SetTenantLogoRequest,
  SetTenantPlanRequest,
  StartEmailSignInRequest,
  StartEmailSignInResponse,
  StartFactorTotpRequest,
  StartFactorTotpResponse,
  StartIdentityLinkRequest,
  StartIdentityLinkResponse,
  StartPasskeyRegisterRequest,
  StartPasskeyRegisterResponse,
  StartPasskeySignInResponse,
  StartPasskeyStepUpRequest,
  StartPasskeyStepUpResponse,
  StartProviderSignInRequest,
  StartProviderSignInResponse,
  StepUpRequest,
  StepUpResponse,
  Tenant,
  TenantLogo,
  TenantSettings,
  TestWebhookRequest,
  TestWebhookResponse,
  UnbanUserRequest,
  UnbanUserResponse,
  UnlinkIdentitieRequest,
  UnlinkIdentitieResponse,
  UnlockUserRequest,
  UnlockUserResponse,
  UpdateAccountRequest,
  UpdateAccountResponse,
  UpdateApiKeyRequest,
  UpdateCustomerKeyRequest,
  UpdateGraphSettingsRequest,
  UpdateIdentityProviderRequest,
  UpdateIdentityProviderResponse,
  UpdatePlatformKeyRequest,
  UpdateTenantRequest,
  UpdateTenantSettingsRequest,
  UpdateUserRequest,
  UpdateUserResponse,
  UpdateWebhookRequest,
  UpdateWebhookResponse,
  ValidateModelRequest,
  ValidateModelResponse,
  VerifyApiKeyRequest,
  VerifyAuditLogRequest,
  VerifyAuditLogResponse,
  VerifyEmailDomainRequest,
  VerifyEmailDomainResponse,
  VerifyProofRequest,
  VerifyProofResponse,
  WriteRequest,
  WriteResponse,
} from "./types.ts";

/** A method for each procedure of the API. */
export interface Procedures {
  readonly apiKeys: {
    /**
     * Creates an API key for the tenant. The key itself is returned only once.
     *
     * Callers: secret, admin, platformKey. An admin needs `keys` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `kind` (`"publishable" | "secret" | "restricted"`): publishable: identifies the tenant, for browsers. secret: full access to the tenant, for servers. restricted: only what its scopes allow, for servers.
     * - `mode?` (`"live" | "test"`): Must be the mode of the tenant's environment, which it defaults to.
     * - `name` (`string`): 1 to 200 characters.
     * - `expiresAt?` (`Date`): Expiry time of the key. Defaults to no expiry.
     * - `scopes?` (`string[]`): Scopes of a restricted key: a procedure's path, a family such as authz.*, or the reads of a family such as authz:read. At most 100 items. At most 100 characters each.
     * - `allowedOrigins?` (`string[]`): Origins of the pages that may use a publishable key. https://*.example.com allows all subdomains. Empty allows any origin. At most 50 items. At most 300 characters each.
     * - `allowedIpRanges?` (`string[]`): IPv4 and IPv6 addresses and CIDR ranges that may use the key, at most 100. Empty allows any IP address. At most 100 items. At most 100 characters each.
     * - `limits?` (`object[]`): Rate limits of the key, at most 4. A window starts with its first call. Every limit applies. At most 4 items.
     * - `limits[].calls` (`integer`): 1 to 1,000,000,000.
     * - `limits[].perSeconds` (`integer`): 1 to 2,678,400.
     * - `metadata?` (`Record<string, any>`): Custom data that the tenant stores with the key: at most 4,096 bytes of JSON, 8 levels deep.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `key` (`string`)
     * - `apiKey` (`ApiKey`)
     * @throws `CfAuthError`, with code `environment_mismatch`, `invalid_scope`, `key_exceeds_own_rights`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.apiKeys.create({ kind: "publishable", name: "Backend" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeyscreate
     */
    create(request: CreateApiKeyRequest, options?: CallOptions): Promise<CreateApiKeyResponse>;
    readonly customers: {
      /**
       * Issues a key to a customer of the tenant. The key itself is returned only once, and can't call this API.
       *
       * Callers: secret, admin, platformKey. An admin needs `keys` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `name` (`string`): 1 to 200 characters.
       * - `ownerId?` (`string`): The tenant's own id of the customer who owns the key. 1 to 200 characters.
       * - `prefix?` (`string`): Prefix of the key, such as the tenant's name: 2 to 16 lower-case letters and digits. Defaults to ck. Matches `^[a-z][a-z0-9]{1,15}$`.
       * - `expiresAt?` (`Date`): Expiry time of the key. Defaults to no expiry.
       * - `quota?` (`object`): Usage quota of the key. Defaults to unlimited use.
       * - `quota.remaining` (`integer`): Units of quota that remain from now on. At most 1,000,000,000.
       * - `quota.refill?` (`object`): Raises remaining to amount at the start of each day or month (UTC), unless more is left. Defaults to no refill.
       * - `quota.refill.amount` (`integer`): At most 1,000,000,000.
       * - `quota.refill.every` (`"day" | "month"`)
       * - `scopes?` (`string[]`): Scopes that the tenant defines, at most 100. They are compared byte by byte. At most 100 items.
       * - `metadata?` (`Record<string, any>`): Custom data that the tenant stores with the key: at most 4,096 bytes of JSON, 8 levels deep.
       * - `allowedIpRanges?` (`string[]`): IPv4 and IPv6 addresses and CIDR ranges that may use the key, at most 100. Empty allows any IP address. At most 100 items. At most 100 characters each.
       * - `limits?` (`object[]`): Rate limits of the key, at most 4. A window starts with its first call. Every limit applies. At most 4 items.
       * - `limits[].calls` (`integer`): 1 to 1,000,000,000.
       * - `limits[].perSeconds` (`integer`): 1 to 2,678,400.
       * - `enabled?` (`boolean`): Whether the key is enabled.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `key` (`string`)
       * - `apiKey` (`CustomerKey`)
       * @throws `CfAuthError`, with code `environment_mismatch`, `invalid_scope`, `key_exceeds_own_rights`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.apiKeys.customers.create({ name: "Backend" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeyscustomerscreate
       */
      create(request: CreateCustomerKeyRequest, options?: CallOptions): Promise<CreateCustomerKeyResponse>;
      /**
       * Gets a customer's key and the remainder of its quota.
       *
       * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): At most 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link CustomerKey}.
       * @throws `CfAuthError`, with code `key_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.apiKeys.customers.get({ id: "key_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeyscustomersget
       */
      get(request: GetCustomerKeyRequest, options?: CallOptions): Promise<CustomerKey>;
      /**
       * Lists the keys of the tenant's customers, oldest first.
       *
       * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `ownerId?` (`string`): The tenant's own id of the customer who owns the key. 1 to 200 characters.
       * - `status?` (`"active" | "ended"`): active: the key works. ended: it was revoked, expired or was replaced. Defaults to both.
       * - `search?` (`string`): Part of the name, or the last four characters of the key. 1 to 200 characters.
       * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
       * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns One page; iterate with `for await` to read all pages:
       * - `items` (`CustomerKey[]`)
       * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.apiKeys.customers.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeyscustomerslist
       */
      list(request?: ListCustomerKeysRequest, options?: CallOptions): PagePromise<ListCustomerKeysResponse>;
      /**
       * Revokes a customer's key immediately. Safe to repeat.
       *
       * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): At most 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link CustomerKey}.
       * @throws `CfAuthError`, with code `key_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.apiKeys.customers.revoke({ id: "key_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeyscustomersrevoke
       */
      revoke(request: RevokeCustomerKeyRequest, options?: CallOptions): Promise<CustomerKey>;
      /**
       * Rotates a customer's key: issues a new key with the same properties, which shares its limits and quota.
       *
       * Callers: secret, admin, platformKey. An admin needs `keys` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): At most 64 characters.
       * - `overlapSeconds` (`integer`): Seconds that the old key still works beside the new one: 0 to 2,592,000 (30 days). At most 2,592,000.
       * - `expiresAt?` (`Date | null`): Expiry time of the new key; null for no expiry. Defaults to the old key's.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `key` (`string`)
       * - `apiKey` (`CustomerKey`)
       * - `retiresAt` (`Date`)
       * @throws `CfAuthError`, with code `conflict`, `environment_mismatch`, `invalid_scope`, `key_exceeds_own_rights`, `key_not_active`, `key_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.apiKeys.customers.rotate({ id: "key_01m8hscqm2ztga5mj6b8q4v1gw", overlapSeconds: 60 });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeyscustomersrotate
       */
      rotate(request: RotateCustomerKeyRequest, options?: CallOptions): Promise<RotateCustomerKeyResponse>;
      /**
       * Updates a customer's key, from its next use on. A new quota counts from now on.
       *
       * Callers: secret, admin, platformKey. An admin needs `keys` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): At most 64 characters.
       * - `name?` (`string`): 1 to 200 characters.
       * - `ownerId?` (`string | null`)
       * - `expiresAt?` (`Date | null`): Expiry time of the key; null for no expiry.
       * - `quota?` (`object | null`)
       * - `quota.remaining` (`integer`): Units of quota that remain from now on. At most 1,000,000,000.
       * - `quota.refill?` (`object`): Raises remaining to amount at the start of each day or month (UTC), unless more is left. Defaults to no refill.
       * - `quota.refill.amount` (`integer`): At most 1,000,000,000.
       * - `quota.refill.every` (`"day" | "month"`)
       * - `scopes?` (`string[]`): Scopes that the tenant defines, at most 100. They are compared byte by byte. At most 100 items.
       * - `metadata?` (`Record<string, any>`): Custom data that the tenant stores with the key: at most 4,096 bytes of JSON, 8 levels deep.
       * - `allowedIpRanges?` (`string[]`): IPv4 and IPv6 addresses and CIDR ranges that may use the key, at most 100. Empty allows any IP address. At most 100 items. At most 100 characters each.
       * - `limits?` (`object[]`): Rate limits of the key, at most 4. A window starts with its first call. Every limit applies. At most 4 items.
       * - `limits[].calls` (`integer`): 1 to 1,000,000,000.
       * - `limits[].perSeconds` (`integer`): 1 to 2,678,400.
       * - `enabled?` (`boolean`): Whether the key is enabled.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link CustomerKey}.
       * @throws `CfAuthError`, with code `conflict`, `environment_mismatch`, `invalid_scope`, `key_exceeds_own_rights`, `key_not_active`, `key_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.apiKeys.customers.update({ id: "key_01m8hscqm2ztga5mj6b8q4v1gw", name: "Acme" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeyscustomersupdate
       */
      update(request: UpdateCustomerKeyRequest, options?: CallOptions): Promise<CustomerKey>;
    };
    /**
     * Gets an API key of the tenant, without the key itself.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): At most 64 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns {@link ApiKey}.
     * @throws `CfAuthError`, with code `key_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.apiKeys.get({ id: "key_01m8hscqm2ztga5mj6b8q4v1gw" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeysget
     */
    get(request: GetApiKeyRequest, options?: CallOptions): Promise<ApiKey>;
    /**
     * Lists the tenant's API keys, oldest first, including those that have ended. Excludes customers' keys.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `kinds?` (`("publishable" | "secret" | "restricted")[]`): Kinds to list. Defaults to all kinds. At most 3 items.
     * - `status?` (`"active" | "ended"`): active: the key works. ended: it was revoked, expired or was replaced. Defaults to both.
     * - `search?` (`string`): Part of the name, or the last four characters of the key. 1 to 200 characters.
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`ApiKey[]`)
     * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.apiKeys.list();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeyslist
     */
    list(request?: ListApiKeysRequest, options?: CallOptions): PagePromise<ListApiKeysResponse>;
    /**
     * Reports a leaked API key and revokes it. Anyone may report a key; the result doesn't say whether it exists.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `key` (`string`): At most 512 characters.
     * - `source?` (`string`): Place where the key was found, such as a URL. The key's tenant can see it. 1 to 1,000 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `result` (`"not_a_key" | "publishable" | "received"`): received: the text has the form of a key, whether or not the key exists. publishable: such keys are public and stay active.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.apiKeys.reportLeak({ key: "sk_live_…" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeysreportleak
     */
    reportLeak(request: ReportApiKeyLeakRequest, options?: CallOptions): Promise<ReportApiKeyLeakResponse>;
    /**
     * Revokes an API key immediately and ends the sessions that were opened with it. Safe to repeat.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): At most 64 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns {@link ApiKey}.
     * @throws `CfAuthError`, with code `key_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.apiKeys.revoke({ id: "key_01m8hscqm2ztga5mj6b8q4v1gw" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeysrevoke
     */
    revoke(request: RevokeApiKeyRequest, options?: CallOptions): Promise<ApiKey>;
    /**
     * Rotates an API key: creates a new key with the same properties, while the old key works for overlapSeconds.
     *
     * Callers: secret, admin, platformKey. An admin needs `keys` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): At most 64 characters.
     * - `overlapSeconds` (`integer`): Seconds that the old key still works beside the new one: 0 to 2,592,000 (30 days). At most 2,592,000.
     * - `expiresAt?` (`Date | null`): Expiry time of the new key; null for no expiry. Defaults to the old key's.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `key` (`string`)
     * - `apiKey` (`ApiKey`)
     * - `retiresAt` (`Date`)
     * @throws `CfAuthError`, with code `conflict`, `environment_mismatch`, `invalid_scope`, `key_exceeds_own_rights`, `key_not_active`, `key_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.apiKeys.rotate({ id: "key_01m8hscqm2ztga5mj6b8q4v1gw", overlapSeconds: 60 });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeysrotate
     */
    rotate(request: RotateApiKeyRequest, options?: CallOptions): Promise<RotateApiKeyResponse>;
    /**
     * Updates an API key, from the next call on. Omitted fields stay unchanged.
     *
     * Callers: secret, admin, platformKey. An admin needs `keys` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): At most 64 characters.
     * - `name?` (`string`): 1 to 200 characters.
     * - `expiresAt?` (`Date | null`): Expiry time of the key; null for no expiry.
     * - `scopes?` (`string[]`): Scopes of a restricted key: a procedure's path, a family such as authz.*, or the reads of a family such as authz:read. At most 100 items. At most 100 characters each.
     * - `allowedOrigins?` (`string[]`): Origins of the pages that may use a publishable key. https://*.example.com allows all subdomains. Empty allows any origin. At most 50 items. At most 300 characters each.
     * - `allowedIpRanges?` (`string[]`): IPv4 and IPv6 addresses and CIDR ranges that may use the key, at most 100. Empty allows any IP address. At most 100 items. At most 100 characters each.
     * - `limits?` (`object[]`): Rate limits of the key, at most 4. A window starts with its first call. Every limit applies. At most 4 items.
     * - `limits[].calls` (`integer`): 1 to 1,000,000,000.
     * - `limits[].perSeconds` (`integer`): 1 to 2,678,400.
     * - `metadata?` (`Record<string, any>`): Custom data that the tenant stores with the key: at most 4,096 bytes of JSON, 8 levels deep.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns {@link ApiKey}.
     * @throws `CfAuthError`, with code `conflict`, `environment_mismatch`, `invalid_scope`, `key_exceeds_own_rights`, `key_not_active`, `key_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.apiKeys.update({ id: "key_01m8hscqm2ztga5mj6b8q4v1gw", name: "Backend" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeysupdate
     */
    update(request: UpdateApiKeyRequest, options?: CallOptions): Promise<ApiKey>;
    /**
     * Verifies a customer's key and counts the use. An invalid key is a result, not an error.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `key` (`string`): The key that the customer sent. At most 4,096 characters.
     * - `scopes?` (`string[]`): Scopes that the customer's request requires; the key must have all of them. Defaults to `[]`. At most 100 items.
     * - `cost?` (`integer`): Units of quota that the request uses; 0 verifies without counting. Defaults to `1`. At most 1,000,000.
     * - `ip?` (`string`): The customer's IP address, required for keys that have allowedIpRanges. At most 256 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns {@link KeyVerification}.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.apiKeys.verify({ key: "sk_live_…" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeysverify
     */
    verify(request: VerifyApiKeyRequest, options?: CallOptions): Promise<KeyVerification>;
  };
  readonly audit: {
    /**
     * Exports the tenant's audit log to R2 as JSON lines, each event with its sequence number and chain hash.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `cursor?` (`string`): nextCursor of the previous call; a file has at most 50000 events. Defaults to the first event. At most 8,192 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `key` (`string | null`): Key of the file in R2; null if there were no events to export.
     * - `eventCount` (`integer`)
     * - `firstSeq` (`integer | null`): Sequence number of the first event in the file.
     * - `lastSeq` (`integer | null`)
     * - `nextCursor` (`string`): Cursor to export later events, now or another day.
     * - `hasMore` (`boolean`): Whether more events can be exported now.
     * @throws `CfAuthError`, with code `audit_chain_broken`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.audit.export();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/audit.md#auditexport
     */
    export(request?: ExportAuditLogRequest, options?: CallOptions): Promise<ExportAuditLogResponse>;
    /**
     * Lists the tenant's audit events, newest first: changes and refused calls.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `event?` (`string`): An event name such as auth.login, or a prefix that ends in a dot, such as auth. for all events of auth. At most 100 characters.
     * - `actor?` (`string`): At most 64 characters.
     * - `outcome?` (`"ok" | "refused"`)
     * - `from?` (`Date`): Earliest time, inclusive.
     * - `to?` (`Date`): Latest time, exclusive.
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`AuditEvent[]`)
     * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.audit.list();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/audit.md#auditlist
     */
    list(request?: ListAuditEventsRequest, options?: CallOptions): PagePromise<ListAuditEventsResponse>;
    /**
     * Verifies the tenant's audit chain: no event was altered, removed or inserted after it was written.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `cursor?` (`string`): nextCursor of the previous call, which verifies at most 5000 events. Defaults to the first event that is not archived. At most 8,192 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `valid` (`boolean`): Whether the chain is valid as far as it was verified.
     * - `broken` (`object | null`)
     * - `broken.seq` (`integer`): Sequence number of the first invalid link.
     * - `broken.eventId` (`string`)
     * - `broken.problem` (`"altered" | "removed" | "inserted"`): altered: the event was changed. removed: it is missing. inserted: it was never part of the chain.
     * - `verifiedCount` (`integer`): Number of valid events, counted from the first.
     * - `eventCount` (`integer`): Number of events in the log, including archived ones.
     * - `archivedCount` (`integer`): Number of events that were moved to R2, after verifying them.
     * - `hash` (`string`): SHA-256 in hexadecimal of the last link of the chain.
     * - `nextCursor` (`string | null`): Cursor to continue; null at the end and where the chain is broken.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.audit.verify();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/audit.md#auditverify
     */
    verify(request?: VerifyAuditLogRequest, options?: CallOptions): Promise<VerifyAuditLogResponse>;
  };
  readonly auth: {
    readonly account: {
      /**
       * Deletes the signed-in user and all their personal data. It can't be undone.
       *
       * Callers: user.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `password?` (`string`): The user's current password. Not needed within 5 minutes of a sign-in or auth.stepUp. At most 1,024 characters.
       * - `challenge?` (`object`): The solved challenge. Required after the error `challenge_required`.
       * - `challenge.token` (`string`): Token of the solved challenge, valid for one attempt. 1 to 2,048 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `deleted` (`true`)
       * @throws `CfAuthError`, with code `busy`, `challenge_required`, `invalid_credentials`, `reauthentication_required`, `too_many_attempts`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.account.delete();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authaccountdelete
       */
      delete(request?: DeleteAccountRequest, options?: CallOptions): Promise<DeleteAccountResponse>;
      /**
       * Exports all data stored about the signed-in user.
       *
       * Callers: user, admin.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link AccountExport}.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.account.export();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authaccountexport
       */
      export(options?: CallOptions): Promise<AccountExport>;
      /**
       * Updates the signed-in user's profile.
       *
       * Callers: user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `name` (`string | null`): The user's name; null to remove it.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `user` (`User`)
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.account.update({ name: "Anne" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authaccountupdate
       */
      update(request: UpdateAccountRequest, options?: CallOptions): Promise<UpdateAccountResponse>;
    };
    readonly email: {
      /**
       * Starts a change of the signed-in user's email. Sends a confirmation link to the new email, and to the current one if it is verified.
       *
       * Callers: user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `newEmail` (`string`): The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email.
       * - `password?` (`string`): The user's current password. Not needed within 5 minutes of a sign-in or auth.stepUp. At most 1,024 characters.
       * - `challenge?` (`object`): The solved challenge. Required after the error `challenge_required`.
       * - `challenge.token` (`string`): Token of the solved challenge, valid for one attempt. 1 to 2,048 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `accepted` (`true`): Always true, whether or not such a user exists.
       * @throws `CfAuthError`, with code `busy`, `challenge_required`, `email_unchanged`, `enterprise_sign_in_required`, `invalid_credentials`, `reauthentication_required`, `too_many_attempts`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.email.change({ newEmail: "anne.new@example.com" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authemailchange
       */
      change(request: ChangeEmailRequest, options?: CallOptions): Promise<ChangeEmailResponse>;
      /**
       * Confirms an email or a change of email by the token of an emailed link. Safe to repeat while the result holds.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `token` (`string`): The `token` parameter of the link in the email. 1 to 256 characters.
       * - `registrationToken?` (`string`): The registrationToken of auth.register, if this client registered the user. Defaults to `""`. At most 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `resetToken` (`string | null`): Set if the password was removed because this client didn't prove that it chose it: a token for auth.password.reset.
       * - `result` (`"verified" | "waiting" | "changed"`): verified: the email is verified. waiting: the change also needs the link in the other email. changed: the change is done.
       * - `email` (`string`): The user's email; while waiting, their future email.
       * - `alreadyConfirmed` (`boolean`): Whether this was confirmed before, so that nothing changed now.
       * @throws `CfAuthError`, with code `email_taken`, `link_expired`, `link_invalid`, `link_used`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.email.confirm({ token: "the token of the link" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authemailconfirm
       */
      confirm(request: ConfirmEmailRequest, options?: CallOptions): Promise<ConfirmEmailResponse>;
      /**
       * Verifies an email by the code that was sent to it.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `email` (`string`): The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email.
       * - `code` (`string`): The digits of the code in the email. 1 to 32 characters.
       * - `registrationToken?` (`string`): The registrationToken of auth.register, if this client registered the user. Defaults to `""`. At most 64 characters.
       * - `challenge?` (`object`): The solved challenge. Required after the error `challenge_required`.
       * - `challenge.token` (`string`): Token of the solved challenge, valid for one attempt. 1 to 2,048 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `email` (`string`)
       * - `resetToken` (`string | null`): Set if the password was removed because this client didn't prove that it chose it: a token for auth.password.reset.
       * @throws `CfAuthError`, with code `busy`, `challenge_required`, `code_invalid`, `too_many_attempts`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.email.confirmCode({ email: "anne@example.com", code: "12345678" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authemailconfirmcode
       */
      confirmCode(request: ConfirmEmailCodeRequest, options?: CallOptions): Promise<ConfirmEmailCodeResponse>;
      /**
       * Resends the verification email if the email belongs to a user and is not verified.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `email` (`string`): The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `accepted` (`true`): Always true, whether or not such a user exists.
       * @throws `CfAuthError`, with code `busy`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.email.resend({ email: "anne@example.com" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authemailresend
       */
      resend(request: ResendVerificationEmailRequest, options?: CallOptions): Promise<ResendVerificationEmailResponse>;
    };
    readonly emailSignIn: {
      /**
       * Signs in, or up, by an emailed code or link, and opens a session. A link works in the browser that asked for it.
       *
       * Callers: anonymous, publishable, secret.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `email?` (`string`): The email that the code was sent to. At most 254 characters. Format: email.
       * - `code?` (`string`): The code in the email. 1 to 32 characters.
       * - `token?` (`string`): The `token` parameter of the link in the email. 1 to 256 characters.
       * - `requestToken?` (`string`): The requestToken of auth.emailSignIn.start. Not needed for a link if magicLinkAnyBrowser is on. Defaults to `""`. At most 64 characters.
       * - `deviceToken?` (`string`): The deviceToken of a device that the user trusts, from auth.stepUp. In cookie mode the browser sends it. 1 to 64 characters.
       * - `challenge?` (`object`): The solved challenge. Required after the error `challenge_required`.
       * - `challenge.token` (`string`): Token of the solved challenge, valid for one attempt. 1 to 2,048 characters.
       * - `mode?` (`"bearer" | "cookie"`): bearer: the client stores the refresh token. cookie: the browser stores it in an HttpOnly cookie, on the tenant's own host only. Defaults to `"bearer"`.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `user` (`User`)
       * - `accessToken` (`string`): A JSON Web Token (RFC 9068). Send it as Authorization: Bearer.
       * - `accessTokenExpiresAt` (`Date`)
       * - `refreshToken` (`string`): Refresh token, valid once. Empty in cookie mode, where the browser stores it.
       * - `refreshTokenExpiresAt` (`Date`): Expiry time of the refresh token if it isn't used before.
       * @throws `CfAuthError`, with code `busy`, `challenge_required`, `cookie_host_required`, `cross_site_request`, `email_unverified`, `enterprise_sign_in_required`, `factor_invalid`, `factor_required`, `link_expired`, `link_invalid`, `link_other_browser`, `link_used`, `password_reset_required`, `plan_limit_exceeded`, `registration_closed`, `sign_in_method_off`, `tenant_deleted`, `tenant_suspended`, `too_many_attempts`, `user_banned`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.emailSignIn.complete({
       *   email: "anne@example.com",
       *   code: "12345678",
       *   requestToken: "the requestToken of the start",
       * });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authemailsignincomplete
       */
      complete(request: CompleteEmailSignInRequest, options?: CallOptions): Promise<CompleteEmailSignInResponse>;
      /**
       * Emails a code or a link that signs in, or signs up where the tenant allows it.
       *
       * Callers: anonymous, publishable, secret.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `email` (`string`): The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email.
       * - `use?` (`"code" | "link"`): code: digits to type. link: a magic link. Defaults to `"code"`.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `requestToken` (`string`): Keep it in this browser, and send it with the code or link. It alone signs nobody in.
       * - `expiresAt` (`Date`): Time until which the code or link works.
       * @throws `CfAuthError`, with code `busy`, `enterprise_sign_in_required`, `sign_in_method_off`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.emailSignIn.start({ email: "anne@example.com" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authemailsigninstart
       */
      start(request: StartEmailSignInRequest, options?: CallOptions): Promise<StartEmailSignInResponse>;
    };
    /**
     * Exchanges the one-time code of the hosted pages for a session, with the app's PKCE verifier.
     *
     * Callers: publishable.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `code` (`string`): The code in the query of the return URL. 1 to 128 characters.
     * - `codeVerifier` (`string`): The verifier whose challenge the sign-in began with. 43 to 128 characters.
     * - `returnUrl` (`string`): The return URL that the sign-in began with. 1 to 1,000 characters.
     * - `mode?` (`"bearer" | "cookie"`): bearer: the client stores the refresh token. cookie: the browser stores it in an HttpOnly cookie, on the tenant's own host only. Defaults to `"bearer"`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `user` (`User`)
     * - `accessToken` (`string`): A JSON Web Token (RFC 9068). Send it as Authorization: Bearer.
     * - `accessTokenExpiresAt` (`Date`)
     * - `refreshToken` (`string`): Refresh token, valid once. Empty in cookie mode, where the browser stores it.
     * - `refreshTokenExpiresAt` (`Date`): Expiry time of the refresh token if it isn't used before.
     * @throws `CfAuthError`, with code `code_exchange_refused`, `cookie_host_required`, `cross_site_request`, `email_unverified`, `enterprise_sign_in_required`, `factor_required`, `password_reset_required`, `tenant_deleted`, `tenant_suspended`, `user_banned`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.auth.exchangeCode({
     *   code: "12345678",
     *   codeVerifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
     *   returnUrl: "https://app.example.com/signed-in",
     * });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authexchangecode
     */
    exchangeCode(request: ExchangeCodeRequest, options?: CallOptions): Promise<ExchangeCodeResponse>;
    readonly factors: {
      readonly backupCodes: {
        /**
         * Creates new backup codes for the signed-in user; earlier ones stop working. Requires a sign-in within the last 5 minutes.
         *
         * Callers: user, admin.
         *
         * @param options - Abort signal, timeout in seconds and idempotency key of this call.
         * @returns Fields:
         * - `codes` (`string[]`): Backup codes. They are shown once; each works once.
         * @throws `CfAuthError`, with code `factor_not_enrollable`, `factor_not_found`, `reauthentication_required`, `sign_in_expired`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
         * @example
         * await cfauth.auth.factors.backupCodes.create();
         * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authfactorsbackupcodescreate
         */
        create(options?: CallOptions): Promise<CreateFactorBackupCodeResponse>;
      };
      readonly devices: {
        /**
         * Ends the trust of all devices of the signed-in user. Safe to repeat.
         *
         * Callers: user, admin.
         *
         * @param options - Abort signal, timeout in seconds and idempotency key of this call.
         * @returns Fields:
         * - `forgottenCount` (`integer`): At least 0.
         * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
         * @example
         * await cfauth.auth.factors.devices.forget();
         * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authfactorsdevicesforget
         */
        forget(options?: CallOptions): Promise<ForgetFactorDeviceResponse>;
      };
      readonly email: {
        /**
         * Emails a code for auth.stepUp to the signed-in user, or in a sign-in that lacks a factor. It works once, for 10 minutes.
         *
         * Callers: anonymous, publishable, secret, user, admin.
         *
         * @param request - Fields; `?` marks those that may be left out:
         * - `signInToken?` (`string`): The signInToken of the error factor_required. Leave it out with a session. Defaults to `""`. At most 128 characters.
         * @param options - Abort signal, timeout in seconds and idempotency key of this call.
         * @returns Fields:
         * - `accepted` (`true`): Always true, whether or not such a user exists.
         * @throws `CfAuthError`, with code `busy`, `factor_not_accepted`, `sign_in_expired`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
         * @example
         * await cfauth.auth.factors.email.send();
         * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authfactorsemailsend
         */
        send(request?: SendFactorEmailRequest, options?: CallOptions): Promise<SendFactorEmailResponse>;
      };
      /**
       * Lists the signed-in user's factors.
       *
       * Callers: user, admin.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `required` (`boolean`): Whether the user must show a second factor to sign in.
       * - `totp` (`object | null`): The authenticator app; null if there is none.
       * - `totp.createdAt` (`Date`)
       * - `totp.lastUsedAt` (`Date | null`)
       * - `passkeyCount` (`integer`): At least 0.
       * - `backupCodesLeft` (`integer`): At least 0.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.factors.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authfactorslist
       */
      list(options?: CallOptions): Promise<ListFactorsResponse>;
      readonly totp: {
        /**
         * Confirms an authenticator app by its first code. From then on each sign-in requires a second factor.
         *
         * Callers: anonymous, publishable, secret, user, admin.
         *
         * @param request - Fields; `?` marks those that may be left out:
         * - `signInToken?` (`string`): The signInToken of the error factor_required. Leave it out with a session. Defaults to `""`. At most 128 characters.
         * - `code` (`string`): The app's code. 1 to 32 characters.
         * @param options - Abort signal, timeout in seconds and idempotency key of this call.
         * @returns Fields:
         * - `backupCodes` (`string[]`): Backup codes, shown once; empty if the user has some left.
         * @throws `CfAuthError`, with code `factor_invalid`, `factor_not_enrollable`, `reauthentication_required`, `sign_in_expired`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
         * @example
         * await cfauth.auth.factors.totp.confirm({ code: "12345678" });
         * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authfactorstotpconfirm
         */
        confirm(request: ConfirmFactorTotpRequest, options?: CallOptions): Promise<ConfirmFactorTotpResponse>;
        /**
         * Removes the signed-in user's authenticator app. Requires a sign-in within the last 5 minutes.
         *
         * Callers: user, admin.
         *
         * @param options - Abort signal, timeout in seconds and idempotency key of this call.
         * @returns Fields:
         * - `removed` (`true`)
         * @throws `CfAuthError`, with code `factor_not_enrollable`, `factor_not_found`, `reauthentication_required`, `sign_in_expired`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
         * @example
         * await cfauth.auth.factors.totp.remove();
         * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authfactorstotpremove
         */
        remove(options?: CallOptions): Promise<RemoveFactorTotpResponse>;
        /**
         * Starts to enrol an authenticator app. Requires a sign-in within the last 5 minutes, or the token of a sign-in that lacks a factor.
         *
         * Callers: anonymous, publishable, secret, user, admin.
         *
         * @param request - Fields; `?` marks those that may be left out:
         * - `signInToken?` (`string`): The signInToken of the error factor_required. Leave it out with a session. Defaults to `""`. At most 128 characters.
         * @param options - Abort signal, timeout in seconds and idempotency key of this call.
         * @returns Fields:
         * - `secret` (`string`): The secret in base32, for typing it into the app.
         * - `uri` (`string`): The secret as an otpauth:// URI.
         * - `qrCode` (`string`): The URI as a QR code: an SVG image.
         * @throws `CfAuthError`, with code `factor_already_enrolled`, `factor_not_enrollable`, `reauthentication_required`, `sign_in_expired`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
         * @example
         * await cfauth.auth.factors.totp.start();
         * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authfactorstotpstart
         */
        start(request?: StartFactorTotpRequest, options?: CallOptions): Promise<StartFactorTotpResponse>;
      };
    };
    readonly identities: {
      /**
       * Links the account that was shown at the identity provider, in the session that began, and notifies the user.
       *
       * Callers: user.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `code` (`string`): The link_code in the query of the return URL. 1 to 128 characters.
       * - `codeVerifier` (`string`): The verifier whose challenge the link began with. 43 to 128 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `id` (`string`): Id of the linked identity.
       * @throws `CfAuthError`, with code `code_exchange_refused`, `identity_taken`, `reauthentication_required`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.identities.complete({
       *   code: "12345678",
       *   codeVerifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
       * });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authidentitiescomplete
       */
      complete(request: CompleteIdentityLinkRequest, options?: CallOptions): Promise<CompleteIdentityLinkResponse>;
      /**
       * Starts to link an account of an identity provider to the signed-in user. Requires a sign-in within the last 5 minutes. The answer has a link_code for auth.identities.complete.
       *
       * Callers: user.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `provider` (`string`): Name of the provider in the addresses of its sign-in, unique in the tenant. Matches `^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$`.
       * - `returnUrl` (`string`): Address of the app that receives the answer; one of the tenant's setting returnUrls. 1 to 1,000 characters.
       * - `state` (`string`): Random text that the app finds again in the answer, and compares. 1 to 1,024 characters.
       * - `codeChallenge` (`string`): SHA-256 of a verifier that the app keeps, base64url (RFC 7636). 1 to 128 characters.
       * - `codeChallengeMethod?` (`"S256"`): S256, the only method. Defaults to `"S256"`.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `url` (`string`): Address to send the browser to. It works once, in one browser.
       * - `expiresAt` (`Date`): Time until which the sign-in must be completed: 10 minutes.
       * @throws `CfAuthError`, with code `provider_not_found`, `reauthentication_required`, `return_url_not_registered`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.identities.link({
       *   provider: "google",
       *   returnUrl: "https://app.example.com/signed-in",
       *   state: "…",
       *   codeChallenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
       * });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authidentitieslink
       */
      link(request: StartIdentityLinkRequest, options?: CallOptions): Promise<StartIdentityLinkResponse>;
      /**
       * Lists the signed-in user's linked accounts of identity providers, newest first.
       *
       * Callers: user.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `items` (`Identity[]`)
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.identities.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authidentitieslist
       */
      list(options?: CallOptions): Promise<ListIdentitiesResponse>;
      /**
       * Unlinks an account of an identity provider, unless the user could not sign in without it. Requires a sign-in within the last 5 minutes.
       *
       * Callers: user.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): Id of the identity. 1 to 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `id` (`string`)
       * @throws `CfAuthError`, with code `graph_contention`, `identity_not_found`, `last_sign_in_method`, `reauthentication_required`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.identities.unlink({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authidentitiesunlink
       */
      unlink(request: UnlinkIdentitieRequest, options?: CallOptions): Promise<UnlinkIdentitieResponse>;
    };
    readonly keys: {
      /**
       * Lists the signing keys of the tenant's access tokens.
       *
       * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `keys` (`SigningKey[]`)
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.keys.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authkeyslist
       */
      list(options?: CallOptions): Promise<ListSigningKeysResponse>;
      /**
       * Takes back the latest rotation of the signing key: cancels a requested one, or has the previous key sign again for 16 minutes after its replacement. Tokens stay valid.
       *
       * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `keys` (`SigningKey[]`)
       * - `restored` (`boolean`): False if there was no rotation to take back.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.keys.restore();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authkeysrestore
       */
      restore(options?: CallOptions): Promise<RestoreSigningKeyResponse>;
      /**
       * Rotates the signing key of the tenant's access tokens.
       *
       * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `compromised?` (`boolean`): Drops all keys and signs with a new one immediately, because a key may be compromised. This service refuses earlier tokens from now on; offline verifiers do once they refetch the key set. Defaults to `false`.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `keys` (`SigningKey[]`)
       * - `rotatesAt` (`Date`): Time from which the new key signs: now, or once it has been published long enough.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.keys.rotate();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authkeysrotate
       */
      rotate(request?: RotateSigningKeyRequest, options?: CallOptions): Promise<RotateSigningKeyResponse>;
    };
    /**
     * Signs a user in with email and password, and opens a session.
     *
     * Callers: anonymous, publishable, secret.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `email` (`string`): The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email.
     * - `password` (`string`): At most 1,024 characters.
     * - `deviceToken?` (`string`): The deviceToken of a device that the user trusts, from auth.stepUp. In cookie mode the browser sends it. 1 to 64 characters.
     * - `challenge?` (`object`): The solved challenge. Required after the error `challenge_required`.
     * - `challenge.token` (`string`): Token of the solved challenge, valid for one attempt. 1 to 2,048 characters.
     * - `mode?` (`"bearer" | "cookie"`): bearer: the client stores the refresh token. cookie: the browser stores it in an HttpOnly cookie, on the tenant's own host only. Defaults to `"bearer"`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `user` (`User`)
     * - `accessToken` (`string`): A JSON Web Token (RFC 9068). Send it as Authorization: Bearer.
     * - `accessTokenExpiresAt` (`Date`)
     * - `refreshToken` (`string`): Refresh token, valid once. Empty in cookie mode, where the browser stores it.
     * - `refreshTokenExpiresAt` (`Date`): Expiry time of the refresh token if it isn't used before.
     * @throws `CfAuthError`, with code `busy`, `challenge_required`, `cookie_host_required`, `cross_site_request`, `email_unverified`, `enterprise_sign_in_required`, `factor_required`, `invalid_credentials`, `password_reset_required`, `sign_in_method_off`, `tenant_deleted`, `tenant_suspended`, `too_many_attempts`, `user_banned`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.auth.login({ email: "anne@example.com", password: "an unlikely sentence" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authlogin
     */
    login(request: LoginRequest, options?: CallOptions): Promise<LoginResponse>;
    /**
     * Signs out: ends the session of the refresh token, the access token or the cookie. Safe to repeat.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `refreshToken?` (`string`): The refresh token. Leave it out in cookie mode, where the browser sends it. Defaults to `""`. At most 256 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `sessionId` (`string`)
     * @throws `CfAuthError`, with code `cookie_host_required`, `cross_site_request`, `refresh_token_invalid`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.auth.logout({ refreshToken: "rt_…" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authlogout
     */
    logout(request?: LogoutRequest, options?: CallOptions): Promise<LogoutResponse>;
    /**
     * Gets the signed-in user.
     *
     * Callers: user, admin.
     *
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `user` (`User`)
     * - `sessionId` (`string`)
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.auth.me();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authme
     */
    me(options?: CallOptions): Promise<GetMeResponse>;
    readonly passkeys: {
      /**
       * Lists the signed-in user's passkeys, oldest first. A user has at most 20.
       *
       * Callers: user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
       * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns One page; iterate with `for await` to read all pages:
       * - `items` (`Passkey[]`)
       * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.passkeys.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authpasskeyslist
       */
      list(request?: ListPasskeysRequest, options?: CallOptions): PagePromise<ListPasskeysResponse>;
      readonly register: {
        /**
         * Registers the passkey that an authenticator created. It counts as shown in this session or sign-in.
         *
         * Callers: anonymous, publishable, secret, user, admin.
         *
         * @param request - Fields; `?` marks those that may be left out:
         * - `signInToken?` (`string`): The signInToken of the error factor_required. Leave it out with a session. Defaults to `""`. At most 128 characters.
         * - `challengeToken` (`string`): The challengeToken of the call that started this. It works once, for 5 minutes. 1 to 128 characters.
         * - `passkey` (`PasskeyRegistration`)
         * - `name?` (`string`): A name for it. Defaults to the browser and its system. 1 to 200 characters.
         * @param options - Abort signal, timeout in seconds and idempotency key of this call.
         * @returns Fields:
         * - `passkey` (`Passkey`)
         * - `backupCodes` (`string[]`): Backup codes, shown once; empty if the user has some left. Each works once.
         * @throws `CfAuthError`, with code `factor_not_enrollable`, `passkey_already_registered`, `passkey_invalid`, `passkey_limit_reached`, `reauthentication_required`, `sign_in_expired`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
         * @example
         * await cfauth.auth.passkeys.register.finish({
         *   challengeToken: "…",
         *   passkey: {
         *     id: "fBG7tcp0",
         *     rawId: "fBG7tcp0",
         *     type: "public-key",
         *     response: { clientDataJSON: "eyJ0eXBlIjoi", attestationObject: "o2NmbXRkbm9u" },
         *   },
         * });
         * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authpasskeysregisterfinish
         */
        finish(request: FinishPasskeyRegisterRequest, options?: CallOptions): Promise<FinishPasskeyRegisterResponse>;
        /**
         * Starts to register a passkey. Requires a sign-in within the last 5 minutes, or the token of a sign-in that lacks a factor.
         *
         * Callers: anonymous, publishable, secret, user, admin.
         *
         * @param request - Fields; `?` marks those that may be left out:
         * - `signInToken?` (`string`): The signInToken of the error factor_required. Leave it out with a session. Defaults to `""`. At most 128 characters.
         * @param options - Abort signal, timeout in seconds and idempotency key of this call.
         * @returns Fields:
         * - `options` (`PasskeyCreationOptions`)
         * - `challengeToken` (`string`): Send it with the result. It works once.
         * - `expiresAt` (`Date`): Time until which the result is accepted: 5 minutes.
         * @throws `CfAuthError`, with code `factor_not_enrollable`, `passkey_limit_reached`, `reauthentication_required`, `sign_in_expired`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
         * @example
         * await cfauth.auth.passkeys.register.start();
         * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authpasskeysregisterstart
         */
        start(request?: StartPasskeyRegisterRequest, options?: CallOptions): Promise<StartPasskeyRegisterResponse>;
      };
      /**
       * Removes one of the signed-in user's passkeys, unless it is the last way to sign in. Requires a sign-in within the last 5 minutes.
       *
       * Callers: user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The passkey's id, from auth.passkeys.list. 1 to 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `removed` (`true`)
       * @throws `CfAuthError`, with code `factor_not_enrollable`, `last_sign_in_method`, `passkey_not_found`, `reauthentication_required`, `sign_in_expired`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.passkeys.remove({ id: "pky_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authpasskeysremove
       */
      remove(request: RemovePasskeyRequest, options?: CallOptions): Promise<RemovePasskeyResponse>;
      /**
       * Renames one of the signed-in user's passkeys.
       *
       * Callers: user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The passkey's id, from auth.passkeys.list. 1 to 64 characters.
       * - `name` (`string`): A name by which the user recognises the passkey. 1 to 200 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `passkey` (`Passkey`)
       * @throws `CfAuthError`, with code `passkey_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.passkeys.rename({ id: "pky_01m8hscqm2ztga5mj6b8q4v1gw", name: "My laptop" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authpasskeysrename
       */
      rename(request: RenamePasskeyRequest, options?: CallOptions): Promise<RenamePasskeyResponse>;
      readonly signIn: {
        /**
         * Signs in with a passkey that has verified its user, by a PIN or biometrics, and opens a session.
         *
         * Callers: anonymous, publishable, secret.
         *
         * @param request - Fields; `?` marks those that may be left out:
         * - `challengeToken` (`string`): The challengeToken of the call that started this. It works once, for 5 minutes. 1 to 128 characters.
         * - `passkey` (`PasskeyAssertion`)
         * - `mode?` (`"bearer" | "cookie"`): bearer: the client stores the refresh token. cookie: the browser stores it in an HttpOnly cookie, on the tenant's own host only. Defaults to `"bearer"`.
         * @param options - Abort signal, timeout in seconds and idempotency key of this call.
         * @returns Fields:
         * - `user` (`User`)
         * - `accessToken` (`string`): A JSON Web Token (RFC 9068). Send it as Authorization: Bearer.
         * - `accessTokenExpiresAt` (`Date`)
         * - `refreshToken` (`string`): Refresh token, valid once. Empty in cookie mode, where the browser stores it.
         * - `refreshTokenExpiresAt` (`Date`): Expiry time of the refresh token if it isn't used before.
         * @throws `CfAuthError`, with code `cookie_host_required`, `cross_site_request`, `email_unverified`, `enterprise_sign_in_required`, `factor_required`, `passkey_invalid`, `password_reset_required`, `sign_in_method_off`, `tenant_deleted`, `tenant_suspended`, `user_banned`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
         * @example
         * await cfauth.auth.passkeys.signIn.finish({
         *   challengeToken: "…",
         *   passkey: {
         *     id: "fBG7tcp0",
         *     rawId: "fBG7tcp0",
         *     type: "public-key",
         *     response: {
         *       clientDataJSON: "eyJ0eXBlIjoi",
         *       authenticatorData: "SZYN5YgOjGh0",
         *       signature: "MEUCIQDx",
         *       userHandle: "dXNyXzAxbThoc2Nx",
         *     },
         *   },
         * });
         * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authpasskeyssigninfinish
         */
        finish(request: FinishPasskeySignInRequest, options?: CallOptions): Promise<FinishPasskeySignInResponse>;
        /**
         * Starts a sign-in with a passkey, without an email. Also for a browser's autofill (conditional UI).
         *
         * Callers: anonymous, publishable, secret.
         *
         * @param options - Abort signal, timeout in seconds and idempotency key of this call.
         * @returns Fields:
         * - `options` (`PasskeyRequestOptions`)
         * - `challengeToken` (`string`): Send it with the result. It works once.
         * - `expiresAt` (`Date`): Time until which the result is accepted: 5 minutes.
         * @throws `CfAuthError`, with code `sign_in_method_off`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
         * @example
         * await cfauth.auth.passkeys.signIn.start();
         * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authpasskeyssigninstart
         */
        start(options?: CallOptions): Promise<StartPasskeySignInResponse>;
      };
      readonly stepUp: {
        /**
         * Starts to show a passkey to auth.stepUp: of the signed-in user, or in a sign-in that lacks a factor.
         *
         * Callers: anonymous, publishable, secret, user, admin.
         *
         * @param request - Fields; `?` marks those that may be left out:
         * - `signInToken?` (`string`): The signInToken of the error factor_required. Leave it out with a session. Defaults to `""`. At most 128 characters.
         * @param options - Abort signal, timeout in seconds and idempotency key of this call.
         * @returns Fields:
         * - `options` (`PasskeyRequestOptions`)
         * - `challengeToken` (`string`): Send it with the result. It works once.
         * - `expiresAt` (`Date`): Time until which the result is accepted: 5 minutes.
         * @throws `CfAuthError`, with code `factor_not_found`, `sign_in_expired`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
         * @example
         * await cfauth.auth.passkeys.stepUp.start();
         * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authpasskeysstepupstart
         */
        start(request?: StartPasskeyStepUpRequest, options?: CallOptions): Promise<StartPasskeyStepUpResponse>;
      };
    };
    readonly password: {
      /**
       * Changes the signed-in user's password. Ends their other sessions by default.
       *
       * Callers: user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `currentPassword?` (`string`): The user's current password. Leave it out for a user without one, who sets their first. At most 1,024 characters.
       * - `newPassword` (`string`): At most 1,024 characters.
       * - `endOtherSessions?` (`boolean`): Whether to end the user's other sessions. Defaults to `true`.
       * - `challenge?` (`object`): The solved challenge. Required after the error `challenge_required`.
       * - `challenge.token` (`string`): Token of the solved challenge, valid for one attempt. 1 to 2,048 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `endedSessionCount` (`integer`): At least 0.
       * @throws `CfAuthError`, with code `busy`, `challenge_required`, `invalid_credentials`, `reauthentication_required`, `too_many_attempts`, `weak_password`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.password.change({ newPassword: "another unlikely sentence" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authpasswordchange
       */
      change(request: ChangePasswordRequest, options?: CallOptions): Promise<ChangePasswordResponse>;
      /**
       * Sends a password reset link if the email belongs to a user.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `email` (`string`): The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `accepted` (`true`): Always true, whether or not such a user exists.
       * @throws `CfAuthError`, with code `enterprise_sign_in_required`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.password.forgot({ email: "anne@example.com" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authpasswordforgot
       */
      forgot(request: ForgotPasswordRequest, options?: CallOptions): Promise<ForgotPasswordResponse>;
      /**
       * Sets a new password by the token of an emailed link, and ends all sessions. The user must sign in afterwards.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `token` (`string`): The `token` parameter of the link in the email. 1 to 256 characters.
       * - `password` (`string`): At most 1,024 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `email` (`string`): The email to sign in with.
       * @throws `CfAuthError`, with code `busy`, `enterprise_sign_in_required`, `link_expired`, `link_invalid`, `link_used`, `weak_password`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.password.reset({ token: "the token of the link", password: "another unlikely sentence" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authpasswordreset
       */
      reset(request: ResetPasswordRequest, options?: CallOptions): Promise<ResetPasswordResponse>;
    };
    readonly providers: {
      /**
       * Lists the identity providers with which everybody can sign in.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `items` (`(object)[]`)
       * - `items[].slug` (`string`)
       * - `items[].name` (`string`)
       * - `items[].preset` (`"google" | "microsoft" | "apple" | "github" | "gitlab" | "slack" | "linkedin" | "oidc"`): The provider whose deviations from OpenID Connect apply; oidc for any other that has none.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.providers.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authproviderslist
       */
      list(options?: CallOptions): Promise<ListSignInProvidersResponse>;
      /**
       * Starts a sign-in at an identity provider, or at the provider of an email's domain. The answer has a one-time code for auth.exchangeCode.
       *
       * Callers: publishable.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `provider?` (`string`): Slug of the provider, as in auth.providers.list. Matches `^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$`.
       * - `email?` (`string`): Email whose domain has an enterprise provider. At most 254 characters. Format: email.
       * - `returnUrl` (`string`): Address of the app that receives the answer; one of the tenant's setting returnUrls. 1 to 1,000 characters.
       * - `state` (`string`): Random text that the app finds again in the answer, and compares. 1 to 1,024 characters.
       * - `codeChallenge` (`string`): SHA-256 of a verifier that the app keeps, base64url (RFC 7636). 1 to 128 characters.
       * - `codeChallengeMethod?` (`"S256"`): S256, the only method. Defaults to `"S256"`.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `url` (`string`): Address to send the browser to. It works once, in one browser.
       * - `expiresAt` (`Date`): Time until which the sign-in must be completed: 10 minutes.
       * @throws `CfAuthError`, with code `provider_not_found`, `return_url_not_registered`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.providers.start({
       *   returnUrl: "https://app.example.com/signed-in",
       *   state: "…",
       *   codeChallenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
       *   provider: "google",
       * });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authprovidersstart
       */
      start(request: StartProviderSignInRequest, options?: CallOptions): Promise<StartProviderSignInResponse>;
    };
    /**
     * Exchanges a refresh token, from the input or the cookie, for a new access token and the next refresh token.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `refreshToken?` (`string`): The refresh token. Leave it out in cookie mode, where the browser sends it. Defaults to `""`. At most 256 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `accessToken` (`string`): A JSON Web Token (RFC 9068). Send it as Authorization: Bearer.
     * - `accessTokenExpiresAt` (`Date`)
     * - `refreshToken` (`string`): Refresh token, valid once. Empty in cookie mode, where the browser stores it.
     * - `refreshTokenExpiresAt` (`Date`): Expiry time of the refresh token if it isn't used before.
     * @throws `CfAuthError`, with code `cookie_host_required`, `cross_site_request`, `email_unverified`, `enterprise_sign_in_required`, `factor_required`, `password_reset_required`, `refresh_token_invalid`, `refresh_token_reused`, `session_ended`, `tenant_deleted`, `tenant_suspended`, `user_banned`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.auth.refresh({ refreshToken: "rt_…" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authrefresh
     */
    refresh(request?: RefreshRequest, options?: CallOptions): Promise<RefreshResponse>;
    /**
     * Registers a user of the tenant with email and password, and sends a verification email.
     *
     * Callers: anonymous, publishable, secret.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `email` (`string`): The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email.
     * - `password` (`string`): At most 1,024 characters.
     * - `name?` (`string`): 1 to 200 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `next` (`"login" | "verify_email"`): The next step, the same whether or not the email was free. Only the email's owner is notified which it was.
     * - `registrationToken` (`string`): Send it with auth.email.confirm or auth.email.confirmCode, so that the password stays. Without it, the password is removed when the email is confirmed, because a stranger may have registered.
     * @throws `CfAuthError`, with code `busy`, `enterprise_sign_in_required`, `plan_limit_exceeded`, `registration_closed`, `sign_in_method_off`, `weak_password`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.auth.register({ email: "anne@example.com", password: "an unlikely sentence" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authregister
     */
    register(request: RegisterRequest, options?: CallOptions): Promise<RegisterResponse>;
    readonly sessions: {
      /**
       * Ends one of the signed-in user's sessions. Safe to repeat.
       *
       * Callers: user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): At most 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `endedCount` (`integer`): Number of sessions that were ended. At least 0.
       * @throws `CfAuthError`, with code `session_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.sessions.end({ id: "ses_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authsessionsend
       */
      end(request: EndSessionRequest, options?: CallOptions): Promise<EndSessionResponse>;
      /**
       * Ends all of the signed-in user's sessions, including the caller's.
       *
       * Callers: user, admin.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `endedCount` (`integer`): Number of sessions that were ended. At least 0.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.sessions.endAll();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authsessionsendall
       */
      endAll(options?: CallOptions): Promise<EndAllSessionsResponse>;
      /**
       * Ends all of the signed-in user's sessions except the caller's.
       *
       * Callers: user, admin.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `endedCount` (`integer`): Number of sessions that were ended. At least 0.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.sessions.endOthers();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authsessionsendothers
       */
      endOthers(options?: CallOptions): Promise<EndOtherSessionsResponse>;
      /**
       * Lists the signed-in user's sessions, newest first.
       *
       * Callers: user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
       * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns One page; iterate with `for await` to read all pages:
       * - `items` (`OwnSession[]`)
       * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.sessions.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authsessionslist
       */
      list(request?: ListSessionsRequest, options?: CallOptions): PagePromise<ListSessionsResponse>;
    };
    /**
     * Shows another factor: completes a sign-in after the error factor_required, or adds the factor to a session. Returns new tokens.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `signInToken?` (`string`): The signInToken of the error factor_required. Leave it out with a session. Defaults to `""`. At most 128 characters.
     * - `refreshToken?` (`string`): The refresh token. Leave it out in cookie mode, where the browser sends it. Defaults to `""`. At most 256 characters.
     * - `method?` (`"password" | "totp" | "passkey" | "backup_code" | "email_code"`): The factor that is shown. Leave it out after enrolling one in this sign-in.
     * - `code?` (`string`): The code, for totp, backup_code and email_code. 1 to 64 characters.
     * - `password?` (`string`): The user's password, for the method password. At most 1,024 characters.
     * - `challengeToken?` (`string`): The challengeToken of auth.passkeys.stepUp.start, for passkey. 1 to 128 characters.
     * - `passkey?` (`PasskeyAssertion`): The passkey's signature, as PublicKeyCredential.toJSON() gives it.
     * - `trustDevice?` (`boolean`): Whether the user trusts this device, so that its next sign-ins need no second factor. Needs two factors within the last 10 minutes. Defaults to `false`.
     * - `challenge?` (`object`): The solved challenge. Required after the error `challenge_required`.
     * - `challenge.token` (`string`): Token of the solved challenge, valid for one attempt. 1 to 2,048 characters.
     * - `mode?` (`"bearer" | "cookie"`): bearer: the client stores the refresh token. cookie: the browser stores it in an HttpOnly cookie, on the tenant's own host only. Defaults to `"bearer"`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `user` (`User`)
     * - `accessToken` (`string`): A JSON Web Token (RFC 9068). Send it as Authorization: Bearer.
     * - `accessTokenExpiresAt` (`Date`)
     * - `refreshToken` (`string`): Refresh token, valid once. Empty in cookie mode, where the browser stores it.
     * - `refreshTokenExpiresAt` (`Date`): Expiry time of the refresh token if it isn't used before.
     * - `deviceToken` (`string | null`): Secret of the trusted device, for the next auth.login; null in cookie mode or without one.
     * @throws `CfAuthError`, with code `busy`, `challenge_required`, `cookie_host_required`, `cross_site_request`, `email_unverified`, `enterprise_sign_in_required`, `factor_invalid`, `factor_not_accepted`, `factor_required`, `invalid_credentials`, `passkey_invalid`, `password_reset_required`, `refresh_token_invalid`, `refresh_token_reused`, `session_ended`, `sign_in_expired`, `tenant_deleted`, `tenant_suspended`, `too_many_attempts`, `user_banned`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.auth.stepUp();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authstepup
     */
    stepUp(request?: StepUpRequest, options?: CallOptions): Promise<StepUpResponse>;
  };
  readonly authz: {
    readonly assertions: {
      /**
       * Gets the assertions of a version of the model. Tools run them; the service only stores them.
       *
       * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `modelVersion` (`integer`): Version of the model that the assertions belong to. At least 1.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `assertions` (`Assertion[]`)
       * @throws `CfAuthError`, with code `model_version_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.assertions.get({ modelVersion: 60 });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzassertionsget
       */
      get(request: GetAssertionRequest, options?: CallOptions): Promise<GetAssertionResponse>;
      /**
       * Replaces the assertions of a version of the model. Safe to repeat.
       *
       * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `modelVersion` (`integer`): Version of the model that the assertions belong to. At least 1.
       * - `assertions` (`Assertion[]`): At most 100 items.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `assertionCount` (`integer`): Number of stored assertions. At least 0.
       * @throws `CfAuthError`, with code `batch_too_large`, `depth_limit_exceeded`, `invalid_context`, `invalid_expiry`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_version_not_found`, `subject_not_allowed`, `unknown_relation`, `unknown_type`, `work_limit_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.assertions.put({
       *   modelVersion: 60,
       *   assertions: [
       *     {
       *       subject: "user:anne",
       *       relation: "write",
       *       object: "repo:api",
       *       expected: true,
       *     },
       *   ],
       * });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzassertionsput
       */
      put(request: PutAssertionRequest, options?: CallOptions): Promise<PutAssertionResponse>;
    };
    /**
     * Runs up to 10000 checks at one revision, each with its own result or error.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `checks` (`object[]`)
     * - `checks[].subject` (`string`): A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters.
     * - `checks[].relation` (`string`): A relation that the model defines for the object's type. At most 2,048 characters.
     * - `checks[].object` (`string`): An object: type:id. At most 2,048 characters.
     * - `checks[].context?` (`Record<string, any>`): Evaluation context: values of the conditions' parameters, at most 20 levels deep.
     * - `context?` (`Record<string, any>`): Evaluation context: values of the conditions' parameters, at most 20 levels deep.
     * - `contextualTuples?` (`Tuple[]`): Contextual tuples: apply to this request only and are validated like stored ones. At most 100.
     * - `consistency?` (`"exact" | "fast" | { atLeast: string; fast?: true } | { at: string }`): exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. With fast: true, credentials are as old as with fast. { at }: exactly that revision, evaluated at the time when it was made. Defaults to `"exact"`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `results` (`({ allowed: boolean | "conditional"; missing?: string[] } | { error: { code: string; message: string } })[]`): Results in the order of the checks.
     * - `revision` (`string`): Revision of the graph at which the result holds.
     * @throws `CfAuthError`, with code `batch_too_large`, `depth_limit_exceeded`, `duplicate_tuple`, `graph_contention`, `invalid_context`, `invalid_expiry`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_not_found`, `revision_not_found`, `revision_too_large`, `subject_not_allowed`, `too_many_contextual_tuples`, `unknown_relation`, `unknown_type`, `work_limit_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.batchCheck({
     *   checks: [{ subject: "user:anne", relation: "write", object: "repo:api" }],
     * });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzbatchcheck
     */
    batchCheck(request: BatchCheckRequest, options?: CallOptions): Promise<BatchCheckResponse>;
    /**
     * Lists changes of the graph in order, from any revision that is still stored.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `after?` (`string`): Lists changes after this revision; 0 lists all. Defaults to `"0"`. At most 16 characters.
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`Change[]`)
     * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
     * @throws `CfAuthError`, with code `revision_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.changes();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzchanges
     */
    changes(request?: ListChangesRequest, options?: CallOptions): PagePromise<ListChangesResponse>;
    /**
     * Checks whether a subject has a relation to an object.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `subject` (`string`): A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters.
     * - `relation` (`string`): A relation that the model defines for the object's type. At most 2,048 characters.
     * - `object` (`string`): An object: type:id. At most 2,048 characters.
     * - `context?` (`Record<string, any>`): Evaluation context: values of the conditions' parameters, at most 20 levels deep.
     * - `contextualTuples?` (`Tuple[]`): Contextual tuples: apply to this request only and are validated like stored ones. At most 100.
     * - `consistency?` (`"exact" | "fast" | { atLeast: string; fast?: true } | { at: string }`): exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. With fast: true, credentials are as old as with fast. { at }: exactly that revision, evaluated at the time when it was made. Defaults to `"exact"`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `allowed` (`boolean | "conditional"`): Whether the subject has the relation; conditional if that depends on missing context.
     * - `missing?` (`string[]`): If the result is conditional: parameters without a value of the undecided conditions. A value for one of them may not change the result.
     * - `revision` (`string`): Revision of the graph at which the result holds.
     * @throws `CfAuthError`, with code `depth_limit_exceeded`, `duplicate_tuple`, `graph_contention`, `invalid_context`, `invalid_expiry`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_not_found`, `revision_not_found`, `revision_too_large`, `subject_not_allowed`, `too_many_contextual_tuples`, `unknown_relation`, `unknown_type`, `work_limit_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.check({ subject: "user:anne", relation: "write", object: "repo:api" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzcheck
     */
    check(request: CheckRequest, options?: CallOptions): Promise<CheckResponse>;
    /**
     * Deletes the tuples of an object, of a subject, or of both: up to limit of them, all or nothing. Repeat it until done.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `object?` (`string`): An object: type:id. At most 2,048 characters.
     * - `objectType?` (`string`): Matches all objects of this type. Use it instead of object. At most 254 characters.
     * - `relation?` (`string`): A relation that the model defines for the object's type. At most 2,048 characters.
     * - `subject?` (`string`): A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters.
     * - `subjectType?` (`string`): Matches all subjects of this type. Use it instead of subject. At most 254 characters.
     * - `limit?` (`integer`): Maximum number of tuples to delete. Defaults to `1000`. 1 to 1,000.
     * - `reason?` (`string`): Reason for the change, recorded in the log. At most 500 characters. At most 500 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `deletedCount` (`integer`): Number of deleted tuples.
     * - `done` (`boolean`): Whether no other tuple matched; false if the call has to be repeated.
     * - `revision` (`string`): Revision of the graph at which the result holds.
     * @throws `CfAuthError`, with code `graph_contention`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_not_found`, `revision_not_found`, `revision_too_large`, `work_limit_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.deleteTuples({ object: "repo:api" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzdeletetuples
     */
    deleteTuples(request: DeleteTuplesRequest, options?: CallOptions): Promise<DeleteTuplesResponse>;
    /**
     * Expands a relation of an object one step deep, as a tree of tuples and usersets.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `object` (`string`): An object: type:id. At most 2,048 characters.
     * - `relation` (`string`): A relation that the model defines for the object's type. At most 2,048 characters.
     * - `contextualTuples?` (`Tuple[]`): Contextual tuples: apply to this request only and are validated like stored ones. At most 100.
     * - `consistency?` (`"exact" | "fast" | { atLeast: string; fast?: true } | { at: string }`): exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. With fast: true, credentials are as old as with fast. { at }: exactly that revision, evaluated at the time when it was made. Defaults to `"exact"`.
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of tuples in the tree. Defaults to `1000`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `tree` (`Tree`): The whole tree. Its lists of tuples contain those of this page.
     * - `nextCursor` (`string | null`): Cursor of the next page, which has the same tree with more tuples; null on the last page.
     * - `revision` (`string`): Revision of the graph at which the result holds.
     * @throws `CfAuthError`, with code `duplicate_tuple`, `graph_contention`, `invalid_context`, `invalid_expiry`, `malformed_object`, `malformed_relation`, `model_not_found`, `revision_not_found`, `revision_too_large`, `subject_not_allowed`, `too_many_contextual_tuples`, `unknown_relation`, `unknown_type`, `work_limit_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.expand({ object: "repo:api", relation: "write" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzexpand
     */
    expand(request: ExpandRequest, options?: CallOptions): Promise<ExpandResponse>;
    /**
     * Explains a check: the proof if it is allowed. Otherwise the tuples that are ineffective or exclude it, and the smallest changes that would allow it.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `subject` (`string`): A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters.
     * - `relation` (`string`): A relation that the model defines for the object's type. At most 2,048 characters.
     * - `object` (`string`): An object: type:id. At most 2,048 characters.
     * - `context?` (`Record<string, any>`): Evaluation context: values of the conditions' parameters, at most 20 levels deep.
     * - `contextualTuples?` (`Tuple[]`): Contextual tuples: apply to this request only and are validated like stored ones. At most 100.
     * - `consistency?` (`"exact" | "fast" | { atLeast: string; fast?: true } | { at: string }`): exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. With fast: true, credentials are as old as with fast. { at }: exactly that revision, evaluated at the time when it was made. Defaults to `"exact"`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `allowed` (`boolean | "conditional"`): Whether the subject has the relation; conditional if that depends on missing context.
     * - `missing?` (`string[]`): If the result is conditional: parameters without a value of the undecided conditions. A value for one of them may not change the result.
     * - `proof` (`Proof | null`): Proof of the result; null unless allowed is true.
     * - `remedies` (`Remedy[]`): Minimal changes that would allow it, smallest first, at most 5. Empty if none was found.
     * - `denial` (`Denial | null`): Reasons why it isn't allowed; null if allowed is true.
     * - `revision` (`string`): Revision of the graph at which the result holds.
     * @throws `CfAuthError`, with code `depth_limit_exceeded`, `duplicate_tuple`, `graph_contention`, `invalid_context`, `invalid_expiry`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_not_found`, `revision_not_found`, `revision_too_large`, `subject_not_allowed`, `too_many_contextual_tuples`, `unknown_relation`, `unknown_type`, `work_limit_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.explain({ subject: "user:anne", relation: "write", object: "repo:api" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzexplain
     */
    explain(request: ExplainRequest, options?: CallOptions): Promise<ExplainResponse>;
    readonly graph: {
      /**
       * Exports the graph in canonical form as CSV, JSONL, JSON or YAML, in the response or to R2.
       *
       * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `destination?` (`"response" | "r2"`): Defaults to `"response"`.
       * - `format?` (`"csv" | "jsonl" | "json" | "yaml"`): Form of the tuples. YAML is for responses only. Defaults to `"csv"`.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `csv` (`string | null`): The CSV; null in another format, and if it was written to R2.
       * - `jsonl?` (`string`): The JSONL, if this is the format of the response.
       * - `json?` (`string`): The text of the JSON document, if this is the format of the response.
       * - `yaml?` (`string`): The YAML, if this is the format of the response.
       * - `key` (`string | null`): Key of the file in R2; null if the tuples are in the response.
       * - `tupleCount` (`integer`)
       * - `revision` (`string`): Revision of the graph at which the result holds.
       * @throws `CfAuthError`, with code `export_too_large`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.graph.export();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzgraphexport
       */
      export(request?: ExportGraphRequest, options?: CallOptions): Promise<ExportGraphResponse>;
      /**
       * Imports tuples from CSV, JSONL, JSON or YAML, all or nothing.
       *
       * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `csv?` (`string`): Tuples as CSV, with a header. At most 25,165,824 characters.
       * - `jsonl?` (`string`): Tuples in OpenFGA's form as JSONL, one a line. At most 25,165,824 characters.
       * - `json?` (`string`): Tuples in OpenFGA's form as the text of a JSON document: a list, or an answer of Read. At most 25,165,824 characters.
       * - `yaml?` (`string`): Tuples in OpenFGA's form as a YAML list. At most 1,048,576 characters.
       * - `mode?` (`"merge" | "replace"`): merge: adds the file's tuples. replace: also removes all other tuples, except those written during the import. Defaults to `"merge"`.
       * - `ineffective?` (`"refuse" | "keep" | "drop"`): Handling of rows that the model doesn't allow. refuse: an error, except for tuples already stored like that. keep: stored as ineffective tuples. drop: left out. Defaults to `"refuse"`.
       * - `dryRun?` (`boolean`): Whether to only report what would change. Defaults to `false`.
       * - `reason?` (`string`): Reason for the change, recorded in the log. At most 500 characters. At most 500 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `tupleCount` (`integer`): Number of distinct tuples in the file.
       * - `addedCount` (`integer`)
       * - `removedCount` (`integer`)
       * - `unchangedCount` (`integer`): Number of tuples in the file that were stored already or have expired.
       * - `ineffectiveCount` (`integer`): Number of tuples in the file that the model doesn't allow, or whose context doesn't fit their condition.
       * - `droppedCount` (`integer`): Number of rows left out because of `ineffective: "drop"`.
       * - `warnings` (`object[]`): Rows that are probably mistakes, such as an id that repeats its type. At most 100.
       * - `warnings[].line` (`integer`): Line number; the first line is 1.
       * - `warnings[].reason` (`string`)
       * - `changed` (`boolean`): Whether the graph changed; false in a dry run.
       * - `dryRun` (`boolean`)
       * - `revision` (`string`): Revision of the graph at which the result holds.
       * @throws `CfAuthError`, with code `duplicate_tuple`, `import_in_progress`, `import_superseded`, `invalid_context`, `invalid_csv`, `invalid_tuple_file`, `model_not_found`, `subject_not_allowed`, `tuple_limit_reached`, `unknown_relation`, `unknown_type`, `work_limit_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.graph.import({
       *   csv: "subject_type,subject_id,subject_relation,relation,object_type,object_id\nuser,anne,,write,repo,api\n",
       * });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzgraphimport
       */
      import(request: ImportGraphRequest, options?: CallOptions): Promise<ImportGraphResponse>;
      /**
       * Gets the progress of the last import from R2.
       *
       * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `job` (`ImportJob | null`): The last import; null if there was none.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.graph.job();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzgraphjob
       */
      job(options?: CallOptions): Promise<GetImportJobResponse>;
      /**
       * Imports the file of tuples in R2, all or nothing. A large file keeps loading after the response.
       *
       * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `mode?` (`"merge" | "replace"`): merge: adds the file's tuples. replace: also removes all other tuples, except those written during the import. Defaults to `"replace"`.
       * - `ineffective?` (`"refuse" | "keep" | "drop"`): Handling of rows that the model doesn't allow. refuse: an error, except for tuples already stored like that. keep: stored as ineffective tuples. drop: left out. Defaults to `"refuse"`.
       * - `dryRun?` (`boolean`): Whether to only report what would change. Defaults to `false`.
       * - `reason?` (`string`): Reason for the change, recorded in the log. At most 500 characters. At most 500 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link ImportJob}.
       * @throws `CfAuthError`, with code `duplicate_tuple`, `graph_file_changed`, `graph_file_not_found`, `import_in_progress`, `import_superseded`, `invalid_context`, `invalid_csv`, `invalid_tuple_file`, `model_not_found`, `subject_not_allowed`, `tuple_limit_reached`, `unknown_relation`, `unknown_type`, `work_limit_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.graph.reload();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzgraphreload
       */
      reload(request?: ReloadGraphRequest, options?: CallOptions): Promise<ImportJob>;
      /**
       * Gets the number of the graph's tuples and objects, and its memory.
       *
       * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `tupleCount` (`integer`): Number of stored tuples that have not expired.
       * - `objectCounts` (`Record<string, integer>`): Number of distinct ids by type.
       * - `memoryBytes` (`integer`): Memory of the packed graph in bytes.
       * - `ineffectiveCount` (`integer`): Number of ineffective tuples: stored, but not allowed by the model.
       * - `oldestRevision` (`string`): Oldest revision that can still be queried.
       * - `modelVersion` (`integer | null`): Version of the model; null if there is none.
       * - `revision` (`string`): Revision of the graph at which the result holds.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.graph.stats();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzgraphstats
       */
      stats(options?: CallOptions): Promise<GetGraphStatsResponse>;
    };
    /**
     * Lists the objects to which a subject has a relation, of one type or of all, in byte order.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `subject` (`string`): A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters.
     * - `relation` (`string`): A relation that the model defines for the object's type. At most 2,048 characters.
     * - `objectType?` (`string`): Type of the objects, such as repo. Defaults to every type that has the relation. At most 254 characters.
     * - `context?` (`Record<string, any>`): Evaluation context: values of the conditions' parameters, at most 20 levels deep.
     * - `contextualTuples?` (`Tuple[]`): Contextual tuples: apply to this request only and are validated like stored ones. At most 100.
     * - `consistency?` (`"exact" | "fast" | { atLeast: string; fast?: true } | { at: string }`): exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. With fast: true, credentials are as old as with fast. { at }: exactly that revision, evaluated at the time when it was made. Defaults to `"exact"`.
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`string[]`): At most 2,048 characters each.
     * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
     * - `conditional` (`string[]`): Items of this page that depend on missing context. A page has at most limit items of both kinds. At most 2,048 characters each.
     * - `revision` (`string`): Revision of the graph at which the result holds.
     * @throws `CfAuthError`, with code `depth_limit_exceeded`, `duplicate_tuple`, `graph_contention`, `invalid_context`, `invalid_expiry`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_not_found`, `revision_not_found`, `revision_too_large`, `subject_not_allowed`, `too_many_contextual_tuples`, `unknown_relation`, `unknown_type`, `work_limit_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.listObjects({ subject: "user:anne", relation: "write" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzlistobjects
     */
    listObjects(request: ListObjectsRequest, options?: CallOptions): PagePromise<ListObjectsResponse>;
    /**
     * Lists the relations that a subject has to an object, in the model's order.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `subject` (`string`): A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters.
     * - `object` (`string`): An object: type:id. At most 2,048 characters.
     * - `context?` (`Record<string, any>`): Evaluation context: values of the conditions' parameters, at most 20 levels deep.
     * - `contextualTuples?` (`Tuple[]`): Contextual tuples: apply to this request only and are validated like stored ones. At most 100.
     * - `consistency?` (`"exact" | "fast" | { atLeast: string; fast?: true } | { at: string }`): exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. With fast: true, credentials are as old as with fast. { at }: exactly that revision, evaluated at the time when it was made. Defaults to `"exact"`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `relations` (`string[]`)
     * - `conditional` (`string[]`): Relations that depend on missing context.
     * - `revision` (`string`): Revision of the graph at which the result holds.
     * @throws `CfAuthError`, with code `depth_limit_exceeded`, `duplicate_tuple`, `graph_contention`, `invalid_context`, `invalid_expiry`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_not_found`, `revision_not_found`, `revision_too_large`, `subject_not_allowed`, `too_many_contextual_tuples`, `unknown_relation`, `unknown_type`, `work_limit_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.listRelations({ subject: "user:anne", object: "repo:api" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzlistrelations
     */
    listRelations(request: ListRelationsRequest, options?: CallOptions): Promise<ListRelationsResponse>;
    /**
     * Lists the subjects of a kind that have a relation to an object, in byte order. If everyone has it, also lists who is excluded.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `object` (`string`): An object: type:id. At most 2,048 characters.
     * - `relation` (`string`): A relation that the model defines for the object's type. At most 2,048 characters.
     * - `subjectKind` (`string`): A type such as user, or a kind of userset such as team#member. At most 512 characters.
     * - `context?` (`Record<string, any>`): Evaluation context: values of the conditions' parameters, at most 20 levels deep.
     * - `contextualTuples?` (`Tuple[]`): Contextual tuples: apply to this request only and are validated like stored ones. At most 100.
     * - `consistency?` (`"exact" | "fast" | { atLeast: string; fast?: true } | { at: string }`): exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. With fast: true, credentials are as old as with fast. { at }: exactly that revision, evaluated at the time when it was made. Defaults to `"exact"`.
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`string[]`): At most 2,048 characters each.
     * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
     * - `conditional` (`string[]`): Items of this page that depend on missing context. A page has at most limit items of both kinds. At most 2,048 characters each.
     * - `excluded` (`string[]`): Subjects of this page that lack the relation although the list has type:*. Exclude these and the conditional ones when you grant access to type:*. Empty without type:*. At most 2,048 characters each.
     * - `revision` (`string`): Revision of the graph at which the result holds.
     * @throws `CfAuthError`, with code `depth_limit_exceeded`, `duplicate_tuple`, `graph_contention`, `invalid_context`, `invalid_expiry`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_not_found`, `revision_not_found`, `revision_too_large`, `subject_not_allowed`, `too_many_contextual_tuples`, `unknown_relation`, `unknown_type`, `work_limit_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.listSubjects({ object: "repo:api", relation: "write", subjectKind: "user" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzlistsubjects
     */
    listSubjects(request: ListSubjectsRequest, options?: CallOptions): PagePromise<ListSubjectsResponse>;
    readonly model: {
      /**
       * Compares a model with the current one before you put it: tuples that become ineffective, and access that changes.
       *
       * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `model` (`string | { id?: string; schema_version?: string; type_definitions: any[]; conditions?: Record<string, any> } | { name: string; contents: string }[]`): A model in OpenFGA's modeling language, as its JSON form in text or as an object, or as modules.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `ineffectiveTuples` (`Tuple[]`): Tuples that would become ineffective. At most 100.
       * - `ineffectiveCount` (`integer`): Number of tuples that would become ineffective.
       * - `effectiveAgainCount` (`integer`): Number of ineffective tuples that would become effective again.
       * - `addedRelations` (`string[]`): New relations, as type#relation.
       * - `removedRelations` (`string[]`)
       * - `changedRelations` (`string[]`): Relations whose own definition changes, as type#relation.
       * - `gained` (`Fact[]`): Access that single subjects would gain. At most 100.
       * - `lost` (`Fact[]`): Access that single subjects would lose. At most 100.
       * - `complete` (`boolean`): Whether gained and lost list all changes. False if there are more than listed, or if not all could be examined.
       * - `invalidContextCount` (`integer`): Number of stored tuples whose context doesn't fit this model's conditions. A check that depends on a value of the wrong type fails with an error that names the tuple.
       * - `contextProblems` (`(object)[]`): Stored contexts that don't fit this model's conditions, most tuples first. At most 100.
       * - `contextProblems[].condition` (`string`)
       * - `contextProblems[].parameter` (`string`): Parameter of the condition; empty if the context as a whole is too expensive to read.
       * - `contextProblems[].expected` (`string | null`): Expected type of the value; null if the condition has no such parameter and ignores the value.
       * - `contextProblems[].tupleCount` (`integer`): Number of stored tuples with such a value.
       * - `warnings` (`ModelProblem[]`)
       * - `revision` (`string`): Revision of the graph at which the result holds.
       * @throws `CfAuthError`, with code `depth_limit_exceeded`, `graph_contention`, `invalid_model`, `work_limit_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.model.diff({
       *   model: "model\n  schema 1.1\ntype user\ntype repo\n  relations\n    define write: [user]\n",
       * });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzmodeldiff
       */
      diff(request: DiffModelRequest, options?: CallOptions): Promise<DiffModelResponse>;
      /**
       * Gets a version of the tenant's model. Defaults to the newest.
       *
       * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `version?` (`integer`): At least 1.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `version` (`integer`): At least 1.
       * - `model` (`string | { name: string; contents: string }[]`): A model in OpenFGA's modeling language or its JSON form as text, or as modules.
       * - `createdAt` (`Date`)
       * - `createdBy` (`string`)
       * - `revision` (`string`): Revision of the graph at which the result holds.
       * @throws `CfAuthError`, with code `model_not_found`, `model_version_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.model.get();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzmodelget
       */
      get(request?: GetModelRequest, options?: CallOptions): Promise<GetModelResponse>;
      /**
       * Lists the versions of the tenant's model, newest first.
       *
       * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
       * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns One page; iterate with `for await` to read all pages:
       * - `items` (`ModelVersion[]`)
       * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.model.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzmodellist
       */
      list(request?: ListModelVersionsRequest, options?: CallOptions): PagePromise<ListModelVersionsResponse>;
      /**
       * Puts a new version of the tenant's model. Putting the newest version again changes nothing.
       *
       * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `model` (`string | { id?: string; schema_version?: string; type_definitions: any[]; conditions?: Record<string, any> } | { name: string; contents: string }[]`): A model in OpenFGA's modeling language, as its JSON form in text or as an object, or as modules.
       * - `strict?` (`boolean`): Whether a relation that depends on its own absence is an error instead of a warning. Defaults to `false`.
       * - `reason?` (`string`): Reason for the change, recorded in the log. At most 500 characters. At most 500 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `version` (`integer`): At least 1.
       * - `changed` (`boolean`): Whether a new version was created; false if the model is the newest version already.
       * - `ineffectiveCount` (`integer`): Number of ineffective tuples: stored, but not allowed by this model.
       * - `invalidContextCount` (`integer`): Number of stored tuples whose context doesn't fit this model's conditions. A check that depends on a value of the wrong type fails with an error that names the tuple.
       * - `contextProblems` (`(object)[]`): Stored contexts that don't fit this model's conditions, most tuples first. At most 100.
       * - `contextProblems[].condition` (`string`)
       * - `contextProblems[].parameter` (`string`): Parameter of the condition; empty if the context as a whole is too expensive to read.
       * - `contextProblems[].expected` (`string | null`): Expected type of the value; null if the condition has no such parameter and ignores the value.
       * - `contextProblems[].tupleCount` (`integer`): Number of stored tuples with such a value.
       * - `warnings` (`ModelProblem[]`)
       * - `revision` (`string`): Revision of the graph at which the result holds.
       * @throws `CfAuthError`, with code `invalid_model`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.model.put({
       *   model: "model\n  schema 1.1\ntype user\ntype repo\n  relations\n    define write: [user]\n",
       * });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzmodelput
       */
      put(request: PutModelRequest, options?: CallOptions): Promise<PutModelResponse>;
      /**
       * Validates a model and returns all its problems, with line and column.
       *
       * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `model` (`string | { id?: string; schema_version?: string; type_definitions: any[]; conditions?: Record<string, any> } | { name: string; contents: string }[]`): A model in OpenFGA's modeling language, as its JSON form in text or as an object, or as modules.
       * - `strict?` (`boolean`): Whether a relation that depends on its own absence is an error instead of a warning. Defaults to `false`.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `valid` (`boolean`)
       * - `problems` (`ModelProblem[]`): Problems in the order of files and lines. At most 100.
       * - `warnings` (`ModelProblem[]`)
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.model.validate({
       *   model: "model\n  schema 1.1\ntype user\ntype repo\n  relations\n    define write: [user]\n",
       * });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzmodelvalidate
       */
      validate(request: ValidateModelRequest, options?: CallOptions): Promise<ValidateModelResponse>;
    };
    /**
     * Lists stored tuples that match a filter and have not expired.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `object?` (`string`): An object: type:id. At most 2,048 characters.
     * - `objectType?` (`string`): Matches all objects of this type. Use it instead of object. At most 254 characters.
     * - `relation?` (`string`): A relation that the model defines for the object's type. At most 2,048 characters.
     * - `subject?` (`string`): A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters.
     * - `subjectType?` (`string`): Matches all subjects of this type. Use it instead of subject. At most 254 characters.
     * - `consistency?` (`"exact" | "fast" | { atLeast: string; fast?: true } | { at: string }`): exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. With fast: true, credentials are as old as with fast. { at }: exactly that revision, evaluated at the time when it was made. Defaults to `"exact"`.
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`Tuple[]`)
     * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
     * - `revision` (`string`): Revision of the graph at which the result holds.
     * @throws `CfAuthError`, with code `graph_contention`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_not_found`, `revision_not_found`, `revision_too_large`, `work_limit_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.read({ object: "repo:api" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzread
     */
    read(request?: ReadRequest, options?: CallOptions): PagePromise<ReadResponse>;
    readonly settings: {
      /**
       * Gets the limits and policies of the tenant's graph.
       *
       * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link GraphSettings}.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.settings.get();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzsettingsget
       */
      get(options?: CallOptions): Promise<GraphSettings>;
      /**
       * Updates policies of the tenant's graph. null resets one to the inherited value. Only admins may change limits, and raise maxStalenessSeconds.
       *
       * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `maxTuples?` (`integer | null`)
       * - `maxBytes?` (`integer | null`)
       * - `maxDepth?` (`integer | null`)
       * - `maxWork?` (`integer | null`)
       * - `maxStalenessSeconds?` (`integer | null`)
       * - `retentionDays?` (`integer | null`)
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link GraphSettings}.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.settings.update({ maxStalenessSeconds: 1 });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzsettingsupdate
       */
      update(request?: UpdateGraphSettingsRequest, options?: CallOptions): Promise<GraphSettings>;
    };
    /**
     * Verifies a proof against the graph, in time linear in its length.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `proof` (`Proof`)
     * - `context?` (`Record<string, any>`): Evaluation context: values of the conditions' parameters, at most 20 levels deep.
     * - `contextualTuples?` (`Tuple[]`): Contextual tuples: apply to this request only and are validated like stored ones. At most 100.
     * - `consistency?` (`"exact" | "fast" | { atLeast: string; fast?: true } | { at: string }`): exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. With fast: true, credentials are as old as with fast. { at }: exactly that revision, evaluated at the time when it was made. Defaults to `"exact"`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `valid` (`boolean`)
     * - `problem` (`string | null`): Problem of the proof; null if it is valid.
     * - `revision` (`string`): Revision of the graph at which the result holds.
     * @throws `CfAuthError`, with code `depth_limit_exceeded`, `duplicate_tuple`, `graph_contention`, `invalid_context`, `invalid_expiry`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_not_found`, `revision_not_found`, `revision_too_large`, `subject_not_allowed`, `too_many_contextual_tuples`, `unknown_relation`, `unknown_type`, `work_limit_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.verifyProof({ proof });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzverifyproof
     */
    verifyProof(request: VerifyProofRequest, options?: CallOptions): Promise<VerifyProofResponse>;
    /**
     * Writes and deletes tuples, all or nothing. Safe to repeat.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `writes?` (`Tuple[]`): Tuples to write. Each replaces a stored tuple of the same fact. A tuple that has expired already isn't stored; it only deletes the stored one. Defaults to `[]`.
     * - `deletes?` (`TupleReference[]`): Tuples to delete; those that aren't stored are ignored. A version of the model must define their types and relations. Defaults to `[]`.
     * - `preconditions?` (`object`): Tuples that must be stored, and tuples that must not be, for the write to happen. An expired tuple counts as not stored. Defaults to `{"mustExist":[],"mustNotExist":[]}`.
     * - `preconditions.mustExist?` (`TupleReference[]`): Defaults to `[]`.
     * - `preconditions.mustNotExist?` (`TupleReference[]`): Defaults to `[]`.
     * - `reason?` (`string`): Reason for the change, recorded in the log. At most 500 characters. At most 500 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `writtenCount` (`integer`): Number of tuples that are new or have another condition or expiry time.
     * - `deletedCount` (`integer`): Number of deleted tuples that had not expired.
     * - `revision` (`string`): Revision of the graph at which the result holds.
     * @throws `CfAuthError`, with code `batch_too_large`, `duplicate_tuple`, `invalid_context`, `invalid_expiry`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_not_found`, `precondition_failed`, `subject_not_allowed`, `tuple_limit_reached`, `unknown_relation`, `unknown_type`, `work_limit_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.write({
     *   writes: [{ subject: "user:anne", relation: "write", object: "repo:api" }],
     * });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzwrite
     */
    write(request?: WriteRequest, options?: CallOptions): Promise<WriteResponse>;
  };
  readonly backups: {
    /**
     * Begins a backup of a tenant, unless one is under way, and returns its id.
     *
     * Callers: admin, platformKey. An admin needs `manage` for the tenant that is named, or for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `tenant` (`string`): Id or slug of the tenant. At most 64 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `id` (`string`)
     * @throws `CfAuthError`, with code `backups_not_configured`, `tenant_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.backups.create({ tenant: "acme" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/backups.md#backupscreate
     */
    create(request: CreateBackupRequest, options?: CallOptions): Promise<CreateBackupResponse>;
    /**
     * Lists the encrypted files of a tenant's backups, of its graph's log and of its revocation list.
     *
     * Callers: admin, platformKey. An admin needs `manage` for the tenant that is named, or for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `tenant` (`string`): Id or slug of the tenant. At most 64 characters.
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`object[]`)
     * - `items[].name` (`string`)
     * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
     * @throws `CfAuthError`, with code `backups_not_configured`, `tenant_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.backups.files({ tenant: "acme" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/backups.md#backupsfiles
     */
    files(request: FilesBackupRequest, options?: CallOptions): PagePromise<FilesBackupResponse>;
    /**
     * Gets a backup, complete or under way.
     *
     * Callers: admin, platformKey. An admin needs `manage` for the tenant that is named, or for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `tenant` (`string`): Id or slug of the tenant. At most 64 characters.
     * - `id` (`string`): Matches `^bak_[0-9a-hjkmnp-tv-z]{26}$`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns {@link Backup}.
     * @throws `CfAuthError`, with code `backup_invalid`, `backup_not_found`, `backups_not_configured`, `tenant_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.backups.get({ tenant: "acme", id: "bak_01m8hscqm2ztga5mj6b8q4v1gw" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/backups.md#backupsget
     */
    get(request: GetBackupRequest, options?: CallOptions): Promise<Backup>;
    /**
     * Lists a tenant's backups, newest first.
     *
     * Callers: admin, platformKey. An admin needs `manage` for the tenant that is named, or for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `tenant` (`string`): Id or slug of the tenant. At most 64 characters.
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`object[]`)
     * - `items[].id` (`string`)
     * - `items[].startedAt` (`Date`)
     * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
     * @throws `CfAuthError`, with code `backups_not_configured`, `tenant_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.backups.list({ tenant: "acme" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/backups.md#backupslist
     */
    list(request: ListBackupsRequest, options?: CallOptions): PagePromise<ListBackupsResponse>;
    /**
     * Reads an encrypted file of a tenant's backups, for a drill or a copy elsewhere.
     *
     * Callers: admin, platformKey. An admin needs `manage` for the tenant that is named, or for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `tenant` (`string`): Id or slug of the tenant. At most 64 characters.
     * - `name` (`string`): Name of a file from backups.files. At most 256 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `content` (`string`): The file in base64.
     * @throws `CfAuthError`, with code `backup_not_found`, `backups_not_configured`, `tenant_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.backups.read({ tenant: "acme", name: "Acme" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/backups.md#backupsread
     */
    read(request: ReadBackupRequest, options?: CallOptions): Promise<ReadBackupResponse>;
    /**
     * Restores a tenant to an earlier time while it serves: tuples to a revision that is kept; lost users, profiles and email templates from the newest backup before. Repeat the call until it is done.
     *
     * Callers: admin. An admin needs `manage` for the tenant that is named, or for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `tenant` (`string`): Id or slug of the tenant. At most 64 characters.
     * - `at` (`Date`): The time to restore. Repeated calls continue the first one.
     * - `graphRevision?` (`string`): Revision of the graph. Defaults to the newest one at the time. At most 16 characters.
     * - `restores?` (`("graph" | "users")[]`): Defaults to `["graph","users"]`. 1 to 2 items.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `id` (`string`)
     * - `done` (`boolean`)
     * - `graph` (`object | null`): The revision that was restored, the new one with its tuples, and their number.
     * - `graph.restoredRevision` (`string`)
     * - `graph.revision` (`string`)
     * - `graph.tupleCount` (`integer`)
     * - `backupId` (`string | null`)
     * - `addedUserCount` (`integer`): Users that the tenant had lost without a deletion.
     * - `changedProfileCount` (`integer`)
     * - `changedTemplateCount` (`integer`)
     * - `withheld` (`(object)[]`): Users and keys that were revoked, banned, rotated or deleted after the backup, and stay so. At most 1,000.
     * - `withheld[].kind` (`"user_deleted" | "user_banned" | "user_conflict" | "credentials_changed" | "key_revoked" | "signing_keys_replaced"`)
     * - `withheld[].id` (`string`): Id of the user or key, or of the tenant for its signing keys.
     * @throws `CfAuthError`, with code `backup_invalid`, `backup_not_found`, `backups_not_configured`, `conflict`, `restore_in_progress`, `restore_too_large`, `revision_not_found`, `revision_too_large`, `tenant_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.backups.restore({ tenant: "acme", at: new Date("2026-11-29T10:00:00.000Z") });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/backups.md#backupsrestore
     */
    restore(request: RestoreBackupRequest, options?: CallOptions): Promise<RestoreBackupResponse>;
    /**
     * Restores all tenants into an empty deployment, with the bootstrap secret. Repeat the call until it is done; anyone who repeats it continues.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `secret` (`string`): The deployment's BOOTSTRAP_SECRET. At most 1,024 characters.
     * - `at?` (`Date`): Uses only backups that began up to this time. Defaults to now.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `id` (`string`)
     * - `done` (`boolean`)
     * - `tenantCount` (`integer`): Tenants restored so far.
     * - `rowCount` (`integer`): Rows restored so far.
     * - `missingCount` (`integer`): Tenants without a backup from before the time.
     * - `tenants` (`TenantRestore[]`): Tenants that this call has restored.
     * @throws `CfAuthError`, with code `backup_invalid`, `backup_not_found`, `backups_not_configured`, `bootstrap_secret_invalid`, `conflict`, `restore_in_progress`, `restore_needs_empty`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.backups.restoreAll({ secret: "the deployment's BOOTSTRAP_SECRET" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/backups.md#backupsrestoreall
     */
    restoreAll(request: RestoreBackupAllRequest, options?: CallOptions): Promise<RestoreBackupAllResponse>;
  };
  readonly dashboard: {
    /**
     * Lists recent audit events of the whole platform, newest first.
     *
     * Callers: admin, platformKey. An admin needs `read` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`(object)[]`)
     * - `items[].id` (`string`)
     * - `items[].tenantId` (`string | null`)
     * - `items[].event` (`string`)
     * - `items[].actor` (`string`)
     * - `items[].outcome` (`string`): ok, or the code of the error.
     * - `items[].at` (`Date`)
     * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.dashboard.activity();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/dashboard.md#dashboardactivity
     */
    activity(request?: GetDashboardActivityRequest, options?: CallOptions): PagePromise<GetDashboardActivityResponse>;
    /**
     * Checks each component of the service and measures its latency.
     *
     * Callers: admin, platformKey. An admin needs `see` for the platform.
     *
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `healthy` (`boolean`)
     * - `components` (`(object)[]`)
     * - `components[].component` (`"database" | "files" | "cache" | "graphObject" | "stateObject"`)
     * - `components[].healthy` (`boolean`)
     * - `components[].latencyMilliseconds` (`number | null`)
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.dashboard.health();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/dashboard.md#dashboardhealth
     */
    health(options?: CallOptions): Promise<GetDashboardHealthResponse>;
    /**
     * Gets a tenant's usage by hour from its live counters. Data is stored for 35 days.
     *
     * Callers: admin, platformKey. An admin needs `see` for the tenant that is named, or for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `tenant` (`string`): Id or slug of the tenant. At most 64 characters.
     * - `metric` (`"calls" | "failures" | "checks" | "logins" | "failedLogins" | "events"`)
     * - `day?` (`string`): Day in UTC, as YYYY-MM-DD. Defaults to today. Matches `^\d{4}-\d{2}-\d{2}$`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `points` (`object[]`)
     * - `points[].hour` (`string`): Hour in UTC, as YYYY-MM-DDTHH.
     * - `points[].value` (`integer`)
     * @throws `CfAuthError`, with code `tenant_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.dashboard.hours({ tenant: "acme", metric: "calls" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/dashboard.md#dashboardhours
     */
    hours(request: GetDashboardHoursRequest, options?: CallOptions): Promise<GetDashboardHoursResponse>;
    /**
     * Gets the latency of calls of one tenant or all: the 50th, 95th and 99th percentiles.
     *
     * Callers: admin, platformKey. An admin needs `see` for the tenant that is named, or for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `from?` (`string`): First day in UTC. Defaults to 30 days before the last day. Matches `^\d{4}-\d{2}-\d{2}$`.
     * - `to?` (`string`): Last day in UTC. Defaults to today. Matches `^\d{4}-\d{2}-\d{2}$`.
     * - `tenant?` (`string`): Id or slug of one tenant. Defaults to all tenants together. At most 64 characters.
     * - `skipCache?` (`boolean`): Whether to compute the figures again. Otherwise they are up to 60 seconds old. Defaults to `false`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `p50Milliseconds` (`number | null`): Latency in milliseconds, rounded up by at most 41 percent; null without calls.
     * - `p95Milliseconds` (`number | null`): Latency in milliseconds, rounded up by at most 41 percent; null without calls.
     * - `p99Milliseconds` (`number | null`): Latency in milliseconds, rounded up by at most 41 percent; null without calls.
     * - `callCount` (`integer`)
     * - `at` (`Date`): Time when the figures were computed.
     * @throws `CfAuthError`, with code `tenant_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.dashboard.latency();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/dashboard.md#dashboardlatency
     */
    latency(request?: GetDashboardLatencyRequest, options?: CallOptions): Promise<GetDashboardLatencyResponse>;
    /**
     * Gets the number of the platform's tenants, users and live sessions, and today's usage.
     *
     * Callers: admin, platformKey. An admin needs `see` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `skipCache?` (`boolean`): Whether to compute the figures again. Otherwise they are up to 60 seconds old. Defaults to `false`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `tenantCount` (`integer`): Number of tenants, without the platform's own.
     * - `userCount` (`integer`): Number of end users of all those tenants.
     * - `sessionCount` (`integer`): Number of live sessions, including those of admins.
     * - `callsToday` (`integer`): Calls since midnight UTC, with a delay of up to 1 minute.
     * - `failuresToday` (`integer`): Calls since midnight UTC that failed with an error.
     * - `checksToday` (`integer`): Permission checks since midnight UTC, with a delay of up to 1 minute.
     * - `loginsToday` (`integer`)
     * - `activeUsersToday` (`integer`): Users who were active today, counted per tenant.
     * - `at` (`Date`): Time when the figures were computed.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.dashboard.overview();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/dashboard.md#dashboardoverview
     */
    overview(request?: GetDashboardOverviewRequest, options?: CallOptions): Promise<GetDashboardOverviewResponse>;
    /**
     * Lists the versions of the deployment's secrets and how many stored values need each, for their rotation.
     *
     * Callers: admin, platformKey. An admin needs `read` for the platform.
     *
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `versions` (`(object)[]`)
     * - `versions[].secret` (`"jwtSecret" | "passwordPepper" | "bootstrapSecret" | "mailKey"`)
     * - `versions[].version` (`string`): Id of the version. bootstrapSecret and mailKey have a fingerprint, which changes with their value.
     * - `versions[].newest` (`boolean`): Whether it encrypts and signs now.
     * - `versions[].configured` (`boolean`): False if stored values need it, but the deployment no longer has it.
     * - `versions[].useCount` (`integer`): Signing keys that it encrypts, or passwords that it is mixed into.
     * - `versions[].firstSeenAt` (`Date | null`): Time when the service first ran with it; null if it isn't configured.
     * - `versions[].newestSince` (`Date | null`): Time since which it is the newest; null while it isn't.
     * - `versions[].wasNewest` (`boolean`): Whether it was ever the newest, so that stored values may need it.
     * - `versions[].rotateBy` (`Date | null`): Time from which it is overdue for rotation: 365 days after firstSeenAt, 90 for mailKey, 1 for a bootstrapSecret after the first admin exists.
     * - `oldestRefreshAt` (`Date | null`): Earliest time at which a session that can still be refreshed got its refresh token. Older versions of jwtSecret are needed until it is later than the deployment of the newest.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.dashboard.secrets();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/dashboard.md#dashboardsecrets
     */
    secrets(options?: CallOptions): Promise<SecretsDashboardResponse>;
    /**
     * Lists tenants with their usage of today, oldest first.
     *
     * Callers: admin, platformKey. An admin is shown the tenants for which they have `see`.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`(object)[]`)
     * - `items[].id` (`string`)
     * - `items[].slug` (`string`)
     * - `items[].name` (`string`)
     * - `items[].status` (`"active" | "suspended" | "deleted"`)
     * - `items[].callsToday` (`integer`)
     * - `items[].checksToday` (`integer`)
     * - `items[].activeUsersToday` (`integer`)
     * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.dashboard.tenants();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/dashboard.md#dashboardtenants
     */
    tenants(request?: GetDashboardTenantsRequest, options?: CallOptions): PagePromise<GetDashboardTenantsResponse>;
    /**
     * Gets a metric by day, of one tenant or all. Days without data are 0.
     *
     * Callers: admin, platformKey. An admin needs `see` for the tenant that is named, or for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `metric` (`"calls" | "failures" | "checks" | "logins" | "failedLogins" | "events" | "activeUsers" | "tuples" | "graphBytes"`): Daily totals: calls, failures (failed calls), checks, logins, failedLogins, and events (audit events). The metric activeUsers counts users who were active on the day. The metrics tuples and graphBytes are the last measured size of the graph.
     * - `from?` (`string`): First day in UTC. Defaults to 30 days before the last day. Matches `^\d{4}-\d{2}-\d{2}$`.
     * - `to?` (`string`): Last day in UTC. Defaults to today. Matches `^\d{4}-\d{2}-\d{2}$`.
     * - `tenant?` (`string`): Id or slug of one tenant. Defaults to all tenants together. At most 64 characters.
     * - `skipCache?` (`boolean`): Whether to compute the figures again. Otherwise they are up to 60 seconds old. Defaults to `false`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `points` (`object[]`)
     * - `points[].day` (`string`): Matches `^\d{4}-\d{2}-\d{2}$`.
     * - `points[].value` (`integer`)
     * - `at` (`Date`): Time when the figures were computed.
     * @throws `CfAuthError`, with code `tenant_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.dashboard.timeseries({ metric: "calls" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/dashboard.md#dashboardtimeseries
     */
    timeseries(request: GetDashboardTimeseriesRequest, options?: CallOptions): Promise<GetDashboardTimeseriesResponse>;
    /**
     * Lists the tenants with the highest value of a metric, highest first.
     *
     * Callers: admin, platformKey. An admin needs `see` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `metric` (`"calls" | "failures" | "checks" | "logins" | "failedLogins" | "events" | "activeUsers" | "tuples" | "graphBytes"`): Daily totals: calls, failures (failed calls), checks, logins, failedLogins, and events (audit events). The metric activeUsers counts users who were active on the day. The metrics tuples and graphBytes are the last measured size of the graph.
     * - `from?` (`string`): First day in UTC. Defaults to 30 days before the last day. Matches `^\d{4}-\d{2}-\d{2}$`.
     * - `to?` (`string`): Last day in UTC. Defaults to today. Matches `^\d{4}-\d{2}-\d{2}$`.
     * - `limit?` (`integer`): Defaults to `10`. 1 to 100.
     * - `skipCache?` (`boolean`): Whether to compute the figures again. Otherwise they are up to 60 seconds old. Defaults to `false`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `items` (`object[]`)
     * - `items[].id` (`string`)
     * - `items[].slug` (`string`)
     * - `items[].name` (`string`)
     * - `items[].value` (`integer`)
     * - `at` (`Date`): Time when the figures were computed.
     * @throws `CfAuthError`, with code `tenant_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.dashboard.topTenants({ metric: "calls" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/dashboard.md#dashboardtoptenants
     */
    topTenants(request: GetDashboardTopTenantsRequest, options?: CallOptions): Promise<GetDashboardTopTenantsResponse>;
  };
  readonly emailDomains: {
    /**
     * Adds an email domain, or gives one another enterprise provider. It has no effect until it is verified.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `domain` (`string`): The email domain, such as example.com. At most 253 characters. Matches `^(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?[.\u3002\uff0e\uff61])+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9]|[A-Za-z0-9-]{0,62}[^\x00-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?)$`.
     * - `providerId?` (`string | null`): The enterprise provider at which the domain's users sign in. Defaults to none. Defaults to `null`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `domain` (`EmailDomain`)
     * @throws `CfAuthError`, with code `provider_limit_reached`, `provider_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.emailDomains.add({ domain: "acme.example" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/emailDomains.md#emaildomainsadd
     */
    add(request: AddEmailDomainRequest, options?: CallOptions): Promise<AddEmailDomainResponse>;
    /**
     * Lists the tenant's email domains, in alphabetical order.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`EmailDomain[]`)
     * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.emailDomains.list();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/emailDomains.md#emaildomainslist
     */
    list(request?: ListEmailDomainsRequest, options?: CallOptions): PagePromise<ListEmailDomainsResponse>;
    /**
     * Removes an email domain. Its users sign in by other means again.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `domain` (`string`): The email domain, such as example.com. At most 253 characters. Matches `^(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?[.\u3002\uff0e\uff61])+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9]|[A-Za-z0-9-]{0,62}[^\x00-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?)$`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `domain` (`string`)
     * @throws `CfAuthError`, with code `email_domain_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.emailDomains.remove({ domain: "acme.example" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/emailDomains.md#emaildomainsremove
     */
    remove(request: RemoveEmailDomainRequest, options?: CallOptions): Promise<RemoveEmailDomainResponse>;
    /**
     * Verifies an email domain by its DNS record. From then on its enterprise provider is the only way in. Safe to repeat.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `domain` (`string`): The email domain, such as example.com. At most 253 characters. Matches `^(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?[.\u3002\uff0e\uff61])+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9]|[A-Za-z0-9-]{0,62}[^\x00-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?)$`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `domain` (`EmailDomain`)
     * @throws `CfAuthError`, with code `email_domain_not_found`, `email_domain_unverified`, `provider_unavailable`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.emailDomains.verify({ domain: "acme.example" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/emailDomains.md#emaildomainsverify
     */
    verify(request: VerifyEmailDomainRequest, options?: CallOptions): Promise<VerifyEmailDomainResponse>;
  };
  readonly emails: {
    readonly mailbox: {
      /**
       * Lists the emails of a test tenant, which are stored and never sent, newest first.
       *
       * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
       * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
       * - `to?` (`string`): Only emails to this recipient. At most 254 characters.
       * - `kind?` (`"verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "sign_in_code" | "sign_in_link" | "new_device" | "security_changed" | "factors_reset" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "webhook_disabled" | "admin_changed" | "break_glass"`)
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns One page; iterate with `for await` to read all pages:
       * - `items` (`ReceivedEmail[]`)
       * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
       * @throws `CfAuthError`, with code `test_tenant_only`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.emails.mailbox.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/emails.md#emailsmailboxlist
       */
      list(request?: ListEmailMailboxRequest, options?: CallOptions): PagePromise<ListEmailMailboxResponse>;
    };
    readonly outbox: {
      /**
       * Lists the tenant's emails of the last 30 days with their delivery status, newest first.
       *
       * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
       * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
       * - `to?` (`string`): Only emails to this recipient. At most 254 characters.
       * - `status?` (`"waiting" | "sending" | "sent" | "refused" | "expired" | "uncertain"`)
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns One page; iterate with `for await` to read all pages:
       * - `items` (`EmailRecord[]`)
       * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.emails.outbox.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/emails.md#emailsoutboxlist
       */
      list(request?: ListEmailOutboxRequest, options?: CallOptions): PagePromise<ListEmailOutboxResponse>;
    };
    readonly templates: {
      /**
       * Gets the template of one kind of the tenant's emails.
       *
       * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `kind` (`"verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "sign_in_code" | "sign_in_link" | "new_device" | "security_changed" | "factors_reset" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "webhook_disabled" | "admin_changed" | "break_glass"`)
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link EmailTemplate}.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.emails.templates.get({ kind: "verify_email" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/emails.md#emailstemplatesget
       */
      get(request: GetEmailTemplateRequest, options?: CallOptions): Promise<EmailTemplate>;
      /**
       * Lists the templates of the tenant's emails, one for each kind.
       *
       * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
       * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns One page; iterate with `for await` to read all pages:
       * - `items` (`EmailTemplate[]`)
       * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.emails.templates.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/emails.md#emailstemplateslist
       */
      list(request?: ListEmailTemplatesRequest, options?: CallOptions): PagePromise<ListEmailTemplatesResponse>;
      /**
       * Previews an email with sample values, from the template in the input or the current one.
       *
       * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `kind` (`"verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "sign_in_code" | "sign_in_link" | "new_device" | "security_changed" | "factors_reset" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "webhook_disabled" | "admin_changed" | "break_glass"`)
       * - `subject?` (`string`): At most 200 characters.
       * - `text?` (`string`): At most 20,000 characters.
       * - `html?` (`string`): Plain HTML: quoted attributes, no scripts, forms or frames. At most 100,000 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `subject` (`string`)
       * - `text` (`string`)
       * - `html` (`string`)
       * - `from` (`string`)
       * @throws `CfAuthError`, with code `invalid_template`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.emails.templates.preview({ kind: "verify_email" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/emails.md#emailstemplatespreview
       */
      preview(request: PreviewEmailTemplateRequest, options?: CallOptions): Promise<PreviewEmailTemplateResponse>;
      /**
       * Sets the tenant's template of one kind of email. Omitted parts use the default. Safe to repeat.
       *
       * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `kind` (`"verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "sign_in_code" | "sign_in_link" | "new_device" | "security_changed" | "factors_reset" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "webhook_disabled" | "admin_changed" | "break_glass"`)
       * - `subject?` (`string`): At most 200 characters.
       * - `text?` (`string`): At most 20,000 characters.
       * - `html?` (`string`): Plain HTML: quoted attributes, no scripts, forms or frames. At most 100,000 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link EmailTemplate}.
       * @throws `CfAuthError`, with code `invalid_template`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.emails.templates.put({ kind: "verify_email" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/emails.md#emailstemplatesput
       */
      put(request: PutEmailTemplateRequest, options?: CallOptions): Promise<EmailTemplate>;
      /**
       * Resets the template of one kind of email to the default. Safe to repeat.
       *
       * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `kind` (`"verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "sign_in_code" | "sign_in_link" | "new_device" | "security_changed" | "factors_reset" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "webhook_disabled" | "admin_changed" | "break_glass"`)
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link EmailTemplate}.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.emails.templates.reset({ kind: "verify_email" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/emails.md#emailstemplatesreset
       */
      reset(request: ResetEmailTemplateRequest, options?: CallOptions): Promise<EmailTemplate>;
    };
  };
  readonly events: {
    /**
     * Lists the tenant's events of the last 7 days, oldest first. At most 100,000 are stored.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `after?` (`integer`): seq of the last event that you received. Defaults to the oldest stored event in a list, and to new events in a stream. At least 0.
     * - `event?` (`string`): An event name such as auth.login, or a prefix that ends in a dot, such as auth. for all events of auth. At most 100 characters. Matches `^[a-zA-Z_]+(\.[a-zA-Z_]+)*\.?$`.
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`LiveEvent[]`)
     * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
     * @throws `CfAuthError`, with code `event_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.events.list();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/events.md#eventslist
     */
    list(request?: ListEventsRequest, options?: CallOptions): PagePromise<ListEventsResponse>;
    /**
     * Creates a ticket to follow the tenant's events on one WebSocket, valid once within 30 seconds.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `after?` (`integer`): seq of the last event that you received. Defaults to the oldest stored event in a list, and to new events in a stream. At least 0.
     * - `event?` (`string`): An event name such as auth.login, or a prefix that ends in a dot, such as auth. for all events of auth. At most 100 characters. Matches `^[a-zA-Z_]+(\.[a-zA-Z_]+)*\.?$`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `ticket` (`string`): Send it as a WebSocket subprotocol beside cf-auth.events, at /events.
     * - `position` (`integer`): seq after which the stream starts.
     * @throws `CfAuthError`, with code `event_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.events.ticket();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/events.md#eventsticket
     */
    ticket(request?: GetEventTicketRequest, options?: CallOptions): Promise<GetEventTicketResponse>;
  };
  readonly plans: {
    /**
     * Creates a plan.
     *
     * Callers: admin, platformKey. An admin needs `billing` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `slug` (`string`): Matches `^[a-z][a-z0-9-]{0,62}$`.
     * - `name` (`string`): 1 to 200 characters.
     * - `limits` (`PlanLimits`)
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns {@link Plan}.
     * @throws `CfAuthError`, with code `plan_already_exists`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.plans.create({ slug: "team", name: "Team", limits: {} });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/plans.md#planscreate
     */
    create(request: CreatePlanRequest, options?: CallOptions): Promise<Plan>;
    /**
     * Deletes a plan that no tenant is on.
     *
     * Callers: admin, platformKey. An admin needs `billing` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `slug` (`string`): Matches `^[a-z][a-z0-9-]{0,62}$`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `deleted` (`true`)
     * @throws `CfAuthError`, with code `plan_in_use`, `plan_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.plans.delete({ slug: "team" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/plans.md#plansdelete
     */
    delete(request: DeletePlanRequest, options?: CallOptions): Promise<DeletePlanResponse>;
    /**
     * Lists plans by slug.
     *
     * Callers: admin, platformKey. An admin needs `see` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`Plan[]`)
     * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.plans.list();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/plans.md#planslist
     */
    list(request?: ListPlansRequest, options?: CallOptions): PagePromise<ListPlansResponse>;
  };
  readonly platform: {
    readonly admins: {
      /**
       * Gets an admin and their grants on tenants.
       *
       * Callers: admin. An admin needs `read` for the platform.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `admin` (`PlatformAdmin`)
       * - `grants` (`AdminGrant[]`)
       * @throws `CfAuthError`, with code `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.platform.admins.get({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformadminsget
       */
      get(request: GetPlatformAdminRequest, options?: CallOptions): Promise<GetPlatformAdminResponse>;
      /**
       * Grants an admin a role on a tenant and its descendants. Safe to repeat.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * - `tenant` (`string`): Id or slug of the tenant. At most 64 characters.
       * - `grant` (`"manager" | "support" | "billing" | "viewer"`)
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `changed` (`boolean`): Whether anything changed.
       * @throws `CfAuthError`, with code `conflict`, `insufficient_permission`, `last_superadmin`, `tenant_not_found`, `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.platform.admins.grant({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw", tenant: "acme", grant: "manager" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformadminsgrant
       */
      grant(request: GrantPlatformAdminRequest, options?: CallOptions): Promise<GrantPlatformAdminResponse>;
      /**
       * Invites an admin by email. The link to choose a password is valid for 72 hours; until it is used, the call may be repeated.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `email` (`string`): The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email.
       * - `name?` (`string`): 1 to 200 characters.
       * - `role` (`"superadmin" | "support" | "billing" | "readonly" | null`)
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `id` (`string`)
       * @throws `CfAuthError`, with code `conflict`, `email_taken`, `insufficient_permission`, `last_superadmin`, `plan_limit_exceeded`, `tenant_not_found`, `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.platform.admins.invite({ email: "anne@example.com", role: "superadmin" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformadminsinvite
       */
      invite(request: InvitePlatformAdminRequest, options?: CallOptions): Promise<InvitePlatformAdminResponse>;
      /**
       * Lists the platform's admins, newest first.
       *
       * Callers: admin. An admin needs `read` for the platform.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
       * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns One page; iterate with `for await` to read all pages:
       * - `items` (`PlatformAdmin[]`)
       * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.platform.admins.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformadminslist
       */
      list(request?: ListPlatformAdminsRequest, options?: CallOptions): PagePromise<ListPlatformAdminsResponse>;
      /**
       * Removes an admin with all their permissions and sessions. The last superadmin can't be removed.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `id` (`string`)
       * @throws `CfAuthError`, with code `conflict`, `insufficient_permission`, `last_superadmin`, `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.platform.admins.remove({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformadminsremove
       */
      remove(request: RemovePlatformAdminRequest, options?: CallOptions): Promise<RemovePlatformAdminResponse>;
      /**
       * Revokes an admin's role on a tenant, from their next call on. Safe to repeat.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * - `tenant` (`string`): Id or slug of the tenant. At most 64 characters.
       * - `grant` (`"manager" | "support" | "billing" | "viewer"`)
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `changed` (`boolean`): Whether anything changed.
       * @throws `CfAuthError`, with code `conflict`, `insufficient_permission`, `last_superadmin`, `tenant_not_found`, `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.platform.admins.revoke({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw", tenant: "acme", grant: "manager" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformadminsrevoke
       */
      revoke(request: RevokePlatformAdminRequest, options?: CallOptions): Promise<RevokePlatformAdminResponse>;
      /**
       * Sets an admin's role on the platform, from their next call on. The last superadmin can't lose the role.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * - `role` (`"superadmin" | "support" | "billing" | "readonly" | null`): Role on the platform; null for grants on tenants only.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `changed` (`boolean`): Whether anything changed.
       * @throws `CfAuthError`, with code `conflict`, `insufficient_permission`, `last_superadmin`, `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.platform.admins.setRole({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw", role: "superadmin" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformadminssetrole
       */
      setRole(request: SetPlatformAdminRoleRequest, options?: CallOptions): Promise<SetPlatformAdminRoleResponse>;
    };
    /**
     * Creates the platform's first admin, once, with the bootstrap secret.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `secret` (`string`): The deployment's BOOTSTRAP_SECRET. At most 1,024 characters.
     * - `email` (`string`): The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email.
     * - `password` (`string`): At most 1,024 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `tenantId` (`string`): Id of the platform's own tenant.
     * - `userId` (`string`)
     * @throws `CfAuthError`, with code `already_bootstrapped`, `bootstrap_secret_invalid`, `busy`, `weak_password`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.platform.bootstrap({
     *   secret: "the deployment's BOOTSTRAP_SECRET",
     *   email: "anne@example.com",
     *   password: "an unlikely sentence",
     * });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformbootstrap
     */
    bootstrap(request: BootstrapPlatformRequest, options?: CallOptions): Promise<BootstrapPlatformResponse>;
    /**
     * Grants the caller temporary break-glass access to a tenant. The reason is audited and emailed to superadmins.
     *
     * Callers: admin. An admin needs `breakGlass` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `tenant` (`string`): Id or slug of the tenant. At most 64 characters.
     * - `reason` (`string`): Reason for the access, 10 to 500 characters. Superadmins read it. 10 to 500 characters. Matches `^[^\p{Cc}\u2028\u2029]*\S[^\p{Cc}\u2028\u2029]*$`.
     * - `durationMinutes` (`integer`): 1 to 60.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `expiresAt` (`Date`)
     * @throws `CfAuthError`, with code `permission_already_granted`, `tenant_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.platform.breakGlass({ tenant: "acme", reason: "Support request 4711", durationMinutes: 60 });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformbreakglass
     */
    breakGlass(request: BreakGlassRequest, options?: CallOptions): Promise<BreakGlassResponse>;
    /**
     * Ends the caller's break-glass access to a tenant early. Admins who manage the platform may end another admin's.
     *
     * Callers: admin. An admin needs `breakGlass` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `tenant` (`string`): Id or slug of the tenant. At most 64 characters.
     * - `id?` (`string`): Id of the admin whose access ends. Defaults to the caller. 1 to 64 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `ended` (`boolean`)
     * @throws `CfAuthError`, with code `insufficient_permission`, `tenant_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.platform.endBreakGlass({ tenant: "acme" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformendbreakglass
     */
    endBreakGlass(request: EndBreakGlassRequest, options?: CallOptions): Promise<EndBreakGlassResponse>;
    /**
     * Forces users to choose a new password by an emailed link whose hash has an old version of the pepper. Removes these hashes, so that the version can be removed; the caller is left out. Repeat it until leftCount is 0.
     *
     * Callers: admin. An admin needs `manage` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `pepperVersion` (`string`): Version of passwordPepper in dashboard.secrets; not the newest. At most 32 characters.
     * - `limit?` (`integer`): Maximum number of users of this call. Defaults to `25`. 1 to 50.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `resetCount` (`integer`): Number of users whose password this call reset.
     * - `leftCount` (`integer`): Number of further users with such a hash.
     * @throws `CfAuthError`, with code `secret_version_newest`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.platform.forceResets({ pepperVersion: "…" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformforceresets
     */
    forceResets(request: ForcePlatformResetsRequest, options?: CallOptions): Promise<ForcePlatformResetsResponse>;
    readonly keys: {
      /**
       * Creates a platform key, with which a program calls the API for any tenant within its scopes. The key itself is returned only once.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `name` (`string`): 1 to 200 characters.
       * - `scopes` (`string[]`): Scopes of a platform key: a procedure's path, a family such as tenants.*, or the reads of a family such as dashboard:read; metrics for GET /metrics. At most 100 items. At most 100 characters each.
       * - `expiresAt?` (`Date`): Expiry time of the key. Defaults to no expiry.
       * - `allowedIpRanges?` (`string[]`): IPv4 and IPv6 addresses and CIDR ranges that may use the key, at most 100. Empty allows any IP address. At most 100 items. At most 100 characters each.
       * - `limits?` (`object[]`): Rate limits of the key, at most 4. A window starts with its first call. Every limit applies. At most 4 items.
       * - `limits[].calls` (`integer`): 1 to 1,000,000,000.
       * - `limits[].perSeconds` (`integer`): 1 to 2,678,400.
       * - `metadata?` (`Record<string, any>`): Custom data that the tenant stores with the key: at most 4,096 bytes of JSON, 8 levels deep.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `key` (`string`)
       * - `platformKey` (`PlatformKey`)
       * @throws `CfAuthError`, with code `invalid_scope`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.platform.keys.create({ name: "Acme", scopes: ["…"] });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformkeyscreate
       */
      create(request: CreatePlatformKeyRequest, options?: CallOptions): Promise<CreatePlatformKeyResponse>;
      /**
       * Gets a platform key, without the key itself.
       *
       * Callers: admin. An admin needs `read` for the platform.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): At most 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link PlatformKey}.
       * @throws `CfAuthError`, with code `key_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.platform.keys.get({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformkeysget
       */
      get(request: GetPlatformKeyRequest, options?: CallOptions): Promise<PlatformKey>;
      /**
       * Lists the platform's keys, oldest first, including those that have ended.
       *
       * Callers: admin. An admin needs `read` for the platform.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `status?` (`"active" | "ended"`): active: the key works. ended: it was revoked, expired or was replaced. Defaults to both.
       * - `search?` (`string`): Part of the name, or the last four characters of the key. 1 to 200 characters.
       * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
       * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns One page; iterate with `for await` to read all pages:
       * - `items` (`PlatformKey[]`)
       * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.platform.keys.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformkeyslist
       */
      list(request?: ListPlatformKeysRequest, options?: CallOptions): PagePromise<ListPlatformKeysResponse>;
      /**
       * Revokes a platform key immediately. Safe to repeat.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): At most 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link PlatformKey}.
       * @throws `CfAuthError`, with code `key_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.platform.keys.revoke({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformkeysrevoke
       */
      revoke(request: RevokePlatformKeyRequest, options?: CallOptions): Promise<PlatformKey>;
      /**
       * Rotates a platform key: creates a new key with the same properties, while the old key works for overlapSeconds.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): At most 64 characters.
       * - `overlapSeconds` (`integer`): Seconds that the old key still works beside the new one: 0 to 2,592,000 (30 days). At most 2,592,000.
       * - `expiresAt?` (`Date | null`): Expiry time of the new key; null for no expiry. Defaults to the old key's.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `key` (`string`)
       * - `platformKey` (`PlatformKey`)
       * - `retiresAt` (`Date`)
       * @throws `CfAuthError`, with code `conflict`, `key_not_active`, `key_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.platform.keys.rotate({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw", overlapSeconds: 60 });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformkeysrotate
       */
      rotate(request: RotatePlatformKeyRequest, options?: CallOptions): Promise<RotatePlatformKeyResponse>;
      /**
       * Updates a platform key, from the next call on. Omitted fields stay unchanged.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): At most 64 characters.
       * - `name?` (`string`): 1 to 200 characters.
       * - `scopes?` (`string[]`): Scopes of a platform key: a procedure's path, a family such as tenants.*, or the reads of a family such as dashboard:read; metrics for GET /metrics. At most 100 items. At most 100 characters each.
       * - `expiresAt?` (`Date | null`): Expiry time of the key; null for no expiry.
       * - `allowedIpRanges?` (`string[]`): IPv4 and IPv6 addresses and CIDR ranges that may use the key, at most 100. Empty allows any IP address. At most 100 items. At most 100 characters each.
       * - `limits?` (`object[]`): Rate limits of the key, at most 4. A window starts with its first call. Every limit applies. At most 4 items.
       * - `limits[].calls` (`integer`): 1 to 1,000,000,000.
       * - `limits[].perSeconds` (`integer`): 1 to 2,678,400.
       * - `metadata?` (`Record<string, any>`): Custom data that the tenant stores with the key: at most 4,096 bytes of JSON, 8 levels deep.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link PlatformKey}.
       * @throws `CfAuthError`, with code `conflict`, `invalid_scope`, `key_not_active`, `key_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.platform.keys.update({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformkeysupdate
       */
      update(request: UpdatePlatformKeyRequest, options?: CallOptions): Promise<PlatformKey>;
    };
  };
  readonly providers: {
    /**
     * Creates an identity provider, after its metadata was read once.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `kind?` (`"social" | "enterprise"`): social: for everybody. enterprise: for the emails of its verified domains, and their only way in. Defaults to `"social"`.
     * - `protocol?` (`"oidc"`): The protocol: OpenID Connect. Defaults to `"oidc"`.
     * - `preset?` (`"google" | "microsoft" | "apple" | "github" | "gitlab" | "slack" | "linkedin" | "oidc"`): The provider whose deviations from OpenID Connect apply; oidc for any other that has none. Defaults to `"oidc"`.
     * - `slug` (`string`): Name of the provider in the addresses of its sign-in, unique in the tenant. Matches `^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$`.
     * - `name` (`string`): Name that people see, such as Google. 1 to 100 characters.
     * - `issuer?` (`string`): The issuer's URL: https, public, on port 443. Required for the preset oidc; others have their own. At most 500 characters.
     * - `clientId` (`string`): The client id that the provider issued. 1 to 500 characters.
     * - `clientSecret?` (`string`): The client secret that the provider issued. It is stored encrypted and never returned. 1 to 4,000 characters.
     * - `settings?` (`IdentityProviderSettings`): Settings; all of them have defaults. Defaults to `{}`.
     * - `enabled?` (`boolean`): Defaults to `true`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `provider` (`IdentityProvider`)
     * @throws `CfAuthError`, with code `provider_limit_reached`, `provider_response_invalid`, `provider_slug_taken`, `provider_unavailable`, `url_not_allowed`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.providers.create({ slug: "acme", name: "Acme", clientId: "…" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/providers.md#providerscreate
     */
    create(request: CreateIdentityProviderRequest, options?: CallOptions): Promise<CreateIdentityProviderResponse>;
    /**
     * Deletes an identity provider. Identities stay linked, and work again with a new provider of the same issuer.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): The identity provider's id. 1 to 64 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `id` (`string`)
     * @throws `CfAuthError`, with code `provider_in_use`, `provider_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.providers.delete({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/providers.md#providersdelete
     */
    delete(request: DeleteIdentityProviderRequest, options?: CallOptions): Promise<DeleteIdentityProviderResponse>;
    /**
     * Gets an identity provider, without its client secret.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): The identity provider's id. 1 to 64 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `provider` (`IdentityProvider`)
     * @throws `CfAuthError`, with code `provider_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.providers.get({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/providers.md#providersget
     */
    get(request: GetIdentityProviderRequest, options?: CallOptions): Promise<GetIdentityProviderResponse>;
    /**
     * Lists the tenant's identity providers, in the order of their creation.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`IdentityProvider[]`)
     * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.providers.list();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/providers.md#providerslist
     */
    list(request?: ListIdentityProvidersRequest, options?: CallOptions): PagePromise<ListIdentityProvidersResponse>;
    /**
     * Changes an identity provider. Its issuer, kind and slug stay: identities belong to the issuer.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): The identity provider's id. 1 to 64 characters.
     * - `name?` (`string`): Name that people see, such as Google. 1 to 100 characters.
     * - `clientId?` (`string`): The client id that the provider issued. 1 to 500 characters.
     * - `clientSecret?` (`string | null`): A new client secret; null removes it.
     * - `settings?` (`IdentityProviderSettings`): Replaces all settings.
     * - `enabled?` (`boolean`): Whether people can sign in with it.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `provider` (`IdentityProvider`)
     * @throws `CfAuthError`, with code `provider_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.providers.update({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/providers.md#providersupdate
     */
    update(request: UpdateIdentityProviderRequest, options?: CallOptions): Promise<UpdateIdentityProviderResponse>;
  };
  readonly system: {
    /**
     * Reports that the service is up, its version and its time.
     *
     * Callers: anonymous, publishable, secret, user, admin, platformKey.
     *
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `status` (`"ok"`)
     * - `version` (`string`)
     * - `time` (`Date`)
     * - `allowsLoopback` (`boolean`): Whether identity providers and webhooks on loopback are allowed: only on a local stack.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.system.health();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/system.md#systemhealth
     */
    health(options?: CallOptions): Promise<GetSystemHealthResponse>;
  };
  readonly tenants: {
    /**
     * Creates a tenant with its first API keys, which are returned only once.
     *
     * Callers: admin, platformKey. An admin needs `manage` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `slug` (`string`): Matches `^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$`.
     * - `name` (`string`): 1 to 200 characters.
     * - `host?` (`string`): At most 253 characters. Matches `^(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?[.\u3002\uff0e\uff61])+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9]|[A-Za-z0-9-]{0,62}[^\x00-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?)$`.
     * - `parentId?` (`string`): Id of the parent tenant. Defaults to none. At most 64 characters.
     * - `environment?` (`"live" | "test"`): Environment of the tenant, which can't be changed. Defaults to `"live"`.
     * - `location?` (`"wnam" | "enam" | "sam" | "weur" | "eeur" | "apac" | "oc" | "afr" | "me"`): Region near which its Durable Objects are created, which can't be changed later. Defaults to the parent's setting, or to the region of the first request.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `tenant` (`Tenant`)
     * - `publishableKey` (`string`): Publishable key for browsers and apps; it only identifies the tenant.
     * - `secretKey` (`string`): Secret key for the tenant's servers, with full access to the tenant.
     * @throws `CfAuthError`, with code `parent_invalid`, `restore_in_progress`, `slug_taken`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.tenants.create({ slug: "acme", name: "Acme" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantscreate
     */
    create(request: CreateTenantRequest, options?: CallOptions): Promise<CreateTenantResponse>;
    /**
     * Deletes the tenant and its descendants. They can be restored until they are purged.
     *
     * Callers: admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `slug` (`string`): The tenant's slug, as confirmation. At most 63 characters.
     * - `retentionDays?` (`integer`): Days for which the tenant can be restored. Defaults to `30`. At most 365.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns {@link Tenant}.
     * @throws `CfAuthError`, with code `tenant_mismatch`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.tenants.delete({ slug: "acme" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantsdelete
     */
    delete(request: DeleteTenantRequest, options?: CallOptions): Promise<Tenant>;
    /**
     * Gets the tenant that the caller belongs to or names.
     *
     * Callers: secret, admin, platformKey. An admin needs `see` for the tenant.
     *
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns {@link Tenant}.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.tenants.get();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantsget
     */
    get(options?: CallOptions): Promise<Tenant>;
    /**
     * Lists the platform's tenants, oldest first; search results by name, then by slug.
     *
     * Callers: admin, platformKey. An admin is shown the tenants for which they have `see`.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `search?` (`string`): Prefix of the name or the slug; case doesn't matter. 1 to 200 characters.
     * - `status?` (`"active" | "suspended" | "deleted"`)
     * - `environment?` (`"live" | "test"`)
     * - `parentId?` (`string`): Only direct children of this tenant. At most 64 characters.
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`Tenant[]`)
     * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.tenants.list();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantslist
     */
    list(request?: ListTenantsRequest, options?: CallOptions): PagePromise<ListTenantsResponse>;
    readonly logo: {
      /**
       * Gets the logo of the hosted pages: the tenant's own, or its nearest ancestor's.
       *
       * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link TenantLogo}.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.tenants.logo.get();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantslogoget
       */
      get(options?: CallOptions): Promise<TenantLogo>;
      /**
       * Removes the tenant's own logo with its files. Safe to repeat.
       *
       * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link TenantLogo}.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.tenants.logo.remove();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantslogoremove
       */
      remove(options?: CallOptions): Promise<TenantLogo>;
      /**
       * Sets the logo of the hosted pages and emails, also of tenants below without one of their own.
       *
       * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `image` (`string`): A still PNG, JPEG or WebP image as base64: at most 128 KiB, and 2,000 pixels a side. PNG is shown by the most email clients. 1 to 4,194,304 characters.
       * - `darkImage?` (`string`): An image for pages in a dark theme. Defaults to the same image. 1 to 4,194,304 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link TenantLogo}.
       * @throws `CfAuthError`, with code `logo_invalid`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.tenants.logo.set({ image: "iVBORw0KGgoAAAANSUhEUgAA…" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantslogoset
       */
      set(request: SetTenantLogoRequest, options?: CallOptions): Promise<TenantLogo>;
    };
    /**
     * Moves the tenant with its descendants to another parent, from which it inherits from now on.
     *
     * Callers: admin, platformKey. An admin needs `manage` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `parentId` (`string | null`): Id of the new parent; null for none.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns {@link Tenant}.
     * @throws `CfAuthError`, with code `parent_invalid`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.tenants.move({ parentId: "ten_01m8hscqfekjwajw95j00wzsy6" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantsmove
     */
    move(request: MoveTenantRequest, options?: CallOptions): Promise<Tenant>;
    /**
     * Restores a deleted tenant. Safe to repeat.
     *
     * Callers: admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns {@link Tenant}.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.tenants.restore();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantsrestore
     */
    restore(options?: CallOptions): Promise<Tenant>;
    /**
     * Resumes a suspended tenant. Its users must sign in again. Safe to repeat.
     *
     * Callers: admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns {@link Tenant}.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.tenants.resume();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantsresume
     */
    resume(options?: CallOptions): Promise<Tenant>;
    readonly sessions: {
      /**
       * Ends all sessions of the tenant's users immediately. Offline verifiers accept issued access tokens until these expire.
       *
       * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `endedCount` (`integer`): Number of sessions that were ended. At least 0.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.tenants.sessions.endAll();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantssessionsendall
       */
      endAll(options?: CallOptions): Promise<EndAllTenantSessionsResponse>;
    };
    /**
     * Sets the tenant's plan. Without a plan, the tenant inherits its parent's limits.
     *
     * Callers: admin, platformKey. An admin needs `billing` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `plan` (`string | null`)
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns {@link Tenant}.
     * @throws `CfAuthError`, with code `plan_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.tenants.setPlan({ plan: "team" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantssetplan
     */
    setPlan(request: SetTenantPlanRequest, options?: CallOptions): Promise<Tenant>;
    readonly settings: {
      /**
       * Gets the tenant's sign-in settings: its own values, then its ancestors', then the defaults.
       *
       * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link TenantSettings}.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.tenants.settings.get();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantssettingsget
       */
      get(options?: CallOptions): Promise<TenantSettings>;
      /**
       * Updates the tenant's settings. null resets one to the inherited or default value.
       *
       * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `minPasswordLength?` (`integer | null`)
       * - `requireVerifiedEmail?` (`boolean | null`)
       * - `signInMethods?` (`("password" | "email_code" | "magic_link" | "passkey")[] | null`)
       * - `magicLinkAnyBrowser?` (`boolean | null`)
       * - `registration?` (`"open" | "domains" | "invitation" | "closed" | null`)
       * - `registrationDomains?` (`string[] | null`)
       * - `secondFactor?` (`"optional" | "required" | null`)
       * - `secondFactorMethods?` (`("totp" | "passkey" | "email")[] | null`)
       * - `secondFactorRelations?` (`object[] | null`)
       * - `secondFactorRelations[].relation` (`string`): 1 to 50 characters.
       * - `secondFactorRelations[].object` (`string`): 1 to 600 characters.
       * - `trustedDeviceDays?` (`integer | null`)
       * - `factorResetDelayHours?` (`integer | null`)
       * - `newDeviceEmails?` (`boolean | null`)
       * - `returnUrls?` (`string[] | null`)
       * - `passkeyRpId?` (`string | null`)
       * - `passkeyOrigins?` (`string[] | null`)
       * - `accessTokenSeconds?` (`integer | null`)
       * - `sessionIdleSeconds?` (`integer | null`)
       * - `sessionAbsoluteSeconds?` (`integer | null`)
       * - `tokenAlgorithm?` (`"EdDSA" | "ES256" | null`)
       * - `accessTokenClaims?` (`({ claim: string; value: any } | { claim: string; from: string })[] | null`)
       * - `allowedOrigins?` (`string[] | null`)
       * - `verifyEmailUrl?` (`string | null`)
       * - `resetPasswordUrl?` (`string | null`)
       * - `signInLinkUrl?` (`string | null`)
       * - `appUrl?` (`string | null`)
       * - `termsUrl?` (`string | null`)
       * - `privacyUrl?` (`string | null`)
       * - `supportUrl?` (`string | null`)
       * - `pageTexts?` (`object | null`)
       * - `pageTexts.en?` (`PageTexts | null`)
       * - `pageTexts.de?` (`PageTexts | null`)
       * - `brandName?` (`string | null`)
       * - `brandLogoUrl?` (`string | null`)
       * - `brandColor?` (`string | null`)
       * - `language?` (`"en" | "de" | null`)
       * - `replyToEmail?` (`string | null`)
       * - `location?` (`"wnam" | "enam" | "sam" | "weur" | "eeur" | "apac" | "oc" | "afr" | "me" | null`)
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link TenantSettings}.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.tenants.settings.update({ requireVerifiedEmail: true });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantssettingsupdate
       */
      update(request?: UpdateTenantSettingsRequest, options?: CallOptions): Promise<TenantSettings>;
    };
    /**
     * Suspends the tenant and its descendants: only admins keep access, and all sessions end. Safe to repeat.
     *
     * Callers: admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns {@link Tenant}.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.tenants.suspend();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantssuspend
     */
    suspend(options?: CallOptions): Promise<Tenant>;
    /**
     * Updates the tenant's name or host. Only admins may change the host.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `name?` (`string`): 1 to 200 characters.
     * - `host?` (`string | null`): The tenant's own host; null to serve it under its slug only.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns {@link Tenant}.
     * @throws `CfAuthError`, with code `slug_taken`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.tenants.update({ name: "Acme" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantsupdate
     */
    update(request?: UpdateTenantRequest, options?: CallOptions): Promise<Tenant>;
  };
  readonly testing: {
    readonly clock: {
      /**
       * Advances the clock of a test tenant, for all expiries and counters of its users.
       *
       * Callers: secret.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `seconds` (`integer`): Seconds to advance the clock. 1 to 315,360,000.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `now` (`Date`): Current time of the tenant's clock.
       * - `offsetSeconds` (`integer`): Seconds by which the tenant's clock is ahead of real time.
       * @throws `CfAuthError`, with code `test_tenant_only`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.testing.clock.advance({ seconds: 3600 });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/testing.md#testingclockadvance
       */
      advance(request: AdvanceTestClockRequest, options?: CallOptions): Promise<AdvanceTestClockResponse>;
    };
  };
  readonly users: {
    /**
     * Bans a user: they can't sign in, and their sessions end. Safe to repeat.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): The user's id. 1 to 64 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `user` (`ManagedUser`)
     * @throws `CfAuthError`, with code `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.users.ban({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#usersban
     */
    ban(request: BanUserRequest, options?: CallOptions): Promise<BanUserResponse>;
    /**
     * Creates a user without a password, with a password, with a password hash, or with an invitation.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `email` (`string`): The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email.
     * - `name?` (`string`): 1 to 200 characters.
     * - `metadata?` (`Record<string, any>`): Custom data that your servers store with the user, who may read it. At most 8,192 bytes of JSON.
     * - `emailVerified?` (`boolean`): Whether the email is already verified. Defaults to `false`.
     * - `externalId?` (`string`): The user's id in your own database. It is unique and compared byte by byte. 1 to 200 characters.
     * - `createdAt?` (`Date`): Creation time in another system. Defaults to now. It doesn't change the order of lists.
     * - `password?` (`string`): Password that the user has chosen. The password policy applies. At most 1,024 characters.
     * - `passwordHash?` (`string`): Hash of a password from another system, in a format that docs/operating.md lists. 1 to 1,024 characters.
     * - `invite?` (`boolean`): Whether to email the user a link to choose a password, valid for 72 hours. Defaults to `false`.
     * - `invitedBy?` (`string`): Id of the inviting user whom the email names. Defaults to the tenant. 1 to 64 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `user` (`ManagedUser`)
     * - `warnings` (`string[]`): Warnings about the password hash, for people to read.
     * @throws `CfAuthError`, with code `busy`, `email_taken`, `external_id_taken`, `invalid_password_hash`, `metadata_too_large`, `plan_limit_exceeded`, `user_not_found`, `weak_password`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.users.create({ email: "anne@example.com", invite: true });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#userscreate
     */
    create(request: CreateUserRequest, options?: CallOptions): Promise<CreateUserResponse>;
    /**
     * Deletes a user and all their personal data. It can't be undone.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): The user's id. 1 to 64 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `id` (`string`)
     * @throws `CfAuthError`, with code `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.users.delete({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#usersdelete
     */
    delete(request: DeleteUserRequest, options?: CallOptions): Promise<DeleteUserResponse>;
    readonly factors: {
      /**
       * Takes back the request to remove a user's second factors. Safe to repeat.
       *
       * Callers: secret, admin, platformKey. An admin needs `support` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `user` (`ManagedUser`)
       * @throws `CfAuthError`, with code `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.users.factors.cancelReset({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#usersfactorscancelreset
       */
      cancelReset(request: CancelUserFactorResetRequest, options?: CallOptions): Promise<CancelUserFactorResetResponse>;
      /**
       * Requests that a user's second factors be removed at a sign-in after the tenant's delay. The user is emailed, and can cancel it.
       *
       * Callers: secret, admin, platformKey. An admin needs `support` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `user` (`ManagedUser`)
       * @throws `CfAuthError`, with code `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.users.factors.requestReset({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#usersfactorsrequestreset
       */
      requestReset(request: RequestUserFactorResetRequest, options?: CallOptions): Promise<RequestUserFactorResetResponse>;
    };
    /**
     * Forces a user to choose a new password by an emailed link. The current password and all sessions end.
     *
     * Callers: secret, admin, platformKey. An admin needs `support` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): The user's id. 1 to 64 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `user` (`ManagedUser`)
     * @throws `CfAuthError`, with code `user_banned`, `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.users.forceReset({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#usersforcereset
     */
    forceReset(request: ForcePasswordResetRequest, options?: CallOptions): Promise<ForcePasswordResetResponse>;
    /**
     * Gets a user by id, email or external id.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id?` (`string`): The user's id. 1 to 64 characters.
     * - `email?` (`string`): The user's whole email; case doesn't matter. At most 254 characters. Format: email.
     * - `externalId?` (`string`): The user's id in your own database. It is unique and compared byte by byte. 1 to 200 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `user` (`ManagedUser`)
     * @throws `CfAuthError`, with code `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.users.get({ email: "anne@example.com" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#usersget
     */
    get(request: GetUserRequest, options?: CallOptions): Promise<GetUserResponse>;
    /**
     * Gets up to 100 users by their ids, in that order.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `ids` (`string[]`): 1 to 100 items. 1 to 64 characters each.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `items` (`ManagedUser[]`)
     * - `missingIds` (`string[]`): Ids that no user has.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.users.getMany({ ids: ["…"] });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#usersgetmany
     */
    getMany(request: GetUsersRequest, options?: CallOptions): Promise<GetUsersResponse>;
    /**
     * Imports up to 1,000 users from another system, with their password hashes. Each row has its own result. Safe to repeat.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `users` (`object[]`): Users to import, at most 1000, with the fields of users.create except password, invite and invitedBy. 1 to 1,000 items.
     * - `users[].email` (`string`): At most 1,000 characters. Format: email.
     * - `users[].name?` (`string`): At most 1,000 characters.
     * - `users[].metadata?` (`Record<string, any>`)
     * - `users[].emailVerified?` (`boolean`)
     * - `users[].externalId?` (`string`): At most 1,000 characters.
     * - `users[].createdAt?` (`Date`)
     * - `users[].passwordHash?` (`string`): At most 2,000 characters.
     * - `dryRun?` (`boolean`): Whether to only report the result of each row. Defaults to `false`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `createdCount` (`integer`): Number of users that were created, or would be in a dry run.
     * - `existingCount` (`integer`): Number of rows whose email an existing user has, who stays unchanged.
     * - `failedCount` (`integer`)
     * - `results` (`(object)[]`): Results in the order of the rows.
     * - `results[].result` (`"created" | "existing" | "failed"`)
     * - `results[].userId?` (`string`): Id of the created or existing user; absent for new users in a dry run.
     * - `results[].code?` (`string`): Error code that users.create would return.
     * - `results[].problem?` (`string`): Problem and the field that it is in.
     * - `results[].warning?` (`string`): Warning about the password hash.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.users.import({ users: [{ email: "anne@example.com" }] });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#usersimport
     */
    import(request: ImportUsersRequest, options?: CallOptions): Promise<ImportUsersResponse>;
    readonly invitations: {
      /**
       * Revokes an open invitation and bans its user. Safe to repeat.
       *
       * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `user` (`ManagedUser`)
       * @throws `CfAuthError`, with code `invitation_not_found`, `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.users.invitations.revoke({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#usersinvitationsrevoke
       */
      revoke(request: RevokeUserInvitationRequest, options?: CallOptions): Promise<RevokeUserInvitationResponse>;
      /**
       * Invites a user without a password, or resends the invitation. The link is valid for 72 hours; earlier links end.
       *
       * Callers: secret, admin, platformKey. An admin needs `support` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * - `invitedBy?` (`string`): Id of the inviting user whom the email names. Defaults to the tenant. 1 to 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `user` (`ManagedUser`)
       * @throws `CfAuthError`, with code `invitation_accepted`, `user_banned`, `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.users.invitations.send({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#usersinvitationssend
       */
      send(request: SendUserInvitationRequest, options?: CallOptions): Promise<SendUserInvitationResponse>;
    };
    /**
     * Lists the tenant's users, newest first.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
     * - `status?` (`"active" | "invited" | "banned"`)
     * - `emailVerified?` (`boolean`): Only users whose email is verified, or only those whose email isn't.
     * - `emailDomain?` (`string`): Only users whose email is at this domain; subdomains don't match. At most 253 characters. Matches `^(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?[.\u3002\uff0e\uff61])+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9]|[A-Za-z0-9-]{0,62}[^\x00-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?)$`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`ManagedUser[]`)
     * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.users.list();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#userslist
     */
    list(request?: ListUsersRequest, options?: CallOptions): PagePromise<ListUsersResponse>;
    /**
     * Searches users by prefix of email or name, in that order; case doesn't matter.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
     * - `by` (`"email" | "name"`)
     * - `prefix` (`string`): 1 to 254 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`ManagedUser[]`)
     * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.users.search({ by: "email", prefix: "anne@" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#userssearch
     */
    search(request: SearchUsersRequest, options?: CallOptions): PagePromise<SearchUsersResponse>;
    readonly sessions: {
      /**
       * Ends one of a user's sessions. Safe to repeat.
       *
       * Callers: secret, admin, platformKey. An admin needs `support` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * - `sessionId` (`string`): At most 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `endedCount` (`integer`): Number of sessions that were ended. At least 0.
       * @throws `CfAuthError`, with code `session_not_found`, `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.users.sessions.end({
       *   id: "usr_01m8hscqm2ztga5mj6b8q4v1gw",
       *   sessionId: "ses_01m8hscqm2ztga5mj6b8q4v1gw",
       * });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#userssessionsend
       */
      end(request: EndUserSessionRequest, options?: CallOptions): Promise<EndUserSessionResponse>;
      /**
       * Ends all of a user's sessions. Safe to repeat.
       *
       * Callers: secret, admin, platformKey. An admin needs `support` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `endedCount` (`integer`): Number of sessions that were ended. At least 0.
       * @throws `CfAuthError`, with code `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.users.sessions.endAll({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#userssessionsendall
       */
      endAll(request: EndAllUserSessionsRequest, options?: CallOptions): Promise<EndAllUserSessionsResponse>;
      /**
       * Lists a user's sessions, newest first.
       *
       * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
       * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns One page; iterate with `for await` to read all pages:
       * - `items` (`Session[]`)
       * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
       * @throws `CfAuthError`, with code `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.users.sessions.list({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#userssessionslist
       */
      list(request: ListUserSessionsRequest, options?: CallOptions): PagePromise<ListUserSessionsResponse>;
    };
    /**
     * Unbans a user, who can then sign in again. Safe to repeat.
     *
     * Callers: secret, admin, platformKey. An admin needs `support` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): The user's id. 1 to 64 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `user` (`ManagedUser`)
     * @throws `CfAuthError`, with code `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.users.unban({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#usersunban
     */
    unban(request: UnbanUserRequest, options?: CallOptions): Promise<UnbanUserResponse>;
    /**
     * Unlocks a user: clears failed attempts, so that delays, challenges and the lock after 100 failures end. Safe to repeat.
     *
     * Callers: secret, admin, platformKey. An admin needs `support` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): The user's id. 1 to 64 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `user` (`ManagedUser`)
     * @throws `CfAuthError`, with code `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.users.unlock({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#usersunlock
     */
    unlock(request: UnlockUserRequest, options?: CallOptions): Promise<UnlockUserResponse>;
    /**
     * Updates a user's name, email, external id or metadata.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): The user's id. 1 to 64 characters.
     * - `name?` (`string | null`): The user's name; null to remove it.
     * - `email?` (`string`): New email, which must be verified again. The old email is notified if it was verified. At most 254 characters. Format: email.
     * - `externalId?` (`string | null`): The user's id in your own database; null to remove it.
     * - `secondFactorRequired?` (`boolean`): Whether the user must show a second factor to sign in, whatever the tenant requires of others.
     * - `metadata?` (`Record<string, any>`): JSON merge patch (RFC 7396): null removes a value, omitted values stay.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `user` (`ManagedUser`)
     * @throws `CfAuthError`, with code `email_taken`, `external_id_taken`, `metadata_too_large`, `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.users.update({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw", name: "Anne" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#usersupdate
     */
    update(request: UpdateUserRequest, options?: CallOptions): Promise<UpdateUserResponse>;
  };
  readonly webhooks: {
    /**
     * Creates a webhook, which receives events from now on.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `url` (`string`): The URL that receives the events: https on port 443 of a public host of yours, without user name. 1 to 2,000 characters.
     * - `name?` (`string`): Name of the webhook, for your own use. Defaults to `""`. At most 100 characters.
     * - `events?` (`string[]`): Events that it receives: names such as users.create, or prefixes that end in a dot. An empty list is all events. Defaults to `[]`. At most 50 items. At most 100 characters each.
     * - `includeRefused?` (`boolean`): Whether calls that were refused are sent as well. Alerts always are. Defaults to `false`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `webhook` (`Webhook`)
     * - `secret` (`string`): The signing secret, whsec_ and base64. It is shown once: store it where the receiver runs.
     * @throws `CfAuthError`, with code `url_not_allowed`, `webhook_limit_reached`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.webhooks.create({
     *   url: "https://hooks.example.com/cf-auth",
     *   events: ["users.", "auth.register"],
     * });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/webhooks.md#webhookscreate
     */
    create(request: CreateWebhookRequest, options?: CallOptions): Promise<CreateWebhookResponse>;
    /**
     * Deletes a webhook. Its queued deliveries end.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): The webhook's id. 1 to 64 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `id` (`string`)
     * @throws `CfAuthError`, with code `webhook_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.webhooks.delete({ id: "whk_01m8hscqm2ztga5mj6b8q4v1gw" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/webhooks.md#webhooksdelete
     */
    delete(request: DeleteWebhookRequest, options?: CallOptions): Promise<DeleteWebhookResponse>;
    /**
     * Lists deliveries of the last 7 days with their attempts, newest first.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id?` (`string`): Only deliveries of this webhook. Defaults to all webhooks. 1 to 64 characters.
     * - `status?` (`"queued" | "waiting" | "sending" | "delivered" | "failed"`): Only deliveries of this status.
     * - `event?` (`string`): Only deliveries of this event, such as users.create. At most 100 characters.
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`WebhookDelivery[]`)
     * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
     * @throws `CfAuthError`, with code `webhook_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.webhooks.deliveries();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/webhooks.md#webhooksdeliveries
     */
    deliveries(request?: DeliveriesWebhookRequest, options?: CallOptions): PagePromise<DeliveriesWebhookResponse>;
    /**
     * Gets a webhook, without its signing secret.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): The webhook's id. 1 to 64 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `webhook` (`Webhook`)
     * @throws `CfAuthError`, with code `webhook_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.webhooks.get({ id: "whk_01m8hscqm2ztga5mj6b8q4v1gw" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/webhooks.md#webhooksget
     */
    get(request: GetWebhookRequest, options?: CallOptions): Promise<GetWebhookResponse>;
    /**
     * Lists the tenant's webhooks, in the order of their creation.
     *
     * Callers: secret, admin, platformKey. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `cursor?` (`string`): nextCursor of the previous page. Defaults to the first page. At most 8,192 characters.
     * - `limit?` (`integer`): Maximum number of items per page. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`Webhook[]`)
     * - `nextCursor` (`string | null`): Cursor of the next page; null on the last page.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.webhooks.list();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/webhooks.md#webhookslist
     */
    list(request?: ListWebhooksRequest, options?: CallOptions): PagePromise<ListWebhooksResponse>;
    /**
     * Sends the stored events of a time range to a webhook again. Reads up to 5,000 events a call; continue with nextCursor.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): The webhook's id. 1 to 64 characters.
     * - `from` (`Date`): Time of the first event that is sent again. Events are stored for 7 days.
     * - `to?` (`Date`): Time of the last event that is sent again. Defaults to now.
     * - `cursor?` (`string`): nextCursor of the previous call, to continue. At most 200 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `queued` (`integer`): Number of events that were queued; events that still wait for delivery aren't queued twice.
     * - `oldestAt` (`Date | null`): Time of the oldest stored event: earlier ones can't be sent again.
     * - `nextCursor` (`string | null`): Continue with it; null if the whole range is queued.
     * @throws `CfAuthError`, with code `webhook_backlog_full`, `webhook_disabled`, `webhook_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.webhooks.replay({
     *   id: "whk_01m8hscqm2ztga5mj6b8q4v1gw",
     *   from: new Date("2026-11-29T10:00:00.000Z"),
     * });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/webhooks.md#webhooksreplay
     */
    replay(request: ReplayWebhookRequest, options?: CallOptions): Promise<ReplayWebhookResponse>;
    /**
     * Gives a webhook a new signing secret. Deliveries are signed with both secrets until the overlap ends.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): The webhook's id. 1 to 64 characters.
     * - `overlapSeconds?` (`integer`): Seconds during which deliveries are signed with both secrets. Defaults to 1 day; at most 7 days. Defaults to `86400`. At most 604,800.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `webhook` (`Webhook`)
     * - `secret` (`string`): The signing secret, whsec_ and base64. It is shown once: store it where the receiver runs.
     * @throws `CfAuthError`, with code `webhook_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.webhooks.rotateSecret({ id: "whk_01m8hscqm2ztga5mj6b8q4v1gw" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/webhooks.md#webhooksrotatesecret
     */
    rotateSecret(request: RotateWebhookSecretRequest, options?: CallOptions): Promise<RotateWebhookSecretResponse>;
    /**
     * Sends a test event to a webhook now, once, and returns the result.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): The webhook's id. 1 to 64 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `delivery` (`WebhookDelivery`)
     * @throws `CfAuthError`, with code `webhook_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.webhooks.test({ id: "whk_01m8hscqm2ztga5mj6b8q4v1gw" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/webhooks.md#webhookstest
     */
    test(request: TestWebhookRequest, options?: CallOptions): Promise<TestWebhookResponse>;
    /**
     * Changes a webhook, pauses it or enables it again.
     *
     * Callers: secret, admin, platformKey. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): The webhook's id. 1 to 64 characters.
     * - `url?` (`string`): The URL that receives the events: https on port 443 of a public host of yours, without user name. 1 to 2,000 characters.
     * - `name?` (`string`): Name of the webhook, for your own use. At most 100 characters.
     * - `events?` (`string[]`): Events that it receives: names such as users.create, or prefixes that end in a dot. An empty list is all events. At most 50 items. At most 100 characters each.
     * - `includeRefused?` (`boolean`): Whether calls that were refused are sent as well. Alerts always are.
     * - `enabled?` (`boolean`): false ends its deliveries, also those that are queued. true starts with the next event.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `webhook` (`Webhook`)
     * @throws `CfAuthError`, with code `url_not_allowed`, `webhook_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.webhooks.update({ id: "whk_01m8hscqm2ztga5mj6b8q4v1gw", enabled: true });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/webhooks.md#webhooksupdate
     */
    update(request: UpdateWebhookRequest, options?: CallOptions): Promise<UpdateWebhookResponse>;
  };
}

/** Paths of queries, as one string because that loads fastest. */
export const QUERIES =
  "apiKeys.customers.get apiKeys.customers.list apiKeys.get apiKeys.list audit.list audit.verify auth.account.export auth.factors.list auth.identities.list auth.keys.list auth.me auth.passkeys.list auth.providers.list auth.sessions.list authz.assertions.get authz.batchCheck authz.changes authz.check authz.expand authz.explain authz.graph.job authz.graph.stats authz.listObjects authz.listRelations authz.listSubjects authz.model.diff authz.model.get authz.model.list authz.model.validate authz.read authz.settings.get authz.verifyProof backups.files backups.get backups.list backups.read dashboard.activity dashboard.health dashboard.hours dashboard.latency dashboard.overview dashboard.secrets dashboard.tenants dashboard.timeseries dashboard.topTenants emailDomains.list emails.mailbox.list emails.outbox.list emails.templates.get emails.templates.list emails.templates.preview events.list events.ticket plans.list platform.admins.get platform.admins.list platform.keys.get platform.keys.list providers.get providers.list system.health tenants.get tenants.list tenants.logo.get tenants.settings.get users.get users.getMany users.list users.search users.sessions.list webhooks.deliveries webhooks.get webhooks.list";

/** Paths of mutations. */
export const MUTATIONS =
  "apiKeys.create apiKeys.customers.create apiKeys.customers.revoke apiKeys.customers.rotate apiKeys.customers.update apiKeys.reportLeak apiKeys.revoke apiKeys.rotate apiKeys.update apiKeys.verify audit.export auth.account.delete auth.account.update auth.email.change auth.email.confirm auth.email.confirmCode auth.email.resend auth.emailSignIn.complete auth.emailSignIn.start auth.exchangeCode auth.factors.backupCodes.create auth.factors.devices.forget auth.factors.email.send auth.factors.totp.confirm auth.factors.totp.remove auth.factors.totp.start auth.identities.complete auth.identities.link auth.identities.unlink auth.keys.restore auth.keys.rotate auth.login auth.logout auth.passkeys.register.finish auth.passkeys.register.start auth.passkeys.remove auth.passkeys.rename auth.passkeys.signIn.finish auth.passkeys.signIn.start auth.passkeys.stepUp.start auth.password.change auth.password.forgot auth.password.reset auth.providers.start auth.refresh auth.register auth.sessions.end auth.sessions.endAll auth.sessions.endOthers auth.stepUp authz.assertions.put authz.deleteTuples authz.graph.export authz.graph.import authz.graph.reload authz.model.put authz.settings.update authz.write backups.create backups.restore backups.restoreAll emailDomains.add emailDomains.remove emailDomains.verify emails.templates.put emails.templates.reset plans.create plans.delete platform.admins.grant platform.admins.invite platform.admins.remove platform.admins.revoke platform.admins.setRole platform.bootstrap platform.breakGlass platform.endBreakGlass platform.forceResets platform.keys.create platform.keys.revoke platform.keys.rotate platform.keys.update providers.create providers.delete providers.update tenants.create tenants.delete tenants.logo.remove tenants.logo.set tenants.move tenants.restore tenants.resume tenants.sessions.endAll tenants.setPlan tenants.settings.update tenants.suspend tenants.update testing.clock.advance users.ban users.create users.delete users.factors.cancelReset users.factors.requestReset users.forceReset users.import users.invitations.revoke users.invitations.send users.sessions.end users.sessions.endAll users.unban users.unlock users.update webhooks.create webhooks.delete webhooks.replay webhooks.rotateSecret webhooks.test webhooks.update";

/** Paths of procedures without a request. */
export const WITHOUT_INPUT =
  "auth.account.export auth.factors.backupCodes.create auth.factors.devices.forget auth.factors.list auth.factors.totp.remove auth.identities.list auth.keys.list auth.keys.restore auth.me auth.passkeys.signIn.start auth.providers.list auth.sessions.endAll auth.sessions.endOthers authz.graph.job authz.graph.stats authz.settings.get dashboard.health dashboard.secrets system.health tenants.get tenants.logo.get tenants.logo.remove tenants.restore tenants.resume tenants.sessions.endAll tenants.settings.get tenants.suspend";

/** Paths of procedures that return a page of a list. */
export const LISTS =
  "apiKeys.customers.list apiKeys.list audit.list auth.passkeys.list auth.sessions.list authz.changes authz.listObjects authz.listSubjects authz.model.list authz.read backups.files backups.list dashboard.activity dashboard.tenants emailDomains.list emails.mailbox.list emails.outbox.list emails.templates.list events.list plans.list platform.admins.list platform.keys.list providers.list tenants.list users.list users.search users.sessions.list webhooks.deliveries webhooks.list";

/** Paths of queries that take a consistency. */
export const CONSISTENT =
  "authz.batchCheck authz.check authz.expand authz.explain authz.listObjects authz.listRelations authz.listSubjects authz.read authz.verifyProof";
