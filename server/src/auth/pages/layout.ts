import { escapeMarkup } from "../../mail/template.ts";

/** What a page says, under the tenant's name. */
export interface PageText {
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** What went wrong, read out first by screen readers. */
  readonly problem?: string | undefined;
  readonly form?: Form | undefined;
}

export interface Form {
  /** The path that it is sent to. */
  readonly action: string;
  readonly token: string;
  readonly button: string;
  /** Undefined where there is nothing to fill in. */
  readonly password?: { readonly minimumCharacters: number } | undefined;
}

const STYLE = `
:root{color-scheme:light dark;--text:#18181b;--quiet:#52525b;--ground:#f4f4f5;--card:#fff;--line:#a1a1aa;--accent:#1d4ed8;--wrong:#b91c1c}
@media(prefers-color-scheme:dark){:root{--text:#f4f4f5;--quiet:#a1a1aa;--ground:#18181b;--card:#27272a;--line:#71717a;--accent:#2563eb;--wrong:#fca5a5}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem 1rem;font:1rem/1.5 system-ui,sans-serif;color:var(--text);background:var(--ground)}
main{width:100%;max-width:27rem;padding:2rem;background:var(--card);border-radius:.75rem;box-shadow:0 1px 3px #0003;overflow-wrap:anywhere}
.brand{margin:0 0 1.25rem;font-weight:600;color:var(--quiet)}
h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.25}
p{margin:0 0 1rem}
label{display:block;margin:0 0 .25rem;font-weight:600}
.hint{margin:0 0 1rem;font-size:.875rem;color:var(--quiet)}
input{width:100%;margin:0 0 1rem;padding:.625rem .75rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:.375rem}
button{width:100%;padding:.75rem 1rem;font:inherit;font-weight:600;color:#fff;background:var(--accent);border:0;border-radius:.375rem;cursor:pointer}
input:focus-visible,button:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.problem{padding:.625rem .75rem;border-left:4px solid var(--wrong);color:var(--wrong)}
`;

/** A page that runs no script, loads nothing, is shown within no other page and tells nobody where it was come from. */
export function pageResponse(brand: string, text: PageText, status: number): Response {
  const nonce = crypto.randomUUID();
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "x-robots-tag": "noindex",
  };
  return new Response(pageHtml(brand, text, nonce), { status, headers });
}

function pageHtml(brand: string, { title, paragraphs, problem, form }: PageText, nonce: string): string {
  const body = [
    `<p class="brand">${escapeMarkup(brand)}</p>`,
    `<h1>${escapeMarkup(title)}</h1>`,
    problem === undefined ? "" : `<p class="problem" id="problem" role="alert">${escapeMarkup(problem)}</p>`,
    ...paragraphs.map((paragraph) => `<p>${escapeMarkup(paragraph)}</p>`),
    form === undefined ? "" : formHtml(form, problem !== undefined),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>${escapeMarkup(`${title} – ${brand}`)}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>
${body.filter((part) => part !== "").join("\n")}
</main>
</body>
</html>
`;
}

function formHtml({ action, token, button, password }: Form, hasProblem: boolean): string {
  const fields = password === undefined ? "" : passwordFields(password.minimumCharacters, hasProblem);
  return `<form method="post" action="${escapeMarkup(action)}">
<input type="hidden" name="token" value="${escapeMarkup(token)}">
${fields}<button type="submit">${escapeMarkup(button)}</button>
</form>`;
}

function passwordFields(minimum: number, hasProblem: boolean): string {
  const field = `type="password" autocomplete="new-password" required minlength="${minimum}"`;
  const described = hasProblem ? 'aria-invalid="true" aria-describedby="problem hint"' : 'aria-describedby="hint"';
  return `<label for="password">New password</label>
<input id="password" name="password" ${field} ${described} autofocus>
<label for="repeated">The same once more</label>
<input id="repeated" name="repeated" ${field}>
<p class="hint" id="hint">At least ${minimum} characters. A few words that only you would put together are easy to keep in mind.</p>
`;
}
