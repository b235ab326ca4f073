// Generated from the router by `npm run generate`. Do not edit.
import type { CallOptions } from "../calls/call-options.ts";
import type { PagePromise } from "../calls/page.ts";
import type {
  AccountExport,
  AdvanceTestClockRequest,
  AdvanceTestClockResponse,
  ApiKey,
  BanUserRequest,
  BanUserResponse,
  BatchCheckRequest,
  BatchCheckResponse,
  BootstrapPlatformRequest,
  BootstrapPlatformResponse,
  BreakGlassRequest,
  BreakGlassResponse,
  ChangeEmailRequest,
  ChangeEmailResponse,
  ChangePasswordRequest,
  ChangePasswordResponse,
  CheckRequest,
  CheckResponse,
  ConfirmEmailCodeRequest,
  ConfirmEmailCodeResponse,
  ConfirmEmailRequest,
  ConfirmEmailResponse,
  CreateApiKeyRequest,
  CreateApiKeyResponse,
  CreateCustomerKeyRequest,
  CreateCustomerKeyResponse,
  CreatePlanRequest,
  CreateTenantRequest,
  CreateTenantResponse,
  CreateUserRequest,
  CreateUserResponse,
  CustomerKey,
  DeleteAccountRequest,
  DeleteAccountResponse,
  DeletePlanRequest,
  DeletePlanResponse,
  DeleteTenantRequest,
  DeleteUserRequest,
  DeleteUserResponse,
  DiffModelRequest,
  DiffModelResponse,
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
  ExpandRequest,
  ExpandResponse,
  ExplainRequest,
  ExplainResponse,
  ExportAuditLogRequest,
  ExportAuditLogResponse,
  ExportGraphRequest,
  ExportGraphResponse,
  ForcePasswordResetRequest,
  ForcePasswordResetResponse,
  ForgotPasswordRequest,
  ForgotPasswordResponse,
  GetApiKeyRequest,
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
  GetEventTicketRequest,
  GetEventTicketResponse,
  GetGraphStatsResponse,
  GetImportJobResponse,
  GetMailTemplateRequest,
  GetMeResponse,
  GetModelRequest,
  GetModelResponse,
  GetPlatformAdminRequest,
  GetPlatformAdminResponse,
  GetSystemHealthResponse,
  GetUserRequest,
  GetUserResponse,
  GetUsersRequest,
  GetUsersResponse,
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
  ListChangesRequest,
  ListChangesResponse,
  ListCustomerKeysRequest,
  ListCustomerKeysResponse,
  ListEventsRequest,
  ListEventsResponse,
  ListMailMailboxRequest,
  ListMailMailboxResponse,
  ListMailOutboxRequest,
  ListMailOutboxResponse,
  ListMailTemplatesRequest,
  ListMailTemplatesResponse,
  ListModelVersionsRequest,
  ListModelVersionsResponse,
  ListObjectsRequest,
  ListObjectsResponse,
  ListPlansRequest,
  ListPlansResponse,
  ListPlatformAdminsRequest,
  ListPlatformAdminsResponse,
  ListRelationsRequest,
  ListRelationsResponse,
  ListSessionsRequest,
  ListSessionsResponse,
  ListSigningKeysResponse,
  ListSubjectsRequest,
  ListSubjectsResponse,
  ListTenantsRequest,
  ListTenantsResponse,
  ListUserSessionsRequest,
  ListUserSessionsResponse,
  ListUsersRequest,
  ListUsersResponse,
  LoginRequest,
  LoginResponse,
  LogoutRequest,
  LogoutResponse,
  MailTemplate,
  MoveTenantRequest,
  Plan,
  PreviewMailTemplateRequest,
  PreviewMailTemplateResponse,
  PutMailTemplateRequest,
  PutModelRequest,
  PutModelResponse,
  ReadRequest,
  ReadResponse,
  RefreshRequest,
  RefreshResponse,
  RegisterRequest,
  RegisterResponse,
  ReloadGraphRequest,
  RemovePlatformAdminRequest,
  RemovePlatformAdminResponse,
  ReportApiKeyLeakRequest,
  ReportApiKeyLeakResponse,
  ResendVerificationEmailRequest,
  ResendVerificationEmailResponse,
  ResetMailTemplateRequest,
  ResetPasswordRequest,
  ResetPasswordResponse,
  RevokeApiKeyRequest,
  RevokeCustomerKeyRequest,
  RevokePlatformAdminRequest,
  RevokePlatformAdminResponse,
  RevokeUserInvitationRequest,
  RevokeUserInvitationResponse,
  RotateApiKeyRequest,
  RotateApiKeyResponse,
  RotateCustomerKeyRequest,
  RotateCustomerKeyResponse,
  RotateSigningKeyRequest,
  RotateSigningKeyResponse,
  SearchUsersRequest,
  SearchUsersResponse,
  SendUserInvitationRequest,
  SendUserInvitationResponse,
  SetPlatformAdminRoleRequest,
  SetPlatformAdminRoleResponse,
  SetTenantPlanRequest,
  Tenant,
  TenantSettings,
  UnbanUserRequest,
  UnbanUserResponse,
  UnlockUserRequest,
  UnlockUserResponse,
  UpdateAccountRequest,
  UpdateAccountResponse,
  UpdateApiKeyRequest,
  UpdateCustomerKeyRequest,
  UpdateGraphSettingsRequest,
  UpdateTenantRequest,
  UpdateTenantSettingsRequest,
  UpdateUserRequest,
  UpdateUserResponse,
  ValidateModelRequest,
  ValidateModelResponse,
  VerifyApiKeyRequest,
  VerifyAuditLogRequest,
  VerifyAuditLogResponse,
  VerifyProofRequest,
  VerifyProofResponse,
  WriteRequest,
  WriteResponse,
} from "./types.ts";

