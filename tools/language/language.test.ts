import { describe, expect, it } from "vitest";
import { findInPage, findInSource, findVagueActions, findWords } from "./rules.ts";

const messagesOf = (findings: readonly { line: number; message: string }[]) =>
  findings.map(({ line, message }) => `${line}: ${message}`);

describe("finds a planted word", () => {
  it.each([
    ["in a variable's name", "const mailRoom = 1;"],
    ["in a constant's name", "export const MAIL_ROOM = 1;"],
    ["in a type's name", "interface MailRoomDeps {}"],
    ["in a property's name", "const a = { mailRoom: 1 };"],
    ["in a private member's name", "class A { #mailRoom = 1; }"],
    ["in a field's or an error's name", 'const code = "mail_room";'],
    ["in an imported name", 'import { mailRoom } from "./x.ts";'],
    ["in a comment at the end of a line", "const a = 1; // The mail room is full."],
    ["in a comment before the end of a file", "const a = 1;\n// The mail room is full.\n".trimEnd()],
    ["in a doc comment", "/** The mail room. */\nexport const a = 1;"],
    ["in a comment within an expression", "const a = f(/* the mail room */ 1);"],
    ["in an error's text", 'throw new Error("The mail room is full.");'],
    ["in a template", `const a = \`The mail room of \${b} is full.\`;`],
    ["behind a template's expression", `const a = \`\${b} is in the mail room\`;`],
    ["in a test's title", 'it("empties the mail room", () => {});'],
    ["in a hosted page's text", 'const html = "<p>The mail room</p>";'],
  ])("%s", (_, source) => {
    expect(findInSource("a.ts", source).map(({ message }) => message)).toEqual([
      '"mail room" is not used here: write email queue.',
    ]);
  });

  it.each([
    ["a heading", "# The mail room"],
    ["a paragraph", "It goes\nto the mail\nroom."],
    ["a link's text", "See [the mail room](x.md)."],
    ["a list", "- one\n- the mail room"],
    ["a list within a list", "- one\n  - two\n\n    the mail room"],
    ["a table's head", "| The mail room |\n|---|\n| x |"],
    ["a table's cell", "| x |\n|---|\n| The mail room |"],
    ["a quote", "> The mail room"],
    ["code within a line", "Call `mailRoom`."],
  ])("in %s of a page", (_, page) => {
    expect(findInPage("a.md", page).map(({ message }) => message)).toEqual([
      '"mail room" is not used here: write email queue.',
    ]);
  });

  it("in a file's name", () => {
    const path = { file: "server/src/mail-room.ts", line: 1, kind: "path", text: "server/src/mail-room.ts" } as const;
    expect(findWords(path)).toHaveLength(1);
  });

  it("names the line of each", () => {
    expect(messagesOf(findInSource("a.ts", "const a = 1;\n\n/**\n * It.\n */\nconst postman = 1;"))).toEqual([
      '6: "postman" is not used here: write email worker.',
    ]);
    expect(messagesOf(findInPage("a.md", "# A\n\nOne.\n\n- a\n- the postman\n"))).toEqual([
      '6: "postman" is not used here: write email worker.',
    ]);
  });
});

describe("leaves legitimate uses alone", () => {
  it.each([
    'const text = "Use lower-case letters, digits and hyphens.";',
    "const placeholder = 1;",
    "const commonplace = 1;",
    'import { guard } from "some-package";',
    'import x from "./mail-room.ts";',
    "const nameGiven = 1;",
  ])("%s", (source) => {
    expect(findInSource("a.ts", source)).toEqual([]);
  });

  it("does not read the code blocks of a page", () => {
    expect(findInPage("a.md", "Text.\n\n```ts\nconst mailRoom = 1;\n```\n")).toEqual([]);
  });
});

describe("reads sentences of pages", () => {
  const words = (count: number) => `${"word ".repeat(count - 1)}end.`;

  it("allows 30 words and finds 31", () => {
    expect(findInPage("a.md", words(30))).toEqual([]);
    expect(messagesOf(findInPage("a.md", `Short.\n\n${words(31)}`))).toEqual([
      '3: 31 words in one sentence, at most 30: "word word word word word word …". Split it.',
    ]);
  });

  it("does not count two sentences, two cells or two items as one", () => {
    expect(findInPage("a.md", `${words(20)} W${words(20)}`)).toEqual([]);
    expect(findInPage("a.md", `| a | b |\n|---|---|\n| ${words(20)} | ${words(20)} |`)).toEqual([]);
    expect(findInPage("a.md", `- ${words(20)}\n- ${words(20)}`)).toEqual([]);
  });

  it.each([
    "What a tenant is.",
    "Who may call it.",
    "Where it lies.",
    "How to begin",
    "So it is.",
    "Nobody but the user.",
  ])("finds that %j begins with an empty word", (text) => {
    expect(findInPage("a.md", text)).toHaveLength(1);
  });

  it.each(["Tenants nest.", "However many there are, one is enough.", "What is a tenant?", "Whole graphs."])(
    "lets %j begin so",
    (text) => {
      expect(findInPage("a.md", text)).toEqual([]);
    },
  );
});

describe("reads what errors tell to do", () => {
  const codes = (actions: Record<string, string>) =>
    findVagueActions(
      "contract.json",
      Object.fromEntries(Object.entries(actions).map(([code, action]) => [code, { action }])),
    ).map(({ message }) => message.split(":")[0]);

  it("finds an action that is no step", () => {
    expect(
      codes({
        a: "",
        b: "Try again.",
        c: "The tenant is suspended.",
        d: "Nothing needs to be done.",
        e: "Wait.",
        f: "There is another key.",
      }),
    ).toEqual(["a", "b", "c", "d", "e", "f"]);
  });

  it("lets a step be one", () => {
    expect(
      codes({
        a: "Ask the tenant's administrator to lift the ban.",
        b: "No action needed: the admin already has this permission.",
        c: "Try again after details.retryAfterSeconds.",
      }),
    ).toEqual([]);
  });
});
