import * as z from "zod";
import { t } from "../rpc/init.ts";
import { platformProcedure } from "../rpc/procedure.ts";

export const dashboardRouter = t.router({
  overview: platformProcedure({
    summary: "Counts the platform's tenants, users, live sessions and today's checks.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.void())
    .output(
      z.object({
        tenants: z.int().describe("Without the platform's own."),
        users: z.int().describe("End users of all those tenants."),
        sessions: z.int().describe("Sessions that live now, admins' own among them."),
        checksToday: z.int().describe("Permission checks since midnight UTC; a few seconds behind."),
        at: z.date(),
      }),
    )
    .query(async ({ ctx }) => {
      const at = ctx.app.clock.now();
      return { ...(await ctx.app.dashboard.overview(at)), at };
    }),
});
