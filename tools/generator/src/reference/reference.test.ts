import { describe, expect, it } from "vitest";
import { readContract } from "../contract.ts";
import { emitErrorList } from "./error-list.ts";
import { familiesInOrder, familiesOf } from "./families.ts";
import { fieldsOf, inlineType, noteOf } from "./fields.ts";
import { emitLlms } from "./llms.ts";
import { emitReference } from "./markdown.ts";

const contract = readContract();
const object = (properties: Record<string, object>, required: string[] = []) => ({
  type: "object",
  properties,
  required,
});

describe("the fields of an object", () => {
  const named = (schema: object) => fieldsOf({ ...schema }).map(({ name, type, required }) => [name, type, required]);

  it("have their types and whether they are required", () => {
    const schema = object({ a: { type: "string" }, b: { type: ["integer", "null"] }, c: { enum: ["x", "y"] } }, ["a"]);
    expect(named(schema)).toEqual([
      ["a", "string", true],
      ["b", "integer | null", false],
      ["c", '"x" | "y"', false],
    ]);
  });

  it("are followed by nested fields, in lists and nullable objects too", () => {
    const inner = object({ at: { type: "string", format: "date-time" } }, ["at"]);
    const schema = object({ one: inner, many: { type: "array", items: { anyOf: [inner, { type: "null" }] } } });
    expect(named(schema)).toEqual([
      ["one", "object", false],
      ["one.at", "Date", true],
      ["many", "(object | null)[]", false],
      ["many[].at", "Date", true],
    ]);
  });

  it("link their named schemas", () => {
    const [field] = fieldsOf(object({ a: { type: "array", items: { $ref: "#/$defs/Tuple" } } }));
    expect(field).toMatchObject({ type: "Tuple[]", shapes: ["Tuple"] });
  });

  it("have a description, default and limits", () => {
    expect(noteOf({ type: "string", description: "Its name.", minLength: 1, maxLength: 2000 })).toBe(
      "Its name. 1 to 2,000 characters.",
    );
    expect(noteOf({ type: "integer", default: 5, minimum: 1, maximum: 9 })).toBe("Defaults to `5`. 1 to 9.");
    expect(noteOf({ type: "string", pattern: "^a$" })).toBe("Matches `^a$`.");
    expect(noteOf({ type: "string", format: "email", pattern: "^long$" })).toBe("Format: email.");
    expect(noteOf({ type: "array", items: { type: "string", maxLength: 9 }, maxItems: 3 })).toBe(
      "At most 3 items. At most 9 characters each.",
    );
  });

  it("are on one line for unions", () => {
    const schema = { anyOf: [{ const: "exact" }, object({ atLeast: { type: "string" } }, ["atLeast"])] };
    expect(inlineType(schema)).toBe('"exact" | { atLeast: string }');
    expect(inlineType({ type: "array", items: schema })).toBe('("exact" | { atLeast: string })[]');
    expect(inlineType({ anyOf: [{ anyOf: [{ type: "string" }, { type: "null" }] }, { type: "null" }] })).toBe(
      "string | null",
    );
    expect(inlineType({ type: "object", additionalProperties: {} })).toBe("Record<string, any>");
  });
});

it("refuses a family without a description", () => {
  const [procedure] = contract.procedures;
  expect(() => familiesOf({ procedures: procedure ? [{ ...procedure, path: "new.thing" }] : [] })).toThrow(
    "Describe new",
  );
});

describe("the pages", () => {
  const pages = emitReference(contract);
  const all = Object.values(pages).join("\n");

  it("have a section for every procedure on its family's page", () => {
    for (const { path, summary } of contract.procedures) {
      expect(pages[`reference/${path.split(".")[0]}.md`]).toContain(`\n## ${path}\n\n${summary}\n`);
    }
  });

  it("list callers, rate limit, idempotency and fields of a procedure", () => {
    const section = pages["reference/authz.md"]?.split("\n## ").find((part) => part.startsWith("authz.check\n")) ?? "";
    expect(section).toContain("- Callers: secret, admin, platformKey. An admin needs `read` for the tenant.");
    expect(section).toContain("- Retries: Safe: a query changes nothing.");
    expect(section).toContain("- Rate limit: `checks`.");
    expect(section).toMatch(/- Errors: .*`model_not_found`.*, and those of any call\./);
    expect(section).toContain("| `contextualTuples`? | `Tuple[]` ([Tuple](shapes.md#tuple)) |");
    expect(section).toContain('Defaults to `"exact"`.');
    expect(section).toContain('| `allowed` | `boolean \\| "conditional"` |');
  });

  it("have tables of three columns with any content", () => {
    const rows = all.split("\n").filter((line) => line.startsWith("| "));
    for (const row of rows)
      expect([row, row.match(/(?<!\\)\|/g)?.length]).toEqual([
        row,
        row.startsWith("| [") || row.startsWith("| family") ? 3 : 4,
      ]);
  });

  it("have no broken links", () => {
    for (const [, page = "", anchor = ""] of all.matchAll(/\]\((shapes\.md)#(\w+)\)/g)) {
      expect(pages[`reference/${page}`]?.toLowerCase()).toContain(`\n## ${anchor}\n`);
    }
    for (const [, page = ""] of (pages["reference.md"] ?? "").matchAll(/\]\((reference\/[^)]+)\)/g)) {
      expect(Object.keys(pages)).toContain(page);
    }
  });
});

describe("the page for language models", () => {
  const lines = emitLlms(contract).split("\n");

  it("follows llmstxt.org: a title, a summary, then lists of links under second-level headings", () => {
    expect(lines.filter((line) => line.startsWith("# "))).toEqual([lines[0]]);
    expect(lines[2]).toMatch(/^> /);
    const sections = lines.slice(lines.findIndex((line) => line.startsWith("## ")));
    for (const line of sections) expect(line).toMatch(/^$|^## \S|^- \[[^\]]+\]\(\/[^)\s]+\): \S/);
  });

  it("lists every procedure with its summary", () => {
    for (const { path, summary } of contract.procedures)
      expect(lines).toContain(`- [${path}](/reference#${path}): ${summary}`);
  });
});

describe("the list of errors", () => {
  it("escapes markup", () => {
    const definition = {
      status: 400,
      message: 'A <img src=x onerror="f()"> & `<b>`.',
      action: "Stop.",
      retryable: false,
    };
    const page = emitErrorList({ ...contract, errors: { hostile: definition } });
    expect(page).not.toContain("<img");
    expect(page).toContain("A &lt;img src=x onerror=&quot;f()&quot;&gt; &amp; <code>&lt;b&gt;</code>.");
  });
});

describe("the order of the reference", () => {
  it("has each family once, sign-in and permissions first", () => {
    const names = familiesInOrder(contract).map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(["auth", "authz"]);
    expect(names.sort()).toEqual(
      familiesOf(contract)
        .map(({ name }) => name)
        .sort(),
    );
  });
});
