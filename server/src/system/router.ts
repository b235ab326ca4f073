import * as z from "zod";
import { EVERY_CALLER } from "../pipeline/declaration.ts";
import { noInput } from "../pipeline/inputs.ts";
import { platformProcedure, t } from "../pipeline/procedure.ts";

export const systemRouter = t.router({
  health: platformProcedure({
    summary: "Reports that the service is up, its version and its time.",
    caller: [...EVERY_CALLER, "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(noInput)
    .output(
      z.object({
        status: z.literal("ok"),
        version: z.string(),
        time: z.date(),
        allowsLoopback: z
          .boolean()
          .describe("Whether identity providers and webhooks on loopback are allowed: only on a local stack."),
      }),
    )
    .query(({ ctx: { app } }) => ({
      status: "ok",
      version: app.version,
      time: app.clock.now(),
      allowsLoopback: app.config.allowsLoopback,
    })),
});
