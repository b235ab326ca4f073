import * as z from "zod";
import { t } from "../rpc/init.ts";
import { procedure } from "../rpc/procedure.ts";
import { advanceClock, FURTHEST_SECONDS } from "./advance-clock.ts";

/** What test tenants have and live ones have not. */
export const testingRouter = t.router({
  clock: t.router({
    advance: procedure({
      summary: "Moves the clock of a test tenant ahead, for all that ends or is counted for its users.",
      caller: ["secret"],
      rateLimit: "standard",
      audit: "testing.clock.advance",
    })
      .input(z.strictObject({ seconds: z.int().min(1).max(FURTHEST_SECONDS).describe("How far; it never goes back.") }))
      .output(
        z.object({
          now: z.date().describe("What time it is for the tenant now."),
          offsetSeconds: z.int().describe("How far that is ahead of the real time."),
        }),
      )
      .mutation(async ({ ctx, input }) => await advanceClock(ctx.app, ctx.tenant, input.seconds)),
  }),
});
