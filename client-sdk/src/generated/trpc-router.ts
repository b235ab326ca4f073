// Generated from the router by `npm run generate`. Do not edit.
import type { TRPCBuiltRouter, TRPCMutationProcedure, TRPCQueryProcedure } from "@trpc/server";
import type { ErrorCode } from "../calls/error.ts";
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

/** Fields of an error besides its message. */
export interface WireErrorData {
  readonly code: ErrorCode;
  readonly httpStatus: number | undefined;
  readonly action: string;
  readonly retryable: boolean;
  readonly requestId: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;
}

interface RootTypes {
  ctx: object;
  meta: object;
  errorShape: { message: string; code: number; data: WireErrorData };
  // Times are Date in requests and responses.
  transformer: true;
}

type Query<I, O> = TRPCQueryProcedure<{ input: I; output: O; meta: unknown }>;
type Mutation<I, O> = TRPCMutationProcedure<{ input: I; output: O; meta: unknown }>;

// A type: an interface has no index signature, which tRPC's record demands.
type Procedures = {
  apiKeys: {
    create: Mutation<CreateApiKeyRequest, CreateApiKeyResponse>;
    customers: {
      create: Mutation<CreateCustomerKeyRequest, CreateCustomerKeyResponse>;
      get: Query<GetCustomerKeyRequest, CustomerKey>;
      list: Query<ListCustomerKeysRequest | void, ListCustomerKeysResponse>;
      revoke: Mutation<RevokeCustomerKeyRequest, CustomerKey>;
      rotate: Mutation<RotateCustomerKeyRequest, RotateCustomerKeyResponse>;
      update: Mutation<UpdateCustomerKeyRequest, CustomerKey>;
    };
    get: Query<GetApiKeyRequest, ApiKey>;
    list: Query<ListApiKeysRequest | void, ListApiKeysResponse>;
    reportLeak: Mutation<ReportApiKeyLeakRequest, ReportApiKeyLeakResponse>;
    revoke: Mutation<RevokeApiKeyRequest, ApiKey>;
    rotate: Mutation<RotateApiKeyRequest, RotateApiKeyResponse>;
    update: Mutation<UpdateApiKeyRequest, ApiKey>;
    verify: Mutation<VerifyApiKeyRequest, KeyVerification>;
  };
  audit: {
    export: Mutation<ExportAuditLogRequest | void, ExportAuditLogResponse>;
    list: Query<ListAuditEventsRequest | void, ListAuditEventsResponse>;
    verify: Query<VerifyAuditLogRequest | void, VerifyAuditLogResponse>;
  };
  auth: {
    account: {
      delete: Mutation<DeleteAccountRequest | void, DeleteAccountResponse>;
      export: Query<void, AccountExport>;
      update: Mutation<UpdateAccountRequest, UpdateAccountResponse>;
    };
    email: {
      change: Mutation<ChangeEmailRequest, ChangeEmailResponse>;
      confirm: Mutation<ConfirmEmailRequest, ConfirmEmailResponse>;
      confirmCode: Mutation<ConfirmEmailCodeRequest, ConfirmEmailCodeResponse>;
      resend: Mutation<ResendVerificationEmailRequest, ResendVerificationEmailResponse>;
    };
    emailSignIn: {
      complete: Mutation<CompleteEmailSignInRequest | void, CompleteEmailSignInResponse>;
      start: Mutation<StartEmailSignInRequest, StartEmailSignInResponse>;
    };
    exchangeCode: Mutation<ExchangeCodeRequest, ExchangeCodeResponse>;
    factors: {
      backupCodes: {
        create: Mutation<void, CreateFactorBackupCodeResponse>;
      };
      devices: {
        forget: Mutation<void, ForgetFactorDeviceResponse>;
      };
      email: {
        send: Mutation<SendFactorEmailRequest | void, SendFactorEmailResponse>;
      };
      list: Query<void, ListFactorsResponse>;
      totp: {
        confirm: Mutation<ConfirmFactorTotpRequest, ConfirmFactorTotpResponse>;
        remove: Mutation<void, RemoveFactorTotpResponse>;
        start: Mutation<StartFactorTotpRequest | void, StartFactorTotpResponse>;
      };
    };
    identities: {
      complete: Mutation<CompleteIdentityLinkRequest, CompleteIdentityLinkResponse>;
      link: Mutation<StartIdentityLinkRequest, StartIdentityLinkResponse>;
      list: Query<void, ListIdentitiesResponse>;
      unlink: Mutation<UnlinkIdentitieRequest, UnlinkIdentitieResponse>;
    };
    keys: {
      list: Query<void, ListSigningKeysResponse>;
      restore: Mutation<void, RestoreSigningKeyResponse>;
      rotate: Mutation<RotateSigningKeyRequest | void, RotateSigningKeyResponse>;
    };
    login: Mutation<LoginRequest, LoginResponse>;
    logout: Mutation<LogoutRequest | void, LogoutResponse>;
    me: Query<void, GetMeResponse>;
    passkeys: {
      list: Query<ListPasskeysRequest | void, ListPasskeysResponse>;
      register: {
        finish: Mutation<FinishPasskeyRegisterRequest, FinishPasskeyRegisterResponse>;
        start: Mutation<StartPasskeyRegisterRequest | void, StartPasskeyRegisterResponse>;
      };
      remove: Mutation<RemovePasskeyRequest, RemovePasskeyResponse>;
      rename: Mutation<RenamePasskeyRequest, RenamePasskeyResponse>;
      signIn: {
        finish: Mutation<FinishPasskeySignInRequest, FinishPasskeySignInResponse>;
        start: Mutation<void, StartPasskeySignInResponse>;
      };
      stepUp: {
        start: Mutation<StartPasskeyStepUpRequest | void, StartPasskeyStepUpResponse>;
      };
    };
    password: {
      change: Mutation<ChangePasswordRequest, ChangePasswordResponse>;
      forgot: Mutation<ForgotPasswordRequest, ForgotPasswordResponse>;
      reset: Mutation<ResetPasswordRequest, ResetPasswordResponse>;
    };
    providers: {
      list: Query<void, ListSignInProvidersResponse>;
      start: Mutation<StartProviderSignInRequest, StartProviderSignInResponse>;
    };
    refresh: Mutation<RefreshRequest | void, RefreshResponse>;
    register: Mutation<RegisterRequest, RegisterResponse>;
    sessions: {
      end: Mutation<EndSessionRequest, EndSessionResponse>;
      endAll: Mutation<void, EndAllSessionsResponse>;
      endOthers: Mutation<void, EndOtherSessionsResponse>;
      list: Query<ListSessionsRequest | void, ListSessionsResponse>;
    };
    stepUp: Mutation<StepUpRequest | void, StepUpResponse>;
  };
  authz: {
    assertions: {
      get: Query<GetAssertionRequest, GetAssertionResponse>;
      put: Mutation<PutAssertionRequest, PutAssertionResponse>;
    };
    batchCheck: Query<BatchCheckRequest, BatchCheckResponse>;
    changes: Query<ListChangesRequest | void, ListChangesResponse>;
    check: Query<CheckRequest, CheckResponse>;
    deleteTuples: Mutation<DeleteTuplesRequest | void, DeleteTuplesResponse>;
    expand: Query<ExpandRequest, ExpandResponse>;
    explain: Query<ExplainRequest, ExplainResponse>;
    graph: {
      export: Mutation<ExportGraphRequest | void, ExportGraphResponse>;
      import: Mutation<ImportGraphRequest | void, ImportGraphResponse>;
      job: Query<void, GetImportJobResponse>;
      reload: Mutation<ReloadGraphRequest | void, ImportJob>;
      stats: Query<void, GetGraphStatsResponse>;
    };
    listObjects: Query<ListObjectsRequest, ListObjectsResponse>;
    listRelations: Query<ListRelationsRequest, ListRelationsResponse>;
    listSubjects: Query<ListSubjectsRequest, ListSubjectsResponse>;
    model: {
      diff: Query<DiffModelRequest, DiffModelResponse>;
      get: Query<GetModelRequest | void, GetModelResponse>;
      list: Query<ListModelVersionsRequest | void, ListModelVersionsResponse>;
      put: Mutation<PutModelRequest, PutModelResponse>;
      validate: Query<ValidateModelRequest, ValidateModelResponse>;
    };
    read: Query<ReadRequest | void, ReadResponse>;
    settings: {
      get: Query<void, GraphSettings>;
      update: Mutation<UpdateGraphSettingsRequest | void, GraphSettings>;
    };
    verifyProof: Query<VerifyProofRequest, VerifyProofResponse>;
    write: Mutation<WriteRequest | void, WriteResponse>;
  };
  backups: {
    create: Mutation<CreateBackupRequest, CreateBackupResponse>;
    files: Query<FilesBackupRequest, FilesBackupResponse>;
    get: Query<GetBackupRequest, Backup>;
    list: Query<ListBackupsRequest, ListBackupsResponse>;
    read: Query<ReadBackupRequest, ReadBackupResponse>;
    restore: Mutation<RestoreBackupRequest, RestoreBackupResponse>;
    restoreAll: Mutation<RestoreBackupAllRequest, RestoreBackupAllResponse>;
  };
  dashboard: {
    activity: Query<GetDashboardActivityRequest | void, GetDashboardActivityResponse>;
    health: Query<void, GetDashboardHealthResponse>;
    hours: Query<GetDashboardHoursRequest, GetDashboardHoursResponse>;
    latency: Query<GetDashboardLatencyRequest | void, GetDashboardLatencyResponse>;
    overview: Query<GetDashboardOverviewRequest | void, GetDashboardOverviewResponse>;
    secrets: Query<void, SecretsDashboardResponse>;
    tenants: Query<GetDashboardTenantsRequest | void, GetDashboardTenantsResponse>;
    timeseries: Query<GetDashboardTimeseriesRequest, GetDashboardTimeseriesResponse>;
    topTenants: Query<GetDashboardTopTenantsRequest, GetDashboardTopTenantsResponse>;
  };
  emailDomains: {
    add: Mutation<AddEmailDomainRequest, AddEmailDomainResponse>;
    list: Query<ListEmailDomainsRequest | void, ListEmailDomainsResponse>;
    remove: Mutation<RemoveEmailDomainRequest, RemoveEmailDomainResponse>;
    verify: Mutation<VerifyEmailDomainRequest, VerifyEmailDomainResponse>;
  };
  emails: {
    mailbox: {
      list: Query<ListEmailMailboxRequest | void, ListEmailMailboxResponse>;
    };
    outbox: {
      list: Query<ListEmailOutboxRequest | void, ListEmailOutboxResponse>;
    };
    templates: {
      get: Query<GetEmailTemplateRequest, EmailTemplate>;
      list: Query<ListEmailTemplatesRequest | void, ListEmailTemplatesResponse>;
      preview: Query<PreviewEmailTemplateRequest, PreviewEmailTemplateResponse>;
      put: Mutation<PutEmailTemplateRequest, EmailTemplate>;
      reset: Mutation<ResetEmailTemplateRequest, EmailTemplate>;
    };
  };
  events: {
    list: Query<ListEventsRequest | void, ListEventsResponse>;
    ticket: Query<GetEventTicketRequest | void, GetEventTicketResponse>;
  };
  plans: {
    create: Mutation<CreatePlanRequest, Plan>;
    delete: Mutation<DeletePlanRequest, DeletePlanResponse>;
    list: Query<ListPlansRequest | void, ListPlansResponse>;
  };
  platform: {
    admins: {
      get: Query<GetPlatformAdminRequest, GetPlatformAdminResponse>;
      grant: Mutation<GrantPlatformAdminRequest, GrantPlatformAdminResponse>;
      invite: Mutation<InvitePlatformAdminRequest, InvitePlatformAdminResponse>;
      list: Query<ListPlatformAdminsRequest | void, ListPlatformAdminsResponse>;
      remove: Mutation<RemovePlatformAdminRequest, RemovePlatformAdminResponse>;
      revoke: Mutation<RevokePlatformAdminRequest, RevokePlatformAdminResponse>;
      setRole: Mutation<SetPlatformAdminRoleRequest, SetPlatformAdminRoleResponse>;
    };
    bootstrap: Mutation<BootstrapPlatformRequest, BootstrapPlatformResponse>;
    breakGlass: Mutation<BreakGlassRequest, BreakGlassResponse>;
    endBreakGlass: Mutation<EndBreakGlassRequest, EndBreakGlassResponse>;
    forceResets: Mutation<ForcePlatformResetsRequest, ForcePlatformResetsResponse>;
    keys: {
      create: Mutation<CreatePlatformKeyRequest, CreatePlatformKeyResponse>;
      get: Query<GetPlatformKeyRequest, PlatformKey>;
      list: Query<ListPlatformKeysRequest | void, ListPlatformKeysResponse>;
      revoke: Mutation<RevokePlatformKeyRequest, PlatformKey>;
      rotate: Mutation<RotatePlatformKeyRequest, RotatePlatformKeyResponse>;
      update: Mutation<UpdatePlatformKeyRequest, PlatformKey>;
    };
  };
  providers: {
    create: Mutation<CreateIdentityProviderRequest, CreateIdentityProviderResponse>;
    delete: Mutation<DeleteIdentityProviderRequest, DeleteIdentityProviderResponse>;
    get: Query<GetIdentityProviderRequest, GetIdentityProviderResponse>;
    list: Query<ListIdentityProvidersRequest | void, ListIdentityProvidersResponse>;
    update: Mutation<UpdateIdentityProviderRequest, UpdateIdentityProviderResponse>;
  };
  system: {
    health: Query<void, GetSystemHealthResponse>;
  };
  tenants: {
    create: Mutation<CreateTenantRequest, CreateTenantResponse>;
    delete: Mutation<DeleteTenantRequest, Tenant>;
    get: Query<void, Tenant>;
    list: Query<ListTenantsRequest | void, ListTenantsResponse>;
    logo: {
      get: Query<void, TenantLogo>;
      remove: Mutation<void, TenantLogo>;
      set: Mutation<SetTenantLogoRequest, TenantLogo>;
    };
    move: Mutation<MoveTenantRequest, Tenant>;
    restore: Mutation<void, Tenant>;
    resume: Mutation<void, Tenant>;
    sessions: {
      endAll: Mutation<void, EndAllTenantSessionsResponse>;
    };
    setPlan: Mutation<SetTenantPlanRequest, Tenant>;
    settings: {
      get: Query<void, TenantSettings>;
      update: Mutation<UpdateTenantSettingsRequest | void, TenantSettings>;
    };
    suspend: Mutation<void, Tenant>;
    update: Mutation<UpdateTenantRequest | void, Tenant>;
  };
  testing: {
    clock: {
      advance: Mutation<AdvanceTestClockRequest, AdvanceTestClockResponse>;
    };
  };
  users: {
    ban: Mutation<BanUserRequest, BanUserResponse>;
    create: Mutation<CreateUserRequest, CreateUserResponse>;
    delete: Mutation<DeleteUserRequest, DeleteUserResponse>;
    factors: {
      cancelReset: Mutation<CancelUserFactorResetRequest, CancelUserFactorResetResponse>;
      requestReset: Mutation<RequestUserFactorResetRequest, RequestUserFactorResetResponse>;
    };
    forceReset: Mutation<ForcePasswordResetRequest, ForcePasswordResetResponse>;
    get: Query<GetUserRequest | void, GetUserResponse>;
    getMany: Query<GetUsersRequest, GetUsersResponse>;
    import: Mutation<ImportUsersRequest, ImportUsersResponse>;
    invitations: {
      revoke: Mutation<RevokeUserInvitationRequest, RevokeUserInvitationResponse>;
      send: Mutation<SendUserInvitationRequest, SendUserInvitationResponse>;
    };
    list: Query<ListUsersRequest | void, ListUsersResponse>;
    search: Query<SearchUsersRequest, SearchUsersResponse>;
    sessions: {
      end: Mutation<EndUserSessionRequest, EndUserSessionResponse>;
      endAll: Mutation<EndAllUserSessionsRequest, EndAllUserSessionsResponse>;
      list: Query<ListUserSessionsRequest, ListUserSessionsResponse>;
    };
    unban: Mutation<UnbanUserRequest, UnbanUserResponse>;
    unlock: Mutation<UnlockUserRequest, UnlockUserResponse>;
    update: Mutation<UpdateUserRequest, UpdateUserResponse>;
  };
  webhooks: {
    create: Mutation<CreateWebhookRequest, CreateWebhookResponse>;
    delete: Mutation<DeleteWebhookRequest, DeleteWebhookResponse>;
    deliveries: Query<DeliveriesWebhookRequest | void, DeliveriesWebhookResponse>;
    get: Query<GetWebhookRequest, GetWebhookResponse>;
    list: Query<ListWebhooksRequest | void, ListWebhooksResponse>;
    replay: Mutation<ReplayWebhookRequest, ReplayWebhookResponse>;
    rotateSecret: Mutation<RotateWebhookSecretRequest, RotateWebhookSecretResponse>;
    test: Mutation<TestWebhookRequest, TestWebhookResponse>;
    update: Mutation<UpdateWebhookRequest, UpdateWebhookResponse>;
  };
};

/** The API as a tRPC router, for `createTRPCClient<CfAuthRouter>`. */
export type CfAuthRouter = TRPCBuiltRouter<RootTypes, Procedures>;
