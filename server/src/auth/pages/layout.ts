import { html, type Markup } from "../../html/markup.ts";
import { pageResponse } from "../../html/page.ts";
import { brandOf } from "../../mail/message.ts";
import { settingsOf } from "../../tenants/settings.ts";
import type { Tenant } from "../../tenants/tenant.ts";
import { PAGE_STYLE, SHOW_PASSWORD } from "./style.ts";

/** What a page says, under the tenant's name. */
export interface PageText {
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** What went wrong, read out first by screen readers. */
  readonly problem?: string | undefined;
  readonly form?: Form | undefined;
  /** Whether the page reports that everything is done. */
  readonly isDone?: boolean;
}

export interface Form {
  /** The path that it is sent to. */
  readonly action: string;
  readonly token: string;
  readonly button: string;
  /** Undefined where there is nothing to fill in. */
  readonly password?: PasswordFields | undefined;
}

interface PasswordFields {
  readonly minLength: number;
  /** Whether the user has no password yet. */
  readonly isFirst: boolean;
}

export type PageTenant = Pick<Tenant, "slug" | "name" | "settings">;

/** A page of a tenant for its users. It runs a script only to show the password that is being typed. */
export function accountPage(tenant: PageTenant, text: PageText, status: number): Response {
  const brand = brandOf(tenant);
  return pageResponse({
    title: `${text.title} – ${brand}`,
    style: PAGE_STYLE,
    script: text.form?.password === undefined ? undefined : SHOW_PASSWORD,
    body: bodyOf(brand, settingsOf(tenant).appUrl, text),
    status,
    allow: ["form-action 'self'"],
  });
}

function bodyOf(brand: string, appUrl: string | null, text: PageText): Markup {
  const { title, paragraphs, problem, form, isDone = false } = text;
  const initial = [...new Intl.Segmenter().segment(brand)][0]?.segment.toUpperCase();
  return html`<main>
<p class="brand"><span class="mark" aria-hidden="true">${initial}</span>${brand}</p>
${isDone ? DONE : undefined}<h1>${title}</h1>
${problem === undefined ? undefined : html`<p class="problem" id="problem" role="alert">${problem}</p>\n`}${paragraphs.map((paragraph) => html`<p>${paragraph}</p>\n`)}${form === undefined ? undefined : formOf(form, problem !== undefined)}${appUrl === null ? undefined : continueTo(brand, appUrl, form === undefined)}</main>`;
}

const DONE = html`<svg class="done" viewBox="0 0 24 24" width="40" height="40" aria-hidden="true"><circle cx="12" cy="12" r="11" /><path d="m7 12.5 3.5 3.5L17 9" /></svg>
`;

/** The way back to the product: a button where there is nothing else to do. */
function continueTo(brand: string, appUrl: string, isNext: boolean): Markup {
  return isNext
    ? html`<a class="button" href="${appUrl}">Continue to ${brand}</a>\n`
    : html`<p class="back"><a href="${appUrl}">Back to ${brand}</a></p>\n`;
}

function formOf({ action, token, button, password }: Form, hasProblem: boolean): Markup {
  const fields = password === undefined ? undefined : passwordFields(password, hasProblem);
  return html`<form method="post" action="${action}">
<input type="hidden" name="token" value="${token}">
${fields}<button class="button" type="submit">${button}</button>
</form>
`;
}

function passwordFields({ minLength: minimum, isFirst }: PasswordFields, hasProblem: boolean): Markup {
  const name = isFirst ? "password" : "new password";
  const field = html`type="password" autocomplete="new-password" required minlength="${minimum}"`;
  const described = hasProblem
    ? html`aria-invalid="true" aria-describedby="problem hint"`
    : html`aria-describedby="hint"`;
  return html`<label for="password">${isFirst ? "Password" : "New password"}</label>
<input class="field" id="password" name="password" ${field} ${described} autofocus>
<p class="hint" id="hint">At least ${minimum} characters. A few unrelated words are strong and easy to remember.</p>
<label for="repeated">Repeat ${name}</label>
<input class="field" id="repeated" name="repeated" ${field}>
<label class="show" hidden><input type="checkbox" id="show">Show password</label>
`;
}
