import type { ReceivedLetter } from "./mailbox-store.ts";
import { escapeMarkup } from "./template.ts";

/** A letter of the mailbox with its tenant. */
export interface MailboxEntry extends Omit<ReceivedLetter, "at"> {
  readonly tenant: { readonly id: string; readonly slug: string };
  readonly at: Date;
}

const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'";

/** For our pages: they run nothing, load nothing but a letter, and are shown within no other page. */
export const PAGE_POLICY = `${NOTHING}; frame-src 'self'; frame-ancestors 'none'`;
/** For a letter, whoever wrote its template: it runs nothing, loads nothing, and has no origin. */
export const LETTER_POLICY = `${NOTHING}; sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'`;

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.4rem .8rem .4rem 0;border-bottom:1px solid #ddd}
pre{white-space:pre-wrap;background:#f4f4f5;padding:1rem;overflow-wrap:anywhere}
iframe{width:100%;height:30rem;border:1px solid #ddd}`;

/** The letters, newest first. */
export function listPage(letters: readonly MailboxEntry[]): string {
  const rows = letters.map(
    (letter) =>
      `<tr>${cells([letter.at.toISOString(), letter.tenant.slug, letter.to])}` +
      `<td><a href="${pathOf(letter)}">${escapeMarkup(letter.subject)}</a></td></tr>`,
  );
  const table = `<table><tr><th>At<th>Tenant<th>To<th>Subject</tr>\n${rows.join("\n")}\n</table>`;
  return page("Mailbox", rows.length === 0 ? "<p>No letters yet.</p>" : table);
}

/** One letter: its head, its links to follow, its text, and its HTML in a frame of its own. */
export function letterPage(letter: MailboxEntry): string {
  const { from, replyTo, to, subject, text, values } = letter;
  const head = [
    ["From", `${from.name} <${from.address}>`],
    ["Reply to", replyTo ?? "nobody"],
    ["To", to],
    ["Subject", subject],
    ["Tenant", letter.tenant.slug],
    ["Kind", letter.kind],
  ];
  const link =
    values.link === undefined ? "" : `<p><a href="${escapeMarkup(values.link)}">${escapeMarkup(values.link)}</a></p>`;
  return page(
    subject,
    `<p><a href="/dev/mailbox">All letters</a></p>
<table>${head.map((row) => `<tr>${cells(row)}</tr>`).join("\n")}</table>
${link}
<h2>Text</h2>
<pre>${escapeMarkup(text)}</pre>
<h2>HTML</h2>
<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" src="${pathOf(letter)}.html" title="The letter"></iframe>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeMarkup(title)}</title><style>${STYLE}</style></head>
<body>
<h1>${escapeMarkup(title)}</h1>
${body}
</body>
</html>
`;
}

function cells(texts: readonly string[]): string {
  return texts.map((text) => `<td>${escapeMarkup(text)}</td>`).join("");
}

/** Ids have nothing that would need escaping. */
function pathOf({ id, tenant }: MailboxEntry): string {
  return `/dev/mailbox/${tenant.id}/${id}`;
}
