import { EngineError } from "@cf-auth/engine";
import { MAX_FILES, MAX_MODEL_BYTES } from "@cf-auth/model-language";
import * as z from "zod";
import { originOf } from "../pipeline/context.ts";
import { decodeCursor, encodeCursor, pageInput, pageOf } from "../pipeline/inputs.ts";
import { procedure, t } from "../pipeline/procedure.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { checked } from "../shared/inputs/input-check.ts";
import type { ContextProblems, ModelSource, ModelVersion } from "./graph-service.ts";
import { MAX_LISTED, MAX_MODEL_DEPTH } from "./limits.ts";
import { unwrap } from "./outcome.ts";
import { parseInSlices } from "./parse-in-slices.ts";
import { requireStillAllowed, requireTenantGraph } from "./query.ts";
import { fact, revision, tuple } from "./schemas.ts";
import { textOf } from "./tuple-text.ts";

const NO_MODEL =
  "Send the model as text in OpenFGA's modeling language, as its JSON, or as the files of a modular model.";
const JSON_TOO_DEEP = `Nest the JSON of a model at most ${MAX_MODEL_DEPTH} levels deep.`;

const text = z.string().max(MAX_MODEL_BYTES);
const oneFile = text.describe(
  "One file in OpenFGA's modeling language, schema 1.1, or its JSON form as text. At most 512 KiB.",
);
const modules = z
  .array(z.strictObject({ name: z.string().max(256), contents: text }))
  .max(MAX_FILES)
  .describe("The files of a modular model: fga.mod and the files it lists. At most 512 KiB in total.");
const definition = checked(
  z.strictObject({
    id: z.string().max(64).optional().describe("Ignored: a model that OpenFGA returned can be used unchanged."),
    schema_version: z.string().max(16).optional(),
    type_definitions: z.array(z.unknown()),
    conditions: z.record(z.string(), z.unknown()).optional(),
  }),
  { maxDepth: MAX_MODEL_DEPTH },
  JSON_TOO_DEEP,
).describe("OpenFGA's JSON form as an object. At most 512 KiB as text.");

/** A stored model: its object is stored as text. */
const storedModel = z
  .union([oneFile, modules])
  .meta({ description: "A model in OpenFGA's modeling language or its JSON form as text, or as modules." });
const model = z
  .union([oneFile, definition, modules], {
    error: ({ input }) => (typeof input === "string" || typeof input === "object" ? undefined : NO_MODEL),
  })
  .meta({
    description: "A model in OpenFGA's modeling language, as its JSON form in text or as an object, or as modules.",
    "x-message": NO_MODEL,
  });
const strict = z
  .boolean()
  .default(false)
  .describe("Whether a relation that depends on its own absence is an error instead of a warning.");
const version = z.int().min(1);

const problem = z
  .object({
    line: z.int().describe("Counted from 1."),
    column: z.int().describe("Counted from 1."),
    message: z.string(),
    file: z.string().optional().describe("Module that has the problem."),
    pointer: z
      .string()
      .optional()
      .describe("JSON pointer (RFC 6901) of the problem in a model in JSON, whose line and column are 1."),
  })
  .meta({ id: "ModelProblem", description: "A problem of a model, and its position." });

const contextProblems = z
  .array(
    z.object({
      condition: z.string(),
      parameter: z
        .string()
        .describe("Parameter of the condition; empty if the context as a whole is too expensive to read."),
      expected: z
        .string()
        .nullable()
        .describe("Expected type of the value; null if the condition has no such parameter and ignores the value."),
      tupleCount: z.int().describe("Number of stored tuples with such a value."),
    }),
  )
  .describe("Stored contexts that don't fit this model's conditions, most tuples first. At most 100.");
const invalidContextCount = z
  .int()
  .describe(
    "Number of stored tuples whose context doesn't fit this model's conditions. A check that depends on a value of the wrong type fails with an error that names the tuple.",
  );

const stored = z
  .object({ version, model: storedModel, createdAt: z.date(), createdBy: z.string() })
  .meta({ id: "ModelVersion", description: "A version of a tenant's model, which never changes." });

