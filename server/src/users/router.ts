import * as z from "zod";
import { emailKey } from "../auth/email.ts";
import { nameKey } from "../auth/name.ts";
import { administering } from "../rpc/administering.ts";
import { t } from "../rpc/init.ts";
import { cutPage, decodeCursor, pageInput, pageOf } from "../rpc/paging.ts";
import { banUser, findUser, forceReset, removeUser, unbanUser, unlockUser, updateUser } from "./administer.ts";
import { createUser } from "./create.ts";
import { createInput, updateInput, userIdInput } from "./inputs.ts";
import { userSessionsRouter } from "./sessions-router.ts";
import { managedUserOutput, managedUserView } from "./user-view.ts";

const byId = z.strictObject({ id: userIdInput });
const oneUser = z.object({ user: managedUserOutput });
const position = z.tuple([z.string(), z.string()]);

/** A tenant's users, for its own servers and for platform admins. */
export const usersRouter = t.router({
  list: administering("Lists the tenant's users, newest first.", "none")
    .input(
      z.strictObject({
        ...pageInput,
        status: z.enum(["active", "banned"]).optional(),
        verified: z.boolean().optional().describe("Only those whose address is verified, or only those whose is not."),
      }),
    )
    .output(z.object(pageOf(managedUserOutput)))
    .query(async ({ ctx, input: { status, verified, cursor, limit } }) => {
      const page = { before: decodeCursor(cursor, z.string()), limit: limit + 1 };
      const rows = await ctx.app.users.list(ctx.tenant.id, { status, verified }, page);
      return cutPage(rows, limit, { cursor: (row) => row.id, item: managedUserView });
    }),

  search: administering(
    "Finds users whose address or name begins so, in the order of that; case does not count.",
    "none",
  )
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

  get: administering("Shows one user.", "none")
    .input(byId)
    .output(oneUser)
    .query(async ({ ctx, input }) => ({ user: managedUserView(await findUser(ctx.app, ctx.tenant.id, input.id)) })),

  create: administering("Makes a user, without a password, with one, or with the hash of one.", "users.create")
    .input(createInput)
    .output(oneUser)
    .mutation(async ({ ctx, input: { name, metadata, ...input } }) => {
      const user = await createUser(ctx.app, ctx.tenant, { ...input, name: name ?? null, metadata: metadata ?? {} });
      ctx.entry.subject = user.id;
      return { user: managedUserView(user) };
    }),

  update: administering("Changes a user's name, address or metadata; never a password.", "users.update")
    .input(updateInput)
    .output(oneUser)
    .mutation(async ({ ctx, input: { id, ...change } }) => {
      ctx.entry.subject = id;
      return { user: managedUserView(await updateUser(ctx.app, ctx.tenant, id, change)) };
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

  sessions: userSessionsRouter,
});
