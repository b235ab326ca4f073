import * as z from "zod";
import { sessionLimits } from "../auth/lifetimes.ts";
import { sessionOutput, sessionView } from "../auth/session-view.ts";
import { administering } from "../rpc/administering.ts";
import { t } from "../rpc/init.ts";
import { cutPage, decodeCursor, pageInput, pageOf } from "../rpc/paging.ts";
import { endUserSessions } from "./administer.ts";
import { findUser } from "./find.ts";
import { userIdInput } from "./inputs.ts";

const ended = z.object({ endedCount: z.int().min(0).describe("Number of sessions that were ended.") });

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
