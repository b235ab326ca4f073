import { describe, expect, it } from "vitest";
import { testIo } from "../../test/test-io.ts";
import { printable } from "./printable.ts";
import { Progress, progressText } from "./progress.ts";
import { treeText } from "./tree.ts";
import { valueText } from "./value-text.ts";

const PIPE = { columns: undefined, hasColors: false };

describe("values", () => {
  it("a list is a table without its empty columns", () => {
    const items = [
      { id: "a", userCount: 1, plan: null, tags: ["x", "y"], limits: { users: 5 } },
      { id: "bcd", userCount: 20, plan: null, tags: [], limits: {} },
    ];
    expect(valueText(items, PIPE)).toBe(
      ["ID   USER COUNT  TAGS  LIMITS.USERS", "a    1           x, y  5", "bcd  20          -     -", ""].join("\n"),
    );
  });

  it("an object is its fields, then its lists", () => {
    const value = { at: new Date("2030-01-31T12:00:00Z"), tenant: { slug: "acme" }, keys: [{ id: "key_1" }] };
    expect(valueText(value, PIPE)).toBe(
      ["at           2030-01-31T12:00:00Z", "tenant.slug  acme", "", "keys", "ID", "key_1", ""].join("\n"),
    );
  });

  it("cells are cut off until a row fits on the terminal", () => {
    const item = { tenantId: "ten_01m8m52gbjfkf9gq366gvx2cfk", name: "x".repeat(50), plan: "gold" };
    const text = valueText([item], { columns: 60, hasColors: false });
    for (const line of text.trimEnd().split("\n")) expect(line.length).toBeLessThanOrEqual(60);
    expect(text).toMatch(/^ten_01m8m52gbjfkf9gq366gvx2cfk {2}x+… {2}gold$/m);
  });

  it("ids are never cut off", () => {
    expect(valueText([{ id: "x".repeat(50) }], { columns: 30, hasColors: false })).toContain("x".repeat(50));
  });

  it("titles are bold only with colors", () => {
    expect(valueText([{ id: "a" }], { columns: 80, hasColors: true })).toContain("\u001b[1m");
    expect(valueText([{ id: "a" }], { columns: 80, hasColors: false })).not.toContain("\u001b");
  });

  it("a stored name can't control the terminal", () => {
    expect(valueText([{ name: "\u001b[2Jevil\u0007" }], PIPE)).toBe("NAME\n\ufffd[2Jevil\ufffd\n");
    expect(printable("a\tb\n\u202e")).toBe("a\tb\n\ufffd");
  });
});

describe("progress", () => {
  it.each([
    [0, 10, 5000, "0%"],
    [5, 10, 500, "50%"],
    [5, 10, 5000, "50%, 5 s left"],
    [1, 100, 5000, "1%, 9 min left"],
    [10, 10, 5000, "100%, 0 s left"],
    [0, 0, 5000, "100%, 0 s left"],
  ])("%i of %i after %i ms", (done, total, elapsed, text) => {
    expect(progressText(done, total, elapsed)).toBe(text);
  });

  it.each([
    [true, ["\r\u001b[2KWriting: 10%", "\r\u001b[2KWriting: 20%", "\r\u001b[2K"]],
    [false, []],
  ])("is written only to a terminal, once for each change: %s", (showsProgress, expected) => {
    const written: string[] = [];
    const io = { ...testIo({}), showsProgress, err: (text: string) => void written.push(text) };
    const progress = new Progress(io, "Writing");
    for (const done of [100, 101, 200]) progress.show(done, 1000);
    progress.end();
    expect(written).toEqual(expected);
  });
});

it("a tree has a branch for each node", () => {
  const tree = { label: "a", children: [{ label: "b", children: [{ label: "c" }] }, { label: "d" }] };
  expect(treeText(tree)).toBe("a\n├─ b\n│  └─ c\n└─ d\n");
});
