import * as z from "zod";
import { emailInput, nameInput, passwordInput } from "../accounts/inputs.ts";
import { platformKeysRouter } from "../api-keys/platform-keys-router.ts";
import { originOf } from "../pipeline/context.ts";
import { EVERY_CALLER } from "../pipeline/declaration.ts";
import { cutPage, decodeCursor, pageInput, pageOf } from "../pipeline/inputs.ts";
import { platformProcedure, t } from "../pipeline/procedure.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { PLATFORM_SLUG } from "../shared/tenant.ts";
import { userIdInput } from "../users/inputs.ts";
import { GRANTS, ROLES } from "./admin-model.ts";
import { type AdminView, adminOf, adminsOf, inviteAdmin, removeAdmin, setGrant, setRole } from "./admins.ts";
import { bootstrap } from "./bootstrap.ts";
import { breakGlass, endBreakGlass, MAX_BREAK_GLASS_MINUTES } from "./break-glass.ts";
import { forceResets, MAX_FORCED_RESETS } from "./force-resets.ts";
import { namedTenant, requirePermitted } from "./permitted.ts";

const role = z.enum(ROLES);
const grant = z.enum(GRANTS);
const id = userIdInput;

const adminOutput = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string().nullable(),
    role: role.nullable().describe("Role on the platform; null for admins with grants on tenants only, or none."),
    status: z.enum(["invited", "active"]).describe("invited: the admin hasn't chosen a password yet."),
    createdAt: z.date(),
  })
  .meta({ id: "PlatformAdmin", description: "A platform admin: a user of the platform's own tenant." });

const grantOutput = z
  .object({
    tenantId: z.string(),
    slug: z.string().describe("Slug of the tenant."),
    name: z.string(),
    grant: z.enum([...GRANTS, "emergency"]).describe("emergency: temporary access by platform.breakGlass."),
    expiresAt: z.date().nullable().describe("Time when the grant ends; null for no end."),
  })
  .meta({
    id: "AdminGrant",
    description: "Role of an admin on a tenant and its descendants. Purged tenants aren't listed.",
  });

const declared = { caller: ["admin"], rateLimit: "standard" } as const;
const changed = z.object({ changed: z.boolean().describe("Whether anything changed.") });
const onTenant = z.strictObject({ id, tenant: z.string().max(64).describe("Id or slug of the tenant."), grant });

