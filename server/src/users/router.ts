import * as z from "zod";
import { emailInput, nameKey } from "../accounts/inputs.ts";
import { isAllowed } from "../api-keys/scopes.ts";
import { cutPage, decodeCursor, pageInput, pageOf } from "../pipeline/inputs.ts";
import { administering, t } from "../pipeline/procedure.ts";
import { sessionOutput, sessionView } from "../sessions/session-view.ts";
import type { Caller } from "../shared/caller.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { domainNameInput } from "../shared/inputs/formats.ts";
import { checked } from "../shared/inputs/input-check.ts";
import { sessionLimits } from "../shared/session-lifetimes.ts";
import { banUser, endUserSessions, forceReset, removeUser, unbanUser, unlockUser, updateUser } from "./administer.ts";
import { createUser } from "./create.ts";
import { findUserByOrThrow, findUserOrThrow, findUsers } from "./find.ts";
import { importUsers } from "./import.ts";
import { createInput, externalIdInput, importInput, importOutput, updateInput, userIdInput } from "./inputs.ts";
import { inviterOf, inviteUser, revokeInvitation } from "./invitations.ts";
import { cancelFactorReset, requestFactorReset } from "./reset-factors.ts";
import type { UserLookup } from "./store.ts";
import { managedUserOutput, managedUserView } from "./user-view.ts";

const ended = z.object({ endedCount: z.int().min(0).describe("Number of sessions that were ended.") });

/** Procedures for the sessions of a tenant's users. */
export const userSessionsRouter = t.router({
  list: administering("Lists a user's sessions, newest first.", "none")
    .input(z.strictObject({ ...pageInput, id: userIdInput }))
    .output(z.object(pageOf(sessionOutput)))
    .query(async ({ ctx, input: { id, cursor, limit } }) => {
      const user = await findUserOrThrow(ctx.app, ctx.tenant.id, id);
      const limits = sessionLimits(ctx.tenant);
      const before = decodeCursor(cursor, z.string());
      const page = { before, limit: limit + 1, now: ctx.app.clock.now(), limits };
      const rows = await ctx.app.sessions.list({ tenantId: user.tenantId, userId: user.id }, page);
      return cutPage(rows, limit, { cursor: (row) => row.id, item: (row) => sessionView(row, limits) });
    }),

  end: administering("Ends one of a user's sessions. Safe to repeat.", "users.sessions.end", "support")
    .input(z.strictObject({ id: userIdInput, sessionId: z.string().max(64) }))
    .output(ended)
    .mutation(async ({ ctx, input: { id, sessionId } }) => {
      ctx.entry.subject = id;
      return { endedCount: await endUserSessions(ctx.app, ctx.tenant.id, { id, session: sessionId }) };
    }),

  endAll: administering("Ends all of a user's sessions. Safe to repeat.", "users.sessions.endAll", "support")
    .input(z.strictObject({ id: userIdInput }))
    .output(ended)
    .mutation(async ({ ctx, input: { id } }) => {
      ctx.entry.subject = id;
      return { endedCount: await endUserSessions(ctx.app, ctx.tenant.id, { id }) };
    }),
});

export const MAX_IDS = 100;

const byId = z.strictObject({ id: userIdInput });
const oneUser = z.object({ user: managedUserOutput });
const position = z.tuple([z.string(), z.string()]);

