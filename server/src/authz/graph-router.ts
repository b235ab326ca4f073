import { TUPLE_FORMATS } from "@cf-auth/engine";
import * as z from "zod";
import { originOf } from "../pipeline/context.ts";
import { noInput } from "../pipeline/inputs.ts";
import { procedure, t } from "../pipeline/procedure.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { checked } from "../shared/inputs/input-check.ts";
import { readableFile } from "./file-formats.ts";
import type { ImportJob, ImportResult } from "./graph-service.ts";
import { MAX_FILE_TEXT, MAX_YAML } from "./limits.ts";
import { unwrap } from "./outcome.ts";
import { requireStillAllowed, requireTenantGraph } from "./query.ts";
import { revision } from "./schemas.ts";

const importOutput = {
  tupleCount: z.int().describe("Number of distinct tuples in the file."),
  addedCount: z.int(),
  removedCount: z.int(),
  unchangedCount: z.int().describe("Number of tuples in the file that were stored already or have expired."),
  ineffectiveCount: z
    .int()
    .describe(
      "Number of tuples in the file that the model doesn't allow, or whose context doesn't fit their condition.",
    ),
  droppedCount: z.int().describe('Number of rows left out because of `ineffective: "drop"`.'),
  warnings: z
    .array(z.object({ line: z.int().describe("Line number; the first line is 1."), reason: z.string() }))
    .describe("Rows that are probably mistakes, such as an id that repeats its type. At most 100."),
  changed: z.boolean().describe("Whether the graph changed; false in a dry run."),
  dryRun: z.boolean(),
  revision,
};
const mode = z
  .enum(["merge", "replace"])
  .describe(
    "merge: adds the file's tuples. replace: also removes all other tuples, except those written during the import.",
  );
const ineffective = z
  .enum(["refuse", "keep", "drop"])
  .default("refuse")
  .describe(
    "Handling of rows that the model doesn't allow. refuse: an error, except for tuples already stored like that. keep: stored as ineffective tuples. drop: left out.",
  );
const reason = z
  .string()
  .max(500)
  .optional()
  .describe("Reason for the change, recorded in the log. At most 500 characters.");

const job = z
  .object({
    id: z.string(),
    status: z.enum(["running", "done", "failed"]),
    startedAt: z.date(),
    finishedAt: z.date().nullable(),
    bytesRead: z.int(),
    bytesTotal: z.int(),
    rowCount: z.int().describe("Number of valid rows read so far."),
    result: z.object(importOutput).nullable().describe("Result of the import; null until it is done."),
    error: z
      .object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) })
      .nullable()
      .describe("Error of a failed import, which changed nothing; null otherwise."),
  })
  .meta({
    id: "ImportJob",
    description: "An import from R2. It runs in the background, and restarts if it is interrupted.",
  });

const dryRun = z.boolean().default(false).describe("Whether to only report what would change.");

const NO_YAML_FILE = { path: "format", message: "Export YAML in the response, or JSONL to R2." };
const text = z.string().max(MAX_FILE_TEXT).optional();

const importInput = checked(
  z.strictObject({
    csv: text.describe("Tuples as CSV, with a header."),
    jsonl: text.describe("Tuples in OpenFGA's form as JSONL, one a line."),
    json: text.describe("Tuples in OpenFGA's form as the text of a JSON document: a list, or an answer of Read."),
    yaml: z.string().max(MAX_YAML).optional().describe("Tuples in OpenFGA's form as a YAML list."),
    mode: mode.default("merge"),
    ineffective,
    dryRun,
    reason,
  }),
  { fields: { of: TUPLE_FORMATS, atLeast: 1, atMost: 1 } },
  "Send one of csv, jsonl, json and yaml.",
);

