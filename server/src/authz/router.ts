import * as z from "zod";
import { originOf } from "../pipeline/context.ts";
import { decodeCursor, encodeCursor, pageInput, pageOf } from "../pipeline/inputs.ts";
import { directQuery, procedure, t } from "../pipeline/procedure.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { checked } from "../shared/inputs/input-check.ts";
import { assertionsRouter } from "./assertions-router.ts";
import { changesRouter } from "./changes-router.ts";
import { graphRouter } from "./graph-router.ts";
import type { AtRevision, CheckResult, ListResult } from "./graph-service.ts";
import { MAX_CHANGES, MAX_CHECKS, MAX_EXPANDED } from "./limits.ts";
import { modelRouter } from "./model-router.ts";
import { unwrap } from "./outcome.ts";
import { consistency, query, requireTenantGraph } from "./query.ts";
import {
  allowed,
  conditional,
  contextualInput,
  denial,
  missing,
  object,
  proof,
  relation,
  remedy,
  revision,
  subject,
  tree,
  triple,
  tuple,
  tupleReference,
} from "./schemas.ts";
import { settingsRouter } from "./settings-router.ts";
import { tupleFilter } from "./tuple-filter.ts";
import { textOf, tripleOf } from "./tuple-text.ts";

/** Maximum number of items of several lists of an input together. The contract has it for the SDK's in-memory tenant. */
interface Total {
  readonly of: readonly string[];
  readonly maximum: number;
  readonly unit: "checks" | "tuples";
  readonly counted: string;
}
const ALL_CHECKS: Total = { of: ["checks"], maximum: MAX_CHECKS, unit: "checks", counted: "checks" };
const ALL_CHANGES: Total = {
  of: ["writes", "deletes", "preconditions.mustExist", "preconditions.mustNotExist"],
  maximum: MAX_CHANGES,
  unit: "tuples",
  counted: "tuples, preconditions counted",
};
const QUERY = { caller: ["secret", "admin", "platformKey"], rateLimit: "checks", audit: "none" } as const;

const listedSubject = subject.describe(
  "A subject: type:id or type:id#relation. type:* stands for everyone of the type whom the lists don't name.",
);
const excluded = z
  .array(subject.describe("An object: type:id."))
  .describe(
    "Subjects of this page that lack the relation although the list has type:*. Exclude these and the conditional ones when you grant access to type:*. Empty without type:*.",
  );

const reason = z
  .string()
  .max(500)
  .optional()
  .describe("Reason for the change, recorded in the log. At most 500 characters.");

const treePosition = z.object({ list: z.int().min(0), subject });

