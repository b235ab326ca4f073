import * as z from "zod";
import { cutPage, decodeCursor, noInput, pageInput, pageOf } from "../pipeline/inputs.ts";
import { procedure, t } from "../pipeline/procedure.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { sessionLimits } from "../shared/session-lifetimes.ts";
import { PLATFORM_SLUG } from "../shared/tenant.ts";
import { forgetCookie } from "./cookies.ts";
import { endSessionsOf } from "./end-sessions.ts";
import { sessionFields, sessionView } from "./session-view.ts";

const SIGNED_IN = ["user", "admin"] as const;
const ended = z.object({ endedCount: z.int().min(0).describe("Number of sessions that were ended.") });

const ownSession = z
  .object({ ...sessionFields, current: z.boolean().describe("Whether this is the session of the call.") })
  .meta({ id: "OwnSession", description: "A session of the calling user." });

/** A signed-in user's own sessions. */
export const sessionsRouter = t.router({
  list: procedure({
    summary: "Lists the signed-in user's sessions, newest first.",
    caller: SIGNED_IN,
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject(pageInput))
    .output(z.object(pageOf(ownSession)))
    .query(async ({ ctx, input }) => {
      const limits = sessionLimits(ctx.caller.kind === "admin" ? { slug: PLATFORM_SLUG, settings: {} } : ctx.tenant);
      const before = decodeCursor(input.cursor, z.string());
      const page = { before, limit: input.limit + 1, now: ctx.app.clock.now(), limits };
      const rows = await ctx.app.sessions.list(ctx.caller, page);
      return cutPage(rows, input.limit, {
        cursor: (row) => row.id,
        item: (row) => ({ ...sessionView(row, limits), current: row.id === ctx.caller.sessionId }),
      });
    }),

  end: procedure({
    summary: "Ends one of the signed-in user's sessions. Safe to repeat.",
    caller: SIGNED_IN,
    rateLimit: "standard",
    audit: "auth.sessions.end",
  })
    .input(z.strictObject({ id: z.string().max(64) }))
    .output(ended)
    .mutation(async ({ ctx, input }) => {
      const { userId, sessionId } = ctx.caller;
      const found = await ctx.app.sessions.find(input.id);
      if (found === undefined || found.user.id !== userId) throw new AppError("session_not_found");
      if (input.id === sessionId) forgetCookie(ctx);
      return { endedCount: await endSessionsOf(ctx.app, found.tenant.id, { session: input.id }, "revoked") };
    }),

  endOthers: procedure({
    summary: "Ends all of the signed-in user's sessions except the caller's.",
    caller: SIGNED_IN,
    rateLimit: "standard",
    audit: "auth.sessions.endOthers",
  })
    .input(noInput)
    .output(ended)
    .mutation(async ({ ctx }) => {
      const { userId, sessionId } = ctx.caller;
      const others = { user: userId, except: sessionId };
      return { endedCount: await endSessionsOf(ctx.app, ctx.caller.tenantId, others, "revoked") };
    }),

  endAll: procedure({
    summary: "Ends all of the signed-in user's sessions, including the caller's.",
    caller: SIGNED_IN,
    rateLimit: "standard",
    audit: "auth.sessions.endAll",
  })
    .input(noInput)
    .output(ended)
    .mutation(async ({ ctx }) => {
      forgetCookie(ctx);
      return { endedCount: await endSessionsOf(ctx.app, ctx.caller.tenantId, { user: ctx.caller.userId }, "revoked") };
    }),
});
