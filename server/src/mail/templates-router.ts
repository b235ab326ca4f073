import * as z from "zod";
import { actorOf } from "../callers/caller.ts";
import { t } from "../rpc/init.ts";
import { cutPage, decodeCursor, pageInput, pageOf } from "../rpc/paging.ts";
import { procedure } from "../rpc/procedure.ts";
import { MAXIMUM_CHARACTERS } from "./check-template.ts";
import { LETTER_KINDS } from "./letter-kinds.ts";
import { describeTemplate, previewTemplate, requireTemplate } from "./own-templates.ts";

const kind = z.enum(LETTER_KINDS);
const own = {
  subject: z.string().max(MAXIMUM_CHARACTERS.subject).optional(),
  text: z.string().max(MAXIMUM_CHARACTERS.text).optional(),
  html: z
    .string()
    .max(MAXIMUM_CHARACTERS.html)
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
  .meta({ id: "MailTemplate", description: "Template of one kind of email." });

export const templatesRouter = t.router({
  list: procedure({
    summary: "Lists the templates of the tenant's emails, one for each kind.",
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
    summary: "Gets the template of one kind of the tenant's emails.",
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
    summary: "Sets the tenant's template of one kind of email. Omitted parts use the default. Safe to repeat.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "emails.templates.put",
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
    summary: "Resets the template of one kind of email to the default. Safe to repeat.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "emails.templates.reset",
  })
    .input(z.strictObject({ kind }))
    .output(templateOutput)
    .mutation(async ({ ctx, input }) => {
      await ctx.app.mailTemplates.delete(ctx.tenant.id, input.kind);
      return describeTemplate(input.kind, ctx.tenant, undefined);
    }),

  preview: procedure({
    summary: "Previews an email with sample values, from the template in the input or the current one.",
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
