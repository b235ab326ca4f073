import { describe, expect, it } from "vitest";
import { html } from "./markup.ts";

const HOSTILE = `<img src=x onerror="alert('1')">&`;
const ESCAPED = "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;";

describe("the html tag", () => {
  it("escapes text, alone and in lists, in text and in attributes", () => {
    expect(html`<p title="${HOSTILE}">${HOSTILE}</p>${[HOSTILE, [HOSTILE]]}`.text).toBe(
      `<p title="${ESCAPED}">${ESCAPED}</p>${ESCAPED}${ESCAPED}`,
    );
  });

  it("keeps nested markup without escaping it twice", () => {
    const inner = html`<b>${HOSTILE}</b>`;
    expect(html`<p>${inner}${[inner]}</p>`.text).toBe(`<p><b>${ESCAPED}</b><b>${ESCAPED}</b></p>`);
  });

  it("writes numbers, and nothing for undefined", () => {
    expect(html`<p${undefined}>${0}${undefined}</p>`.text).toBe("<p>0</p>");
  });

  it("refuses objects that only look like markup", () => {
    const looksLike = { text: "<script>" } as unknown as string;
    expect(html`${looksLike}`.text).not.toContain("<script>");
  });
});
