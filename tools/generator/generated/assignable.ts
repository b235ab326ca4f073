// Generated from the router by `npm run generate`. Do not edit.
import type { AppRouter } from "@cf-auth/server/router";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type * as Flat from "../../../client-sdk/src/generated/types.ts";
import type { Same } from "../src/same.ts";

type Inputs = inferRouterInputs<AppRouter>;
type Outputs = inferRouterOutputs<AppRouter>;

export const assignable: {
  "apiKeys.create": [Same<Inputs["apiKeys"]["create"], Flat.CreateApiKeyRequest>, Same<Outputs["apiKeys"]["create"], Flat.CreateApiKeyResponse>];
  "apiKeys.customers.create": [Same<Inputs["apiKeys"]["customers"]["create"], Flat.CreateCustomerKeyRequest>, Same<Outputs["apiKeys"]["customers"]["create"], Flat.CreateCustomerKeyResponse>];
  "apiKeys.customers.get": [Same<Inputs["apiKeys"]["customers"]["get"], Flat.GetCustomerKeyRequest>, Same<Outputs["apiKeys"]["customers"]["get"], Flat.CustomerKey>];
  "apiKeys.customers.list": [Same<Inputs["apiKeys"]["customers"]["list"], Flat.ListCustomerKeysRequest>, Same<Outputs["apiKeys"]["customers"]["list"], Flat.ListCustomerKeysResponse>];
  "apiKeys.customers.revoke": [Same<Inputs["apiKeys"]["customers"]["revoke"], Flat.RevokeCustomerKeyRequest>, Same<Outputs["apiKeys"]["customers"]["revoke"], Flat.CustomerKey>];
  "apiKeys.customers.rotate": [Same<Inputs["apiKeys"]["customers"]["rotate"], Flat.RotateCustomerKeyRequest>, Same<Outputs["apiKeys"]["customers"]["rotate"], Flat.RotateCustomerKeyResponse>];
  "apiKeys.customers.update": [Same<Inputs["apiKeys"]["customers"]["update"], Flat.UpdateCustomerKeyRequest>, Same<Outputs["apiKeys"]["customers"]["update"], Flat.CustomerKey>];
  "apiKeys.get": [Same<Inputs["apiKeys"]["get"], Flat.GetApiKeyRequest>, Same<Outputs["apiKeys"]["get"], Flat.ApiKey>];
  "apiKeys.list": [Same<Inputs["apiKeys"]["list"], Flat.ListApiKeysRequest>, Same<Outputs["apiKeys"]["list"], Flat.ListApiKeysResponse>];
  "apiKeys.reportLeak": [Same<Inputs["apiKeys"]["reportLeak"], Flat.ReportApiKeyLeakRequest>, Same<Outputs["apiKeys"]["reportLeak"], Flat.ReportApiKeyLeakResponse>];
  "apiKeys.revoke": [Same<Inputs["apiKeys"]["revoke"], Flat.RevokeApiKeyRequest>, Same<Outputs["apiKeys"]["revoke"], Flat.ApiKey>];
  "apiKeys.rotate": [Same<Inputs["apiKeys"]["rotate"], Flat.RotateApiKeyRequest>, Same<Outputs["apiKeys"]["rotate"], Flat.RotateApiKeyResponse>];
  "apiKeys.update": [Same<Inputs["apiKeys"]["update"], Flat.UpdateApiKeyRequest>, Same<Outputs["apiKeys"]["update"], Flat.ApiKey>];
  "apiKeys.verify": [Same<Inputs["apiKeys"]["verify"], Flat.VerifyApiKeyRequest>, Same<Outputs["apiKeys"]["verify"], Flat.KeyVerification>];
  "audit.export": [Same<Inputs["audit"]["export"], Flat.ExportAuditLogRequest>, Same<Outputs["audit"]["export"], Flat.ExportAuditLogResponse>];
  "audit.list": [Same<Inputs["audit"]["list"], Flat.ListAuditEventsRequest>, Same<Outputs["audit"]["list"], Flat.ListAuditEventsResponse>];
  "audit.verify": [Same<Inputs["audit"]["verify"], Flat.VerifyAuditLogRequest>, Same<Outputs["audit"]["verify"], Flat.VerifyAuditLogResponse>];
  "auth.account.delete": [Same<Inputs["auth"]["account"]["delete"], Flat.DeleteAccountRequest>, Same<Outputs["auth"]["account"]["delete"], Flat.DeleteAccountResponse>];
  "auth.account.export": [Same<Inputs["auth"]["account"]["export"], void>, Same<Outputs["auth"]["account"]["export"], Flat.AccountExport>];
  "auth.account.update": [Same<Inputs["auth"]["account"]["update"], Flat.UpdateAccountRequest>, Same<Outputs["auth"]["account"]["update"], Flat.UpdateAccountResponse>];
  "auth.email.change": [Same<Inputs["auth"]["email"]["change"], Flat.ChangeEmailRequest>, Same<Outputs["auth"]["email"]["change"], Flat.ChangeEmailResponse>];
  "auth.email.confirm": [Same<Inputs["auth"]["email"]["confirm"], Flat.ConfirmEmailRequest>, Same<Outputs["auth"]["email"]["confirm"], Flat.ConfirmEmailResponse>];
  "auth.email.confirmCode": [Same<Inputs["auth"]["email"]["confirmCode"], Flat.ConfirmEmailCodeRequest>, Same<Outputs["auth"]["email"]["confirmCode"], Flat.ConfirmEmailCodeResponse>];
  "auth.email.resend": [Same<Inputs["auth"]["email"]["resend"], Flat.ResendVerificationEmailRequest>, Same<Outputs["auth"]["email"]["resend"], Flat.ResendVerificationEmailResponse>];
  "auth.emailSignIn.complete": [Same<Inputs["auth"]["emailSignIn"]["complete"], Flat.CompleteEmailSignInRequest>, Same<Outputs["auth"]["emailSignIn"]["complete"], Flat.CompleteEmailSignInResponse>];
  "auth.emailSignIn.start": [Same<Inputs["auth"]["emailSignIn"]["start"], Flat.StartEmailSignInRequest>, Same<Outputs["auth"]["emailSignIn"]["start"], Flat.StartEmailSignInResponse>];
  "auth.exchangeCode": [Same<Inputs["auth"]["exchangeCode"], Flat.ExchangeCodeRequest>, Same<Outputs["auth"]["exchangeCode"], Flat.ExchangeCodeResponse>];
  "auth.factors.backupCodes.create": [Same<Inputs["auth"]["factors"]["backupCodes"]["create"], void>, Same<Outputs["auth"]["factors"]["backupCodes"]["create"], Flat.CreateFactorBackupCodeResponse>];
  "auth.factors.devices.forget": [Same<Inputs["auth"]["factors"]["devices"]["forget"], void>, Same<Outputs["auth"]["factors"]["devices"]["forget"], Flat.ForgetFactorDeviceResponse>];
  "auth.factors.email.send": [Same<Inputs["auth"]["factors"]["email"]["send"], Flat.SendFactorEmailRequest>, Same<Outputs["auth"]["factors"]["email"]["send"], Flat.SendFactorEmailResponse>];
  "auth.factors.list": [Same<Inputs["auth"]["factors"]["list"], void>, Same<Outputs["auth"]["factors"]["list"], Flat.ListFactorsResponse>];
  "auth.factors.totp.confirm": [Same<Inputs["auth"]["factors"]["totp"]["confirm"], Flat.ConfirmFactorTotpRequest>, Same<Outputs["auth"]["factors"]["totp"]["confirm"], Flat.ConfirmFactorTotpResponse>];
  "auth.factors.totp.remove": [Same<Inputs["auth"]["factors"]["totp"]["remove"], void>, Same<Outputs["auth"]["factors"]["totp"]["remove"], Flat.RemoveFactorTotpResponse>];
  "auth.factors.totp.start": [Same<Inputs["auth"]["factors"]["totp"]["start"], Flat.StartFactorTotpRequest>, Same<Outputs["auth"]["factors"]["totp"]["start"], Flat.StartFactorTotpResponse>];
  "auth.identities.complete": [Same<Inputs["auth"]["identities"]["complete"], Flat.CompleteIdentityLinkRequest>, Same<Outputs["auth"]["identities"]["complete"], Flat.CompleteIdentityLinkResponse>];
  "auth.identities.link": [Same<Inputs["auth"]["identities"]["link"], Flat.StartIdentityLinkRequest>, Same<Outputs["auth"]["identities"]["link"], Flat.StartIdentityLinkResponse>];
  "auth.identities.list": [Same<Inputs["auth"]["identities"]["list"], void>, Same<Outputs["auth"]["identities"]["list"], Flat.ListIdentitiesResponse>];
  "auth.identities.unlink": [Same<Inputs["auth"]["identities"]["unlink"], Flat.UnlinkIdentitieRequest>, Same<Outputs["auth"]["identities"]["unlink"], Flat.UnlinkIdentitieResponse>];
  "auth.keys.list": [Same<Inputs["auth"]["keys"]["list"], void>, Same<Outputs["auth"]["keys"]["list"], Flat.ListSigningKeysResponse>];
  "auth.keys.restore": [Same<Inputs["auth"]["keys"]["restore"], void>, Same<Outputs["auth"]["keys"]["restore"], Flat.RestoreSigningKeyResponse>];
  "auth.keys.rotate": [Same<Inputs["auth"]["keys"]["rotate"], Flat.RotateSigningKeyRequest>, Same<Outputs["auth"]["keys"]["rotate"], Flat.RotateSigningKeyResponse>];
  "auth.login": [Same<Inputs["auth"]["login"], Flat.LoginRequest>, Same<Outputs["auth"]["login"], Flat.LoginResponse>];
  "auth.logout": [Same<Inputs["auth"]["logout"], Flat.LogoutRequest>, Same<Outputs["auth"]["logout"], Flat.LogoutResponse>];
  "auth.me": [Same<Inputs["auth"]["me"], void>, Same<Outputs["auth"]["me"], Flat.GetMeResponse>];
  "auth.passkeys.list": [Same<Inputs["auth"]["passkeys"]["list"], Flat.ListPasskeysRequest>, Same<Outputs["auth"]["passkeys"]["list"], Flat.ListPasskeysResponse>];
  "auth.passkeys.register.finish": [Same<Inputs["auth"]["passkeys"]["register"]["finish"], Flat.FinishPasskeyRegisterRequest>, Same<Outputs["auth"]["passkeys"]["register"]["finish"], Flat.FinishPasskeyRegisterResponse>];
  "auth.passkeys.register.start": [Same<Inputs["auth"]["passkeys"]["register"]["start"], Flat.StartPasskeyRegisterRequest>, Same<Outputs["auth"]["passkeys"]["register"]["start"], Flat.StartPasskeyRegisterResponse>];
  "auth.passkeys.remove": [Same<Inputs["auth"]["passkeys"]["remove"], Flat.RemovePasskeyRequest>, Same<Outputs["auth"]["passkeys"]["remove"], Flat.RemovePasskeyResponse>];
  "auth.passkeys.rename": [Same<Inputs["auth"]["passkeys"]["rename"], Flat.RenamePasskeyRequest>, Same<Outputs["auth"]["passkeys"]["rename"], Flat.RenamePasskeyResponse>];
  "auth.passkeys.signIn.finish": [Same<Inputs["auth"]["passkeys"]["signIn"]["finish"], Flat.FinishPasskeySignInRequest>, Same<Outputs["auth"]["passkeys"]["signIn"]["finish"], Flat.FinishPasskeySignInResponse>];
  "auth.passkeys.signIn.start": [Same<Inputs["auth"]["passkeys"]["signIn"]["start"], void>, Same<Outputs["auth"]["passkeys"]["signIn"]["start"], Flat.StartPasskeySignInResponse>];
  "auth.passkeys.stepUp.start": [Same<Inputs["auth"]["passkeys"]["stepUp"]["start"], Flat.StartPasskeyStepUpRequest>, Same<Outputs["auth"]["passkeys"]["stepUp"]["start"], Flat.StartPasskeyStepUpResponse>];
  "auth.password.change": [Same<Inputs["auth"]["password"]["change"], Flat.ChangePasswordRequest>, Same<Outputs["auth"]["password"]["change"], Flat.ChangePasswordResponse>];
  "auth.password.forgot": [Same<Inputs["auth"]["password"]["forgot"], Flat.ForgotPasswordRequest>, Same<Outputs["auth"]["password"]["forgot"], Flat.ForgotPasswordResponse>];
  "auth.password.reset": [Same<Inputs["auth"]["password"]["reset"], Flat.ResetPasswordRequest>, Same<Outputs["auth"]["password"]["reset"], Flat.ResetPasswordResponse>];
  "auth.providers.list": [Same<Inputs["auth"]["providers"]["list"], void>, Same<Outputs["auth"]["providers"]["list"], Flat.ListSignInProvidersResponse>];
  "auth.providers.start": [Same<Inputs["auth"]["providers"]["start"], Flat.StartProviderSignInRequest>, Same<Outputs["auth"]["providers"]["start"], Flat.StartProviderSignInResponse>];
  "auth.refresh": [Same<Inputs["auth"]["refresh"], Flat.RefreshRequest>, Same<Outputs["auth"]["refresh"], Flat.RefreshResponse>];
  "auth.register": [Same<Inputs["auth"]["register"], Flat.RegisterRequest>, Same<Outputs["auth"]["register"], Flat.RegisterResponse>];
  "auth.sessions.end": [Same<Inputs["auth"]["sessions"]["end"], Flat.EndSessionRequest>, Same<Outputs["auth"]["sessions"]["end"], Flat.EndSessionResponse>];
  "auth.sessions.endAll": [Same<Inputs["auth"]["sessions"]["endAll"], void>, Same<Outputs["auth"]["sessions"]["endAll"], Flat.EndAllSessionsResponse>];
  "auth.sessions.endOthers": [Same<Inputs["auth"]["sessions"]["endOthers"], void>, Same<Outputs["auth"]["sessions"]["endOthers"], Flat.EndOtherSessionsResponse>];
  "auth.sessions.list": [Same<Inputs["auth"]["sessions"]["list"], Flat.ListSessionsRequest>, Same<Outputs["auth"]["sessions"]["list"], Flat.ListSessionsResponse>];
  "auth.stepUp": [Same<Inputs["auth"]["stepUp"], Flat.StepUpRequest>, Same<Outputs["auth"]["stepUp"], Flat.StepUpResponse>];
  "authz.assertions.get": [Same<Inputs["authz"]["assertions"]["get"], Flat.GetAssertionRequest>, Same<Outputs["authz"]["assertions"]["get"], Flat.GetAssertionResponse>];
  "authz.assertions.put": [Same<Inputs["authz"]["assertions"]["put"], Flat.PutAssertionRequest>, Same<Outputs["authz"]["assertions"]["put"], Flat.PutAssertionResponse>];
  "authz.batchCheck": [Same<Inputs["authz"]["batchCheck"], Flat.BatchCheckRequest>, Same<Outputs["authz"]["batchCheck"], Flat.BatchCheckResponse>];
  "authz.changes": [Same<Inputs["authz"]["changes"], Flat.ListChangesRequest>, Same<Outputs["authz"]["changes"], Flat.ListChangesResponse>];
  "authz.check": [Same<Inputs["authz"]["check"], Flat.CheckRequest>, Same<Outputs["authz"]["check"], Flat.CheckResponse>];
  "authz.deleteTuples": [Same<Inputs["authz"]["deleteTuples"], Flat.DeleteTuplesRequest>, Same<Outputs["authz"]["deleteTuples"], Flat.DeleteTuplesResponse>];
  "authz.expand": [Same<Inputs["authz"]["expand"], Flat.ExpandRequest>, Same<Outputs["authz"]["expand"], Flat.ExpandResponse>];
  "authz.explain": [Same<Inputs["authz"]["explain"], Flat.ExplainRequest>, Same<Outputs["authz"]["explain"], Flat.ExplainResponse>];
  "authz.graph.export": [Same<Inputs["authz"]["graph"]["export"], Flat.ExportGraphRequest>, Same<Outputs["authz"]["graph"]["export"], Flat.ExportGraphResponse>];
  "authz.graph.import": [Same<Inputs["authz"]["graph"]["import"], Flat.ImportGraphRequest>, Same<Outputs["authz"]["graph"]["import"], Flat.ImportGraphResponse>];
  "authz.graph.job": [Same<Inputs["authz"]["graph"]["job"], void>, Same<Outputs["authz"]["graph"]["job"], Flat.GetImportJobResponse>];
  "authz.graph.reload": [Same<Inputs["authz"]["graph"]["reload"], Flat.ReloadGraphRequest>, Same<Outputs["authz"]["graph"]["reload"], Flat.ImportJob>];
  "authz.graph.stats": [Same<Inputs["authz"]["graph"]["stats"], void>, Same<Outputs["authz"]["graph"]["stats"], Flat.GetGraphStatsResponse>];
  "authz.listObjects": [Same<Inputs["authz"]["listObjects"], Flat.ListObjectsRequest>, Same<Outputs["authz"]["listObjects"], Flat.ListObjectsResponse>];
  "authz.listRelations": [Same<Inputs["authz"]["listRelations"], Flat.ListRelationsRequest>, Same<Outputs["authz"]["listRelations"], Flat.ListRelationsResponse>];
  "authz.listSubjects": [Same<Inputs["authz"]["listSubjects"], Flat.ListSubjectsRequest>, Same<Outputs["authz"]["listSubjects"], Flat.ListSubjectsResponse>];
  "authz.model.diff": [Same<Inputs["authz"]["model"]["diff"], Flat.DiffModelRequest>, Same<Outputs["authz"]["model"]["diff"], Flat.DiffModelResponse>];
  "authz.model.get": [Same<Inputs["authz"]["model"]["get"], Flat.GetModelRequest>, Same<Outputs["authz"]["model"]["get"], Flat.GetModelResponse>];
  "authz.model.list": [Same<Inputs["authz"]["model"]["list"], Flat.ListModelVersionsRequest>, Same<Outputs["authz"]["model"]["list"], Flat.ListModelVersionsResponse>];
  "authz.model.put": [Same<Inputs["authz"]["model"]["put"], Flat.PutModelRequest>, Same<Outputs["authz"]["model"]["put"], Flat.PutModelResponse>];
  "authz.model.validate": [Same<Inputs["authz"]["model"]["validate"], Flat.ValidateModelRequest>, Same<Outputs["authz"]["model"]["validate"], Flat.ValidateModelResponse>];
  "authz.read": [Same<Inputs["authz"]["read"], Flat.ReadRequest>, Same<Outputs["authz"]["read"], Flat.ReadResponse>];
  "authz.settings.get": [Same<Inputs["authz"]["settings"]["get"], void>, Same<Outputs["authz"]["settings"]["get"], Flat.GraphSettings>];
  "authz.settings.update": [Same<Inputs["authz"]["settings"]["update"], Flat.UpdateGraphSettingsRequest>, Same<Outputs["authz"]["settings"]["update"], Flat.GraphSettings>];
  "authz.verifyProof": [Same<Inputs["authz"]["verifyProof"], Flat.VerifyProofRequest>, Same<Outputs["authz"]["verifyProof"], Flat.VerifyProofResponse>];
  "authz.write": [Same<Inputs["authz"]["write"], Flat.WriteRequest>, Same<Outputs["authz"]["write"], Flat.WriteResponse>];
  "backups.create": [Same<Inputs["backups"]["create"], Flat.CreateBackupRequest>, Same<Outputs["backups"]["create"], Flat.CreateBackupResponse>];
  "backups.files": [Same<Inputs["backups"]["files"], Flat.FilesBackupRequest>, Same<Outputs["backups"]["files"], Flat.FilesBackupResponse>];
  "backups.get": [Same<Inputs["backups"]["get"], Flat.GetBackupRequest>, Same<Outputs["backups"]["get"], Flat.Backup>];
  "backups.list": [Same<Inputs["backups"]["list"], Flat.ListBackupsRequest>, Same<Outputs["backups"]["list"], Flat.ListBackupsResponse>];
  "backups.read": [Same<Inputs["backups"]["read"], Flat.ReadBackupRequest>, Same<Outputs["backups"]["read"], Flat.ReadBackupResponse>];
  "backups.restore": [Same<Inputs["backups"]["restore"], Flat.RestoreBackupRequest>, Same<Outputs["backups"]["restore"], Flat.RestoreBackupResponse>];
  "backups.restoreAll": [Same<Inputs["backups"]["restoreAll"], Flat.RestoreBackupAllRequest>, Same<Outputs["backups"]["restoreAll"], Flat.RestoreBackupAllResponse>];
  "dashboard.activity": [Same<Inputs["dashboard"]["activity"], Flat.GetDashboardActivityRequest>, Same<Outputs["dashboard"]["activity"], Flat.GetDashboardActivityResponse>];
  "dashboard.health": [Same<Inputs["dashboard"]["health"], void>, Same<Outputs["dashboard"]["health"], Flat.GetDashboardHealthResponse>];
  "dashboard.hours": [Same<Inputs["dashboard"]["hours"], Flat.GetDashboardHoursRequest>, Same<Outputs["dashboard"]["hours"], Flat.GetDashboardHoursResponse>];
  "dashboard.latency": [Same<Inputs["dashboard"]["latency"], Flat.GetDashboardLatencyRequest>, Same<Outputs["dashboard"]["latency"], Flat.GetDashboardLatencyResponse>];
  "dashboard.overview": [Same<Inputs["dashboard"]["overview"], Flat.GetDashboardOverviewRequest>, Same<Outputs["dashboard"]["overview"], Flat.GetDashboardOverviewResponse>];
  "dashboard.secrets": [Same<Inputs["dashboard"]["secrets"], void>, Same<Outputs["dashboard"]["secrets"], Flat.SecretsDashboardResponse>];
  "dashboard.tenants": [Same<Inputs["dashboard"]["tenants"], Flat.GetDashboardTenantsRequest>, Same<Outputs["dashboard"]["tenants"], Flat.GetDashboardTenantsResponse>];
  "dashboard.timeseries": [Same<Inputs["dashboard"]["timeseries"], Flat.GetDashboardTimeseriesRequest>, Same<Outputs["dashboard"]["timeseries"], Flat.GetDashboardTimeseriesResponse>];
  "dashboard.topTenants": [Same<Inputs["dashboard"]["topTenants"], Flat.GetDashboardTopTenantsRequest>, Same<Outputs["dashboard"]["topTenants"], Flat.GetDashboardTopTenantsResponse>];
  "emailDomains.add": [Same<Inputs["emailDomains"]["add"], Flat.AddEmailDomainRequest>, Same<Outputs["emailDomains"]["add"], Flat.AddEmailDomainResponse>];
  "emailDomains.list": [Same<Inputs["emailDomains"]["list"], Flat.ListEmailDomainsRequest>, Same<Outputs["emailDomains"]["list"], Flat.ListEmailDomainsResponse>];
  "emailDomains.remove": [Same<Inputs["emailDomains"]["remove"], Flat.RemoveEmailDomainRequest>, Same<Outputs["emailDomains"]["remove"], Flat.RemoveEmailDomainResponse>];
  "emailDomains.verify": [Same<Inputs["emailDomains"]["verify"], Flat.VerifyEmailDomainRequest>, Same<Outputs["emailDomains"]["verify"], Flat.VerifyEmailDomainResponse>];
  "emails.mailbox.list": [Same<Inputs["emails"]["mailbox"]["list"], Flat.ListEmailMailboxRequest>, Same<Outputs["emails"]["mailbox"]["list"], Flat.ListEmailMailboxResponse>];
  "emails.outbox.list": [Same<Inputs["emails"]["outbox"]["list"], Flat.ListEmailOutboxRequest>, Same<Outputs["emails"]["outbox"]["list"], Flat.ListEmailOutboxResponse>];
  "emails.templates.get": [Same<Inputs["emails"]["templates"]["get"], Flat.GetEmailTemplateRequest>, Same<Outputs["emails"]["templates"]["get"], Flat.EmailTemplate>];
  "emails.templates.list": [Same<Inputs["emails"]["templates"]["list"], Flat.ListEmailTemplatesRequest>, Same<Outputs["emails"]["templates"]["list"], Flat.ListEmailTemplatesResponse>];
  "emails.templates.preview": [Same<Inputs["emails"]["templates"]["preview"], Flat.PreviewEmailTemplateRequest>, Same<Outputs["emails"]["templates"]["preview"], Flat.PreviewEmailTemplateResponse>];
  "emails.templates.put": [Same<Inputs["emails"]["templates"]["put"], Flat.PutEmailTemplateRequest>, Same<Outputs["emails"]["templates"]["put"], Flat.EmailTemplate>];
  "emails.templates.reset": [Same<Inputs["emails"]["templates"]["reset"], Flat.ResetEmailTemplateRequest>, Same<Outputs["emails"]["templates"]["reset"], Flat.EmailTemplate>];
  "events.list": [Same<Inputs["events"]["list"], Flat.ListEventsRequest>, Same<Outputs["events"]["list"], Flat.ListEventsResponse>];
  "events.ticket": [Same<Inputs["events"]["ticket"], Flat.GetEventTicketRequest>, Same<Outputs["events"]["ticket"], Flat.GetEventTicketResponse>];
  "plans.create": [Same<Inputs["plans"]["create"], Flat.CreatePlanRequest>, Same<Outputs["plans"]["create"], Flat.Plan>];
  "plans.delete": [Same<Inputs["plans"]["delete"], Flat.DeletePlanRequest>, Same<Outputs["plans"]["delete"], Flat.DeletePlanResponse>];
  "plans.list": [Same<Inputs["plans"]["list"], Flat.ListPlansRequest>, Same<Outputs["plans"]["list"], Flat.ListPlansResponse>];
  "platform.admins.get": [Same<Inputs["platform"]["admins"]["get"], Flat.GetPlatformAdminRequest>, Same<Outputs["platform"]["admins"]["get"], Flat.GetPlatformAdminResponse>];
  "platform.admins.grant": [Same<Inputs["platform"]["admins"]["grant"], Flat.GrantPlatformAdminRequest>, Same<Outputs["platform"]["admins"]["grant"], Flat.GrantPlatformAdminResponse>];
  "platform.admins.invite": [Same<Inputs["platform"]["admins"]["invite"], Flat.InvitePlatformAdminRequest>, Same<Outputs["platform"]["admins"]["invite"], Flat.InvitePlatformAdminResponse>];
  "platform.admins.list": [Same<Inputs["platform"]["admins"]["list"], Flat.ListPlatformAdminsRequest>, Same<Outputs["platform"]["admins"]["list"], Flat.ListPlatformAdminsResponse>];
  "platform.admins.remove": [Same<Inputs["platform"]["admins"]["remove"], Flat.RemovePlatformAdminRequest>, Same<Outputs["platform"]["admins"]["remove"], Flat.RemovePlatformAdminResponse>];
  "platform.admins.revoke": [Same<Inputs["platform"]["admins"]["revoke"], Flat.RevokePlatformAdminRequest>, Same<Outputs["platform"]["admins"]["revoke"], Flat.RevokePlatformAdminResponse>];
  "platform.admins.setRole": [Same<Inputs["platform"]["admins"]["setRole"], Flat.SetPlatformAdminRoleRequest>, Same<Outputs["platform"]["admins"]["setRole"], Flat.SetPlatformAdminRoleResponse>];
  "platform.bootstrap": [Same<Inputs["platform"]["bootstrap"], Flat.BootstrapPlatformRequest>, Same<Outputs["platform"]["bootstrap"], Flat.BootstrapPlatformResponse>];
  "platform.breakGlass": [Same<Inputs["platform"]["breakGlass"], Flat.BreakGlassRequest>, Same<Outputs["platform"]["breakGlass"], Flat.BreakGlassResponse>];
  "platform.endBreakGlass": [Same<Inputs["platform"]["endBreakGlass"], Flat.EndBreakGlassRequest>, Same<Outputs["platform"]["endBreakGlass"], Flat.EndBreakGlassResponse>];
  "platform.forceResets": [Same<Inputs["platform"]["forceResets"], Flat.ForcePlatformResetsRequest>, Same<Outputs["platform"]["forceResets"], Flat.ForcePlatformResetsResponse>];
  "platform.keys.create": [Same<Inputs["platform"]["keys"]["create"], Flat.CreatePlatformKeyRequest>, Same<Outputs["platform"]["keys"]["create"], Flat.CreatePlatformKeyResponse>];
  "platform.keys.get": [Same<Inputs["platform"]["keys"]["get"], Flat.GetPlatformKeyRequest>, Same<Outputs["platform"]["keys"]["get"], Flat.PlatformKey>];
  "platform.keys.list": [Same<Inputs["platform"]["keys"]["list"], Flat.ListPlatformKeysRequest>, Same<Outputs["platform"]["keys"]["list"], Flat.ListPlatformKeysResponse>];
  "platform.keys.revoke": [Same<Inputs["platform"]["keys"]["revoke"], Flat.RevokePlatformKeyRequest>, Same<Outputs["platform"]["keys"]["revoke"], Flat.PlatformKey>];
  "platform.keys.rotate": [Same<Inputs["platform"]["keys"]["rotate"], Flat.RotatePlatformKeyRequest>, Same<Outputs["platform"]["keys"]["rotate"], Flat.RotatePlatformKeyResponse>];
  "platform.keys.update": [Same<Inputs["platform"]["keys"]["update"], Flat.UpdatePlatformKeyRequest>, Same<Outputs["platform"]["keys"]["update"], Flat.PlatformKey>];
  "providers.create": [Same<Inputs["providers"]["create"], Flat.CreateIdentityProviderRequest>, Same<Outputs["providers"]["create"], Flat.CreateIdentityProviderResponse>];
  "providers.delete": [Same<Inputs["providers"]["delete"], Flat.DeleteIdentityProviderRequest>, Same<Outputs["providers"]["delete"], Flat.DeleteIdentityProviderResponse>];
  "providers.get": [Same<Inputs["providers"]["get"], Flat.GetIdentityProviderRequest>, Same<Outputs["providers"]["get"], Flat.GetIdentityProviderResponse>];
  "providers.list": [Same<Inputs["providers"]["list"], Flat.ListIdentityProvidersRequest>, Same<Outputs["providers"]["list"], Flat.ListIdentityProvidersResponse>];
  "providers.update": [Same<Inputs["providers"]["update"], Flat.UpdateIdentityProviderRequest>, Same<Outputs["providers"]["update"], Flat.UpdateIdentityProviderResponse>];
  "system.health": [Same<Inputs["system"]["health"], void>, Same<Outputs["system"]["health"], Flat.GetSystemHealthResponse>];
  "tenants.create": [Same<Inputs["tenants"]["create"], Flat.CreateTenantRequest>, Same<Outputs["tenants"]["create"], Flat.CreateTenantResponse>];
  "tenants.delete": [Same<Inputs["tenants"]["delete"], Flat.DeleteTenantRequest>, Same<Outputs["tenants"]["delete"], Flat.Tenant>];
  "tenants.get": [Same<Inputs["tenants"]["get"], void>, Same<Outputs["tenants"]["get"], Flat.Tenant>];
  "tenants.list": [Same<Inputs["tenants"]["list"], Flat.ListTenantsRequest>, Same<Outputs["tenants"]["list"], Flat.ListTenantsResponse>];
  "tenants.logo.get": [Same<Inputs["tenants"]["logo"]["get"], void>, Same<Outputs["tenants"]["logo"]["get"], Flat.TenantLogo>];
  "tenants.logo.remove": [Same<Inputs["tenants"]["logo"]["remove"], void>, Same<Outputs["tenants"]["logo"]["remove"], Flat.TenantLogo>];
  "tenants.logo.set": [Same<Inputs["tenants"]["logo"]["set"], Flat.SetTenantLogoRequest>, Same<Outputs["tenants"]["logo"]["set"], Flat.TenantLogo>];
  "tenants.move": [Same<Inputs["tenants"]["move"], Flat.MoveTenantRequest>, Same<Outputs["tenants"]["move"], Flat.Tenant>];
  "tenants.restore": [Same<Inputs["tenants"]["restore"], void>, Same<Outputs["tenants"]["restore"], Flat.Tenant>];
  "tenants.resume": [Same<Inputs["tenants"]["resume"], void>, Same<Outputs["tenants"]["resume"], Flat.Tenant>];
  "tenants.sessions.endAll": [Same<Inputs["tenants"]["sessions"]["endAll"], void>, Same<Outputs["tenants"]["sessions"]["endAll"], Flat.EndAllTenantSessionsResponse>];
  "tenants.setPlan": [Same<Inputs["tenants"]["setPlan"], Flat.SetTenantPlanRequest>, Same<Outputs["tenants"]["setPlan"], Flat.Tenant>];
  "tenants.settings.get": [Same<Inputs["tenants"]["settings"]["get"], void>, Same<Outputs["tenants"]["settings"]["get"], Flat.TenantSettings>];
  "tenants.settings.update": [Same<Inputs["tenants"]["settings"]["update"], Flat.UpdateTenantSettingsRequest>, Same<Outputs["tenants"]["settings"]["update"], Flat.TenantSettings>];
  "tenants.suspend": [Same<Inputs["tenants"]["suspend"], void>, Same<Outputs["tenants"]["suspend"], Flat.Tenant>];
  "tenants.update": [Same<Inputs["tenants"]["update"], Flat.UpdateTenantRequest>, Same<Outputs["tenants"]["update"], Flat.Tenant>];
  "testing.clock.advance": [Same<Inputs["testing"]["clock"]["advance"], Flat.AdvanceTestClockRequest>, Same<Outputs["testing"]["clock"]["advance"], Flat.AdvanceTestClockResponse>];
  "users.ban": [Same<Inputs["users"]["ban"], Flat.BanUserRequest>, Same<Outputs["users"]["ban"], Flat.BanUserResponse>];
  "users.create": [Same<Inputs["users"]["create"], Flat.CreateUserRequest>, Same<Outputs["users"]["create"], Flat.CreateUserResponse>];
  "users.delete": [Same<Inputs["users"]["delete"], Flat.DeleteUserRequest>, Same<Outputs["users"]["delete"], Flat.DeleteUserResponse>];
  "users.factors.cancelReset": [Same<Inputs["users"]["factors"]["cancelReset"], Flat.CancelUserFactorResetRequest>, Same<Outputs["users"]["factors"]["cancelReset"], Flat.CancelUserFactorResetResponse>];
  "users.factors.requestReset": [Same<Inputs["users"]["factors"]["requestReset"], Flat.RequestUserFactorResetRequest>, Same<Outputs["users"]["factors"]["requestReset"], Flat.RequestUserFactorResetResponse>];
  "users.forceReset": [Same<Inputs["users"]["forceReset"], Flat.ForcePasswordResetRequest>, Same<Outputs["users"]["forceReset"], Flat.ForcePasswordResetResponse>];
  "users.get": [Same<Inputs["users"]["get"], Flat.GetUserRequest>, Same<Outputs["users"]["get"], Flat.GetUserResponse>];
  "users.getMany": [Same<Inputs["users"]["getMany"], Flat.GetUsersRequest>, Same<Outputs["users"]["getMany"], Flat.GetUsersResponse>];
  "users.import": [Same<Inputs["users"]["import"], Flat.ImportUsersRequest>, Same<Outputs["users"]["import"], Flat.ImportUsersResponse>];
  "users.invitations.revoke": [Same<Inputs["users"]["invitations"]["revoke"], Flat.RevokeUserInvitationRequest>, Same<Outputs["users"]["invitations"]["revoke"], Flat.RevokeUserInvitationResponse>];
  "users.invitations.send": [Same<Inputs["users"]["invitations"]["send"], Flat.SendUserInvitationRequest>, Same<Outputs["users"]["invitations"]["send"], Flat.SendUserInvitationResponse>];
  "users.list": [Same<Inputs["users"]["list"], Flat.ListUsersRequest>, Same<Outputs["users"]["list"], Flat.ListUsersResponse>];
  "users.search": [Same<Inputs["users"]["search"], Flat.SearchUsersRequest>, Same<Outputs["users"]["search"], Flat.SearchUsersResponse>];
  "users.sessions.end": [Same<Inputs["users"]["sessions"]["end"], Flat.EndUserSessionRequest>, Same<Outputs["users"]["sessions"]["end"], Flat.EndUserSessionResponse>];
  "users.sessions.endAll": [Same<Inputs["users"]["sessions"]["endAll"], Flat.EndAllUserSessionsRequest>, Same<Outputs["users"]["sessions"]["endAll"], Flat.EndAllUserSessionsResponse>];
  "users.sessions.list": [Same<Inputs["users"]["sessions"]["list"], Flat.ListUserSessionsRequest>, Same<Outputs["users"]["sessions"]["list"], Flat.ListUserSessionsResponse>];
  "users.unban": [Same<Inputs["users"]["unban"], Flat.UnbanUserRequest>, Same<Outputs["users"]["unban"], Flat.UnbanUserResponse>];
  "users.unlock": [Same<Inputs["users"]["unlock"], Flat.UnlockUserRequest>, Same<Outputs["users"]["unlock"], Flat.UnlockUserResponse>];
  "users.update": [Same<Inputs["users"]["update"], Flat.UpdateUserRequest>, Same<Outputs["users"]["update"], Flat.UpdateUserResponse>];
  "webhooks.create": [Same<Inputs["webhooks"]["create"], Flat.CreateWebhookRequest>, Same<Outputs["webhooks"]["create"], Flat.CreateWebhookResponse>];
  "webhooks.delete": [Same<Inputs["webhooks"]["delete"], Flat.DeleteWebhookRequest>, Same<Outputs["webhooks"]["delete"], Flat.DeleteWebhookResponse>];
  "webhooks.deliveries": [Same<Inputs["webhooks"]["deliveries"], Flat.DeliveriesWebhookRequest>, Same<Outputs["webhooks"]["deliveries"], Flat.DeliveriesWebhookResponse>];
  "webhooks.get": [Same<Inputs["webhooks"]["get"], Flat.GetWebhookRequest>, Same<Outputs["webhooks"]["get"], Flat.GetWebhookResponse>];
  "webhooks.list": [Same<Inputs["webhooks"]["list"], Flat.ListWebhooksRequest>, Same<Outputs["webhooks"]["list"], Flat.ListWebhooksResponse>];
  "webhooks.replay": [Same<Inputs["webhooks"]["replay"], Flat.ReplayWebhookRequest>, Same<Outputs["webhooks"]["replay"], Flat.ReplayWebhookResponse>];
  "webhooks.rotateSecret": [Same<Inputs["webhooks"]["rotateSecret"], Flat.RotateWebhookSecretRequest>, Same<Outputs["webhooks"]["rotateSecret"], Flat.RotateWebhookSecretResponse>];
  "webhooks.test": [Same<Inputs["webhooks"]["test"], Flat.TestWebhookRequest>, Same<Outputs["webhooks"]["test"], Flat.TestWebhookResponse>];
  "webhooks.update": [Same<Inputs["webhooks"]["update"], Flat.UpdateWebhookRequest>, Same<Outputs["webhooks"]["update"], Flat.UpdateWebhookResponse>];
} = {
  "apiKeys.create": [true, true],
  "apiKeys.customers.create": [true, true],
  "apiKeys.customers.get": [true, true],
  "apiKeys.customers.list": [true, true],
  "apiKeys.customers.revoke": [true, true],
  "apiKeys.customers.rotate": [true, true],
  "apiKeys.customers.update": [true, true],
  "apiKeys.get": [true, true],
  "apiKeys.list": [true, true],
  "apiKeys.reportLeak": [true, true],
  "apiKeys.revoke": [true, true],
  "apiKeys.rotate": [true, true],
  "apiKeys.update": [true, true],
  "apiKeys.verify": [true, true],
  "audit.export": [true, true],
  "audit.list": [true, true],
  "audit.verify": [true, true],
  "auth.account.delete": [true, true],
  "auth.account.export": [true, true],
  "auth.account.update": [true, true],
  "auth.email.change": [true, true],
  "auth.email.confirm": [true, true],
  "auth.email.confirmCode": [true, true],
  "auth.email.resend": [true, true],
  "auth.emailSignIn.complete": [true, true],
  "auth.emailSignIn.start": [true, true],
  "auth.exchangeCode": [true, true],
  "auth.factors.backupCodes.create": [true, true],
  "auth.factors.devices.forget": [true, true],
  "auth.factors.email.send": [true, true],
  "auth.factors.list": [true, true],
  "auth.factors.totp.confirm": [true, true],
  "auth.factors.totp.remove": [true, true],
  "auth.factors.totp.start": [true, true],
  "auth.identities.complete": [true, true],
  "auth.identities.link": [true, true],
  "auth.identities.list": [true, true],
  "auth.identities.unlink": [true, true],
  "auth.keys.list": [true, true],
  "auth.keys.restore": [true, true],
  "auth.keys.rotate": [true, true],
  "auth.login": [true, true],
  "auth.logout": [true, true],
  "auth.me": [true, true],
  "auth.passkeys.list": [true, true],
  "auth.passkeys.register.finish": [true, true],
  "auth.passkeys.register.start": [true, true],
  "auth.passkeys.remove": [true, true],
  "auth.passkeys.rename": [true, true],
  "auth.passkeys.signIn.finish": [true, true],
  "auth.passkeys.signIn.start": [true, true],
  "auth.passkeys.stepUp.start": [true, true],
  "auth.password.change": [true, true],
  "auth.password.forgot": [true, true],
  "auth.password.reset": [true, true],
  "auth.providers.list": [true, true],
  "auth.providers.start": [true, true],
  "auth.refresh": [true, true],
  "auth.register": [true, true],
  "auth.sessions.end": [true, true],
  "auth.sessions.endAll": [true, true],
  "auth.sessions.endOthers": [true, true],
  "auth.sessions.list": [true, true],
  "auth.stepUp": [true, true],
  "authz.assertions.get": [true, true],
  "authz.assertions.put": [true, true],
  "authz.batchCheck": [true, true],
  "authz.changes": [true, true],
  "authz.check": [true, true],
  "authz.deleteTuples": [true, true],
  "authz.expand": [true, true],
  "authz.explain": [true, true],
  "authz.graph.export": [true, true],
  "authz.graph.import": [true, true],
  "authz.graph.job": [true, true],
  "authz.graph.reload": [true, true],
  "authz.graph.stats": [true, true],
  "authz.listObjects": [true, true],
  "authz.listRelations": [true, true],
  "authz.listSubjects": [true, true],
  "authz.model.diff": [true, true],
  "authz.model.get": [true, true],
  "authz.model.list": [true, true],
  "authz.model.put": [true, true],
  "authz.model.validate": [true, true],
  "authz.read": [true, true],
  "authz.settings.get": [true, true],
  "authz.settings.update": [true, true],
  "authz.verifyProof": [true, true],
  "authz.write": [true, true],
  "backups.create": [true, true],
  "backups.files": [true, true],
  "backups.get": [true, true],
  "backups.list": [true, true],
  "backups.read": [true, true],
  "backups.restore": [true, true],
  "backups.restoreAll": [true, true],
  "dashboard.activity": [true, true],
  "dashboard.health": [true, true],
  "dashboard.hours": [true, true],
  "dashboard.latency": [true, true],
  "dashboard.overview": [true, true],
  "dashboard.secrets": [true, true],
  "dashboard.tenants": [true, true],
  "dashboard.timeseries": [true, true],
  "dashboard.topTenants": [true, true],
  "emailDomains.add": [true, true],
  "emailDomains.list": [true, true],
  "emailDomains.remove": [true, true],
  "emailDomains.verify": [true, true],
  "emails.mailbox.list": [true, true],
  "emails.outbox.list": [true, true],
  "emails.templates.get": [true, true],
  "emails.templates.list": [true, true],
  "emails.templates.preview": [true, true],
  "emails.templates.put": [true, true],
  "emails.templates.reset": [true, true],
  "events.list": [true, true],
  "events.ticket": [true, true],
  "plans.create": [true, true],
  "plans.delete": [true, true],
  "plans.list": [true, true],
  "platform.admins.get": [true, true],
  "platform.admins.grant": [true, true],
  "platform.admins.invite": [true, true],
  "platform.admins.list": [true, true],
  "platform.admins.remove": [true, true],
  "platform.admins.revoke": [true, true],
  "platform.admins.setRole": [true, true],
  "platform.bootstrap": [true, true],
  "platform.breakGlass": [true, true],
  "platform.endBreakGlass": [true, true],
  "platform.forceResets": [true, true],
  "platform.keys.create": [true, true],
  "platform.keys.get": [true, true],
  "platform.keys.list": [true, true],
  "platform.keys.revoke": [true, true],
  "platform.keys.rotate": [true, true],
  "platform.keys.update": [true, true],
  "providers.create": [true, true],
  "providers.delete": [true, true],
  "providers.get": [true, true],
  "providers.list": [true, true],
  "providers.update": [true, true],
  "system.health": [true, true],
  "tenants.create": [true, true],
  "tenants.delete": [true, true],
  "tenants.get": [true, true],
  "tenants.list": [true, true],
  "tenants.logo.get": [true, true],
  "tenants.logo.remove": [true, true],
  "tenants.logo.set": [true, true],
  "tenants.move": [true, true],
  "tenants.restore": [true, true],
  "tenants.resume": [true, true],
  "tenants.sessions.endAll": [true, true],
  "tenants.setPlan": [true, true],
  "tenants.settings.get": [true, true],
  "tenants.settings.update": [true, true],
  "tenants.suspend": [true, true],
  "tenants.update": [true, true],
  "testing.clock.advance": [true, true],
  "users.ban": [true, true],
  "users.create": [true, true],
  "users.delete": [true, true],
  "users.factors.cancelReset": [true, true],
  "users.factors.requestReset": [true, true],
  "users.forceReset": [true, true],
  "users.get": [true, true],
  "users.getMany": [true, true],
  "users.import": [true, true],
  "users.invitations.revoke": [true, true],
  "users.invitations.send": [true, true],
  "users.list": [true, true],
  "users.search": [true, true],
  "users.sessions.end": [true, true],
  "users.sessions.endAll": [true, true],
  "users.sessions.list": [true, true],
  "users.unban": [true, true],
  "users.unlock": [true, true],
  "users.update": [true, true],
  "webhooks.create": [true, true],
  "webhooks.delete": [true, true],
  "webhooks.deliveries": [true, true],
  "webhooks.get": [true, true],
  "webhooks.list": [true, true],
  "webhooks.replay": [true, true],
  "webhooks.rotateSecret": [true, true],
  "webhooks.test": [true, true],
  "webhooks.update": [true, true],
};
