import type { AppError } from "../../shared/errors/app-error.ts";
import { definitionOf } from "../../shared/errors/catalog.ts";
import { html } from "../../shared/html/markup.ts";
import { pageResponse } from "../../shared/html/page.ts";
import { PAGE_STYLE } from "./layout.ts";

/** An error for a person who opened a URL in a browser. */
export function errorPage(error: AppError, requestId: string): Response {
  const { status } = definitionOf(error.code);
  const { title, text } = wordsFor(error, status);
  const body = html`<main>
<h1>${title}</h1>
<p>${text}</p>
<p class="reference">Error <code>${error.code}</code>, request <code>${requestId}</code></p>
</main>`;
  return pageResponse({ title, style: `${PAGE_STYLE}.reference{font-size:.8125rem}`, body, status });
}

function wordsFor({ code, message, action }: AppError, status: number): { title: string; text: string } {
  if (code === "internal_error") {
    return { title: "Something went wrong", text: "The error is on our side. Try again in a minute." };
  }
  if (status === 404) return { title: "Page not found", text: "Check the address, or go back to where you came from." };
  if (code === "rate_limited") return { title: "Too many requests", text: "Wait a minute, then try again." };
  return { title: "This page can’t be shown", text: `${message} ${action}` };
}

/** Whether a person reads the response: browsers that open a page accept HTML by name; programs accept anything, or JSON. */
export function acceptsHtml(request: Request): boolean {
  return /\btext\/html\b/i.test(request.headers.get("accept") ?? "");
}
