import * as z from "zod";
import { AppError } from "../errors/app-error.ts";
import { attemptSourceOf } from "../rpc/client-of.ts";
import { t } from "../rpc/init.ts";
import { noInput } from "../rpc/no-input.ts";
import { procedure } from "../rpc/procedure.ts";
import { forgetCookie } from "./cookie-mode.ts";
import { deleteUser } from "./delete-user.ts";
import { accountExport, exportAccount } from "./export-account.ts";
import { challengeInput, freshPasswordInput, nameInput } from "./inputs.ts";
import { nameKey } from "./name.ts";
import { freshAccount, ownAccount } from "./own-account.ts";
import { userOutput, userView } from "./user-view.ts";

/** What users do with their own accounts. */
export const accountRouter = t.router({
  update: procedure({
    summary: "Updates the signed-in user's profile.",
    caller: ["user", "admin"],
    rateLimit: "standard",
    audit: "auth.account.update",
  })
    .input(z.strictObject({ name: nameInput.nullable().describe("The user's name; null to remove it.") }))
    .output(z.object({ user: userOutput }))
    .mutation(async ({ ctx, input: { name } }) => {
      ctx.entry.subject = ctx.caller.userId;
      const user = await ctx.app.users.rename(ctx.caller, { name, nameKey: nameKey(name) });
      if (user === undefined) throw new AppError("session_ended");
      return { user: userView(user) };
    }),

  export: procedure({
    summary: "Exports all data stored about the signed-in user.",
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
    summary: "Deletes the signed-in user and all their personal data. It can't be undone.",
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
