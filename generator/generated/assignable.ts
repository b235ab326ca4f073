// Generated from the router by `npm run generate`. Do not edit.
import type { AppRouter } from "@cf-auth/server/router";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type * as Flat from "../../client-sdk/src/generated/types.ts";
import type { Same } from "../src/same.ts";

type Inputs = inferRouterInputs<AppRouter>;
type Outputs = inferRouterOutputs<AppRouter>;

export const assignable: {
  "apiKeys.create": [Same<Inputs["apiKeys"]["create"], Flat.ApiKeysCreateInput>, Same<Outputs["apiKeys"]["create"], Flat.ApiKeysCreateOutput>];
  "apiKeys.customers.create": [Same<Inputs["apiKeys"]["customers"]["create"], Flat.ApiKeysCustomersCreateInput>, Same<Outputs["apiKeys"]["customers"]["create"], Flat.ApiKeysCustomersCreateOutput>];
  "apiKeys.customers.get": [Same<Inputs["apiKeys"]["customers"]["get"], Flat.ApiKeysCustomersGetInput>, Same<Outputs["apiKeys"]["customers"]["get"], Flat.ApiKeysCustomersGetOutput>];
  "apiKeys.customers.list": [Same<Inputs["apiKeys"]["customers"]["list"], Flat.ApiKeysCustomersListInput>, Same<Outputs["apiKeys"]["customers"]["list"], Flat.ApiKeysCustomersListOutput>];
  "apiKeys.customers.revoke": [Same<Inputs["apiKeys"]["customers"]["revoke"], Flat.ApiKeysCustomersRevokeInput>, Same<Outputs["apiKeys"]["customers"]["revoke"], Flat.ApiKeysCustomersRevokeOutput>];
  "apiKeys.customers.rotate": [Same<Inputs["apiKeys"]["customers"]["rotate"], Flat.ApiKeysCustomersRotateInput>, Same<Outputs["apiKeys"]["customers"]["rotate"], Flat.ApiKeysCustomersRotateOutput>];
  "apiKeys.customers.update": [Same<Inputs["apiKeys"]["customers"]["update"], Flat.ApiKeysCustomersUpdateInput>, Same<Outputs["apiKeys"]["customers"]["update"], Flat.ApiKeysCustomersUpdateOutput>];
  "apiKeys.get": [Same<Inputs["apiKeys"]["get"], Flat.ApiKeysGetInput>, Same<Outputs["apiKeys"]["get"], Flat.ApiKeysGetOutput>];
  "apiKeys.list": [Same<Inputs["apiKeys"]["list"], Flat.ApiKeysListInput>, Same<Outputs["apiKeys"]["list"], Flat.ApiKeysListOutput>];
  "apiKeys.reportLeak": [Same<Inputs["apiKeys"]["reportLeak"], Flat.ApiKeysReportLeakInput>, Same<Outputs["apiKeys"]["reportLeak"], Flat.ApiKeysReportLeakOutput>];
  "apiKeys.revoke": [Same<Inputs["apiKeys"]["revoke"], Flat.ApiKeysRevokeInput>, Same<Outputs["apiKeys"]["revoke"], Flat.ApiKeysRevokeOutput>];
  "apiKeys.rotate": [Same<Inputs["apiKeys"]["rotate"], Flat.ApiKeysRotateInput>, Same<Outputs["apiKeys"]["rotate"], Flat.ApiKeysRotateOutput>];
  "apiKeys.update": [Same<Inputs["apiKeys"]["update"], Flat.ApiKeysUpdateInput>, Same<Outputs["apiKeys"]["update"], Flat.ApiKeysUpdateOutput>];
  "apiKeys.verify": [Same<Inputs["apiKeys"]["verify"], Flat.ApiKeysVerifyInput>, Same<Outputs["apiKeys"]["verify"], Flat.ApiKeysVerifyOutput>];
  "audit.export": [Same<Inputs["audit"]["export"], Flat.AuditExportInput>, Same<Outputs["audit"]["export"], Flat.AuditExportOutput>];
  "audit.list": [Same<Inputs["audit"]["list"], Flat.AuditListInput>, Same<Outputs["audit"]["list"], Flat.AuditListOutput>];
  "audit.verify": [Same<Inputs["audit"]["verify"], Flat.AuditVerifyInput>, Same<Outputs["audit"]["verify"], Flat.AuditVerifyOutput>];
  "auth.account.delete": [Same<Inputs["auth"]["account"]["delete"], Flat.AuthAccountDeleteInput>, Same<Outputs["auth"]["account"]["delete"], Flat.AuthAccountDeleteOutput>];
  "auth.account.export": [Same<Inputs["auth"]["account"]["export"], void>, Same<Outputs["auth"]["account"]["export"], Flat.AuthAccountExportOutput>];
  "auth.account.update": [Same<Inputs["auth"]["account"]["update"], Flat.AuthAccountUpdateInput>, Same<Outputs["auth"]["account"]["update"], Flat.AuthAccountUpdateOutput>];
  "auth.email.change": [Same<Inputs["auth"]["email"]["change"], Flat.AuthEmailChangeInput>, Same<Outputs["auth"]["email"]["change"], Flat.AuthEmailChangeOutput>];
  "auth.email.confirm": [Same<Inputs["auth"]["email"]["confirm"], Flat.AuthEmailConfirmInput>, Same<Outputs["auth"]["email"]["confirm"], Flat.AuthEmailConfirmOutput>];
  "auth.email.confirmCode": [Same<Inputs["auth"]["email"]["confirmCode"], Flat.AuthEmailConfirmCodeInput>, Same<Outputs["auth"]["email"]["confirmCode"], Flat.AuthEmailConfirmCodeOutput>];
  "auth.email.resend": [Same<Inputs["auth"]["email"]["resend"], Flat.AuthEmailResendInput>, Same<Outputs["auth"]["email"]["resend"], Flat.AuthEmailResendOutput>];
  "auth.keys.list": [Same<Inputs["auth"]["keys"]["list"], void>, Same<Outputs["auth"]["keys"]["list"], Flat.AuthKeysListOutput>];
  "auth.keys.rotate": [Same<Inputs["auth"]["keys"]["rotate"], Flat.AuthKeysRotateInput>, Same<Outputs["auth"]["keys"]["rotate"], Flat.AuthKeysRotateOutput>];
  "auth.login": [Same<Inputs["auth"]["login"], Flat.AuthLoginInput>, Same<Outputs["auth"]["login"], Flat.AuthLoginOutput>];
  "auth.logout": [Same<Inputs["auth"]["logout"], Flat.AuthLogoutInput>, Same<Outputs["auth"]["logout"], Flat.AuthLogoutOutput>];
  "auth.me": [Same<Inputs["auth"]["me"], void>, Same<Outputs["auth"]["me"], Flat.AuthMeOutput>];
  "auth.password.change": [Same<Inputs["auth"]["password"]["change"], Flat.AuthPasswordChangeInput>, Same<Outputs["auth"]["password"]["change"], Flat.AuthPasswordChangeOutput>];
  "auth.password.forgot": [Same<Inputs["auth"]["password"]["forgot"], Flat.AuthPasswordForgotInput>, Same<Outputs["auth"]["password"]["forgot"], Flat.AuthPasswordForgotOutput>];
  "auth.password.reset": [Same<Inputs["auth"]["password"]["reset"], Flat.AuthPasswordResetInput>, Same<Outputs["auth"]["password"]["reset"], Flat.AuthPasswordResetOutput>];
  "auth.refresh": [Same<Inputs["auth"]["refresh"], Flat.AuthRefreshInput>, Same<Outputs["auth"]["refresh"], Flat.AuthRefreshOutput>];
  "auth.register": [Same<Inputs["auth"]["register"], Flat.AuthRegisterInput>, Same<Outputs["auth"]["register"], Flat.AuthRegisterOutput>];
  "auth.sessions.end": [Same<Inputs["auth"]["sessions"]["end"], Flat.AuthSessionsEndInput>, Same<Outputs["auth"]["sessions"]["end"], Flat.AuthSessionsEndOutput>];
  "auth.sessions.endAll": [Same<Inputs["auth"]["sessions"]["endAll"], void>, Same<Outputs["auth"]["sessions"]["endAll"], Flat.AuthSessionsEndAllOutput>];
  "auth.sessions.endOthers": [Same<Inputs["auth"]["sessions"]["endOthers"], void>, Same<Outputs["auth"]["sessions"]["endOthers"], Flat.AuthSessionsEndOthersOutput>];
  "auth.sessions.list": [Same<Inputs["auth"]["sessions"]["list"], Flat.AuthSessionsListInput>, Same<Outputs["auth"]["sessions"]["list"], Flat.AuthSessionsListOutput>];
  "authz.batchCheck": [Same<Inputs["authz"]["batchCheck"], Flat.AuthzBatchCheckInput>, Same<Outputs["authz"]["batchCheck"], Flat.AuthzBatchCheckOutput>];
  "authz.changes": [Same<Inputs["authz"]["changes"], Flat.AuthzChangesInput>, Same<Outputs["authz"]["changes"], Flat.AuthzChangesOutput>];
  "authz.check": [Same<Inputs["authz"]["check"], Flat.AuthzCheckInput>, Same<Outputs["authz"]["check"], Flat.AuthzCheckOutput>];
  "authz.expand": [Same<Inputs["authz"]["expand"], Flat.AuthzExpandInput>, Same<Outputs["authz"]["expand"], Flat.AuthzExpandOutput>];
  "authz.explain": [Same<Inputs["authz"]["explain"], Flat.AuthzExplainInput>, Same<Outputs["authz"]["explain"], Flat.AuthzExplainOutput>];
  "authz.graph.export": [Same<Inputs["authz"]["graph"]["export"], Flat.AuthzGraphExportInput>, Same<Outputs["authz"]["graph"]["export"], Flat.AuthzGraphExportOutput>];
  "authz.graph.import": [Same<Inputs["authz"]["graph"]["import"], Flat.AuthzGraphImportInput>, Same<Outputs["authz"]["graph"]["import"], Flat.AuthzGraphImportOutput>];
  "authz.graph.job": [Same<Inputs["authz"]["graph"]["job"], void>, Same<Outputs["authz"]["graph"]["job"], Flat.AuthzGraphJobOutput>];
  "authz.graph.reload": [Same<Inputs["authz"]["graph"]["reload"], Flat.AuthzGraphReloadInput>, Same<Outputs["authz"]["graph"]["reload"], Flat.AuthzGraphReloadOutput>];
  "authz.graph.stats": [Same<Inputs["authz"]["graph"]["stats"], void>, Same<Outputs["authz"]["graph"]["stats"], Flat.AuthzGraphStatsOutput>];
  "authz.listObjects": [Same<Inputs["authz"]["listObjects"], Flat.AuthzListObjectsInput>, Same<Outputs["authz"]["listObjects"], Flat.AuthzListObjectsOutput>];
  "authz.listRelations": [Same<Inputs["authz"]["listRelations"], Flat.AuthzListRelationsInput>, Same<Outputs["authz"]["listRelations"], Flat.AuthzListRelationsOutput>];
  "authz.listSubjects": [Same<Inputs["authz"]["listSubjects"], Flat.AuthzListSubjectsInput>, Same<Outputs["authz"]["listSubjects"], Flat.AuthzListSubjectsOutput>];
  "authz.model.diff": [Same<Inputs["authz"]["model"]["diff"], Flat.AuthzModelDiffInput>, Same<Outputs["authz"]["model"]["diff"], Flat.AuthzModelDiffOutput>];
  "authz.model.get": [Same<Inputs["authz"]["model"]["get"], Flat.AuthzModelGetInput>, Same<Outputs["authz"]["model"]["get"], Flat.AuthzModelGetOutput>];
  "authz.model.list": [Same<Inputs["authz"]["model"]["list"], Flat.AuthzModelListInput>, Same<Outputs["authz"]["model"]["list"], Flat.AuthzModelListOutput>];
  "authz.model.put": [Same<Inputs["authz"]["model"]["put"], Flat.AuthzModelPutInput>, Same<Outputs["authz"]["model"]["put"], Flat.AuthzModelPutOutput>];
  "authz.model.validate": [Same<Inputs["authz"]["model"]["validate"], Flat.AuthzModelValidateInput>, Same<Outputs["authz"]["model"]["validate"], Flat.AuthzModelValidateOutput>];
  "authz.read": [Same<Inputs["authz"]["read"], Flat.AuthzReadInput>, Same<Outputs["authz"]["read"], Flat.AuthzReadOutput>];
  "authz.settings.get": [Same<Inputs["authz"]["settings"]["get"], void>, Same<Outputs["authz"]["settings"]["get"], Flat.AuthzSettingsGetOutput>];
  "authz.settings.update": [Same<Inputs["authz"]["settings"]["update"], Flat.AuthzSettingsUpdateInput>, Same<Outputs["authz"]["settings"]["update"], Flat.AuthzSettingsUpdateOutput>];
  "authz.verifyProof": [Same<Inputs["authz"]["verifyProof"], Flat.AuthzVerifyProofInput>, Same<Outputs["authz"]["verifyProof"], Flat.AuthzVerifyProofOutput>];
  "authz.write": [Same<Inputs["authz"]["write"], Flat.AuthzWriteInput>, Same<Outputs["authz"]["write"], Flat.AuthzWriteOutput>];
  "dashboard.activity": [Same<Inputs["dashboard"]["activity"], Flat.DashboardActivityInput>, Same<Outputs["dashboard"]["activity"], Flat.DashboardActivityOutput>];
  "dashboard.health": [Same<Inputs["dashboard"]["health"], void>, Same<Outputs["dashboard"]["health"], Flat.DashboardHealthOutput>];
  "dashboard.hours": [Same<Inputs["dashboard"]["hours"], Flat.DashboardHoursInput>, Same<Outputs["dashboard"]["hours"], Flat.DashboardHoursOutput>];
  "dashboard.latency": [Same<Inputs["dashboard"]["latency"], Flat.DashboardLatencyInput>, Same<Outputs["dashboard"]["latency"], Flat.DashboardLatencyOutput>];
  "dashboard.overview": [Same<Inputs["dashboard"]["overview"], Flat.DashboardOverviewInput>, Same<Outputs["dashboard"]["overview"], Flat.DashboardOverviewOutput>];
  "dashboard.tenants": [Same<Inputs["dashboard"]["tenants"], Flat.DashboardTenantsInput>, Same<Outputs["dashboard"]["tenants"], Flat.DashboardTenantsOutput>];
  "dashboard.timeseries": [Same<Inputs["dashboard"]["timeseries"], Flat.DashboardTimeseriesInput>, Same<Outputs["dashboard"]["timeseries"], Flat.DashboardTimeseriesOutput>];
  "dashboard.topTenants": [Same<Inputs["dashboard"]["topTenants"], Flat.DashboardTopTenantsInput>, Same<Outputs["dashboard"]["topTenants"], Flat.DashboardTopTenantsOutput>];
  "emails.mailbox.list": [Same<Inputs["emails"]["mailbox"]["list"], Flat.EmailsMailboxListInput>, Same<Outputs["emails"]["mailbox"]["list"], Flat.EmailsMailboxListOutput>];
  "emails.outbox.list": [Same<Inputs["emails"]["outbox"]["list"], Flat.EmailsOutboxListInput>, Same<Outputs["emails"]["outbox"]["list"], Flat.EmailsOutboxListOutput>];
  "emails.templates.get": [Same<Inputs["emails"]["templates"]["get"], Flat.EmailsTemplatesGetInput>, Same<Outputs["emails"]["templates"]["get"], Flat.EmailsTemplatesGetOutput>];
  "emails.templates.list": [Same<Inputs["emails"]["templates"]["list"], Flat.EmailsTemplatesListInput>, Same<Outputs["emails"]["templates"]["list"], Flat.EmailsTemplatesListOutput>];
  "emails.templates.preview": [Same<Inputs["emails"]["templates"]["preview"], Flat.EmailsTemplatesPreviewInput>, Same<Outputs["emails"]["templates"]["preview"], Flat.EmailsTemplatesPreviewOutput>];
  "emails.templates.put": [Same<Inputs["emails"]["templates"]["put"], Flat.EmailsTemplatesPutInput>, Same<Outputs["emails"]["templates"]["put"], Flat.EmailsTemplatesPutOutput>];
  "emails.templates.reset": [Same<Inputs["emails"]["templates"]["reset"], Flat.EmailsTemplatesResetInput>, Same<Outputs["emails"]["templates"]["reset"], Flat.EmailsTemplatesResetOutput>];
  "events.list": [Same<Inputs["events"]["list"], Flat.EventsListInput>, Same<Outputs["events"]["list"], Flat.EventsListOutput>];
  "events.ticket": [Same<Inputs["events"]["ticket"], Flat.EventsTicketInput>, Same<Outputs["events"]["ticket"], Flat.EventsTicketOutput>];
  "plans.create": [Same<Inputs["plans"]["create"], Flat.PlansCreateInput>, Same<Outputs["plans"]["create"], Flat.PlansCreateOutput>];
  "plans.delete": [Same<Inputs["plans"]["delete"], Flat.PlansDeleteInput>, Same<Outputs["plans"]["delete"], Flat.PlansDeleteOutput>];
  "plans.list": [Same<Inputs["plans"]["list"], Flat.PlansListInput>, Same<Outputs["plans"]["list"], Flat.PlansListOutput>];
  "platform.admins.get": [Same<Inputs["platform"]["admins"]["get"], Flat.PlatformAdminsGetInput>, Same<Outputs["platform"]["admins"]["get"], Flat.PlatformAdminsGetOutput>];
  "platform.admins.grant": [Same<Inputs["platform"]["admins"]["grant"], Flat.PlatformAdminsGrantInput>, Same<Outputs["platform"]["admins"]["grant"], Flat.PlatformAdminsGrantOutput>];
  "platform.admins.invite": [Same<Inputs["platform"]["admins"]["invite"], Flat.PlatformAdminsInviteInput>, Same<Outputs["platform"]["admins"]["invite"], Flat.PlatformAdminsInviteOutput>];
  "platform.admins.list": [Same<Inputs["platform"]["admins"]["list"], Flat.PlatformAdminsListInput>, Same<Outputs["platform"]["admins"]["list"], Flat.PlatformAdminsListOutput>];
  "platform.admins.remove": [Same<Inputs["platform"]["admins"]["remove"], Flat.PlatformAdminsRemoveInput>, Same<Outputs["platform"]["admins"]["remove"], Flat.PlatformAdminsRemoveOutput>];
  "platform.admins.revoke": [Same<Inputs["platform"]["admins"]["revoke"], Flat.PlatformAdminsRevokeInput>, Same<Outputs["platform"]["admins"]["revoke"], Flat.PlatformAdminsRevokeOutput>];
  "platform.admins.setRole": [Same<Inputs["platform"]["admins"]["setRole"], Flat.PlatformAdminsSetRoleInput>, Same<Outputs["platform"]["admins"]["setRole"], Flat.PlatformAdminsSetRoleOutput>];
  "platform.bootstrap": [Same<Inputs["platform"]["bootstrap"], Flat.PlatformBootstrapInput>, Same<Outputs["platform"]["bootstrap"], Flat.PlatformBootstrapOutput>];
  "platform.breakGlass": [Same<Inputs["platform"]["breakGlass"], Flat.PlatformBreakGlassInput>, Same<Outputs["platform"]["breakGlass"], Flat.PlatformBreakGlassOutput>];
  "platform.endBreakGlass": [Same<Inputs["platform"]["endBreakGlass"], Flat.PlatformEndBreakGlassInput>, Same<Outputs["platform"]["endBreakGlass"], Flat.PlatformEndBreakGlassOutput>];
  "system.health": [Same<Inputs["system"]["health"], void>, Same<Outputs["system"]["health"], Flat.SystemHealthOutput>];
  "tenants.create": [Same<Inputs["tenants"]["create"], Flat.TenantsCreateInput>, Same<Outputs["tenants"]["create"], Flat.TenantsCreateOutput>];
  "tenants.delete": [Same<Inputs["tenants"]["delete"], Flat.TenantsDeleteInput>, Same<Outputs["tenants"]["delete"], Flat.TenantsDeleteOutput>];
  "tenants.get": [Same<Inputs["tenants"]["get"], void>, Same<Outputs["tenants"]["get"], Flat.TenantsGetOutput>];
  "tenants.list": [Same<Inputs["tenants"]["list"], Flat.TenantsListInput>, Same<Outputs["tenants"]["list"], Flat.TenantsListOutput>];
  "tenants.move": [Same<Inputs["tenants"]["move"], Flat.TenantsMoveInput>, Same<Outputs["tenants"]["move"], Flat.TenantsMoveOutput>];
  "tenants.restore": [Same<Inputs["tenants"]["restore"], void>, Same<Outputs["tenants"]["restore"], Flat.TenantsRestoreOutput>];
  "tenants.resume": [Same<Inputs["tenants"]["resume"], void>, Same<Outputs["tenants"]["resume"], Flat.TenantsResumeOutput>];
  "tenants.sessions.endAll": [Same<Inputs["tenants"]["sessions"]["endAll"], void>, Same<Outputs["tenants"]["sessions"]["endAll"], Flat.TenantsSessionsEndAllOutput>];
  "tenants.setPlan": [Same<Inputs["tenants"]["setPlan"], Flat.TenantsSetPlanInput>, Same<Outputs["tenants"]["setPlan"], Flat.TenantsSetPlanOutput>];
  "tenants.settings.get": [Same<Inputs["tenants"]["settings"]["get"], void>, Same<Outputs["tenants"]["settings"]["get"], Flat.TenantsSettingsGetOutput>];
  "tenants.settings.update": [Same<Inputs["tenants"]["settings"]["update"], Flat.TenantsSettingsUpdateInput>, Same<Outputs["tenants"]["settings"]["update"], Flat.TenantsSettingsUpdateOutput>];
  "tenants.suspend": [Same<Inputs["tenants"]["suspend"], void>, Same<Outputs["tenants"]["suspend"], Flat.TenantsSuspendOutput>];
  "tenants.update": [Same<Inputs["tenants"]["update"], Flat.TenantsUpdateInput>, Same<Outputs["tenants"]["update"], Flat.TenantsUpdateOutput>];
  "testing.clock.advance": [Same<Inputs["testing"]["clock"]["advance"], Flat.TestingClockAdvanceInput>, Same<Outputs["testing"]["clock"]["advance"], Flat.TestingClockAdvanceOutput>];
  "users.ban": [Same<Inputs["users"]["ban"], Flat.UsersBanInput>, Same<Outputs["users"]["ban"], Flat.UsersBanOutput>];
  "users.create": [Same<Inputs["users"]["create"], Flat.UsersCreateInput>, Same<Outputs["users"]["create"], Flat.UsersCreateOutput>];
  "users.delete": [Same<Inputs["users"]["delete"], Flat.UsersDeleteInput>, Same<Outputs["users"]["delete"], Flat.UsersDeleteOutput>];
  "users.forceReset": [Same<Inputs["users"]["forceReset"], Flat.UsersForceResetInput>, Same<Outputs["users"]["forceReset"], Flat.UsersForceResetOutput>];
  "users.get": [Same<Inputs["users"]["get"], Flat.UsersGetInput>, Same<Outputs["users"]["get"], Flat.UsersGetOutput>];
  "users.getMany": [Same<Inputs["users"]["getMany"], Flat.UsersGetManyInput>, Same<Outputs["users"]["getMany"], Flat.UsersGetManyOutput>];
  "users.import": [Same<Inputs["users"]["import"], Flat.UsersImportInput>, Same<Outputs["users"]["import"], Flat.UsersImportOutput>];
  "users.invitations.revoke": [Same<Inputs["users"]["invitations"]["revoke"], Flat.UsersInvitationsRevokeInput>, Same<Outputs["users"]["invitations"]["revoke"], Flat.UsersInvitationsRevokeOutput>];
  "users.invitations.send": [Same<Inputs["users"]["invitations"]["send"], Flat.UsersInvitationsSendInput>, Same<Outputs["users"]["invitations"]["send"], Flat.UsersInvitationsSendOutput>];
  "users.list": [Same<Inputs["users"]["list"], Flat.UsersListInput>, Same<Outputs["users"]["list"], Flat.UsersListOutput>];
  "users.search": [Same<Inputs["users"]["search"], Flat.UsersSearchInput>, Same<Outputs["users"]["search"], Flat.UsersSearchOutput>];
  "users.sessions.end": [Same<Inputs["users"]["sessions"]["end"], Flat.UsersSessionsEndInput>, Same<Outputs["users"]["sessions"]["end"], Flat.UsersSessionsEndOutput>];
  "users.sessions.endAll": [Same<Inputs["users"]["sessions"]["endAll"], Flat.UsersSessionsEndAllInput>, Same<Outputs["users"]["sessions"]["endAll"], Flat.UsersSessionsEndAllOutput>];
  "users.sessions.list": [Same<Inputs["users"]["sessions"]["list"], Flat.UsersSessionsListInput>, Same<Outputs["users"]["sessions"]["list"], Flat.UsersSessionsListOutput>];
  "users.unban": [Same<Inputs["users"]["unban"], Flat.UsersUnbanInput>, Same<Outputs["users"]["unban"], Flat.UsersUnbanOutput>];
  "users.unlock": [Same<Inputs["users"]["unlock"], Flat.UsersUnlockInput>, Same<Outputs["users"]["unlock"], Flat.UsersUnlockOutput>];
  "users.update": [Same<Inputs["users"]["update"], Flat.UsersUpdateInput>, Same<Outputs["users"]["update"], Flat.UsersUpdateOutput>];
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
  "auth.keys.list": [true, true],
  "auth.keys.rotate": [true, true],
  "auth.login": [true, true],
  "auth.logout": [true, true],
  "auth.me": [true, true],
  "auth.password.change": [true, true],
  "auth.password.forgot": [true, true],
  "auth.password.reset": [true, true],
  "auth.refresh": [true, true],
  "auth.register": [true, true],
  "auth.sessions.end": [true, true],
  "auth.sessions.endAll": [true, true],
  "auth.sessions.endOthers": [true, true],
  "auth.sessions.list": [true, true],
  "authz.batchCheck": [true, true],
  "authz.changes": [true, true],
  "authz.check": [true, true],
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
  "dashboard.activity": [true, true],
  "dashboard.health": [true, true],
  "dashboard.hours": [true, true],
  "dashboard.latency": [true, true],
  "dashboard.overview": [true, true],
  "dashboard.tenants": [true, true],
  "dashboard.timeseries": [true, true],
  "dashboard.topTenants": [true, true],
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
  "system.health": [true, true],
  "tenants.create": [true, true],
  "tenants.delete": [true, true],
  "tenants.get": [true, true],
  "tenants.list": [true, true],
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
};
