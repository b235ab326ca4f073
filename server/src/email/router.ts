import * as z from "zod";
import { cutPage, decodeCursor, pageInput, pageOf } from "../pipeline/inputs.ts";
import { procedure, t } from "../pipeline/procedure.ts";
import { actorOf } from "../shared/caller.ts";
import { requireTestTenant } from "../shared/tenant-status.ts";
import { MAX_CHARACTERS } from "./check-template.ts";
import { EMAIL_KINDS } from "./email-kinds.ts";
import { EMAIL_STATUSES, type EmailRecord } from "./email-store.ts";
import type { ReceivedEmail } from "./mailbox-store.ts";
import { describeTemplate, previewTemplate, requireValidTemplate } from "./tenant-templates.ts";

const kind = z.enum(EMAIL_KINDS);
const to = z.string().max(254).describe("Only emails to this recipient.");
const number = z.int();

const recordOutput = z
  .object({
    id: z.string().describe("Id of the email, also in its header X-Email-Id."),
    idempotencyKey: z.string().describe("Emails with the same key are sent once."),
    kind,
    to: z.string(),
    status: z
      .enum(EMAIL_STATUSES)
      .describe(
        "waiting: queued. sending: in progress. sent: accepted by the email service. refused: rejected by it. expired: not accepted in time. uncertain: may have been delivered.",
      ),
    attemptCount: z.int(),
    lastError: z.string().nullable().describe("Code of the email service's last failure; null if there was none."),
    queuedAt: z.date(),
    nextAttemptAt: z.date().nullable().describe("Time of the next attempt; null if there is none."),
    finishedAt: z.date().nullable(),
  })
  .meta({ id: "EmailRecord", description: "Delivery status of an email, without its content." });

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
  .meta({ id: "ReceivedEmail", description: "An email in the mailbox of a test tenant." });

export const outboxRouter = {
  outbox: t.router({
    list: procedure({
      summary: "Lists the tenant's emails of the last 30 days with their delivery status, newest first.",
      caller: ["secret", "admin", "platformKey"],
      rateLimit: "standard",
      audit: "none",
    })
      .input(z.strictObject({ ...pageInput, to: to.optional(), status: z.enum(EMAIL_STATUSES).optional() }))
      .output(z.object(pageOf(recordOutput)))
      .query(async ({ ctx, input }) => {
        const query = { to: input.to, status: input.status, before: decodeCursor(input.cursor, number) };
        const rows = await ctx.app.emailRecords(ctx.tenant.id).emails({ ...query, limit: input.limit + 1 });
        return cutPage(rows, input.limit, { cursor: (row) => row.number, item: recordOf });
      }),
  }),

  mailbox: t.router({
    list: procedure({
      summary: "Lists the emails of a test tenant, which are stored and never sent, newest first.",
      caller: ["secret", "admin", "platformKey"],
      rateLimit: "standard",
      audit: "none",
      // Emails contain links and codes that sign their user in.
      admin: "manage",
    })
      .input(z.strictObject({ ...pageInput, to: to.optional(), kind: kind.optional() }))
      .output(z.object(pageOf(receivedOutput)))
      .query(async ({ ctx, input }) => {
        requireTestTenant(ctx.tenant);
        const query = { to: input.to, kind: input.kind, before: decodeCursor(input.cursor, number) };
        const rows = await ctx.app.emailRecords(ctx.tenant.id).receivedEmails({ ...query, limit: input.limit + 1 });
        return cutPage(rows, input.limit, { cursor: (row) => row.number, item: receivedOf });
      }),
  }),
};

function recordOf({ number: _number, queuedAt, nextAttemptAt, finishedAt, ...record }: EmailRecord) {
  const time = (at: number | null) => (at === null ? null : new Date(at));
  return { ...record, queuedAt: new Date(queuedAt), nextAttemptAt: time(nextAttemptAt), finishedAt: time(finishedAt) };
}

function receivedOf({ number: _number, at, ...email }: ReceivedEmail) {
  return { ...email, values: { ...email.values }, receivedAt: new Date(at) };
}

