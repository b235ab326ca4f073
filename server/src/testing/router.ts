import * as z from "zod";
import { procedure, t } from "../pipeline/procedure.ts";
import { advanceClock, MAX_CLOCK_OFFSET_SECONDS } from "../tenants/administer.ts";

/** Procedures for test tenants only. */
export const testingRouter = t.router({
  clock: t.router({
    advance: procedure({
      summary: "Advances the clock of a test tenant, for all expiries and counters of its users.",
      caller: ["secret"],
      rateLimit: "standard",
      audit: "testing.clock.advance",
    })
      .input(
        z.strictObject({
          seconds: z.int().min(1).max(MAX_CLOCK_OFFSET_SECONDS).describe("Seconds to advance the clock."),
        }),
      )
      .output(
        z.object({
          now: z.date().describe("Current time of the tenant's clock."),
          offsetSeconds: z.int().describe("Seconds by which the tenant's clock is ahead of real time."),
        }),
      )
      .mutation(async ({ ctx, input }) => await advanceClock(ctx.app, ctx.tenant, input.seconds)),
  }),
});
