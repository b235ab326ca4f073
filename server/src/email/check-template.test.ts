import { describe, expect, it } from "vitest";
import { checkTemplate } from "./check-template.ts";
import { defaultTemplate } from "./default-templates.ts";
import { EMAIL_KINDS } from "./email-kinds.ts";

const messages = (parts: Parameters<typeof checkTemplate>[1]) =>
  checkTemplate("reset_password", parts).map(({ part, message }) => `${part}: ${message}`);

it.each(EMAIL_KINDS)("takes the default of %s", (kind) => {
  expect(checkTemplate(kind, defaultTemplate(kind, "https://example.com/logo.png"))).toEqual([]);
});

describe("refuses", () => {
  it.each([
    ["an empty subject", { subject: " " }, "subject: It is empty."],
    ["a subject of two lines", { subject: "a\r\nBcc: x" }, "subject: A subject is one line."],
    [
      "a subject that tells a secret",
      { subject: "{{link}}" },
      "subject: {{link}} can't be used here; allowed: {{brand}}.",
    ],
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
    ["a text without its link", { text: "Reset it." }, "text: Without {{link}} the email is of no use."],
    ["HTML without its link", { html: "<p>Reset it.</p>" }, "html: Without {{link}} the email is of no use."],
    [
      "braces that begin nothing",
      { text: "{{link}} {{ link" },
      "text: After {{ comes the name of a placeholder, and }}.",
    ],
    ["a NUL", { text: "{{link}}\0" }, "text: It has characters that are no text."],
    ["half a character", { text: "{{link}}\ud800" }, "text: It has characters that are no text."],
  ])("%s", (_, parts, message) => expect(messages(parts)).toEqual([message]));
});

it("takes either secret of an email that has two", () => {
  for (const text of ["{{link}}", "{{code}}"]) expect(checkTemplate("verify_email", { text })).toEqual([]);
  expect(checkTemplate("verify_email", { text: "Hello" })).toHaveLength(1);
});

it("takes style sheets, whose braces are their own", () => {
  const html = "<style>@media print{p{color:red}}</style><p>{{link}}</p>";
  expect(messages({ html })).toEqual([]);
});