const customParts = {
  subject: z.string().max(MAX_CHARACTERS.subject).optional(),
  text: z.string().max(MAX_CHARACTERS.text).optional(),
  html: z
    .string()
    .max(MAX_CHARACTERS.html)
    .optional()
    .describe("Plain HTML: quoted attributes, no scripts, forms or frames."),
};
const texts = { subject: z.string(), text: z.string(), html: z.string() };

const templateOutput = z
  .object({
    kind,
    ...texts,
    customized: z
      .array(z.enum(["subject", "text", "html"]))
      .describe("Parts that the tenant has set; the others are the default."),
    placeholders: z.array(z.string()).describe("Names that {{name}} may use, besides secret placeholders."),
    secretPlaceholders: z
      .array(z.string())
      .describe("Names that only text and HTML may use; each must use at least one."),
    updatedAt: z.date().nullable(),
  })
  .meta({ id: "EmailTemplate", description: "Template of one kind of email." });

export const templatesRouter = t.router({
  list: procedure({
    summary: "Lists the templates of the tenant's emails, one for each kind.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject(pageInput))
    .output(z.object(pageOf(templateOutput)))
    .query(async ({ ctx, input }) => {
      const start = decodeCursor(input.cursor, z.int().min(0).max(EMAIL_KINDS.length)) ?? 0;
      const rows = await ctx.app.emailTemplates.list(ctx.tenant.id);
      const page = EMAIL_KINDS.map((kind, index) => ({ kind, next: index + 1 })).slice(start, start + input.limit + 1);
      return cutPage(page, input.limit, {
        cursor: ({ next }) => next,
        item: (entry) =>
          describeTemplate(
            entry.kind,
            ctx.tenant,
            rows.find((row) => row.kind === entry.kind),
            ctx.app.config,
          ),
      });
    }),

  get: procedure({
    summary: "Gets the template of one kind of the tenant's emails.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject({ kind }))
    .output(templateOutput)
    .query(async ({ ctx, input }) => {
      const row = await ctx.app.emailTemplates.find(ctx.tenant.id, input.kind);
      return describeTemplate(input.kind, ctx.tenant, row, ctx.app.config);
    }),

  put: procedure({
    summary: "Sets the tenant's template of one kind of email. Omitted parts use the default. Safe to repeat.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "emails.templates.put",
  })
    .input(z.strictObject({ kind, ...customParts }))
    .output(templateOutput)
    .mutation(async ({ ctx, input }) => {
      requireValidTemplate(input.kind, input);
      const row = {
        tenantId: ctx.tenant.id,
        kind: input.kind,
        subject: input.subject ?? null,
        text: input.text ?? null,
        html: input.html ?? null,
        updatedBy: actorOf(ctx.caller),
        updatedAt: ctx.app.clock.now(),
      };
      await ctx.app.emailTemplates.put(row);
      return describeTemplate(input.kind, ctx.tenant, row, ctx.app.config);
    }),

  reset: procedure({
    summary: "Resets the template of one kind of email to the default. Safe to repeat.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "emails.templates.reset",
  })
    .input(z.strictObject({ kind }))
    .output(templateOutput)
    .mutation(async ({ ctx, input }) => {
      await ctx.app.emailTemplates.delete(ctx.tenant.id, input.kind);
      return describeTemplate(input.kind, ctx.tenant, undefined, ctx.app.config);
    }),

  preview: procedure({
    summary: "Previews an email with sample values, from the template in the input or the current one.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject({ kind, ...customParts }))
    .output(z.object({ ...texts, from: z.string() }))
    .query(async ({ ctx, input }) => {
      requireValidTemplate(input.kind, input);
      const row = await ctx.app.emailTemplates.find(ctx.tenant.id, input.kind);
      const draft = { subject: input.subject, text: input.text, html: input.html };
      return previewTemplate(input.kind, ctx.tenant, { stored: row, draft, config: ctx.app.config });
    }),
});

export const emailsRouter = t.router({ templates: templatesRouter, ...outboxRouter });
