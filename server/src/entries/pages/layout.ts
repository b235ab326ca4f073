import type { ChallengeOffer } from "../../attempts/challenges/challenge.ts";
import { brandOf } from "../../email/message.ts";
import { THEME } from "../../shared/html/brand.ts";
import { brandColorStyle } from "../../shared/html/brand-color.ts";
import { html, type Markup } from "../../shared/html/markup.ts";
import { pageResponse } from "../../shared/html/page.ts";
import type { Language } from "../../shared/languages.ts";
import type { Tenant } from "../../shared/tenant.ts";
import { logoOf, logoPath } from "../../shared/tenant-logo.ts";
import { settingsOf } from "../../shared/tenant-settings.ts";
import { pageTexts } from "../../shared/texts/page-texts.ts";
import { challengeArea, challengeSources } from "./challenge-form.ts";
import { PASSKEY_SCRIPT } from "./passkey-script.ts";
import { pageFoot } from "./tenant-texts.ts";

export const PAGE_STYLE = `${THEME}
body{min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;align-items:center;justify-content:center;padding:1.5rem 1rem}
footer{display:flex;flex-wrap:wrap;justify-content:center;gap:.25rem 1rem;margin:1.25rem 0 0;font-size:.875rem}
footer a{padding:.125rem 0;color:var(--muted)}
.terms{margin:1.25rem 0 0;font-size:.875rem}
main{width:100%;max-width:26rem;padding:2rem;background:var(--card);border:1px solid var(--line);border-radius:1rem;box-shadow:var(--shadow);overflow-wrap:anywhere}
main.wide{max-width:40rem}
.brand{display:flex;align-items:center;gap:.625rem;margin:0 0 1.75rem;font-weight:600}
.logo{display:block;width:auto;max-width:min(10rem,100%);height:2rem;object-fit:contain;object-position:left}
.mark{flex:none;display:grid;place-items:center;width:2rem;height:2rem;border-radius:.5rem;color:var(--on-accent);background:var(--accent);line-height:1}
.done{display:block;margin:0 0 1rem;fill:none;stroke:var(--good);stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25;letter-spacing:-.015em}
h2{margin:0 0 .25rem;font-size:1.0625rem;line-height:1.4}
p{margin:0 0 1.25rem;color:var(--muted)}
.brand,.problem,.notice{color:inherit}
form{margin:1.5rem 0 0}
label{display:block;margin:0 0 .375rem;font-size:.9375rem;font-weight:500}
.row{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:.25rem 1rem;font-size:.9375rem}
.row label{margin-bottom:.375rem}
.hint{margin:-.625rem 0 1.25rem;font-size:.875rem}
.field{width:100%;min-height:2.75rem;margin:0 0 1rem;padding:.5rem .75rem;font:inherit;color:inherit;background:var(--card);border:1px solid var(--field);border-radius:.5rem}
.field[aria-invalid]{border-color:var(--bad)}
.code{font:600 1.25rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;letter-spacing:.15em}
.challenge{margin:0 0 1.25rem}
.challenge p{margin:0;font-size:.9375rem}
.challenge progress{display:block;width:100%;height:.375rem;margin:.5rem 0 0;accent-color:var(--accent)}
.widget{min-height:4.0625rem}
.show,.check{display:flex;align-items:center;gap:.5rem;margin:0 0 1.25rem;font-weight:400;cursor:pointer}
.show input,.check input{flex:none;width:1rem;height:1rem;margin:0;accent-color:var(--accent)}
.button{display:flex;align-items:center;justify-content:center;width:100%;min-height:2.75rem;padding:.5rem 1rem;font:inherit;font-weight:600;color:var(--on-accent);text-align:center;text-decoration:none;background:var(--accent);border:1px solid transparent;border-radius:.5rem;cursor:pointer}
.button:hover{background:var(--accent-hover)}
.button.other{margin-top:.625rem;font-weight:500;color:inherit;background:var(--card);border-color:var(--field)}
.button.other:hover{background:var(--hover)}
.passkey form{margin:0}
.passkey .problem{margin-top:.75rem}
.initial{display:grid;place-items:center;width:1.5rem;height:1.5rem;margin-right:.625rem;border:1px solid var(--line);border-radius:50%;font-size:.8125rem;line-height:1}
.button.danger{color:var(--bad);border-color:var(--bad)}
.link{padding:.25rem 0;font:inherit;font-size:.9375rem;color:var(--link);text-decoration:underline;background:none;border:0;cursor:pointer}
.or{display:flex;align-items:center;gap:.75rem;margin:1.25rem 0 .625rem;font-size:.875rem}
.or::before,.or::after{content:"";flex:1;height:1px;background:var(--line)}
.reference{margin:1.25rem 0 0;font-size:.8125rem}
.back{margin:1.25rem 0 0;font-size:.9375rem;text-align:center}
.back a,.row a{display:inline-block;padding:.125rem 0}
.problem,.notice{margin-top:1rem;padding:.75rem .875rem;font-size:.9375rem;background:var(--bad-tint);border:1px solid var(--bad);border-radius:.5rem}
.notice{background:var(--tint);border-color:var(--link)}
.qr{width:13rem;margin:1.25rem auto;border-radius:.5rem;overflow:hidden}
.qr svg{display:block}
.secret{display:block;margin:0 0 1.25rem;padding:.625rem .75rem;text-align:center;background:var(--hover);border-radius:.5rem}
.codes{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:.5rem;margin:1.25rem 0;padding:0;list-style:none}
.codes code{display:block;padding:.5rem .25rem;font-size:.875rem;white-space:nowrap;text-align:center;background:var(--hover);border-radius:.375rem}
section{margin:1.5rem 0 0;padding:1.5rem 0 0;border-top:1px solid var(--line)}
section form{margin:1rem 0 0}
section p{margin-bottom:.5rem}
section form p{margin-bottom:1rem}
section .field+.button,section .check+.button,section .show+.button{margin-top:0}
.items{margin:.5rem 0 0;padding:0;list-style:none}
.items li{display:flex;align-items:center;justify-content:space-between;gap:1rem;padding:.625rem 0;border-top:1px solid var(--line)}
.items li:first-child{border-top:0}
.items form{margin:0}
.items details{flex:none;text-align:right}
.items li:has([open]){flex-wrap:wrap}
.items details[open]{flex:1 0 100%;text-align:left}
.items details form{margin:1rem 0 .5rem}
summary{display:inline-block;padding:.25rem 0;color:var(--link);text-decoration:underline;cursor:pointer}
.only-read{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.items small{display:block;color:var(--muted)}
.small{width:auto;min-height:2.25rem;padding:.25rem .75rem;font-size:.9375rem}
.button.other.small{margin-top:0}
.top{display:flex;align-items:center;justify-content:space-between;gap:1rem;margin:0 0 1.75rem}
.top .brand{min-width:0;margin:0}
.top form{flex:none;margin:0}
main>:last-child{margin-bottom:0}
@media(min-width:40rem){section .button{width:auto;min-width:12rem}section .small{min-width:0}section a.button{width:fit-content}}
@media(max-width:30rem){body{justify-content:flex-start}main{padding:1.5rem}}
`;

