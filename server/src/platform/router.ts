import * as z from "zod";
import { emailInput, passwordInput } from "../auth/inputs.ts";
import { EVERY_CALLER } from "../rpc/declaration.ts";
import { t } from "../rpc/init.ts";
import { platformProcedure } from "../rpc/procedure.ts";
import { bootstrap } from "./bootstrap.ts";

export const platformRouter = t.router({
  bootstrap: platformProcedure({
    summary: "Creates the platform's first admin, once, for whoever holds the bootstrap secret.",
    caller: EVERY_CALLER,
    rateLimit: "credentials",
    audit: "platform.bootstrap",
  })
    .input(
      z.strictObject({
        secret: z.string().max(1024).describe("The deployment's BOOTSTRAP_SECRET."),
        email: emailInput,
        password: passwordInput,
      }),
    )
    .output(z.object({ tenantId: z.string().describe("The platform's own tenant."), userId: z.string() }))
    .mutation(async ({ ctx, input }) => await bootstrap(ctx.app, input)),
});
