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
     * Creates an API key for the tenant. The key itself is returned only once.
     *
     * Callers: secret, admin. An admin needs `keys` for the tenant.
     */
    create(input: ApiKeysCreateInput, options?: CallOptions): Promise<ApiKeysCreateOutput>;
    readonly customers: {
      /**
       * Issues a key to a customer of the tenant. The key itself is returned only once, and can't call this API.
       *
       * Callers: secret, admin. An admin needs `keys` for the tenant.
       */
      create(input: ApiKeysCustomersCreateInput, options?: CallOptions): Promise<ApiKeysCustomersCreateOutput>;
      /**
       * Gets a customer's key and the remainder of its quota.
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
       * Revokes a customer's key immediately. Safe to repeat.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      revoke(input: ApiKeysCustomersRevokeInput, options?: CallOptions): Promise<ApiKeysCustomersRevokeOutput>;
      /**
       * Rotates a customer's key: issues a new key with the same properties, which shares its limits and quota.
       *
       * Callers: secret, admin. An admin needs `keys` for the tenant.
       */
      rotate(input: ApiKeysCustomersRotateInput, options?: CallOptions): Promise<ApiKeysCustomersRotateOutput>;
      /**
       * Updates a customer's key, from its next use on. A new quota counts from now on.
       *
       * Callers: secret, admin. An admin needs `keys` for the tenant.
       */
      update(input: ApiKeysCustomersUpdateInput, options?: CallOptions): Promise<ApiKeysCustomersUpdateOutput>;
    };
    /**
     * Gets an API key of the tenant, without the key itself.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    get(input: ApiKeysGetInput, options?: CallOptions): Promise<ApiKeysGetOutput>;
    /**
     * Lists the tenant's API keys, oldest first, including those that have ended. Excludes customers' keys.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    list(input?: ApiKeysListInput, options?: CallOptions): Listing<ApiKeysListOutput>;
    /**
     * Reports a leaked API key and revokes it. Anyone may report a key; the result doesn't say whether it exists.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     */
    reportLeak(input: ApiKeysReportLeakInput, options?: CallOptions): Promise<ApiKeysReportLeakOutput>;
    /**
     * Revokes an API key immediately and ends the sessions that were opened with it. Safe to repeat.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     */
    revoke(input: ApiKeysRevokeInput, options?: CallOptions): Promise<ApiKeysRevokeOutput>;
    /**
     * Rotates an API key: creates a new key with the same properties, while the old key works for overlapSeconds.
     *
     * Callers: secret, admin. An admin needs `keys` for the tenant.
     */
    rotate(input: ApiKeysRotateInput, options?: CallOptions): Promise<ApiKeysRotateOutput>;
    /**
     * Updates an API key, from the next call on. Omitted fields stay unchanged.
     *
     * Callers: secret, admin. An admin needs `keys` for the tenant.
     */
    update(input: ApiKeysUpdateInput, options?: CallOptions): Promise<ApiKeysUpdateOutput>;
    /**
     * Verifies a customer's key and counts the use. An invalid key is a result, not an error.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     */
    verify(input: ApiKeysVerifyInput, options?: CallOptions): Promise<ApiKeysVerifyOutput>;
  };
  readonly audit: {
    /**
     * Exports the tenant's audit log to R2 as JSON lines, each event with its sequence number and chain hash.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     */
    export(input?: AuditExportInput, options?: CallOptions): Promise<AuditExportOutput>;
    /**
     * Lists the tenant's audit events, newest first: changes and refused calls.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    list(input?: AuditListInput, options?: CallOptions): Listing<AuditListOutput>;
    /**
     * Verifies the tenant's audit chain: no event was altered, removed or inserted after it was written.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    verify(input?: AuditVerifyInput, options?: CallOptions): Promise<AuditVerifyOutput>;
  };
  readonly auth: {
    readonly account: {
      /**
       * Deletes the signed-in user and all their personal data. It can't be undone.
       *
       * Callers: user.
       */
      delete(input: AuthAccountDeleteInput, options?: CallOptions): Promise<AuthAccountDeleteOutput>;
      /**
       * Exports all data stored about the signed-in user.
       *
       * Callers: user, admin.
       */
      export(options?: CallOptions): Promise<AuthAccountExportOutput>;
      /**
       * Updates the signed-in user's profile.
       *
       * Callers: user, admin.
       */
      update(input: AuthAccountUpdateInput, options?: CallOptions): Promise<AuthAccountUpdateOutput>;
    };
    readonly email: {
      /**
       * Starts a change of the signed-in user's email. Sends a confirmation link to the new email, and to the current one if it is verified.
       *
       * Callers: user, admin.
       */
      change(input: AuthEmailChangeInput, options?: CallOptions): Promise<AuthEmailChangeOutput>;
      /**
       * Confirms an email or a change of email by the token of an emailed link. Safe to repeat while the result holds.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       */
      confirm(input: AuthEmailConfirmInput, options?: CallOptions): Promise<AuthEmailConfirmOutput>;
      /**
       * Verifies an email by the code that was sent to it.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       */
      confirmCode(input: AuthEmailConfirmCodeInput, options?: CallOptions): Promise<AuthEmailConfirmCodeOutput>;
      /**
       * Resends the verification email if the email belongs to a user and is not verified.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       */
      resend(input: AuthEmailResendInput, options?: CallOptions): Promise<AuthEmailResendOutput>;
    };
    readonly keys: {
      /**
       * Lists the signing keys of the tenant's access tokens.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      list(options?: CallOptions): Promise<AuthKeysListOutput>;
      /**
       * Rotates the signing key of the tenant's access tokens.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      rotate(input?: AuthKeysRotateInput, options?: CallOptions): Promise<AuthKeysRotateOutput>;
    };
    /**
     * Signs a user in with email and password, and opens a session.
     *
     * Callers: anonymous, publishable, secret.
     */
    login(input: AuthLoginInput, options?: CallOptions): Promise<AuthLoginOutput>;
    /**
     * Signs out: ends the session of the refresh token, the access token or the cookie. Safe to repeat.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     */
    logout(input?: AuthLogoutInput, options?: CallOptions): Promise<AuthLogoutOutput>;
    /**
     * Gets the signed-in user.
     *
     * Callers: user, admin.
     */
    me(options?: CallOptions): Promise<AuthMeOutput>;
    readonly password: {
      /**
       * Changes the signed-in user's password. Ends their other sessions by default.
       *
       * Callers: user, admin.
       */
      change(input: AuthPasswordChangeInput, options?: CallOptions): Promise<AuthPasswordChangeOutput>;
      /**
       * Sends a password reset link if the email belongs to a user.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       */
      forgot(input: AuthPasswordForgotInput, options?: CallOptions): Promise<AuthPasswordForgotOutput>;
      /**
       * Sets a new password by the token of an emailed link, and ends all sessions. The user must sign in afterwards.
       *
       * Callers: anonymous, publishable, secret, user, admin.
       */
      reset(input: AuthPasswordResetInput, options?: CallOptions): Promise<AuthPasswordResetOutput>;
    };
    /**
     * Exchanges a refresh token, from the input or the cookie, for a new access token and the next refresh token.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     */
    refresh(input?: AuthRefreshInput, options?: CallOptions): Promise<AuthRefreshOutput>;
    /**
     * Registers a user of the tenant with email and password, and sends a verification email.
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
       * Ends all of the signed-in user's sessions, including the caller's.
       *
       * Callers: user, admin.
       */
      endAll(options?: CallOptions): Promise<AuthSessionsEndAllOutput>;
      /**
       * Ends all of the signed-in user's sessions except the caller's.
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
     * Runs up to 10000 checks at one revision, each with its own result or error.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    batchCheck(input: AuthzBatchCheckInput, options?: CallOptions): Promise<AuthzBatchCheckOutput>;
    /**
     * Lists changes of the graph in order, from any revision that is still stored.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    changes(input?: AuthzChangesInput, options?: CallOptions): Listing<AuthzChangesOutput>;
    /**
     * Checks whether a subject has a relation to an object.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    check(input: AuthzCheckInput, options?: CallOptions): Promise<AuthzCheckOutput>;
    /**
     * Expands a relation of an object one step deep, as a tree of tuples and usersets.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    expand(input: AuthzExpandInput, options?: CallOptions): Promise<AuthzExpandOutput>;
    /**
     * Explains a check: the proof if it is allowed. Otherwise the tuples that are ineffective or exclude it, and the smallest changes that would allow it.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    explain(input: AuthzExplainInput, options?: CallOptions): Promise<AuthzExplainOutput>;
    readonly graph: {
      /**
       * Exports the graph as canonical CSV, in the response or to R2.
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
       * Gets the progress of the last import from R2.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      job(options?: CallOptions): Promise<AuthzGraphJobOutput>;
      /**
       * Imports the CSV file in R2, all or nothing. A large file keeps loading after the response.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      reload(input?: AuthzGraphReloadInput, options?: CallOptions): Promise<AuthzGraphReloadOutput>;
      /**
       * Gets the number of the graph's tuples and objects, and its memory.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      stats(options?: CallOptions): Promise<AuthzGraphStatsOutput>;
    };
    /**
     * Lists the objects of a type to which a subject has a relation, in byte order.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    listObjects(input: AuthzListObjectsInput, options?: CallOptions): Listing<AuthzListObjectsOutput>;
    /**
     * Lists the relations that a subject has to an object, in the model's order.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    listRelations(input: AuthzListRelationsInput, options?: CallOptions): Promise<AuthzListRelationsOutput>;
    /**
     * Lists the subjects of a kind that have a relation to an object, in byte order. If everyone has it, also lists who is excluded.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    listSubjects(input: AuthzListSubjectsInput, options?: CallOptions): Listing<AuthzListSubjectsOutput>;
    readonly model: {
      /**
       * Compares a model with the current one before you put it: tuples that become ineffective, and access that changes.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      diff(input: AuthzModelDiffInput, options?: CallOptions): Promise<AuthzModelDiffOutput>;
      /**
       * Gets a version of the tenant's model. Defaults to the newest.
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
       * Puts a new version of the tenant's model. Putting the newest version again changes nothing.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      put(input: AuthzModelPutInput, options?: CallOptions): Promise<AuthzModelPutOutput>;
      /**
       * Validates a model and returns all its problems, with line and column.
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
       * Gets the limits and policies of the tenant's graph.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      get(options?: CallOptions): Promise<AuthzSettingsGetOutput>;
      /**
       * Updates policies of the tenant's graph. null resets one to the inherited value. Only admins may change limits.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      update(input?: AuthzSettingsUpdateInput, options?: CallOptions): Promise<AuthzSettingsUpdateOutput>;
    };
    /**
     * Verifies a proof against the graph, in time linear in its length.
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
     * Lists recent audit events of the whole platform, newest first.
     *
     * Callers: admin. An admin needs `read` for the platform.
     */
    activity(input?: DashboardActivityInput, options?: CallOptions): Listing<DashboardActivityOutput>;
    /**
     * Checks each component of the service and measures its latency.
     *
     * Callers: admin. An admin needs `see` for the platform.
     */
    health(options?: CallOptions): Promise<DashboardHealthOutput>;
    /**
     * Gets a tenant's usage by hour from its live counters. Data is stored for 35 days.
     *
     * Callers: admin. An admin needs `see` for the tenant that is named, or for the platform.
     */
    hours(input: DashboardHoursInput, options?: CallOptions): Promise<DashboardHoursOutput>;
    /**
     * Gets the latency of calls of one tenant or all: the 50th, 95th and 99th percentiles.
     *
     * Callers: admin. An admin needs `see` for the tenant that is named, or for the platform.
     */
    latency(input?: DashboardLatencyInput, options?: CallOptions): Promise<DashboardLatencyOutput>;
    /**
     * Gets the number of the platform's tenants, users and live sessions, and today's usage.
     *
     * Callers: admin. An admin needs `see` for the platform.
     */
    overview(input?: DashboardOverviewInput, options?: CallOptions): Promise<DashboardOverviewOutput>;
    /**
     * Lists tenants with their usage of today, oldest first.
     *
     * Callers: admin. An admin is shown the tenants for which they have `see`.
     */
    tenants(input?: DashboardTenantsInput, options?: CallOptions): Listing<DashboardTenantsOutput>;
    /**
     * Gets a metric by day, of one tenant or all. Days without data are 0.
     *
     * Callers: admin. An admin needs `see` for the tenant that is named, or for the platform.
     */
    timeseries(input: DashboardTimeseriesInput, options?: CallOptions): Promise<DashboardTimeseriesOutput>;
    /**
     * Lists the tenants with the highest value of a metric, highest first.
     *
     * Callers: admin. An admin needs `see` for the platform.
     */
    topTenants(input: DashboardTopTenantsInput, options?: CallOptions): Promise<DashboardTopTenantsOutput>;
  };
  readonly emails: {
    readonly mailbox: {
      /**
       * Lists the emails of a test tenant, which are stored and never sent, newest first.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      list(input?: EmailsMailboxListInput, options?: CallOptions): Listing<EmailsMailboxListOutput>;
    };
    readonly outbox: {
      /**
       * Lists the tenant's emails of the last 30 days with their delivery status, newest first.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      list(input?: EmailsOutboxListInput, options?: CallOptions): Listing<EmailsOutboxListOutput>;
    };
    readonly templates: {
      /**
       * Gets the template of one kind of the tenant's emails.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      get(input: EmailsTemplatesGetInput, options?: CallOptions): Promise<EmailsTemplatesGetOutput>;
      /**
       * Lists the templates of the tenant's emails, one for each kind.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      list(input?: EmailsTemplatesListInput, options?: CallOptions): Listing<EmailsTemplatesListOutput>;
      /**
       * Previews an email with sample values, from the template in the input or the current one.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      preview(input: EmailsTemplatesPreviewInput, options?: CallOptions): Promise<EmailsTemplatesPreviewOutput>;
      /**
       * Sets the tenant's template of one kind of email. Omitted parts use the default. Safe to repeat.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      put(input: EmailsTemplatesPutInput, options?: CallOptions): Promise<EmailsTemplatesPutOutput>;
      /**
       * Resets the template of one kind of email to the default. Safe to repeat.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      reset(input: EmailsTemplatesResetInput, options?: CallOptions): Promise<EmailsTemplatesResetOutput>;
    };
  };
  readonly events: {
    /**
     * Lists the tenant's events of the last 7 days, oldest first. At most 100,000 are stored.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    list(input?: EventsListInput, options?: CallOptions): Listing<EventsListOutput>;
    /**
     * Creates a ticket to follow the tenant's events on one WebSocket, valid once within 30 seconds.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    ticket(input?: EventsTicketInput, options?: CallOptions): Promise<EventsTicketOutput>;
  };
  readonly plans: {
    /**
     * Creates a plan.
     *
     * Callers: admin. An admin needs `billing` for the platform.
     */
    create(input: PlansCreateInput, options?: CallOptions): Promise<PlansCreateOutput>;
    /**
     * Deletes a plan that no tenant is on.
     *
     * Callers: admin. An admin needs `billing` for the platform.
     */
    delete(input: PlansDeleteInput, options?: CallOptions): Promise<PlansDeleteOutput>;
    /**
     * Lists plans by slug.
     *
     * Callers: admin. An admin needs `see` for the platform.
     */
    list(input?: PlansListInput, options?: CallOptions): Listing<PlansListOutput>;
  };
  readonly platform: {
    readonly admins: {
      /**
       * Gets an admin and their grants on tenants.
       *
       * Callers: admin. An admin needs `read` for the platform.
       */
      get(input: PlatformAdminsGetInput, options?: CallOptions): Promise<PlatformAdminsGetOutput>;
      /**
       * Grants an admin a role on a tenant and its descendants. Safe to repeat.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       */
      grant(input: PlatformAdminsGrantInput, options?: CallOptions): Promise<PlatformAdminsGrantOutput>;
      /**
       * Invites an admin by email. The link to choose a password is valid for 72 hours; until it is used, the call may be repeated.
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
       * Removes an admin with all their permissions and sessions. The last superadmin can't be removed.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       */
      remove(input: PlatformAdminsRemoveInput, options?: CallOptions): Promise<PlatformAdminsRemoveOutput>;
      /**
       * Revokes an admin's role on a tenant, from their next call on. Safe to repeat.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       */
      revoke(input: PlatformAdminsRevokeInput, options?: CallOptions): Promise<PlatformAdminsRevokeOutput>;
      /**
       * Sets an admin's role on the platform, from their next call on. The last superadmin can't lose the role.
       *
       * Callers: admin. An admin needs `manage` for the platform.
       */
      setRole(input: PlatformAdminsSetRoleInput, options?: CallOptions): Promise<PlatformAdminsSetRoleOutput>;
    };
    /**
     * Creates the platform's first admin, once, with the bootstrap secret.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     */
    bootstrap(input: PlatformBootstrapInput, options?: CallOptions): Promise<PlatformBootstrapOutput>;
    /**
     * Grants the caller temporary break-glass access to a tenant. The reason is audited and emailed to superadmins.
     *
     * Callers: admin. An admin needs `breakGlass` for the platform.
     */
    breakGlass(input: PlatformBreakGlassInput, options?: CallOptions): Promise<PlatformBreakGlassOutput>;
    /**
     * Ends the caller's break-glass access to a tenant early. Admins who manage the platform may end another admin's.
     *
     * Callers: admin. An admin needs `breakGlass` for the platform.
     */
    endBreakGlass(input: PlatformEndBreakGlassInput, options?: CallOptions): Promise<PlatformEndBreakGlassOutput>;
  };
  readonly system: {
    /**
     * Reports that the service is up, its version and its time.
     *
     * Callers: anonymous, publishable, secret, user, admin.
     */
    health(options?: CallOptions): Promise<SystemHealthOutput>;
  };
  readonly tenants: {
    /**
     * Creates a tenant with its first API keys, which are returned only once.
     *
     * Callers: admin. An admin needs `manage` for the platform.
     */
    create(input: TenantsCreateInput, options?: CallOptions): Promise<TenantsCreateOutput>;
    /**
     * Deletes the tenant and its descendants. They can be restored until they are purged.
     *
     * Callers: admin. An admin needs `manage` for the tenant.
     */
    delete(input: TenantsDeleteInput, options?: CallOptions): Promise<TenantsDeleteOutput>;
    /**
     * Gets the tenant that the caller belongs to or names.
     *
     * Callers: secret, admin. An admin needs `see` for the tenant.
     */
    get(options?: CallOptions): Promise<TenantsGetOutput>;
    /**
     * Lists the platform's tenants, oldest first; search results by name, then by slug.
     *
     * Callers: admin. An admin is shown the tenants for which they have `see`.
     */
    list(input?: TenantsListInput, options?: CallOptions): Listing<TenantsListOutput>;
    /**
     * Moves the tenant with its descendants to another parent, from which it inherits from now on.
     *
     * Callers: admin. An admin needs `manage` for the platform.
     */
    move(input: TenantsMoveInput, options?: CallOptions): Promise<TenantsMoveOutput>;
    /**
     * Restores a deleted tenant. Safe to repeat.
     *
     * Callers: admin. An admin needs `manage` for the tenant.
     */
    restore(options?: CallOptions): Promise<TenantsRestoreOutput>;
    /**
     * Resumes a suspended tenant. Its users must sign in again. Safe to repeat.
     *
     * Callers: admin. An admin needs `manage` for the tenant.
     */
    resume(options?: CallOptions): Promise<TenantsResumeOutput>;
    readonly sessions: {
      /**
       * Ends all sessions of the tenant's users immediately. Offline verifiers accept issued access tokens until these expire.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      endAll(options?: CallOptions): Promise<TenantsSessionsEndAllOutput>;
    };
    /**
     * Sets the tenant's plan. Without a plan, the tenant inherits its parent's limits.
     *
     * Callers: admin. An admin needs `billing` for the tenant.
     */
    setPlan(input: TenantsSetPlanInput, options?: CallOptions): Promise<TenantsSetPlanOutput>;
    readonly settings: {
      /**
       * Gets the tenant's sign-in settings: its own values, then its ancestors', then the defaults.
       *
       * Callers: secret, admin. An admin needs `read` for the tenant.
       */
      get(options?: CallOptions): Promise<TenantsSettingsGetOutput>;
      /**
       * Updates the tenant's settings. null resets one to the inherited or default value.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      update(input?: TenantsSettingsUpdateInput, options?: CallOptions): Promise<TenantsSettingsUpdateOutput>;
    };
    /**
     * Suspends the tenant and its descendants: only admins keep access, and all sessions end. Safe to repeat.
     *
     * Callers: admin. An admin needs `manage` for the tenant.
     */
    suspend(options?: CallOptions): Promise<TenantsSuspendOutput>;
    /**
     * Updates the tenant's name or host. Only admins may change the host.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     */
    update(input?: TenantsUpdateInput, options?: CallOptions): Promise<TenantsUpdateOutput>;
  };
  readonly testing: {
    readonly clock: {
      /**
       * Advances the clock of a test tenant, for all expiries and counters of its users.
       *
       * Callers: secret.
       */
      advance(input: TestingClockAdvanceInput, options?: CallOptions): Promise<TestingClockAdvanceOutput>;
    };
  };
  readonly users: {
    /**
     * Bans a user: they can't sign in, and their sessions end. Safe to repeat.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     */
    ban(input: UsersBanInput, options?: CallOptions): Promise<UsersBanOutput>;
    /**
     * Creates a user without a password, with a password, with a password hash, or with an invitation.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     */
    create(input: UsersCreateInput, options?: CallOptions): Promise<UsersCreateOutput>;
    /**
     * Deletes a user and all their personal data. It can't be undone.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     */
    delete(input: UsersDeleteInput, options?: CallOptions): Promise<UsersDeleteOutput>;
    /**
     * Forces a user to choose a new password by an emailed link. The current password and all sessions end.
     *
     * Callers: secret, admin. An admin needs `support` for the tenant.
     */
    forceReset(input: UsersForceResetInput, options?: CallOptions): Promise<UsersForceResetOutput>;
    /**
     * Gets a user by id, email or external id.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    get(input?: UsersGetInput, options?: CallOptions): Promise<UsersGetOutput>;
    /**
     * Gets up to 100 users by their ids, in that order.
     *
     * Callers: secret, admin. An admin needs `read` for the tenant.
     */
    getMany(input: UsersGetManyInput, options?: CallOptions): Promise<UsersGetManyOutput>;
    /**
     * Imports up to 1,000 users from another system, with their password hashes. Each row has its own result. Safe to repeat.
     *
     * Callers: secret, admin. An admin needs `manage` for the tenant.
     */
    import(input: UsersImportInput, options?: CallOptions): Promise<UsersImportOutput>;
    readonly invitations: {
      /**
       * Revokes an open invitation and bans its user. Safe to repeat.
       *
       * Callers: secret, admin. An admin needs `manage` for the tenant.
       */
      revoke(input: UsersInvitationsRevokeInput, options?: CallOptions): Promise<UsersInvitationsRevokeOutput>;
      /**
       * Invites a user without a password, or resends the invitation. The link is valid for 72 hours; earlier links end.
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
     * Searches users by prefix of email or name, in that order; case doesn't matter.
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
     * Unbans a user, who can then sign in again. Safe to repeat.
     *
     * Callers: secret, admin. An admin needs `support` for the tenant.
     */
    unban(input: UsersUnbanInput, options?: CallOptions): Promise<UsersUnbanOutput>;
    /**
     * Unlocks a user: clears failed attempts, so that delays, challenges and the lock after 100 failures end. Safe to repeat.
     *
     * Callers: secret, admin. An admin needs `support` for the tenant.
     */
    unlock(input: UsersUnlockInput, options?: CallOptions): Promise<UsersUnlockOutput>;
    /**
     * Updates a user's name, email, external id or metadata.
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
