import { escapeMarkup } from "../html/markup.ts";

/** A paragraph, or a link under the words that lead to it, or the code. */
export type Block = string | { readonly link: string } | { readonly code: true };

/** Mail clients know inline styles best. */
const STYLE = {
  body: "margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#f4f4f5",
  main: "max-width:520px;margin:0 auto;padding:24px 32px;background:#ffffff;border-radius:8px",
  button:
    "display:inline-block;padding:10px 18px;border-radius:6px;background:#1d4ed8;color:#ffffff;text-decoration:none",
  code: "font:700 28px/1.2 ui-monospace,monospace;letter-spacing:4px",
  small: "font-size:13px;color:#52525b;overflow-wrap:anywhere",
};

/** The letter as plain text. */
export function letterText(blocks: readonly Block[]): string {
  const paragraphs = blocks.map((block) => {
    if (typeof block === "string") return block;
    return "code" in block ? "    {{code}}" : `${block.link}:\n{{link}}`;
  });
  return `${[...paragraphs, "{{brand}}"].join("\n\n")}\n`;
}

/** The letter as HTML, under the logo or the tenant's name. */
export function letterHtml(blocks: readonly Block[], logo: string | null): string {
  const head =
    logo === null ? "<strong>{{brand}}</strong>" : `<img src="${escapeMarkup(logo)}" alt="{{brand}}" height="40">`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{brand}}</title>
</head>
<body style="${STYLE.body}">
<main style="${STYLE.main}">
<p>${head}</p>
${blocks.map(blockHtml).join("\n")}
</main>
</body>
</html>
`;
}

function blockHtml(block: Block): string {
  if (typeof block === "string") return `<p>${block}</p>`;
  if ("code" in block) return `<p style="${STYLE.code}">{{code}}</p>`;
  // The address stands there as text too: some clients show no links, and whoever is careful wants to read it.
  return `<p><a href="{{link}}" style="${STYLE.button}">${block.link}</a></p>\n<p style="${STYLE.small}">{{link}}</p>`;
}