/** A method for each procedure of the API. */
export interface Procedures {
  readonly apiKeys: {
    /**
     * Creates an API key of the tenant; the key itself is shown this once.
     *
     * Callers: secret, admin. An admin needs `keys` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `kind` (`"publishable" | "secret" | "restricted"`): publishable: names the tenant, for browsers; secret: may do everything to the tenant, for servers; restricted: what its scopes name, for servers.
     * - `mode?` (`"live" | "test"`): That of the tenant's environment, which is all it can be.
     * - `name` (`string`): 1 to 200 characters.
     * - `expiresAt?` (`Date`): When the key stops working; never unless told.
     * - `scopes?` (`string[]`): What a restricted key may call: a procedure's path, a family such as authz.*, or what only reads: authz:read. At most 100 items. At most 100 characters each.
     * - `allowedOrigins?` (`string[]`): The origins of the pages that a publishable key may be used on; https://*.example.com for all below a domain. Empty for any. At most 50 items. At most 300 characters each.
     * - `allowedAddresses?` (`string[]`): IPv4 and IPv6 addresses and ranges that the key may come from; empty for any. At most 100 items. At most 100 characters each.
     * - `limits?` (`object[]`): How many calls a window takes, which begins with the first of them; all of the limits hold. At most 4 items.
     * - `limits[].calls` (`integer`): 1 to 1,000,000,000.
     * - `limits[].perSeconds` (`integer`): 1 to 2,678,400.
     * - `metadata?` (`Record<string, any>`): What the tenant keeps with the key.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `key` (`string`)
     * - `apiKey` (`ApiKey`)
     * @throws `CfAuthError`, with code `environment_mismatch`, `key_exceeds_own`, `scope_unknown`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.apiKeys.create({ kind: "publishable", name: "Backend" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeyscreate
     */
    create(request: CreateApiKeyRequest, options?: CallOptions): Promise<CreateApiKeyResponse>;
    readonly customers: {
      /**
       * Issues a key to a customer of the tenant; the key itself is shown this once. It opens nothing here.
       *
       * Callers: secret, admin. An admin needs `keys` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `name` (`string`): 1 to 200 characters.
       * - `ownerId?` (`string`): Whose key it is, as the tenant calls its customer. 1 to 200 characters.
       * - `prefix?` (`string`): What the key begins with, such as the tenant's name; ck unless told. Matches `^[a-z][a-z0-9]{1,15}$`.
       * - `expiresAt?` (`Date`): When the key stops working; never unless told.
       * - `quota?` (`object`): How much can be used; as much as one likes without one.
       * - `quota.remaining` (`integer`): What there is to use up from now on. At most 1,000,000,000.
       * - `quota.refill?` (`object`): To what it is raised when a day or a month (UTC) begins; more than that stays. Defaults to no refill.
       * - `quota.refill.amount` (`integer`): At most 1,000,000,000.
       * - `quota.refill.every` (`"day" | "month"`)
       * - `scopes?` (`string[]`): Words of the tenant's own, compared byte by byte. At most 100 items.
       * - `metadata?` (`Record<string, any>`): What the tenant keeps with the key.
       * - `allowedAddresses?` (`string[]`): IPv4 and IPv6 addresses and ranges that the key may come from; empty for any. At most 100 items. At most 100 characters each.
       * - `limits?` (`object[]`): How many calls a window takes, which begins with the first of them; all of the limits hold. At most 4 items.
       * - `limits[].calls` (`integer`): 1 to 1,000,000,000.
       * - `limits[].perSeconds` (`integer`): 1 to 2,678,400.
       * - `enabled?` (`boolean`): Whether the key works at present.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `key` (`string`)
       * - `apiKey` (`CustomerKey`)
       * @throws `CfAuthError`, with code `environment_mismatch`, `key_exceeds_own`, `scope_unknown`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.apiKeys.customers.create({ name: "Backend" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeyscustomerscreate
       */
      create(request: CreateCustomerKeyRequest, options?: CallOptions): Promise<CreateCustomerKeyResponse>;
      /**
       * Shows a customer's key, and what is left of its quota.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
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
       * Callers: secret, admin. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `ownerId?` (`string`): Whose key it is, as the tenant calls its customer. 1 to 200 characters.
       * - `state?` (`"active" | "ended"`): active: works; ended: does no more. All unless told.
       * - `search?` (`string`): Part of the name, or the last four characters of the key. 1 to 200 characters.
       * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
       * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns One page; iterate with `for await` to read all pages:
       * - `items` (`CustomerKey[]`)
       * - `nextCursor` (`string | null`): Null on the last page.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.apiKeys.customers.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeyscustomerslist
       */
      list(request?: ListCustomerKeysRequest, options?: CallOptions): PagePromise<ListCustomerKeysResponse>;
      /**
       * Ends a customer's key at once. Safe to repeat.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
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
       * Issues a successor of a customer's key with the same properties, counted together with it.
       *
       * Callers: secret, admin. An admin needs `keys` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): At most 64 characters.
       * - `overlapSeconds` (`integer`): How long the key works beside its successor: 0 to 30 days. At most 2,592,000.
       * - `expiresAt?` (`Date | null`): When the successor stops working; with the key unless told, null for never.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `key` (`string`)
       * - `apiKey` (`CustomerKey`)
       * - `retiresAt` (`Date`)
       * @throws `CfAuthError`, with code `environment_mismatch`, `key_changed`, `key_exceeds_own`, `key_not_active`, `key_not_found`, `scope_unknown`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.apiKeys.customers.rotate({ id: "key_01m8hscqm2ztga5mj6b8q4v1gw", overlapSeconds: 60 });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeyscustomersrotate
       */
      rotate(request: RotateCustomerKeyRequest, options?: CallOptions): Promise<RotateCustomerKeyResponse>;
      /**
       * Changes a customer's key, from its next use on. A new quota counts from now on.
       *
       * Callers: secret, admin. An admin needs `keys` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): At most 64 characters.
       * - `name?` (`string`): 1 to 200 characters.
       * - `ownerId?` (`string | null`)
       * - `expiresAt?` (`Date | null`): When the key stops working; null for never.
       * - `quota?` (`object | null`)
       * - `quota.remaining` (`integer`): What there is to use up from now on. At most 1,000,000,000.
       * - `quota.refill?` (`object`): To what it is raised when a day or a month (UTC) begins; more than that stays. Defaults to no refill.
       * - `quota.refill.amount` (`integer`): At most 1,000,000,000.
       * - `quota.refill.every` (`"day" | "month"`)
       * - `scopes?` (`string[]`): Words of the tenant's own, compared byte by byte. At most 100 items.
       * - `metadata?` (`Record<string, any>`): What the tenant keeps with the key.
       * - `allowedAddresses?` (`string[]`): IPv4 and IPv6 addresses and ranges that the key may come from; empty for any. At most 100 items. At most 100 characters each.
       * - `limits?` (`object[]`): How many calls a window takes, which begins with the first of them; all of the limits hold. At most 4 items.
       * - `limits[].calls` (`integer`): 1 to 1,000,000,000.
       * - `limits[].perSeconds` (`integer`): 1 to 2,678,400.
       * - `enabled?` (`boolean`): Whether the key works at present.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link CustomerKey}.
       * @throws `CfAuthError`, with code `environment_mismatch`, `key_changed`, `key_exceeds_own`, `key_not_active`, `key_not_found`, `scope_unknown`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.apiKeys.customers.update({ id: "key_01m8hscqm2ztga5mj6b8q4v1gw", name: "Acme" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeyscustomersupdate
       */
      update(request: UpdateCustomerKeyRequest, options?: CallOptions): Promise<CustomerKey>;
    };
    /**
     * Shows an API key of the tenant, without the key itself.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
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
     * Lists the tenant's API keys, oldest first, those that have ended included. Customers' keys are apart.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `kinds?` (`("publishable" | "secret" | "restricted")[]`): Of these kinds only. At most 3 items.
     * - `state?` (`"active" | "ended"`): active: works; ended: does no more. All unless told.
     * - `search?` (`string`): Part of the name, or the last four characters of the key. 1 to 200 characters.
     * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
     * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`ApiKey[]`)
     * - `nextCursor` (`string | null`): Null on the last page.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.apiKeys.list();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeyslist
     */
    list(request?: ListApiKeysRequest, options?: CallOptions): PagePromise<ListApiKeysResponse>;
    /**
     * Revokes a key that was found where it should not be. Anyone may report one, and learns nothing of it.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `key` (`string`): At most 512 characters.
     * - `where?` (`string`): Where it was found, such as a URL; its tenant is told. 1 to 1,000 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `result` (`"not_a_key" | "publishable" | "received"`): What the text says by itself: received, whether or not there is such a key; publishable keys stay.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.apiKeys.reportLeak({ key: "sk_live_…" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeysreportleak
     */
    reportLeak(request: ReportApiKeyLeakRequest, options?: CallOptions): Promise<ReportApiKeyLeakResponse>;
    /**
     * Ends an API key at once, and the sessions that users opened with it. Safe to repeat.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
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
     * Makes a successor of an API key with the same properties; the key works beside it for a while.
     *
     * Callers: secret, admin. An admin needs `keys` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): At most 64 characters.
     * - `overlapSeconds` (`integer`): How long the key works beside its successor: 0 to 30 days. At most 2,592,000.
     * - `expiresAt?` (`Date | null`): When the successor stops working; with the key unless told, null for never.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `key` (`string`)
     * - `apiKey` (`ApiKey`)
     * - `retiresAt` (`Date`)
     * @throws `CfAuthError`, with code `environment_mismatch`, `key_changed`, `key_exceeds_own`, `key_not_active`, `key_not_found`, `scope_unknown`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.apiKeys.rotate({ id: "key_01m8hscqm2ztga5mj6b8q4v1gw", overlapSeconds: 60 });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeysrotate
     */
    rotate(request: RotateApiKeyRequest, options?: CallOptions): Promise<RotateApiKeyResponse>;
    /**
     * Changes an API key, from the next call on. What is left out stays.
     *
     * Callers: secret, admin. An admin needs `keys` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): At most 64 characters.
     * - `name?` (`string`): 1 to 200 characters.
     * - `expiresAt?` (`Date | null`): When the key stops working; null for never.
     * - `scopes?` (`string[]`): What a restricted key may call: a procedure's path, a family such as authz.*, or what only reads: authz:read. At most 100 items. At most 100 characters each.
     * - `allowedOrigins?` (`string[]`): The origins of the pages that a publishable key may be used on; https://*.example.com for all below a domain. Empty for any. At most 50 items. At most 300 characters each.
     * - `allowedAddresses?` (`string[]`): IPv4 and IPv6 addresses and ranges that the key may come from; empty for any. At most 100 items. At most 100 characters each.
     * - `limits?` (`object[]`): How many calls a window takes, which begins with the first of them; all of the limits hold. At most 4 items.
     * - `limits[].calls` (`integer`): 1 to 1,000,000,000.
     * - `limits[].perSeconds` (`integer`): 1 to 2,678,400.
     * - `metadata?` (`Record<string, any>`): What the tenant keeps with the key.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns {@link ApiKey}.
     * @throws `CfAuthError`, with code `environment_mismatch`, `key_changed`, `key_exceeds_own`, `key_not_active`, `key_not_found`, `scope_unknown`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.apiKeys.update({ id: "key_01m8hscqm2ztga5mj6b8q4v1gw", name: "Backend" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/apiKeys.md#apikeysupdate
     */
    update(request: UpdateApiKeyRequest, options?: CallOptions): Promise<ApiKey>;
    /**
     * Says whether a customer's key is good for what is asked, and counts the use. A bad key is no error.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `key` (`string`): Whatever the customer came with. At most 4,096 characters.
     * - `scopes?` (`string[]`): What the customer is about to do needs all of these. Defaults to `[]`. At most 100 items.
     * - `cost?` (`integer`): How much of the quota it takes; 0 asks, and counts nothing. Defaults to `1`. At most 1,000,000.
     * - `ip?` (`string`): Where the customer comes from, for keys that are bound to addresses. At most 256 characters.
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
     * Writes the tenant's log to R2 as JSON lines, each event with its number and hash in the chain.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `cursor?` (`string`): Where the call before ended: a file has 50000. At most 8,192 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `key` (`string | null`): The file's key in R2; null where there was nothing to write.
     * - `events` (`integer`)
     * - `first` (`integer | null`): The number of the first event in the file.
     * - `last` (`integer | null`)
     * - `nextCursor` (`string`): To write what comes after, now or another day.
     * - `more` (`boolean`): Whether there is more already.
     * @throws `CfAuthError`, with code `audit_broken`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.audit.export();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/audit.md#auditexport
     */
    export(request?: ExportAuditLogRequest, options?: CallOptions): Promise<ExportAuditLogResponse>;
    /**
     * Lists what was done to the tenant and what was refused, newest first.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `event?` (`string`): One event, or the beginning of several: auth. means all of auth. At most 100 characters.
     * - `actor?` (`string`): At most 64 characters.
     * - `outcome?` (`"ok" | "refused"`)
     * - `from?` (`Date`): The earliest time, counted.
     * - `to?` (`Date`): The latest time, not counted.
     * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
     * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`AuditEvent[]`)
     * - `nextCursor` (`string | null`): Null on the last page.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.audit.list();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/audit.md#auditlist
     */
    list(request?: ListAuditEventsRequest, options?: CallOptions): PagePromise<ListAuditEventsResponse>;
    /**
     * Checks that nothing has been changed in the tenant's log or removed from it since it was written.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `cursor?` (`string`): Where the call before ended: it looks at 5000. At most 8,192 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `ok` (`boolean`): Whether everything holds as far as was looked.
     * - `broken` (`object | null`)
     * - `broken.seq` (`integer`): The number of the first link that does not hold.
     * - `broken.eventId` (`string`)
     * - `broken.problem` (`"altered" | "removed" | "inserted"`): What happened to that event; inserted is one that was never sealed.
     * - `verified` (`integer`): How many events hold, from the first on.
     * - `events` (`integer`): How many there are.
     * - `hash` (`string`): SHA-256, in hexadecimal, of the last link of the chain.
     * - `nextCursor` (`string | null`): Null at the end, and where the chain is broken.
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
       * Deletes the signed-in user with all that is personal. It cannot be undone.
       *
       * Callers: user.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `password` (`string`): The user's present one; a wrong one is a failed sign-in. At most 1,024 characters.
       * - `challenge?` (`object`): Only where `challenge_required` asked for it.
       * - `challenge.token` (`string`): What meeting the challenge gave; it counts for one attempt. 1 to 2,048 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `deleted` (`true`)
       * @throws `CfAuthError`, with code `busy`, `challenge_required`, `invalid_credentials`, `reauthentication_required`, `too_many_attempts`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.account.delete({ password: "an unlikely sentence" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authaccountdelete
       */
      delete(request: DeleteAccountRequest, options?: CallOptions): Promise<DeleteAccountResponse>;
      /**
       * Gives the signed-in user all that is held about them.
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
       * Changes the signed-in user's profile.
       *
       * Callers: user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `name` (`string | null`): Null for none.
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
       * Begins a change of the signed-in user's email: the new one, and the present one if it is verified, are sent a link to agree.
       *
       * Callers: user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `newEmail` (`string`): The email, as the user writes it. At most 254 characters. Format: email.
       * - `password` (`string`): The user's present one; a wrong one is a failed sign-in. At most 1,024 characters.
       * - `challenge?` (`object`): Only where `challenge_required` asked for it.
       * - `challenge.token` (`string`): What meeting the challenge gave; it counts for one attempt. 1 to 2,048 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `accepted` (`true`): That it was asked for, and nothing of whether there is such a user.
       * @throws `CfAuthError`, with code `busy`, `challenge_required`, `email_unchanged`, `invalid_credentials`, `reauthentication_required`, `too_many_attempts`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.email.change({ newEmail: "anne.new@example.com", password: "an unlikely sentence" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authemailchange
       */
      change(request: ChangeEmailRequest, options?: CallOptions): Promise<ChangeEmailResponse>;
      /**
       * Verifies an email, or agrees to a change of it, by the token of the link in an email. Safe to repeat while that holds.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `token` (`string`): What the link in the letter has as its `token`. 1 to 256 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `result` (`"verified" | "waiting" | "changed"`): waiting: a change of address is done once the link in the other letter has been followed too.
       * - `email` (`string`): The email that the user has now; while waiting, the one they will have.
       * - `alreadyDone` (`boolean`): True where it was done before, so that nothing was changed now.
       * @throws `CfAuthError`, with code `email_taken`, `link_expired`, `link_invalid`, `link_used`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.email.confirm({ token: "the token of the link" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authemailconfirm
       */
      confirm(request: ConfirmEmailRequest, options?: CallOptions): Promise<ConfirmEmailResponse>;
      /**
       * Verifies an address by the code in a letter.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `email` (`string`): The email, as the user writes it. At most 254 characters. Format: email.
       * - `code` (`string`): The digits in the letter. 1 to 32 characters.
       * - `challenge?` (`object`): Only where `challenge_required` asked for it.
       * - `challenge.token` (`string`): What meeting the challenge gave; it counts for one attempt. 1 to 2,048 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `email` (`string`)
       * @throws `CfAuthError`, with code `busy`, `challenge_required`, `code_invalid`, `too_many_attempts`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.email.confirmCode({ email: "anne@example.com", code: "12345678" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authemailconfirmcode
       */
      confirmCode(request: ConfirmEmailCodeRequest, options?: CallOptions): Promise<ConfirmEmailCodeResponse>;
      /**
       * Sends another letter to verify an address, if it is a user's that is not verified.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `email` (`string`): The email, as the user writes it. At most 254 characters. Format: email.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `accepted` (`true`): That it was asked for, and nothing of whether there is such a user.
       * @throws `CfAuthError`, with code `busy`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.email.resend({ email: "anne@example.com" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authemailresend
       */
      resend(request: ResendVerificationEmailRequest, options?: CallOptions): Promise<ResendVerificationEmailResponse>;
    };
    readonly keys: {
      /**
       * Lists the keys that the tenant's access tokens are signed with.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
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
       * Replaces the key that signs the tenant's access tokens.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `compromised?` (`boolean`): Somebody else may have a key: drops all of them and signs with a new one at once. Tokens signed before are refused here from now on, and by offline verifiers once they fetch the key set anew. Defaults to `false`.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `keys` (`SigningKey[]`)
       * - `rotatesAt` (`Date`): When another key signs: now, or as soon as it has been published for long enough.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.keys.rotate();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authkeysrotate
       */
      rotate(request?: RotateSigningKeyRequest, options?: CallOptions): Promise<RotateSigningKeyResponse>;
    };
    /**
     * Signs a user in with address and password, and opens a session.
     *
     * Callers: anonymous, publishable, secret.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `email` (`string`): The email, as the user writes it. At most 254 characters. Format: email.
     * - `password` (`string`): At most 1,024 characters.
     * - `challenge?` (`object`): Only where `challenge_required` asked for it.
     * - `challenge.token` (`string`): What meeting the challenge gave; it counts for one attempt. 1 to 2,048 characters.
     * - `mode?` (`"bearer" | "cookie"`): Who holds the refresh token: bearer, the client itself; cookie, the browser, where no script can read it. Cookies work on the tenant's own host only. Defaults to `"bearer"`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `user` (`User`)
     * - `accessToken` (`string`): A JSON Web Token (RFC 9068), to be sent as Authorization: Bearer.
     * - `accessTokenExpiresAt` (`Date`)
     * - `refreshToken` (`string`): Exchanges for new tokens, once. Empty in cookie mode, where the browser keeps it.
     * - `refreshTokenExpiresAt` (`Date`): When the refresh token ends unless it is used.
     * @throws `CfAuthError`, with code `busy`, `challenge_required`, `cookie_host_required`, `cross_site_request`, `email_unverified`, `factor_required`, `invalid_credentials`, `reset_required`, `tenant_deleted`, `tenant_suspended`, `too_many_attempts`, `user_banned`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.auth.login({ email: "anne@example.com", password: "an unlikely sentence" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authlogin
     */
    login(request: LoginRequest, options?: CallOptions): Promise<LoginResponse>;
    /**
     * Ends the session of the refresh token given, of the access token, or of the cookie. Safe to repeat.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `refreshToken?` (`string`): Left out or empty in cookie mode, where the browser sends it. Defaults to `""`. At most 256 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `sessionId` (`string`)
     * @throws `CfAuthError`, with code `cookie_host_required`, `cross_site_request`, `refresh_invalid`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.auth.logout({ refreshToken: "rt_…" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authlogout
     */
    logout(request?: LogoutRequest, options?: CallOptions): Promise<LogoutResponse>;
    /**
     * Shows the signed-in user.
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
    readonly password: {
      /**
       * Changes the signed-in user's password, and ends their other sessions unless told not to.
       *
       * Callers: user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `currentPassword` (`string`): The user's present one; a wrong one is a failed sign-in. At most 1,024 characters.
       * - `newPassword` (`string`): At most 1,024 characters.
       * - `endOtherSessions?` (`boolean`): Whether to sign out everywhere else. Defaults to `true`.
       * - `challenge?` (`object`): Only where `challenge_required` asked for it.
       * - `challenge.token` (`string`): What meeting the challenge gave; it counts for one attempt. 1 to 2,048 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `endedSessions` (`integer`): At least 0.
       * @throws `CfAuthError`, with code `busy`, `challenge_required`, `invalid_credentials`, `reauthentication_required`, `too_many_attempts`, `weak_password`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.password.change({
       *   currentPassword: "an unlikely sentence",
       *   newPassword: "another unlikely sentence",
       * });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authpasswordchange
       */
      change(request: ChangePasswordRequest, options?: CallOptions): Promise<ChangePasswordResponse>;
      /**
       * Sends a link to choose a new password to an address, if it is a user's.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `email` (`string`): The email, as the user writes it. At most 254 characters. Format: email.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `accepted` (`true`): That it was asked for, and nothing of whether there is such a user.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.password.forgot({ email: "anne@example.com" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authpasswordforgot
       */
      forgot(request: ForgotPasswordRequest, options?: CallOptions): Promise<ForgotPasswordResponse>;
      /**
       * Sets a new password by the token of the link in a letter, and ends all sessions; it signs nobody in.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `token` (`string`): What the link in the letter has as its `token`. 1 to 256 characters.
       * - `password` (`string`): At most 1,024 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `email` (`string`): The address to sign in with.
       * @throws `CfAuthError`, with code `busy`, `link_expired`, `link_invalid`, `link_used`, `weak_password`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.password.reset({ token: "the token of the link", password: "another unlikely sentence" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authpasswordreset
       */
      reset(request: ResetPasswordRequest, options?: CallOptions): Promise<ResetPasswordResponse>;
    };
    /**
     * Exchanges a refresh token, given or in the cookie, for a new access token and the next refresh token.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `refreshToken?` (`string`): Left out or empty in cookie mode, where the browser sends it. Defaults to `""`. At most 256 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `accessToken` (`string`): A JSON Web Token (RFC 9068), to be sent as Authorization: Bearer.
     * - `accessTokenExpiresAt` (`Date`)
     * - `refreshToken` (`string`): Exchanges for new tokens, once. Empty in cookie mode, where the browser keeps it.
     * - `refreshTokenExpiresAt` (`Date`): When the refresh token ends unless it is used.
     * @throws `CfAuthError`, with code `cookie_host_required`, `cross_site_request`, `email_unverified`, `factor_required`, `refresh_invalid`, `refresh_reused`, `reset_required`, `session_ended`, `tenant_deleted`, `tenant_suspended`, `user_banned`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.auth.refresh({ refreshToken: "rt_…" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authrefresh
     */
    refresh(request?: RefreshRequest, options?: CallOptions): Promise<RefreshResponse>;
    /**
     * Registers an end user of the tenant with an address and a password, and sends a letter to verify the address.
     *
     * Callers: anonymous, publishable, secret.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `email` (`string`): The email, as the user writes it. At most 254 characters. Format: email.
     * - `password` (`string`): At most 1,024 characters.
     * - `name?` (`string`): 1 to 200 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `next` (`"login" | "verify_email"`): What the tenant's users do next. Whether the address was free is told to its owner, by mail.
     * @throws `CfAuthError`, with code `busy`, `plan_exceeded`, `weak_password`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
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
       * - `ended` (`integer`): How many sessions went on until now. At least 0.
       * @throws `CfAuthError`, with code `session_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.sessions.end({ id: "ses_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authsessionsend
       */
      end(request: EndSessionRequest, options?: CallOptions): Promise<EndSessionResponse>;
      /**
       * Ends all of the signed-in user's sessions, the caller's too.
       *
       * Callers: user, admin.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `ended` (`integer`): How many sessions went on until now. At least 0.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.sessions.endAll();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authsessionsendall
       */
      endAll(options?: CallOptions): Promise<EndAllSessionsResponse>;
      /**
       * Ends all of the signed-in user's sessions but the caller's.
       *
       * Callers: user, admin.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `ended` (`integer`): How many sessions went on until now. At least 0.
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
       * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
       * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns One page; iterate with `for await` to read all pages:
       * - `items` (`OwnSession[]`)
       * - `nextCursor` (`string | null`): Null on the last page.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.auth.sessions.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/auth.md#authsessionslist
       */
      list(request?: ListSessionsRequest, options?: CallOptions): PagePromise<ListSessionsResponse>;
    };
  };
  readonly authz: {
    /**
     * Answers up to 10000 checks at one revision, each with its own answer or error.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `checks` (`object[]`)
     * - `checks[].subject` (`string`): type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters.
     * - `checks[].relation` (`string`): A relation of the object's type, as the model names it. At most 2,048 characters.
     * - `checks[].object` (`string`): type:id. At most 2,048 characters.
     * - `checks[].context?` (`Record<string, any>`): What is known about the request, by the parameters of conditions; at most 20 levels deep.
     * - `context?` (`Record<string, any>`): What is known about the request, by the parameters of conditions; at most 20 levels deep.
     * - `contextualTuples?` (`Tuple[]`): Tuples that count for this question only, 100 at most; validated like stored ones.
     * - `consistency?` (`"exact" | "fast" | { atLeast: string } | { at: string }`): exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Defaults to `"exact"`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `results` (`({ allowed: boolean | "conditional"; missing?: string[] } | { error: { code: string; message: string } })[]`): In the order of the checks.
     * - `revision` (`string`): The graph's revision that the answer was true at.
     * @throws `CfAuthError`, with code `batch_too_large`, `conflicting_changes`, `depth_exceeded`, `graph_changing`, `invalid_context`, `invalid_expiry`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_missing`, `past_too_large`, `revision_unknown`, `subject_not_allowed`, `too_many_tuples`, `unknown_relation`, `unknown_type`, `work_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.batchCheck({
     *   checks: [{ subject: "user:anne", relation: "write", object: "repo:api" }],
     * });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzbatchcheck
     */
    batchCheck(request: BatchCheckRequest, options?: CallOptions): Promise<BatchCheckResponse>;
    /**
     * Lists what has changed, in order, from any revision on that the log still has.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `after?` (`string`): Changes after this revision; 0 for all. Defaults to `"0"`. At most 16 characters.
     * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
     * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`Change[]`)
     * - `nextCursor` (`string | null`): Null on the last page.
     * @throws `CfAuthError`, with code `revision_unknown`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.changes();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzchanges
     */
    changes(request?: ListChangesRequest, options?: CallOptions): PagePromise<ListChangesResponse>;
    /**
     * Answers whether a subject has a relation to an object.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `subject` (`string`): type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters.
     * - `relation` (`string`): A relation of the object's type, as the model names it. At most 2,048 characters.
     * - `object` (`string`): type:id. At most 2,048 characters.
     * - `context?` (`Record<string, any>`): What is known about the request, by the parameters of conditions; at most 20 levels deep.
     * - `contextualTuples?` (`Tuple[]`): Tuples that count for this question only, 100 at most; validated like stored ones.
     * - `consistency?` (`"exact" | "fast" | { atLeast: string } | { at: string }`): exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Defaults to `"exact"`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `allowed` (`boolean | "conditional"`): Whether the subject has the relation; conditional where that depends on context not given.
     * - `missing?` (`string[]`): Where the answer is conditional: the parameters without a value, of the conditions that stayed open. A value for one of them may not change the answer.
     * - `revision` (`string`): The graph's revision that the answer was true at.
     * @throws `CfAuthError`, with code `conflicting_changes`, `depth_exceeded`, `graph_changing`, `invalid_context`, `invalid_expiry`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_missing`, `past_too_large`, `revision_unknown`, `subject_not_allowed`, `too_many_tuples`, `unknown_relation`, `unknown_type`, `work_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.check({ subject: "user:anne", relation: "write", object: "repo:api" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzcheck
     */
    check(request: CheckRequest, options?: CallOptions): Promise<CheckResponse>;
    /**
     * Shows who has a relation to an object, one step deep, as a tree of tuples and usersets.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `object` (`string`): type:id. At most 2,048 characters.
     * - `relation` (`string`): A relation of the object's type, as the model names it. At most 2,048 characters.
     * - `contextualTuples?` (`Tuple[]`): Tuples that count for this question only, 100 at most; validated like stored ones.
     * - `consistency?` (`"exact" | "fast" | { atLeast: string } | { at: string }`): exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Defaults to `"exact"`.
     * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
     * - `limit?` (`integer`): Tuples in the tree at most; defaults to 1000, which is the most. Defaults to `1000`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `tree` (`Tree`): The whole tree. Its lists of tuples have those of this page.
     * - `nextCursor` (`string | null`): Null where no list of tuples goes on. Otherwise the next page has the same tree, with more tuples.
     * - `revision` (`string`): The graph's revision that the answer was true at.
     * @throws `CfAuthError`, with code `conflicting_changes`, `graph_changing`, `invalid_context`, `invalid_expiry`, `malformed_object`, `malformed_relation`, `model_missing`, `past_too_large`, `revision_unknown`, `subject_not_allowed`, `too_many_tuples`, `unknown_relation`, `unknown_type`, `work_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.expand({ object: "repo:api", relation: "write" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzexpand
     */
    expand(request: ExpandRequest, options?: CallOptions): Promise<ExpandResponse>;
    /**
     * Answers a check with why: the proof of a yes; of a no, what does not count or excludes, and the smallest changes that would turn it into a yes.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `subject` (`string`): type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters.
     * - `relation` (`string`): A relation of the object's type, as the model names it. At most 2,048 characters.
     * - `object` (`string`): type:id. At most 2,048 characters.
     * - `context?` (`Record<string, any>`): What is known about the request, by the parameters of conditions; at most 20 levels deep.
     * - `contextualTuples?` (`Tuple[]`): Tuples that count for this question only, 100 at most; validated like stored ones.
     * - `consistency?` (`"exact" | "fast" | { atLeast: string } | { at: string }`): exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Defaults to `"exact"`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `allowed` (`boolean | "conditional"`): Whether the subject has the relation; conditional where that depends on context not given.
     * - `missing?` (`string[]`): Where the answer is conditional: the parameters without a value, of the conditions that stayed open. A value for one of them may not change the answer.
     * - `proof` (`Proof | null`): Null where the answer is not yes.
     * - `remedies` (`Remedy[]`): Smallest first, five at most; each works, and no part of it would. Empty where none was found.
     * - `denial` (`Denial | null`): Null where the answer is yes.
     * - `revision` (`string`): The graph's revision that the answer was true at.
     * @throws `CfAuthError`, with code `conflicting_changes`, `depth_exceeded`, `graph_changing`, `invalid_context`, `invalid_expiry`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_missing`, `past_too_large`, `revision_unknown`, `subject_not_allowed`, `too_many_tuples`, `unknown_relation`, `unknown_type`, `work_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.explain({ subject: "user:anne", relation: "write", object: "repo:api" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzexplain
     */
    explain(request: ExplainRequest, options?: CallOptions): Promise<ExplainResponse>;
    readonly graph: {
      /**
       * Exports the graph as canonical CSV, in the answer or into R2.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `destination?` (`"response" | "r2"`): Defaults to `"response"`.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `csv` (`string | null`): The CSV; null when it went into R2.
       * - `key` (`string | null`): Where it lies in R2; null when it is in the answer.
       * - `tuples` (`integer`)
       * - `revision` (`string`): The graph's revision that the answer was true at.
       * @throws `CfAuthError`, with code `export_too_large`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.graph.export();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzgraphexport
       */
      export(request?: ExportGraphRequest, options?: CallOptions): Promise<ExportGraphResponse>;
      /**
       * Imports tuples from CSV, all or nothing.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `csv` (`string`): At most 25,165,824 characters.
       * - `mode?` (`"merge" | "replace"`): merge adds the file's tuples; replace also removes all others, except what is written meanwhile. Defaults to `"merge"`.
       * - `ineffective?` (`"refuse" | "keep" | "drop"`): What happens to rows that the model does not allow. refuse: an error, except for tuples that are stored just so; keep: they are stored without effect; drop: they are left out. Defaults to `"refuse"`.
       * - `dryRun?` (`boolean`): Only say what would change. Defaults to `false`.
       * - `reason?` (`string`): Why, for the log. At most 500 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `tuples` (`integer`): Tuples in the file, repeats not counted.
       * - `added` (`integer`)
       * - `removed` (`integer`)
       * - `unchanged` (`integer`): Tuples of the file that were there already, or have expired.
       * - `ineffective` (`integer`): Tuples of the file that the model does not allow, or whose context their condition can't take.
       * - `dropped` (`integer`): Rows that were left out because of `ineffective: "drop"`.
       * - `warnings` (`object[]`): Rows that are probably not meant, such as an id that repeats its type; 100 at most.
       * - `warnings[].line` (`integer`): The header is line 1.
       * - `warnings[].reason` (`string`)
       * - `changed` (`boolean`): False when the graph was like this already, or this was a dry run.
       * - `dryRun` (`boolean`)
       * - `revision` (`string`): The graph's revision that the answer was true at.
       * @throws `CfAuthError`, with code `conflicting_changes`, `graph_full`, `import_overtaken`, `import_running`, `invalid_context`, `invalid_csv`, `model_missing`, `subject_not_allowed`, `unknown_relation`, `unknown_type`, `work_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.graph.import({
       *   csv: "subject_type,subject_id,subject_relation,relation,object_type,object_id\nuser,anne,,write,repo,api\n",
       * });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzgraphimport
       */
      import(request: ImportGraphRequest, options?: CallOptions): Promise<ImportGraphResponse>;
      /**
       * Shows how far the last import from R2 has got.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `job` (`ImportJob | null`): Null when there has been none.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.graph.job();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzgraphjob
       */
      job(options?: CallOptions): Promise<GetImportJobResponse>;
      /**
       * Makes the graph what the CSV in R2 says, all or nothing; a large file goes on loading after the answer.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `mode?` (`"merge" | "replace"`): merge adds the file's tuples; replace also removes all others, except what is written meanwhile. Defaults to `"replace"`.
       * - `ineffective?` (`"refuse" | "keep" | "drop"`): What happens to rows that the model does not allow. refuse: an error, except for tuples that are stored just so; keep: they are stored without effect; drop: they are left out. Defaults to `"refuse"`.
       * - `dryRun?` (`boolean`): Only say what would change. Defaults to `false`.
       * - `reason?` (`string`): Why, for the log. At most 500 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link ImportJob}.
       * @throws `CfAuthError`, with code `conflicting_changes`, `graph_file_changed`, `graph_file_missing`, `graph_full`, `import_overtaken`, `import_running`, `invalid_context`, `invalid_csv`, `model_missing`, `subject_not_allowed`, `unknown_relation`, `unknown_type`, `work_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.graph.reload();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzgraphreload
       */
      reload(request?: ReloadGraphRequest, options?: CallOptions): Promise<ImportJob>;
      /**
       * Counts the graph's tuples and objects, and the memory they take.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `tuples` (`integer`): Stored tuples that have not expired.
       * - `objects` (`Record<string, integer>`): By type, how many ids the graph has seen.
       * - `bytes` (`integer`): Memory of the packed graph.
       * - `inertTuples` (`integer`): Stored tuples that the model does not allow: kept, but without effect.
       * - `oldestRevision` (`string`): The oldest revision that can still be asked.
       * - `modelVersion` (`integer | null`): Null while there is no model.
       * - `revision` (`string`): The graph's revision that the answer was true at.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.graph.stats();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzgraphstats
       */
      stats(options?: CallOptions): Promise<GetGraphStatsResponse>;
    };
    /**
     * Lists every object of a type to which a subject has a relation, in byte order.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `subject` (`string`): type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters.
     * - `relation` (`string`): A relation of the object's type, as the model names it. At most 2,048 characters.
     * - `objectType` (`string`): At most 254 characters.
     * - `context?` (`Record<string, any>`): What is known about the request, by the parameters of conditions; at most 20 levels deep.
     * - `contextualTuples?` (`Tuple[]`): Tuples that count for this question only, 100 at most; validated like stored ones.
     * - `consistency?` (`"exact" | "fast" | { atLeast: string } | { at: string }`): exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Defaults to `"exact"`.
     * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
     * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`string[]`): At most 2,048 characters each.
     * - `nextCursor` (`string | null`): Null on the last page.
     * - `conditional` (`string[]`): Those of this page that depend on context not given; a page holds both kinds. At most 2,048 characters each.
     * - `revision` (`string`): The graph's revision that the answer was true at.
     * @throws `CfAuthError`, with code `conflicting_changes`, `depth_exceeded`, `graph_changing`, `invalid_context`, `invalid_expiry`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_missing`, `past_too_large`, `revision_unknown`, `subject_not_allowed`, `too_many_tuples`, `unknown_relation`, `unknown_type`, `work_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.listObjects({ subject: "user:anne", relation: "write", objectType: "repo" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzlistobjects
     */
    listObjects(request: ListObjectsRequest, options?: CallOptions): PagePromise<ListObjectsResponse>;
    /**
     * Lists which relations of an object a subject has, in the model's order.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `subject` (`string`): type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters.
     * - `object` (`string`): type:id. At most 2,048 characters.
     * - `context?` (`Record<string, any>`): What is known about the request, by the parameters of conditions; at most 20 levels deep.
     * - `contextualTuples?` (`Tuple[]`): Tuples that count for this question only, 100 at most; validated like stored ones.
     * - `consistency?` (`"exact" | "fast" | { atLeast: string } | { at: string }`): exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Defaults to `"exact"`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `relations` (`string[]`)
     * - `conditional` (`string[]`): Relations that depend on context not given.
     * - `revision` (`string`): The graph's revision that the answer was true at.
     * @throws `CfAuthError`, with code `conflicting_changes`, `depth_exceeded`, `graph_changing`, `invalid_context`, `invalid_expiry`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_missing`, `past_too_large`, `revision_unknown`, `subject_not_allowed`, `too_many_tuples`, `unknown_relation`, `unknown_type`, `work_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.listRelations({ subject: "user:anne", object: "repo:api" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzlistrelations
     */
    listRelations(request: ListRelationsRequest, options?: CallOptions): Promise<ListRelationsResponse>;
    /**
     * Lists every subject of a kind that has a relation to an object, in byte order, and where everyone has it, who is excluded.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `object` (`string`): type:id. At most 2,048 characters.
     * - `relation` (`string`): A relation of the object's type, as the model names it. At most 2,048 characters.
     * - `subjectKind` (`string`): A type such as user, or a userset's kind such as team#member. At most 512 characters.
     * - `context?` (`Record<string, any>`): What is known about the request, by the parameters of conditions; at most 20 levels deep.
     * - `contextualTuples?` (`Tuple[]`): Tuples that count for this question only, 100 at most; validated like stored ones.
     * - `consistency?` (`"exact" | "fast" | { atLeast: string } | { at: string }`): exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Defaults to `"exact"`.
     * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
     * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`string[]`): At most 2,048 characters each.
     * - `nextCursor` (`string | null`): Null on the last page.
     * - `conditional` (`string[]`): Those of this page that depend on context not given; a page holds both kinds. At most 2,048 characters each.
     * - `excluded` (`string[]`): Subjects of this page that lack the relation although the list has type:*. Never grant access to type:* without leaving these out, and those in conditional. Empty where the list does not have type:*. At most 2,048 characters each.
     * - `revision` (`string`): The graph's revision that the answer was true at.
     * @throws `CfAuthError`, with code `conflicting_changes`, `depth_exceeded`, `graph_changing`, `invalid_context`, `invalid_expiry`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_missing`, `past_too_large`, `revision_unknown`, `subject_not_allowed`, `too_many_tuples`, `unknown_relation`, `unknown_type`, `work_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.listSubjects({ object: "repo:api", relation: "write", subjectKind: "user" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzlistsubjects
     */
    listSubjects(request: ListSubjectsRequest, options?: CallOptions): PagePromise<ListSubjectsResponse>;
    readonly model: {
      /**
       * Says what a model would change, before it is put: tuples that lose their effect, and whose access changes.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `model` (`string | { name: string; contents: string }[]`): A model in OpenFGA's modelling language, in one file or in modules.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `inertTuples` (`Tuple[]`): Tuples that would lose their effect, 100 at most.
       * - `inertCount` (`integer`): How many would lose their effect.
       * - `revivedCount` (`integer`): How many that are without effect now would get one.
       * - `addedRelations` (`string[]`): As type#relation.
       * - `removedRelations` (`string[]`)
       * - `changedRelations` (`string[]`): Relations whose own definition changes.
       * - `gained` (`Fact[]`): Who would have what it has not now; of single subjects, 100 at most.
       * - `lost` (`Fact[]`): Who would no longer have what it has now; likewise.
       * - `complete` (`boolean`): False where more access changes than is listed, or may change, since not all could be looked at. What is listed does change.
       * - `invalidContexts` (`integer`): Stored tuples with a value that this model's condition can't take or does not know. A check that depends on a value of the wrong type is an error that names the tuple.
       * - `contextProblems` (`(object)[]`): Stored contexts that this model's conditions can't take, most tuples first, 100 at most.
       * - `contextProblems[].condition` (`string`)
       * - `contextProblems[].parameter` (`string`): Empty where the context as a whole costs too much to read.
       * - `contextProblems[].expected` (`string | null`): What the value has to be; null where the condition has no such parameter, and ignores it.
       * - `contextProblems[].tuples` (`integer`): Stored tuples that bring such a value.
       * - `warnings` (`ModelProblem[]`)
       * - `revision` (`string`): The graph's revision that the answer was true at.
       * @throws `CfAuthError`, with code `depth_exceeded`, `graph_changing`, `invalid_model`, `work_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.model.diff({
       *   model: "model\n  schema 1.1\ntype user\ntype repo\n  relations\n    define write: [user]\n",
       * });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzmodeldiff
       */
      diff(request: DiffModelRequest, options?: CallOptions): Promise<DiffModelResponse>;
      /**
       * Shows a version of the tenant's model, the newest unless told.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `version?` (`integer`): At least 1.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `version` (`integer`): At least 1.
       * - `model` (`string | { name: string; contents: string }[]`): A model in OpenFGA's modelling language, in one file or in modules.
       * - `createdAt` (`Date`)
       * - `createdBy` (`string`)
       * - `revision` (`string`): The graph's revision that the answer was true at.
       * @throws `CfAuthError`, with code `model_missing`, `model_version_unknown`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.model.get();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzmodelget
       */
      get(request?: GetModelRequest, options?: CallOptions): Promise<GetModelResponse>;
      /**
       * Lists the versions of the tenant's model, newest first.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
       * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns One page; iterate with `for await` to read all pages:
       * - `items` (`ModelVersion[]`)
       * - `nextCursor` (`string | null`): Null on the last page.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.model.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzmodellist
       */
      list(request?: ListModelVersionsRequest, options?: CallOptions): PagePromise<ListModelVersionsResponse>;
      /**
       * Makes a model the tenant's newest version. Putting the newest one again changes nothing.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `model` (`string | { name: string; contents: string }[]`): A model in OpenFGA's modelling language, in one file or in modules.
       * - `strict?` (`boolean`): Refuse a relation that depends on its own absence; otherwise that is a warning. Defaults to `false`.
       * - `reason?` (`string`): Why, for the log. At most 500 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `version` (`integer`): At least 1.
       * - `changed` (`boolean`): False when this was the newest model already.
       * - `inertTuples` (`integer`): Stored tuples that this model does not allow: kept, but without effect.
       * - `invalidContexts` (`integer`): Stored tuples with a value that this model's condition can't take or does not know. A check that depends on a value of the wrong type is an error that names the tuple.
       * - `contextProblems` (`(object)[]`): Stored contexts that this model's conditions can't take, most tuples first, 100 at most.
       * - `contextProblems[].condition` (`string`)
       * - `contextProblems[].parameter` (`string`): Empty where the context as a whole costs too much to read.
       * - `contextProblems[].expected` (`string | null`): What the value has to be; null where the condition has no such parameter, and ignores it.
       * - `contextProblems[].tuples` (`integer`): Stored tuples that bring such a value.
       * - `warnings` (`ModelProblem[]`)
       * - `revision` (`string`): The graph's revision that the answer was true at.
       * @throws `CfAuthError`, with code `invalid_model`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.model.put({
       *   model: "model\n  schema 1.1\ntype user\ntype repo\n  relations\n    define write: [user]\n",
       * });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzmodelput
       */
      put(request: PutModelRequest, options?: CallOptions): Promise<PutModelResponse>;
      /**
       * Validates a model: everything that is wrong with it, with line and column.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `model` (`string | { name: string; contents: string }[]`): A model in OpenFGA's modelling language, in one file or in modules.
       * - `strict?` (`boolean`): Refuse a relation that depends on its own absence; otherwise that is a warning. Defaults to `false`.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `valid` (`boolean`)
       * - `problems` (`ModelProblem[]`): In the order of the files and their lines, 100 at most.
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
     * Callers: secret, admin. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `object?` (`string`): type:id. At most 2,048 characters.
     * - `objectType?` (`string`): All objects of this type, where no object is given. At most 254 characters.
     * - `relation?` (`string`): A relation of the object's type, as the model names it. At most 2,048 characters.
     * - `subject?` (`string`): type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters.
     * - `subjectType?` (`string`): All subjects of this type, where no subject is given. At most 254 characters.
     * - `consistency?` (`"exact" | "fast" | { atLeast: string } | { at: string }`): exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Defaults to `"exact"`.
     * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
     * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`Tuple[]`)
     * - `nextCursor` (`string | null`): Null on the last page.
     * - `revision` (`string`): The graph's revision that the answer was true at.
     * @throws `CfAuthError`, with code `graph_changing`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_missing`, `past_too_large`, `revision_unknown`, `work_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.read({ object: "repo:api" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzread
     */
    read(request?: ReadRequest, options?: CallOptions): PagePromise<ReadResponse>;
    readonly settings: {
      /**
       * Shows the limits and policies of the tenant's graph.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
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
       * Changes policies of the tenant's graph; null returns one to what it inherits. Limits are for admins.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `maxTuples?` (`integer | null`)
       * - `maxBytes?` (`integer | null`)
       * - `maxDepth?` (`integer | null`)
       * - `maxWork?` (`integer | null`)
       * - `staleSeconds?` (`integer | null`)
       * - `retentionDays?` (`integer | null`)
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link GraphSettings}.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.authz.settings.update({ staleSeconds: 1 });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzsettingsupdate
       */
      update(request?: UpdateGraphSettingsRequest, options?: CallOptions): Promise<GraphSettings>;
    };
    /**
     * Checks a proof against the graph, in time linear in its length.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `proof` (`Proof`)
     * - `context?` (`Record<string, any>`): What is known about the request, by the parameters of conditions; at most 20 levels deep.
     * - `contextualTuples?` (`Tuple[]`): Tuples that count for this question only, 100 at most; validated like stored ones.
     * - `consistency?` (`"exact" | "fast" | { atLeast: string } | { at: string }`): exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Defaults to `"exact"`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `valid` (`boolean`)
     * - `problem` (`string | null`): What is wrong with the proof; null where it is valid.
     * - `revision` (`string`): The graph's revision that the answer was true at.
     * @throws `CfAuthError`, with code `conflicting_changes`, `depth_exceeded`, `graph_changing`, `invalid_context`, `invalid_expiry`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_missing`, `past_too_large`, `revision_unknown`, `subject_not_allowed`, `too_many_tuples`, `unknown_relation`, `unknown_type`, `work_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.verifyProof({ proof });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzverifyproof
     */
    verifyProof(request: VerifyProofRequest, options?: CallOptions): Promise<VerifyProofResponse>;
    /**
     * Writes and deletes tuples, all or nothing. Safe to repeat.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `writes?` (`Tuple[]`): A tuple takes the place of one that states the same fact on other terms. One that has expired already is not stored; it only ends the one that is there. Defaults to `[]`.
     * - `deletes?` (`TupleReference[]`): What is not there is not deleted. Types and relations have to be ones that a version of the model has or had. Defaults to `[]`.
     * - `preconditions?` (`object`): What must be stored, and what must not be, for anything to happen. A tuple that has expired is not stored. Defaults to `{"mustExist":[],"mustNotExist":[]}`.
     * - `preconditions.mustExist?` (`TupleReference[]`): Defaults to `[]`.
     * - `preconditions.mustNotExist?` (`TupleReference[]`): Defaults to `[]`.
     * - `reason?` (`string`): Why, for the log. At most 500 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `written` (`integer`): Tuples that were not there before, or stood on other terms.
     * - `deleted` (`integer`): Tuples that were there before and had not expired.
     * - `revision` (`string`): The graph's revision that the answer was true at.
     * @throws `CfAuthError`, with code `batch_too_large`, `conflicting_changes`, `graph_full`, `invalid_context`, `invalid_expiry`, `malformed_object`, `malformed_relation`, `malformed_subject`, `model_missing`, `precondition_failed`, `subject_not_allowed`, `unknown_relation`, `unknown_type`, `work_exceeded`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.authz.write({
     *   writes: [{ subject: "user:anne", relation: "write", object: "repo:api" }],
     * });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/authz.md#authzwrite
     */
    write(request?: WriteRequest, options?: CallOptions): Promise<WriteResponse>;
  };
  readonly dashboard: {
    /**
     * Lists what was done and refused lately on the whole platform, newest first.
     *
     * Callers: admin. An admin needs `read` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
     * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`(object)[]`)
     * - `items[].id` (`string`)
     * - `items[].tenantId` (`string | null`)
     * - `items[].event` (`string`)
     * - `items[].actor` (`string`)
     * - `items[].outcome` (`string`): ok, or the code of the error.
     * - `items[].at` (`Date`)
     * - `nextCursor` (`string | null`): Null on the last page.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.dashboard.activity();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/dashboard.md#dashboardactivity
     */
    activity(request?: GetDashboardActivityRequest, options?: CallOptions): PagePromise<GetDashboardActivityResponse>;
    /**
     * Asks each part that the service stands on whether it answers, and how fast.
     *
     * Callers: admin. An admin needs `see` for the platform.
     *
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `ok` (`boolean`)
     * - `parts` (`(object)[]`)
     * - `parts[].part` (`"database" | "files" | "cache" | "graphObject" | "stateObject"`)
     * - `parts[].ok` (`boolean`)
     * - `parts[].milliseconds` (`number | null`)
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.dashboard.health();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/dashboard.md#dashboardhealth
     */
    health(options?: CallOptions): Promise<GetDashboardHealthResponse>;
    /**
     * Shows what a tenant used by the hour, as its own counters say at this moment; kept for 35 days.
     *
     * Callers: admin. An admin needs `see` for the tenant that is named, or for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `tenant` (`string`): Id or slug. At most 64 characters.
     * - `metric` (`"calls" | "failures" | "checks" | "logins" | "failedLogins" | "events"`)
     * - `day?` (`string`): Today, UTC, unless told. Matches `^\d{4}-\d{2}-\d{2}$`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `points` (`object[]`)
     * - `points[].hour` (`string`): As YYYY-MM-DDTHH, UTC.
     * - `points[].value` (`integer`)
     * @throws `CfAuthError`, with code `tenant_unknown`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.dashboard.hours({ tenant: "acme", metric: "calls" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/dashboard.md#dashboardhours
     */
    hours(request: GetDashboardHoursRequest, options?: CallOptions): Promise<GetDashboardHoursResponse>;
    /**
     * Shows how long calls took, of a tenant or of all: what half, 95 and 99 in a hundred were not longer than.
     *
     * Callers: admin. An admin needs `see` for the tenant that is named, or for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `from?` (`string`): The first day, UTC; 30 days before the last unless told. Matches `^\d{4}-\d{2}-\d{2}$`.
     * - `to?` (`string`): The last day, UTC; today unless told. Matches `^\d{4}-\d{2}-\d{2}$`.
     * - `tenant?` (`string`): Id or slug of one tenant; all together unless told. At most 64 characters.
     * - `fresh?` (`boolean`): Whether to count anew; otherwise the answer is up to 60 seconds old. Defaults to `false`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `p50` (`number | null`): Milliseconds, too high by 41 in a hundred at most; null where there was no call.
     * - `p95` (`number | null`): Milliseconds, too high by 41 in a hundred at most; null where there was no call.
     * - `p99` (`number | null`): Milliseconds, too high by 41 in a hundred at most; null where there was no call.
     * - `calls` (`integer`)
     * - `at` (`Date`): When it was counted.
     * @throws `CfAuthError`, with code `tenant_unknown`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.dashboard.latency();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/dashboard.md#dashboardlatency
     */
    latency(request?: GetDashboardLatencyRequest, options?: CallOptions): Promise<GetDashboardLatencyResponse>;
    /**
     * Counts the platform's tenants, users and live sessions, and what was used today.
     *
     * Callers: admin. An admin needs `see` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `fresh?` (`boolean`): Whether to count anew; otherwise the answer is up to 60 seconds old. Defaults to `false`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `tenants` (`integer`): Without the platform's own.
     * - `users` (`integer`): End users of all those tenants.
     * - `sessions` (`integer`): Sessions that live now, admins' own among them.
     * - `callsToday` (`integer`): Calls since midnight UTC; up to a minute behind.
     * - `failuresToday` (`integer`): Those of them that were answered with an error.
     * - `checksToday` (`integer`): Permission checks since midnight UTC; up to a minute behind.
     * - `loginsToday` (`integer`)
     * - `activeUsersToday` (`integer`): Users who came today, by tenant: who is in two counts twice.
     * - `at` (`Date`): When it was counted.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.dashboard.overview();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/dashboard.md#dashboardoverview
     */
    overview(request?: GetDashboardOverviewRequest, options?: CallOptions): Promise<GetDashboardOverviewResponse>;
    /**
     * Lists tenants with what each used today, oldest first.
     *
     * Callers: admin. An admin is shown the tenants for which they have `see`.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
     * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
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
     * - `nextCursor` (`string | null`): Null on the last page.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.dashboard.tenants();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/dashboard.md#dashboardtenants
     */
    tenants(request?: GetDashboardTenantsRequest, options?: CallOptions): PagePromise<GetDashboardTenantsResponse>;
    /**
     * Shows a metric by the day, of a tenant or of all; days on which nothing was counted are 0.
     *
     * Callers: admin. An admin needs `see` for the tenant that is named, or for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `metric` (`"calls" | "failures" | "checks" | "logins" | "failedLogins" | "events" | "activeUsers" | "tuples" | "graphBytes"`): calls, failures among them, checks, logins, failedLogins and events of the log are counted; activeUsers came on that day; tuples and graphBytes are what the graph held when it was last looked at.
     * - `from?` (`string`): The first day, UTC; 30 days before the last unless told. Matches `^\d{4}-\d{2}-\d{2}$`.
     * - `to?` (`string`): The last day, UTC; today unless told. Matches `^\d{4}-\d{2}-\d{2}$`.
     * - `tenant?` (`string`): Id or slug of one tenant; all together unless told. At most 64 characters.
     * - `fresh?` (`boolean`): Whether to count anew; otherwise the answer is up to 60 seconds old. Defaults to `false`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `points` (`object[]`)
     * - `points[].day` (`string`): Matches `^\d{4}-\d{2}-\d{2}$`.
     * - `points[].value` (`integer`)
     * - `at` (`Date`): When it was counted.
     * @throws `CfAuthError`, with code `tenant_unknown`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.dashboard.timeseries({ metric: "calls" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/dashboard.md#dashboardtimeseries
     */
    timeseries(request: GetDashboardTimeseriesRequest, options?: CallOptions): Promise<GetDashboardTimeseriesResponse>;
    /**
     * Lists the tenants that used most of a metric, the most first.
     *
     * Callers: admin. An admin needs `see` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `metric` (`"calls" | "failures" | "checks" | "logins" | "failedLogins" | "events" | "activeUsers" | "tuples" | "graphBytes"`): calls, failures among them, checks, logins, failedLogins and events of the log are counted; activeUsers came on that day; tuples and graphBytes are what the graph held when it was last looked at.
     * - `from?` (`string`): The first day, UTC; 30 days before the last unless told. Matches `^\d{4}-\d{2}-\d{2}$`.
     * - `to?` (`string`): The last day, UTC; today unless told. Matches `^\d{4}-\d{2}-\d{2}$`.
     * - `limit?` (`integer`): Defaults to `10`. 1 to 100.
     * - `fresh?` (`boolean`): Whether to count anew; otherwise the answer is up to 60 seconds old. Defaults to `false`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `items` (`object[]`)
     * - `items[].id` (`string`)
     * - `items[].slug` (`string`)
     * - `items[].name` (`string`)
     * - `items[].value` (`integer`)
     * - `at` (`Date`): When it was counted.
     * @throws `CfAuthError`, with code `tenant_unknown`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.dashboard.topTenants({ metric: "calls" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/dashboard.md#dashboardtoptenants
     */
    topTenants(request: GetDashboardTopTenantsRequest, options?: CallOptions): Promise<GetDashboardTopTenantsResponse>;
  };
  readonly events: {
    /**
     * Lists the tenant's latest events, oldest first: those of seven days, 100,000 at most.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `after?` (`integer`): The seq of the last event seen. At least 0.
     * - `event?` (`string`): One event, or the beginning of several: auth. means all of auth. At most 100 characters. Matches `^[a-zA-Z_]+(\.[a-zA-Z_]+)*\.?$`.
     * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
     * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`LiveEvent[]`)
     * - `nextCursor` (`string | null`): Null on the last page.
     * @throws `CfAuthError`, with code `event_unknown`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.events.list();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/events.md#eventslist
     */
    list(request?: ListEventsRequest, options?: CallOptions): PagePromise<ListEventsResponse>;
    /**
     * Lets one WebSocket follow the tenant's events: good once, within half a minute. The SDK's follow uses it.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `after?` (`integer`): The seq of the last event seen. At least 0.
     * - `event?` (`string`): One event, or the beginning of several: auth. means all of auth. At most 100 characters. Matches `^[a-zA-Z_]+(\.[a-zA-Z_]+)*\.?$`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `ticket` (`string`): To offer as a subprotocol beside cf-auth.events, at /events.
     * - `position` (`integer`): The seq after which it starts.
     * @throws `CfAuthError`, with code `event_unknown`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.events.ticket();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/events.md#eventsticket
     */
    ticket(request?: GetEventTicketRequest, options?: CallOptions): Promise<GetEventTicketResponse>;
  };
  readonly mail: {
    readonly mailbox: {
      /**
       * Lists the letters of a test tenant, which are kept and never sent, newest first.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
       * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
       * - `to?` (`string`): Only letters to this address. At most 254 characters.
       * - `kind?` (`"verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass"`)
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns One page; iterate with `for await` to read all pages:
       * - `items` (`ReceivedLetter[]`)
       * - `nextCursor` (`string | null`): Null on the last page.
       * @throws `CfAuthError`, with code `live_refused`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.mail.mailbox.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/mail.md#mailmailboxlist
       */
      list(request?: ListMailMailboxRequest, options?: CallOptions): PagePromise<ListMailMailboxResponse>;
    };
    readonly outbox: {
      /**
       * Lists what became of the tenant's letters of the last 30 days, newest first.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
       * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
       * - `to?` (`string`): Only letters to this address. At most 254 characters.
       * - `state?` (`"waiting" | "sending" | "sent" | "refused" | "expired" | "uncertain"`)
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns One page; iterate with `for await` to read all pages:
       * - `items` (`LetterRecord[]`)
       * - `nextCursor` (`string | null`): Null on the last page.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.mail.outbox.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/mail.md#mailoutboxlist
       */
      list(request?: ListMailOutboxRequest, options?: CallOptions): PagePromise<ListMailOutboxResponse>;
    };
    readonly templates: {
      /**
       * Shows the text of one kind of the tenant's letters.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `kind` (`"verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass"`)
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link MailTemplate}.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.mail.templates.get({ kind: "verify_email" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/mail.md#mailtemplatesget
       */
      get(request: GetMailTemplateRequest, options?: CallOptions): Promise<MailTemplate>;
      /**
       * Lists the texts of the tenant's letters, one for each kind.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
       * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns One page; iterate with `for await` to read all pages:
       * - `items` (`MailTemplate[]`)
       * - `nextCursor` (`string | null`): Null on the last page.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.mail.templates.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/mail.md#mailtemplateslist
       */
      list(request?: ListMailTemplatesRequest, options?: CallOptions): PagePromise<ListMailTemplatesResponse>;
      /**
       * Shows a letter as it would be sent, with made-up values; of the text given or the present one.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `kind` (`"verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass"`)
       * - `subject?` (`string`): At most 200 characters.
       * - `text?` (`string`): At most 20,000 characters.
       * - `html?` (`string`): Plain markup: quoted attributes, no scripts, forms or frames. At most 100,000 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `subject` (`string`)
       * - `text` (`string`)
       * - `html` (`string`)
       * - `from` (`string`)
       * @throws `CfAuthError`, with code `invalid_template`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.mail.templates.preview({ kind: "verify_email" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/mail.md#mailtemplatespreview
       */
      preview(request: PreviewMailTemplateRequest, options?: CallOptions): Promise<PreviewMailTemplateResponse>;
      /**
       * Sets the tenant's own text of one kind of letter; what is left out is the default. Safe to repeat.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `kind` (`"verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass"`)
       * - `subject?` (`string`): At most 200 characters.
       * - `text?` (`string`): At most 20,000 characters.
       * - `html?` (`string`): Plain markup: quoted attributes, no scripts, forms or frames. At most 100,000 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link MailTemplate}.
       * @throws `CfAuthError`, with code `invalid_template`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.mail.templates.put({ kind: "verify_email" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/mail.md#mailtemplatesput
       */
      put(request: PutMailTemplateRequest, options?: CallOptions): Promise<MailTemplate>;
      /**
       * Returns one kind of letter to the default text. Safe to repeat.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `kind` (`"verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass"`)
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns {@link MailTemplate}.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.mail.templates.reset({ kind: "verify_email" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/mail.md#mailtemplatesreset
       */
      reset(request: ResetMailTemplateRequest, options?: CallOptions): Promise<MailTemplate>;
    };
  };
  readonly plans: {
    /**
     * Makes a plan that tenants can be put on.
     *
     * Callers: admin. An admin needs `billing` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `slug` (`string`): Matches `^[a-z][a-z0-9-]{0,62}$`.
     * - `name` (`string`): 1 to 200 characters.
     * - `limits` (`PlanLimits`)
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns {@link Plan}.
     * @throws `CfAuthError`, with code `plan_taken`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.plans.create({ slug: "team", name: "Team", limits: {} });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/plans.md#planscreate
     */
    create(request: CreatePlanRequest, options?: CallOptions): Promise<Plan>;
    /**
     * Removes a plan that no tenant is on.
     *
     * Callers: admin. An admin needs `billing` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `slug` (`string`): Matches `^[a-z][a-z0-9-]{0,62}$`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `deleted` (`true`)
     * @throws `CfAuthError`, with code `plan_in_use`, `plan_unknown`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.plans.delete({ slug: "team" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/plans.md#plansdelete
     */
    delete(request: DeletePlanRequest, options?: CallOptions): Promise<DeletePlanResponse>;
    /**
     * Lists the plans by slug.
     *
     * Callers: admin. An admin needs `see` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
     * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`Plan[]`)
     * - `nextCursor` (`string | null`): Null on the last page.
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
       * Shows an admin, and what they are for tenants.
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
       * Makes an admin something for a tenant, and for all below it. Safe to repeat.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * - `tenant` (`string`): Id or slug. At most 64 characters.
       * - `grant` (`"manager" | "support" | "billing" | "viewer"`)
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `changed` (`boolean`): False where it was so already.
       * @throws `CfAuthError`, with code `admins_changed`, `last_superadmin`, `permission_missing`, `tenant_unknown`, `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.platform.admins.grant({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw", tenant: "acme", grant: "manager" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformadminsgrant
       */
      grant(request: GrantPlatformAdminRequest, options?: CallOptions): Promise<GrantPlatformAdminResponse>;
      /**
       * Makes an admin, who is sent a link to choose a password by, good for three days. May be repeated until then.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `email` (`string`): The email, as the user writes it. At most 254 characters. Format: email.
       * - `name?` (`string`): 1 to 200 characters.
       * - `role` (`"superadmin" | "support" | "billing" | "readonly" | null`)
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `id` (`string`)
       * @throws `CfAuthError`, with code `admins_changed`, `email_taken`, `last_superadmin`, `permission_missing`, `plan_exceeded`, `tenant_unknown`, `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
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
       * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
       * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns One page; iterate with `for await` to read all pages:
       * - `items` (`PlatformAdmin[]`)
       * - `nextCursor` (`string | null`): Null on the last page.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.platform.admins.list();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformadminslist
       */
      list(request?: ListPlatformAdminsRequest, options?: CallOptions): PagePromise<ListPlatformAdminsResponse>;
      /**
       * Removes an admin, with all that they may do and every session. Somebody stays superadmin.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `id` (`string`)
       * @throws `CfAuthError`, with code `admins_changed`, `last_superadmin`, `permission_missing`, `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.platform.admins.remove({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformadminsremove
       */
      remove(request: RemovePlatformAdminRequest, options?: CallOptions): Promise<RemovePlatformAdminResponse>;
      /**
       * Takes from an admin what they are for a tenant, from their next call on. Safe to repeat.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * - `tenant` (`string`): Id or slug. At most 64 characters.
       * - `grant` (`"manager" | "support" | "billing" | "viewer"`)
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `changed` (`boolean`): False where it was so already.
       * @throws `CfAuthError`, with code `admins_changed`, `last_superadmin`, `permission_missing`, `tenant_unknown`, `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.platform.admins.revoke({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw", tenant: "acme", grant: "manager" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformadminsrevoke
       */
      revoke(request: RevokePlatformAdminRequest, options?: CallOptions): Promise<RevokePlatformAdminResponse>;
      /**
       * Makes an admin something else for the whole platform, from their next call on. Somebody stays superadmin.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * - `role` (`"superadmin" | "support" | "billing" | "readonly" | null`): Null for what they are for tenants, and no more.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `changed` (`boolean`): False where it was so already.
       * @throws `CfAuthError`, with code `admins_changed`, `last_superadmin`, `permission_missing`, `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.platform.admins.setRole({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw", role: "superadmin" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformadminssetrole
       */
      setRole(request: SetPlatformAdminRoleRequest, options?: CallOptions): Promise<SetPlatformAdminRoleResponse>;
    };
    /**
     * Creates the platform's first admin, once, for whoever holds the bootstrap secret.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `secret` (`string`): The deployment's BOOTSTRAP_SECRET. At most 1,024 characters.
     * - `email` (`string`): The email, as the user writes it. At most 254 characters. Format: email.
     * - `password` (`string`): At most 1,024 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `tenantId` (`string`): The platform's own tenant.
     * - `userId` (`string`)
     * @throws `CfAuthError`, with code `bootstrap_done`, `bootstrap_refused`, `busy`, `weak_password`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
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
     * Has the caller manage a tenant for some minutes, for a reason that its log and its superadmins are told.
     *
     * Callers: admin. An admin needs `breakGlass` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `tenant` (`string`): Id or slug. At most 64 characters.
     * - `reason` (`string`): Why, for people to read. 10 to 500 characters. Matches `^[^\p{Cc}\u2028\u2029]*\S[^\p{Cc}\u2028\u2029]*$`.
     * - `minutes` (`integer`): 1 to 60.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `until` (`Date`)
     * @throws `CfAuthError`, with code `permission_held`, `tenant_unknown`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.platform.breakGlass({ tenant: "acme", reason: "Support request 4711", minutes: 60 });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformbreakglass
     */
    breakGlass(request: BreakGlassRequest, options?: CallOptions): Promise<BreakGlassResponse>;
    /**
     * Ends what the caller took of a tenant before its time; of another admin's, for those who manage the platform.
     *
     * Callers: admin. An admin needs `breakGlass` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `tenant` (`string`): Id or slug. At most 64 characters.
     * - `id?` (`string`): Another admin's id. 1 to 64 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `ended` (`boolean`)
     * @throws `CfAuthError`, with code `permission_missing`, `tenant_unknown`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.platform.endBreakGlass({ tenant: "acme" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/platform.md#platformendbreakglass
     */
    endBreakGlass(request: EndBreakGlassRequest, options?: CallOptions): Promise<EndBreakGlassResponse>;
  };
  readonly system: {
    /**
     * Says that the service answers, which version of it does, and what time it has.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     *
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `status` (`"ok"`)
     * - `version` (`string`)
     * - `time` (`Date`)
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.system.health();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/system.md#systemhealth
     */
    health(options?: CallOptions): Promise<GetSystemHealthResponse>;
  };
  readonly tenants: {
    /**
     * Creates a tenant with its first keys, which are shown this once.
     *
     * Callers: admin. An admin needs `manage` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `slug` (`string`): Matches `^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$`.
     * - `name` (`string`): 1 to 200 characters.
     * - `host?` (`string`): At most 253 characters. Matches `^(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?[.\u3002\uff0e\uff61])+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9]|[A-Za-z0-9-]{0,62}[^\x00-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?)$`.
     * - `parentId?` (`string`): The tenant that it shall stand below; at the top unless told. At most 64 characters.
     * - `environment?` (`"live" | "test"`): It stays what it is created as; live unless told. Defaults to `"live"`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `tenant` (`Tenant`)
     * - `publishableKey` (`string`): For browsers and apps: it names the tenant and opens nothing else.
     * - `secretKey` (`string`): For the tenant's servers: it may do everything to the tenant.
     * @throws `CfAuthError`, with code `slug_taken`, `tenant_misplaced`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.tenants.create({ slug: "acme", name: "Acme" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantscreate
     */
    create(request: CreateTenantRequest, options?: CallOptions): Promise<CreateTenantResponse>;
    /**
     * Closes the tenant and all below it, and has them removed for good later; until then it can be restored.
     *
     * Callers: admin. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `slug` (`string`): The tenant's slug, once more, so that no other is meant. At most 63 characters.
     * - `retentionDays?` (`integer`): So long it can be restored. Defaults to `30`. At most 365.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns {@link Tenant}.
     * @throws `CfAuthError`, with code `tenant_mismatch`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.tenants.delete({ slug: "acme" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantsdelete
     */
    delete(request: DeleteTenantRequest, options?: CallOptions): Promise<Tenant>;
    /**
     * Shows the tenant that the caller belongs to or names.
     *
     * Callers: secret, admin. An admin needs `see` for the tenant.
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
     * Lists the platform's tenants: oldest first or, where they are searched, by name and then by slug.
     *
     * Callers: admin. An admin is shown the tenants for which they have `see`.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `search?` (`string`): How the name or the slug begins; case means nothing. 1 to 200 characters.
     * - `status?` (`"active" | "suspended" | "deleted"`)
     * - `environment?` (`"live" | "test"`)
     * - `parentId?` (`string`): Those right below this tenant. At most 64 characters.
     * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
     * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`Tenant[]`)
     * - `nextCursor` (`string | null`): Null on the last page.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.tenants.list();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantslist
     */
    list(request?: ListTenantsRequest, options?: CallOptions): PagePromise<ListTenantsResponse>;
    /**
     * Puts the tenant, with all below it, below another; it inherits from there from now on.
     *
     * Callers: admin. An admin needs `manage` for the platform.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `parentId` (`string | null`): Null for the top.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns {@link Tenant}.
     * @throws `CfAuthError`, with code `tenant_misplaced`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.tenants.move({ parentId: "ten_01m8hscqfekjwajw95j00wzsy6" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantsmove
     */
    move(request: MoveTenantRequest, options?: CallOptions): Promise<Tenant>;
    /**
     * Takes back that the tenant was deleted. Safe to repeat.
     *
     * Callers: admin. An admin needs `manage` for the tenant.
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
     * Opens a suspended tenant again; its users sign in anew. Safe to repeat.
     *
     * Callers: admin. An admin needs `manage` for the tenant.
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
       * Ends every session of the tenant's users, at once; they sign in anew. Whoever verifies tokens offline learns it when those end.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       *
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `ended` (`integer`): How many sessions went on until now. At least 0.
       * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.tenants.sessions.endAll();
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantssessionsendall
       */
      endAll(options?: CallOptions): Promise<EndAllTenantSessionsResponse>;
    };
    /**
     * Puts the tenant on a plan, or on none: then it has what the tenant above it has.
     *
     * Callers: admin. An admin needs `billing` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `plan` (`string | null`)
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns {@link Tenant}.
     * @throws `CfAuthError`, with code `plan_unknown`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.tenants.setPlan({ plan: "team" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/tenants.md#tenantssetplan
     */
    setPlan(request: SetTenantPlanRequest, options?: CallOptions): Promise<Tenant>;
    readonly settings: {
      /**
       * Shows how the tenant's users sign in: what it has set, over what those above it have, over the defaults.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
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
       * Changes some of the tenant's settings; null returns one to what it inherits, or to its default.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `passwordMinimumCharacters?` (`integer | null`)
       * - `requireVerifiedEmail?` (`boolean | null`)
       * - `accessTokenSeconds?` (`integer | null`)
       * - `sessionIdleSeconds?` (`integer | null`)
       * - `sessionAbsoluteSeconds?` (`integer | null`)
       * - `tokenAlgorithm?` (`"EdDSA" | "ES256" | null`)
       * - `accessTokenClaims?` (`({ claim: string; value: any } | { claim: string; from: string })[] | null`)
       * - `allowedOrigins?` (`string[] | null`)
       * - `verifyEmailPage?` (`string | null`)
       * - `resetPasswordPage?` (`string | null`)
       * - `appUrl?` (`string | null`)
       * - `brandName?` (`string | null`)
       * - `brandLogo?` (`string | null`)
       * - `mailReplyTo?` (`string | null`)
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
     * Closes the tenant and all below it to all but admins, and ends their sessions. Safe to repeat.
     *
     * Callers: admin. An admin needs `manage` for the tenant.
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
     * Changes the tenant's name, or its host, which is for admins.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `name?` (`string`): 1 to 200 characters.
     * - `host?` (`string | null`): Null where it is served under its slug alone.
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
       * Moves the clock of a test tenant ahead, for all that ends or is counted for its users.
       *
       * Callers: secret.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `seconds` (`integer`): How far; it never goes back. 1 to 315,360,000.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `now` (`Date`): What time it is for the tenant now.
       * - `aheadSeconds` (`integer`): How far that is ahead of the real time.
       * @throws `CfAuthError`, with code `live_refused`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.testing.clock.advance({ seconds: 3600 });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/testing.md#testingclockadvance
       */
      advance(request: AdvanceTestClockRequest, options?: CallOptions): Promise<AdvanceTestClockResponse>;
    };
  };
  readonly users: {
    /**
     * Bans a user: nothing signs them in, and their sessions end. Safe to repeat.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
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
     * Makes a user, without a password, with one, with the hash of one, or with an invitation.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `email` (`string`): The email, as the user writes it. At most 254 characters. Format: email.
     * - `name?` (`string`): 1 to 200 characters.
     * - `metadata?` (`Record<string, any>`): What your servers keep with the user, who may read it.
     * - `emailVerified?` (`boolean`): Whether you know already that the email is the user's. Defaults to `false`.
     * - `externalId?` (`string`): The user's id in your own database: at most one user has it; compared byte by byte. 1 to 200 characters.
     * - `createdAt?` (`Date`): When the user was made elsewhere; defaults to now. Lists stay in the order of creation here.
     * - `password?` (`string`): One that the user has chosen with you; the policy applies to it. At most 1,024 characters.
     * - `passwordHash?` (`string`): Of a password that was chosen elsewhere, in a form that docs/operating.md lists. 1 to 1,024 characters.
     * - `invite?` (`boolean`): Whether to send the user a link to choose a password, good for 72 hours. Defaults to `false`.
     * - `invitedBy?` (`string`): The user whom the invitation names; defaults to the tenant. 1 to 64 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `user` (`ManagedUser`)
     * - `warnings` (`string[]`): What to know about the password hash, for people to read.
     * @throws `CfAuthError`, with code `busy`, `email_taken`, `external_id_taken`, `invalid_password_hash`, `metadata_too_large`, `plan_exceeded`, `user_not_found`, `weak_password`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.users.create({ email: "anne@example.com", invite: true });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#userscreate
     */
    create(request: CreateUserRequest, options?: CallOptions): Promise<CreateUserResponse>;
    /**
     * Deletes a user with all that is personal. It cannot be undone.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
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
    /**
     * Has a user choose another password, by a link that is sent to them; the present one and all sessions end.
     *
     * Callers: secret, admin. An admin needs `support` for the tenant.
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
     * Shows one user, by id, by email or by external id.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id?` (`string`): The user's id. 1 to 64 characters.
     * - `email?` (`string`): The user's whole email; case does not count. At most 254 characters. Format: email.
     * - `externalId?` (`string`): The user's id in your own database: at most one user has it; compared byte by byte. 1 to 200 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `user` (`ManagedUser`)
     * @throws `CfAuthError`, with code `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.users.get({ email: "anne@example.com" });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#usersget
     */
    get(request?: GetUserRequest, options?: CallOptions): Promise<GetUserResponse>;
    /**
     * Shows up to 100 users by their ids, in that order.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `ids` (`string[]`): 1 to 100 items. 1 to 64 characters each.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `items` (`ManagedUser[]`)
     * - `missing` (`string[]`): The ids that no user has.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.users.getMany({ ids: ["…"] });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#usersgetmany
     */
    getMany(request: GetUsersRequest, options?: CallOptions): Promise<GetUsersResponse>;
    /**
     * Makes up to 1,000 users who were kept elsewhere, with hashes of their passwords. Each row has a result of its own; safe to repeat.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `users` (`object[]`): At most 1000. The fields are those of users.create; plaintext passwords and invitations are not imported. 1 to 1,000 items.
     * - `users[].email` (`string`): At most 1,000 characters. Format: email.
     * - `users[].name?` (`string`): At most 1,000 characters.
     * - `users[].metadata?` (`Record<string, any>`)
     * - `users[].emailVerified?` (`boolean`)
     * - `users[].externalId?` (`string`): At most 1,000 characters.
     * - `users[].createdAt?` (`Date`)
     * - `users[].passwordHash?` (`string`): At most 2,000 characters.
     * - `dryRun?` (`boolean`): Whether to say what would become of each row, and write nothing. Defaults to `false`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns Fields:
     * - `created` (`integer`): How many were made, or would be.
     * - `existing` (`integer`): How many have the email of a user there is, who stays as they are.
     * - `failed` (`integer`)
     * - `results` (`(object)[]`): One for each row, in the same order.
     * - `results[].result` (`"created" | "existing" | "failed"`)
     * - `results[].userId?` (`string`): The user who was made, or has the email; nobody yet in a dry run.
     * - `results[].code?` (`string`): Why it failed: the code that users.create would answer.
     * - `results[].problem?` (`string`): What is wrong with which field.
     * - `results[].warning?` (`string`): What to know about the password hash.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.users.import({ users: [{ email: "anne@example.com" }] });
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#usersimport
     */
    import(request: ImportUsersRequest, options?: CallOptions): Promise<ImportUsersResponse>;
    readonly invitations: {
      /**
       * Ends an open invitation and bans its user, who has no other way in. Safe to repeat.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `user` (`ManagedUser`)
       * @throws `CfAuthError`, with code `invitation_missing`, `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.users.invitations.revoke({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#usersinvitationsrevoke
       */
      revoke(request: RevokeUserInvitationRequest, options?: CallOptions): Promise<RevokeUserInvitationResponse>;
      /**
       * Invites a user who has no password yet, or sends the invitation again: a link that is good for 72 hours. Earlier links end.
       *
       * Callers: secret, admin. An admin needs `support` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * - `invitedBy?` (`string`): The user whom the invitation names; defaults to the tenant. 1 to 64 characters.
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
     * Callers: secret, admin. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
     * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
     * - `status?` (`"active" | "invited" | "banned"`)
     * - `verified?` (`boolean`): Only those whose email is verified, or only those whose is not.
     * - `domain?` (`string`): Only those whose email is at this domain; not below it. At most 253 characters. Matches `^(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?[.\u3002\uff0e\uff61])+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9]|[A-Za-z0-9-]{0,62}[^\x00-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?)$`.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`ManagedUser[]`)
     * - `nextCursor` (`string | null`): Null on the last page.
     * @throws `CfAuthError`, with the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
     * @example
     * await cfauth.users.list();
     * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#userslist
     */
    list(request?: ListUsersRequest, options?: CallOptions): PagePromise<ListUsersResponse>;
    /**
     * Finds users whose email or name begins so, in the order of that; case does not count.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
     * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
     * - `by` (`"email" | "name"`)
     * - `prefix` (`string`): 1 to 254 characters.
     * @param options - Abort signal, timeout in seconds and idempotency key of this call.
     * @returns One page; iterate with `for await` to read all pages:
     * - `items` (`ManagedUser[]`)
     * - `nextCursor` (`string | null`): Null on the last page.
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
       * Callers: secret, admin. An admin needs `support` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * - `sessionId` (`string`): At most 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `ended` (`integer`): How many sessions went on until now. At least 0.
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
       * Callers: secret, admin. An admin needs `support` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns Fields:
       * - `ended` (`integer`): How many sessions went on until now. At least 0.
       * @throws `CfAuthError`, with code `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.users.sessions.endAll({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#userssessionsendall
       */
      endAll(request: EndAllUserSessionsRequest, options?: CallOptions): Promise<EndAllUserSessionsResponse>;
      /**
       * Lists a user's sessions, newest first.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       *
       * @param request - Fields; `?` marks those that may be left out:
       * - `cursor?` (`string`): Where the page before ended: its nextCursor. At most 8,192 characters.
       * - `limit?` (`integer`): How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000.
       * - `id` (`string`): The user's id. 1 to 64 characters.
       * @param options - Abort signal, timeout in seconds and idempotency key of this call.
       * @returns One page; iterate with `for await` to read all pages:
       * - `items` (`Session[]`)
       * - `nextCursor` (`string | null`): Null on the last page.
       * @throws `CfAuthError`, with code `user_not_found`, or the codes of any call: https://github.com/example/cf-auth/blob/main/docs/reference.md#errors
       * @example
       * await cfauth.users.sessions.list({ id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" });
       * @see https://github.com/example/cf-auth/blob/main/docs/reference/users.md#userssessionslist
       */
      list(request: ListUserSessionsRequest, options?: CallOptions): PagePromise<ListUserSessionsResponse>;
    };
    /**
     * Lets a banned user sign in again. Safe to repeat.
     *
     * Callers: secret, admin. An admin needs `support` for the tenant.
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
     * Forgets failed sign-ins of a user, so that delays, challenges and the stop after 100 failures end. Safe to repeat.
     *
     * Callers: secret, admin. An admin needs `support` for the tenant.
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
     * Changes a user's name, email, external id or metadata; never a password.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     *
     * @param request - Fields; `?` marks those that may be left out:
     * - `id` (`string`): The user's id. 1 to 64 characters.
     * - `name?` (`string | null`): Null for none.
     * - `email?` (`string`): It has to be verified anew; the old one is notified if it was verified. At most 254 characters. Format: email.
     * - `externalId?` (`string | null`): The user's id in your own database; null for none.
     * - `metadata?` (`Record<string, any>`): A JSON merge patch (RFC 7396): what is null is removed, what is left out stays.
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
}

/** Paths of queries, as one string because that loads fastest. */
export const QUERIES =
  "apiKeys.customers.get apiKeys.customers.list apiKeys.get apiKeys.list audit.list audit.verify auth.account.export auth.keys.list auth.me auth.sessions.list authz.batchCheck authz.changes authz.check authz.expand authz.explain authz.graph.job authz.graph.stats authz.listObjects authz.listRelations authz.listSubjects authz.model.diff authz.model.get authz.model.list authz.model.validate authz.read authz.settings.get authz.verifyProof dashboard.activity dashboard.health dashboard.hours dashboard.latency dashboard.overview dashboard.tenants dashboard.timeseries dashboard.topTenants events.list events.ticket mail.mailbox.list mail.outbox.list mail.templates.get mail.templates.list mail.templates.preview plans.list platform.admins.get platform.admins.list system.health tenants.get tenants.list tenants.settings.get users.get users.getMany users.list users.search users.sessions.list";

/** Paths of mutations. */
export const MUTATIONS =
  "apiKeys.create apiKeys.customers.create apiKeys.customers.revoke apiKeys.customers.rotate apiKeys.customers.update apiKeys.reportLeak apiKeys.revoke apiKeys.rotate apiKeys.update apiKeys.verify audit.export auth.account.delete auth.account.update auth.email.change auth.email.confirm auth.email.confirmCode auth.email.resend auth.keys.rotate auth.login auth.logout auth.password.change auth.password.forgot auth.password.reset auth.refresh auth.register auth.sessions.end auth.sessions.endAll auth.sessions.endOthers authz.graph.export authz.graph.import authz.graph.reload authz.model.put authz.settings.update authz.write mail.templates.put mail.templates.reset plans.create plans.delete platform.admins.grant platform.admins.invite platform.admins.remove platform.admins.revoke platform.admins.setRole platform.bootstrap platform.breakGlass platform.endBreakGlass tenants.create tenants.delete tenants.move tenants.restore tenants.resume tenants.sessions.endAll tenants.setPlan tenants.settings.update tenants.suspend tenants.update testing.clock.advance users.ban users.create users.delete users.forceReset users.import users.invitations.revoke users.invitations.send users.sessions.end users.sessions.endAll users.unban users.unlock users.update";

/** Paths of procedures without a request. */
export const WITHOUT_INPUT =
  "auth.account.export auth.keys.list auth.me auth.sessions.endAll auth.sessions.endOthers authz.graph.job authz.graph.stats authz.settings.get dashboard.health system.health tenants.get tenants.restore tenants.resume tenants.sessions.endAll tenants.settings.get tenants.suspend";

/** Paths of procedures that return a page of a list. */
export const LISTS =
  "apiKeys.customers.list apiKeys.list audit.list auth.sessions.list authz.changes authz.listObjects authz.listSubjects authz.model.list authz.read dashboard.activity dashboard.tenants events.list mail.mailbox.list mail.outbox.list mail.templates.list plans.list platform.admins.list tenants.list users.list users.search users.sessions.list";

/** Paths of queries that take a consistency. */
export const CONSISTENT =
  "authz.batchCheck authz.check authz.expand authz.explain authz.listObjects authz.listRelations authz.listSubjects authz.read authz.verifyProof";
