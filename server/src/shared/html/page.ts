import { html, Markup } from "./markup.ts";

export interface HtmlPage {
  /** Defaults to English. */
  readonly language?: string;
  /**
   * Defaults to `no-referrer`, for pages whose URL has a secret. Forms of pages with `same-origin` are sent with the header
   * `Origin`; others with `Origin: null`.
   */
  readonly referrer?: "no-referrer" | "same-origin";
  readonly title: string;
  readonly style: string;
  /** Runs at the end of the body. Pages work without it. */
  readonly script?: string | undefined;
  /** Origins from which the script loads others. Defaults to none. */
  readonly scriptSources?: readonly string[] | undefined;
  readonly body: Markup;
  /** The icon of the browser tab, as SVG. */
  readonly icon?: string | undefined;
  readonly status?: number;
  /** Directives of the Content-Security-Policy beyond the page's own style and script, such as `form-action 'self'`. */
  readonly allow?: readonly string[];
}

/**
 * A page that can't be cached or framed, sends no referrer, and loads only its own style, script and icon. Style and script
 * are allowed by a nonce of this response (CSP Level 3, §2.3.1).
 */
export function pageResponse({ status = 200, ...page }: HtmlPage): Response {
  const nonce = crypto.randomUUID();
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policyOf(page, nonce),
    "referrer-policy": page.referrer ?? "no-referrer",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "x-robots-tag": "noindex",
  };
  return new Response(documentOf(page, nonce).text, { status, headers });
}

function policyOf({ script, scriptSources = [], icon, allow = [] }: HtmlPage, nonce: string): string {
  const formAction = allow.some((directive) => directive.startsWith("form-action ")) ? [] : ["form-action 'none'"];
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    ...(script === undefined ? [] : [[`script-src 'nonce-${nonce}'`, ...scriptSources].join(" ")]),
    ...(icon === undefined ? [] : ["img-src data:"]),
    ...allow,
    ...formAction,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function documentOf(
  { title, style, script, body, icon, language = "en", referrer = "no-referrer" }: HtmlPage,
  nonce: string,
): Markup {
  const iconLink =
    icon === undefined ? undefined : html`\n<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon)}">`;
  // Style and script are this service's own constants.
  const scriptTag = script === undefined ? undefined : html`\n<script nonce="${nonce}">${new Markup(script)}</script>`;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="${referrer}">
<title>${title}</title>${iconLink}
<style nonce="${nonce}">${new Markup(style)}</style>
</head>
<body>
${body}${scriptTag}
</body>
</html>
`;
}
