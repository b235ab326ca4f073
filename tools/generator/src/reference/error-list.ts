import { LOGO } from "@cf-auth/server/html/brand";
import type { Contract } from "../contract.ts";
import { ERROR_STYLE } from "./error-list-style.ts";
import { hashOf } from "./page-policy.ts";

/** The list of errors as a page, which loads and runs nothing: error responses link to their entry. */
export function emitErrorList({ errors }: Contract): string {
  const sections = Object.entries(errors).map(
    ([code, { status, message, action, retryable }]) =>
      `<section id="${code}"><h3><a href="#${code}">${code}</a></h3><p>${textHtml(message)}</p><p>${textHtml(action)}</p><p class="facts">HTTP status ${status}. ${retryable ? "The same request may succeed later." : "The same request fails again."}</p></section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>cf-auth errors</title>
<style>${ERROR_STYLE}</style>
</head>
<body>
<main>
<a class="home" href="/reference">${LOGO}cf-auth <span>reference</span></a>
<h1>Errors</h1>
<p>Each error response has a <code>code</code>, which stays the same from release to release, and <code>action</code>, the next step.</p>
${sections.join("\n")}
</main>
</body>
</html>
`;
}

/** The Content-Security-Policy of the list of errors. */
export function errorListPolicy(): string {
  return `default-src 'none'; style-src ${hashOf(ERROR_STYLE)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

/** Text with backticks as code. */
function textHtml(text: string): string {
  return escapeMarkup(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}

function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
