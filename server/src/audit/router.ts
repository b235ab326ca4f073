import * as z from "zod";
import { t } from "../pipeline/init.ts";
import { cutPage, decodeCursor, encodeCursor, MAX_CURSOR, pageInput, pageOf } from "../pipeline/inputs.ts";
import { procedure } from "../pipeline/procedure.ts";
import { actorOf } from "../shared/caller.ts";
import { timeInput } from "../shared/inputs/formats.ts";
import { EVENTS_A_FILE, exportLog } from "./export.ts";
import type { AuditEvent } from "./store.ts";
import { EVENTS_A_CALL, tellOfBreak, verifyLog } from "./verify.ts";

const eventOutput = z
  .object({
    id: z.string(),
    event: z.string().describe("What was called, such as auth.login."),
    actor: z.string().describe("anonymous, or the id of a key or a user."),
    subject: z.string().nullable().describe("The id of the user whom it was about, where it was about one."),
    outcome: z.string().describe("ok, or the code of the error that it was refused with."),
    details: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe(
        "What was changed: ids, numbers, switches, the names of other fields; null where nothing is to be said.",
      ),
    ip: z.string(),
    requestId: z.string(),
    at: z.date(),
  })
  .meta({ id: "AuditEvent", description: "Something that was done to a tenant, or refused." });

const hash = z.string().describe("SHA-256, in hexadecimal, of the last link of the chain.");
const verifyPosition = z.object({ seq: z.int(), hash: z.string(), place: z.int() });
const exportPosition = z.object({ after: z.int(), place: z.int() });

export const auditRouter = t.router({
  list: procedure({
    summary: "Lists what was done to the tenant and what was refused, newest first.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(
      z.strictObject({
        event: z
          .string()
          .max(100)
          .optional()
          .describe("One event, or the beginning of several: auth. means all of auth."),
        actor: z.string().max(64).optional(),
        outcome: z.enum(["ok", "refused"]).optional(),
        from: timeInput.optional().describe("The earliest time, counted."),
        to: timeInput.optional().describe("The latest time, not counted."),
        ...pageInput,
      }),
    )
    .output(z.object(pageOf(eventOutput)))
    .query(async ({ ctx, input: { cursor, limit, ...filter } }) => {
      const before = decodeCursor(cursor, z.string());
      const rows = await ctx.app.audit.list(ctx.tenant.id, filter, { before, limit: limit + 1 });
      return cutPage(rows, limit, { cursor: (row) => row.id, item: outputOf });
    }),

  verify: procedure({
    summary: "Checks that nothing has been changed in the tenant's log or removed from it since it was written.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(
      z.strictObject({
        cursor: z
          .string()
          .max(MAX_CURSOR)
          .optional()
          .describe(`Where the call before ended: it looks at ${EVENTS_A_CALL}.`),
      }),
    )
    .output(
      z.object({
        ok: z.boolean().describe("Whether everything holds as far as was looked."),
        broken: z
          .object({
            seq: z.int().describe("The number of the first link that does not hold."),
            eventId: z.string(),
            problem: z
              .enum(["altered", "removed", "inserted"])
              .describe("What happened to that event; inserted is one that was never sealed."),
          })
          .nullable(),
        verified: z.int().describe("How many events hold, from the first on."),
        events: z.int().describe("How many there are."),
        hash,
        nextCursor: z.string().nullable().describe("Null at the end, and where the chain is broken."),
      }),
    )
    .query(async ({ ctx, input }) => {
      const from = decodeCursor(input.cursor, verifyPosition);
      const { broken, verified, links, hash, next } = await verifyLog(ctx.app, ctx.tenant.id, from);
      const { ip, id: requestId } = ctx.request;
      const origin = { actor: actorOf(ctx.caller), ip, requestId };
      if (broken !== null) await tellOfBreak(ctx.app, ctx.tenant.id, origin);
      const nextCursor = next === null ? null : encodeCursor(next);
      return { ok: broken === null, broken, verified, events: links, hash, nextCursor };
    }),

  export: procedure({
    summary: "Writes the tenant's log to R2 as JSON lines, each event with its number and hash in the chain.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "audit.export",
  })
    .input(
      z.strictObject({
        cursor: z
          .string()
          .max(MAX_CURSOR)
          .optional()
          .describe(`Where the call before ended: a file has ${EVENTS_A_FILE}.`),
      }),
    )
    .output(
      z.object({
        key: z.string().nullable().describe("The file's key in R2; null where there was nothing to write."),
        events: z.int(),
        first: z.int().nullable().describe("The number of the first event in the file."),
        last: z.int().nullable(),
        nextCursor: z.string().describe("To write what comes after, now or another day."),
        more: z.boolean().describe("Whether there is more already."),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const from = decodeCursor(input.cursor, exportPosition) ?? { after: 0, place: 0 };
      const { key, events, first, last, more, place } = await exportLog(ctx.app, ctx.tenant.id, from);
      const nextCursor = encodeCursor({ after: last ?? from.after, place });
      return { key: events === 0 ? null : key, events, first, last, nextCursor, more };
    }),
});

function outputOf(row: AuditEvent): z.infer<typeof eventOutput> {
  const { id, event, actor, subject, outcome, details, ip, requestId, at } = row;
  return { id, event, actor, subject, outcome, details, ip, requestId, at };
}
