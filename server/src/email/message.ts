import { EmailError, type EmailMessage } from "../ports/email.ts";
import type { Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";
import { defaultTemplate, wordsOf } from "./default-templates.ts";
import type { EmailKind, OutgoingEmail } from "./email.ts";
import { logoUrls } from "./links.ts";
import { oneLine, render, type Template } from "./template.ts";

/** Exactly one email, without characters that a service could read as a list. */
const SINGLE_EMAIL = /^[^\s\p{Cc}@<>()[\]\\,;:"]+@[^\s\p{Cc}@<>()[\]\\,;:"]+$/u;

/** Parts of a template that a tenant has set; null for the default. */
export type CustomTemplate = { readonly [Part in keyof Template]: Template[Part] | null };

/** Template of a kind of email: the tenant's parts over the default. */
export function templateOf(
  kind: EmailKind,
  tenant: Pick<Tenant, "host" | "settings">,
  { own, publicUrl }: { readonly own: CustomTemplate | undefined; readonly publicUrl: string },
): Template {
  const { brandLogoUrl, language } = settingsOf(tenant);
  const logo = brandLogoUrl ?? logoUrls(tenant, publicUrl).url;
  const { subject, text, html } = defaultTemplate(kind, logo, language ?? "en");
  return { subject: own?.subject ?? subject, text: own?.text ?? text, html: own?.html ?? html };
}

/** Brand name that the tenant's users see, never empty. */
export function brandOf(tenant: Pick<Tenant, "slug" | "name" | "settings">): string {
  return oneLine(settingsOf(tenant).brandName ?? tenant.name) || tenant.slug;
}

/** Renders the message of an email. Throws an EmailError if its recipient is invalid. */
export function messageOf(
  email: OutgoingEmail,
  id: string,
  { tenant, template, from }: { tenant: Pick<Tenant, "slug" | "name" | "settings">; template: Template; from: string },
): EmailMessage {
  if (!SINGLE_EMAIL.test(email.to)) throw new EmailError("refused", "bad_address");
  const brand = brandOf(tenant);
  return {
    id,
    from: { name: brand, address: from },
    replyTo: settingsOf(tenant).replyToEmail,
    to: email.to,
    ...render(template, { ...wordsOf(email, settingsOf(tenant).language ?? "en"), brand }),
  };
}
