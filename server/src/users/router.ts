import * as z from "zod";
import { emailInput, nameKey } from "../accounts/inputs.ts";
import { isAllowed } from "../api-keys/scopes.ts";
import { t } from "../pipeline/init.ts";
import { cutPage, decodeCursor, pageInput, pageOf } from "../pipeline/inputs.ts";
import { administering } from "../pipeline/procedure.ts";
import { sessionOutput, sessionView } from "../sessions/session-view.ts";
import type { Caller } from "../shared/caller.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { domainNameInput } from "../shared/inputs/formats.ts";
import { checked } from "../shared/inputs/input-check.ts";
import { sessionLimits } from "../shared/session-lifetimes.ts";
import { banUser, endUserSessions, forceReset, removeUser, unbanUser, unlockUser, updateUser } from "./administer.ts";
import { createUser } from "./create.ts";
import { findUser, findUserBy, findUsers } from "./find.ts";
import { importUsers } from "./import.ts";
import { createInput, externalIdInput, importInput, importOutput, updateInput, userIdInput } from "./inputs.ts";
import { inviterOf, inviteUser, revokeInvitation } from "./invitations.ts";
import type { UserName } from "./store.ts";
import { managedUserOutput, managedUserView } from "./user-view.ts";

const ended = z.object({ ended: z.int().min(0).describe("How many sessions went on until now.") });

/** The sessions of a tenant's users. */
export const userSessionsRouter = t.router({
  list: administering("Lists a user's sessions, newest first.", "none")
    .input(z.strictObject({ ...pageInput, id: userIdInput }))
    .output(z.object(pageOf(sessionOutput)))
    .query(async ({ ctx, input: { id, cursor, limit } }) => {
      const user = await findUser(ctx.app, ctx.tenant.id, id);
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
      return { ended: await endUserSessions(ctx.app, ctx.tenant.id, { id, session: sessionId }) };
    }),

  endAll: administering("Ends all of a user's sessions. Safe to repeat.", "users.sessions.endAll", "support")
    .input(z.strictObject({ id: userIdInput }))
    .output(ended)
    .mutation(async ({ ctx, input: { id } }) => {
      ctx.entry.subject = id;
      return { ended: await endUserSessions(ctx.app, ctx.tenant.id, { id }) };
    }),
});

export const MAX_IDS = 100;

const byId = z.strictObject({ id: userIdInput });
const oneUser = z.object({ user: managedUserOutput });
const position = z.tuple([z.string(), z.string()]);

