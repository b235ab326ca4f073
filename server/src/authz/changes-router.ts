import * as z from "zod";
import { decodeCursor, encodeCursor, pageInput, pageOf } from "../pipeline/inputs.ts";
import { procedure } from "../pipeline/procedure.ts";
import { isLastPage } from "./limits.ts";
import { unwrap } from "./outcome.ts";
import { readRevision, revisionInput, tuple } from "./schemas.ts";
import { textOf } from "./tuple-text.ts";

const position = z.tuple([z.int(), z.int()]);

const change = z
  .object({
    revision: z.string(),
    kind: z.enum(["write", "import", "expiry", "model", "restore"]),
    at: z.date(),
    actor: z.string().describe("Id of the API key or user that made the change, or system."),
    reason: z.string().nullable(),
    requestId: z.string(),
    operation: z
      .enum(["write", "delete"])
      .nullable()
      .describe("Operation on the tuple; null for a model, and for an import that is too large to list by tuple."),
    tuple: tuple.nullable(),
    modelVersion: z.int().nullable().describe("Version of the model at this revision."),
  })
  .meta({ id: "Change", description: "A change of one tuple in a revision, or the revision as a whole." });

/** Called as `authz.changes`. */
export const changesRouter = procedure({
  summary: "Lists changes of the graph in order, from any revision that is still stored.",
  caller: ["secret", "admin", "platformKey"],
  rateLimit: "standard",
  audit: "none",
})
  .input(
    z.strictObject({
      after: revisionInput.default("0").describe("Lists changes after this revision; 0 lists all."),
      ...pageInput,
    }),
  )
  .output(z.object(pageOf(change)))
  .query(async ({ ctx, input }) => {
    // Past all entries of the revision itself.
    const start = [readRevision(input.after), Number.MAX_SAFE_INTEGER] as const;
    const [revision, at] = decodeCursor(input.cursor, position) ?? start;
    const graph = ctx.app.graph(ctx.tenant.id);
    const entries = unwrap(await graph.changes({ revision, position: at }, input.limit + 1));
    const items = entries.slice(0, input.limit);
    const last = items.at(-1);
    const more = last !== undefined && !isLastPage(entries, input.limit + 1);
    return {
      items: items.map(({ revision: number, at: time, change: changed, position: _, written, deleted, ...entry }) => ({
        ...entry,
        revision: `${number}`,
        at: new Date(time),
        operation: changed?.operation ?? null,
        tuple: changed ? textOf(changed.tuple) : null,
      })),
      nextCursor: more ? encodeCursor([last.revision, last.position]) : null,
    };
  });
