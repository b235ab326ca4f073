import * as z from "zod";
import { AppError } from "../shared/errors/app-error.ts";
import { attemptSourceOf } from "../pipeline/zz-rpc--client-of.ts";
import { t } from "../pipeline/init.ts";
import { noInput } from "../pipeline/zz-rpc--no-input.ts";
import { procedure } from "../pipeline/procedure.ts";
import { forgetCookie } from "../sessions/cookies.ts";
import { deleteUser } from "../users/delete-user.ts";
import { accountExport, exportAccount } from "./export-account.ts";
import { challengeInput, freshPasswordInput, nameInput } from "./inputs.ts";
import { nameKey } from "./zz-auth--name.ts";
import { freshAccount, ownAccount } from "./own-account.ts";
import { userOutput, userView } from "./zz-auth--user-view.ts";

/** What users do with their own accounts. */
export const accountRouter = t.router({
  update: procedure({
    summary: "Changes the signed-in user's profile.",
    caller: ["user", "admin"],
    rateLimit: "standard",
    audit: "auth.account.update",
  })
    .input(z.strictObject({ name: nameInput.nullable().describe("Null for none.") }))
    .output(z.object({ user: userOutput }))
    .mutation(async ({ ctx, input: { name } }) => {
      ctx.entry.subject = ctx.caller.userId;
      const user = await ctx.app.users.rename(ctx.caller, { name, nameKey: nameKey(name) });
      if (user === undefined) throw new AppError("session_ended");
      return { user: userView(user) };
    }),

  export: procedure({
    summary: "Gives the signed-in user all that is held about them.",
    caller: ["user", "admin"],
    rateLimit: "credentials",
    audit: "auth.account.export",
  })
    .input(noInput)
    .output(accountExport)
    .query(async ({ ctx }) => {
      const { user } = await ownAccount(ctx.app, ctx.caller);
      ctx.entry.subject = user.id;
      return await exportAccount(ctx.app, user);
    }),

  delete: procedure({
    summary: "Deletes the signed-in user with all that is personal. It cannot be undone.",
    caller: ["user"],
    rateLimit: "credentials",
    audit: "auth.account.delete",
  })
    .input(z.strictObject({ password: freshPasswordInput, challenge: challengeInput }))
    .output(z.object({ deleted: z.literal(true) }))
    .mutation(async ({ ctx, input: { password, challenge } }) => {
      const { user } = await freshAccount(ctx.app, ctx.caller, { password, challenge, ip: attemptSourceOf(ctx) });
      ctx.entry.subject = user.id;
      await deleteUser(ctx.app, user.tenantId, user.id);
      forgetCookie(ctx);
      return { deleted: true } as const;
    }),
});
