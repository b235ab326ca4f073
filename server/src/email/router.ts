import * as z from "zod";
import { t } from "../pipeline/init.ts";
import { cutPage, decodeCursor, pageInput, pageOf } from "../pipeline/inputs.ts";
import { procedure } from "../pipeline/procedure.ts";
import { actorOf } from "../shared/caller.ts";
import { requireTestTenant } from "../shared/tenant-status.ts";
import { MAXIMUM_CHARACTERS } from "./check-template.ts";
import { LETTER_KINDS } from "./email-kinds.ts";
import { LETTER_STATES, type LetterRecord } from "./email-store.ts";
import type { ReceivedLetter } from "./mailbox-store.ts";
import { describeTemplate, previewTemplate, requireTemplate } from "./tenant-templates.ts";

const kind = z.enum(LETTER_KINDS);
const to = z.string().max(254).describe("Only letters to this address.");
const number = z.int();

const letterOutput = z
  .object({
    id: z.string().describe("Also in the letter's header X-Letter-Id."),
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
    postedAt: z.date(),
    dueAt: z.date().nullable().describe("When it is tried next."),
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

function recordOf({ number: _number, postedAt, dueAt, finishedAt, ...record }: LetterRecord) {
  const time = (at: number | null) => (at === null ? null : new Date(at));
  return { ...record, postedAt: new Date(postedAt), dueAt: time(dueAt), finishedAt: time(finishedAt) };
}

function receivedOf({ number: _number, at, ...letter }: ReceivedLetter) {
  return { ...letter, values: { ...letter.values }, at: new Date(at) };
}

const own = {
  subject: z.string().max(MAXIMUM_CHARACTERS.subject).optional(),
  text: z.string().max(MAXIMUM_CHARACTERS.text).optional(),
  html: z
    .string()
    .max(MAXIMUM_CHARACTERS.html)
    .optional()
    .describe("Plain markup: quoted attributes, no scripts, forms or frames."),
};
const texts = { subject: z.string(), text: z.string(), html: z.string() };

const templateOutput = z
  .object({
    kind,
    ...texts,
    own: z
      .array(z.enum(["subject", "text", "html"]))
      .describe("Which parts are the tenant's own; the others are the default."),
    placeholders: z.array(z.string()).describe("What {{name}} may stand for, besides secrets."),
    secrets: z.array(z.string()).describe("What text and HTML may have besides, and one of which they need."),
    updatedAt: z.date().nullable(),
  })
  .meta({ id: "MailTemplate", description: "The text of one kind of letter." });

export const templatesRouter = t.router({
  list: procedure({
    summary: "Lists the texts of the tenant's letters, one for each kind.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject(pageInput))
    .output(z.object(pageOf(templateOutput)))
    .query(async ({ ctx, input }) => {
      const start = decodeCursor(input.cursor, z.int().min(0).max(LETTER_KINDS.length)) ?? 0;
      const rows = await ctx.app.mailTemplates.list(ctx.tenant.id);
      const page = LETTER_KINDS.map((kind, index) => ({ kind, next: index + 1 })).slice(start, start + input.limit + 1);
      return cutPage(page, input.limit, {
        cursor: ({ next }) => next,
        item: (entry) =>
          describeTemplate(
            entry.kind,
            ctx.tenant,
            rows.find((row) => row.kind === entry.kind),
          ),
      });
    }),

  get: procedure({
    summary: "Shows the text of one kind of the tenant's letters.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject({ kind }))
    .output(templateOutput)
    .query(async ({ ctx, input }) => {
      const row = await ctx.app.mailTemplates.find(ctx.tenant.id, input.kind);
      return describeTemplate(input.kind, ctx.tenant, row);
    }),

  put: procedure({
    summary: "Sets the tenant's own text of one kind of letter; what is left out is the default. Safe to repeat.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "mail.templates.put",
  })
    .input(z.strictObject({ kind, ...own }))
    .output(templateOutput)
    .mutation(async ({ ctx, input }) => {
      requireTemplate(input.kind, input);
      const row = {
        tenantId: ctx.tenant.id,
        kind: input.kind,
        subject: input.subject ?? null,
        text: input.text ?? null,
        html: input.html ?? null,
        updatedBy: actorOf(ctx.caller),
        updatedAt: ctx.app.clock.now(),
      };
      await ctx.app.mailTemplates.put(row);
      return describeTemplate(input.kind, ctx.tenant, row);
    }),

  reset: procedure({
    summary: "Returns one kind of letter to the default text. Safe to repeat.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "mail.templates.reset",
  })
    .input(z.strictObject({ kind }))
    .output(templateOutput)
    .mutation(async ({ ctx, input }) => {
      await ctx.app.mailTemplates.delete(ctx.tenant.id, input.kind);
      return describeTemplate(input.kind, ctx.tenant, undefined);
    }),

  preview: procedure({
    summary: "Shows a letter as it would be sent, with made-up values; of the text given or the present one.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject({ kind, ...own }))
    .output(z.object({ ...texts, from: z.string() }))
    .query(async ({ ctx, input }) => {
      requireTemplate(input.kind, input);
      const row = await ctx.app.mailTemplates.find(ctx.tenant.id, input.kind);
      const given = { subject: input.subject, text: input.text, html: input.html };
      return previewTemplate(input.kind, ctx.tenant, { stored: row, given, config: ctx.app.config });
    }),
});

export const mailRouter = t.router({ templates: templatesRouter, ...outboxRouter });
