import { html, Markup } from "../shared/html/markup.ts";

/** Part of an email: a paragraph, a link with its label, the code, or a note in small print. Placeholders are kept. */
export type Block = string | { readonly link: string } | { readonly code: true } | { readonly note: string };

/** Inline styles, which mail clients support best. */
const STYLE = {
  body: "margin:0;padding:32px 16px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;color:#18181b;background:#f4f4f5",
  main: "max-width:520px;margin:0 auto;padding:32px;background:#ffffff;border-radius:12px",
  brand: "margin:0 0 24px;font-weight:600",
  logo: "max-width:100%;object-fit:contain;object-position:left",
  title: "margin:0 0 12px;font-size:22px;line-height:1.3",
  paragraph: "margin:0 0 20px",
  button:
    "display:inline-block;padding:11px 20px;border-radius:8px;font-weight:600;background:#2563eb;color:#ffffff;text-decoration:none",
  code: "margin:0 0 20px;padding:16px;border-radius:8px;text-align:center;font:700 28px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:4px;background:#f4f4f5",
  small: "margin:0 0 20px;font-size:13px;color:#52525b;overflow-wrap:anywhere",
  note: "margin:28px 0 0;padding:20px 0 0;border-top:1px solid #e4e4e7;font-size:13px;color:#52525b",
};

/** Dark mode for clients that support `prefers-color-scheme`; others invert the colors on their own. */
const DARK = `@media (prefers-color-scheme:dark){
body,.code{background:#09090b!important}body,main,h1{color:#fafafa!important}main{background:#18181b!important}
.small,.note{color:#a1a1aa!important}.note{border-color:#2e2e33!important}
}`;

/** Renders the email as plain text. */
export function emailText(blocks: readonly Block[]): string {
  const paragraphs = blocks.map((block) => {
    if (typeof block === "string") return block;
    if ("note" in block) return block.note;
    return "code" in block ? "    {{code}}" : `${block.link}:\n{{link}}`;
  });
  return `${[...paragraphs, "{{brand}}"].join("\n\n")}\n`;
}

/** Renders the email as HTML, headed by the logo or the tenant's name. */
export function emailHtml(
  title: string,
  blocks: readonly Block[],
  { logo, language }: { readonly logo: string | null; readonly language: string },
): string {
  const head =
    logo === null ? html`{{brand}}` : html`<img src="${logo}" alt="{{brand}}" height="40" style="${STYLE.logo}">`;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{brand}}</title>
<style>${new Markup(DARK)}</style>
</head>
<body style="${STYLE.body}">
<main style="${STYLE.main}">
<p style="${STYLE.brand}">${head}</p>
<h1 style="${STYLE.title}">${title}</h1>
${blocks.map(blockHtml)}</main>
</body>
</html>
`.text;
}

function blockHtml(block: Block): Markup {
  if (typeof block === "string") return html`<p style="${STYLE.paragraph}">${block}</p>\n`;
  if ("note" in block) return html`<p class="note" style="${STYLE.note}">${block.note}</p>\n`;
  if ("code" in block) return html`<p class="code" style="${STYLE.code}">{{code}}</p>\n`;
  // The URL appears as text too: some clients show no links, and careful people want to read it.
  return html`<p style="${STYLE.paragraph}"><a href="{{link}}" style="${STYLE.button}">${block.link}</a></p>
<p class="small" style="${STYLE.small}">{{link}}</p>\n`;
}
