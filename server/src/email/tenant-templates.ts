import type { Config } from "../ports/config.ts";
import { formatMailbox } from "../ports/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { Tenant } from "../shared/tenant.ts";
import { checkTemplate } from "./check-template.ts";
import type { EmailKind, OutgoingEmail } from "./email.ts";
import { placeholdersOf } from "./email-kinds.ts";
import { linkTo } from "./links.ts";
import { type CustomTemplate, messageOf, templateOf } from "./message.ts";
import type { Template, TemplatePart } from "./template.ts";
import type { EmailTemplateRow } from "./template-store.ts";

const PARTS = ["subject", "text", "html"] as const satisfies readonly TemplatePart[];

type TemplateParts = { readonly [Part in TemplatePart]?: string | undefined };

/** Throws `invalid_template` unless the parts are valid for this kind of email. */
export function requireValidTemplate(kind: EmailKind, parts: TemplateParts): void {
  const set = PARTS.map((part) => [part, parts[part]] as const).filter(([, text]) => text !== undefined);
  const problems = checkTemplate(kind, Object.fromEntries(set));
  if (problems.length > 0) throw new AppError("invalid_template", { problems });
}

/** Describes the current template of a kind of email, and its allowed placeholders. */
export function describeTemplate(
  kind: EmailKind,
  tenant: Pick<Tenant, "host" | "settings">,
  row: Pick<EmailTemplateRow, TemplatePart | "updatedAt"> | undefined,
  { publicUrl }: Pick<Config, "publicUrl">,
) {
  const { values, secrets } = placeholdersOf(kind);
  return {
    kind,
    ...templateOf(kind, tenant, { own: row, publicUrl }),
    customized: PARTS.filter((part) => (row?.[part] ?? null) !== null),
    placeholders: [...values],
    secretPlaceholders: [...secrets],
    updatedAt: row?.updatedAt ?? null,
  };
}

/** Renders an email with sample values: the parts of the draft over the stored ones over the default. */
export function previewTemplate(
  kind: EmailKind,
  tenant: Tenant,
  { stored, draft, config }: { stored: CustomTemplate | undefined; draft: TemplateParts; config: Config },
): Template & { from: string } {
  const part = (name: TemplatePart) => draft[name] ?? stored?.[name] ?? null;
  const own = { subject: part("subject"), text: part("text"), html: part("html") };
  const template = templateOf(kind, tenant, { own, publicUrl: config.publicUrl });
  const email = sampleEmail(kind, linkTo(tenant, config, "verify-email", "made-up"));
  const { from, subject, text, html } = messageOf(email, "", { tenant, template, from: config.mail.from });
  return { subject, text, html, from: formatMailbox(from) };
}

function sampleEmail(kind: EmailKind, link: string): OutgoingEmail {
  const values = {
    link,
    code: "123456",
    when: "2026-11-24T10:45:00Z",
    ip: "192.0.2.1",
    newEmail: "new@example.com",
    inviter: "Anne Example",
  };
  // Values of every kind; each template uses its own.
  return { kind, key: "", to: "someone@example.com", userId: "", values } as OutgoingEmail;
}
