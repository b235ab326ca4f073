// Generated from the router by `npm run generate`. Do not edit.
import type { CallOptions } from "../calls/call-options.ts";
import type { Listing } from "../calls/page.ts";
import type {
  ApiKeysCreateInput,
  ApiKeysCreateOutput,
  ApiKeysCustomersCreateInput,
  ApiKeysCustomersCreateOutput,
  ApiKeysCustomersGetInput,
  ApiKeysCustomersGetOutput,
  ApiKeysCustomersListInput,
  ApiKeysCustomersListOutput,
  ApiKeysCustomersRevokeInput,
  ApiKeysCustomersRevokeOutput,
  ApiKeysCustomersRotateInput,
  ApiKeysCustomersRotateOutput,
  ApiKeysCustomersUpdateInput,
  ApiKeysCustomersUpdateOutput,
  ApiKeysGetInput,
  ApiKeysGetOutput,
  ApiKeysListInput,
  ApiKeysListOutput,
  ApiKeysReportLeakInput,
  ApiKeysReportLeakOutput,
  ApiKeysRevokeInput,
  ApiKeysRevokeOutput,
  ApiKeysRotateInput,
  ApiKeysRotateOutput,
  ApiKeysUpdateInput,
  ApiKeysUpdateOutput,
  ApiKeysVerifyInput,
  ApiKeysVerifyOutput,
  AuditExportInput,
  AuditExportOutput,
  AuditListInput,
  AuditListOutput,
  AuditVerifyInput,
  AuditVerifyOutput,
  AuthAccountDeleteInput,
  AuthAccountDeleteOutput,
  AuthAccountExportOutput,
  AuthAccountUpdateInput,
  AuthAccountUpdateOutput,
  AuthEmailChangeInput,
  AuthEmailChangeOutput,
  AuthEmailConfirmCodeInput,
  AuthEmailConfirmCodeOutput,
  AuthEmailConfirmInput,
  AuthEmailConfirmOutput,
  AuthEmailResendInput,
  AuthEmailResendOutput,
  AuthKeysListOutput,
  AuthKeysRotateInput,
  AuthKeysRotateOutput,
  AuthLoginInput,
  AuthLoginOutput,
  AuthLogoutInput,
  AuthLogoutOutput,
  AuthMeOutput,
  AuthPasswordChangeInput,
  AuthPasswordChangeOutput,
  AuthPasswordForgotInput,
  AuthPasswordForgotOutput,
  AuthPasswordResetInput,
  AuthPasswordResetOutput,
  AuthRefreshInput,
  AuthRefreshOutput,
  AuthRegisterInput,
  AuthRegisterOutput,
  AuthSessionsEndAllOutput,
  AuthSessionsEndInput,
  AuthSessionsEndOthersOutput,
  AuthSessionsEndOutput,
  AuthSessionsListInput,
  AuthSessionsListOutput,
  AuthzBatchCheckInput,
  AuthzBatchCheckOutput,
  AuthzChangesInput,
  AuthzChangesOutput,
  AuthzCheckInput,
  AuthzCheckOutput,
  AuthzExpandInput,
  AuthzExpandOutput,
  AuthzExplainInput,
  AuthzExplainOutput,
  AuthzGraphExportInput,
  AuthzGraphExportOutput,
  AuthzGraphImportInput,
  AuthzGraphImportOutput,
  AuthzGraphJobOutput,
  AuthzGraphReloadInput,
  AuthzGraphReloadOutput,
  AuthzGraphStatsOutput,
  AuthzListObjectsInput,
  AuthzListObjectsOutput,
  AuthzListRelationsInput,
  AuthzListRelationsOutput,
  AuthzListSubjectsInput,
  AuthzListSubjectsOutput,
  AuthzModelDiffInput,
  AuthzModelDiffOutput,
  AuthzModelGetInput,
  AuthzModelGetOutput,
  AuthzModelListInput,
  AuthzModelListOutput,
  AuthzModelPutInput,
  AuthzModelPutOutput,
  AuthzModelValidateInput,
  AuthzModelValidateOutput,
  AuthzReadInput,
  AuthzReadOutput,
  AuthzSettingsGetOutput,
  AuthzSettingsUpdateInput,
  AuthzSettingsUpdateOutput,
  AuthzVerifyProofInput,
  AuthzVerifyProofOutput,
  AuthzWriteInput,
  AuthzWriteOutput,
  DashboardActivityInput,
  DashboardActivityOutput,
  DashboardHealthOutput,
  DashboardHoursInput,
  DashboardHoursOutput,
  DashboardLatencyInput,
  DashboardLatencyOutput,
  DashboardOverviewInput,
  DashboardOverviewOutput,
  DashboardTenantsInput,
  DashboardTenantsOutput,
  DashboardTimeseriesInput,
  DashboardTimeseriesOutput,
  DashboardTopTenantsInput,
  DashboardTopTenantsOutput,
  EmailsMailboxListInput,
  EmailsMailboxListOutput,
  EmailsOutboxListInput,
  EmailsOutboxListOutput,
  EmailsTemplatesGetInput,
  EmailsTemplatesGetOutput,
  EmailsTemplatesListInput,
  EmailsTemplatesListOutput,
  EmailsTemplatesPreviewInput,
  EmailsTemplatesPreviewOutput,
  EmailsTemplatesPutInput,
  EmailsTemplatesPutOutput,
  EmailsTemplatesResetInput,
  EmailsTemplatesResetOutput,
  EventsListInput,
  EventsListOutput,
  EventsTicketInput,
  EventsTicketOutput,
  PlansCreateInput,
  PlansCreateOutput,
  PlansDeleteInput,
  PlansDeleteOutput,
  PlansListInput,
  PlansListOutput,
  PlatformAdminsGetInput,
  PlatformAdminsGetOutput,
  PlatformAdminsGrantInput,
  PlatformAdminsGrantOutput,
  PlatformAdminsInviteInput,
  PlatformAdminsInviteOutput,
  PlatformAdminsListInput,
  PlatformAdminsListOutput,
  PlatformAdminsRemoveInput,
  PlatformAdminsRemoveOutput,
  PlatformAdminsRevokeInput,
  PlatformAdminsRevokeOutput,
  PlatformAdminsSetRoleInput,
  PlatformAdminsSetRoleOutput,
  PlatformBootstrapInput,
  PlatformBootstrapOutput,
  PlatformBreakGlassInput,
  PlatformBreakGlassOutput,
  PlatformEndBreakGlassInput,
  PlatformEndBreakGlassOutput,
  SystemHealthOutput,
  TenantsCreateInput,
  TenantsCreateOutput,
  TenantsDeleteInput,
  TenantsDeleteOutput,
  TenantsGetOutput,
  TenantsListInput,
  TenantsListOutput,
  TenantsMoveInput,
  TenantsMoveOutput,
  TenantsRestoreOutput,
  TenantsResumeOutput,
  TenantsSessionsEndAllOutput,
  TenantsSetPlanInput,
  TenantsSetPlanOutput,
  TenantsSettingsGetOutput,
  TenantsSettingsUpdateInput,
  TenantsSettingsUpdateOutput,
  TenantsSuspendOutput,
  TenantsUpdateInput,
  TenantsUpdateOutput,
  TestingClockAdvanceInput,
  TestingClockAdvanceOutput,
  UsersBanInput,
  UsersBanOutput,
  UsersCreateInput,
  UsersCreateOutput,
  UsersDeleteInput,
  UsersDeleteOutput,
  UsersForceResetInput,
  UsersForceResetOutput,
  UsersGetInput,
  UsersGetManyInput,
  UsersGetManyOutput,
  UsersGetOutput,
  UsersImportInput,
  UsersImportOutput,
  UsersInvitationsRevokeInput,
  UsersInvitationsRevokeOutput,
  UsersInvitationsSendInput,
  UsersInvitationsSendOutput,
  UsersListInput,
  UsersListOutput,
  UsersSearchInput,
  UsersSearchOutput,
  UsersSessionsEndAllInput,
  UsersSessionsEndAllOutput,
  UsersSessionsEndInput,
  UsersSessionsEndOutput,
  UsersSessionsListInput,
  UsersSessionsListOutput,
  UsersUnbanInput,
  UsersUnbanOutput,
  UsersUnlockInput,
  UsersUnlockOutput,
  UsersUpdateInput,
  UsersUpdateOutput,
} from "./types.ts";

