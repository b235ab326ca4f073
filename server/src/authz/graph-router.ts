import * as z from "zod";
import { AppError } from "../errors/app-error.ts";
import { originOf } from "../rpc/context.ts";
import { t } from "../rpc/init.ts";
import { noInput } from "../rpc/no-input.ts";
import { procedure } from "../rpc/procedure.ts";
import { requireStillAllowed } from "./consistency.ts";
import type { ImportJob, ImportResult } from "./graph-service.ts";
import { MAX_CSV } from "./limits.ts";
import { unwrap } from "./outcome.ts";
import { requireOwnGraph } from "./own-graph.ts";
import { revision } from "./schemas.ts";

const importOutput = {
  tuples: z.int().describe("Tuples in the file, repeats not counted."),
  added: z.int(),
  removed: z.int(),
  unchanged: z.int().describe("Tuples of the file that were there already, or have expired."),
  ineffective: z
    .int()
    .describe("Tuples of the file that the model does not allow, or whose context their condition can't take."),
  dropped: z.int().describe('Rows that were left out because of `ineffective: "drop"`.'),
  warnings: z
    .array(z.object({ line: z.int().describe("The header is line 1."), reason: z.string() }))
    .describe("Rows that are probably not meant, such as an id that repeats its type; 100 at most."),
  changed: z.boolean().describe("False when the graph was like this already, or this was a dry run."),
  dryRun: z.boolean(),
  revision,
};
const mode = z
  .enum(["merge", "replace"])
  .describe("merge adds the file's tuples; replace also removes all others, except what is written meanwhile.");
const ineffective = z
  .enum(["refuse", "keep", "drop"])
  .default("refuse")
  .describe(
    "What happens to rows that the model does not allow. refuse: an error, except for tuples that are stored just so; keep: they are stored without effect; drop: they are left out.",
  );
const reason = z.string().max(500).optional().describe("Why, for the log.");

const job = z
  .object({
    id: z.string(),
    state: z.enum(["running", "done", "failed"]),
    startedAt: z.date(),
    finishedAt: z.date().nullable(),
    bytesRead: z.int(),
    bytesTotal: z.int(),
    rows: z.int().describe("Good rows read so far."),
    result: z.object(importOutput).nullable().describe("Null until it is done."),
    error: z
      .object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) })
      .nullable()
      .describe("Why it failed; nothing was changed then."),
  })
  .meta({ id: "ImportJob", description: "An import from R2. It goes on by itself, and begins again if interrupted." });

const dryRun = z.boolean().default(false).describe("Only say what would change.");

export const graphRouter = t.router({
  import: procedure({
    summary: "Imports tuples from CSV, all or nothing.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "authz.graph.import",
  })
    .input(
      z.strictObject({
        csv: z.string().max(MAX_CSV),
        mode: mode.default("merge"),
        ineffective,
        dryRun,
        reason,
      }),
    )
    .output(z.object(importOutput))
    .mutation(async ({ ctx, input }) => {
      requireOwnGraph(ctx.tenant);
      const { csv, ineffective: rows, dryRun: isDryRun } = input;
      const request = { csv, replace: input.mode === "replace", dryRun: isDryRun, ineffective: rows };
      const graph = ctx.app.graph(ctx.tenant.id);
      return outputOf(unwrap(await graph.importCsv(request, originOf(ctx, input.reason))), input.dryRun);
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
      const exported = unwrap(await graph.exportCsv(MAX_CSV));
      await requireStillAllowed(ctx, exported);
      const { csv, tuples, revision: at } = exported;
      return { csv, key: null, tuples, revision: `${at}` };
    }),

  reload: procedure({
    summary: "Makes the graph what the CSV in R2 says, all or nothing; a large file goes on loading after the answer.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "authz.graph.reload",
  })
    .input(z.strictObject({ mode: mode.default("replace"), ineffective, dryRun, reason }))
    .output(job)
    .mutation(async ({ ctx, input }) => {
      requireOwnGraph(ctx.tenant);
      const { ineffective: rows, dryRun: isDryRun } = input;
      const request = { replace: input.mode === "replace", dryRun: isDryRun, ineffective: rows };
      const graph = ctx.app.graph(ctx.tenant.id);
      const begun = unwrap(await graph.reloadCsv(request, originOf(ctx, input.reason)));
      // What is over and has failed is this call's failure.
      if (begun.error !== null) throw new AppError(begun.error.code, begun.error.details, begun.error.message);
      return jobOutput(begun);
    }),

  job: procedure({
    summary: "Shows how far the last import from R2 has got.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(noInput)
    .output(z.object({ job: job.nullable().describe("Null when there has been none.") }))
    .query(async ({ ctx }) => {
      const found = unwrap(await ctx.app.graph(ctx.tenant.id).importJob());
      return { job: found && jobOutput(found) };
    }),

  stats: procedure({
    summary: "Counts the graph's tuples and objects, and the memory they take.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(noInput)
    .output(
      z.object({
        tuples: z.int().describe("Stored tuples that have not expired."),
        objects: z.record(z.string(), z.int()).describe("By type, how many ids the graph has seen."),
        bytes: z.int().describe("Memory of the packed graph."),
        ineffectiveTuples: z.int().describe("Stored tuples that the model does not allow: kept, but without effect."),
        oldestRevision: z.string().describe("The oldest revision that can still be asked."),
        modelVersion: z.int().nullable().describe("Null while there is no model."),
        revision,
      }),
    )
    .query(async ({ ctx }) => {
      const { revision: at, oldestRevision, ...stats } = unwrap(await ctx.app.graph(ctx.tenant.id).stats());
      return { ...stats, oldestRevision: `${oldestRevision}`, revision: `${at}` };
    }),
});

function jobOutput({ id, state, startedAt, finishedAt, bytesRead, bytesTotal, rows, dryRun: dry, ...rest }: ImportJob) {
  return {
    id,
    state,
    startedAt: new Date(startedAt),
    finishedAt: finishedAt === null ? null : new Date(finishedAt),
    bytesRead,
    bytesTotal,
    rows,
    result: rest.result && outputOf(rest.result, dry),
    error: rest.error,
  };
}

/** What an object that is older than this Worker does not tell is nothing. */
function outputOf({ revision: at, ...result }: ImportResult, isDryRun: boolean) {
  const { ineffective: kept = 0, dropped = 0, warnings = [] } = result;
  const changed = !isDryRun && result.added + result.removed > 0;
  const told = { ineffective: kept, dropped, warnings: [...warnings] };
  return { ...result, ...told, changed, dryRun: isDryRun, revision: `${at}` };
}
