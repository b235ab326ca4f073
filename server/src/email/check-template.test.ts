import { describe, expect, it } from "vitest";
import { checkTemplate } from "./check-template.ts";
import { defaultTemplate } from "./default-templates.ts";
import { EMAIL_KINDS } from "./email-kinds.ts";

const messages = (parts: Parameters<typeof checkTemplate>[1]) =>
  checkTemplate("reset_password", parts).map(({ part, message }) => `${part}: ${message}`);

it.each(EMAIL_KINDS)("accepts the default of %s", (kind) => {
  expect(checkTemplate(kind, defaultTemplate(kind, "https://example.com/logo.png"))).toEqual([]);
});

describe("refuses", () => {
  it.each([
    ["an empty subject", { subject: " " }, "subject: The template is empty."],
    ["a subject of two lines", { subject: "a\r\nBcc: x" }, "subject: The subject must be one line."],
    ["a subject with a secret", { subject: "{{link}}" }, "subject: {{link}} can't be used here; allowed: {{brand}}."],
    [
      "an unknown placeholder",
      { text: "{{link}} {{name}}" },
      "text: {{name}} can't be used here; allowed: {{brand}}, {{link}}.",
    ],
    [
      "a placeholder of another kind",
      { text: "{{link}} {{code}}" },
      "text: {{code}} can't be used here; allowed: {{brand}}, {{link}}.",
    ],
    ["a text without its link", { text: "Reset it." }, "text: The template must contain {{link}}."],
    ["HTML without its link", { html: "<p>Reset it.</p>" }, "html: The template must contain {{link}}."],
    [
      "braces that begin no placeholder",
      { text: "{{link}} {{ link" },
      "text: Write placeholders as {{name}}; a {{ without a name and }} is invalid.",
    ],
    ["a NUL", { text: "{{link}}\0" }, "text: The template contains invalid characters."],
    ["a lone surrogate", { text: "{{link}}\ud800" }, "text: The template contains invalid characters."],
  ])("%s", (_, parts, message) => expect(messages(parts)).toEqual([message]));
});

it("accepts either secret of an email that has two", () => {
  for (const text of ["{{link}}", "{{code}}"]) expect(checkTemplate("verify_email", { text })).toEqual([]);
  expect(checkTemplate("verify_email", { text: "Hello" })).toHaveLength(1);
});

it("accepts the braces of style sheets", () => {
  const html = "<style>@media print{p{color:red}}</style><p>{{link}}</p>";
  expect(messages({ html })).toEqual([]);
});
