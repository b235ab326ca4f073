import type * as z from "zod";
import { apiKeysRouter } from "./api-keys/router.ts";
import { auditRouter } from "./audit/router.ts";
import { authzRouter } from "./authz/router.ts";
import { backupsRouter } from "./backups/router.ts";
import { dashboardRouter } from "./dashboard/router.ts";
import { emailsRouter } from "./email/router.ts";
import { eventsRouter } from "./events/router.ts";
import { limitIssues } from "./pipeline/input-issues.ts";
import { t } from "./pipeline/procedure.ts";
import { plansRouter } from "./plans/router.ts";
import { platformRouter } from "./platform/router.ts";
import { emailDomainsRouter, providersRouter } from "./providers/router.ts";
import { authRouter } from "./sign-in/router.ts";
import { systemRouter } from "./system/router.ts";
import { tenantsRouter } from "./tenants/router.ts";
import { testingRouter } from "./testing/router.ts";
import { usersRouter } from "./users/router.ts";
import { webhooksRouter } from "./webhooks/router.ts";

/** The whole public API. The SDK, the contract and the reference are made by walking it. */
export const appRouter = t.router({
  system: systemRouter,
  platform: platformRouter,
  plans: plansRouter,
  tenants: tenantsRouter,
  apiKeys: apiKeysRouter,
  auth: authRouter,
  users: usersRouter,
  providers: providersRouter,
  emailDomains: emailDomainsRouter,
  authz: authzRouter,
  emails: emailsRouter,
  audit: auditRouter,
  events: eventsRouter,
  webhooks: webhooksRouter,
  backups: backupsRouter,
  dashboard: dashboardRouter,
  testing: testingRouter,
});

// Flat at run time, by path; tRPC types it as nested.
const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { inputs: z.ZodType[] } }>;
for (const { _def } of Object.values(procedures)) for (const input of _def.inputs) limitIssues(input);

export type AppRouter = typeof appRouter;