export const graphRouter = t.router({
  import: procedure({
    summary: "Imports tuples from CSV, JSONL, JSON or YAML, all or nothing.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "authz.graph.import",
  })
    .input(importInput)
    .output(z.object(importOutput))
    .mutation(async ({ ctx, input }) => {
      requireTenantGraph(ctx.tenant);
      const { ineffective: rows, dryRun: isDryRun } = input;
      const sent = TUPLE_FORMATS.find((format) => input[format] !== undefined) ?? "csv";
      const { text: csv, format } = await readableFile(ctx.app, sent, input[sent] ?? "");
      const request = { csv, format, replace: input.mode === "replace", dryRun: isDryRun, ineffective: rows };
      const graph = ctx.app.graph(ctx.tenant.id);
      return outputOf(unwrap(await graph.importCsv(request, originOf(ctx, input.reason))), input.dryRun);
    }),

  export: procedure({
    summary: "Exports the graph in canonical form as CSV, JSONL, JSON or YAML, in the response or to R2.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "authz.graph.export",
  })
    .input(
      z.strictObject({
        destination: z.enum(["response", "r2"]).default("response"),
        format: z.enum(TUPLE_FORMATS).default("csv").describe("Form of the tuples. YAML is for responses only."),
      }),
    )
    .output(
      z.object({
        csv: z.string().nullable().describe("The CSV; null in another format, and if it was written to R2."),
        jsonl: z.string().optional().describe("The JSONL, if this is the format of the response."),
        json: z.string().optional().describe("The text of the JSON document, if this is the format of the response."),
        yaml: z.string().optional().describe("The YAML, if this is the format of the response."),
        key: z.string().nullable().describe("Key of the file in R2; null if the tuples are in the response."),
        tupleCount: z.int(),
        revision,
      }),
    )
    .mutation(async ({ ctx, input: { destination, format } }) => {
      const graph = ctx.app.graph(ctx.tenant.id);
      if (destination === "r2") {
        if (format === "yaml") throw new AppError("invalid_input", { issues: [NO_YAML_FILE] });
        const { key, tuples: tupleCount, revision: at } = unwrap(await graph.publishCsv(format));
        return { csv: null, key, tupleCount, revision: `${at}` };
      }
      const exported = unwrap(await graph.exportCsv(MAX_FILE_TEXT, format));
      await requireStillAllowed(ctx, exported);
      const { csv: text, tuples: tupleCount, revision: at } = exported;
      return { csv: null, [format]: text, key: null, tupleCount, revision: `${at}` };
    }),

  reload: procedure({
    summary: "Imports the file of tuples in R2, all or nothing. A large file keeps loading after the response.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "authz.graph.reload",
  })
    .input(z.strictObject({ mode: mode.default("replace"), ineffective, dryRun, reason }))
    .output(job)
    .mutation(async ({ ctx, input }) => {
      requireTenantGraph(ctx.tenant);
      const { ineffective: rows, dryRun: isDryRun } = input;
      const request = { replace: input.mode === "replace", dryRun: isDryRun, ineffective: rows };
      const graph = ctx.app.graph(ctx.tenant.id);
      const begun = unwrap(await graph.reloadCsv(request, originOf(ctx, input.reason)));
      // An import that failed within this call fails the call.
      if (begun.error !== null) throw new AppError(begun.error.code, begun.error.details, begun.error.message);
      return jobOutput(begun);
    }),

  job: procedure({
    summary: "Gets the progress of the last import from R2.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(noInput)
    .output(z.object({ job: job.nullable().describe("The last import; null if there was none.") }))
    .query(async ({ ctx }) => {
      const found = unwrap(await ctx.app.graph(ctx.tenant.id).importJob());
      return { job: found && jobOutput(found) };
    }),

  stats: procedure({
    summary: "Gets the number of the graph's tuples and objects, and its memory.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(noInput)
    .output(
      z.object({
        tupleCount: z.int().describe("Number of stored tuples that have not expired."),
        objectCounts: z.record(z.string(), z.int()).describe("Number of distinct ids by type."),
        memoryBytes: z.int().describe("Memory of the packed graph in bytes."),
        ineffectiveCount: z.int().describe("Number of ineffective tuples: stored, but not allowed by the model."),
        oldestRevision: z.string().describe("Oldest revision that can still be queried."),
        modelVersion: z.int().nullable().describe("Version of the model; null if there is none."),
        revision,
      }),
    )
    .query(async ({ ctx }) => {
      const { revision: at, oldestRevision, ...stats } = unwrap(await ctx.app.graph(ctx.tenant.id).stats());
      return { ...stats, oldestRevision: `${oldestRevision}`, revision: `${at}` };
    }),
});

function jobOutput({
  id,
  status,
  startedAt,
  finishedAt,
  bytesRead,
  bytesTotal,
  rowCount,
  dryRun: dry,
  ...rest
}: ImportJob) {
  return {
    id,
    status,
    startedAt: new Date(startedAt),
    finishedAt: finishedAt === null ? null : new Date(finishedAt),
    bytesRead,
    bytesTotal,
    rowCount,
    result: rest.result && outputOf(rest.result, dry),
    error: rest.error,
  };
}

/** Counts default to 0: an object of an older release leaves them out. */
function outputOf({ revision: at, ...result }: ImportResult, isDryRun: boolean) {
  const { ineffectiveCount = 0, droppedCount = 0, warnings = [] } = result;
  const changed = !isDryRun && result.addedCount + result.removedCount > 0;
  const counts = { ineffectiveCount, droppedCount, warnings: [...warnings] };
  return { ...result, ...counts, changed, dryRun: isDryRun, revision: `${at}` };
}