export const modelRouter = t.router({
  put: procedure({
    summary: "Puts a new version of the tenant's model. Putting the newest version again changes nothing.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "authz.model.put",
  })
    .input(
      z.strictObject({
        model,
        strict,
        reason: z
          .string()
          .max(500)
          .optional()
          .describe("Reason for the change, recorded in the log. At most 500 characters."),
      }),
    )
    .output(
      z.object({
        version,
        changed: z
          .boolean()
          .describe("Whether a new version was created; false if the model is the newest version already."),
        ineffectiveCount: z.int().describe("Number of ineffective tuples: stored, but not allowed by this model."),
        invalidContextCount,
        contextProblems,
        warnings: z.array(problem),
        revision,
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { app, tenant } = ctx;
      requireTenantGraph(tenant);
      const source = sourceOf(input.model);
      const { definition, warnings } = await parseInSlices(app, source, input.strict);
      const origin = originOf(ctx, input.reason);
      const put = unwrap(await app.graph(tenant.id).putModel({ source, definition }, origin));
      const entry = { tenantId: tenant.id, version: put.version, source: JSON.stringify(source) };
      await app.models.add({ ...entry, createdBy: origin.actor, now: app.clock.now() });
      return { ...put, ...contextOutput(put), warnings: [...warnings], revision: `${put.revision}` };
    }),

  get: procedure({
    summary: "Gets a version of the tenant's model. Defaults to the newest.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject({ version: version.optional() }))
    .output(stored.extend({ revision }))
    .query(async ({ ctx, input }) => {
      const found = unwrap(await ctx.app.graph(ctx.tenant.id).getModel(input.version));
      if (found.model === null) throw new AppError(input.version ? "model_version_not_found" : "model_not_found");
      return { ...versionOutput(found.model), revision: `${found.revision}` };
    }),

  list: procedure({
    summary: "Lists the versions of the tenant's model, newest first.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject(pageInput))
    .output(z.object(pageOf(stored)))
    .query(async ({ ctx, input }) => {
      const before = decodeCursor(input.cursor, z.int());
      const items = unwrap(await ctx.app.graph(ctx.tenant.id).listModels(before, input.limit));
      const { version: last = 1 } = items.at(-1) ?? {};
      // All versions are kept, from 1 on.
      return { items: items.map(versionOutput), nextCursor: last > 1 ? encodeCursor(last) : null };
    }),

  validate: procedure({
    summary: "Validates a model and returns all its problems, with line and column.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject({ model, strict }))
    .output(
      z.object({
        valid: z.boolean(),
        problems: z.array(problem).describe("Problems in the order of files and lines. At most 100."),
        warnings: z.array(problem),
      }),
    )
    .query(async ({ ctx, input }) => {
      try {
        const { warnings } = await parseInSlices(ctx.app, sourceOf(input.model), input.strict);
        return { valid: true, problems: [], warnings: [...warnings] };
      } catch (error) {
        if (!(error instanceof EngineError && error.code === "invalid_model")) throw error;
        return { valid: false, problems: z.array(problem).parse(error.details.problems), warnings: [] };
      }
    }),

  diff: procedure({
    summary:
      "Compares a model with the current one before you put it: tuples that become ineffective, and access that changes.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject({ model }))
    .output(
      z.object({
        ineffectiveTuples: z.array(tuple).describe("Tuples that would become ineffective. At most 100."),
        ineffectiveCount: z.int().describe("Number of tuples that would become ineffective."),
        effectiveAgainCount: z.int().describe("Number of ineffective tuples that would become effective again."),
        addedRelations: z.array(z.string()).describe("New relations, as type#relation."),
        removedRelations: z.array(z.string()),
        changedRelations: z.array(z.string()).describe("Relations whose own definition changes, as type#relation."),
        gained: z.array(fact).describe("Access that single subjects would gain. At most 100."),
        lost: z.array(fact).describe("Access that single subjects would lose. At most 100."),
        complete: z
          .boolean()
          .describe(
            "Whether gained and lost list all changes. False if there are more than listed, or if not all could be examined.",
          ),
        invalidContextCount,
        contextProblems,
        warnings: z.array(problem),
        revision,
      }),
    )
    .query(async ({ ctx, input }) => {
      const { definition, warnings } = await parseInSlices(ctx.app, sourceOf(input.model), false);
      const found = unwrap(await ctx.app.graph(ctx.tenant.id).diffModel(definition));
      await requireStillAllowed(ctx, found);
      const { ineffectiveTuples, revision: at, pauses: _, ...diff } = found;
      return {
        ...diff,
        ...contextOutput(diff),
        warnings: [...warnings],
        ineffectiveTuples: ineffectiveTuples.map(textOf),
        addedRelations: [...diff.addedRelations],
        removedRelations: [...diff.removedRelations],
        changedRelations: [...diff.changedRelations],
        gained: [...diff.gained],
        lost: [...diff.lost],
        revision: `${at}`,
      };
    }),
});

/** The model as it is parsed and stored: an object as text. */
function sourceOf(input: z.infer<typeof model>): ModelSource {
  return typeof input === "string" || Array.isArray(input) ? input : JSON.stringify(input);
}

/** Defaults to no problems: an object of an older release leaves them out. */
function contextOutput({ invalidContextCount: count = 0, contextProblems: problems = [] }: Partial<ContextProblems>) {
  const listed = problems.slice(0, MAX_LISTED).map(({ expected = null, ...problem }) => ({ ...problem, expected }));
  return { invalidContextCount: count, contextProblems: listed };
}

function versionOutput({ source, createdAt, ...rest }: ModelVersion) {
  const files = typeof source === "string" ? source : source.map((file) => ({ ...file }));
  return { ...rest, model: files, createdAt: new Date(createdAt) };
}