export const adminsRouter = t.router({
  list: platformProcedure({ ...declared, summary: "Lists the platform's admins, newest first.", audit: "none" })
    .input(z.strictObject(pageInput))
    .output(z.object(pageOf(adminOutput)))
    .query(async ({ ctx: { app, caller }, input: { cursor, limit } }) => {
      const page = { before: decodeCursor(cursor, z.string()), limit: limit + 1 };
      const rows = await app.users.list(caller.tenantId, { status: undefined, verified: undefined }, page);
      const admins = await adminsOf(app, caller.tenantId, rows);
      return cutPage(admins, limit, { cursor: ({ user }) => user.id, item: outputOf });
    }),

  get: platformProcedure({ ...declared, summary: "Gets an admin and their grants on tenants.", audit: "none" })
    .input(z.strictObject({ id }))
    .output(z.object({ admin: adminOutput, grants: z.array(grantOutput) }))
    .query(async ({ ctx: { app, caller }, input }) => {
      const { grants, ...view } = await adminOf(app, caller.tenantId, input.id);
      const views = grants.map(({ tenantId, relation, tenant, until }) => {
        return { tenantId, slug: tenant.slug, name: tenant.name, grant: relation, expiresAt: until };
      });
      return { admin: outputOf(view), grants: views };
    }),

  invite: platformProcedure({
    ...declared,
    summary:
      "Invites an admin by email. The link to choose a password is valid for 72 hours; until it is used, the call may be repeated.",
    audit: "platform.admins.invite",
  })
    .input(z.strictObject({ email: emailInput, name: nameInput.optional(), role: role.nullable() }))
    .output(z.object({ id: z.string() }))
    .mutation(async ({ ctx, input: { email, name = null, role: newRole } }) => {
      const platform = await ctx.app.tenants.find(PLATFORM_SLUG);
      if (platform === undefined) throw new AppError("tenant_not_found");
      const { user, before } = await inviteAdmin(ctx.app, platform, adminActorOf(ctx), { email, name, role: newRole });
      ctx.entry.subject = user.id;
      ctx.entry.details = { role: newRole, before };
      return { id: user.id };
    }),

  setRole: platformProcedure({
    ...declared,
    summary: "Sets an admin's role on the platform, from their next call on. The last superadmin can't lose the role.",
    audit: "platform.admins.setRole",
  })
    .input(
      z.strictObject({ id, role: role.nullable().describe("Role on the platform; null for grants on tenants only.") }),
    )
    .output(changed)
    .mutation(async ({ ctx, input }) => {
      ctx.entry.subject = input.id;
      const { before, revision } = await setRole(ctx.app, adminActorOf(ctx), input.id, input.role);
      ctx.entry.details = { role: input.role, before };
      return { changed: revision !== null };
    }),

  grant: platformProcedure({
    ...declared,
    summary: "Grants an admin a role on a tenant and its descendants. Safe to repeat.",
    audit: "platform.admins.grant",
  })
    .input(onTenant)
    .output(changed)
    .mutation(async ({ ctx, input }) => {
      ctx.entry.subject = input.id;
      const tenant = await namedTenant(ctx.app, input.tenant);
      ctx.entry.details = { tenant: tenant.id, grant: input.grant };
      const change = { tenant, grant: input.grant, isGranted: true };
      const entry = ctx.entry.withChange(input, input.id);
      return { changed: await setGrant(ctx.app, adminActorOf(ctx), input.id, change, entry) };
    }),

  revoke: platformProcedure({
    ...declared,
    summary: "Revokes an admin's role on a tenant, from their next call on. Safe to repeat.",
    audit: "platform.admins.revoke",
  })
    .input(onTenant)
    .output(changed)
    .mutation(async ({ ctx, input }) => {
      ctx.entry.subject = input.id;
      const tenant = await namedTenant(ctx.app, input.tenant);
      ctx.entry.details = { tenant: tenant.id, grant: input.grant };
      const change = { tenant, grant: input.grant, isGranted: false };
      const entry = ctx.entry.withChange(input, input.id);
      return { changed: await setGrant(ctx.app, adminActorOf(ctx), input.id, change, entry) };
    }),

  remove: platformProcedure({
    ...declared,
    summary: "Removes an admin with all their permissions and sessions. The last superadmin can't be removed.",
    audit: "platform.admins.remove",
  })
    .input(z.strictObject({ id }))
    .output(z.object({ id: z.string() }))
    .mutation(async ({ ctx, input }) => {
      ctx.entry.subject = input.id;
      await removeAdmin(ctx.app, adminActorOf(ctx), input.id);
      return { id: input.id };
    }),
});

/** The caller as the author of a change. */
export function adminActorOf(ctx: Parameters<typeof originOf>[0] & { caller: { tenantId: string; userId: string } }) {
  return { admin: ctx.caller, origin: originOf(ctx) };
}

function outputOf({ user, role: currentRole, isActive }: AdminView): z.infer<typeof adminOutput> {
  const { id: userId, email, name, createdAt } = user;
  return { id: userId, email, name, role: currentRole, status: isActive ? "active" : "invited", createdAt };
}

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
  keys: platformKeysRouter,

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
        durationMinutes: z.int().min(1).max(MAX_BREAK_GLASS_MINUTES),
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
      const until = await breakGlass(app, adminActorOf(ctx), taken, { ...event, ...from });
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
      return { ended: await endBreakGlass(app, adminActorOf(ctx), tenantId, id) };
    }),

  forceResets: platformProcedure({
    summary:
      "Forces users to choose a new password by an emailed link whose hash has an old version of the pepper. Removes these hashes, so that the version can be removed; the caller is left out. Repeat it until leftCount is 0.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "platform.forceResets",
  })
    .input(
      z.strictObject({
        pepperVersion: z.string().max(32).describe("Version of passwordPepper in dashboard.secrets; not the newest."),
        limit: z.int().min(1).max(MAX_FORCED_RESETS).default(25).describe("Maximum number of users of this call."),
      }),
    )
    .output(
      z.object({
        resetCount: z.int().describe("Number of users whose password this call reset."),
        leftCount: z.int().describe("Number of further users with such a hash."),
      }),
    )
    .mutation(async ({ ctx: { app, caller, request, entry }, input }) => {
      const by = { actor: caller.userId, ip: request.ip, requestId: request.id };
      const done = await forceResets(app, { ...input, caller: caller.userId }, by);
      entry.details = { pepperVersion: input.pepperVersion, ...done };
      return done;
    }),
});
