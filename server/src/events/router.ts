import * as z from "zod";
import { unwrap } from "../authz/outcome.ts";
import { admit } from "../pipeline/admit-connection.ts";
import { cutPage, decodeCursor, pageInput, pageOf } from "../pipeline/inputs.ts";
import { procedure, t } from "../pipeline/procedure.ts";
import { EVENT_FILTER, POSITION } from "./live-event.ts";
import { issueTicket } from "./ticket.ts";

const liveEvent = z
  .object({
    seq: z.int().describe("Sequence number in the audit chain: 1, 2, 3 …, without gaps."),
    id: z.string().describe("Id of the event in the audit log."),
    event: z.string().describe("Name of the procedure, such as auth.login, or of an alert such as auth.accountLocked."),
    outcome: z.string().describe("ok, or the error code of the refusal."),
    alert: z.boolean().describe("Whether the event needs attention."),
    actor: z.string().describe("anonymous, or the id of an API key or user."),
    subject: z.string().nullable().describe("Id of the affected user; null if it is unknown."),
    object: z
      .string()
      .describe(
        "Id of what the event is about: the affected user, the changed object, or else the procedure's family.",
      ),
    requestId: z.string(),
    at: z.date(),
  })
  .meta({
    id: "LiveEvent",
    description: "An event of a tenant, in the order of writing: a change, or a refused call.",
  });

const subscriptionInput = {
  after: POSITION.optional().describe(
    "seq of the last event that you received. Defaults to the oldest stored event in a list, and to new events in a stream.",
  ),
  event: EVENT_FILTER.optional().describe(
    "An event name such as auth.login, or a prefix that ends in a dot, such as auth. for all events of auth.",
  ),
};

export const eventsRouter = t.router({
  list: procedure({
    summary: "Lists the tenant's events of the last 7 days, oldest first. At most 100,000 are stored.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject({ ...subscriptionInput, ...pageInput }))
    .output(z.object(pageOf(liveEvent)))
    .query(async ({ ctx, input: { event = null, cursor, limit, ...input } }) => {
      const after = decodeCursor(cursor, POSITION) ?? input.after ?? null;
      const rows = unwrap(await ctx.app.liveEvents(ctx.tenant.id).eventsAfter({ after, event }, limit + 1));
      return cutPage(rows, limit, { cursor: ({ seq }) => seq, item: (row) => ({ ...row, at: new Date(row.at) }) });
    }),

  ticket: procedure({
    summary: "Creates a ticket to follow the tenant's events on one WebSocket, valid once within 30 seconds.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject(subscriptionInput))
    .output(
      z.object({
        ticket: z.string().describe("Send it as a WebSocket subprotocol beside cf-auth.events, at /events."),
        position: z.int().describe("seq after which the stream starts."),
      }),
    )
    .query(async ({ ctx, input: { after = null, event = null } }) => {
      const { id: tenantId } = ctx.tenant;
      return await admit({ ...ctx, tenantId }, "events", {
        open: async (credentials) => await issueTicket(ctx.app, tenantId, credentials, { after, event }),
        // The ticket is never returned, so it can't be used.
        undo: () => undefined,
      });
    }),
});
