import type { Page } from "@cf-auth/engine";
import * as z from "zod";
import { AppError } from "../errors/app-error.ts";
import type { Context } from "../rpc/context.ts";
import { t } from "../rpc/init.ts";
import { decodeCursor, encodeCursor, pageInput, pageOf } from "../rpc/paging.ts";
import { procedure } from "../rpc/procedure.ts";
import type { Tenant } from "../tenants/tenant.ts";
import { graphRouter } from "./graph-router.ts";
import type { AtRevision } from "./graph-service.ts";
import { modelRouter } from "./model-router.ts";
import { unwrap } from "./outcome.ts";
import { allowed, conditional, object, proof, relation, revision, subject, triple, tuple } from "./schemas.ts";
import { tupleFilter } from "./tuple-filter.ts";

const MAXIMUM_BATCH = 10_000;
const MAXIMUM_CHANGES = 1000;
const CALLERS = ["secret", "admin"] as const;

const listedSubject = subject.describe("type:id or type:id#relation; type:* stands for everyone whom no tuple names.");

export const authzRouter = t.router({
  check: procedure({
    summary: "Answers whether a subject has a relation to an object.",
    caller: CALLERS,
    rateLimit: "checks",
    audit: "none",
  })
    .input(z.strictObject(triple))
    .output(z.object({ allowed, revision }))
    .query(async ({ ctx, input }) => {
      const answer = unwrap(await graphOf(ctx).check(input));
      return { allowed: answer.allowed, revision: `${answer.revision}` };
    }),

  batchCheck: procedure({
    summary: `Answers up to ${MAXIMUM_BATCH} checks at one revision, each with its own answer or error.`,
    caller: CALLERS,
    rateLimit: "checks",
    audit: "none",
  })
    .input(z.strictObject({ checks: z.array(z.strictObject(triple)) }))
    .output(
      z.object({
        results: z
          .array(
            z.union([z.object({ allowed }), z.object({ error: z.object({ code: z.string(), message: z.string() }) })]),
          )
          .describe("In the order of the checks."),
        revision,
      }),
    )
    .query(async ({ ctx, input }) => {
      requireAtMost(input.checks.length, MAXIMUM_BATCH);
      const { answers, revision: at } = unwrap(await graphOf(ctx).batchCheck(input.checks));
      const results = answers.map((answer) =>
        answer.ok ? { allowed: answer.value } : { error: { code: answer.code, message: answer.message } },
      );
      return { results, revision: `${at}` };
    }),

  listObjects: procedure({
    summary: "Lists every object of a type to which a subject has a relation, in byte order.",
    caller: CALLERS,
    rateLimit: "checks",
    audit: "none",
  })
    .input(z.strictObject({ subject, relation, objectType: z.string().max(254), ...pageInput }))
    .output(z.object({ ...pageOf(object), conditional: conditional(object), revision }))
    .query(async ({ ctx, input }) => {
      const { cursor, ...request } = input;
      const after = decodeCursor(cursor, z.string());
      return pageOutput(unwrap(await graphOf(ctx).listObjects({ ...request, after })));
    }),

  listSubjects: procedure({
    summary: "Lists every subject of a kind that has a relation to an object, in byte order.",
    caller: CALLERS,
    rateLimit: "checks",
    audit: "none",
  })
    .input(
      z.strictObject({
        object,
        relation,
        subjectKind: z.string().max(512).describe("A type such as user, or a userset's kind such as team#member."),
        ...pageInput,
      }),
    )
    .output(
      z.object({
        ...pageOf(listedSubject),
        conditional: conditional(listedSubject),
        revision,
      }),
    )
    .query(async ({ ctx, input }) => {
      const { cursor, ...request } = input;
      const after = decodeCursor(cursor, z.string());
      return pageOutput(unwrap(await graphOf(ctx).listSubjects({ ...request, after })));
    }),

  explain: procedure({
    summary: "Answers a check with its proof: the tuples and rules that make it true.",
    caller: CALLERS,
    rateLimit: "checks",
    audit: "none",
  })
    .input(z.strictObject(triple))
    .output(z.object({ allowed, proof: proof.nullable().describe("Null where the answer is no."), revision }))
    .query(async ({ ctx, input }) => {
      const answer = unwrap(await graphOf(ctx).explain(input));
      return { allowed: answer.proof !== null, proof: answer.proof, revision: `${answer.revision}` };
    }),

  write: procedure({
    summary: "Writes and deletes tuples, all or nothing. Safe to repeat.",
    caller: CALLERS,
    rateLimit: "standard",
    audit: "authz.write",
  })
    .input(z.strictObject({ writes: z.array(tuple).default([]), deletes: z.array(tuple).default([]) }))
    .output(
      z.object({
        written: z.int().describe("Tuples that were not there before."),
        deleted: z.int().describe("Tuples that were there before."),
        revision,
      }),
    )
    .mutation(async ({ ctx, input }) => {
      requireAtMost(input.writes.length + input.deletes.length, MAXIMUM_CHANGES);
      const { revision: at, ...counts } = unwrap(await graphOf(ctx).write(input));
      return { ...counts, revision: `${at}` };
    }),

  read: procedure({
    summary: "Lists stored tuples that match a filter.",
    caller: CALLERS,
    rateLimit: "standard",
    audit: "none",
  })
    .input(tupleFilter.input.extend(pageInput))
    .output(z.object({ ...pageOf(tuple), revision }))
    .query(async ({ ctx, input }) => {
      const { cursor, limit, ...filter } = input;
      const after = decodeCursor(cursor, z.object(triple));
      const request = { filter: tupleFilter.parse(filter), after, limit };
      const { tuples, more, revision: at } = unwrap(await graphOf(ctx).read(request));
      return { items: tuples, nextCursor: more ? encodeCursor(tuples.at(-1)) : null, revision: `${at}` };
    }),

  model: modelRouter,
  graph: graphRouter,
});

function graphOf({ app, tenant }: Context & { tenant: Tenant }) {
  return app.graph(tenant.id);
}

function pageOutput({ items, conditional, next, revision: at }: Page & AtRevision) {
  return { items, conditional, nextCursor: next === undefined ? null : encodeCursor(next), revision: `${at}` };
}

function requireAtMost(count: number, maximum: number): void {
  if (count > maximum) throw new AppError("batch_too_large", { count, maximum });
}
