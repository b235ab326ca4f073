import { brandOf } from "../../email/message.ts";
import { THEME } from "../../shared/html/brand.ts";
import { html, type Markup } from "../../shared/html/markup.ts";
import { pageResponse } from "../../shared/html/page.ts";
import type { Tenant } from "../../shared/tenant.ts";
import { settingsOf } from "../../shared/tenant-settings.ts";

export const PAGE_STYLE = `${THEME}
body{min-height:100vh;min-height:100dvh;display:grid;place-items:center;padding:1.5rem 1rem}
main{width:100%;max-width:26rem;padding:2rem;background:var(--card);border:1px solid var(--line);border-radius:1rem;box-shadow:var(--shadow);overflow-wrap:anywhere}
.brand{display:flex;align-items:center;gap:.625rem;margin:0 0 1.75rem;font-weight:600}
.mark{flex:none;display:grid;place-items:center;width:2rem;height:2rem;border-radius:.5rem;color:#fff;background:var(--accent);line-height:1}
.done{display:block;margin:0 0 1rem;fill:none;stroke:var(--good);stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25;letter-spacing:-.015em}
p{margin:0 0 1.25rem;color:var(--muted)}
.brand,.problem{color:inherit}
form{margin:1.5rem 0 0}
label{display:block;margin:0 0 .375rem;font-size:.9375rem;font-weight:500}
.hint{margin:-.625rem 0 1.25rem;font-size:.875rem}
.field{width:100%;min-height:2.75rem;margin:0 0 1rem;padding:.5rem .75rem;font:inherit;color:inherit;background:var(--card);border:1px solid var(--field);border-radius:.5rem}
.field[aria-invalid]{border-color:var(--bad)}
.show{display:flex;align-items:center;gap:.5rem;margin:0 0 1.25rem;font-weight:400;cursor:pointer}
.show input{width:1rem;height:1rem;margin:0;accent-color:var(--accent)}
.button{display:flex;align-items:center;justify-content:center;width:100%;min-height:2.75rem;padding:.5rem 1rem;font:inherit;font-weight:600;color:#fff;text-align:center;text-decoration:none;background:var(--accent);border:0;border-radius:.5rem;cursor:pointer}
.button:hover{background:#1d4ed8}
.back{margin:1.25rem 0 0;font-size:.9375rem;text-align:center}
.problem{margin-top:1rem;padding:.75rem .875rem;font-size:.9375rem;background:var(--bad-tint);border:1px solid var(--bad);border-radius:.5rem}
main>:last-child{margin-bottom:0}
@media(max-width:30rem){body{place-items:start center}main{padding:1.5rem}}
`;

/** Shows and hides what is typed. It is hidden again when the form is sent, so that no browser remembers it as text. */
export const SHOW_PASSWORD = `
const box = document.querySelector("#show");
const show = (type) => {
  for (const field of document.querySelectorAll(".field")) field.type = type;
};
box.closest("label").hidden = false;
box.addEventListener("change", () => show(box.checked ? "text" : "password"));
document.querySelector("form").addEventListener("submit", () => show("password"));
`;

/** The text of a page, under the tenant's name. */
export interface PageText {
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** The problem, which screen readers read first. */
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
