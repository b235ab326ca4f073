import type { EmailKind } from "../../email/email.ts";
import { EMAIL_KINDS } from "../../email/email-kinds.ts";
import type { ReceivedEmail } from "../../email/mailbox-store.ts";
import { LOGO } from "../../shared/html/brand.ts";
import { html, Markup } from "../../shared/html/markup.ts";
import { pageResponse } from "../../shared/html/page.ts";
import { MAILBOX_SCRIPT } from "./mailbox-script.ts";
import { MAILBOX_STYLE } from "./mailbox-style.ts";

/** An email of the mailbox with its tenant. */
export interface MailboxEntry extends Omit<ReceivedEmail, "at"> {
  readonly tenant: { readonly id: string; readonly slug: string };
  readonly receivedAt: Date;
}

/** The filter of the list; an empty text is none. */
export interface MailboxFilter {
  readonly text: string;
  readonly kind: string;
  readonly tenant: string;
}

/**
 * The frame of an email gives it this page's origin, so that the page can measure it, and no scripts: with both, it could
 * leave the frame. Its links open in tabs that are not sandboxed.
 */
const SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";
const EMAIL_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  `sandbox ${SANDBOX}`,
  "frame-ancestors 'self'",
].join("; ");

const NO_EMAILS = html`<strong>No emails yet</strong>Register or invite a user, or reset a password: the email appears here at once.`;
const NO_MATCH = html`<strong>No email matches</strong>Change the filter above, or clear it.`;

/** The list of emails, newest first, with its filter. */
export function listPage(emails: readonly MailboxEntry[], filter: MailboxFilter): Response {
  const isFiltered = Object.values(filter).some((value) => value !== "");
  const tenants = [...new Set([...emails.map(({ tenant }) => tenant.slug), filter.tenant])].filter(Boolean).sort();
  const body = html`<main>
<h1>Mailbox</h1>
<p class="lead">${countText(emails.length)} This deployment keeps its emails here instead of sending them.</p>
<form class="filters" role="search" method="get" action="/dev/mailbox">
<input type="search" name="q" value="${filter.text}" placeholder="Filter by recipient, subject or code" aria-label="Filter by recipient, subject or code" autocomplete="off" spellcheck="false">
${select("kind", "All kinds", EMAIL_KINDS, filter.kind, kindText)}
${select("tenant", "All tenants", tenants, filter.tenant)}
<button class="button" type="submit">Filter</button>
</form>
<div class="card">
<p class="empty"${emails.length > 0 ? html` hidden` : undefined}>${isFiltered ? NO_MATCH : NO_EMAILS}</p>
<ol id="emails">
${emails.map(itemOf)}</ol>
</div>
</main>`;
  return page("Mailbox", html`<span class="here">Mailbox</span>`, body);
}

/** One email: who gets it, its code and link to use, its HTML in a frame of its own, and its text. */
export function emailPage(email: MailboxEntry): Response {
  const { from, replyTo, to, subject, values, tenant, kind } = email;
  const facts = [
    ["From", `${from.name} <${from.address}>`],
    ["To", to],
    ["Reply to", replyTo ?? "not set"],
    ["Tenant", tenant.slug],
    ["Kind", kind],
  ];
  const images = /<img\b/i.test(email.html)
    ? html`\n<p class="note rendered">This preview loads no images: their alternative texts are shown.</p>`
    : undefined;
  const body = html`<main>
<a class="back" href="/dev/mailbox">← All emails</a>
<h1>${subject}</h1>
${timeOf(email)}
<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${secretsOf(values)}<div class="card">
<input class="tab-choice" type="radio" name="as" id="as-html" checked><input class="tab-choice" type="radio" name="as" id="as-text">
<div class="tabs"><label for="as-html">HTML</label><label for="as-text">Plain text</label></div>${images}
<iframe class="rendered" sandbox="${SANDBOX}" src="${pathOf(email)}.html" title="The email as HTML"></iframe>
<pre class="text">${email.text}</pre>
</div>
</main>`;
  return page(subject, html`<a href="/dev/mailbox">Mailbox</a>`, body);
}

/** The HTML of an email alone, for the frame: it runs and loads nothing, also with a tenant's own template. */
export function emailContent({ html: content }: MailboxEntry): Response {
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": EMAIL_POLICY,
    "referrer-policy": "no-referrer",
  };
  // As mail clients do: in the frame, pages that allow no framing would stay blank.
  const inNewTab = new HTMLRewriter().on("a[href]", {
    element: (link) => {
      link.setAttribute("target", "_blank").setAttribute("rel", "noopener noreferrer");
    },
  });
  return inNewTab.transform(new Response(content, { headers }));
}

function page(title: string, crumb: Markup, main: Markup): Response {
  const body = html`<header class="bar"><a href="/">${new Markup(LOGO)}cf-auth</a><span class="slash" aria-hidden="true">/</span>${crumb}<p class="live" role="status" hidden></p></header>
${main}`;
  return pageResponse({
    title: `${title} · cf-auth`,
    style: MAILBOX_STYLE,
    script: MAILBOX_SCRIPT,
    icon: LOGO,
    body,
    allow: ["form-action 'self'", "connect-src 'self'", "frame-src 'self'"],
  });
}

function itemOf(email: MailboxEntry): Markup {
  const { values, to, subject, kind, tenant } = email;
  const link = values.link === undefined ? undefined : linkTo(values.link, "button");
  return html`<li id="${email.id}"><span class="kind">${kindText(kind)}</span>
<div class="what"><a href="${pathOf(email)}">${subject}</a><p>${to} · ${tenant.slug}</p></div>
<div class="actions">${codeOf(values)}${link}</div>
${timeOf(email)}</li>
`;
}

function secretsOf(values: MailboxEntry["values"]): Markup | undefined {
  const { code, link } = values;
  if (code === undefined && link === undefined) return undefined;
  const useLink =
    link === undefined
      ? undefined
      : html`${linkTo(link, "button primary")}<button class="button" type="button" data-copy="${link}">Copy link</button>`;
  return html`<div class="secrets">${useLink}${codeOf(values)}</div>\n`;
}

function codeOf({ code }: MailboxEntry["values"]): Markup | undefined {
  if (code === undefined) return undefined;
  return html`<button class="button code" type="button" data-copy="${code}">${code}<span>Copy</span></button>`;
}

function linkTo(link: string, classes: string): Markup {
  return html`<a class="${classes}" href="${link}" target="_blank" rel="noopener">Open link</a>`;
}

function select(
  name: string,
  all: string,
  values: readonly string[],
  chosen: string,
  textOf = (value: string) => value,
): Markup {
  const options = values.map(
    (value) =>
      html`<option value="${value}"${value === chosen ? html` selected` : undefined}>${textOf(value)}</option>`,
  );
  return html`<select name="${name}" aria-label="${all}"><option value="">${all}</option>${options}</select>`;
}

function countText(count: number): string {
  return count === 1 ? "1 email." : `${count} emails.`;
}

/** Without a script the time stands as it is. */
function timeOf({ receivedAt }: MailboxEntry): Markup {
  const text = receivedAt.toISOString();
  return html`<time datetime="${text}">${text.slice(0, 16).replace("T", " ")}</time>`;
}

/** `reset_password` as `Reset password`. */
function kindText(kind: EmailKind | string): string {
  const words = kind.replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Ids have nothing that would need escaping. */
function pathOf({ id, tenant }: MailboxEntry): string {
  return `/dev/mailbox/${tenant.id}/${id}`;
}
