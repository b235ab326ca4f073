import { EmailError, type EmailMessage } from "../ports/email.ts";
import type { Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";
import { defaultTemplate } from "./default-templates.ts";
import type { Letter, LetterKind } from "./email.ts";
import { oneLine, render, type Template } from "./template.ts";

/** One address and nothing that a service could take for more than one. */
const ONE_ADDRESS = /^[^\s\p{Cc}@<>()[\]\\,;:"]+@[^\s\p{Cc}@<>()[\]\\,;:"]+$/u;

/** Texts of the tenant's own; null where it leaves the default. */
export type OwnTemplate = { readonly [Part in keyof Template]: Template[Part] | null };

/** The tenant's own text where it has one, over the default. */
export function templateOf(kind: LetterKind, tenant: Pick<Tenant, "settings">, own: OwnTemplate | undefined): Template {
  const { subject, text, html } = defaultTemplate(kind, settingsOf(tenant).brandLogoUrl);
  return { subject: own?.subject ?? subject, text: own?.text ?? text, html: own?.html ?? html };
}

/** The name that the tenant's users know it by, never empty. */
export function brandOf(tenant: Pick<Tenant, "slug" | "name" | "settings">): string {
  return oneLine(settingsOf(tenant).brandName ?? tenant.name) || tenant.slug;
}

/** The message that a letter goes out as. Throws an EmailError where its address is none. */
export function messageOf(
  letter: Letter,
  id: string,
  { tenant, template, from }: { tenant: Pick<Tenant, "slug" | "name" | "settings">; template: Template; from: string },
): EmailMessage {
  if (!ONE_ADDRESS.test(letter.to)) throw new EmailError("refused", "bad_address");
  const brand = brandOf(tenant);
  return {
    id,
    from: { name: brand, address: from },
    replyTo: settingsOf(tenant).replyToEmail,
    to: letter.to,
    ...render(template, { ...letter.values, brand }),
  };
}