/** A tenant's users, for its own servers and for platform admins. */
export const usersRouter = t.router({
  list: administering("Lists the tenant's users, newest first.", "none")
    .input(
      z.strictObject({
        ...pageInput,
        status: z.enum(["active", "invited", "banned"]).optional(),
        verified: z.boolean().optional().describe("Only those whose email is verified, or only those whose is not."),
        domain: domainNameInput.optional().describe("Only those whose email is at this domain; not below it."),
      }),
    )
    .output(z.object(pageOf(managedUserOutput)))
    .query(async ({ ctx, input: { cursor, limit, ...filter } }) => {
      const page = { before: decodeCursor(cursor, z.string()), limit: limit + 1 };
      const rows = await ctx.app.users.list(ctx.tenant.id, filter, page);
      return cutPage(rows, limit, { cursor: (row) => row.id, item: managedUserView });
    }),

  search: administering("Finds users whose email or name begins so, in the order of that; case does not count.", "none")
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

  get: administering("Shows one user, by id, by email or by external id.", "none")
    .input(
      checked(
        z.strictObject({
          id: userIdInput.optional(),
          email: emailInput.optional().describe("The user's whole email; case does not count."),
          externalId: externalIdInput.optional(),
        }),
        { fields: { of: ["id", "email", "externalId"], atLeast: 1, atMost: 1 } },
        "Give one of id, email and externalId.",
      ),
    )
    .output(oneUser)
    .query(async ({ ctx, input: { id, email, externalId = "" } }) => {
      const name: UserName = id !== undefined ? { id } : email !== undefined ? { email } : { externalId };
      return { user: managedUserView(await findUserBy(ctx.app, ctx.tenant.id, name)) };
    }),

  getMany: administering(`Shows up to ${MAX_IDS} users by their ids, in that order.`, "none")
    .input(z.strictObject({ ids: z.array(userIdInput).min(1).max(MAX_IDS) }))
    .output(
      z.object({
        items: z.array(managedUserOutput),
        missing: z.array(z.string()).describe("The ids that no user has."),
      }),
    )
    .query(async ({ ctx, input }) => {
      const { items, missing } = await findUsers(ctx.app, ctx.tenant.id, input.ids);
      return { items: items.map(managedUserView), missing };
    }),

  create: administering(
    "Makes a user, without a password, with one, with the hash of one, or with an invitation.",
    "users.create",
  )
    .input(createInput)
    .output(
      oneUser.extend({
        warnings: z.array(z.string()).describe("What to know about the password hash, for people to read."),
      }),
    )
    .mutation(async ({ ctx, input: { invite, invitedBy, ...input } }) => {
      const inviter = invite ? await inviterOf(ctx.app, ctx.tenant, invitedBy) : undefined;
      const of = { ...input, name: input.name ?? null, metadata: input.metadata ?? {}, inviter };
      const user = await knownTo(ctx.caller, createUser(ctx.app, ctx.tenant, of));
      ctx.entry.subject = user.id;
      const warning = input.passwordHash && ctx.app.passwords.warningOf(input.passwordHash);
      return { user: managedUserView(user), warnings: warning ? [warning] : [] };
    }),

  import: administering(
    "Makes up to 1,000 users who were kept elsewhere, with hashes of their passwords. Each row has a result of its own; safe to repeat.",
    "users.import",
  )
    .input(importInput)
    .output(importOutput)
    .mutation(async ({ ctx, input }) => {
      const { results, ...counts } = await importUsers(ctx.app, ctx.tenant, input);
      ctx.entry.details = { ...counts, dryRun: input.dryRun };
      const shown = mayRead(ctx.caller) ? results : results.map(({ userId: _, ...result }) => result);
      return { ...counts, results: shown };
    }),

  update: administering("Changes a user's name, email, external id or metadata; never a password.", "users.update")
    .input(updateInput)
    .output(oneUser)
    .mutation(async ({ ctx, input: { id, ...change } }) => {
      ctx.entry.subject = id;
      const updated = await knownTo(ctx.caller, updateUser(ctx.app, ctx.tenant, id, change));
      return { user: managedUserView(updated) };
    }),

  ban: administering("Bans a user: nothing signs them in, and their sessions end. Safe to repeat.", "users.ban")
    .input(byId)
    .output(oneUser)
    .mutation(async ({ ctx, input: { id } }) => {
      ctx.entry.subject = id;
      return { user: managedUserView(await banUser(ctx.app, ctx.tenant.id, id)) };
    }),

  unban: administering("Lets a banned user sign in again. Safe to repeat.", "users.unban", "support")
    .input(byId)
    .output(oneUser)
    .mutation(async ({ ctx, input: { id } }) => {
      ctx.entry.subject = id;
      return { user: managedUserView(await unbanUser(ctx.app, ctx.tenant.id, id)) };
    }),

  unlock: administering(
    "Forgets failed sign-ins of a user, so that delays, challenges and the stop after 100 failures end. Safe to repeat.",
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
    "Has a user choose another password, by a link that is sent to them; the present one and all sessions end.",
    "users.forceReset",
    "support",
  )
    .input(byId)
    .output(oneUser)
    .mutation(async ({ ctx, input: { id } }) => {
      ctx.entry.subject = id;
      return { user: managedUserView(await forceReset(ctx.app, ctx.tenant, id)) };
    }),

  delete: administering("Deletes a user with all that is personal. It cannot be undone.", "users.delete")
    .input(byId)
    .output(z.object({ id: z.string() }))
    .mutation(async ({ ctx, input: { id } }) => {
      ctx.entry.subject = id;
      await removeUser(ctx.app, ctx.tenant.id, id);
      return { id };
    }),

  invitations: t.router({
    send: administering(
      "Invites a user who has no password yet, or sends the invitation again: a link that is good for 72 hours. Earlier links end.",
      "users.invitations.send",
      "support",
    )
      .input(
        z.strictObject({
          id: userIdInput,
          invitedBy: userIdInput.optional().describe("The user whom the invitation names; defaults to the tenant."),
        }),
      )
      .output(oneUser)
      .mutation(async ({ ctx, input: { id, invitedBy } }) => {
        ctx.entry.subject = id;
        const inviter = await inviterOf(ctx.app, ctx.tenant, invitedBy);
        return { user: managedUserView(await inviteUser(ctx.app, ctx.tenant, id, inviter)) };
      }),

    revoke: administering(
      "Ends an open invitation and bans its user, who has no other way in. Safe to repeat.",
      "users.invitations.revoke",
    )
      .input(byId)
      .output(oneUser)
      .mutation(async ({ ctx, input: { id } }) => {
        ctx.entry.subject = id;
        return { user: managedUserView(await revokeInvitation(ctx.app, ctx.tenant.id, id)) };
      }),
  }),

  sessions: userSessionsRouter,
});

/** Whether the caller may see users, whatever else it may do. */
function mayRead(caller: Caller): boolean {
  return caller.kind !== "restricted" || isAllowed(caller.scopes, { path: "users.get", type: "query" });
}

/** Names the other user whom an email or an external id is taken by to those who may see users, and to nobody else. */
async function knownTo<T>(caller: Caller, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && "userId" in error.details && !mayRead(caller)) throw new AppError(error.code);
    throw error;
  }
}
