import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultTemplate } from "./default-templates.ts";
import { EMAIL_KINDS } from "./email-kinds.ts";
import { checkMarkup } from "./html-template.ts";
import { render, type Template, type Values } from "./template.ts";

/** Parses HTML with the runtime's own parser: every tag with its attributes, and the text between them. */
async function parsed(html: string) {
  const tags: string[] = [];
  let text = "";
  const rewriter = new HTMLRewriter().on("*", {
    element: ({ tagName, attributes }) => void tags.push([tagName, ...[...attributes].map(([name]) => name)].join(" ")),
    comments: () => void tags.push("comment"),
    text: (chunk) => {
      text += chunk.text;
    },
  });
  await rewriter.transform(new Response(html)).arrayBuffer();
  return { tags, text };
}

/** Values that attempt to break out of their text. */
const hostile = fc.oneof(
  fc.constantFrom(
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    "</title></style><img src=x onerror=alert(1)>",
    "<!-- ",
    "-->",
    "&lt;b&gt;",
    "{{link}}",
    "{{brand}}",
    "a\r\nBcc: eve@example.com\r\n\r\n<b>",
    "\u202egnp.exe",
    "a\u2028b",
    "\ud800",
    "$&$1$`",
  ),
  fc.string({ unit: "binary", maxLength: 60 }),
);
const values: fc.Arbitrary<Values> = fc.record({
  brand: hostile,
  link: hostile,
  code: hostile,
  when: hostile,
  ip: hostile,
  newEmail: hostile,
});

const sample: Template = {
  subject: "{{brand}} {{newEmail}}",
  text: "{{link}} {{brand}}",
  html: `<title>{{brand}}</title><p title='{{brand}}'>{{newEmail}} <a href="{{link}}">{{code}}</a><img alt="{{brand}}" src="https://x"></p>`,
};
const template = fc.oneof(
  fc.constant(sample),
  fc.constantFrom(...EMAIL_KINDS).map((kind) => defaultTemplate(kind, 'https://example.com/a?b="&c')),
);

/** Pieces of templates, in any order; some of the resulting templates are valid. */
const pieces = fc.constantFrom(
  ...'{{brand}}|{{link}}|<p>|</p>|<p title="|<p title=\'|<a href="|">|\'>|>|<| x|=|<!--|-->|--!>|<!-->|<style>|</style>'.split(
    "|",
  ),
  ...'<title>|</title>|<img alt="|" src="https://x">|<br/>|<p {{brand}}>|<{{brand}}>|</p {{brand}}>|&lt;|<!doctype html>'.split(
    "|",
  ),
);
const validHtml = fc
  .array(pieces, { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(""))
  .filter((html) => /\{\{/.test(html) && checkMarkup(html).length === 0);

describe("for any values", () => {
  it("a valid template renders no markup of the values", async () => {
    await fc.assert(
      fc.asyncProperty(validHtml, hostile, async (html, value) => {
        const template = { ...sample, html };
        const plain = await parsed(render(template, { brand: "plain", link: "https://plain" }).html);
        expect((await parsed(render(template, { brand: value, link: value }).html)).tags).toEqual(plain.tags);
      }),
      { numRuns: 2000 },
    );
  });

  it("a default template renders no markup of the values", async () => {
    await fc.assert(
      fc.asyncProperty(template, values, async (template, values) => {
        const names = Object.keys(values);
        const plain = await parsed(render(template, Object.fromEntries(names.map((name) => [name, "plain"]))).html);
        expect((await parsed(render(template, values).html)).tags).toEqual(plain.tags);
      }),
      { numRuns: 500 },
    );
  });

  it("the subject has no line break, and the text no line of the values", () => {
    fc.assert(
      fc.property(template, values, (template, values) => {
        const { subject, text } = render(template, values);
        expect(subject).not.toMatch(/[\p{Cc}\u2028-\u202e]/u);
        expect(subject.isWellFormed() && text.isWellFormed()).toBe(true);
        expect([...subject].length).toBeLessThanOrEqual(500);
        expect(text.split(/[\r\n\u2028\u2029]/).length).toBe(template.text.split("\n").length);
      }),
    );
  });
});

it("fills in values once and unchanged, and nothing for a placeholder without a value", () => {
  const template = { subject: "{{ a }}{{b}}", text: "{{a}}", html: "<p>{{a}}</p>" };
  const rendered = render(template, { a: "{{b}} <$&>" });
  expect(rendered).toEqual({ subject: "{{b}} <$&>", text: "{{b}} <$&>", html: "<p>{{b}} &lt;$&amp;&gt;</p>" });
  expect(render({ ...template, text: "{{constructor}}" }, {}).text).toBe("");
});

it("displays in HTML the value that was filled in", async () => {
  const { text } = await parsed(render(sample, { brand: "Café & Söhne", newEmail: "a'b@example.com" }).html);
  // The parser leaves character references as they are written.
  expect(text).toContain("Café &amp; Söhne");
  expect(text).toContain("a&#39;b@example.com");
});
