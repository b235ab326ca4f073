import * as z from "zod";
import { t } from "../rpc/init.ts";
import { procedure } from "../rpc/procedure.ts";
import type { ImportResult } from "./graph-service.ts";
import { unwrap } from "./outcome.ts";
import { revision } from "./schemas.ts";

/** What is taken and sent in one message; larger graphs go through R2. */
const MAXIMUM_CSV = 24 * 1024 * 1024;

const importOutput = {
  tuples: z.int().describe("Tuples in the file, repeats not counted."),
  added: z.int(),
  removed: z.int(),
  unchanged: z.int().describe("Tuples of the file that were there already."),
  changed: z.boolean().describe("False when the graph was like this already, or this was a dry run."),
  dryRun: z.boolean(),
  revision,
};
const dryRun = z.boolean().default(false).describe("Only say what would change.");

export const graphRouter = t.router({
  import: procedure({
    summary: "Imports tuples from CSV, all or nothing, and puts the whole graph as CSV into R2.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "authz.graph.import",
  })
    .input(
      z.strictObject({
        csv: z.string().max(MAXIMUM_CSV),
        mode: z
          .enum(["merge", "replace"])
          .default("merge")
          .describe("merge adds the file's tuples; replace also removes all others."),
        dryRun,
      }),
    )
    .output(z.object(importOutput))
    .mutation(async ({ ctx, input }) => {
      const request = { csv: input.csv, replace: input.mode === "replace", dryRun: input.dryRun };
      return outputOf(unwrap(await ctx.app.graph(ctx.tenant.id).importCsv(request)), input.dryRun);
    }),

  export: procedure({
    summary: "Exports the graph as canonical CSV, in the answer or into R2.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "authz.graph.export",
  })
    .input(z.strictObject({ destination: z.enum(["response", "r2"]).default("response") }))
    .output(
      z.object({
        csv: z.string().nullable().describe("The CSV; null when it went into R2."),
        key: z.string().nullable().describe("Where it lies in R2; null when it is in the answer."),
        tuples: z.int(),
        revision,
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const graph = ctx.app.graph(ctx.tenant.id);
      if (input.destination === "r2") {
        const { key, tuples, revision: at } = unwrap(await graph.publishCsv());
        return { csv: null, key, tuples, revision: `${at}` };
      }
      const { csv, tuples, revision: at } = unwrap(await graph.exportCsv(MAXIMUM_CSV));
      return { csv, key: null, tuples, revision: `${at}` };
    }),

  reload: procedure({
    summary: "Makes the graph what the CSV in R2 says, all or nothing.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "authz.graph.reload",
  })
    .input(z.strictObject({ dryRun }))
    .output(z.object(importOutput))
    .mutation(async ({ ctx, input }) => {
      return outputOf(unwrap(await ctx.app.graph(ctx.tenant.id).reloadCsv(input)), input.dryRun);
    }),

  stats: procedure({
    summary: "Counts the graph's tuples and objects, and the memory they take.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.void())
    .output(
      z.object({
        tuples: z.int(),
        objects: z.record(z.string(), z.int()).describe("By type, how many ids the graph has seen."),
        bytes: z.int().describe("Memory of the packed graph."),
        modelVersion: z.int().nullable().describe("Null while there is no model."),
        revision,
      }),
    )
    .query(async ({ ctx }) => {
      const { revision: at, ...stats } = unwrap(await ctx.app.graph(ctx.tenant.id).stats());
      return { ...stats, revision: `${at}` };
    }),
});

function outputOf({ revision: at, ...result }: ImportResult, isDryRun: boolean) {
  const changed = !isDryRun && result.added + result.removed > 0;
  return { ...result, changed, dryRun: isDryRun, revision: `${at}` };
}
