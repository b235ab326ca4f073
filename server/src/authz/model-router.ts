import * as z from "zod";
import { actorOf } from "../callers/caller.ts";
import { AppError } from "../errors/app-error.ts";
import { t } from "../rpc/init.ts";
import { procedure } from "../rpc/procedure.ts";
import { parseModel } from "./model-language.ts";
import { unwrap } from "./outcome.ts";
import { revision } from "./schemas.ts";

const MAXIMUM_MODEL = 256 * 1024;

const source = z.string().max(MAXIMUM_MODEL).describe("The model in OpenFGA's modelling language, schema 1.1.");
const version = z.int().min(1);

export const modelRouter = t.router({
  put: procedure({
    summary: "Makes a model the tenant's newest version. Putting the newest one again changes nothing.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "authz.model.put",
  })
    .input(z.strictObject({ model: source }))
    .output(
      z.object({
        version,
        changed: z.boolean().describe("False when this was the newest model already."),
        inertTuples: z.int().describe("Stored tuples that this model does not allow: kept, but without effect."),
        revision,
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { app, tenant } = ctx;
      const definition = parseModel(input.model);
      const actor = actorOf(ctx.caller);
      const put = unwrap(await app.graph(tenant.id).putModel({ source: input.model, definition, actor }));
      const entry = { tenantId: tenant.id, version: put.version, source: input.model, createdBy: actor };
      await app.models.add({ ...entry, now: app.clock.now() });
      return { ...put, revision: `${put.revision}` };
    }),

  get: procedure({
    summary: "Shows a version of the tenant's model, the newest unless told.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject({ version: version.optional() }))
    .output(z.object({ version, model: source, createdAt: z.date(), createdBy: z.string(), revision }))
    .query(async ({ ctx, input }) => {
      const found = unwrap(await ctx.app.graph(ctx.tenant.id).getModel(input.version));
      if (found.model === null) throw new AppError(input.version ? "model_version_unknown" : "model_missing");
      const { source: model, createdAt, ...rest } = found.model;
      return { ...rest, model, createdAt: new Date(createdAt), revision: `${found.revision}` };
    }),
});
