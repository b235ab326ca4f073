import * as z from "zod";
import { originOf } from "../pipeline/context.ts";
import { t } from "../pipeline/init.ts";
import { decodeCursor, encodeCursor, pageInput, pageOf } from "../pipeline/inputs.ts";
import { procedure } from "../pipeline/procedure.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { changesRouter } from "./changes-router.ts";
import { graphRouter } from "./graph-router.ts";
import type { AtRevision, CheckAnswer, PageAnswer } from "./graph-service.ts";
import { MAX_CHANGES, MAX_CHECKS, MAX_EXPANDED } from "./limits.ts";
import { modelRouter } from "./model-router.ts";
import { unwrap } from "./outcome.ts";
import { ask, consistency, requireOwnGraph } from "./query.ts";
import {
  allowed,
  conditional,
  denial,
  given,
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
import { textOf } from "./tuple-text.ts";

/** How many items some lists of an input may have together. It is in the contract, for the SDK's in-memory tenant. */
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
const QUESTION = { caller: ["secret", "admin"], rateLimit: "checks", audit: "none" } as const;

const listedSubject = subject.describe(
  "type:id or type:id#relation; type:* stands for everyone of the type whom no part of the list names.",
);
const excluded = z
  .array(subject.describe("type:id."))
  .describe(
    "Subjects of this page that lack the relation although the list has type:*. Never grant access to type:* without " +
      "leaving these out, and those in conditional. Empty where the list does not have type:*.",
  );

const treePlace = z.object({ list: z.int().min(0), subject });

export const authzRouter = t.router({
  check: procedure({ summary: "Answers whether a subject has a relation to an object.", ...QUESTION })
    .input(z.strictObject({ ...triple, ...given, consistency }))
    .output(z.object({ allowed, missing: missing.optional(), revision }))
    .query(async ({ ctx, input }) => {
      const { consistency: wanted, contextualTuples: tuples, ...question } = input;
      const answer = await ask(ctx, "check", { ...question, tuples }, wanted);
      return { ...answerOutput(answer), revision: `${answer.revision}` };
    }),

  batchCheck: procedure({
    summary: `Answers up to ${MAX_CHECKS} checks at one revision, each with its own answer or error.`,
    ...QUESTION,
  })
    .input(
      z
        .strictObject({
          checks: z.array(z.strictObject({ ...triple, context: given.context })),
          ...given,
          consistency,
        })
        .meta({ "x-total": ALL_CHECKS }),
    )
    .output(
      z.object({
        results: z
          .array(
            z.union([
              z.object({ allowed, missing: missing.optional() }),
              z.object({ error: z.object({ code: z.string(), message: z.string() }) }),
            ]),
          )
          .describe("In the order of the checks."),
        revision,
      }),
    )
    .query(async ({ ctx, input }) => {
      const { consistency: wanted, contextualTuples: tuples, ...questions } = input;
      requireAtMost(questions.checks.length, ALL_CHECKS);
      const { answers, revision: at } = await ask(ctx, "batchCheck", { ...questions, tuples }, wanted);
      const results = answers.map((answer) => {
        if (!answer.ok) return { error: { code: answer.code, message: answer.message } };
        return answerOutput(answer.value);
      });
      return { results, revision: `${at}` };
    }),

  listObjects: procedure({
    summary: "Lists every object of a type to which a subject has a relation, in byte order.",
    ...QUESTION,
  })
    .input(z.strictObject({ subject, relation, objectType: z.string().max(254), ...given, consistency, ...pageInput }))
    .output(z.object({ ...pageOf(object), conditional: conditional(object), revision }))
    .query(async ({ ctx, input }) => {
      const { cursor, consistency: wanted, contextualTuples: tuples, ...request } = input;
      const after = decodeCursor(cursor, z.string());
      return pageOutput(await ask(ctx, "listObjects", { ...request, tuples, after }, wanted));
    }),

  listSubjects: procedure({
    summary:
      "Lists every subject of a kind that has a relation to an object, in byte order, and where everyone has it, who is " +
      "excluded.",
    ...QUESTION,
  })
    .input(
      z.strictObject({
        object,
        relation,
        subjectKind: z.string().max(512).describe("A type such as user, or a userset's kind such as team#member."),
        ...given,
        consistency,
        ...pageInput,
      }),
    )
    .output(z.object({ ...pageOf(listedSubject), conditional: conditional(listedSubject), excluded, revision }))
    .query(async ({ ctx, input }) => {
      const { cursor, consistency: wanted, contextualTuples: tuples, ...request } = input;
      const after = decodeCursor(cursor, z.string());
      const page = await ask(ctx, "listSubjects", { ...request, tuples, after }, wanted);
      return { ...pageOutput(page), excluded: [...(page.excluded ?? [])] };
    }),

  listRelations: procedure({
    summary: "Lists which relations of an object a subject has, in the model's order.",
    ...QUESTION,
  })
    .input(z.strictObject({ subject, object, ...given, consistency }))
    .output(
      z.object({
        relations: z.array(z.string()),
        conditional: z.array(z.string()).describe("Relations that depend on context not given."),
        revision,
      }),
    )
    .query(async ({ ctx, input }) => {
      const { consistency: wanted, contextualTuples: tuples, ...question } = input;
      const { revision: at, ...answer } = await ask(ctx, "listRelations", { ...question, tuples }, wanted);
      return { ...answer, revision: `${at}` };
    }),

  expand: procedure({
    summary: "Shows who has a relation to an object, one step deep, as a tree of tuples and usersets.",
    ...QUESTION,
  })
    .input(
      z.strictObject({
        object,
        relation,
        contextualTuples: given.contextualTuples,
        consistency,
        cursor: pageInput.cursor,
        limit: z
          .int()
          .min(1)
          .max(MAX_EXPANDED)
          .default(MAX_EXPANDED)
          .describe(`Tuples in the tree at most; defaults to ${MAX_EXPANDED}, which is the most.`),
      }),
    )
    .output(
      z.object({
        tree: tree.describe("The whole tree. Its lists of tuples have those of this page."),
        nextCursor: z
          .string()
          .nullable()
          .describe(
            "Null where no list of tuples goes on. Otherwise the next page has the same tree, with more tuples.",
          ),
        revision,
      }),
    )
    .query(async ({ ctx, input }) => {
      const { cursor, consistency: wanted, contextualTuples: tuples, ...question } = input;
      const after = decodeCursor(cursor, treePlace);
      const answer = await ask(ctx, "expand", { ...question, after, tuples }, wanted);
      const nextCursor = answer.next === undefined ? null : encodeCursor(answer.next);
      return { tree: answer.tree, nextCursor, revision: `${answer.revision}` };
    }),

  explain: procedure({
    summary:
      "Answers a check with why: the proof of a yes; of a no, what does not count or excludes, and the smallest changes that " +
      "would turn it into a yes.",
    ...QUESTION,
  })
    .input(z.strictObject({ ...triple, ...given, consistency }))
    .output(
      z.object({
        allowed,
        missing: missing.optional(),
        proof: proof.nullable().describe("Null where the answer is not yes."),
        remedies: z
          .array(remedy)
          .describe("Smallest first, five at most; each works, and no part of it would. Empty where none was found."),
        denial: denial.nullable().describe("Null where the answer is yes."),
        revision,
      }),
    )
    .query(async ({ ctx, input }) => {
      const { consistency: wanted, contextualTuples: tuples, ...question } = input;
      const answer = await ask(ctx, "explain", { ...question, tuples }, wanted);
      const remedies = answer.remedies.map(({ add, remove }) => ({ add: [...add], remove: [...remove] }));
      const found = denial.nullable().parse(answer.denial ?? null);
      return { ...answerOutput(answer), proof: answer.proof, remedies, denial: found, revision: `${answer.revision}` };
    }),

  verifyProof: procedure({
    summary: "Checks a proof against the graph, in time linear in its length.",
    ...QUESTION,
  })
    .input(z.strictObject({ proof, ...given, consistency }))
    .output(
      z.object({
        valid: z.boolean(),
        problem: z.string().nullable().describe("What is wrong with the proof; null where it is valid."),
        revision,
      }),
    )
    .query(async ({ ctx, input }) => {
      const { consistency: wanted, contextualTuples: tuples, ...question } = input;
      const { revision: at, ...verdict } = await ask(ctx, "verifyProof", { ...question, tuples }, wanted);
      return { ...verdict, revision: `${at}` };
    }),

  write: procedure({
    summary: "Writes and deletes tuples, all or nothing. Safe to repeat.",
    caller: ["secret", "admin"],
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
              "A tuple takes the place of one that states the same fact on other terms. One that has expired already is " +
                "not stored; it only ends the one that is there.",
            ),
          deletes: z
            .array(tupleReference)
            .default([])
            .describe(
              "What is not there is not deleted. Types and relations have to be ones that a version of the model has or had.",
            ),
          preconditions: z
            .strictObject({
              mustExist: z.array(tupleReference).default([]),
              mustNotExist: z.array(tupleReference).default([]),
            })
            .default({ mustExist: [], mustNotExist: [] })
            .describe(
              "What must be stored, and what must not be, for anything to happen. A tuple that has expired is not stored.",
            ),
          reason: z.string().max(500).optional().describe("Why, for the log."),
        })
        .meta({ "x-total": ALL_CHANGES }),
    )
    .output(
      z.object({
        written: z.int().describe("Tuples that were not there before, or stood on other terms."),
        deleted: z.int().describe("Tuples that were there before and had not expired."),
        revision,
      }),
    )
    .mutation(async ({ ctx, input }) => {
      requireOwnGraph(ctx.tenant);
      const { writes, deletes, preconditions, reason } = input;
      const { mustExist, mustNotExist } = preconditions;
      requireAtMost(writes.length + deletes.length + mustExist.length + mustNotExist.length, ALL_CHANGES);
      const changes = { writes, deletes, mustExist, mustNotExist };
      const { revision: at, ...counts } = unwrap(
        await ctx.app.graph(ctx.tenant.id).write(changes, originOf(ctx, reason)),
      );
      return { ...counts, revision: `${at}` };
    }),

  read: procedure({
    summary: "Lists stored tuples that match a filter and have not expired.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(tupleFilter.input.extend({ consistency, ...pageInput }))
    .output(z.object({ ...pageOf(tuple), revision }))
    .query(async ({ ctx, input }) => {
      const { cursor, limit, consistency: wanted, ...filter } = input;
      const after = decodeCursor(cursor, tupleFilter.position);
      const asked = { filter: tupleFilter.parse(filter), after, limit };
      const { tuples, more, revision: at } = await ask(ctx, "read", asked, wanted);
      const nextCursor = more ? encodeCursor(tupleFilter.position.parse(tuples.at(-1))) : null;
      return { items: tuples.map(textOf), nextCursor, revision: `${at}` };
    }),

  changes: changesRouter,
  model: modelRouter,
  graph: graphRouter,
  settings: settingsRouter,
});

function answerOutput({ allowed: found, missing: parameters }: CheckAnswer) {
  return parameters.length === 0 ? { allowed: found } : { allowed: found, missing: [...parameters] };
}

function pageOutput({ items, conditional: unsure, next, revision: at }: PageAnswer & AtRevision) {
  const nextCursor = next === undefined ? null : encodeCursor(next);
  return { items: [...items], conditional: [...unsure], nextCursor, revision: `${at}` };
}

function requireAtMost(count: number, { maximum, unit, counted }: Total): void {
  if (count <= maximum) return;
  const message = `The call has ${count} ${counted}; at most ${maximum} are accepted.`;
  throw new AppError("batch_too_large", { count, maximum, of: unit }, message);
}
