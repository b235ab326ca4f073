import * as z from "zod";
import { cutPage, decodeCursor, pageInput, pageOf } from "../pipeline/inputs.ts";
import { platformProcedure, t } from "../pipeline/procedure.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { planLimits, planSlug } from "./plan.ts";
import type { PlanRow } from "./store.ts";

const planOutput = z.object({ slug: planSlug, name: z.string(), limits: planLimits, createdAt: z.date() }).meta({
  id: "Plan",
  description: "A plan: limits of tenants. A plan can't be changed; create another with another slug.",
});

export const plansRouter = t.router({
  create: platformProcedure({
    summary: "Creates a plan.",
    caller: ["admin", "platformKey"],
    rateLimit: "standard",
    audit: "plans.create",
    admin: "billing",
  })
    .input(z.strictObject({ slug: planSlug, name: z.string().min(1).max(200), limits: planLimits }))
    .output(planOutput)
    .mutation(async ({ ctx: { app }, input }) => {
      const plan = { ...input, createdAt: app.clock.now() };
      if (!(await app.plans.create(plan))) throw new AppError("plan_already_exists", { slug: plan.slug });
      return outputOf(plan);
    }),

  list: platformProcedure({
    summary: "Lists plans by slug.",
    caller: ["admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
    admin: "see",
  })
    .input(z.strictObject(pageInput))
    .output(z.object(pageOf(planOutput)))
    .query(async ({ ctx: { app }, input }) => {
      const after = decodeCursor(input.cursor, z.string());
      const rows = await app.plans.list({ after, limit: input.limit + 1 });
      return cutPage(rows, input.limit, { cursor: (row) => row.slug, item: outputOf });
    }),

  delete: platformProcedure({
    summary: "Deletes a plan that no tenant is on.",
    caller: ["admin", "platformKey"],
    rateLimit: "standard",
    audit: "plans.delete",
    admin: "billing",
  })
    .input(z.strictObject({ slug: planSlug }))
    .output(z.object({ deleted: z.literal(true) }))
    .mutation(async ({ ctx: { app }, input }) => {
      const removed = await app.plans.remove(input.slug);
      if (removed === undefined) throw new AppError("plan_not_found", { slug: input.slug });
      if (!removed) throw new AppError("plan_in_use", { slug: input.slug });
      return { deleted: true as const };
    }),
});

function outputOf({ slug, name, limits, createdAt }: PlanRow) {
  return { slug, name, limits, createdAt };
}
