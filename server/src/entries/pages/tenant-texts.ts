import { html, type Markup } from "../../shared/html/markup.ts";
import type { Language } from "../../shared/languages.ts";
import type { Tenant } from "../../shared/tenant.ts";
import { settingsOf, type TenantSettings } from "../../shared/tenant-settings.ts";
import { pageTexts } from "../../shared/texts/page-texts.ts";

interface Reader {
  readonly tenant: Pick<Tenant, "settings">;
  readonly language: Language;
}

/** The tenant's own texts of its pages, in the reader's language. */
export function ownTexts({ tenant, language }: Reader): NonNullable<TenantSettings["pageTexts"][Language]> {
  return settingsOf(tenant).pageTexts[language] ?? {};
}

/** A text of the tenant below a title; undefined without one. */
export function introOf(text: string | null | undefined): Markup | undefined {
  return text ? html`<p>${text}</p>\n` : undefined;
}

/** The tenant's links at the foot of each of its pages; undefined without any. */
export function pageFoot({ tenant, language }: Reader): Markup | undefined {
  const { termsUrl, privacyUrl, supportUrl } = settingsOf(tenant);
  const { foot } = pageTexts(language);
  const labels = [
    { label: foot.terms, url: termsUrl },
    { label: foot.privacy, url: privacyUrl },
    { label: foot.support, url: supportUrl },
  ];
  const links = labels.flatMap(({ label, url }) => (url === null ? [] : html`<a href="${url}">${label}</a>\n`));
  return links.length === 0 ? undefined : html`\n<footer>\n${links}</footer>`;
}

/** The sentence that who signs up accepts the tenant's terms; undefined without terms and privacy policy. */
export function signUpTerms({ tenant, language }: Reader): Markup | undefined {
  const { termsUrl, privacyUrl } = settingsOf(tenant);
  const { acceptTerms, readPrivacy } = pageTexts(language).signUp;
  const sentences = [
    { url: termsUrl, sentence: acceptTerms },
    { url: privacyUrl, sentence: readPrivacy },
  ].flatMap(({ url, sentence: { before, link, after } }) =>
    url === null ? [] : html`${before}<a href="${url}">${link}</a>${after} `,
  );
  return sentences.length === 0 ? undefined : html`<p class="terms">${sentences}</p>\n`;
}
