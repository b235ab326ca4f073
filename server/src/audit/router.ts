import * as z from "zod";
import { cutPage, decodeCursor, encodeCursor, MAX_CURSOR, pageInput, pageOf } from "../pipeline/inputs.ts";
import { procedure, t } from "../pipeline/procedure.ts";
import { actorOf } from "../shared/caller.ts";
import { timeInput } from "../shared/inputs/formats.ts";
import { exportLog, MAX_EVENTS_PER_FILE } from "./export.ts";
import type { AuditEvent } from "./store.ts";
import { MAX_EVENTS_PER_CALL, reportBrokenChain, verifyLog } from "./verify.ts";

const eventOutput = z
  .object({
    id: z.string(),
    event: z.string().describe("Name of the procedure or event, such as auth.login."),
    actor: z.string().describe("anonymous, or the id of an API key or user."),
    subject: z.string().nullable().describe("Id of the affected user; null if there is none."),
    outcome: z.string().describe("ok, or the error code of the refusal."),
    details: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe("Details of the change: ids, numbers, booleans and names of changed fields; null if there are none."),
    ip: z.string(),
    requestId: z.string(),
    at: z.date(),
  })
  .meta({ id: "AuditEvent", description: "An audit event: a change to a tenant, or a refused call." });

const hash = z.string().describe("SHA-256 in hexadecimal of the last link of the chain.");
const verifyPosition = z.object({ seq: z.int(), hash: z.string(), rowId: z.int() });
const exportPosition = z.object({ after: z.int(), rowId: z.int() });

export const auditRouter = t.router({
  list: procedure({
    summary: "Lists the tenant's audit events, newest first: changes and refused calls.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(
      z.strictObject({
        event: z
          .string()
          .max(100)
          .optional()
          .describe(
            "An event name such as auth.login, or a prefix that ends in a dot, such as auth. for all events of auth.",
          ),
        actor: z.string().max(64).optional(),
        outcome: z.enum(["ok", "refused"]).optional(),
        from: timeInput.optional().describe("Earliest time, inclusive."),
        to: timeInput.optional().describe("Latest time, exclusive."),
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
    summary: "Verifies the tenant's audit chain: no event was altered, removed or inserted after it was written.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(
      z.strictObject({
        cursor: z
          .string()
          .max(MAX_CURSOR)
          .optional()
          .describe(
            `nextCursor of the previous call, which verifies at most ${MAX_EVENTS_PER_CALL} events. Defaults to the first event that is not archived.`,
          ),
      }),
    )
    .output(
      z.object({
        valid: z.boolean().describe("Whether the chain is valid as far as it was verified."),
        broken: z
          .object({
            seq: z.int().describe("Sequence number of the first invalid link."),
            eventId: z.string(),
            problem: z
              .enum(["altered", "removed", "inserted"])
              .describe(
                "altered: the event was changed. removed: it is missing. inserted: it was never part of the chain.",
              ),
          })
          .nullable(),
        verifiedCount: z.int().describe("Number of valid events, counted from the first."),
        eventCount: z.int().describe("Number of events in the log, including archived ones."),
        archivedCount: z.int().describe("Number of events that were moved to R2, after verifying them."),
        hash,
        nextCursor: z
          .string()
          .nullable()
          .describe("Cursor to continue; null at the end and where the chain is broken."),
      }),
    )
    .query(async ({ ctx, input }) => {
      const from = decodeCursor(input.cursor, verifyPosition);
      const { broken, verified, archived, links, hash, next } = await verifyLog(ctx.app, ctx.tenant.id, from);
      const { ip, id: requestId } = ctx.request;
      const origin = { actor: actorOf(ctx.caller), ip, requestId };
      if (broken !== null) await reportBrokenChain(ctx.app, ctx.tenant.id, origin);
      const nextCursor = next === null ? null : encodeCursor(next);
      const counts = { verifiedCount: verified, eventCount: links, archivedCount: archived };
      return { valid: broken === null, broken, ...counts, hash, nextCursor };
    }),

  export: procedure({
    summary: "Exports the tenant's audit log to R2 as JSON lines, each event with its sequence number and chain hash.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "audit.export",
  })
    .input(
      z.strictObject({
        cursor: z
          .string()
          .max(MAX_CURSOR)
          .optional()
          .describe(
            `nextCursor of the previous call; a file has at most ${MAX_EVENTS_PER_FILE} events. Defaults to the first event.`,
          ),
      }),
    )
    .output(
      z.object({
        key: z.string().nullable().describe("Key of the file in R2; null if there were no events to export."),
        eventCount: z.int(),
        firstSeq: z.int().nullable().describe("Sequence number of the first event in the file."),
        lastSeq: z.int().nullable(),
        nextCursor: z.string().describe("Cursor to export later events, now or another day."),
        hasMore: z.boolean().describe("Whether more events can be exported now."),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const from = decodeCursor(input.cursor, exportPosition) ?? { after: 0, rowId: 0 };
      const { key, events, first, last, more, rowId } = await exportLog(ctx.app, ctx.tenant.id, from);
      const nextCursor = encodeCursor({ after: last ?? from.after, rowId });
      const range = { eventCount: events, firstSeq: first, lastSeq: last };
      return { key: events === 0 ? null : key, ...range, nextCursor, hasMore: more };
    }),
});

function outputOf(row: AuditEvent): z.infer<typeof eventOutput> {
  const { id, event, actor, subject, outcome, details, ip, requestId, at } = row;
  return { id, event, actor, subject, outcome, details, ip, requestId, at };
}