export const authzRouter = t.router({
  check: directQuery({
    summary: "Checks whether a subject has a relation to an object.",
    ...QUERY,
    input: z.strictObject({ ...triple, ...contextualInput, consistency }),
    output: z.object({ allowed, missing: missing.optional(), revision }),
    work: async (ctx, input) => {
      const { consistency: required, contextualTuples: tuples, ...request } = input;
      const result = await query(ctx, "check", { ...request, tuples }, required);
      return { ...checkOutput(result), revision: `${result.revision}` };
    },
  }),

  batchCheck: directQuery({
    summary: `Runs up to ${MAX_CHECKS} checks at one revision, each with its own result or error.`,
    ...QUERY,
    input: z
      .strictObject({
        checks: z.array(z.strictObject({ ...triple, context: contextualInput.context })),
        ...contextualInput,
        consistency,
      })
      .meta({ "x-total": ALL_CHECKS }),
    output: z.object({
      results: z
        .array(
          z.union([
            z.object({ allowed, missing: missing.optional() }),
            z.object({ error: z.object({ code: z.string(), message: z.string() }) }),
          ]),
        )
        .describe("Results in the order of the checks."),
      revision,
    }),
    work: async (ctx, input) => {
      const { consistency: required, contextualTuples: tuples, ...request } = input;
      requireAtMost(request.checks.length, ALL_CHECKS);
      const { results: outcomes, revision: at } = await query(ctx, "batchCheck", { ...request, tuples }, required);
      const results = outcomes.map((result) => {
        if (!result.ok) return { error: { code: result.code, message: result.message } };
        return checkOutput(result.value);
      });
      return { results, revision: `${at}` };
    },
  }),

  listObjects: directQuery({
    summary: "Lists the objects to which a subject has a relation, of one type or of all, in byte order.",
    ...QUERY,
    input: z.strictObject({
      subject,
      relation,
      objectType: z
        .string()
        .max(254)
        .optional()
        .describe("Type of the objects, such as repo. Defaults to every type that has the relation."),
      ...contextualInput,
      consistency,
      ...pageInput,
    }),
    output: z.object({ ...pageOf(object), conditional: conditional(object), revision }),
    work: async (ctx, input) => {
      const { cursor, consistency: required, contextualTuples: tuples, ...request } = input;
      const after = decodeCursor(cursor, z.string());
      return listOutput(await query(ctx, "listObjects", { ...request, tuples, after }, required));
    },
  }),

  listSubjects: directQuery({
    summary:
      "Lists the subjects of a kind that have a relation to an object, in byte order. If everyone has it, also lists who is excluded.",
    ...QUERY,
    input: z.strictObject({
      object,
      relation,
      subjectKind: z.string().max(512).describe("A type such as user, or a kind of userset such as team#member."),
      ...contextualInput,
      consistency,
      ...pageInput,
    }),
    output: z.object({ ...pageOf(listedSubject), conditional: conditional(listedSubject), excluded, revision }),
    work: async (ctx, input) => {
      const { cursor, consistency: required, contextualTuples: tuples, ...request } = input;
      const after = decodeCursor(cursor, z.string());
      const page = await query(ctx, "listSubjects", { ...request, tuples, after }, required);
      return { ...listOutput(page), excluded: [...(page.excluded ?? [])] };
    },
  }),

  listRelations: directQuery({
    summary: "Lists the relations that a subject has to an object, in the model's order.",
    ...QUERY,
    input: z.strictObject({ subject, object, ...contextualInput, consistency }),
    output: z.object({
      relations: z.array(z.string()),
      conditional: z.array(z.string()).describe("Relations that depend on missing context."),
      revision,
    }),
    work: async (ctx, input) => {
      const { consistency: required, contextualTuples: tuples, ...request } = input;
      const { revision: at, ...result } = await query(ctx, "listRelations", { ...request, tuples }, required);
      return { ...result, revision: `${at}` };
    },
  }),

  expand: directQuery({
    summary: "Expands a relation of an object one step deep, as a tree of tuples and usersets.",
    ...QUERY,
    input: z.strictObject({
      object,
      relation,
      contextualTuples: contextualInput.contextualTuples,
      consistency,
      cursor: pageInput.cursor,
      limit: z.int().min(1).max(MAX_EXPANDED).default(MAX_EXPANDED).describe("Maximum number of tuples in the tree."),
    }),
    output: z.object({
      tree: tree.describe("The whole tree. Its lists of tuples contain those of this page."),
      nextCursor: z
        .string()
        .nullable()
        .describe("Cursor of the next page, which has the same tree with more tuples; null on the last page."),
      revision,
    }),
    work: async (ctx, input) => {
      const { cursor, consistency: required, contextualTuples: tuples, ...request } = input;
      const after = decodeCursor(cursor, treePosition);
      const result = await query(ctx, "expand", { ...request, after, tuples }, required);
      const nextCursor = result.next === undefined ? null : encodeCursor(result.next);
      return { tree: result.tree, nextCursor, revision: `${result.revision}` };
    },
  }),

  explain: directQuery({
    summary:
      "Explains a check: the proof if it is allowed. Otherwise the tuples that are ineffective or exclude it, and the smallest changes that would allow it.",
    ...QUERY,
    input: z.strictObject({ ...triple, ...contextualInput, consistency }),
    output: z.object({
      allowed,
      missing: missing.optional(),
      proof: proof.nullable().describe("Proof of the result; null unless allowed is true."),
      remedies: z
        .array(remedy)
        .describe("Minimal changes that would allow it, smallest first, at most 5. Empty if none was found."),
      denial: denial.nullable().describe("Reasons why it isn't allowed; null if allowed is true."),
      revision,
    }),
    work: async (ctx, input) => {
      const { consistency: required, contextualTuples: tuples, ...request } = input;
      const result = await query(ctx, "explain", { ...request, tuples }, required);
      const remedies = result.remedies.map(({ add, remove }) => ({ add: [...add], remove: [...remove] }));
      const found = denial.nullable().parse(result.denial ?? null);
      return { ...checkOutput(result), proof: result.proof, remedies, denial: found, revision: `${result.revision}` };
    },
  }),

  verifyProof: directQuery({
    summary: "Verifies a proof against the graph, in time linear in its length.",
    ...QUERY,
    input: z.strictObject({ proof, ...contextualInput, consistency }),
    output: z.object({
      valid: z.boolean(),
      problem: z.string().nullable().describe("Problem of the proof; null if it is valid."),
      revision,
    }),
    work: async (ctx, input) => {
      const { consistency: required, contextualTuples: tuples, ...request } = input;
      const { revision: at, ...verdict } = await query(ctx, "verifyProof", { ...request, tuples }, required);
      return { ...verdict, revision: `${at}` };
    },
  }),

  write: procedure({
    summary: "Writes and deletes tuples, all or nothing. Safe to repeat.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "authz.write",
  })
    .input(
      z
        .strictObject({
          writes: z
            .array(tuple)
            .default([])
            .describe(
              "Tuples to write. Each replaces a stored tuple of the same fact. A tuple that has expired already isn't stored; it only deletes the stored one.",
            ),
          deletes: z
            .array(tupleReference)
            .default([])
            .describe(
              "Tuples to delete; those that aren't stored are ignored. A version of the model must define their types and relations.",
            ),
          preconditions: z
            .strictObject({
              mustExist: z.array(tupleReference).default([]),
              mustNotExist: z.array(tupleReference).default([]),
            })
            .default({ mustExist: [], mustNotExist: [] })
            .describe(
              "Tuples that must be stored, and tuples that must not be, for the write to happen. An expired tuple counts as not stored.",
            ),
          reason,
        })
        .meta({ "x-total": ALL_CHANGES }),
    )
    .output(
      z.object({
        writtenCount: z.int().describe("Number of tuples that are new or have another condition or expiry time."),
        deletedCount: z.int().describe("Number of deleted tuples that had not expired."),
        revision,
      }),
    )
    .mutation(async ({ ctx, input }) => {
      requireTenantGraph(ctx.tenant);
      const { writes, deletes, preconditions, reason } = input;
      const { mustExist, mustNotExist } = preconditions;
      requireAtMost(writes.length + deletes.length + mustExist.length + mustNotExist.length, ALL_CHANGES);
      const { modelVersion } = ctx;
      const changes = { writes, deletes, mustExist, mustNotExist, ...(modelVersion !== undefined && { modelVersion }) };
      const {
        revision: at,
        written,
        deleted,
      } = unwrap(await ctx.app.graph(ctx.tenant.id).write(changes, originOf(ctx, reason)));
      return { writtenCount: written, deletedCount: deleted, revision: `${at}` };
    }),

  deleteTuples: procedure({
    summary:
      "Deletes the tuples of an object, of a subject, or of both: up to limit of them, all or nothing. Repeat it until done.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "authz.deleteTuples",
  })
    .input(
      checked(
        tupleFilter.input.extend({
          limit: z.int().min(1).max(MAX_CHANGES).default(MAX_CHANGES).describe("Maximum number of tuples to delete."),
          reason,
        }),
        { fields: { of: ["object", "subject"], atLeast: 1, atMost: 2 } },
        "Set object, subject, or both.",
      ),
    )
    .output(
      z.object({
        deletedCount: z.int().describe("Number of deleted tuples."),
        done: z.boolean().describe("Whether no other tuple matched; false if the call has to be repeated."),
        revision,
      }),
    )
    .mutation(async ({ ctx, input }) => {
      requireTenantGraph(ctx.tenant);
      const { limit, reason: why, ...filter } = input;
      const request = { filter: tupleFilter.parse(filter), after: undefined, limit };
      const { tuples, more, revision: at } = await query(ctx, "read", request, "exact");
      if (tuples.length === 0) return { deletedCount: 0, done: true, revision: `${at}` };
      const changes = { writes: [], deletes: tuples.map(tripleOf), mustExist: [], mustNotExist: [] };
      const { deleted, revision: written } = unwrap(
        await ctx.app.graph(ctx.tenant.id).write(changes, originOf(ctx, why)),
      );
      return { deletedCount: deleted, done: !more, revision: `${written}` };
    }),

  read: directQuery({
    summary: "Lists stored tuples that match a filter and have not expired.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
    input: tupleFilter.input.extend({ consistency, ...pageInput }),
    output: z.object({ ...pageOf(tuple), revision }),
    work: async (ctx, input) => {
      const { cursor, limit, consistency: required, ...filter } = input;
      const after = decodeCursor(cursor, tupleFilter.position);
      const request = { filter: tupleFilter.parse(filter), after, limit };
      const { tuples, more, revision: at } = await query(ctx, "read", request, required);
      const nextCursor = more ? encodeCursor(tupleFilter.position.parse(tuples.at(-1))) : null;
      return { items: tuples.map(textOf), nextCursor, revision: `${at}` };
    },
  }),

  assertions: assertionsRouter,
  changes: changesRouter,
  model: modelRouter,
  graph: graphRouter,
  settings: settingsRouter,
});

function checkOutput({ allowed: found, missing: parameters }: CheckResult) {
  return parameters.length === 0 ? { allowed: found } : { allowed: found, missing: [...parameters] };
}

function listOutput({ items, conditional: undecided, next, revision: at }: ListResult & AtRevision) {
  const nextCursor = next === undefined ? null : encodeCursor(next);
  return { items: [...items], conditional: [...undecided], nextCursor, revision: `${at}` };
}

function requireAtMost(count: number, { maximum, unit, counted }: Total): void {
  if (count <= maximum) return;
  const message = `The call has ${count} ${counted}; at most ${maximum} are accepted.`;
  throw new AppError("batch_too_large", { count, max: maximum, unit }, message);
}