/** Every procedure of the API, as a method. */
export interface Procedures {
  readonly apiKeys: {
    /**
     * Creates an API key of the tenant; the key itself is shown this once.
     *
     * Callers: secret, admin. An admin needs `keys` for the tenant.
     */
    create(input: ApiKeysCreateInput, options?: CallOptions): Promise<ApiKeysCreateOutput>;
    readonly customers: {
      /**
       * Issues a key to a customer of the tenant; the key itself is shown this once. It opens nothing here.
       *
       * Callers: secret, admin. An admin needs `keys` for the tenant.
       */
      create(input: ApiKeysCustomersCreateInput, options?: CallOptions): Promise<ApiKeysCustomersCreateOutput>;
      /**
       * Shows a customer's key, and what is left of its quota.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      get(input: ApiKeysCustomersGetInput, options?: CallOptions): Promise<ApiKeysCustomersGetOutput>;
      /**
       * Lists the keys of the tenant's customers, oldest first.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      list(input?: ApiKeysCustomersListInput, options?: CallOptions): Listing<ApiKeysCustomersListOutput>;
      /**
       * Ends a customer's key at once. Safe to repeat.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      revoke(input: ApiKeysCustomersRevokeInput, options?: CallOptions): Promise<ApiKeysCustomersRevokeOutput>;
      /**
       * Issues a successor of a customer's key with the same properties, counted together with it.
       *
       * Callers: secret, admin. An admin needs `keys` for the tenant.
       */
      rotate(input: ApiKeysCustomersRotateInput, options?: CallOptions): Promise<ApiKeysCustomersRotateOutput>;
      /**
       * Changes a customer's key, from its next use on. A new quota counts from now on.
       *
       * Callers: secret, admin. An admin needs `keys` for the tenant.
       */
      update(input: ApiKeysCustomersUpdateInput, options?: CallOptions): Promise<ApiKeysCustomersUpdateOutput>;
    };
    /**
     * Shows an API key of the tenant, without the key itself.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    get(input: ApiKeysGetInput, options?: CallOptions): Promise<ApiKeysGetOutput>;
    /**
     * Lists the tenant's API keys, oldest first, those that have ended included. Customers' keys are apart.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    list(input?: ApiKeysListInput, options?: CallOptions): Listing<ApiKeysListOutput>;
    /**
     * Revokes a key that was found where it should not be. Anyone may report one, and learns nothing of it.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     */
    reportLeak(input: ApiKeysReportLeakInput, options?: CallOptions): Promise<ApiKeysReportLeakOutput>;
    /**
     * Ends an API key at once, and the sessions that users opened with it. Safe to repeat.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     */
    revoke(input: ApiKeysRevokeInput, options?: CallOptions): Promise<ApiKeysRevokeOutput>;
    /**
     * Makes a successor of an API key with the same properties; the key works beside it for a while.
     *
     * Callers: secret, admin. An admin needs `keys` for the tenant.
     */
    rotate(input: ApiKeysRotateInput, options?: CallOptions): Promise<ApiKeysRotateOutput>;
    /**
     * Changes an API key, from the next call on. What is left out stays.
     *
     * Callers: secret, admin. An admin needs `keys` for the tenant.
     */
    update(input: ApiKeysUpdateInput, options?: CallOptions): Promise<ApiKeysUpdateOutput>;
    /**
     * Says whether a customer's key is good for what is asked, and counts the use. A bad key is no error.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     */
    verify(input: ApiKeysVerifyInput, options?: CallOptions): Promise<ApiKeysVerifyOutput>;
  };
  readonly audit: {
    /**
     * Writes the tenant's log to R2 as JSON lines, each event with its number and hash in the chain.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     */
    export(input?: AuditExportInput, options?: CallOptions): Promise<AuditExportOutput>;
    /**
     * Lists what was done to the tenant and what was refused, newest first.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    list(input?: AuditListInput, options?: CallOptions): Listing<AuditListOutput>;
    /**
     * Checks that nothing has been changed in the tenant's log or removed from it since it was written.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    verify(input?: AuditVerifyInput, options?: CallOptions): Promise<AuditVerifyOutput>;
  };
  readonly auth: {
    readonly account: {
      /**
       * Deletes the signed-in user with all that is personal. It cannot be undone.
       *
       * Callers: user.
       */
      delete(input: AuthAccountDeleteInput, options?: CallOptions): Promise<AuthAccountDeleteOutput>;
      /**
       * Gives the signed-in user all that is held about them.
       *
       * Callers: user, admin.
       */
      export(options?: CallOptions): Promise<AuthAccountExportOutput>;
      /**
       * Changes the signed-in user's profile.
       *
       * Callers: user, admin.
       */
      update(input: AuthAccountUpdateInput, options?: CallOptions): Promise<AuthAccountUpdateOutput>;
    };
    readonly email: {
      /**
       * Begins a change of the signed-in user's email: the new one, and the present one if it is verified, are sent a link to agree.
       *
       * Callers: user, admin.
       */
      change(input: AuthEmailChangeInput, options?: CallOptions): Promise<AuthEmailChangeOutput>;
      /**
       * Verifies an email, or agrees to a change of it, by the token of the link in an email. Safe to repeat while that holds.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       */
      confirm(input: AuthEmailConfirmInput, options?: CallOptions): Promise<AuthEmailConfirmOutput>;
      /**
       * Verifies an address by the code in a letter.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       */
      confirmCode(input: AuthEmailConfirmCodeInput, options?: CallOptions): Promise<AuthEmailConfirmCodeOutput>;
      /**
       * Sends another letter to verify an address, if it is a user's that is not verified.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       */
      resend(input: AuthEmailResendInput, options?: CallOptions): Promise<AuthEmailResendOutput>;
    };
    readonly keys: {
      /**
       * Lists the keys that the tenant's access tokens are signed with.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      list(options?: CallOptions): Promise<AuthKeysListOutput>;
      /**
       * Replaces the key that signs the tenant's access tokens.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      rotate(input?: AuthKeysRotateInput, options?: CallOptions): Promise<AuthKeysRotateOutput>;
    };
    /**
     * Signs a user in with address and password, and opens a session.
     *
     * Callers: anonymous, publishable, secret.
     */
    login(input: AuthLoginInput, options?: CallOptions): Promise<AuthLoginOutput>;
    /**
     * Ends the session of the refresh token given, of the access token, or of the cookie. Safe to repeat.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     */
    logout(input?: AuthLogoutInput, options?: CallOptions): Promise<AuthLogoutOutput>;
    /**
     * Shows the signed-in user.
     *
     * Callers: user, admin.
     */
    me(options?: CallOptions): Promise<AuthMeOutput>;
    readonly password: {
      /**
       * Changes the signed-in user's password, and ends their other sessions unless told not to.
       *
       * Callers: user, admin.
       */
      change(input: AuthPasswordChangeInput, options?: CallOptions): Promise<AuthPasswordChangeOutput>;
      /**
       * Sends a link to choose a new password to an address, if it is a user's.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       */
      forgot(input: AuthPasswordForgotInput, options?: CallOptions): Promise<AuthPasswordForgotOutput>;
      /**
       * Sets a new password by the token of the link in a letter, and ends all sessions; it signs nobody in.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       */
      reset(input: AuthPasswordResetInput, options?: CallOptions): Promise<AuthPasswordResetOutput>;
    };
    /**
     * Exchanges a refresh token, given or in the cookie, for a new access token and the next refresh token.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     */
    refresh(input?: AuthRefreshInput, options?: CallOptions): Promise<AuthRefreshOutput>;
    /**
     * Registers an end user of the tenant with an address and a password, and sends a letter to verify the address.
     *
     * Callers: anonymous, publishable, secret.
     */
    register(input: AuthRegisterInput, options?: CallOptions): Promise<AuthRegisterOutput>;
    readonly sessions: {
      /**
       * Ends one of the signed-in user's sessions. Safe to repeat.
       *
       * Callers: user, admin.
       */
      end(input: AuthSessionsEndInput, options?: CallOptions): Promise<AuthSessionsEndOutput>;
      /**
       * Ends all of the signed-in user's sessions, the caller's too.
       *
       * Callers: user, admin.
       */
      endAll(options?: CallOptions): Promise<AuthSessionsEndAllOutput>;
      /**
       * Ends all of the signed-in user's sessions but the caller's.
       *
       * Callers: user, admin.
       */
      endOthers(options?: CallOptions): Promise<AuthSessionsEndOthersOutput>;
      /**
       * Lists the signed-in user's sessions, newest first.
       *
       * Callers: user, admin.
       */
      list(input?: AuthSessionsListInput, options?: CallOptions): Listing<AuthSessionsListOutput>;
    };
  };
  readonly authz: {
    /**
     * Answers up to 10000 checks at one revision, each with its own answer or error.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    batchCheck(input: AuthzBatchCheckInput, options?: CallOptions): Promise<AuthzBatchCheckOutput>;
    /**
     * Lists what has changed, in order, from any revision on that the log still has.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    changes(input?: AuthzChangesInput, options?: CallOptions): Listing<AuthzChangesOutput>;
    /**
     * Answers whether a subject has a relation to an object.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    check(input: AuthzCheckInput, options?: CallOptions): Promise<AuthzCheckOutput>;
    /**
     * Shows who has a relation to an object, one step deep, as a tree of tuples and usersets.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    expand(input: AuthzExpandInput, options?: CallOptions): Promise<AuthzExpandOutput>;
    /**
     * Answers a check with why: the proof of a yes; of a no, what does not count or excludes, and the smallest changes that would turn it into a yes.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    explain(input: AuthzExplainInput, options?: CallOptions): Promise<AuthzExplainOutput>;
    readonly graph: {
      /**
       * Exports the graph as canonical CSV, in the answer or into R2.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      export(input?: AuthzGraphExportInput, options?: CallOptions): Promise<AuthzGraphExportOutput>;
      /**
       * Imports tuples from CSV, all or nothing.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      import(input: AuthzGraphImportInput, options?: CallOptions): Promise<AuthzGraphImportOutput>;
      /**
       * Shows how far the last import from R2 has got.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      job(options?: CallOptions): Promise<AuthzGraphJobOutput>;
      /**
       * Makes the graph what the CSV in R2 says, all or nothing; a large file goes on loading after the answer.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      reload(input?: AuthzGraphReloadInput, options?: CallOptions): Promise<AuthzGraphReloadOutput>;
      /**
       * Counts the graph's tuples and objects, and the memory they take.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      stats(options?: CallOptions): Promise<AuthzGraphStatsOutput>;
    };
    /**
     * Lists every object of a type to which a subject has a relation, in byte order.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    listObjects(input: AuthzListObjectsInput, options?: CallOptions): Listing<AuthzListObjectsOutput>;
    /**
     * Lists which relations of an object a subject has, in the model's order.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    listRelations(input: AuthzListRelationsInput, options?: CallOptions): Promise<AuthzListRelationsOutput>;
    /**
     * Lists every subject of a kind that has a relation to an object, in byte order, and where everyone has it, who is excluded.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    listSubjects(input: AuthzListSubjectsInput, options?: CallOptions): Listing<AuthzListSubjectsOutput>;
    readonly model: {
      /**
       * Says what a model would change, before it is put: tuples that lose their effect, and whose access changes.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      diff(input: AuthzModelDiffInput, options?: CallOptions): Promise<AuthzModelDiffOutput>;
      /**
       * Shows a version of the tenant's model, the newest unless told.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      get(input?: AuthzModelGetInput, options?: CallOptions): Promise<AuthzModelGetOutput>;
      /**
       * Lists the versions of the tenant's model, newest first.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      list(input?: AuthzModelListInput, options?: CallOptions): Listing<AuthzModelListOutput>;
      /**
       * Makes a model the tenant's newest version. Putting the newest one again changes nothing.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      put(input: AuthzModelPutInput, options?: CallOptions): Promise<AuthzModelPutOutput>;
      /**
       * Validates a model: everything that is wrong with it, with line and column.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      validate(input: AuthzModelValidateInput, options?: CallOptions): Promise<AuthzModelValidateOutput>;
    };
    /**
     * Lists stored tuples that match a filter and have not expired.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    read(input?: AuthzReadInput, options?: CallOptions): Listing<AuthzReadOutput>;
    readonly settings: {
      /**
       * Shows the limits and policies of the tenant's graph.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      get(options?: CallOptions): Promise<AuthzSettingsGetOutput>;
      /**
       * Changes policies of the tenant's graph; null returns one to what it inherits. Limits are for admins.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      update(input?: AuthzSettingsUpdateInput, options?: CallOptions): Promise<AuthzSettingsUpdateOutput>;
    };
    /**
     * Checks a proof against the graph, in time linear in its length.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    verifyProof(input: AuthzVerifyProofInput, options?: CallOptions): Promise<AuthzVerifyProofOutput>;
    /**
     * Writes and deletes tuples, all or nothing. Safe to repeat.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     */
    write(input?: AuthzWriteInput, options?: CallOptions): Promise<AuthzWriteOutput>;
  };
  readonly dashboard: {
    /**
     * Lists what was done and refused lately on the whole platform, newest first.
     *
     * Callers: admin. An admin needs `read` for the platform.
     */
    activity(input?: DashboardActivityInput, options?: CallOptions): Listing<DashboardActivityOutput>;
    /**
     * Asks each part that the service stands on whether it answers, and how fast.
     *
     * Callers: admin. An admin needs `see` for the platform.
     */
    health(options?: CallOptions): Promise<DashboardHealthOutput>;
    /**
     * Shows what a tenant used by the hour, as its own counters say at this moment; kept for 35 days.
     *
     * Callers: admin. An admin needs `see` for the tenant that is named, or for the platform.
     */
    hours(input: DashboardHoursInput, options?: CallOptions): Promise<DashboardHoursOutput>;
    /**
     * Shows how long calls took, of a tenant or of all: what half, 95 and 99 in a hundred were not longer than.
     *
     * Callers: admin. An admin needs `see` for the tenant that is named, or for the platform.
     */
    latency(input?: DashboardLatencyInput, options?: CallOptions): Promise<DashboardLatencyOutput>;
    /**
     * Counts the platform's tenants, users and live sessions, and what was used today.
     *
     * Callers: admin. An admin needs `see` for the platform.
     */
    overview(input?: DashboardOverviewInput, options?: CallOptions): Promise<DashboardOverviewOutput>;
    /**
     * Lists tenants with what each used today, oldest first.
     *
     * Callers: admin. An admin is shown the tenants for which they have `see`.
     */
    tenants(input?: DashboardTenantsInput, options?: CallOptions): Listing<DashboardTenantsOutput>;
    /**
     * Shows a metric by the day, of a tenant or of all; days on which nothing was counted are 0.
     *
     * Callers: admin. An admin needs `see` for the tenant that is named, or for the platform.
     */
    timeseries(input: DashboardTimeseriesInput, options?: CallOptions): Promise<DashboardTimeseriesOutput>;
    /**
     * Lists the tenants that used most of a metric, the most first.
     *
     * Callers: admin. An admin needs `see` for the platform.
     */
    topTenants(input: DashboardTopTenantsInput, options?: CallOptions): Promise<DashboardTopTenantsOutput>;
  };
  readonly emails: {
    readonly mailbox: {
      /**
       * Lists the letters of a test tenant, which are kept and never sent, newest first.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      list(input?: EmailsMailboxListInput, options?: CallOptions): Listing<EmailsMailboxListOutput>;
    };
    readonly outbox: {
      /**
       * Lists what became of the tenant's letters of the last 30 days, newest first.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      list(input?: EmailsOutboxListInput, options?: CallOptions): Listing<EmailsOutboxListOutput>;
    };
    readonly templates: {
      /**
       * Shows the text of one kind of the tenant's letters.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      get(input: EmailsTemplatesGetInput, options?: CallOptions): Promise<EmailsTemplatesGetOutput>;
      /**
       * Lists the texts of the tenant's letters, one for each kind.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      list(input?: EmailsTemplatesListInput, options?: CallOptions): Listing<EmailsTemplatesListOutput>;
      /**
       * Shows a letter as it would be sent, with made-up values; of the text given or the present one.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      preview(input: EmailsTemplatesPreviewInput, options?: CallOptions): Promise<EmailsTemplatesPreviewOutput>;
      /**
       * Sets the tenant's own text of one kind of letter; what is left out is the default. Safe to repeat.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      put(input: EmailsTemplatesPutInput, options?: CallOptions): Promise<EmailsTemplatesPutOutput>;
      /**
       * Returns one kind of letter to the default text. Safe to repeat.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      reset(input: EmailsTemplatesResetInput, options?: CallOptions): Promise<EmailsTemplatesResetOutput>;
    };
  };
  readonly events: {
    /**
     * Lists the tenant's latest events, oldest first: those of seven days, 100,000 at most.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    list(input?: EventsListInput, options?: CallOptions): Listing<EventsListOutput>;
    /**
     * Lets one WebSocket follow the tenant's events: good once, within half a minute. The SDK's follow uses it.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    ticket(input?: EventsTicketInput, options?: CallOptions): Promise<EventsTicketOutput>;
  };
  readonly plans: {
    /**
     * Makes a plan that tenants can be put on.
     *
     * Callers: admin. An admin needs `billing` for the platform.
     */
    create(input: PlansCreateInput, options?: CallOptions): Promise<PlansCreateOutput>;
    /**
     * Removes a plan that no tenant is on.
     *
     * Callers: admin. An admin needs `billing` for the platform.
     */
    delete(input: PlansDeleteInput, options?: CallOptions): Promise<PlansDeleteOutput>;
    /**
     * Lists the plans by slug.
     *
     * Callers: admin. An admin needs `see` for the platform.
     */
    list(input?: PlansListInput, options?: CallOptions): Listing<PlansListOutput>;
  };
  readonly platform: {
    readonly admins: {
      /**
       * Shows an admin, and what they are for tenants.
       *
       * Callers: admin. An admin needs `read` for the platform.
       */
      get(input: PlatformAdminsGetInput, options?: CallOptions): Promise<PlatformAdminsGetOutput>;
      /**
       * Makes an admin something for a tenant, and for all below it. Safe to repeat.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       */
      grant(input: PlatformAdminsGrantInput, options?: CallOptions): Promise<PlatformAdminsGrantOutput>;
      /**
       * Makes an admin, who is sent a link to choose a password by, good for three days. May be repeated until then.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       */
      invite(input: PlatformAdminsInviteInput, options?: CallOptions): Promise<PlatformAdminsInviteOutput>;
      /**
       * Lists the platform's admins, newest first.
       *
       * Callers: admin. An admin needs `read` for the platform.
       */
      list(input?: PlatformAdminsListInput, options?: CallOptions): Listing<PlatformAdminsListOutput>;
      /**
       * Removes an admin, with all that they may do and every session. Somebody stays superadmin.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       */
      remove(input: PlatformAdminsRemoveInput, options?: CallOptions): Promise<PlatformAdminsRemoveOutput>;
      /**
       * Takes from an admin what they are for a tenant, from their next call on. Safe to repeat.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       */
      revoke(input: PlatformAdminsRevokeInput, options?: CallOptions): Promise<PlatformAdminsRevokeOutput>;
      /**
       * Makes an admin something else for the whole platform, from their next call on. Somebody stays superadmin.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       */
      setRole(input: PlatformAdminsSetRoleInput, options?: CallOptions): Promise<PlatformAdminsSetRoleOutput>;
    };
    /**
     * Creates the platform's first admin, once, for whoever holds the bootstrap secret.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     */
    bootstrap(input: PlatformBootstrapInput, options?: CallOptions): Promise<PlatformBootstrapOutput>;
    /**
     * Has the caller manage a tenant for some minutes, for a reason that its log and its superadmins are told.
     *
     * Callers: admin. An admin needs `breakGlass` for the platform.
     */
    breakGlass(input: PlatformBreakGlassInput, options?: CallOptions): Promise<PlatformBreakGlassOutput>;
    /**
     * Ends what the caller took of a tenant before its time; of another admin's, for those who manage the platform.
     *
     * Callers: admin. An admin needs `breakGlass` for the platform.
     */
    endBreakGlass(input: PlatformEndBreakGlassInput, options?: CallOptions): Promise<PlatformEndBreakGlassOutput>;
  };
  readonly system: {
    /**
     * Says that the service answers, which version of it does, and what time it has.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     */
    health(options?: CallOptions): Promise<SystemHealthOutput>;
  };
  readonly tenants: {
    /**
     * Creates a tenant with its first keys, which are shown this once.
     *
     * Callers: admin. An admin needs `manage` for the platform.
     */
    create(input: TenantsCreateInput, options?: CallOptions): Promise<TenantsCreateOutput>;
    /**
     * Closes the tenant and all below it, and has them removed for good later; until then it can be restored.
     *
     * Callers: admin. An admin needs `manage` for the tenant.
     */
    delete(input: TenantsDeleteInput, options?: CallOptions): Promise<TenantsDeleteOutput>;
    /**
     * Shows the tenant that the caller belongs to or names.
     *
     * Callers: secret, admin. An admin needs `see` for the tenant.
     */
    get(options?: CallOptions): Promise<TenantsGetOutput>;
    /**
     * Lists the platform's tenants: oldest first or, where they are searched, by name and then by slug.
     *
     * Callers: admin. An admin is shown the tenants for which they have `see`.
     */
    list(input?: TenantsListInput, options?: CallOptions): Listing<TenantsListOutput>;
    /**
     * Puts the tenant, with all below it, below another; it inherits from there from now on.
     *
     * Callers: admin. An admin needs `manage` for the platform.
     */
    move(input: TenantsMoveInput, options?: CallOptions): Promise<TenantsMoveOutput>;
    /**
     * Takes back that the tenant was deleted. Safe to repeat.
     *
     * Callers: admin. An admin needs `manage` for the tenant.
     */
    restore(options?: CallOptions): Promise<TenantsRestoreOutput>;
    /**
     * Opens a suspended tenant again; its users sign in anew. Safe to repeat.
     *
     * Callers: admin. An admin needs `manage` for the tenant.
     */
    resume(options?: CallOptions): Promise<TenantsResumeOutput>;
    readonly sessions: {
      /**
       * Ends every session of the tenant's users, at once; they sign in anew. Whoever verifies tokens offline learns it when those end.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      endAll(options?: CallOptions): Promise<TenantsSessionsEndAllOutput>;
    };
    /**
     * Puts the tenant on a plan, or on none: then it has what the tenant above it has.
     *
     * Callers: admin. An admin needs `billing` for the tenant.
     */
    setPlan(input: TenantsSetPlanInput, options?: CallOptions): Promise<TenantsSetPlanOutput>;
    readonly settings: {
      /**
       * Shows how the tenant's users sign in: what it has set, over what those above it have, over the defaults.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      get(options?: CallOptions): Promise<TenantsSettingsGetOutput>;
      /**
       * Changes some of the tenant's settings; null returns one to what it inherits, or to its default.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      update(input?: TenantsSettingsUpdateInput, options?: CallOptions): Promise<TenantsSettingsUpdateOutput>;
    };
    /**
     * Closes the tenant and all below it to all but admins, and ends their sessions. Safe to repeat.
     *
     * Callers: admin. An admin needs `manage` for the tenant.
     */
    suspend(options?: CallOptions): Promise<TenantsSuspendOutput>;
    /**
     * Changes the tenant's name, or its host, which is for admins.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     */
    update(input?: TenantsUpdateInput, options?: CallOptions): Promise<TenantsUpdateOutput>;
  };
  readonly testing: {
    readonly clock: {
      /**
       * Moves the clock of a test tenant ahead, for all that ends or is counted for its users.
       *
       * Callers: secret.
       */
      advance(input: TestingClockAdvanceInput, options?: CallOptions): Promise<TestingClockAdvanceOutput>;
    };
  };
  readonly users: {
    /**
     * Bans a user: nothing signs them in, and their sessions end. Safe to repeat.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     */
    ban(input: UsersBanInput, options?: CallOptions): Promise<UsersBanOutput>;
    /**
     * Makes a user, without a password, with one, with the hash of one, or with an invitation.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     */
    create(input: UsersCreateInput, options?: CallOptions): Promise<UsersCreateOutput>;
    /**
     * Deletes a user with all that is personal. It cannot be undone.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     */
    delete(input: UsersDeleteInput, options?: CallOptions): Promise<UsersDeleteOutput>;
    /**
     * Has a user choose another password, by a link that is sent to them; the present one and all sessions end.
     *
     * Callers: secret, admin. An admin needs `support` for the tenant.
     */
    forceReset(input: UsersForceResetInput, options?: CallOptions): Promise<UsersForceResetOutput>;
    /**
     * Shows one user, by id, by email or by external id.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    get(input?: UsersGetInput, options?: CallOptions): Promise<UsersGetOutput>;
    /**
     * Shows up to 100 users by their ids, in that order.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    getMany(input: UsersGetManyInput, options?: CallOptions): Promise<UsersGetManyOutput>;
    /**
     * Makes up to 1,000 users who were kept elsewhere, with hashes of their passwords. Each row has a result of its own; safe to repeat.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     */
    import(input: UsersImportInput, options?: CallOptions): Promise<UsersImportOutput>;
    readonly invitations: {
      /**
       * Ends an open invitation and bans its user, who has no other way in. Safe to repeat.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      revoke(input: UsersInvitationsRevokeInput, options?: CallOptions): Promise<UsersInvitationsRevokeOutput>;
      /**
       * Invites a user who has no password yet, or sends the invitation again: a link that is good for 72 hours. Earlier links end.
       *
       * Callers: secret, admin. An admin needs `support` for the tenant.
       */
      send(input: UsersInvitationsSendInput, options?: CallOptions): Promise<UsersInvitationsSendOutput>;
    };
    /**
     * Lists the tenant's users, newest first.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    list(input?: UsersListInput, options?: CallOptions): Listing<UsersListOutput>;
    /**
     * Finds users whose email or name begins so, in the order of that; case does not count.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    search(input: UsersSearchInput, options?: CallOptions): Listing<UsersSearchOutput>;
    readonly sessions: {
      /**
       * Ends one of a user's sessions. Safe to repeat.
       *
       * Callers: secret, admin. An admin needs `support` for the tenant.
       */
      end(input: UsersSessionsEndInput, options?: CallOptions): Promise<UsersSessionsEndOutput>;
      /**
       * Ends all of a user's sessions. Safe to repeat.
       *
       * Callers: secret, admin. An admin needs `support` for the tenant.
       */
      endAll(input: UsersSessionsEndAllInput, options?: CallOptions): Promise<UsersSessionsEndAllOutput>;
      /**
       * Lists a user's sessions, newest first.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      list(input: UsersSessionsListInput, options?: CallOptions): Listing<UsersSessionsListOutput>;
    };
    /**
     * Lets a banned user sign in again. Safe to repeat.
     *
     * Callers: secret, admin. An admin needs `support` for the tenant.
     */
    unban(input: UsersUnbanInput, options?: CallOptions): Promise<UsersUnbanOutput>;
    /**
     * Forgets failed sign-ins of a user, so that delays, challenges and the stop after 100 failures end. Safe to repeat.
     *
     * Callers: secret, admin. An admin needs `support` for the tenant.
     */
    unlock(input: UsersUnlockInput, options?: CallOptions): Promise<UsersUnlockOutput>;
    /**
     * Changes a user's name, email, external id or metadata; never a password.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     */
    update(input: UsersUpdateInput, options?: CallOptions): Promise<UsersUpdateOutput>;
  };
}

/** The paths of what only reads, in one text, since that is the least to load. */
export const QUERIES =
  "apiKeys.customers.get apiKeys.customers.list apiKeys.get apiKeys.list audit.list audit.verify auth.account.export auth.keys.list auth.me auth.sessions.list authz.batchCheck authz.changes authz.check authz.expand authz.explain authz.graph.job authz.graph.stats authz.listObjects authz.listRelations authz.listSubjects authz.model.diff authz.model.get authz.model.list authz.model.validate authz.read authz.settings.get authz.verifyProof dashboard.activity dashboard.health dashboard.hours dashboard.latency dashboard.overview dashboard.tenants dashboard.timeseries dashboard.topTenants emails.mailbox.list emails.outbox.list emails.templates.get emails.templates.list emails.templates.preview events.list events.ticket plans.list platform.admins.get platform.admins.list system.health tenants.get tenants.list tenants.settings.get users.get users.getMany users.list users.search users.sessions.list";

/** The paths of what changes something. */
export const MUTATIONS =
  "apiKeys.create apiKeys.customers.create apiKeys.customers.revoke apiKeys.customers.rotate apiKeys.customers.update apiKeys.reportLeak apiKeys.revoke apiKeys.rotate apiKeys.update apiKeys.verify audit.export auth.account.delete auth.account.update auth.email.change auth.email.confirm auth.email.confirmCode auth.email.resend auth.keys.rotate auth.login auth.logout auth.password.change auth.password.forgot auth.password.reset auth.refresh auth.register auth.sessions.end auth.sessions.endAll auth.sessions.endOthers authz.graph.export authz.graph.import authz.graph.reload authz.model.put authz.settings.update authz.write emails.templates.put emails.templates.reset plans.create plans.delete platform.admins.grant platform.admins.invite platform.admins.remove platform.admins.revoke platform.admins.setRole platform.bootstrap platform.breakGlass platform.endBreakGlass tenants.create tenants.delete tenants.move tenants.restore tenants.resume tenants.sessions.endAll tenants.setPlan tenants.settings.update tenants.suspend tenants.update testing.clock.advance users.ban users.create users.delete users.forceReset users.import users.invitations.revoke users.invitations.send users.sessions.end users.sessions.endAll users.unban users.unlock users.update";

/** What takes no input. */
export const WITHOUT_INPUT =
  "auth.account.export auth.keys.list auth.me auth.sessions.endAll auth.sessions.endOthers authz.graph.job authz.graph.stats authz.settings.get dashboard.health system.health tenants.get tenants.restore tenants.resume tenants.sessions.endAll tenants.settings.get tenants.suspend";

/** What answers a page of a list. */
export const LISTS =
  "apiKeys.customers.list apiKeys.list audit.list auth.sessions.list authz.changes authz.listObjects authz.listSubjects authz.model.list authz.read dashboard.activity dashboard.tenants emails.mailbox.list emails.outbox.list emails.templates.list events.list plans.list platform.admins.list tenants.list users.list users.search users.sessions.list";

/** What asks the graph, and may say how new it has to be. */
export const CONSISTENT =
  "authz.batchCheck authz.check authz.expand authz.explain authz.listObjects authz.listRelations authz.listSubjects authz.read authz.verifyProof";
