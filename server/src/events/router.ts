import * as z from "zod";
import { unwrap } from "../authz/outcome.ts";
import { admit } from "../pipeline/admit-connection.ts";
import { t } from "../pipeline/init.ts";
import { cutPage, decodeCursor, pageInput, pageOf } from "../pipeline/inputs.ts";
import { procedure } from "../pipeline/procedure.ts";
import { EVENT_FILTER, POSITION } from "./live-event.ts";
import { issueTicket } from "./ticket.ts";

const liveEvent = z
  .object({
    seq: z.int().describe("Counts from 1, without a gap: its number in the audit chain."),
    id: z.string().describe("Its id in the audit log."),
    event: z.string().describe("What was called, such as auth.login, or what the service found out."),
    outcome: z.string().describe("ok, or the code of the error that it was refused with."),
    alert: z.boolean().describe("Whether somebody should look at it."),
    actor: z.string().describe("anonymous, or the id of a key or a user."),
    subject: z.string().nullable().describe("The id of the user whom it was done to, where that is known."),
    requestId: z.string(),
    at: z.date(),
  })
  .meta({ id: "LiveEvent", description: "Something that was done to a tenant, or refused, in the order of writing." });

const following = {
  after: POSITION.optional().describe("The seq of the last event seen."),
  event: EVENT_FILTER.optional().describe("One event, or the beginning of several: auth. means all of auth."),
};

export const eventsRouter = t.router({
  list: procedure({
    summary: "Lists the tenant's latest events, oldest first: those of seven days, 100,000 at most.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject({ ...following, ...pageInput }))
    .output(z.object(pageOf(liveEvent)))
    .query(async ({ ctx, input: { event = null, cursor, limit, ...input } }) => {
      const after = decodeCursor(cursor, POSITION) ?? input.after ?? null;
      const rows = unwrap(await ctx.app.liveEvents(ctx.tenant.id).eventsAfter({ after, event }, limit + 1));
      return cutPage(rows, limit, { cursor: ({ seq }) => seq, item: (row) => ({ ...row, at: new Date(row.at) }) });
    }),

  ticket: procedure({
    summary:
      "Lets one WebSocket follow the tenant's events: good once, within half a minute. The SDK's follow uses it.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject(following))
    .output(
      z.object({
        ticket: z.string().describe("To offer as a subprotocol beside cf-auth.events, at /events."),
        position: z.int().describe("The seq after which it starts."),
      }),
    )
    .query(async ({ ctx, input: { after = null, event = null } }) => {
      const { id: tenantId } = ctx.tenant;
      return await admit({ ...ctx, tenantId }, "events", {
        open: async (holder) => await issueTicket(ctx.app, tenantId, holder, { after, event }),
        // Nobody learns of it, so it is good for nothing.
        undo: () => undefined,
      });
    }),
});
