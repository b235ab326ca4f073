import * as z from "zod";
import { EVERY_CALLER } from "../rpc/declaration.ts";
import { t } from "../rpc/init.ts";
import { noInput } from "../rpc/no-input.ts";
import { platformProcedure } from "../rpc/procedure.ts";

export const systemRouter = t.router({
  health: platformProcedure({
    summary: "Reports that the service is up, its version and its time.",
    caller: EVERY_CALLER,
    rateLimit: "standard",
    audit: "none",
  })
    .input(noInput)
    .output(z.object({ status: z.literal("ok"), version: z.string(), time: z.date() }))
    .query(({ ctx }) => ({ status: "ok", version: ctx.app.version, time: ctx.app.clock.now() })),
});
