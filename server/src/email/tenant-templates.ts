import type { Config } from "../ports/config.ts";
import { formatMailbox } from "../ports/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { Tenant } from "../shared/tenant.ts";
import { checkTemplate } from "./check-template.ts";
import type { Letter, LetterKind } from "./email.ts";
import { placeholdersOf } from "./email-kinds.ts";
import { linkTo } from "./links.ts";
import { messageOf, type OwnTemplate, templateOf } from "./message.ts";
import type { Template, TemplatePart } from "./template.ts";
import type { MailTemplateRow } from "./template-store.ts";

const PARTS = ["subject", "text", "html"] as const satisfies readonly TemplatePart[];

type GivenParts = { readonly [Part in TemplatePart]?: string | undefined };

/** Throws `invalid_template` unless the parts given can be the text of letters of this kind. */
export function requireTemplate(kind: LetterKind, parts: GivenParts): void {
  const given = PARTS.map((part) => [part, parts[part]] as const).filter(([, text]) => text !== undefined);
  const problems = checkTemplate(kind, Object.fromEntries(given));
  if (problems.length > 0) throw new AppError("invalid_template", { problems });
}

/** The text that letters of this kind have now, and what it may have. */
export function describeTemplate(
  kind: LetterKind,
  tenant: Pick<Tenant, "settings">,
  row: Pick<MailTemplateRow, TemplatePart | "updatedAt"> | undefined,
) {
  const { values, secrets } = placeholdersOf(kind);
  return {
    kind,
    ...templateOf(kind, tenant, row),
    customized: PARTS.filter((part) => (row?.[part] ?? null) !== null),
    placeholders: [...values],
    secretPlaceholders: [...secrets],
    updatedAt: row?.updatedAt ?? null,
  };
}

/** A letter of this kind with made-up values: of the parts given, over those that are stored, over the default. */
export function previewTemplate(
  kind: LetterKind,
  tenant: Tenant,
  { stored, given, config }: { stored: OwnTemplate | undefined; given: GivenParts; config: Config },
): Template & { from: string } {
  const part = (name: TemplatePart) => given[name] ?? stored?.[name] ?? null;
  const template = templateOf(kind, tenant, { subject: part("subject"), text: part("text"), html: part("html") });
  const letter = sampleLetter(kind, linkTo(tenant, config, "verify-email", "made-up"));
  const { from, subject, text, html } = messageOf(letter, "", { tenant, template, from: config.mail.from });
  return { subject, text, html, from: formatMailbox(from) };
}

function sampleLetter(kind: LetterKind, link: string): Letter {
  const values = {
    link,
    code: "123456",
    when: "Tuesday, 24 November 2026, 10:45 UTC",
    ip: "192.0.2.1",
    newEmail: "new@example.com",
    inviter: "Anne Example",
  };
  // It has the values of every kind, of which each template takes its own.
  return { kind, key: "", to: "someone@example.com", userId: "", values } as Letter;
}