/** Procedures for a tenant's users, for its servers and for platform admins. */
export const usersRouter = t.router({
  list: administering("Lists the tenant's users, newest first.", "none")
    .input(
      z.strictObject({
        ...pageInput,
        status: z.enum(["active", "invited", "banned"]).optional(),
        emailVerified: z
          .boolean()
          .optional()
          .describe("Only users whose email is verified, or only those whose email isn't."),
        emailDomain: domainNameInput
          .optional()
          .describe("Only users whose email is at this domain; subdomains don't match."),
      }),
    )
    .output(z.object(pageOf(managedUserOutput)))
    .query(async ({ ctx, input: { cursor, limit, status, emailVerified, emailDomain } }) => {
      const page = { before: decodeCursor(cursor, z.string()), limit: limit + 1 };
      const filter = { status, verified: emailVerified, domain: emailDomain };
      const rows = await ctx.app.users.list(ctx.tenant.id, filter, page);
      return cutPage(rows, limit, { cursor: (row) => row.id, item: managedUserView });
    }),

  search: administering("Searches users by prefix of email or name, in that order; case doesn't matter.", "none")
    .input(z.strictObject({ ...pageInput, by: z.enum(["email", "name"]), prefix: z.string().min(1).max(254) }))
    .output(z.object(pageOf(managedUserOutput)))
    .query(async ({ ctx, input: { by, prefix, cursor, limit } }) => {
      const [key, id] = decodeCursor(cursor, position) ?? [];
      const after = key === undefined || id === undefined ? undefined : { key, id };
      const search = { by, prefix: by === "email" ? emailKey(prefix) : (nameKey(prefix) ?? ""), after };
      const rows = await ctx.app.users.search(ctx.tenant.id, search, limit + 1);
      const keyOf = by === "email" ? "emailKey" : "nameKey";
      return cutPage(rows, limit, { cursor: (row) => [row[keyOf], row.id], item: managedUserView });
    }),

  get: administering("Gets a user by id, email or external id.", "none")
    .input(
      checked(
        z.strictObject({
          id: userIdInput.optional(),
          email: emailInput.optional().describe("The user's whole email; case doesn't matter."),
          externalId: externalIdInput.optional(),
        }),
        { fields: { of: ["id", "email", "externalId"], atLeast: 1, atMost: 1 } },
        "Set exactly one of id, email and externalId.",
      ),
    )
    .output(oneUser)
    .query(async ({ ctx, input: { id, email, externalId = "" } }) => {
      const name: UserLookup = id !== undefined ? { id } : email !== undefined ? { email } : { externalId };
      return { user: managedUserView(await findUserByOrThrow(ctx.app, ctx.tenant.id, name)) };
    }),

  getMany: administering(`Gets up to ${MAX_IDS} users by their ids, in that order.`, "none")
    .input(z.strictObject({ ids: z.array(userIdInput).min(1).max(MAX_IDS) }))
    .output(
      z.object({
        items: z.array(managedUserOutput),
        missingIds: z.array(z.string()).describe("Ids that no user has."),
      }),
    )
    .query(async ({ ctx, input }) => {
      const { items, missing } = await findUsers(ctx.app, ctx.tenant.id, input.ids);
      return { items: items.map(managedUserView), missingIds: missing };
    }),

  create: administering(
    "Creates a user without a password, with a password, with a password hash, or with an invitation.",
    "users.create",
  )
    .input(createInput)
    .output(
      oneUser.extend({
        warnings: z.array(z.string()).describe("Warnings about the password hash, for people to read."),
      }),
    )
    .mutation(async ({ ctx, input: { invite, invitedBy, ...input } }) => {
      const inviter = invite ? await inviterOf(ctx.app, ctx.tenant, invitedBy) : undefined;
      const of = { ...input, name: input.name ?? null, metadata: input.metadata ?? {}, inviter };
      const user = await withUserIdFor(ctx.caller, createUser(ctx.app, ctx.tenant, of));
      ctx.entry.subject = user.id;
      const warning = input.passwordHash && ctx.app.passwords.warningOf(input.passwordHash);
      return { user: managedUserView(user), warnings: warning ? [warning] : [] };
    }),

  import: administering(
    "Imports up to 1,000 users from another system, with their password hashes. Each row has its own result. Safe to repeat.",
    "users.import",
  )
    .input(importInput)
    .output(importOutput)
    .mutation(async ({ ctx, input }) => {
      const { results, ...counts } = await importUsers(ctx.app, ctx.tenant, input);
      ctx.entry.details = { ...counts, dryRun: input.dryRun };
      const shown = mayReadUsers(ctx.caller) ? results : results.map(({ userId: _, ...result }) => result);
      return { ...counts, results: shown };
    }),

  update: administering("Updates a user's name, email, external id or metadata.", "users.update")
    .input(updateInput)
    .output(oneUser)
    .mutation(async ({ ctx, input: { id, ...change } }) => {
      ctx.entry.subject = id;
      const updated = await withUserIdFor(ctx.caller, updateUser(ctx.app, ctx.tenant, id, change));
      return { user: managedUserView(updated) };
    }),

  ban: administering("Bans a user: they can't sign in, and their sessions end. Safe to repeat.", "users.ban")
    .input(byId)
    .output(oneUser)
    .mutation(async ({ ctx, input: { id } }) => {
      ctx.entry.subject = id;
      return { user: managedUserView(await banUser(ctx.app, ctx.tenant.id, id)) };
    }),

  unban: administering("Unbans a user, who can then sign in again. Safe to repeat.", "users.unban", "support")
    .input(byId)
    .output(oneUser)
    .mutation(async ({ ctx, input: { id } }) => {
      ctx.entry.subject = id;
      return { user: managedUserView(await unbanUser(ctx.app, ctx.tenant.id, id)) };
    }),

  unlock: administering(
    "Unlocks a user: clears failed attempts, so that delays, challenges and the lock after 100 failures end. Safe to repeat.",
    "users.unlock",
    "support",
  )
    .input(byId)
    .output(oneUser)
    .mutation(async ({ ctx, input: { id } }) => {
      ctx.entry.subject = id;
      return { user: managedUserView(await unlockUser(ctx.app, ctx.tenant, id)) };
    }),

  forceReset: administering(
    "Forces a user to choose a new password by an emailed link. The current password and all sessions end.",
    "users.forceReset",
    "support",
  )
    .input(byId)
    .output(oneUser)
    .mutation(async ({ ctx, input: { id } }) => {
      ctx.entry.subject = id;
      return { user: managedUserView(await forceReset(ctx.app, ctx.tenant, id)) };
    }),

  delete: administering("Deletes a user and all their personal data. It can't be undone.", "users.delete")
    .input(byId)
    .output(z.object({ id: z.string() }))
    .mutation(async ({ ctx, input: { id } }) => {
      ctx.entry.subject = id;
      await removeUser(ctx.app, ctx.tenant.id, id);
      return { id };
    }),

  factors: t.router({
    requestReset: administering(
      "Requests that a user's second factors be removed at a sign-in after the tenant's delay. The user is emailed, and can cancel it.",
      "users.factors.requestReset",
      "support",
    )
      .input(byId)
      .output(oneUser)
      .mutation(async ({ ctx, input: { id } }) => {
        ctx.entry.subject = id;
        return { user: managedUserView(await requestFactorReset(ctx.app, ctx.tenant, id)) };
      }),

    cancelReset: administering(
      "Takes back the request to remove a user's second factors. Safe to repeat.",
      "users.factors.cancelReset",
      "support",
    )
      .input(byId)
      .output(oneUser)
      .mutation(async ({ ctx, input: { id } }) => {
        ctx.entry.subject = id;
        return { user: managedUserView(await cancelFactorReset(ctx.app, ctx.tenant, id)) };
      }),
  }),

  invitations: t.router({
    send: administering(
      "Invites a user without a password, or resends the invitation. The link is valid for 72 hours; earlier links end.",
      "users.invitations.send",
      "support",
    )
      .input(
        z.strictObject({
          id: userIdInput,
          invitedBy: userIdInput
            .optional()
            .describe("Id of the inviting user whom the email names. Defaults to the tenant."),
        }),
      )
      .output(oneUser)
      .mutation(async ({ ctx, input: { id, invitedBy } }) => {
        ctx.entry.subject = id;
        const inviter = await inviterOf(ctx.app, ctx.tenant, invitedBy);
        return { user: managedUserView(await inviteUser(ctx.app, ctx.tenant, id, inviter)) };
      }),

    revoke: administering("Revokes an open invitation and bans its user. Safe to repeat.", "users.invitations.revoke")
      .input(byId)
      .output(oneUser)
      .mutation(async ({ ctx, input: { id } }) => {
        ctx.entry.subject = id;
        return { user: managedUserView(await revokeInvitation(ctx.app, ctx.tenant.id, id)) };
      }),
  }),

  sessions: userSessionsRouter,
});

/** Reports whether the caller may read users. */
function mayReadUsers(caller: Caller): boolean {
  return caller.kind !== "restricted" || isAllowed(caller.scopes, { path: "users.get", type: "query" });
}

/** Removes the id of a conflicting user from errors, unless the caller may read users. */
async function withUserIdFor<T>(caller: Caller, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && "userId" in error.details && !mayReadUsers(caller)) throw new AppError(error.code);
    throw error;
  }
}
