import * as z from "zod";
import { t } from "../rpc/init.ts";
import { cutPage, decodeCursor, pageInput, pageOf } from "../rpc/paging.ts";
import { procedure } from "../rpc/procedure.ts";
import { requireTestTenant } from "../testing/environment.ts";
import { LETTER_KINDS } from "./letter-kinds.ts";
import { LETTER_STATES, type LetterRecord } from "./letter-store.ts";
import type { ReceivedLetter } from "./mailbox-store.ts";

const kind = z.enum(LETTER_KINDS);
const to = z.string().max(254).describe("Only emails to this recipient.");
const number = z.int();

const letterOutput = z
  .object({
    id: z.string().describe("Id of the email, also in its header X-Email-Id."),
    idempotencyKey: z.string().describe("Emails with the same key are sent once."),
    kind,
    to: z.string(),
    status: z
      .enum(LETTER_STATES)
      .describe(
        "waiting: queued. sending: in progress. sent: accepted by the email service. refused: rejected by it. expired: not accepted in time. uncertain: may have been delivered.",
      ),
    attemptCount: z.int(),
    lastError: z.string().nullable().describe("Code of the email service's last failure; null if there was none."),
    queuedAt: z.date(),
    nextAttemptAt: z.date().nullable().describe("Time of the next attempt; null if there is none."),
    finishedAt: z.date().nullable(),
  })
  .meta({ id: "LetterRecord", description: "Delivery status of an email, without its content." });

const receivedOutput = z
  .object({
    id: z.string(),
    kind,
    from: z.object({ name: z.string(), address: z.string() }),
    replyTo: z.string().nullable(),
    to: z.string(),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    values: z.record(z.string(), z.string()).describe("Values of the placeholders, such as the link and the code."),
    receivedAt: z.date(),
  })
  .meta({ id: "ReceivedLetter", description: "An email in the mailbox of a test tenant." });

export const outboxRouter = {
  outbox: t.router({
    list: procedure({
      summary: "Lists the tenant's emails of the last 30 days with their delivery status, newest first.",
      caller: ["secret", "admin"],
      rateLimit: "standard",
      audit: "none",
    })
      .input(z.strictObject({ ...pageInput, to: to.optional(), status: z.enum(LETTER_STATES).optional() }))
      .output(z.object(pageOf(letterOutput)))
      .query(async ({ ctx, input }) => {
        const query = { to: input.to, state: input.status, before: decodeCursor(input.cursor, number) };
        const rows = await ctx.app.mailRecords(ctx.tenant.id).letters({ ...query, limit: input.limit + 1 });
        return cutPage(rows, input.limit, { cursor: (row) => row.number, item: recordOf });
      }),
  }),

  mailbox: t.router({
    list: procedure({
      summary: "Lists the emails of a test tenant, which are stored and never sent, newest first.",
      caller: ["secret", "admin"],
      rateLimit: "standard",
      audit: "none",
      // Letters bring links and codes that their user is let in by.
      admin: "manage",
    })
      .input(z.strictObject({ ...pageInput, to: to.optional(), kind: kind.optional() }))
      .output(z.object(pageOf(receivedOutput)))
      .query(async ({ ctx, input }) => {
        requireTestTenant(ctx.tenant);
        const query = { to: input.to, kind: input.kind, before: decodeCursor(input.cursor, number) };
        const rows = await ctx.app.mailRecords(ctx.tenant.id).received({ ...query, limit: input.limit + 1 });
        return cutPage(rows, input.limit, { cursor: (row) => row.number, item: receivedOf });
      }),
  }),
};

function recordOf({ number: _number, queuedAt, nextAttemptAt, finishedAt, ...record }: LetterRecord) {
  const time = (at: number | null) => (at === null ? null : new Date(at));
  return { ...record, queuedAt: new Date(queuedAt), nextAttemptAt: time(nextAttemptAt), finishedAt: time(finishedAt) };
}

function receivedOf({ number: _number, at, ...letter }: ReceivedLetter) {
  return { ...letter, values: { ...letter.values }, receivedAt: new Date(at) };
}
