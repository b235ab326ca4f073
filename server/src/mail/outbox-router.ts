import * as z from "zod";
import { t } from "../rpc/init.ts";
import { cutPage, decodeCursor, pageInput, pageOf } from "../rpc/paging.ts";
import { procedure } from "../rpc/procedure.ts";
import { requireTestTenant } from "../testing/environment.ts";
import { LETTER_KINDS } from "./letter-kinds.ts";
import { LETTER_STATES, type LetterRecord } from "./letter-store.ts";
import type { ReceivedLetter } from "./mailbox-store.ts";

const kind = z.enum(LETTER_KINDS);
const to = z.string().max(254).describe("Only letters to this address.");
const number = z.int();

const letterOutput = z
  .object({
    id: z.string().describe("Also in the letter's header X-Email-Id."),
    key: z.string().describe("Letters of one key are one letter."),
    kind,
    to: z.string(),
    state: z
      .enum(LETTER_STATES)
      .describe(
        "waiting, sending; sent: taken by the mail service; refused by it for good; expired: not taken in time; " +
          "uncertain: it may have arrived.",
      ),
    attempts: z.int(),
    error: z.string().nullable().describe("The mail service's word for why it did not take the letter last."),
    queuedAt: z.date(),
    nextAttemptAt: z.date().nullable().describe("When it is tried next."),
    finishedAt: z.date().nullable(),
  })
  .meta({ id: "LetterRecord", description: "What became of a letter, without what it brings." });

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
    values: z.record(z.string(), z.string()).describe("What differs from letter to letter: its link, its code."),
    at: z.date(),
  })
  .meta({ id: "ReceivedLetter", description: "A letter in the mailbox of a test tenant." });

export const outboxRouter = {
  outbox: t.router({
    list: procedure({
      summary: "Lists what became of the tenant's letters of the last 30 days, newest first.",
      caller: ["secret", "admin"],
      rateLimit: "standard",
      audit: "none",
    })
      .input(z.strictObject({ ...pageInput, to: to.optional(), state: z.enum(LETTER_STATES).optional() }))
      .output(z.object(pageOf(letterOutput)))
      .query(async ({ ctx, input }) => {
        const query = { to: input.to, state: input.state, before: decodeCursor(input.cursor, number) };
        const rows = await ctx.app.mailRecords(ctx.tenant.id).letters({ ...query, limit: input.limit + 1 });
        return cutPage(rows, input.limit, { cursor: (row) => row.number, item: recordOf });
      }),
  }),

  mailbox: t.router({
    list: procedure({
      summary: "Lists the letters of a test tenant, which are kept and never sent, newest first.",
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
  return { ...letter, values: { ...letter.values }, at: new Date(at) };
}
