import * as z from "zod";
import { emailInput, passwordInput } from "../auth/inputs.ts";
import { EVERY_CALLER } from "../rpc/declaration.ts";
import { t } from "../rpc/init.ts";
import { platformProcedure } from "../rpc/procedure.ts";
import { userIdInput } from "../users/inputs.ts";
import { adminsRouter, byOf } from "./admins-router.ts";
import { bootstrap } from "./bootstrap.ts";
import { breakGlass, endBreakGlass, LONGEST_MINUTES } from "./break-glass.ts";
import { namedTenant } from "./named-tenant.ts";
import { requirePermitted } from "./permitted.ts";

const ONE_LINE = /^[^\p{Cc}\u2028\u2029]*\S[^\p{Cc}\u2028\u2029]*$/u;
const tenant = z.string().max(64).describe("Id or slug of the tenant.");

export const platformRouter = t.router({
  bootstrap: platformProcedure({
    summary: "Creates the platform's first admin, once, with the bootstrap secret.",
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
    .output(z.object({ tenantId: z.string().describe("Id of the platform's own tenant."), userId: z.string() }))
    .mutation(async ({ ctx, input }) => await bootstrap(ctx.app, input)),

  admins: adminsRouter,

  breakGlass: platformProcedure({
    summary:
      "Grants the caller temporary break-glass access to a tenant. The reason is audited and emailed to superadmins.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "platform.breakGlass",
    admin: "breakGlass",
  })
    .input(
      z.strictObject({
        tenant,
        reason: z
          .string()
          .min(10)
          .max(500)
          .regex(ONE_LINE, "Write one line of text.")
          .describe("Reason for the access, 10 to 500 characters. Superadmins read it."),
        durationMinutes: z.int().min(1).max(LONGEST_MINUTES),
      }),
    )
    .output(z.object({ expiresAt: z.date() }))
    .mutation(async ({ ctx, input }) => {
      const { app, caller, request, entry } = ctx;
      const { reason, durationMinutes: minutes } = input;
      const taken = { reason, minutes, tenant: await namedTenant(app, input.tenant) };
      const event = { event: "platform.breakGlass", actor: caller.userId, subject: null, outcome: "ok" };
      const from = { ip: request.ip, requestId: request.id };
      entry.details = { tenant: taken.tenant.id, reason: input.reason };
      const until = await breakGlass(app, byOf(ctx), taken, { ...event, ...from });
      entry.details = { ...entry.details, expiresAt: until.toISOString() };
      return { expiresAt: until };
    }),

  endBreakGlass: platformProcedure({
    summary:
      "Ends the caller's break-glass access to a tenant early. Admins who manage the platform may end another admin's.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "platform.endBreakGlass",
    admin: "breakGlass",
  })
    .input(
      z.strictObject({
        tenant,
        id: userIdInput.optional().describe("Id of the admin whose access ends. Defaults to the caller."),
      }),
    )
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
