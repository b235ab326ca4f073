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
    kind: z.enum(["write", "import", "expiry", "model"]),
    at: z.date(),
    actor: z.string().describe("Who changed it: a key's or a user's id, or system."),
    reason: z.string().nullable(),
    requestId: z.string(),
    operation: z
      .enum(["write", "delete"])
      .nullable()
      .describe("Null for a model, and for an import too large to be kept tuple by tuple: export the graph then."),
    tuple: tuple.nullable(),
    modelVersion: z.int().nullable().describe("The model's version as of this revision."),
  })
  .meta({ id: "Change", description: "What a revision did to one tuple, or the revision as a whole." });

/** Called as `authz.changes`. */
export const changesRouter = procedure({
  summary: "Lists what has changed, in order, from any revision on that the log still has.",
  caller: ["secret", "admin"],
  rateLimit: "standard",
  audit: "none",
})
  .input(
    z.strictObject({
      after: revisionInput.default("0").describe("Changes after this revision; 0 for all."),
      ...pageInput,
    }),
  )
  .output(z.object(pageOf(change)))
  .query(async ({ ctx, input }) => {
    // A revision's own entries all come before this place.
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
