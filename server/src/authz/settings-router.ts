import { TASK_DECISIONS } from "@cf-auth/engine";
import * as z from "zod";
import { noInput } from "../pipeline/inputs.ts";
import { procedure, t } from "../pipeline/procedure.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { settle } from "../shared/pending-store.ts";
import { nullish } from "../shared/tenant-settings.ts";
import { propagateGraphSettings } from "../tenants/graph-settings.ts";
import { unwrap } from "./outcome.ts";
import { requireTenantGraph } from "./query.ts";
import { MAX_SETTINGS } from "./settings.ts";

/** Settings that only the platform's admins change. */
const limits = {
  maxTuples: z
    .int()
    .min(1)
    .max(MAX_SETTINGS.maxTuples)
    .describe("Maximum number of stored tuples. Defaults to 3,000,000."),
  maxBytes: z
    .int()
    .min(1_000_000)
    .max(MAX_SETTINGS.maxBytes)
    .describe("Maximum memory of the packed graph in bytes. Defaults to 100,000,000."),
  maxDepth: z
    .int()
    .min(1)
    .max(MAX_SETTINGS.maxDepth)
    .describe("Maximum number of tuples in a row that a request follows. Defaults to 25."),
  maxWork: z
    .int()
    .min(10_000)
    .max(MAX_SETTINGS.maxWork)
    .describe(
      "Maximum work of one check; 10,000 units take about 1 millisecond. Lists, batches and other long requests may use " +
        `${TASK_DECISIONS} times as much.`,
    ),
};

/** Settings that the tenant changes, too. */
const policies = {
  maxStalenessSeconds: z
    .int()
    .min(0)
    .max(MAX_SETTINGS.maxStalenessSeconds)
    .describe(
      "Maximum age in seconds of the graph, and up to 10 seconds of the caller's credentials, for requests with consistency fast. Defaults to 2.",
    ),
  retentionDays: z
    .int()
    .min(1)
    .max(MAX_SETTINGS.retentionDays)
    .describe("Days for which changes are stored and past revisions can be queried. Defaults to 30."),
};

const settings = z
  .object({ ...limits, ...policies })
  .meta({ id: "GraphSettings", description: "Limits and policies of a tenant's graph." });

const settingsChange = z.strictObject(nullish({ ...limits, ...policies }));

export const settingsRouter = t.router({
  get: procedure({
    summary: "Gets the limits and policies of the tenant's graph.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(noInput)
    .output(settings)
    .query(async ({ ctx }) => unwrap(await ctx.app.graph(ctx.tenant.id).settings())),

  update: procedure({
    summary:
      "Updates policies of the tenant's graph. null resets one to the inherited value. Only admins may change limits, and raise maxStalenessSeconds.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "authz.settings.update",
  })
    .input(settingsChange)
    .output(settings)
    .mutation(async ({ ctx, input }) => {
      requireTenantGraph(ctx.tenant);
      const limited = Object.keys(limits).filter((name) => name in input);
      if (limited.length > 0 && ctx.caller.kind !== "admin") throw new AppError("forbidden", { fields: limited });
      const changes = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
      const { app, tenant } = ctx;
      const now = app.clock.now();
      // Marks the tenant as pending first: D1 doesn't store the change itself.
      await app.pending.mark(tenant.id, now);
      const changed = unwrap(await app.graph(tenant.id).putSettings(changes, ctx.caller.kind === "admin"));
      await settle(app, tenant.id, now, async () => await propagateGraphSettings(app, tenant.id));
      return changed;
    }),
});
