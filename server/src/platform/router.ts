import * as z from "zod";
import { emailInput, passwordInput } from "../accounts/inputs.ts";
import { EVERY_CALLER } from "../pipeline/declaration.ts";
import { t } from "../pipeline/init.ts";
import { platformProcedure } from "../pipeline/procedure.ts";
import { userIdInput } from "../users/inputs.ts";
import { adminsRouter, byOf } from "./zz-platform--admins-router.ts";
import { bootstrap } from "./bootstrap.ts";
import { breakGlass, endBreakGlass, LONGEST_MINUTES } from "./break-glass.ts";
import { namedTenant } from "./zz-platform--named-tenant.ts";
import { requirePermitted } from "./permitted.ts";

const ONE_LINE = /^[^\p{Cc}\u2028\u2029]*\S[^\p{Cc}\u2028\u2029]*$/u;
const tenant = z.string().max(64).describe("Id or slug.");

export const platformRouter = t.router({
  bootstrap: platformProcedure({
    summary: "Creates the platform's first admin, once, for whoever holds the bootstrap secret.",
    caller: EVERY_CALLER,
    rateLimit: "credentials",
    audit: "platform.bootstrap",
  })
    .input(
      z.strictObject({
        secret: z.string().max(1024).describe("The deployment's BOOTSTRAP_SECRET."),
        email: emailInput,
        password: passwordInput,
      }),
    )
    .output(z.object({ tenantId: z.string().describe("The platform's own tenant."), userId: z.string() }))
    .mutation(async ({ ctx, input }) => await bootstrap(ctx.app, input)),

  admins: adminsRouter,

  breakGlass: platformProcedure({
    summary: "Has the caller manage a tenant for some minutes, for a reason that its log and its superadmins are told.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "platform.breakGlass",
    admin: "breakGlass",
  })
    .input(
      z.strictObject({
        tenant,
        reason: z.string().min(10).max(500).regex(ONE_LINE, "Write one line.").describe("Why, for people to read."),
        minutes: z.int().min(1).max(LONGEST_MINUTES),
      }),
    )
    .output(z.object({ until: z.date() }))
    .mutation(async ({ ctx, input }) => {
      const { app, caller, request, entry } = ctx;
      const taken = { ...input, tenant: await namedTenant(app, input.tenant) };
      const event = { event: "platform.breakGlass", actor: caller.userId, subject: null, outcome: "ok" };
      const from = { ip: request.ip, requestId: request.id };
      entry.details = { tenant: taken.tenant.id, reason: input.reason };
      const until = await breakGlass(app, byOf(ctx), taken, { ...event, ...from });
      entry.details = { ...entry.details, until: until.toISOString() };
      return { until };
    }),

  endBreakGlass: platformProcedure({
    summary:
      "Ends what the caller took of a tenant before its time; of another admin's, for those who manage the platform.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "platform.endBreakGlass",
    admin: "breakGlass",
  })
    .input(z.strictObject({ tenant, id: userIdInput.optional().describe("Another admin's id.") }))
    .output(z.object({ ended: z.boolean() }))
    .mutation(async ({ ctx, input }) => {
      const { app, caller, entry } = ctx;
      const id = input.id ?? caller.userId;
      if (id !== caller.userId) await requirePermitted(app, caller, "manage");
      const { id: tenantId } = await namedTenant(app, input.tenant);
      entry.subject = id;
      entry.details = { tenant: tenantId };
      return { ended: await endBreakGlass(app, byOf(ctx), tenantId, id) };
    }),
});