/** Shows and hides what is typed. It is hidden again when the form is sent, so that no browser remembers it as text. */
export const SHOW_PASSWORD = `
const box = document.querySelector("#show");
const fields = [...box.form.querySelectorAll("input[type=password]")];
const show = (type) => {
  for (const field of fields) field.type = type;
};
box.closest("label").hidden = false;
box.addEventListener("change", () => show(box.checked ? "text" : "password"));
box.form.addEventListener("submit", () => show("password"));
`;

export type PageTenant = Pick<Tenant, "slug" | "name" | "settings">;

/** A page of a tenant for its users. */
export interface TenantPage {
  readonly language: Language;
  readonly title: string;
  /** What follows the title. */
  readonly body: Markup;
  /** The problem, which screen readers read first. */
  readonly problem?: string | undefined;
  /** The challenge that the next attempt needs. */
  readonly challenge?: ChallengeOffer | undefined;
  /** Good news about the last action. */
  readonly notice?: string | undefined;
  /** They run at the end of the page, as one. */
  readonly scripts?: readonly string[];
  readonly status?: number | undefined;
  /** Whether the page reports that everything is done. */
  readonly isDone?: boolean | undefined;
  readonly isWide?: boolean;
  /** Beside the brand at the top. */
  readonly corner?: Markup | undefined;
  readonly referrer?: "no-referrer" | "same-origin";
  /** Origin to which a form's answer may lead, beside this one. */
  readonly returnsTo?: string | undefined;
}

/** Lays out a page under the tenant's name, in its color. */
export function tenantPage(tenant: PageTenant, page: TenantPage): Response {
  const {
    language,
    title,
    body,
    problem,
    notice,
    challenge,
    scripts = [],
    status,
    isDone,
    isWide,
    corner,
    referrer,
    returnsTo,
  } = page;
  const brand = brandOf(tenant);
  const sources = challenge && challengeSources(challenge);
  const name = html`<p class="brand">${brandMark(tenant, brand)}</p>`;
  const { brandColor } = settingsOf(tenant);
  return pageResponse({
    language,
    title: `${title} – ${brand}`,
    style: `${PAGE_STYLE}${brandColor === null ? "" : brandColorStyle(brandColor)}`,
    script: [...scripts, ...(sources === undefined ? [] : [sources.script])].join("") || undefined,
    scriptSources: sources?.scriptSources,
    body: html`<main${isWide ? html` class="wide"` : undefined}>
${corner === undefined ? name : html`<div class="top">${name}${corner}</div>`}
${isDone ? DONE : undefined}<h1>${title}</h1>
${problem === undefined ? undefined : html`<p class="problem" id="problem" role="alert">${problem}</p>\n`}${notice === undefined ? undefined : html`<p class="notice" role="status">${notice}</p>\n`}${challenge && challengeArea(challenge, language)}${body}</main>${pageFoot({ tenant, language })}`,
    ...(status !== undefined && { status }),
    ...(referrer !== undefined && { referrer }),
    allow: [
      ...(sources?.allow ?? []),
      ...(logoOf(tenant) === undefined ? [] : ["img-src 'self'"]),
      // It requests options from its own page.
      ...(scripts.includes(PASSKEY_SCRIPT) ? ["connect-src 'self'"] : []),
      `form-action 'self'${returnsTo === undefined ? "" : ` ${returnsTo}`}`,
    ],
  });
}

