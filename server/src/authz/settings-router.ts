import { TASK_DECISIONS } from "@cf-auth/engine";
import * as z from "zod";
import { AppError } from "../errors/app-error.ts";
import { t } from "../rpc/init.ts";
import { noInput } from "../rpc/no-input.ts";
import { procedure } from "../rpc/procedure.ts";
import { nullish } from "../tenants/settings.ts";
import { settle } from "../tenants/settle.ts";
import { shareGraphSettings } from "./inherit-settings.ts";
import { unwrap } from "./outcome.ts";
import { requireOwnGraph } from "./own-graph.ts";
import { MAX_SETTINGS } from "./settings.ts";

/** Set by the platform's admins. */
const limits = {
  maxTuples: z.int().min(1).max(MAX_SETTINGS.maxTuples).describe("Stored tuples at most."),
  maxBytes: z.int().min(1_000_000).max(MAX_SETTINGS.maxBytes).describe("Memory of the packed graph at most, in bytes."),
  maxDepth: z.int().min(1).max(MAX_SETTINGS.maxDepth).describe("Tuples in a row that a question may follow."),
  maxWork: z
    .int()
    .min(10_000)
    .max(MAX_SETTINGS.maxWork)
    .describe(
      `Units of work that one check may take, 10,000 of which are about a millisecond; a list, a batch and whatever else is ` +
        `done in slices may take ${TASK_DECISIONS} times as many.`,
    ),
};

/** Set by the tenant. */
const policies = {
  maxStalenessSeconds: z
    .int()
    .min(0)
    .max(MAX_SETTINGS.maxStalenessSeconds)
    .describe("How old the graph may be that answers with consistency fast."),
  retentionDays: z
    .int()
    .min(1)
    .max(MAX_SETTINGS.retentionDays)
    .describe("How long changes are kept and past revisions can be asked."),
};

const settings = z
  .object({ ...limits, ...policies })
  .meta({ id: "GraphSettings", description: "Limits and policies of a tenant's graph." });

const settingsChange = z.strictObject(nullish({ ...limits, ...policies }));

export const settingsRouter = t.router({
  get: procedure({
    summary: "Shows the limits and policies of the tenant's graph.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(noInput)
    .output(settings)
    .query(async ({ ctx }) => unwrap(await ctx.app.graph(ctx.tenant.id).settings())),

  update: procedure({
    summary: "Changes policies of the tenant's graph; null returns one to what it inherits. Limits are for admins.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "authz.settings.update",
  })
    .input(settingsChange)
    .output(settings)
    .mutation(async ({ ctx, input }) => {
      requireOwnGraph(ctx.tenant);
      const limited = Object.keys(limits).filter((name) => name in input);
      if (limited.length > 0 && ctx.caller.kind !== "admin") throw new AppError("forbidden", { fields: limited });
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
      const { app, tenant } = ctx;
      const now = app.clock.now();
      // First the mark: D1 does not learn of the change itself.
      await app.pending.mark(tenant.id, now);
      const changed = unwrap(await app.graph(tenant.id).putSettings(given));
      await settle(app, tenant.id, now, async () => await shareGraphSettings(app, tenant.id));
      return changed;
    }),
});