/** The tenant's logo; without one, its name and the initial. */
function brandMark(tenant: PageTenant, brand: string): Markup {
  const logo = logoOf(tenant);
  if (logo === undefined) {
    const initial = [...new Intl.Segmenter().segment(brand)][0]?.segment.toUpperCase();
    return html`<span class="mark" aria-hidden="true">${initial}</span>${brand}`;
  }
  const image = html`<img class="logo" src="${logoPath(logo, logo.image)}" alt="${brand}">`;
  if (logo.darkImage === undefined) return image;
  const dark = html`<source media="(prefers-color-scheme:dark)" srcset="${logoPath(logo, logo.darkImage)}">`;
  return html`<picture>${dark}${image}</picture>`;
}

const DONE = html`<svg class="done" viewBox="0 0 24 24" width="40" height="40" aria-hidden="true"><circle cx="12" cy="12" r="11" /><path d="m7 12.5 3.5 3.5L17 9" /></svg>
`;

/** The text of a page, under the tenant's name. */
export interface PageText {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly problem?: string | undefined;
  readonly form?: LinkForm | undefined;
  readonly isDone?: boolean;
  /** The next step on these pages. */
  readonly next?: { readonly path: string; readonly label: string } | undefined;
}

/** The form of a link's page. */
export interface LinkForm {
  /** The path that it is sent to. */
  readonly action: string;
  readonly token: string;
  readonly button: string;
  /** Undefined where there is nothing to fill in. */
  readonly password?: NewPassword | undefined;
}

export interface NewPassword {
  readonly minLength: number;
  /** Whether the user has no password yet. */
  readonly isFirst: boolean;
}

/** A page of a text and at most one form. It runs a script only to show the password that is being typed. */
export function accountPage(tenant: PageTenant, text: PageText, status: number, language: Language = "en"): Response {
  const { title, paragraphs, problem, form, isDone, next } = text;
  const { appUrl } = settingsOf(tenant);
  const [brand, texts] = [brandOf(tenant), pageTexts(language)];
  const isLast = form === undefined && next === undefined;
  const body = html`${paragraphs.map((paragraph) => html`<p>${paragraph}</p>\n`)}${form === undefined ? undefined : formOf(form, problem !== undefined, language)}${next === undefined ? undefined : html`<a class="button" href="${next.path}">${next.label}</a>\n`}${
    appUrl === null
      ? undefined
      : isLast
        ? html`<a class="button" href="${appUrl}">${texts.continueTo(brand)}</a>\n`
        : html`<p class="back"><a href="${appUrl}">${texts.brandHome(brand)}</a></p>\n`
  }`;
  const scripts = form?.password === undefined ? [] : [SHOW_PASSWORD];
  return tenantPage(tenant, { language, title, body, problem, scripts, status, isDone });
}

function formOf({ action, token, button, password }: LinkForm, hasProblem: boolean, language: Language): Markup {
  const fields = password === undefined ? undefined : newPasswordFields(password, hasProblem, language);
  return html`<form method="post" action="${action}">
<input type="hidden" name="token" value="${token}">
${fields}<button class="button" type="submit">${button}</button>
</form>
`;
}

function newPasswordFields({ minLength, isFirst }: NewPassword, hasProblem: boolean, language: Language): Markup {
  const { fields, showPassword } = pageTexts(language);
  const attributes = html`type="password" autocomplete="new-password" required minlength="${minLength}"`;
  const described = hasProblem
    ? html`aria-invalid="true" aria-describedby="problem hint"`
    : html`aria-describedby="hint"`;
  return html`<label for="password">${isFirst ? fields.password : fields.newPassword}</label>
<input class="field" id="password" name="password" ${attributes} ${described} autofocus>
<p class="hint" id="hint">${fields.passwordHint(minLength)}</p>
<label for="repeated">${isFirst ? fields.repeatPassword : fields.repeatNewPassword}</label>
<input class="field" id="repeated" name="repeated" ${attributes}>
<label class="show" hidden><input type="checkbox" id="show">${showPassword}</label>
`;
}
